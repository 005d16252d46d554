"""What policies can see of a work and of the way to it: works and ways that look the same to all of them are judged as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.derive import WEIGHTS
from licensecheck.catalog.model import Entry
from licensecheck.engine.compare import compare
from licensecheck.engine.context import Context
from licensecheck.engine.truth import Truth
from licensecheck.facts.deployment import RELATIONS
from licensecheck.fleet.hub.graph import OUTPUTS, Numbers
from licensecheck.policy.model import Leaf, Policy, clause_leaves, leaves

PASSED_ON = ("model.downstream_license", "model.relicensed_as")
"""The facts that a clause learns from the label of a model."""
Names = tuple[str, ...]
"""Terms by their names."""


class Views:
    """Looks at works through the policies of their lines."""

    def __init__(self, corpus: Corpus, context: Context) -> None:
        self.corpus, self.context = corpus, context
        self._asked: dict[str, frozenset[Leaf]] = {}
        # evidence that is given may have to hold the very name of a work; other facts leave it alone
        self.by_name = any(name.startswith("evidence.") for name in context.deployment.facts)
        # what is handed out beside bare weights is compared with the very relation
        said = context.deployment.facts["model.distribution"].value
        self.by_relation = said != ("weights",) or "model.made_by" in context.deployment.facts

    def of_entry(self, entry: Entry) -> object:
        """What the policies of a line see of it."""
        if self.by_name or entry.weights == "closed":
            return entry.file, entry.line
        asked = any(leaf.fact == "work.family" for name in entry.policies for leaf in self._of_terms(name))
        family = entry.family if asked else ""
        return entry.policies, entry.unread, entry.license_name, entry.stage, entry.multimodal, entry.licensor, family

    def ways(self, terms: Sequence[Names], ways: Sequence[tuple[int, int]]) -> Numbers:
        """For some terms (a row each) a number for each way: the relations on it (as bits), and the first one of weights (0: none).
        Equal ones are the same to every clause.
        """
        if self.by_relation:
            return np.tile(np.arange(len(ways), dtype=np.int32), (len(terms), 1))
        outputs = 1 << OUTPUTS
        said: dict[str, Sequence[Any]] = {
            "work.relation": [tuple(word for place, word in enumerate(RELATIONS) if bits >> place & 1) for bits, _ in ways],
            "model.distribution": [("weights/" + WEIGHTS.get(RELATIONS[way - 1] if way else "itself", ""),) for _, way in ways],
        }
        return self._told_apart(terms, "choices", said, [(bits & outputs > 0, bits & ~outputs > 0) for bits, _ in ways])

    def claims(self, terms: Sequence[Names], claims: Sequence[str | None]) -> Numbers:
        """The same for the licenses under which models are passed on; None is for none."""
        return self._told_apart(terms, "name", dict.fromkeys(PASSED_ON, claims), [None] * len(claims))

    def _told_apart(self, terms: Sequence[Names], kind: str, said: dict[str, Sequence[Any]], apart: Sequence[object]) -> Numbers:
        """Numbers for what is said of some facts of one kind: equal ones come out alike under all leaves, and in `apart`."""
        columns: dict[Leaf, list[Truth | None]] = {}
        rows: dict[frozenset[Leaf], list[int]] = {}
        found = []
        for names in terms:
            asked = frozenset(leaf for name in names for leaf in self._of_terms(name) if leaf.fact in said)
            if asked not in rows:
                for leaf in asked - columns.keys():
                    columns[leaf] = [self._truth(kind, each, leaf) for each in said[leaf.fact]]
                numbers: dict[object, int] = {}
                looks = zip(apart, *(columns[leaf] for leaf in asked), strict=True)
                rows[asked] = [numbers.setdefault(each, len(numbers)) for each in looks]
            found.append(rows[asked])
        return np.array(found, np.int32)

    def _truth(self, kind: str, value: Any, leaf: Leaf) -> Truth | None:
        """How a leaf comes out; None where nothing is said."""
        return None if value is None else compare(kind, value, leaf, self.corpus.places)

    def _of_terms(self, name: str) -> frozenset[Leaf]:
        """The leaves of some terms."""
        if name not in self._asked:
            self._asked[name] = frozenset(leaf for policy in self.corpus.editions(name) for leaf in _leaves(policy))
        return self._asked[name]


def _leaves(policy: Policy) -> tuple[Leaf, ...]:
    return (*(leaf for clause in policy.clauses for leaf in clause_leaves(clause)), *leaves(policy.from_outputs))

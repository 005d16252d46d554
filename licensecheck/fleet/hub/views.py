"""What policies can see of a work and of the way to it: works and ways that look the same to all of them are judged as one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.model import Entry
from licensecheck.engine.audit import Context
from licensecheck.engine.compare import compare
from licensecheck.facts.deployment import RELATIONS
from licensecheck.policy.model import Leaf, Policy, clause_leaves, leaves


class Views:
    """Looks at works through the policies of their lines."""

    def __init__(self, corpus: Corpus, context: Context) -> None:
        self.corpus, self.context = corpus, context
        self._asked: dict[str, frozenset[str]] = {}
        self._relations: dict[Leaf, None] = {}
        # evidence that is given may have to hold the very name of a work; other facts leave it alone
        self.by_name = any(name.startswith("evidence.") for name in context.deployment.facts)
        # what is handed out beside bare weights is compared with the very relation
        said = context.deployment.facts["model.distribution"].value
        self.by_relation = said != ("weights",) or "model.made_by" in context.deployment.facts

    def of_entry(self, entry: Entry) -> object:
        """What the policies of a line see of it. They are looked through on the way."""
        asked = frozenset[str]().union(*(self._of_terms(name) for name in entry.policies))
        if self.by_name or entry.weights == "closed":
            return entry.file, entry.line
        family = entry.family if "work.family" in asked else ""
        return entry.policies, entry.unread, entry.license_name, entry.stage, entry.multimodal, entry.licensor, family

    def see(self, names: tuple[str, ...]) -> None:
        """Look through further terms."""
        for name in names:
            self._of_terms(name)

    def relations(self) -> NDArray[np.int64]:
        """A number for each set of relations (as bits); equal ones are the same to every clause that was looked at."""
        if self.by_relation:
            return np.arange(1 << len(RELATIONS), dtype=np.int64)
        found: dict[tuple[object, ...], int] = {}
        numbers = np.zeros(1 << len(RELATIONS), np.int64)
        for bits in range(1, 1 << len(RELATIONS)):
            words = tuple(word for place, word in enumerate(RELATIONS) if bits >> place & 1)
            truths = tuple(compare("choices", words, leaf, self.corpus.places) for leaf in self._relations)
            numbers[bits] = found.setdefault(truths, len(found))
        return numbers

    def _of_terms(self, name: str) -> frozenset[str]:
        """The facts that some terms ask for."""
        if name not in self._asked:
            found = [leaf for policy in self.corpus.editions(name) for leaf in _leaves(policy)]
            self._relations |= dict.fromkeys(leaf for leaf in found if leaf.fact == "work.relation")
            self._asked[name] = frozenset(leaf.fact for leaf in found)
        return self._asked[name]


def _leaves(policy: Policy) -> tuple[Leaf, ...]:
    return (*(leaf for clause in policy.clauses for leaf in clause_leaves(clause)), *leaves(policy.from_outputs))

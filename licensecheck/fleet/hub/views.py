"""What policies can see of a work and of the way to it: works and ways that look the same to all of them are judged as one."""

from __future__ import annotations

from collections.abc import Sequence

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.derive import WEIGHTS
from licensecheck.catalog.model import Entry
from licensecheck.engine.compare import compare
from licensecheck.engine.context import Context
from licensecheck.facts.deployment import RELATIONS
from licensecheck.fleet.hub.graph import OUTPUTS
from licensecheck.policy.model import Leaf, Policy, clause_leaves, leaves

BY_WAY = ("work.relation", "model.distribution")
"""The facts that a clause learns from the way between a model and a work."""


class Views:
    """Looks at works through the policies of their lines."""

    def __init__(self, corpus: Corpus, context: Context) -> None:
        self.corpus, self.context = corpus, context
        self._asked: dict[str, frozenset[Leaf]] = {}
        self._ways: dict[frozenset[Leaf], tuple[int, ...]] = {}
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

    def ways(self, names: tuple[str, ...], ways: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """A number for each of some ways: the relations on it (as bits), and the first one of weights (0: none). Equal ones are the
        same to every clause of some terms.
        """
        asked = frozenset(leaf for name in names for leaf in self._of_terms(name) if leaf.fact in BY_WAY)
        if asked not in self._ways:
            found: dict[object, int] = {}
            self._ways[asked] = tuple(found.setdefault(self._way(*way, asked), len(found)) for way in ways)
        return self._ways[asked]

    def _way(self, bits: int, way: int, asked: frozenset[Leaf]) -> object:
        """What some leaves see of one way."""
        if self.by_relation:
            return bits, way
        words = tuple(word for place, word in enumerate(RELATIONS) if bits >> place & 1)
        forms = ("weights/" + WEIGHTS.get(RELATIONS[way - 1] if way else "itself", ""),)
        said = {"work.relation": words, "model.distribution": forms}
        outputs = 1 << OUTPUTS
        return (
            bits & outputs > 0,
            bits & ~outputs > 0,
            *(compare("choices", said[leaf.fact], leaf, self.corpus.places) for leaf in asked),
        )

    def _of_terms(self, name: str) -> frozenset[Leaf]:
        """The leaves of some terms."""
        if name not in self._asked:
            self._asked[name] = frozenset(leaf for policy in self.corpus.editions(name) for leaf in _leaves(policy))
        return self._asked[name]


def _leaves(policy: Policy) -> tuple[Leaf, ...]:
    return (*(leaf for clause in policy.clauses for leaf in clause_leaves(clause)), *leaves(policy.from_outputs))

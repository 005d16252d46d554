"""Policies for the page: clauses with their conditions as data, each leaf once with its words, and the definitions they need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy import model
from licensecheck.policy.model import Clause, Condition, Leaf, Policy, clause_leaves, leaves, reading_definition
from licensecheck.report.words import leaf_words

ALWAYS_NEEDED = (
    "model.name", "work.name", "organization.founded", "model.made_by", "model.modified", "model.distribution", "model.recipients",
    "deployment.audience", "deployment.commercial", "deployment.paid", "model.still_served", "model.kind",
    "model.channel", "model.edition", "model.contract",
)  # fmt: skip
"""Facts from which others are derived, or that the evaluator reads by itself."""


class Rules:
    """Collects the policies of a page. `policy` gives the number of a policy in `policies`."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        self.vocabulary, self.places = vocabulary, places
        self.policies: list[dict[str, Any]] = []
        self.leaves: list[list[Any]] = []
        self.named: dict[str, None] = dict.fromkeys(ALWAYS_NEEDED)
        self._policies: dict[str, int] = {}
        self._leaves: dict[tuple[Leaf, str], int] = {}

    def policy(self, policy: Policy) -> int:
        """The number of a policy."""
        if policy.id not in self._policies:
            self._policies[policy.id] = len(self.policies)
            self.policies.append(self._policy(policy))
        return self._policies[policy.id]

    def _policy(self, policy: Policy) -> dict[str, Any]:
        own = {each.name: each for each in policy.facts}
        own |= {f"reading.{each.id}": reading_definition(each) for each in policy.readings}

        def find(name: str) -> Definition | None:
            return own.get(name) or self.vocabulary.find(name)

        self.named |= dict.fromkeys(leaf.fact for leaf in leaves(policy.from_outputs))
        return {
            "id": policy.id,
            "name": policy.name,
            "licensor": policy.licensor,
            "released": policy.released,
            "governs": policy.governs,
            "own": {name: definition_of(each) for name, each in own.items()},
            "texts": {each.name: {"url": each.url, "read": each.read, "changes": each.changes} for each in policy.texts},
            "fromOutputs": None if policy.from_outputs is None else self._condition(policy.from_outputs, find),
            "clauses": [self._clause(clause, find) for clause in policy.clauses],
        }

    def _clause(self, clause: Clause, find: Any) -> dict[str, Any]:
        found = clause_leaves(clause)
        self.named |= dict.fromkeys(leaf.fact for leaf in found)
        shown: dict[str, Any] = {
            "id": clause.id,
            "kind": clause.kind,
            "section": clause.section,
            "title": clause.title,
            "says": clause.says,
            "remedy": list(clause.remedy),
            "applies": self._condition(clause.applies_when, find),
            "unless": [[each.section, self._condition(each.when, find)] for each in clause.unless],
            "requires": None if clause.requires is None else self._condition(clause.requires, find),
            "text": clause.text,
        }
        if clause.for_each:
            self.named[clause.for_each] = None
            shown["each"] = clause.for_each
        if clause.standing:
            shown["standing"] = True
        if clause.basis != "text":
            shown["basis"] = clause.basis
        if clause.for_each == "outputs.trains" or any(leaf.fact == "work.relation" for leaf in found):
            shown["outputs"] = True
        return shown

    def _condition(self, condition: Condition, find: Any) -> Any:
        match condition:
            case model.Leaf():
                return self._leaf(condition, find)
            case model.Not(part):
                return {"not": self._condition(part, find)}
            case model.All(parts):
                return {"all": [self._condition(part, find) for part in parts]}
            case model.Any(parts):
                return {"any": [self._condition(part, find) for part in parts]}

    def leaf(self, leaf: Leaf) -> int:
        """The number of a leaf that no policy holds."""
        self.named[leaf.fact] = None
        return self._leaf(leaf, self.vocabulary.find)

    def _leaf(self, leaf: Leaf, find: Any) -> int:
        words = leaf_words(leaf, find, self.places)
        number = self._leaves.setdefault((leaf, words), len(self.leaves))
        if number == len(self.leaves):
            constant = list(leaf.constant) if isinstance(leaf.constant, tuple) else leaf.constant
            opposite = leaf_words(leaf, find, self.places, False)
            self.leaves.append([leaf.fact, leaf.operator, constant, leaf.entity, leaf.period, list(leaf.places), words, opposite])
        return number

    def literals(self) -> dict[str, tuple[str, ...]]:
        """The words that clauses look for, by the fact in which they look."""
        found: dict[str, dict[str, None]] = {}
        for leaf in self.leaves:
            if leaf[1] == "contain":
                found.setdefault(leaf[0], {})[leaf[2]] = None
        return {name: tuple(words) for name, words in found.items()}

    def definitions(self) -> dict[str, Any]:
        """The definitions of every fact that a clause names, and of those behind them; in the order of the vocabulary."""
        facts, wanted, found = self.vocabulary.facts, list(self.named), set[str]()
        while wanted:
            name = wanted.pop()
            if name in found or name not in facts:
                if name.startswith("use.") and name not in facts:
                    wanted.append("deployment." + name[4:])
                continue
            found.add(name)
            definition = facts[name]
            wanted += (*definition.copies, *definition.asks)
            if name.startswith("deployment."):
                wanted.append("organization." + name[11:])
            if definition.type == "elements":
                wanted += [f"{definition.of}.{part}" for part in ("kind", "over")]
        return {name: definition_of(facts[name]) for name in facts if name in found}


def definition_of(definition: Definition) -> dict[str, Any]:
    """One definition, without what is empty."""
    shown: dict[str, Any] = {"t": definition.type, "p": definition.phrase.rstrip(".?"), "q": definition.question}
    if definition.silence != "ask":
        shown["s"] = definition.silence
    more: Iterable[tuple[str, Any]] = (
        ("v", definition.values), ("u", definition.unit), ("a", definition.asks), ("c", definition.copies), ("of", definition.of),
    )  # fmt: skip
    return shown | {key: value for key, value in more if value}

"""A clause in words, part by part, from the same data that decides: for a terminal, and for the pages of the documentation."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy.model import (
    ALWAYS,
    DEPLOYMENT,
    All,
    Clause,
    Condition,
    Leaf,
    PinnedText,
    Policy,
    clause_leaves,
    leaves,
    reading_definition,
)
from licensecheck.report.words import Find, condition_words, leaf_words, number

KINDS = {"right": "use is not licensed", "use": "the use is not allowed", "duty": "a duty is breached"}
EACH = {
    "deployment.uses": "For each declared activity:",
    "outputs.trains": "For each model that is trained or improved with it:",
    "organization.infringement_claims": "For each suit that the organization filed:",
}
BASES = {
    "text": "the text, read",
    "quotation": "a verbatim quotation by others",
    "secondary": "second-hand reports; nothing passes before the terms are read",
}
GOVERNS = {
    "by_copy": "the copy in hand", "by_date": "the day judged", "by_contract": "the day of the contract",
    DEPLOYMENT: "being in force: it binds every model of a deployment",
}  # fmt: skip


class Threshold(NamedTuple):
    """A limit on a line of numbers: the last number on each side, and what holds there."""

    phrase: str
    left: str
    right: str
    left_word: str
    right_word: str


class Explained(NamedTuple):
    """One clause. `when` is empty where it always binds; `when` and `needs` hold together, each in a phrase."""

    clause: Clause
    looked_at: str
    when: tuple[str, ...]
    unless: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    weight: tuple[str, str]
    readings: tuple[tuple[str, str], ...]
    thresholds: tuple[Threshold, ...]
    exact: tuple[str, ...]
    basis: str
    text: PinnedText | None


def finder(policy: Policy, vocabulary: Vocabulary) -> Find:
    """Finds the definition of a fact of the vocabulary, of the policy's own, or of a reading."""
    own = {definition.name: definition for definition in policy.facts}
    own |= {f"reading.{reading.id}": reading_definition(reading) for reading in policy.readings}
    return lambda name: own.get(name) or vocabulary.find(name)


def explained(policy: Policy, clause: Clause, vocabulary: Vocabulary, places: Places) -> Explained:
    """A clause of a policy in words."""
    find = finder(policy, vocabulary)
    return Explained(
        clause,
        EACH.get(clause.for_each, ""),
        () if clause.applies_when == ALWAYS else _parts(clause.applies_when, find, places),
        tuple((condition_words(excuse.when, find, places), excuse.section) for excuse in clause.unless),
        () if clause.requires is None else _parts(clause.requires, find, places),
        _weight(clause),
        _readings(policy, clause),
        _thresholds(clause, find, places),
        tuple(dict.fromkeys(str(leaf.constant) for leaf in clause_leaves(clause) if leaf.operator in ("contain", "starts_with"))),
        BASES[clause.basis],
        policy.text(clause.text),
    )


def _parts(condition: Condition, find: Find, places: Places) -> tuple[str, ...]:
    """A condition in phrases; the parts of an `all` one by one."""
    parts = condition.parts if isinstance(condition, All) and len(condition.parts) > 1 else (condition,)
    return tuple(condition_words(part, find, places) for part in parts)


def _weight(clause: Clause) -> tuple[str, str]:
    if clause.standing:
        return "Weight", "listed for information; it never gates"
    return "Then" if clause.requires is None else "If not", KINDS[clause.kind]


def _readings(policy: Policy, clause: Clause) -> tuple[tuple[str, str], ...]:
    """The questions that the text leaves open and the clause rests on, each with how it is settled."""
    named = {leaf.fact.removeprefix("reading.") for leaf in clause_leaves(clause) if leaf.fact.startswith("reading.")}
    found = []
    for reading in policy.readings:
        if reading.id in named:
            settled = f"adopted: {reading.adopted}" if reading.adopted else "open: unknown until counsel answers"
            found.append((reading.question, f"{settled}; `{reading.id}`, section {reading.section}"))
    return tuple(found)


def _thresholds(clause: Clause, find: Find, places: Places) -> tuple[Threshold, ...]:
    """Each limit of the clause on numbers."""
    binding = {*leaves(clause.applies_when)}
    found = []
    for leaf in clause_leaves(clause):
        definition = find(leaf.fact)
        if definition and definition.type in ("figure", "number"):
            found.append(_threshold(leaf, definition, leaf in binding, leaf_words(leaf, find, places)))
    return tuple(found)


def _threshold(leaf: Leaf, definition: Definition, binds: bool, phrase: str) -> Threshold:
    above = leaf.operator in ("greater_than", "at_least")
    included = leaf.operator in ("at_least", "less_than")
    step = 0.01 if definition.unit == "usd" and not float(leaf.constant).is_integer() else 1
    low, high = (leaf.constant - step, leaf.constant) if included else (leaf.constant, leaf.constant + step)
    holds, fails = ("it binds", "free") if binds else ("met", "not met")
    left, right = (fails, holds) if above else (holds, fails)
    return Threshold(phrase, number(low), number(high), left, right)

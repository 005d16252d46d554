"""The clauses of a policy over many worlds at once: the engine answers each leaf once for all worlds that say the same, and
strong Kleene logic joins the answers as arrays (conjunction is the lesser, disjunction the greater, with unknown between).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from licensecheck.engine.evaluate import ELEMENT_FACTS
from licensecheck.engine.judge import Verdict, decide
from licensecheck.engine.truth import FALSE, TRUE, UNSURE
from licensecheck.engine.world import World
from licensecheck.facts.values import UNKNOWN, Fact
from licensecheck.fleet.behind import behind
from licensecheck.fleet.numbered import numbered
from licensecheck.policy.model import All, Clause, Condition, Leaf, Not, Policy

Truths = NDArray[np.uint8]
"""A truth for each world, or one for all: 0 false, 1 unknown, 2 true."""
TRUTHS = (FALSE, UNSURE, TRUE)
NUMBERS = {truth: number for number, truth in enumerate(TRUTHS)}
NEVER, ALWAYS = np.array([NUMBERS[FALSE]], np.uint8), np.array([NUMBERS[TRUE]], np.uint8)


def verdicts(policy: Policy, worlds: Sequence[World], read: bool) -> NDArray[np.uint8]:
    """The verdict on each clause (a column each) in each world (a row each). The worlds are of one policy and one day.

    `read`: the organization had the terms read that clauses with basis `secondary` know at second hand.
    """
    found = np.zeros((len(worlds), len(policy.clauses)), np.uint8)
    if not worlds:
        return found
    rows = Worlds(worlds)
    lists: dict[str, Elements] = {}
    for place, clause in enumerate(policy.clauses):
        if not clause.for_each:
            found[:, place] = _verdict(clause, rows, read)
            continue
        if clause.for_each not in lists:
            lists[clause.for_each] = Elements(clause.for_each, rows)
        found[:, place] = lists[clause.for_each].worst(clause, read)
    return found


class Worlds:
    """Some worlds, with what they say numbered fact by fact: worlds that say the same have one number."""

    def __init__(self, worlds: Sequence[World]) -> None:
        self.worlds = worlds
        self._said: dict[str, NDArray[np.int64] | None] = {}
        self._truths: dict[Leaf, Truths] = {}

    def truth(self, leaf: Leaf) -> Truths:
        """How a leaf comes out in each world."""
        if leaf not in self._truths:
            names = behind(leaf, self.worlds[0])
            differ = [each for each in map(self.said, names) if each is not None]
            places, of = numbered(*differ) if differ else (np.zeros(1, np.int64), None)
            truths = np.array([NUMBERS[self.worlds[place].outcome(leaf).truth] for place in places.tolist()], np.uint8)
            self._truths[leaf] = truths if of is None else truths[of]
        return self._truths[leaf]

    def said(self, name: str) -> NDArray[np.int64] | None:
        """The number of what each world says of a fact; None where all say the same."""
        if name not in self._said:
            numbers: dict[object, int] = {}
            found = [numbers.setdefault(_value(_fact(world, name)), len(numbers)) for world in self.worlds]
            self._said[name] = np.array(found, np.int64) if len(numbers) > 1 else None
        return self._said[name]


class Elements:
    """The elements of a list in some worlds."""

    def __init__(self, listed: str, rows: Worlds) -> None:
        values = [world.fact(listed).value for world in rows.worlds]
        self.rows = rows
        self.unknown = np.array([value is UNKNOWN for value in values])
        owners = [row for row, value in enumerate(values) if value is not UNKNOWN for _ in value]
        elements = [each for value in values if value is not UNKNOWN for each in value]
        self.owners = np.array(owners, np.int64)
        self.inner = Worlds([rows.worlds[row]._replace(element=each) for row, each in zip(owners, elements, strict=True)])

    def truth(self, leaf: Leaf) -> Truths:
        """How a leaf comes out for each element."""
        if leaf.fact.startswith(ELEMENT_FACTS):
            return self.inner.truth(leaf)
        truths = self.rows.truth(leaf)
        return truths if len(truths) == 1 else truths[self.owners]

    def worst(self, clause: Clause, read: bool) -> NDArray[np.uint8]:
        """The worst verdict among the elements of each world; a list that is not known leaves it unknown."""
        found = np.zeros(len(self.unknown), np.uint8)
        if len(self.owners):
            np.maximum.at(found, self.owners, _verdict(clause, self, read))
        found[self.unknown] = Verdict.NOT_APPLICABLE if clause.standing else Verdict.UNKNOWN
        return found


def _fact(world: World, name: str) -> Fact | None:
    if world.element is not None and name.startswith(ELEMENT_FACTS):
        return world.element.facts.get(name.partition(".")[2])
    return world.declared(name)


def _value(fact: Fact | None) -> object:
    """What a fact says, to be told apart from what another one says."""
    if fact is None:
        return None
    value = fact.value
    try:
        hash(value)
    except TypeError:
        return id(value)
    return type(value), value


def _verdict(clause: Clause, world: Worlds | Elements, read: bool) -> NDArray[np.uint8]:
    binds = truth(clause.applies_when, world)
    for excuse in clause.unless:
        binds = np.minimum(binds, 2 - truth(excuse.when, world))
    met = truth(clause.requires, world) if clause.requires is not None else NEVER
    table = np.array([[decide(clause, bound, satisfied, read) for satisfied in TRUTHS] for bound in TRUTHS], np.uint8)
    found: NDArray[np.uint8] = table[binds, met]
    return found


def truth(condition: Condition, world: Worlds | Elements) -> Truths:
    """How a condition comes out in each world, or for each element."""
    if isinstance(condition, Leaf):
        return world.truth(condition)
    if isinstance(condition, Not):
        return np.uint8(2) - truth(condition.part, world)
    joined, found = (np.minimum, ALWAYS) if isinstance(condition, All) else (np.maximum, NEVER)
    for part in condition.parts:
        found = joined(found, truth(part, world))
    return found

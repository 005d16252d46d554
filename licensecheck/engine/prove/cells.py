"""The cells of a clause: every combination of the states of its facts, one bit a cell.

A set of cells is one large integer, so that a proof over a million cells is a few operations on it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import NamedTuple

from licensecheck.engine.judge import Verdict, decide
from licensecheck.engine.prove.states import State, Variable, variable
from licensecheck.engine.truth import FALSE, TRUE, UNSURE
from licensecheck.engine.world import World
from licensecheck.policy.model import All, Any, Clause, Condition, Leaf, Not, clause_leaves

MOST_CELLS = 1 << 22
Truths = Callable[[Leaf], tuple[int, int]]
"""For a leaf, the cells in which it is true and those in which it is false."""


class TooManyCells(Exception):
    """The facts of a clause make more cells than can be counted."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class Space(NamedTuple):
    """All combinations of some variables. `masks[v][s]` is the set of cells in which variable v is in state s."""

    variables: tuple[Variable, ...]
    strides: tuple[int, ...]
    masks: tuple[tuple[int, ...], ...]
    size: int

    @property
    def whole(self) -> int:
        return (1 << self.size) - 1

    @property
    def known(self) -> int:
        """The cells in which every fact is fully known."""
        result = self.whole
        for each, masks in zip(self.variables, self.masks, strict=True):
            result &= _union(mask for mask, state in zip(masks, each.states, strict=True) if state.known)
        return result

    def truths(self, leaf: Leaf) -> tuple[int, int]:
        """Where a leaf of this space is true, and where it is false."""
        index = next(i for i, each in enumerate(self.variables) if each.fact == leaf.fact)
        each = self.variables[index]
        place = each.leaves.index(leaf)
        pairs = list(zip(self.masks[index], each.states, strict=True))
        return (
            _union(mask for mask, state in pairs if state.truths[place] is TRUE),
            _union(mask for mask, state in pairs if state.truths[place] is FALSE),
        )

    def moved(self, cells: int, index: int, start: int, end: int) -> int:
        """The cells in which one variable is in `start`, with that variable put into `end`."""
        there = cells & self.masks[index][start]
        steps = self.strides[index] * (end - start)
        return there << steps if steps >= 0 else there >> -steps

    def first(self, cells: int) -> tuple[int, ...]:
        """The states of the variables in the first of some cells."""
        place = (cells & -cells).bit_length() - 1
        return tuple(place // stride % len(each.states) for each, stride in zip(self.variables, self.strides, strict=True))


def _union(masks: Iterable[int]) -> int:
    result = 0
    for mask in masks:
        result |= mask
    return result


def space_of(leaves: tuple[Leaf, ...], world: World) -> Space:
    """The space that some leaves cut. Beyond MOST_CELLS, what is known only in part is left out, but for nothing known."""
    by_fact: dict[str, dict[Leaf, None]] = {}
    for leaf in leaves:
        by_fact.setdefault(leaf.fact, {})[leaf] = None
    variables = tuple(variable(fact, tuple(own), world) for fact, own in by_fact.items())
    if _size(variables) > MOST_CELLS:
        variables = tuple(each._replace(states=_outer(each)) for each in variables)
    if _size(variables) > 4 * MOST_CELLS:
        raise TooManyCells(_size(variables))
    size, strides = 1, list[int]()
    masks: list[list[int]] = []
    for each in variables:
        count = len(each.states)
        masks = [[_repeated(mask, size, count) for mask in row] for row in masks]
        block = (1 << size) - 1
        masks.append([block << (state * size) for state in range(count)])
        strides.append(size)
        size *= count
    return Space(variables, tuple(strides), tuple(tuple(row) for row in masks), size)


def _outer(each: Variable) -> tuple[State, ...]:
    return tuple(state for index, state in enumerate(each.states) if state.known or index == len(each.states) - 1)


def _size(variables: tuple[Variable, ...]) -> int:
    size = 1
    for each in variables:
        size *= len(each.states)
    return size


def _repeated(mask: int, size: int, count: int) -> int:
    result = mask
    for place in range(1, count):
        result |= mask << (place * size)
    return result


def truth_masks(condition: Condition | None, truths: Truths, whole: int) -> tuple[int, int]:
    """Where a condition is true and where it is false. None, a clause without a requirement, is never met."""
    match condition:
        case None:
            return 0, whole
        case Leaf():
            return truths(condition)
        case Not(part):
            true, false = truth_masks(part, truths, whole)
            return false, true
        case All(parts) | Any(parts):
            if isinstance(condition, All):
                true, false = whole, 0
                for part in parts:
                    here, elsewhere = truth_masks(part, truths, whole)
                    true, false = true & here, false | elsewhere
                return true, false
            true, false = 0, whole
            for part in parts:
                here, elsewhere = truth_masks(part, truths, whole)
                true, false = true | here, false & elsewhere
            return true, false


def verdict_masks(clause: Clause, truths: Truths, whole: int) -> dict[Verdict, int]:
    """The cells of each verdict, as `decide` gives them for every truth of `binds` and `met`."""
    true, false = truth_masks(clause.applies_when, truths, whole)
    for excuse in clause.unless:
        excused, not_excused = truth_masks(excuse.when, truths, whole)
        true, false = true & not_excused, false | excused
    binds = {TRUE: true, FALSE: false, UNSURE: whole & ~true & ~false}
    true, false = truth_masks(clause.requires, truths, whole)
    met = {TRUE: true, FALSE: false, UNSURE: whole & ~true & ~false}
    found = dict.fromkeys(Verdict, 0)
    # what is proved is the law, whoever has read it
    clause = clause._replace(basis="text")
    for (bound, there), (satisfied, here) in itertools.product(binds.items(), met.items()):
        if there & here:
            found[decide(clause, bound, satisfied)] |= there & here
    return found


class Cells(NamedTuple):
    """A clause over its own space: the cells of each verdict."""

    clause: Clause
    space: Space
    verdicts: dict[Verdict, int]

    @property
    def fails(self) -> int:
        return self.verdicts[Verdict.FAIL]

    @property
    def holds(self) -> int:
        """Pass and not applicable are one answer."""
        return self.verdicts[Verdict.PASS] | self.verdicts[Verdict.NOT_APPLICABLE]

    @property
    def open(self) -> int:
        return self.verdicts[Verdict.UNKNOWN] | self.verdicts[Verdict.DUE]

    def verdict_at(self, cells: int) -> Verdict:
        """The verdict in the first of some cells."""
        first = cells & -cells
        return next(verdict for verdict, mask in self.verdicts.items() if mask & first)


def cells_of(clause: Clause, world: World, further: tuple[Leaf, ...] = ()) -> Cells:
    """The cells of a clause, cut by its own leaves and by further ones."""
    space = space_of((*clause_leaves(clause), *further), world)
    return Cells(clause, space, verdict_masks(clause, space.truths, space.whole))

"""What one fact can be, as far as the leaves of a clause can tell: few states, each with its smallest witness."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from licensecheck.engine.prove.values import Candidate, candidates, is_list
from licensecheck.engine.truth import UNSURE, Truth
from licensecheck.engine.world import World
from licensecheck.facts.values import UNKNOWN, Fact
from licensecheck.policy.model import Leaf

MOST_STATES = 160
"""States of one list-like fact; a clause whose leaves tell more apart is cut more coarsely."""


class State(NamedTuple):
    """One state of a fact: a witness, the truth of each leaf, and the fully known states that it can turn out to be.

    `known` is false for what is not known, or known only in part: a coarse tag, a range, a file that nobody read.
    """

    value: Any
    truths: tuple[Truth, ...]
    known: bool
    becomes: tuple[int, ...]


class Variable(NamedTuple):
    """One fact of a clause with its leaves and its states; the last state is that nothing is known."""

    fact: str
    leaves: tuple[Leaf, ...]
    states: tuple[State, ...]


def variable(fact: str, leaves: tuple[Leaf, ...], world: World) -> Variable:
    """The states of one fact, told apart by these leaves. `world` gives definitions, days and places."""
    found = candidates(world.definition(fact), leaves, world)

    def truths(value: Any) -> tuple[Truth, ...]:
        here = world.having({fact: Fact(value)})
        return tuple([here.outcome(leaf).truth for leaf in leaves])

    cut = [(each, truths(each.value)) for each in found]
    if is_list(world.definition(fact).type):
        cut = _sets(cut, truths)
    return Variable(fact, leaves, _states(cut, truths(UNKNOWN)))


def state_of(each: Variable, value: Any, world: World) -> int:
    """The known state that a value falls into."""
    here = world.having({each.fact: Fact(value)})
    truths = tuple([here.outcome(leaf).truth for leaf in each.leaves])
    return next(place for place, state in enumerate(each.states) if state.known and state.truths == truths)


def _sets(singles: list[tuple[Candidate, tuple[Truth, ...]]], truths: Any) -> list[tuple[Candidate, tuple[Truth, ...]]]:
    """Lists of one, two, ... members, as long as a further member makes a difference."""
    members: dict[tuple[tuple[Truth, ...], bool], Candidate] = {}
    for each, found in singles:
        members.setdefault((found, each.known), each)
    empty = Candidate((), True)
    seen = {(truths(()), True): empty}
    waiting = [empty]
    for each in waiting:
        for member in members.values():
            grown = Candidate((*each.value, *member.value), each.known and member.known)
            if len(set(grown.value)) < len(grown.value) or len(seen) >= MOST_STATES:
                continue
            key = (truths(grown.value), grown.known)
            if key not in seen:
                seen[key] = grown
                waiting.append(grown)
    return [(each, key[0]) for key, each in seen.items()]


def _states(cut: Iterable[tuple[Candidate, tuple[Truth, ...]]], unknown: tuple[Truth, ...]) -> tuple[State, ...]:
    cut = list(cut)
    known: dict[tuple[Truth, ...], int] = {}
    states: list[State] = []
    places: dict[Any, int] = {}
    for each, truths in cut:
        if each.known:
            if truths not in known:
                known[truths] = len(states)
                states.append(State(each.value, truths, True, (len(states),)))
            if each.hashable:
                places[each.value] = known[truths]
    partial: dict[tuple[tuple[Truth, ...], tuple[int, ...]], State] = {}
    for each, truths in cut:
        if each.known or UNSURE not in truths:
            continue
        if each.becomes:
            becomes = tuple(sorted({places[value] for value in each.becomes if value in places}))
        else:
            becomes = tuple(place for found, place in known.items() if sharpens(truths, found))
        partial.setdefault((truths, becomes), State(each.value, truths, False, becomes))
    return (*states, *partial.values(), State(UNKNOWN, unknown, False, tuple(range(len(states)))))


def sharpens(less: tuple[Truth, ...], more: tuple[Truth, ...]) -> bool:
    """Whether the second says the same as the first wherever the first says anything."""
    return all(one is UNSURE or one is other for one, other in zip(less, more, strict=True))

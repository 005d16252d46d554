"""Representative values of a fact: at and around every constant, one for each tag, place, name and kind of evidence."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from licensecheck.engine.world import World, nothing
from licensecheck.facts.values import Bound, Figure, Item
from licensecheck.facts.vocabulary import Definition
from licensecheck.policy.model import Leaf

SOME_NAME = "Some Other Name"
SOME_WORDS = "some other words"
FIRST_PLACES = ("US", "DE", "KR", "CN", "GB", "JP", "IN", "BR", "CA", "FR")
"""Places that make a witness easy to read; they come before the others."""


class Candidate(NamedTuple):
    """A value that a fact can have. `becomes`: what a value that is known only in part can turn out to be."""

    value: Any
    known: bool = True
    becomes: tuple[Any, ...] = ()

    @property
    def hashable(self) -> bool:
        return isinstance(self.value, str | tuple | bool | int | float)


def is_list(kind: str) -> bool:
    """Whether a fact holds several things at once, of which each candidate is one."""
    return kind in ("choices", "places", "names", "evidence")


def candidates(definition: Definition, leaves: tuple[Leaf, ...], world: World) -> list[Candidate]:
    """The values worth trying, the plainest first; for lists, lists of one member."""
    found = list(_candidates(definition, leaves, world))
    if is_list(definition.type) and definition.type != "evidence":
        return [Candidate((each.value,), each.known) for each in found]
    if definition.silence != "ask" and definition.type in ("choice", "place", "date", "name", "number"):
        found.append(Candidate(nothing(definition)))
    return found


def _candidates(definition: Definition, leaves: tuple[Leaf, ...], world: World) -> Iterator[Candidate]:
    match definition.type:
        case "yes_no":
            yield from (Candidate(True), Candidate(False))
        case "choice" | "choices":
            yield from _tags(definition.values)
        case "place" | "places":
            yield from _places(leaves, world)
        case "name" | "names":
            yield from _names(leaves)
        case "number":
            yield from (Candidate(point) for point in points(leaves) if point >= 0)
        case "date":
            yield from (Candidate(day) for day in _days(leaves))
        case "figure":
            yield from _figures(leaves, world)
        case "evidence":
            yield from _items(leaves, world)


def _tags(values: tuple[str, ...]) -> Iterator[Candidate]:
    for value in values:
        below = tuple(each for each in values if each.startswith(value + "/"))
        finest = tuple(each for each in below if not any(other.startswith(each + "/") for other in below))
        yield Candidate(value, not finest, finest)


def _places(leaves: tuple[Leaf, ...], world: World) -> Iterator[Candidate]:
    places = world.places
    named = [code for leaf in leaves for code in _constants(leaf)]
    parts = [code for code in named if "-" in code]
    codes = dict.fromkeys((*FIRST_PLACES, *(code for code in named if code in places.names), *places.names))
    for code in codes:
        inside = tuple(part for part in parts if part.startswith(code + "-"))
        elsewhere = f"{code}-ZZ"
        for part in (*inside, elsewhere) if inside else ():
            yield Candidate(part)
        yield Candidate(code, not inside, (*inside, elsewhere) if inside else ())
    for group in dict.fromkeys((*(code for code in named if code in places.groups), *places.groups)):
        members = (*sorted(places.groups[group]), *parts, *(f"{part.partition('-')[0]}-ZZ" for part in parts))
        yield Candidate(group, False, members)


def _names(leaves: tuple[Leaf, ...]) -> Iterator[Candidate]:
    yield Candidate(SOME_NAME)
    for leaf in leaves:
        for name in _constants(leaf):
            yield Candidate(name)
            if leaf.operator == "starts_with":
                yield Candidate(f"{name}-Tuned")
                # a prefix in another case leaves it open
                yield Candidate(name.swapcase(), False, (name, SOME_NAME))


def points(leaves: tuple[Leaf, ...]) -> list[float]:
    """Every constant with its neighbours: where a comparison, or one that is off by one, changes."""
    return sorted({leaf.constant + step for leaf in leaves for step in (-1, 0, 1, 2)})


def _days(leaves: tuple[Leaf, ...]) -> list[str]:
    days = [datetime.date.fromisoformat(leaf.constant) for leaf in leaves]
    return sorted({(day + datetime.timedelta(step)).isoformat() for day in days for step in (-1, 0, 1, 2)})


def _figures(leaves: tuple[Leaf, ...], world: World) -> Iterator[Candidate]:
    asked = dict.fromkeys((leaf.entity, world.period(leaf.period)) for leaf in leaves)
    choices: list[tuple[Bound | None, ...]] = []
    for entity, period in asked:
        if not period:
            continue
        mine = points(tuple(leaf for leaf in leaves if (leaf.entity, world.period(leaf.period)) == (entity, period)))
        mine = [point for point in mine if point >= 0]
        exact = [Bound(period, entity, point, point) for point in mine]
        ends = [*mine, math.inf]
        ranges = [Bound(period, entity, low, high) for low, high in itertools.combinations([0, *ends], 2) if low < high]
        choices.append((*exact, *ranges) if len(asked) == 1 else (*exact, None))
    for chosen in itertools.product(*choices) if choices else ():
        bounds = tuple(bound for bound in chosen if bound)
        known = len(bounds) == len(chosen) and all(bound.low == bound.high for bound in bounds)
        if not _possible(bounds):
            continue
        single = len(asked) == 1 and not known
        inside = tuple(Figure((each,)) for each in choices[0] if each and _inside(each, bounds[0])) if single else ()
        yield Candidate(Figure(bounds), known, inside)


def _inside(each: Bound, outer: Bound) -> bool:
    return each.low == each.high and outer.low <= each.low <= outer.high


def _possible(bounds: tuple[Bound, ...]) -> bool:
    """Own is never more than the group, and the group never more than with those that it holds by half."""
    order = ("own", "group", "group_50")
    inner = [bound for bound in bounds if bound.entity in order]
    return all(
        small.low <= large.low
        for small, large in itertools.permutations(inner, 2)
        if small.period == large.period and order.index(small.entity) < order.index(large.entity)
    )


def _items(leaves: tuple[Leaf, ...], world: World) -> Iterator[Candidate]:
    """Items of evidence: the words, other words, or nothing read, in a place that counts, elsewhere, or nowhere said."""
    literals = (leaf.constant for leaf in leaves if isinstance(leaf.constant, str))
    words = dict.fromkeys(world.filled(literal) or "" for literal in literals)
    wanted = dict.fromkeys(place for leaf in leaves for place in leaf.places)
    elsewhere = next((place for place in ("blog", "with_copy", "ui") if place not in wanted), "") if wanted else ""
    for place in (*wanted, *([elsewhere] if elsewhere else ())) or ("",):
        for said in (*words, SOME_WORDS):
            yield Candidate((Item("attested", said, place, said),))
        yield Candidate((Item("path", "a file that nobody read", place),), False)
    if wanted:
        for said in (*words, SOME_WORDS):
            yield Candidate((Item("attested", said, "", said),), False)
    # a bare yes does not say which words stand there
    yield Candidate((Item("stated", "", "", ""),), not words)


def _constants(leaf: Leaf) -> tuple[Any, ...]:
    return leaf.constant if isinstance(leaf.constant, tuple) else (leaf.constant,)

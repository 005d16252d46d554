"""A cell in words that one can say aloud: only the facts that matter in it."""

from __future__ import annotations

import math
from typing import Any

from licensecheck.engine.prove.cells import Space
from licensecheck.engine.prove.states import Variable
from licensecheck.engine.world import World
from licensecheck.facts.values import UNKNOWN, Bound, Figure, Item

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ENTITIES = {
    "own": "the organization alone",
    "group": "the organization with its affiliates",
    "group_50": "the organization with what it holds by half or more",
    "employer": "the employer",
}


def witness(space: Space, cells: int, world: World, keep: tuple[int, ...] = ()) -> str:
    """The first of some cells in words. Facts that make no difference are left out, except those to `keep`."""
    return told(space, space.first(cells), shortened(space, cells, keep), world)


def shortened(space: Space, cells: int, keep: tuple[int, ...] = ()) -> tuple[int, ...]:
    """The variables that hold the first of some cells inside them; any state of the others is inside as well.

    Of cells in which everything is known, only such states of the others are meant.
    """
    states = space.first(cells)
    outside = (space.whole if cells & ~space.known else space.known) & ~cells
    needed = list(range(len(space.variables)))
    for index in range(len(space.variables) - 1, -1, -1):
        if index in keep:
            continue
        cube = space.whole
        for other in needed:
            if other != index:
                cube &= space.masks[other][states[other]]
        if cube & outside == 0:
            needed.remove(index)
    return tuple(needed)


def told(space: Space, states: tuple[int, ...], needed: tuple[int, ...], world: World) -> str:
    """Some facts of one cell in words."""
    parts = [fact_told(space.variables[index], states[index], world) for index in needed]
    return "with " + "; ".join(parts) if parts else "whatever the facts are"


def fact_told(variable: Variable, state: int, world: World) -> str:
    """One fact in one state: what it is about, and its value."""
    return f"{world.definition(variable.fact).phrase}: {value_told(variable.states[state].value)}"


def value_told(value: Any) -> str:
    """A value in words."""
    match value:
        case _ if value is UNKNOWN:
            return "not known"
        case True:
            return "yes"
        case False:
            return "no"
        case Figure(bounds):
            return ", ".join(_bound(each) for each in bounds) or "nothing said"
        case Item(kind="stated"):
            return "stated"
        case Item():
            said = "a file that nobody read" if value.words is None else f"\u201c{value.words}\u201d"
            return said + (f" ({value.place.replace('_', ' ')})" if value.place else "")
        case tuple():
            return ", ".join(value_told(each) for each in value) or "none"
        case int() | float():
            return "nothing claimed" if math.isnan(value) else f"{value:,}"
        case _:
            return str(value) or "nothing claimed"


def _bound(each: Bound) -> str:
    if each.low == each.high:
        amount = f"{each.low:,}"
    elif math.isinf(each.high):
        amount = f"at least {each.low:,}"
    else:
        amount = f"between {each.low:,} and {each.high:,}"
    of = ENTITIES.get(each.entity, each.entity)
    when = period_told(each.period)
    return f"{amount} ({of}{', ' + when if when else ''})"


def period_told(period: str) -> str:
    """`2024-06` as June 2024."""
    if len(period) == 7:
        return f"{MONTHS[int(period[5:]) - 1]} {period[:4]}"
    return {"total": "in all", "any_12_months": "in any twelve months"}.get(period, period)

"""More users or more revenue never make a clause of kind right milder."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.engine.prove.cells import Cells
from licensecheck.engine.prove.words import value_told, witness
from licensecheck.engine.world import World
from licensecheck.facts.values import Figure


def milder_with_more(cells: Cells, world: World) -> Iterator[str]:
    """A larger figure that turns a fail into a pass, where the clause counts upward only."""
    if cells.clause.kind != "right":
        return
    space = cells.space
    for index, variable in enumerate(space.variables):
        upward = all(leaf.operator in ("greater_than", "at_least") for leaf in variable.leaves)
        if world.definition(variable.fact).type != "figure" or not upward:
            continue
        exact = [(place, state.value) for place, state in enumerate(variable.states) if state.known]
        for smaller, low in exact:
            for larger, high in exact:
                if not _at_most(low, high):
                    continue
                milder = space.moved(cells.fails, index, smaller, larger) & cells.holds
                if milder:
                    origin = space.moved(milder, index, larger, smaller)
                    yield f"it is fail {witness(space, origin, world, (index,))}; with {value_told(high)} it is pass"
                    return


def _at_most(low: Figure, high: Figure) -> bool:
    return low != high and all(one.high <= other.low for one, other in zip(low.bounds, high.bounds, strict=True))

"""Both sides of every threshold stand in the examples: the number itself, and the one beside it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from licensecheck.engine.prove.cases import Cases
from licensecheck.engine.prove.mutants import shown
from licensecheck.engine.prove.words import value_told
from licensecheck.engine.truth import TRUE
from licensecheck.engine.world import World
from licensecheck.policy.model import Clause, Leaf, clause_leaves

BESIDE = {"greater_than": 1, "at_least": -1, "less_than": -1, "at_most": 1, "before": -1, "on_or_after": -1}
"""Where the other side of a threshold begins: one above the constant, or one below."""


def untried_sides(clause: Clause, cases: Cases) -> Iterator[str]:
    """Thresholds of which no example has the number itself, or the one beside it."""
    for leaf in dict.fromkeys(clause_leaves(clause)):
        if leaf.operator not in BESIDE:
            continue
        for point in (leaf.constant, _moved(leaf.constant, BESIDE[leaf.operator])):
            if not any(_is(leaf, point, world) for _, world in cases.worlds):
                yield f"no example has exactly {value_told(point)}, for {shown(leaf)}"


def _moved(constant: Any, step: int) -> Any:
    if isinstance(constant, str):
        return (datetime.date.fromisoformat(constant) + datetime.timedelta(step)).isoformat()
    return constant + step


def _is(leaf: Leaf, point: Any, world: World) -> bool:
    if isinstance(point, str):
        return bool(world.fact(leaf.fact).value == point)
    sides = (leaf._replace(operator=operator, constant=point) for operator in ("at_least", "at_most"))
    return all(world.outcome(side).truth is TRUE for side in sides)

"""Figures by entity and period, and what they tell about an entity and a period that is asked for."""

from __future__ import annotations

import math
from typing import NamedTuple

from licensecheck.facts.values import Bound, Figure

ENTITIES = ("own", "group", "group_50")
"""The organization alone; with what it controls by more than half; with what it controls by half or more. Each is
part of the next, so its figure is never larger."""
ANY_12_MONTHS = "any_12_months"


class Estimate(NamedTuple):
    """Where a figure lies, both ends included. `presumed`: an undated statement was taken for the period asked."""

    low: float
    high: float
    presumed: bool = False


NOTHING_KNOWN = Estimate(0, math.inf)


def estimate(figure: Figure, entity: str, period: str, presume: bool = True) -> Estimate:
    """What a figure tells about one entity in one period.

    Own is at most group, group at most group_50, and a month at most its year. Statements about the very period come
    before undated ones; an undated one is taken for the period only where `presume` allows it.
    """
    dated = [bound for bound in figure.bounds if bound.period]
    low, high = _limits(dated, entity, period)
    if math.isfinite(high) or not presume:
        return Estimate(low, high)
    undated = [bound._replace(period=period) for bound in figure.bounds if not bound.period]
    low_presumed, high_presumed = _limits(undated, entity, period)
    if not undated:
        return Estimate(low, high)
    return Estimate(max(low, low_presumed), max(low, high_presumed), True)


def _limits(bounds: list[Bound], entity: str, period: str) -> tuple[float, float]:
    low, high = 0.0, math.inf
    for bound in bounds:
        if _within(bound.entity, entity) and _inside(bound.period, period):
            low = max(low, bound.low)
        if _covers(bound.entity, entity, bounds) and _inside(period, bound.period):
            high = min(high, bound.high)
    return low, high


def _within(smaller: str, larger: str) -> bool:
    """Whether one entity is part of another."""
    if smaller == larger:
        return True
    return smaller in ENTITIES and larger in ENTITIES and ENTITIES.index(smaller) <= ENTITIES.index(larger)


def _covers(larger: str, smaller: str, bounds: list[Bound]) -> bool:
    if _within(smaller, larger):
        return True
    # nothing is said about control by exactly half: the group is the same either way
    silent = not any(bound.entity == "group_50" for bound in bounds)
    return smaller == "group_50" and larger == "group" and silent


def _inside(part: str, whole: str) -> bool:
    """Whether one period lies inside another: a month in its year, either in the best twelve months."""
    return part == whole or (len(whole) == 4 and part.startswith(whole + "-")) or whole == ANY_12_MONTHS

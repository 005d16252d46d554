"""Figures by entity and period, and what they tell about an entity and a period that is asked for."""

from __future__ import annotations

import math

from licensecheck.facts.values import Bound, Figure
from licensecheck.source.record import NamedTuple

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
    # nothing is said about control by exactly half: the group is the same either way
    half = any(bound.entity == "group_50" for bound in figure.bounds)
    whole = "group" if entity == "group_50" and not half else entity
    low, high = _limits([bound for bound in figure.bounds if bound.period], entity, whole, period)
    if math.isfinite(high) or not presume:
        return Estimate(low, high)
    undated = [bound._replace(period=period) for bound in figure.bounds if not bound.period]
    low_presumed, high_presumed = _limits(undated, entity, whole, period)
    if high_presumed < low:
        # what is dated rules out that the undated figure is that of the period
        return Estimate(low, high)
    presumed = (low_presumed, high_presumed) != (0, math.inf)
    return Estimate(max(low, low_presumed), high_presumed, presumed)


def contradictory(bounds: tuple[Bound, ...]) -> Bound | None:
    """A statement that is larger than the statement about a whole of which it speaks of a part; None when all agree."""
    highest: dict[tuple[str, str], float] = {}
    for bound in bounds:
        about = (bound.entity, bound.period)
        highest[about] = min(bound.high, highest.get(about, math.inf))
    for bound in bounds:
        periods = (bound.period, bound.period[:4], ANY_12_MONTHS) if bound.period else ("",)
        for entity in ENTITIES if bound.entity in ENTITIES else (bound.entity,):
            if _within(bound.entity, entity) and any(bound.low > highest.get((entity, each), math.inf) for each in periods):
                return bound
    return None


def _limits(bounds: list[Bound], entity: str, whole: str, period: str) -> tuple[float, float]:
    low, high = 0.0, math.inf
    for bound in bounds:
        if _within(bound.entity, entity) and _inside(bound.period, period):
            low = max(low, bound.low)
        if _within(whole, bound.entity) and _inside(period, bound.period):
            high = min(high, bound.high)
    return low, high


def _within(smaller: str, larger: str) -> bool:
    """Whether one entity is part of another."""
    if smaller == larger:
        return True
    return smaller in ENTITIES and larger in ENTITIES and ENTITIES.index(smaller) <= ENTITIES.index(larger)


def _inside(part: str, whole: str) -> bool:
    """Whether one period lies inside another: a month in its year, either in the best twelve months, and all in the total."""
    if whole in (part, "total"):
        return True
    return (len(whole) == 4 and part.startswith(whole + "-")) or (whole == ANY_12_MONTHS and part != "total")

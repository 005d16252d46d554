"""Clauses that divide one figure between them leave no gap and do not overlap."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.engine.prove.words import value_told
from licensecheck.policy.model import All, Clause, Condition, Leaf, Policy

NEXT_TO_EACH_OTHER = {("less_than", "at_least"), ("at_most", "greater_than")}


def unsteady_tiers(policy: Policy) -> Iterator[tuple[Clause, str]]:
    """Pairs of clauses of one kind, one up to a number and one from that number on, that both or neither bind at it."""
    for first in policy.clauses:
        for upper in _bounds(first.applies_when):
            if upper.operator not in ("less_than", "at_most"):
                continue
            for second in policy.clauses:
                for lower in _bounds(second.applies_when):
                    if lower.operator in ("greater_than", "at_least") and _meet(upper, lower) and first.kind == second.kind:
                        yield from _judged(first, upper, second, lower)


def _bounds(condition: Condition) -> Iterator[Leaf]:
    match condition:
        case Leaf(operator="less_than" | "at_most" | "greater_than" | "at_least"):
            yield condition
        case All(parts):
            for part in parts:
                if isinstance(part, Leaf):
                    yield from _bounds(part)


def _meet(upper: Leaf, lower: Leaf) -> bool:
    same = (upper.fact, upper.entity, upper.period) == (lower.fact, lower.entity, lower.period)
    return same and abs(upper.constant - lower.constant) <= 1


def _judged(first: Clause, upper: Leaf, second: Clause, lower: Leaf) -> Iterator[tuple[Clause, str]]:
    if upper.constant == lower.constant:
        if (upper.operator, lower.operator) in NEXT_TO_EACH_OTHER:
            return
        both = upper.operator == "at_most"
        at = value_told(upper.constant)
    else:
        highest = upper.constant - (upper.operator == "less_than")
        lowest = lower.constant + (lower.operator == "greater_than")
        if highest + 1 == lowest:
            return
        both = highest >= lowest
        at = value_told(min(highest, lowest) if both else highest + 1)
    word = "both" if both else "neither of"
    yield first, f"at exactly {at}, {word} `{first.id}` and `{second.id}` {'bind' if both else 'binds'}"

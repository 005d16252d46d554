"""Users and revenue of a fleet, held against the thresholds of the policies that govern it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from licensecheck.facts.values import Figure
from licensecheck.fleet.many.bind import Part
from licensecheck.fleet.many.fleet import Fleet
from licensecheck.fleet.many.said import Said
from licensecheck.policy.model import Clause, Leaf, Policy, clause_leaves

BINS = 8
"""Parts into which each power of ten is divided."""
NEAR = 0.8
"""The part of a threshold from which on a figure is near it."""
MOST_EXAMPLES = 5
OVER = {"greater_than": np.greater, "at_most": np.greater, "at_least": np.greater_equal, "less_than": np.greater_equal}
Figures = NDArray[np.float64]


class Threshold(NamedTuple):
    """A number that a clause compares a figure with; of the rows that its policy governs, those over it and those near it.

    `reaches`: whether the number itself is over it already. `examples` are deployments that are over, else near.
    """

    number: float
    policy: str
    clause: str
    title: str
    reaches: bool
    rows: int
    over: int
    near: int
    examples: tuple[str, ...]


class Scale(NamedTuple):
    """One figure over the whole fleet. `bins` are pairs of a lower end (of BINS to a power of ten) and how many rows lie in it.

    `silent` rows say nothing of it. `zero` rows say zero, which no logarithm reaches.
    """

    fact: str
    bins: tuple[tuple[float, int], ...]
    zero: int
    silent: int
    thresholds: tuple[Threshold, ...]


def scales(parts: tuple[Part, ...], fleet: Fleet, facts: tuple[str, ...]) -> tuple[Scale, ...]:
    """The figures of some facts against their thresholds; a fact that no row states or no policy compares is left out."""
    policies: dict[str, Policy] = {}
    for part in parts:
        for group in part.groups:
            policies |= {policy.id: policy for binding in group.model.bindings for policy in binding.editions}
    found = (_scale(fact, parts, fleet, policies) for fact in facts)
    return tuple(scale for scale in found if scale.thresholds and (scale.bins or scale.zero))


def _scale(fact: str, parts: tuple[Part, ...], fleet: Fleet, policies: dict[str, Policy]) -> Scale:
    figures = np.concatenate([np.zeros(0), *(_figures(part.said, fact) for part in parts)])
    figures[fleet.verdicts == 0] = np.nan
    governed = _governed(fleet)
    thresholds = (
        _threshold(policy, clause, leaf, figures, governed.get(policy.id), fleet)
        for policy in policies.values()
        for clause in policy.clauses
        for leaf in dict.fromkeys(leaf for leaf in clause_leaves(clause) if leaf.fact == fact)
    )
    reached = {each for each in thresholds if each.rows}
    positive = figures[figures > 0]
    places, counts = np.unique(np.floor(np.log10(positive) * BINS).astype(np.int64), return_counts=True)
    return Scale(
        fact,
        tuple((float(10 ** (place / BINS)), int(count)) for place, count in zip(places, counts, strict=True)),
        int((figures == 0).sum()),
        int((np.isnan(figures) & (fleet.verdicts > 0)).sum()),
        tuple(sorted(reached, key=lambda each: (each.number, each.policy, each.clause))),
    )


def _governed(fleet: Fleet) -> dict[str, NDArray[np.int64]]:
    """The rows that each policy governs."""
    names = list(fleet.names.policies)
    groups = fleet.governed.group_by("policy").agg(pl.col("row"))
    return {names[policy]: np.sort(np.array(rows, np.int64)) for policy, rows in groups.iter_rows()}


def _threshold(
    policy: Policy, clause: Clause, leaf: Leaf, figures: Figures, rows: NDArray[np.int64] | None, fleet: Fleet
) -> Threshold:
    number = float(leaf.constant)
    mine = rows if rows is not None else np.zeros(0, np.int64)
    over = OVER[leaf.operator](figures[mine], number)
    near = ~over & (figures[mine] >= NEAR * number)
    some = mine[over] if over.any() else mine[near]
    largest = some[np.argsort(-figures[some], kind="stable")][:MOST_EXAMPLES]
    reaches = leaf.operator in ("at_least", "less_than")
    examples = tuple(fleet.who.deployment[row] for row in largest.tolist())
    return Threshold(number, policy.id, clause.id, clause.title, reaches, len(mine), int(over.sum()), int(near.sum()), examples)


def _figures(said: Said, fact: str) -> Figures:
    """The figure that each row states: the largest of what it says of periods and entities; not-a-number where it says nothing."""
    found = said.figures[fact].copy() if fact in said.figures else np.full(said.size, np.nan)
    if fact in said.codes:
        stated = np.array([_largest(each.value) for each in said.facts[fact]] + [math.nan])
        other = stated[said.codes[fact]]
        found = np.where(np.isnan(found), other, found)
    return found


def _largest(value: object) -> float:
    if not isinstance(value, Figure):
        return math.nan
    ends = [bound.high if math.isfinite(bound.high) else bound.low for bound in value.bounds]
    return max(map(float, ends), default=math.nan)

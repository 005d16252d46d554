"""Figures: what statements by entity and period tell about another entity and period."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.facts.figures import NOTHING_KNOWN, Estimate, contradictory, estimate
from licensecheck.facts.values import Bound, Figure

ENTITIES = ("own", "group", "group_50")
PERIODS = ("2024-06", "2024-07", "2024", "any_12_months")
INF = math.inf

# the oracle: a completion gives every entity and period a number -----------------------------------------------------
CELLS = tuple(itertools.product(ENTITIES, ("2024-06", "2024", "any_12_months")))
ORDER = [
    (small, large)
    for small, large in itertools.permutations(range(len(CELLS)), 2)
    if ENTITIES.index(CELLS[small][0]) <= ENTITIES.index(CELLS[large][0])
    and ("2024-06", "2024", "any_12_months").index(CELLS[small][1]) <= ("2024-06", "2024", "any_12_months").index(CELLS[large][1])
]


def completions(top: int) -> list[tuple[int, ...]]:
    """Every way to fill the cells with 0..top so that parts are never larger than wholes."""
    found: list[tuple[int, ...]] = [()]
    for cell in range(len(CELLS)):
        least = [small for small, large in ORDER if large == cell and small < cell]
        most = [large for small, large in ORDER if small == cell and large < cell]
        found = [
            (*row, value)
            for row in found
            for value in range(top + 1)
            if all(row[each] <= value for each in least) and all(value <= row[each] for each in most)
        ]
    return found


WORLDS = completions(2)


def possible(bounds: tuple[Bound, ...], cell: int) -> set[int]:
    """What a cell can be, given the statements."""
    places = [(CELLS.index((bound.entity, bound.period)), bound) for bound in bounds]
    return {row[cell] for row in WORLDS if all(bound.low <= row[place] <= bound.high for place, bound in places)}


bound = st.builds(
    lambda cell, ends: Bound(cell[1], cell[0], min(ends), max(ends)),
    st.sampled_from(CELLS),
    st.tuples(st.integers(0, 2), st.sampled_from((0, 1, 2, INF))),
)


def test_single_statements_against_every_completion() -> None:
    for (entity, period), low, high in itertools.product(CELLS, range(3), (0, 1, 2, INF)):
        if low <= high:
            check((Bound(period, entity, low, high),))


@given(st.lists(bound, min_size=2, max_size=4).map(tuple))
def test_several_statements_against_every_completion(bounds: tuple[Bound, ...]) -> None:
    check(bounds)


def check(bounds: tuple[Bound, ...]) -> None:
    """The estimate of each cell is exactly the range of what the cell can be; a contradiction leaves nothing."""
    half = any(bound.entity == "group_50" for bound in bounds)
    if contradictory(bounds):
        assert all(not possible(bounds, cell) for cell in range(len(CELLS)))
        return
    for cell, (entity, period) in enumerate(CELLS):
        found, values = estimate(Figure(bounds), entity, period), possible(bounds, cell)
        if entity == "group_50" and not half:
            # where nobody speaks of control by half, both groups are the same
            groups = [
                (CELLS.index(("group", each)), CELLS.index(("group_50", each))) for each in ("2024-06", "2024", "any_12_months")
            ]
            same = [row for row in WORLDS if all(row[one] == row[other] for one, other in groups)]
            places = [(CELLS.index((bound.entity, bound.period)), bound) for bound in bounds]
            values = {row[cell] for row in same if all(bound.low <= row[place] <= bound.high for place, bound in places)}
        assert values == {each for each in range(3) if found.low <= each <= found.high}
        assert found.presumed is False


@pytest.mark.parametrize(("entity", "period"), list(itertools.product(ENTITIES, PERIODS)))
@pytest.mark.parametrize("presume", [True, False])
def test_an_undated_figure_is_presumed_for_any_period(entity: str, period: str, presume: bool) -> None:
    figure = Figure((Bound("", "group", 7, 7),))
    if not presume:
        assert estimate(figure, entity, period, presume) == NOTHING_KNOWN
    elif entity == "own":
        assert estimate(figure, entity, period, presume) == Estimate(0, 7, True)
    else:
        assert estimate(figure, entity, period, presume) == Estimate(7, 7, True)


@pytest.mark.parametrize(
    ("bounds", "entity", "period", "expected"),
    [
        # what is dated comes first
        ((("2024-06", "group", 9, 9), ("", "group", 1, 1)), "group", "2024-06", Estimate(9, 9)),
        ((("2024-06", "group", 9, 9), ("", "group", 1, 1)), "group", "2024-07", Estimate(1, 1, True)),
        # a dated lower bound that the undated figure contradicts leaves the top open
        ((("2024-06", "group", 9, INF), ("", "group", 1, 1)), "group", "2024-06", Estimate(9, INF)),
        ((("2024-06", "group", 9, INF), ("", "group", 12, 12)), "group", "2024-06", Estimate(12, 12, True)),
        ((("2024-06", "own", 9, 9), ("", "group", 1, 1)), "group", "2024-06", Estimate(9, INF)),
        # a month bounds its year from below, a year its months from above
        ((("2024-06", "group", 9, 9),), "group", "2024", Estimate(9, INF)),
        ((("2024", "group", 9, 9),), "group", "2024-06", Estimate(0, 9)),
        ((("2024", "group", 9, 9),), "group", "2025-06", Estimate(0, INF)),
        ((("any_12_months", "group", 9, 9),), "own", "2031-01", Estimate(0, 9)),
        ((("2024", "group", 9, 9),), "group", "any_12_months", Estimate(9, INF)),
        # who speaks of control by half, dated or not, does not mean the group by it
        ((("2024-06", "group", 5, 5),), "group_50", "2024-06", Estimate(5, 5)),
        ((("2024-06", "group", 5, 5), ("", "group_50", 99, 99)), "group_50", "2024-06", Estimate(99, 99, True)),
        ((("2024-06", "group", 5, 5), ("2023-01", "group_50", 99, 99)), "group_50", "2024-06", Estimate(5, INF)),
        # the employer stands apart
        ((("", "employer", 5, 5),), "group", "2024", Estimate(0, INF)),
        ((("", "group", 5, 5),), "employer", "2024", Estimate(0, INF)),
        # all that was ever raised is no figure of twelve months
        ((("any_12_months", "group", 1, 1),), "group", "total", Estimate(1, INF)),
        ((("2024", "group", 3, 3),), "group", "total", Estimate(3, INF)),
        ((("", "group", 3, 3),), "group", "total", Estimate(3, 3, True)),
        ((), "group", "2024", Estimate(0, INF)),
    ],
)
def test_what_statements_tell(
    bounds: tuple[tuple[str, str, float, float], ...], entity: str, period: str, expected: Estimate
) -> None:
    found = estimate(Figure(tuple(Bound(*each) for each in bounds)), entity, period)
    assert found == expected


@given(st.lists(bound, max_size=3).map(tuple), st.sampled_from(CELLS), bound)
def test_another_statement_never_widens(bounds: tuple[Bound, ...], cell: tuple[str, str], more: Bound) -> None:
    if more.entity == "group_50" and not any(each.entity == "group_50" for each in bounds):
        return  # speaking of control by half takes back that both groups are the same
    before, after = (estimate(Figure(each), *cell, False) for each in (bounds, (*bounds, more)))
    assert after.low >= before.low
    assert after.high <= before.high

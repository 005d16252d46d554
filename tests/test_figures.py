"""Figures: what statements by entity and period tell about another entity and period."""

from __future__ import annotations

import itertools
import math

import pytest
from given import world, wrong
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth
from licensecheck.facts.figures import NOTHING_KNOWN, Estimate, contradictory, estimate
from licensecheck.facts.values import Bound, Figure
from licensecheck.policy.model import Leaf

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
            groups = [(CELLS.index(("group", each)), CELLS.index(("group_50", each))) for each in ("2024-06", "2024", "any_12_months")]
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
def test_what_statements_tell(bounds: tuple[tuple[str, str, float, float], ...], entity: str, period: str, expected: Estimate) -> None:
    found = estimate(Figure(tuple(Bound(*each) for each in bounds)), entity, period)
    assert found == expected


@given(st.lists(bound, max_size=3).map(tuple), st.sampled_from(CELLS), bound)
def test_another_statement_never_widens(bounds: tuple[Bound, ...], cell: tuple[str, str], more: Bound) -> None:
    if more.entity == "group_50" and not any(each.entity == "group_50" for each in bounds):
        return  # speaking of control by half takes back that both groups are the same
    before, after = (estimate(Figure(each), *cell, False) for each in (bounds, (*bounds, more)))
    assert after.low >= before.low
    assert after.high <= before.high


# in a world ----------------------------------------------------------------------------------------------------------
USERS, REVENUE = "organization.monthly_active_users", "organization.annual_revenue_usd"


def truth(facts: dict[str, str], leaf: Leaf, *, presume: bool = True, as_of: str = "2026-11-22", released: str = "2024-07-23") -> Truth:
    return world(facts, presume=presume, as_of=as_of, released=released).outcome(leaf).truth


def over(limit: float, period: str = "month_before_release", entity: str = "group", name: str = USERS) -> Leaf:
    return Leaf(name, "greater_than", limit, entity, period)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("700_000_000", FALSE), ("700_000_001", TRUE), ("7e8", FALSE), ("{at_most: 700_000_000}", FALSE), ("{at_least: 1}", UNSURE),
        ("{at_least: 700_000_001}", TRUE), ("{between: [1, 700_000_001]}", UNSURE), ("{own: 800_000_000}", TRUE), ("{own: 1}", UNSURE),
        ("{group_50: 700_000_000}", FALSE), ("{group_50: 800_000_000}", UNSURE), ("{2024-06: 800_000_000}", TRUE),
        ("{2024-06: {group: {at_most: 5}}}", FALSE), ("{2024-05: 800_000_000}", UNSURE), ("{2024: 5}", FALSE),
        ("{2024: 800_000_000}", UNSURE), ("{any_12_months: 700_000_000}", FALSE), ("{employer: 800_000_000}", UNSURE), ("unknown", UNSURE),
    ],
)  # fmt: skip
def test_a_threshold(written: str, expected: Truth) -> None:
    assert truth({USERS: written}, over(700_000_000)) is expected


def test_periods_come_from_the_release_and_the_day() -> None:
    dated = {USERS: "{2023-12: 8, 2024-06: 9, 2026-10: 10}"}
    assert truth(dated, over(8, "month_before_release")) is TRUE
    assert truth(dated, over(8, "month_before_release"), released="2024-01-31") is FALSE
    assert truth(dated, over(9, "previous_month")) is TRUE
    assert truth(dated, over(9, "previous_month"), as_of="2024-07-01") is FALSE
    assert truth(dated, over(7, "previous_month"), as_of="2024-01-01") is TRUE
    assert truth({REVENUE: "{2025: 5}"}, over(4, "previous_year", name=REVENUE)) is TRUE
    assert truth({REVENUE: "{2025: 5}"}, over(4, "previous_year", name=REVENUE), as_of="2027-01-01") is UNSURE


@pytest.mark.parametrize("released", ["", "2024", "unknown", "soon-ish", "2024-13-01", "2024-00-10", "2024/06/01", "२०२४-06-01", "20240-6-1"])
def test_a_release_that_is_no_day_leaves_the_period_open(released: str) -> None:
    outcome = world({USERS: "9"}, released=released).outcome(over(8))
    assert (outcome.truth, outcome.period) == (UNSURE, "")


@pytest.mark.parametrize(
    ("founded", "written", "expected"),
    [
        ("2024-07-01", "800_000_000", FALSE),  # what is undated is of today
        ("2024-07-01", "", FALSE),
        ("2024-06-30", "800_000_000", TRUE),
        ("2024-06-01", "", UNSURE),
        ("2024-07-01", "{2024-06: 800_000_000}", TRUE),  # somebody states the month: the group was there before
        ("2024-07-01", "{2024-06: {at_most: 5}}", FALSE),
        ("2024-07-01", "{2024-05: 800_000_000}", FALSE),
    ],
)
def test_nothing_before_the_foundation(founded: str, written: str, expected: Truth) -> None:
    facts = {"organization.founded": founded} | ({USERS: written} if written else {})
    assert truth(facts, over(700_000_000)) is expected


@pytest.mark.parametrize(("founded", "expected"), [("2026-01-01", FALSE), ("2025-12-31", UNSURE), ("unknown", UNSURE)])
def test_nothing_in_the_years_before_the_foundation(founded: str, expected: Truth) -> None:
    assert truth({"organization.founded": founded}, over(1, "previous_year", name=REVENUE)) is expected


PRODUCT = "deployment.monthly_active_users"


@pytest.mark.parametrize(
    ("product", "whole", "expected"),
    [
        ("", "{own: 5}", FALSE), ("", "{own: 500}", UNSURE), ("", "5", FALSE), ("{at_least: 3}", "{own: 5}", FALSE), ("500", "", TRUE),
        ("{at_least: 3}", "", UNSURE), ("50", "{own: 5}", FALSE), ("500", "{own: 5}", TRUE), ("", "{group_50: 5}", FALSE),
        ("", "{employer: 5}", UNSURE),
    ],
)  # fmt: skip
def test_a_product_is_never_larger_than_its_organization(product: str, whole: str, expected: Truth) -> None:
    facts = ({PRODUCT: product} if product else {}) | ({USERS: whole} if whole else {})
    assert truth(facts, over(100, "previous_month", "own", PRODUCT)) is expected


def test_an_undated_figure_is_not_presumed_where_presumptions_are_off() -> None:
    assert truth({USERS: "5"}, over(8), presume=False) is UNSURE
    assert truth({USERS: "{2024-06: 5}"}, over(8), presume=False) is FALSE


def test_an_employer_that_nobody_names_is_presumed_to_have_nothing() -> None:
    leaf = over(8, "previous_year", "employer", REVENUE)
    assert truth({}, leaf) is FALSE
    assert truth({}, leaf, presume=False) is UNSURE
    assert truth({REVENUE: "{employer: 9}"}, leaf) is TRUE
    assert truth({REVENUE: "{employer: 9}"}, leaf, presume=False) is UNSURE


@pytest.mark.parametrize(
    ("written", "odd"),
    [
        ("{own: 10, group: 5}", "own"), ("{own: 10, group_50: 5}", "own"), ("{group: 10, group_50: {at_most: 9}}", "group"),
        ("{2024-06: 10, 2024: 5}", "group of 2024-06"), ("{2024: 10, any_12_months: 5}", "group of 2024"),
        ("{2024-06: {own: 10}, any_12_months: {group: 5}}", "own of 2024-06"),
    ],
)  # fmt: skip
def test_figures_that_contradict_each_other(written: str, odd: str) -> None:
    found = wrong(f"version: 1\nmodels: [a]\norganization:\n  monthly_active_users: {written}\n")
    help = "own is at most group, group at most group_50, and a month at most its year"
    message = f"the figures of `monthly_active_users` contradict each other: that for {odd} is too large"
    assert found == [("wrong-type", message, (4, 25, 4, 25 + len(written)), "", help)]


def test_very_many_statements_are_refused() -> None:
    written = ", ".join(f"{1900 + each // 12}-{each % 12 + 1:02}: {{own: 1, group: 1}}" for each in range(600))
    found = wrong(f"version: 1\nmodels: [a]\norganization:\n  monthly_active_users: {{{written}}}\n")
    assert [each[:2] for each in found] == [("wrong-type", "`monthly_active_users` has more than 1,000 statements")]

"""Figures in a world: thresholds, the periods that clauses ask for, foundations, products and employers."""

from __future__ import annotations

import pytest
from given import world, wrong

from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth
from licensecheck.policy.model import Leaf

USERS, REVENUE = "organization.monthly_active_users", "organization.annual_revenue_usd"


def truth(
    facts: dict[str, str], leaf: Leaf, *, presume: bool = True, as_of: str = "2026-11-22", released: str = "2024-07-23"
) -> Truth:
    return world(facts, presume=presume, as_of=as_of, released=released).outcome(leaf).truth


def over(limit: float, period: str = "month_before_release", entity: str = "group", name: str = USERS) -> Leaf:
    return Leaf(name, "greater_than", limit, entity, period)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("700_000_000", FALSE), ("700_000_001", TRUE), ("7e8", FALSE), ("{at_most: 700_000_000}", FALSE), ("{at_least: 1}", UNSURE),
        ("{at_least: 700_000_001}", TRUE), ("{between: [1, 700_000_001]}", UNSURE), ("{own: 800_000_000}", TRUE),
        ("{own: 1}", UNSURE),
        ("{group_50: 700_000_000}", FALSE), ("{group_50: 800_000_000}", UNSURE), ("{2024-06: 800_000_000}", TRUE),
        ("{2024-06: {group: {at_most: 5}}}", FALSE), ("{2024-05: 800_000_000}", UNSURE), ("{2024: 5}", FALSE),
        ("{2024: 800_000_000}", UNSURE), ("{any_12_months: 700_000_000}", FALSE), ("{employer: 800_000_000}", UNSURE),
        ("unknown", UNSURE),
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


@pytest.mark.parametrize(
    "released", ["", "2024", "unknown", "soon-ish", "2024-13-01", "2024-00-10", "2024/06/01", "२०२४-06-01", "20240-6-1"]
)
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
        ("", "{own: 5}", FALSE), ("", "{own: 500}", UNSURE), ("", "5", FALSE), ("{at_least: 3}", "{own: 5}", FALSE),
        ("500", "", TRUE),
        ("{at_least: 3}", "", UNSURE), ("50", "{own: 5}", FALSE), ("500", "{own: 5}", TRUE), ("", "{group_50: 5}", FALSE),
        ("", "{employer: 5}", UNSURE),
    ],
)  # fmt: skip
def test_a_product_is_never_larger_than_its_organization(product: str, whole: str, expected: Truth) -> None:
    facts = ({PRODUCT: product} if product else {}) | ({USERS: whole} if whole else {})
    assert truth(facts, over(100, "previous_month", "own", PRODUCT)) is expected


def test_a_product_that_is_stated_larger_than_its_organization_is_as_large_as_stated() -> None:
    facts = {PRODUCT: "500", USERS: "{own: 5}"}
    for operator, expected in (("greater_than", TRUE), ("at_least", TRUE), ("less_than", FALSE), ("at_most", FALSE)):
        assert truth(facts, Leaf(PRODUCT, operator, 100, "own", "previous_month")) is expected


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

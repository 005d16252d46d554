"""Statements about figures: numbers, bounds and ranges, by entity and by period."""

from __future__ import annotations

import math
from typing import Any

import pytest
from given import PLACES, VOCABULARY, fact, node, shown

from licensecheck.facts.parse import Reader
from licensecheck.facts.values import UNKNOWN, Bound, Figure
from licensecheck.source.diagnostic import Faults

USERS = "organization.monthly_active_users"


def faults(text: str) -> list[tuple[str, str, Any, str, str]]:
    found = Faults()
    assert Reader(VOCABULARY, PLACES, found).fact(VOCABULARY.facts[USERS], node(text)).value is UNKNOWN
    return shown(found.found)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("5", [("", "group", 5, 5)]),
        ("{at_most: 5}", [("", "group", 0, 5)]),
        ("{at_least: 5}", [("", "group", 5, math.inf)]),
        ("{at_least: 5, at_most: 7}", [("", "group", 5, 7)]),
        ("{between: [5, 7]}", [("", "group", 5, 7)]),
        ("{between: [5, 9], at_most: 7}", [("", "group", 5, 7)]),
        ("{at_least: 6, between: [5, 9]}", [("", "group", 6, 9)]),
        (
            "{own: 1, group: 2, group_50: 3, employer: 0}",
            [("", "own", 1, 1), ("", "group", 2, 2), ("", "group_50", 3, 3), ("", "employer", 0, 0)],
        ),
        ("{2024-06: 5, 2024: {group: {at_least: 5}}}", [("2024-06", "group", 5, 5), ("2024", "group", 5, math.inf)]),
        ("{own: {2024-06: 5}}", [("2024-06", "own", 5, 5)]),
        ("{any_12_months: {own: {between: [1, 1]}}}", [("any_12_months", "own", 1, 1)]),
        ("{own: unknown, group: 5}", [("", "group", 5, 5)]),
        ("{value: 5, by: finance}", [("", "group", 5, 5)]),
        ("{}", []),
    ],
)
def test_how_figures_are_written(text: str, bounds: list[tuple[str, str, float, float]]) -> None:
    assert fact(USERS, text).value == Figure(tuple(Bound(*each) for each in bounds))


def test_a_product_has_no_affiliates() -> None:
    assert fact("deployment.monthly_active_users", "5").value == Figure((Bound("", "own", 5, 5),))


@pytest.mark.parametrize(
    ("text", "message", "span"),
    [
        ("{between: [7, 5]}", "a range is two numbers, the smaller one first", (1, 11, 1, 17)),
        ("{between: [7]}", "a range is two numbers, the smaller one first", (1, 11, 1, 14)),
        ("{between: 7}", "a range is two numbers, the smaller one first", (1, 11, 1, 12)),
        ("{at_least: 7, at_most: 5}", "no number is at least the larger and at most the smaller of these", (1, 1, 1, 26)),
        ("{at_least: 100, between: [1, 5]}", "no number is at least the larger and at most the smaller of these", (1, 1, 1, 33)),
        ("[5]", "`monthly_active_users` is a number, a bound or a range, not a list", (1, 1, 1, 4)),
        ("{own: ~}", "`monthly_active_users` is a number, not `~`", (1, 7, 1, 8)),
        ("{own: -1}", "`monthly_active_users` cannot be negative", (1, 7, 1, 9)),
        ("5 million", "`monthly_active_users` is a number, not `5 million`", (1, 1, 1, 10)),
    ],
)
def test_figures_that_are_none(text: str, message: str, span: tuple[int, ...]) -> None:
    assert [each[:3] for each in faults(text)] == [("wrong-type", message, span)]


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        ("{2024-13: 5}", "`2024-13` is neither a period nor an entity", "a period is written `2024-06` or `2024`"),
        ("{1899: 5}", "`1899` is neither a period nor an entity", "a period is written `2024-06` or `2024`"),
        ("{grup: 5}", "`grup` is neither a period nor an entity", "did you mean `group`?"),
        (
            "{at_most: 5, own: 3}",
            "`at_most` stands beside a period or an entity",
            "a bound stands alone, or under a period or an entity",
        ),
        ("{own: {group: 5}}", "`group` stands inside `own`", "say each once: `2024-06: {group: 1_000}`"),
        ("{2024: {2025: 5}}", "`2025` stands inside `2024`", "say each once: `2024-06: {group: 1_000}`"),
        ("{2024: {own: {2024-06: 5}}}", "`2024-06` stands inside `2024`", "say each once: `2024-06: {group: 1_000}`"),
    ],
)
def test_keys_of_a_figure_that_are_none(text: str, message: str, help: str) -> None:
    assert [(each[0], each[1], each[4]) for each in faults(text)] == [("unknown-key", message, help)]

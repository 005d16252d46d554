"""Conditions as policies write them: what is taken, and what a wrong one is told."""

from __future__ import annotations

from typing import Any

import pytest
from given import PLACES, VOCABULARY, condition, node, shown

from licensecheck.policy.conditions import ConditionReader
from licensecheck.policy.model import All, Leaf, Not
from licensecheck.policy.model import Any as Some
from licensecheck.source.diagnostic import Faults


def told(text: str) -> list[tuple[str, str, Any, str, str]]:
    faults = Faults()
    ConditionReader(VOCABULARY, PLACES, {}, {}, {"limit": 700}, faults).condition(node(text))
    return shown(faults.found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deployment.commercial: {is: yes}", Leaf("deployment.commercial", "is", True)),
        ("deployment.commercial: {is: false}", Leaf("deployment.commercial", "is", False)),
        ("use.audience: {within: [minors, employees]}", Leaf("use.audience", "within", ("minors", "employees"))),
        ("deployment.regions: {includes: Norway}", Leaf("deployment.regions", "includes", "NO")),
        (
            "organization.monthly_active_users: {greater_than: 700_000_000}",
            Leaf("organization.monthly_active_users", "greater_than", 700000000, "group", "previous_month"),
        ),
        (
            "organization.annual_revenue_usd: {of: own, in: 2024, at_most: 5}",
            Leaf("organization.annual_revenue_usd", "at_most", 5, "own", "2024"),
        ),
        ("organization.funding_total_usd: {at_least: 1}", Leaf("organization.funding_total_usd", "at_least", 1, "group", "total")),
        (
            "deployment.monthly_active_users: {less_than: 9}",
            Leaf("deployment.monthly_active_users", "less_than", 9, "own", "previous_month"),
        ),
        (
            "evidence.display: {contain: Words, place: [ui, docs]}",
            Leaf("evidence.display", "contain", "Words", places=("ui", "docs")),
        ),
        ("evidence.display: {is: yes, place: ui}", Leaf("evidence.display", "is", True, places=("ui",))),
        ("evidence.display: {contain: 'by {model.name} {year}'}", Leaf("evidence.display", "contain", "by {model.name} {year}")),
        ("organization.founded: {before: 2024-01-01}", Leaf("organization.founded", "before", "2024-01-01")),
        (
            "{all: [{not: {deployment.paid: {is: no}}}, {any: [{deployment.paid: {is: yes}}]}]}",
            All((Not(Leaf("deployment.paid", "is", False)), Some((Leaf("deployment.paid", "is", True),)))),
        ),
    ],
)
def test_what_is_taken(text: str, expected: object) -> None:
    assert condition(text) == expected


WRONG = {
    "[a]": "a condition is a mapping with exactly one key",
    "{deployment.paid: {is: yes}, deployment.commercial: {is: yes}}": "a condition is a mapping with exactly one key",
    "{}": "a condition is a mapping with exactly one key",
    "all: []": "`all` takes a list of conditions",
    "any: x": "`any` takes a list of conditions",
    "all: [{any: [{not: {deployment.paid: {is: yes}}}]}]": "conditions nest at most 2 levels deep",
    "deployment.payed: {is: yes}": "no fact is named `deployment.payed`",
    "deployment.paid: yes": "`deployment.paid` needs an operator",
    "deployment.paid: {}": "`deployment.paid` is compared by no operator",
    "deployment.paid: {are: yes}": "a fact of type `yes_no` has no operator `are`",
    "deployment.paid: {is: maybe}": "`maybe` is no constant for `deployment.paid`",
    "deployment.paid: {is: [yes]}": "a leaf compares with a single word or number",
    "deployment.paid: {of: own, is: yes}": "`of` and `in` are for figures, and `deployment.paid` is none",
    "organization.type: {one_of: company}": "`one_of` takes a list",
    "organization.type: {one_of: []}": "`one_of` takes a list",
    "organization.type: {one_of: [company, company]}": "the list names something twice",
    "organization.type: {is: gmbh}": "`gmbh` is no value of `organization.type`",
    "organization.country: {is: Atlantis}": "`Atlantis` is no constant for `organization.country`",
    "deployment.minimum_age: {at_least: old}": "`old` is no constant for `deployment.minimum_age`",
    "deployment.minimum_age: {at_least: true}": "`true` is no constant for `deployment.minimum_age`",
    "organization.founded: {before: soon}": "`soon` is no constant for `organization.founded`",
    "organization.monthly_active_users: {in: June, at_least: 5}": "`June` is no period",
    "organization.monthly_active_users: {of: everybody, at_least: 5}": "`everybody` is no entity",
    "evidence.display: {contain: yes}": "`is` compares evidence with yes or no, and `contain` with words",
    "evidence.display: {is: Words}": "`is` compares evidence with yes or no, and `contain` with words",
    "evidence.display: {contain: Words, place: moon}": "`moon` is no place",
    "model.name: {starts_with: ' -'}": "` -` is no constant for `model.name`",
    "deployment.uses: {includes: legal}": "a fact of type `elements` has no operator `includes`",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_refused(text: str) -> None:
    (found,) = told(text)
    assert found[1] == WRONG[text]
    assert found[2] is not None


def test_words_without_letters_are_no_words() -> None:
    assert [each[1] for each in told("evidence.display: {contain: ' '}")] == [
        "` ` is no constant for `evidence.display`",
    ]


def test_near_words_are_named() -> None:
    assert told("deployment.comercial: {is: yes}") == [
        ("unknown-fact", "no fact is named `deployment.comercial`", (1, 1, 1, 21), "", "did you mean `deployment.commercial`?")
    ]
    assert told("use.kind: {one_of: [legal/advise]}") == [
        ("unknown-value", "`legal/advise` is no value of `use.kind`", (1, 21, 1, 33), "", "did you mean `legal/advice`?")
    ]

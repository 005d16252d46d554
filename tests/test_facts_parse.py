"""Values of facts: what each type takes, and what it makes of it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from given import PLACES, VOCABULARY, fact, node, shown
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck.facts.parse import Reader
from licensecheck.facts.values import DECLARED, UNKNOWN, Figure
from licensecheck.facts.vocabulary import TYPES
from licensecheck.facts.words import read_day
from licensecheck.source.diagnostic import Faults, Span

BY_TYPE = {
    "yes_no": "deployment.commercial", "choice": "organization.type", "choices": "deployment.audience",
    "figure": "organization.monthly_active_users",
    "number": "deployment.minimum_age", "place": "organization.country", "places": "deployment.regions",
    "date": "organization.founded",
    "name": "model.edition", "names": "organization.competes_with", "elements": "deployment.uses", "evidence": "evidence.display",
}  # fmt: skip


def value(kind: str, text: str) -> Any:
    return fact(BY_TYPE[kind], text).value


def faults(name: str, text: str) -> list[tuple[str, str, Any, str, str]]:
    found = Faults()
    read = Reader(VOCABULARY, PLACES, found).fact(VOCABULARY.facts[name], node(text))
    assert read.value is UNKNOWN
    return shown(found.found)


def test_every_type_is_tried() -> None:
    assert sorted(BY_TYPE) == sorted(TYPES)
    assert all(VOCABULARY.facts[name].type == kind for kind, name in BY_TYPE.items())


TAKEN: list[tuple[str, str, Any]] = [
    ("yes_no", "true", True), ("yes_no", "yes", True), ("yes_no", "Yes", True), ("yes_no", "TRUE", True), ("yes_no", "no", False),
    ("yes_no", "False", False), ("choice", "company", "company"), ("choice", "'company'", "company"),
    ("choice", "Company", "company"),
    ("choices", "consumers", ("consumers",)), ("choices", "[consumers/patients, minors]", ("consumers/patients", "minors")),
    ("choices", "[minors, minors]", ("minors",)), ("choices", "[Public-Bodies, public bodies]", ("public_bodies",)),
    ("choices", "[]", ()),
    ("number", "13", 13), ("number", "13.5", 13.5), ("number", "0", 0), ("number", "1_000", 1000), ("place", "kr", "KR"),
    ("place", "NO", "NO"), ("places", "[NO, 'NO', Norway]", ("NO",)), ("places", "EU", ("EU",)), ("places", "[]", ()),
    ("date", "2024-02-29", "2024-02-29"), ("date", "'2024-02-29'", "2024-02-29"), ("name", "3.10", "3.10"), ("name", "no", "no"),
    ("name", "0x1F", "0x1F"), ("name", "'unknown'", "unknown"), ("names", "Meta", ("Meta",)),
    ("names", "[Meta, 1.0]", ("Meta", "1.0")),
    ("names", "[]", ()),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "taken"), TAKEN)
def test_what_is_taken(kind: str, text: str, taken: Any) -> None:
    found = fact(BY_TYPE[kind], text)
    assert (found.value, type(found.value)) == (taken, type(taken))
    assert (found.basis, found.span, found.said_by) == (DECLARED, Span("deploy.yaml", 1, 1, 1, len(text) + 1), "")


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("text", ["unknown", "~", "null", "Null", "{value: unknown}", "{value: ~, by: legal}"])
def test_what_is_not_known(kind: str, text: str) -> None:
    found = Faults()
    written = node(f"a: {text}").get("a")
    assert Reader(VOCABULARY, PLACES, found).fact(VOCABULARY.facts[BY_TYPE[kind]], written).value is UNKNOWN
    assert found.found == []


REFUSED: list[tuple[str, str, str, str]] = [
    ("yes_no", "maybe", "`commercial` is yes or no, not `maybe`", "write `true` or `false`"),
    ("yes_no", "'yes'", "`commercial` is yes or no, not `yes`", "write `true` or `false`"),
    ("yes_no", "1", "`commercial` is yes or no, not `1`", "write `true` or `false`"),
    ("yes_no", "[yes]", "`commercial` is yes or no, not a list", "write `true` or `false`"),
    ("yes_no", "m" * 61, f"`commercial` is yes or no, not `{'m' * 57}...`", "write `true` or `false`"),
    ("choice", "[company]", "`type` takes a word, not a list", ""),
    ("choices", "{a: b}", "`audience` takes a word, not a mapping", ""),
    ("number", "many", "`minimum_age` is a number, not `many`", ""),
    ("number", "true", "`minimum_age` is a number, not `true`", ""),
    ("number", "'13'", "`minimum_age` is a number, not `13`", ""),
    ("number", ".inf", "`minimum_age` is a number, not `.inf`", ""),
    ("number", ".nan", "`minimum_age` is a number, not `.nan`", ""),
    ("number", "-1", "`minimum_age` cannot be negative", ""),
    ("place", "[KR]", "a country is a code such as `KR`, not a list", ""),
    ("date", "2024-02-30", "`founded` is a day, not `2024-02-30`", "write a day such as `2024-06-30`"),
    ("date", "2023-02-29", "`founded` is a day, not `2023-02-29`", "write a day such as `2024-06-30`"),
    ("date", "0000-01-01", "`founded` is a day, not `0000-01-01`", "write a day such as `2024-06-30`"),
    ("date", "2024-6-1", "`founded` is a day, not `2024-6-1`", "write a day such as `2024-06-30`"),
    ("date", "2024-06-30T00:00:00", "`founded` is a day, not `2024-06-30T00:00:00`", "write a day such as `2024-06-30`"),
    ("date", "[]", "`founded` is a day, not a list", "write a day such as `2024-06-30`"),
    ("name", "''", "`edition` is text, not ``", ""),
    ("names", "[[a]]", "`competes_with` is text, not a list", ""),
    ("elements", "legal", "`uses` is a list, not `legal`", "write `[]` for none"),
    ("elements", "{legal: {}}", "`uses` is a list, not a mapping", "write `[]` for none"),
]


@pytest.mark.parametrize(("kind", "text", "message", "help"), REFUSED)
def test_what_is_refused(kind: str, text: str, message: str, help: str) -> None:
    (found,) = faults(BY_TYPE[kind], text)
    assert (found[0], found[1], found[4]) == ("wrong-type", message, help)


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("compny", "did you mean `company`?"),
        ("gmbh", "one of company, individual, academic, nonprofit, government"),
        ("''", "one of company, individual, academic, nonprofit, government"),
    ],
)
def test_a_word_that_is_no_choice(text: str, help: str) -> None:
    word = text.strip("'")
    span = (1, 1, 1, len(text) + 1)
    assert faults("organization.type", text) == [("unknown-value", f"`{word}` is no value of `type`", span, "", help)]


def test_every_wrong_one_of_a_list_is_told() -> None:
    assert faults("deployment.audience", "[minor, x, minors]") == [
        ("unknown-value", "`x` is no value of `audience`", (1, 9, 1, 10), "",
            "one of " + ", ".join(VOCABULARY.facts["deployment.audience"].values)),
    ]  # fmt: skip


def test_who_says_so() -> None:
    found = fact("deployment.commercial", "{value: yes, by: Legal, on: 2026-01-02, source: memo 7}")
    assert (found.value, found.said_by) == (True, "Legal, 2026-01-02, memo 7")
    assert faults("deployment.commercial", "{by: Legal}") == [
        ("wrong-type", "`commercial` is yes or no, not a mapping", (1, 1, 1, 12), "", "write `true` or `false`")
    ]
    with pytest.raises(Exception, match="`on` is a day, not `soon`"):
        fact("deployment.commercial", "{value: yes, on: soon}")


# the reader as a whole -----------------------------------------------------------------------------------------------
plain = st.recursive(
    st.sampled_from(["x", "~", "1", "-1", "1.5", "yes", "KR", "unknown", "''", "2024-06-30", "own", "company", "legal/advice"]),
    lambda below: st.lists(below, max_size=3).map(lambda items: f"[{', '.join(items)}]")
    | st.dictionaries(st.sampled_from(["value", "by", "on", "own", "2024", "at_most", "between", "kind", "path", "attested",
        "legal"]), below, max_size=3)
    .map(lambda items: "{" + ", ".join(f"{key}: {each}" for key, each in items.items()) + "}"),
    max_leaves=6,
)  # fmt: skip


def fits(name: str, value: Any) -> bool:
    """Whether a value is one that its fact can have."""
    definition = VOCABULARY.facts[name]
    match definition.type:
        case "yes_no":
            return isinstance(value, bool)
        case "choice":
            return value in definition.values
        case "choices":
            return isinstance(value, tuple) and set(value) <= set(definition.values)
        case "place":
            return PLACES.find(value) == value
        case "places":
            return isinstance(value, tuple) and all(PLACES.find(each) == each for each in value)
        case "number":
            return isinstance(value, int | float) and 0 <= value < math.inf
        case "figure":
            return isinstance(value, Figure) and all(0 <= bound.low <= bound.high for bound in value.bounds)
        case "date" | "name":
            return isinstance(value, str) and value != ""
        case "names":
            return isinstance(value, tuple) and all(isinstance(each, str) and each for each in value)
        case "elements":
            return isinstance(value, tuple) and all(
                inner.value is UNKNOWN or fits((VOCABULARY.find(f"{definition.of}.{short}") or definition).name, inner.value)
                for each in value
                for short, inner in each.facts.items()
            )
        case _:
            kinds = ("path", "url", "attested", "stated")
            unread = [(each.words is None) == (each.kind in kinds[:2]) for each in value]
            return isinstance(value, tuple) and all(unread) and {each.kind for each in value} <= set(kinds)


@settings(max_examples=400)
@given(st.sampled_from(sorted(VOCABULARY.facts)), plain)
def test_any_value_is_taken_as_its_type_or_told(name: str, text: str) -> None:
    found = Faults()
    read = Reader(VOCABULARY, PLACES, found).fact(VOCABULARY.facts[name], node(f"a: {text}").get("a"))
    if not found.found:
        assert read.value is UNKNOWN or fits(name, read.value)
    assert all(each.message and each.span for each in found.found)


@pytest.mark.parametrize("text", ["2024-02-29", "2000-02-29", "9999-12-31", "0001-01-01"])
def test_a_day(text: str) -> None:
    assert read_day(node(text)) == text


def test_a_day_that_is_none() -> None:
    days = node("[2100-02-29, 2024-00-10, 2024-1-1, '\uff12\uff10\uff12\uff14-01-01', [x], 20240101, '']").items
    assert [read_day(each) for each in days] == [""] * 7
    assert read_day(None) == ""

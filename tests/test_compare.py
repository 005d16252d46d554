"""Leaves: each operator of each type against another way to say the same."""

from __future__ import annotations

import itertools
import math
import operator as op
from typing import Any

import pytest
from given import PLACES, VOCABULARY

from licensecheck.engine.compare import compare, folded, folded_words, tag_within
from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth, truth_of
from licensecheck.facts.figures import Estimate
from licensecheck.facts.values import Item
from licensecheck.policy.conditions import OPERATORS
from licensecheck.policy.model import Leaf

MIRROR = {"greater_than": op.gt, "at_least": op.ge, "less_than": op.lt, "at_most": op.le}


def leaf(operator: str, constant: Any, places: tuple[str, ...] = ()) -> Leaf:
    return Leaf("a", operator, constant, places=places)


def truth(kind: str, value: Any, operator: str, constant: Any, places: tuple[str, ...] = ()) -> Truth:
    return compare(kind, value, leaf(operator, constant, places), PLACES)


def joined(answers: set[bool]) -> Truth:
    """What all possible answers come to."""
    return truth_of(answers.pop()) if len(answers) == 1 else UNSURE


@pytest.mark.parametrize(("value", "constant"), list(itertools.product((True, False), repeat=2)))
def test_yes_and_no(value: bool, constant: bool) -> None:
    assert truth("yes_no", value, "is", constant) is truth_of(value == constant)


# figures and numbers -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("operator", OPERATORS["figure"])
def test_a_figure_compares_as_all_that_it_can_be(operator: str) -> None:
    for low, high, constant in itertools.product(range(5), (*range(5), math.inf), (0, 1, 2, 3, 4, 2.5)):
        if low <= high:
            possible = [each / 2 for each in range(2 * low, 2 * int(min(high, 9)) + 1)]
            expected = joined({MIRROR[operator](each, constant) for each in possible})
            assert truth("figure", Estimate(low, high), operator, constant) is expected


@pytest.mark.parametrize("operator", OPERATORS["number"])
def test_a_number_is_compared_as_it_is(operator: str) -> None:
    for value, constant in itertools.product((0, 1, 17.5, 18, 19, 10**30), (0, 18, 18.0)):
        assert truth("number", value, operator, constant) is truth_of(MIRROR[operator](value, constant))
    assert truth("number", math.nan, operator, 18) is FALSE  # nobody claimed one


@pytest.mark.parametrize("day", ["2024-06-29", "2024-06-30", "2024-07-01", ""])
def test_days(day: str) -> None:
    assert truth("date", day, "before", "2024-06-30") is truth_of(day == "2024-06-29")
    assert truth("date", day, "on_or_after", "2024-06-30") is truth_of(day in ("2024-06-30", "2024-07-01"))


# trees ---------------------------------------------------------------------------------------------------------------
TREE = ("a", "a/x", "a/x/1", "a/x/2", "a/y", "b", "b/x", "ab", "ab/x")
OTHER = "/*"  # what a node may hold besides the children that are named


def atoms(tag: str) -> frozenset[str]:
    """The finest things that a tag can stand for: its leaves below, and something below that has no name yet."""
    return frozenset(each + OTHER for each in TREE if each == tag or each.startswith(tag + "/"))


def expected_within(declared: str, wanted: tuple[str, ...]) -> Truth:
    covered = frozenset().union(*(atoms(each) for each in wanted))
    return joined({atom in covered for atom in atoms(declared)})


def test_tags_lie_within_the_nodes_above_them() -> None:
    for declared, one, other in itertools.product(TREE, TREE, TREE):
        assert tag_within(declared, (one, other)) is expected_within(declared, (one, other))
        assert truth("choice", declared, "one_of", (one, other)) is expected_within(declared, (one, other))
        assert truth("choice", declared, "is", one) is expected_within(declared, (one,))


def test_nothing_claimed_lies_within_nothing() -> None:
    assert truth("choice", "", "one_of", ("a", "b/x")) is FALSE
    assert truth("place", "", "is", "KR") is FALSE


@pytest.mark.parametrize("count", [0, 1, 2])
def test_choices_against_all_that_they_can_be(count: int) -> None:
    for declared in itertools.combinations(TREE, count):
        for wanted in itertools.combinations(TREE, 2):
            covered = frozenset().union(*(atoms(each) for each in wanted))
            # each declared tag stands for one thing at least; which one is not said
            picks = list(itertools.product(*(atoms(each) for each in declared)))
            some = {any(atom in covered for atom in pick) for pick in picks}
            every = {all(atom in covered for atom in pick) for pick in picks}
            assert truth("choices", declared, "includes_any", wanted) is joined(set(some))
            assert truth("choices", declared, "within", wanted) is joined(set(every))
            assert truth("choices", declared, "includes_other_than", wanted) is joined({not each for each in every})
        for node in TREE:
            first = {any(atom in atoms(node) for atom in pick) for pick in itertools.product(*(atoms(each) for each in declared))}
            assert truth("choices", declared, "includes", node) is joined(first)


@pytest.mark.parametrize(
    ("declared", "operator", "constant", "expected"),
    [
        (("KR", "US"), "includes", "US", TRUE), (("KR", "US"), "includes", "EU", FALSE), (("KR", "DE"), "includes", "EU", TRUE),
        (("EEA",), "includes", "EU", UNSURE), (("WORLD",), "includes_any", ("KP", "IR"), UNSURE),
        (("EU",), "includes_any", ("DE",), UNSURE),
        (("KR",), "includes_other_than", ("KR", "US"), FALSE), (("KR", "JP"), "includes_other_than", ("KR", "US"), TRUE),
        (("EEA",), "includes_other_than", ("EU",), UNSURE), (("DE", "FR"), "within", ("EU",), TRUE),
        (("DE", "NO"), "within", ("EU",), FALSE),
        (("EEA",), "within", ("EU",), UNSURE), ((), "within", ("EU",), TRUE), ((), "includes", "EU", FALSE),
        ((), "includes_other_than", ("EU",), FALSE),
        (("UA",), "includes_any", ("UA-43", "UA-14"), UNSURE), (("UA-43",), "includes_any", ("UA-43", "UA-14"), TRUE),
    ],
)  # fmt: skip
def test_places(declared: tuple[str, ...], operator: str, constant: Any, expected: Truth) -> None:
    assert truth("places", declared, operator, constant) is expected


# names ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "prefix", "expected"),
    [
        ("Llama-3-mine", "Llama 3", TRUE), ("Llama_3_mine", "Llama 3", TRUE), ("Llama3mine", "Llama 3", TRUE),
        ("Llama 3", "Llama 3", TRUE),
        ("acme/Llama-3-mine", "Llama 3", TRUE), ("Llama-3/mine", "Llama 3", FALSE), ("llama-3-mine", "Llama 3", UNSURE),
        ("LLAMA 3", "Llama 3", UNSURE), ("Mine-Llama-3", "Llama 3", FALSE), ("Llama", "Llama 3", FALSE),
        ("Ll\u0430ma-3", "Llama 3", FALSE),
        ("", "Llama", FALSE), ("Llama 3", "Llama-3", TRUE),
    ],
)  # fmt: skip
def test_what_a_name_starts_with(name: str, prefix: str, expected: Truth) -> None:
    assert truth("name", name, "starts_with", prefix) is expected


def test_names_are_folded() -> None:
    assert folded("Open_AI - O p-C o") == "openaiopco"
    assert truth("name", "apache 2.0", "is", "Apache-2.0") is TRUE
    assert truth("name", "apache 2.1", "is", "Apache-2.0") is FALSE
    assert truth("name", "MIT", "one_of", ("Apache-2.0", "mit")) is TRUE
    assert truth("name", "", "is", "MIT") is FALSE
    assert truth("names", ("Open AI", "Meta"), "includes", "openai") is TRUE
    assert truth("names", ("Meta",), "includes_any", ("openai", "google")) is FALSE
    assert truth("names", (), "includes", "meta") is FALSE


# evidence ------------------------------------------------------------------------------------------------------------
WORDS = "Built with Llama"
ITEMS = {
    "read, has it": Item("path", "a", "", f"x {WORDS} y"),
    "read, has it not": Item("path", "a", "", "nothing"),
    "not read": Item("path", "a"),
    "a link": Item("url", "u"),
    "attested": Item("attested", "a", "", WORDS),
    "in the docs": Item("attested", "a", "docs", WORDS),
    "in the ui": Item("attested", "a", "ui", WORDS),
    "not read, in the ui": Item("path", "a", "ui"),
}
CONTAIN = {
    "read, has it": (TRUE, UNSURE), "read, has it not": (FALSE, FALSE), "not read": (UNSURE, UNSURE), "a link": (UNSURE, UNSURE),
    "attested": (TRUE, UNSURE), "in the docs": (TRUE, FALSE), "in the ui": (TRUE, TRUE), "not read, in the ui": (UNSURE, UNSURE),
}  # fmt: skip


@pytest.mark.parametrize("name", ITEMS)
def test_one_item_holds_words(name: str) -> None:
    anywhere, in_ui = CONTAIN[name]
    assert truth("evidence", (ITEMS[name],), "contain", WORDS) is anywhere
    assert truth("evidence", (ITEMS[name],), "contain", WORDS, ("ui", "website")) is in_ui


def test_some_item_is_enough() -> None:
    rank = {FALSE: 0, UNSURE: 1, TRUE: 2}
    for one, other in itertools.product(ITEMS, ITEMS):
        for at in (0, 1):
            places = ("ui",) if at else ()
            expected = max(CONTAIN[one][at], CONTAIN[other][at], key=lambda each: rank[each])
            assert truth("evidence", (ITEMS[one], ITEMS[other]), "contain", WORDS, places) is expected


def test_words_and_place_must_be_those_of_one_item() -> None:
    apart = (Item("attested", "a", "docs", WORDS), Item("attested", "b", "ui", "something else"))
    assert truth("evidence", apart, "contain", WORDS, ("ui",)) is FALSE


@pytest.mark.parametrize("constant", [True, False])
def test_whether_there_is_any(constant: bool) -> None:
    for items, there in [
        ((), FALSE),
        ((ITEMS["not read"],), UNSURE),
        ((ITEMS["attested"],), TRUE),
        ((Item("stated", "", "", ""),), TRUE),
    ]:
        expected = there if constant else {TRUE: FALSE, FALSE: TRUE, UNSURE: UNSURE}[there]
        assert truth("evidence", items, "is", constant) is expected


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("BUILT WITH LLAMA", FALSE), ("Built\n  with\tLlama", TRUE), ("\u201cBuilt with Llama\u201d", TRUE),
        ("Built\u00a0with Llama", TRUE),
        ("Built with Llamas", FALSE), ("Built with Llama.", TRUE), ("Built with Llama.\nMore", TRUE),
        ("Built with Llama-based", FALSE),
        ("NotBuilt with Llama", FALSE), ("Built with Llama2 and Built with Llama", TRUE), ("", FALSE),
    ],
)  # fmt: skip
def test_words_are_found_by_themselves(text: str, held: Truth) -> None:
    assert truth("evidence", (Item("path", "a", "", text),), "contain", WORDS) is held


def test_how_words_are_folded() -> None:
    written = " \u201ca\u201d \u2018b\u2019\u2013\u2014 (c) (C)\u00a0\u00a9\n\n x "
    assert folded_words(written) == "\"a\" 'b'-- \u00a9 \u00a9 \u00a9 x"


def test_every_type_and_operator_is_known() -> None:
    samples: dict[str, Any] = {
        "yes_no": True, "choice": "a", "choices": ("a",), "place": "KR", "places": ("KR",), "figure": Estimate(1, 1), "number": 1,
        "date": "2024-06-30", "name": "a", "names": ("a",), "evidence": (ITEMS["attested"],),
    }  # fmt: skip
    constants: dict[str, Any] = {
        "yes_no": True,
        "figure": 1,
        "number": 1,
        "date": "2024-06-30",
        "place": "KR",
        "places": "KR",
        "evidence": "x",
    }
    assert set(OPERATORS) == set(samples)
    assert {definition.type for definition in VOCABULARY.facts.values()} <= {*OPERATORS, "elements"}
    lists = ("one_of", "includes_any", "includes_other_than", "within")
    for kind, operators in OPERATORS.items():
        for operator in operators:
            constant = constants.get(kind, "a")
            found = truth(kind, samples[kind], operator, (constant,) if operator in lists else constant)
            assert found in (TRUE, FALSE), (kind, operator)

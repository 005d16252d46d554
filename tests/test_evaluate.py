"""Conditions: the trace is the evaluation, and learning a fact never takes an answer back."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from given import PLACES, VOCABULARY, clause, condition, world
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck.engine.evaluate import Trace, all_traces, evaluate, evaluate_clause, leaf_traces, open_leaves
from licensecheck.engine.judge import NOT_APPLICABLE, PASS, Verdict, judge
from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth, all_of, any_of, negate
from licensecheck.engine.world import World
from licensecheck.facts.values import UNKNOWN, Element, Fact
from licensecheck.policy.model import All, Clause, Condition, Excuse, Leaf, Not
from licensecheck.policy.model import Any as Some

COMMERCIAL, PAID, REVIEW = "deployment.commercial", "deployment.paid", "deployment.human_review"
STATES = {TRUE: "yes", FALSE: "no", UNSURE: None}


def facts(*truths: Truth) -> dict[str, str]:
    names = (COMMERCIAL, PAID, "deployment.parental_consent")
    return {name: STATES[truth] for name, truth in zip(names, truths, strict=False) if STATES[truth]}  # type: ignore[misc]


ONE, TWO, THREE = (Leaf(name, "is", True) for name in (COMMERCIAL, PAID, "deployment.parental_consent"))
TRIPLES = list(itertools.product((TRUE, FALSE, UNSURE), repeat=3))


@pytest.mark.parametrize("truths", TRIPLES)
def test_conditions_are_the_logic(truths: tuple[Truth, Truth, Truth]) -> None:
    one, two, three = truths
    for written, expected in (
        (ONE, one),
        (Not(ONE), negate(one)),
        (All((ONE, TWO, THREE)), all_of(truths)),
        (Some((ONE, TWO, THREE)), any_of(truths)),
        (All((ONE, Some((TWO, Not(THREE))))), all_of((one, any_of((two, negate(three)))))),
        (Not(All((ONE, TWO))), any_of((negate(one), negate(two)))),
        (All(()), TRUE),
        (Some(()), FALSE),
    ):
        trace = evaluate(written, world(facts(*truths)))
        assert (trace.truth, trace.condition) == (expected, written)
        check(trace)


def check(trace: Trace) -> None:
    """Every part of a trace explains the whole."""
    parts = [part.truth for part in trace.parts]
    match trace.condition:
        case Leaf():
            assert trace.outcome is not None
            assert trace.outcome.truth is trace.truth
        case Not():
            assert [trace.truth] == [negate(each) for each in parts]
        case All(inner):
            assert (trace.truth, len(parts)) == (all_of(parts), len(inner))
        case Some(inner):
            assert (trace.truth, len(parts)) == (any_of(parts), len(inner))
    for part in trace.parts:
        check(part)


def test_every_part_is_looked_at() -> None:
    trace = evaluate(All((ONE, Some((TWO, THREE)))), world(facts(FALSE, TRUE, UNSURE)))
    assert [(each.condition, each.truth) for each in leaf_traces(trace)] == [(ONE, FALSE), (TWO, TRUE), (THREE, UNSURE)]


@pytest.mark.parametrize("truths", TRIPLES)
def test_only_open_leaves_that_matter_are_open(truths: tuple[Truth, Truth, Truth]) -> None:
    trace = evaluate(All((ONE, Some((TWO, THREE)))), world(facts(*truths)))
    open_ones = [each.condition for each in open_leaves(trace)]
    if trace.truth is not UNSURE:
        assert open_ones == []
        return
    # each open leaf can still change the answer, and no other can
    for leaf, at in ((ONE, 0), (TWO, 1), (THREE, 2)):
        decides = False
        for rest in itertools.product((TRUE, FALSE), repeat=3):
            filled = [mine if mine is not UNSURE else other for mine, other in zip(truths, rest, strict=True)]
            answers = set()
            for value in (TRUE, FALSE):
                changed = [*filled]
                changed[at] = value
                answers.add(all_of((changed[0], any_of(changed[1:]))))
            decides |= len(answers) == 2
        assert (leaf in open_ones) is (truths[at] is UNSURE and decides)


def test_no_trace_no_leaves() -> None:
    assert (leaf_traces(None), open_leaves(None)) == ((), ())


@pytest.mark.parametrize("truths", TRIPLES)
def test_a_clause_binds_unless_an_exception_holds(truths: tuple[Truth, Truth, Truth]) -> None:
    one, two, three = truths
    rule = clause(
        "deployment.commercial: {is: yes}", unless=("deployment.paid: {is: yes}", "deployment.parental_consent: {is: yes}")
    )
    found = evaluate_clause(rule, world(facts(*truths)))
    assert found.binds is all_of((one, negate(any_of((two, three)))))
    assert (found.met, found.requires) == (FALSE, None)
    assert [each.truth for each in all_traces(found)] == [one, two, three]


def test_what_is_required() -> None:
    rule = clause(requires="{all: [{deployment.paid: {is: yes}}, {not: {deployment.commercial: {is: yes}}}]}")
    assert [evaluate_clause(rule, world(facts(*each))).met for each in ((FALSE, TRUE), (TRUE, TRUE), (UNSURE, TRUE))] == [
        TRUE,
        FALSE,
        UNSURE,
    ]


def test_a_leaf_is_looked_up_once_but_for_elements() -> None:
    here = world({COMMERCIAL: "yes"})
    leaf = condition("deployment.commercial: {is: yes}")
    assert evaluate(leaf, here) is evaluate(leaf, here)
    assert evaluate(leaf, here) is evaluate(leaf, here._replace(element=Element("u", {"commercial": Fact(False)})))
    inner = condition("use.commercial: {is: yes}")
    assert evaluate(inner, here._replace(element=Element("u", {"commercial": Fact(False)}))).truth is FALSE
    assert evaluate(inner, here._replace(element=Element("v", {}))).truth is TRUE


# learning ------------------------------------------------------------------------------------------------------------
VALUES: dict[str, list[Any]] = {
    COMMERCIAL: [True, False],
    REVIEW: ["none", "generalist", "qualified_professional"],
    "deployment.audience": [(), ("consumers",), ("consumers/patients", "employees"), ("minors",)],
    "deployment.regions": [(), ("KR",), ("EEA",), ("DE", "UA"), ("WORLD",)],
    "organization.country": ["KR", "DE", "EU", "UA-43"],
    "deployment.minimum_age": [13, 18],
    "organization.founded": ["2023-01-01", "2024-07-01"],
}
LEAVES: list[Condition] = [
    condition(text)
    for text in (
        f"{COMMERCIAL}: {{is: yes}}", f"{COMMERCIAL}: {{is: no}}", f"{REVIEW}: {{is: none}}",
            f"{REVIEW}: {{one_of: [none, generalist]}}",
        "deployment.audience: {includes: consumers/patients}", "deployment.audience: {within: [consumers, minors]}",
        "deployment.audience: {includes_other_than: [consumers/patients]}", "deployment.regions: {includes: EU}",
        "deployment.regions: {includes_any: [UA-43, KP]}", "deployment.regions: {within: [EEA]}",
        "organization.country: {one_of: [EU, KR]}",
        "deployment.minimum_age: {at_least: 18}", "organization.founded: {before: 2024-01-01}",
    )
]  # fmt: skip
leaves = st.sampled_from(LEAVES)
flat = leaves | leaves.map(Not) | st.lists(leaves, min_size=1, max_size=3).map(lambda each: All(tuple(each)))
conditions = flat | st.lists(flat, min_size=1, max_size=3).map(lambda each: Some(tuple(each))) | flat.map(Not)
known = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


def with_values(values: dict[str, Any]) -> World:
    near = {name: Fact(value) for name, value in values.items()}
    return world(presume=False)._replace(near=near, vocabulary=VOCABULARY, places=PLACES)


@settings(max_examples=400)
@given(conditions, known, st.data())
def test_learning_a_fact_never_takes_an_answer_back(written: Condition, values: dict[str, Any], data: st.DataObject) -> None:
    before = evaluate(written, with_values(values))
    more = dict(values)
    for name in sorted(set(VALUES) - set(values)):
        more[name] = data.draw(st.sampled_from([*VALUES[name], UNKNOWN]))
    after = evaluate(written, with_values(more))
    assert before.truth is UNSURE or after.truth is before.truth
    check(before)


rules = st.builds(
    lambda kind, when, excuse, needs: Clause("c", kind, "1", "t", when, excuse, needs, "s", (), "text", False, "", "", ""),
    st.sampled_from(("right", "use", "duty")),
    conditions,
    st.lists(conditions.map(lambda each: Excuse("9", each)), max_size=2).map(tuple),
    st.none() | conditions,
)


@settings(max_examples=400)
@given(rules, known, st.data())
def test_learning_a_fact_never_flips_a_verdict(rule: Clause, values: dict[str, Any], data: st.DataObject) -> None:
    before = judge(rule, with_values(values))
    name = data.draw(st.sampled_from(sorted(VALUES)))
    after = judge(rule, with_values({name: data.draw(st.sampled_from(VALUES[name])), **values}))
    settled = {NOT_APPLICABLE: "free", PASS: "free", Verdict.FAIL: "fail"}
    if before.verdict in settled:
        assert settled.get(after.verdict) == settled[before.verdict]
    # whoever is left in doubt is asked something, and never something that is known
    if before.verdict is Verdict.UNKNOWN:
        assert before.asks
        assert all(ask.fact in VALUES for ask in before.asks)
    else:
        assert before.asks == ()

"""The verdict on a clause: the whole table, what is asked, and the worst of a list."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from given import clause, condition, world

from licensecheck.engine.judge import DUE, NOT_APPLICABLE, PASS, Ask, Verdict, decide, judge
from licensecheck.engine.truth import FALSE, TRUE, UNSURE
from licensecheck.facts.values import UNKNOWN, Fact
from licensecheck.policy.model import Clause

FAIL, OPEN = Verdict.FAIL, Verdict.UNKNOWN
TRUTHS = (TRUE, FALSE, UNSURE)
SAYS = {TRUE: "yes", FALSE: "no", UNSURE: "unknown"}

# rows: binds true, false, unknown; columns: met true, false, unknown
TABLE = {
    "right": ((PASS, FAIL, OPEN), (NOT_APPLICABLE,) * 3, (PASS, OPEN, OPEN)),
    "use": ((PASS, FAIL, OPEN), (NOT_APPLICABLE,) * 3, (PASS, OPEN, OPEN)),
    "duty": ((PASS, FAIL, DUE), (NOT_APPLICABLE,) * 3, (PASS, OPEN, OPEN)),
}
STANDING = (PASS, NOT_APPLICABLE, NOT_APPLICABLE)
CELLS = list(itertools.product(TABLE, range(3), range(3)))


def rule(kind: str, basis: str = "text", requires: str | None = "deployment.paid: {is: yes}") -> Clause:
    return clause("deployment.commercial: {is: yes}", requires, kind=kind, basis=basis)


def facts(binds: int, met: int) -> dict[str, str]:
    return {"deployment.commercial": SAYS[TRUTHS[binds]], "deployment.paid": SAYS[TRUTHS[met]]}


@pytest.mark.parametrize(("kind", "binds", "met"), CELLS)
def test_the_table(kind: str, binds: int, met: int) -> None:
    expected = TABLE[kind][binds][met]
    judged = judge(rule(kind), world(facts(binds, met)))
    assert judged.verdict is expected
    assert decide(rule(kind), TRUTHS[binds], TRUTHS[met]) is expected
    # a question is asked where the verdict is unknown, about binding first, and about what is required once it binds
    asked = {"deployment.commercial"} if binds == 2 else {"deployment.paid"}
    assert {ask.fact for ask in judged.asks} == (asked if expected is OPEN else set())


@pytest.mark.parametrize(("kind", "binds", "met"), CELLS)
def test_the_table_at_second_hand(kind: str, binds: int, met: int) -> None:
    expected = TABLE[kind][binds][met]
    unread = judge(rule(kind, "secondary"), world(facts(binds, met)))
    read = judge(rule(kind, "secondary"), world(facts(binds, met)), secondary_read=True)
    if expected is NOT_APPLICABLE:
        assert (unread.verdict, unread.asks, read.verdict) == (NOT_APPLICABLE, (), NOT_APPLICABLE)
        return
    assert (unread.verdict, read.verdict) == (OPEN, PASS)
    assert unread.asks == ((Ask("reading.terms_read"),) if binds == 0 else (Ask("deployment.commercial"),))


@pytest.mark.parametrize(("kind", "binds"), list(itertools.product(TABLE, range(3))))
@pytest.mark.parametrize("basis", ["text", "quotation", "secondary"])
def test_standing_clauses_are_listed_and_never_ask(kind: str, binds: int, basis: str) -> None:
    standing = clause("deployment.commercial: {is: yes}", kind=kind, basis=basis, standing=True)
    judged = judge(standing, world(facts(binds, 0)))
    assert (judged.verdict, judged.asks) == (STANDING[binds], ())


@pytest.mark.parametrize("kind", TABLE)
def test_to_be_bound_by_a_prohibition_is_to_be_in_breach(kind: str) -> None:
    prohibition = rule(kind, requires=None)
    assert [judge(prohibition, world(facts(binds, 0))).verdict for binds in range(3)] == [FAIL, NOT_APPLICABLE, OPEN]
    assert judge(clause(kind=kind), world()).verdict is FAIL


def test_a_quotation_decides_like_the_text() -> None:
    for kind, binds, met in CELLS:
        assert judge(rule(kind, "quotation"), world(facts(binds, met))).verdict is TABLE[kind][binds][met]


def test_worse_is_larger() -> None:
    assert sorted(Verdict) == [NOT_APPLICABLE, PASS, DUE, OPEN, FAIL]
    assert [verdict.word for verdict in sorted(Verdict)] == ["not_applicable", "pass", "due", "unknown", "fail"]


# what is asked -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("applies", "unless", "known", "asks"),
    [
        ("deployment.commercial: {is: yes}", (), {}, [Ask("deployment.commercial")]),
        ("{all: [{deployment.commercial: {is: yes}}, {deployment.paid: {is: yes}}]}", (), {},
            [Ask("deployment.commercial"), Ask("deployment.paid")]),
        ("{any: [{deployment.commercial: {is: yes}}, {deployment.commercial: {is: no}}]}", (), {}, [Ask("deployment.commercial")]),
        ("deployment.commercial: {is: yes}", ("deployment.paid: {is: yes}",), {},
            [Ask("deployment.commercial"), Ask("deployment.paid")]),
        ("deployment.commercial: {is: yes}", ("deployment.paid: {is: yes}",), {"deployment.commercial": "yes"},
            [Ask("deployment.paid")]),
        ("deployment.commercial: {is: yes}", ("deployment.paid: {is: yes}",), {"deployment.paid": "no"},
            [Ask("deployment.commercial")]),
        # a derived fact asks for its inputs
        ("availability: {is: retired}", (), {}, [Ask("model.still_served")]),
        ("model.access: {is: api}", (), {}, [Ask("model.channel")]),
        ("agreement: {is: in_force}", (), {}, [Ask("organization.agreements")]),
        # a figure asks for its period and its entity
        (
            "organization.monthly_active_users: {of: group, in: month_before_release, greater_than: 5}", (), {},
            [Ask("organization.monthly_active_users", "2024-06", "group")],
        ),
        (
            "{any: [{organization.annual_revenue_usd: {of: own, at_least: 5}}, {organization.annual_revenue_usd: {at_least: 9}}]}",
            (), {},
            [Ask("organization.annual_revenue_usd", "2025", "own"), Ask("organization.annual_revenue_usd", "2025", "group")],
        ),
    ],
)  # fmt: skip
def test_questions(applies: str, unless: tuple[str, ...], known: dict[str, str], asks: list[Ask]) -> None:
    assert list(judge(clause(applies, unless=unless), world(known)).asks) == asks


def test_an_exception_that_nobody_claims_is_not_asked_about() -> None:
    rule = clause("deployment.commercial: {is: yes}", unless=("model.received_as: {is: integrated_end_user_product}",))
    assert judge(rule, world({"deployment.commercial": "yes"})).verdict is FAIL
    claimed = {"deployment.commercial": "yes", "model.received_as": "integrated_end_user_product"}
    assert judge(rule, world(claimed)).verdict is NOT_APPLICABLE


def test_what_was_presumed_is_listed() -> None:
    rule = clause("{any: [{organization.restricted_party: {is: yes}}, {organization.monthly_active_users: {greater_than: 5}}]}")
    judged = judge(rule, world({"organization.monthly_active_users": "3"}))
    assert (judged.verdict, judged.presumed) == (
        NOT_APPLICABLE,
        ("organization.restricted_party", "organization.monthly_active_users"),
    )
    said = {"organization.monthly_active_users": "{2026-10: 3}", "organization.restricted_party": "no"}
    assert judge(rule, world(said)).presumed == ()
    assert judge(rule, world({"organization.monthly_active_users": "3"}, presume=False)).verdict is OPEN


# lists of elements ---------------------------------------------------------------------------------------------------
USES = clause("use.kind: {one_of: [legal, military]}", "use.human_review: {is: qualified_professional}", for_each="deployment.uses")


@pytest.mark.parametrize(
    ("uses", "verdict", "asks", "element"),
    [
        (None, OPEN, ["deployment.uses"], None),
        ("unknown", OPEN, ["deployment.uses"], None),
        ("[]", NOT_APPLICABLE, [], None),
        ("[ordinary]", NOT_APPLICABLE, [], "ordinary"),
        ("[legal]", OPEN, ["deployment.human_review"], "legal"),
        ("[{legal: {human_review: none}}]", FAIL, [], "legal"),
        ("[{legal: {human_review: qualified_professional}}]", PASS, [], "legal"),
        ("[ordinary, {legal: {human_review: qualified_professional}}, health]", PASS, [], "legal"),
        ("[{legal: {human_review: qualified_professional}}, {military: {human_review: none}}]", FAIL, [], "military"),
        ("[military, {legal: {human_review: none}}]", FAIL, [], "legal"),
        ("[{human_review: none}]", OPEN, ["use.kind"], "use"),
        # elements that are in doubt for different reasons ask all their questions at once
        ("[legal, {human_review: none}]", OPEN, ["deployment.human_review", "use.kind"], "legal"),
    ],
)
def test_the_worst_element_counts(uses: str | None, verdict: Verdict, asks: list[str], element: str | None) -> None:
    judged = judge(USES, world({"deployment.uses": uses} if uses else {}))
    assert (judged.verdict, [ask.fact for ask in judged.asks], judged.element and judged.element.name) == (verdict, asks, element)


RANKED = {
    "ordinary": NOT_APPLICABLE, "{legal: {human_review: qualified_professional}}": PASS, "military": OPEN,
    "{legal: {human_review: none}}": FAIL,
}  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_list_comes_out_as_its_worst_in_any_order(count: int) -> None:
    for chosen in itertools.product(RANKED, repeat=count):
        judged = judge(USES, world({"deployment.uses": f"[{', '.join(chosen)}]"}))
        assert judged.verdict is max(RANKED[each] for each in chosen)
        assert [each.verdict for each in judged.each] == [RANKED[each] for each in chosen]


def test_one_review_does_not_cover_another_use() -> None:
    known = {"deployment.human_review": "qualified_professional", "deployment.uses": "[legal, {military: {human_review: none}}]"}
    assert judge(USES, world(known)).verdict is FAIL
    known["deployment.uses"] = "[legal, military]"
    assert judge(USES, world(known)).verdict is PASS


def test_a_list_presumed_empty_is_a_presumption() -> None:
    trains = clause("trained.kind: {is: llm}", for_each="outputs.trains")
    judged = judge(trains, world())
    assert (judged.verdict, judged.presumed) == (NOT_APPLICABLE, ("outputs.trains",))
    assert judge(trains, world({"outputs.trains": "[]"})).presumed == ()
    assert judge(trains, world(presume=False)).verdict is OPEN
    assert judge(trains, world({"outputs.trains": "[llm]"})).verdict is FAIL


def test_two_conditions_speak_of_one_and_the_same_element() -> None:
    both = clause("{all: [{trained.kind: {is: llm}}, {trained.distributed: {is: yes}}]}", for_each="outputs.trains")
    apart = "[{kind: llm, distributed: no}, {kind: classifier, distributed: yes}]"
    assert judge(both, world({"outputs.trains": apart})).verdict is NOT_APPLICABLE
    assert judge(both, world({"outputs.trains": "[{kind: llm, distributed: yes}]"})).verdict is FAIL


def test_standing_clauses_over_a_list_nobody_gave() -> None:
    standing = clause("use.kind: {is: legal}", for_each="deployment.uses", standing=True)
    assert judge(standing, world())[:3] == (NOT_APPLICABLE, None, ())


def test_all_of_a_judgement_is_comparable() -> None:
    first, second = (judge(USES, world({"deployment.uses": "[legal]"})) for _ in range(2))
    assert first._replace(evaluation=None, each=()) == second._replace(evaluation=None, each=())


def test_at_second_hand_each_element_waits_to_be_read() -> None:
    secondary = USES._replace(basis="secondary")
    judged = judge(secondary, world({"deployment.uses": "[ordinary, {legal: {human_review: none}}]"}))
    assert (judged.verdict, judged.asks) == (OPEN, (Ask("reading.terms_read"),))


def test_a_fact_of_the_binding_decides_over_the_declared_one() -> None:
    known: dict[str, Any] = {"deployment.commercial": Fact(UNKNOWN, "derived")}
    here = world({"deployment.commercial": "no"})
    assert judge(clause("deployment.commercial: {is: yes}"), here).verdict is NOT_APPLICABLE
    assert judge(clause("deployment.commercial: {is: yes}"), here.having(known)).verdict is OPEN
    assert condition("deployment.commercial: {is: yes}") == condition("deployment.commercial: {is: true}")

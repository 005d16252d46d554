"""Waivers: they hold while the facts stay as they were, and say so when they do not."""

from __future__ import annotations

import pytest
from given import clause, world

from licensecheck.catalog.binding import Issue
from licensecheck.engine.findings import Finding, Note
from licensecheck.engine.judge import PASS, Verdict, judge
from licensecheck.engine.waive import apply_waivers, grounds, notes, seal, without_model
from licensecheck.facts.deployment import Waiver
from licensecheck.policy.model import Clause, PinnedText
from licensecheck.source.diagnostic import Span

RULE = clause("organization.monthly_active_users: {greater_than: 700}", "agreement: {is: in_force}", kind="right")
USES = clause("use.kind: {one_of: [military, nuclear]}", for_each="deployment.uses")
TEXT = PinnedText("license", "https://x.example", "aaaa", "2026-01-01", "frozen")
SPAN = Span("deploy.yaml", 9, 5, 9, 60)
TODAY = "2026-06-15"


def finding(known: dict[str, str], rule: Clause = RULE, text: PinnedText | None = TEXT) -> Finding:
    judged = judge(rule, world({"agreement": "none", **known}))
    return Finding("policy", rule, judged.verdict, judged, text=text)


def users(count: int) -> Finding:
    return finding({"organization.monthly_active_users": f"{count}"})


def uses(written: str) -> Finding:
    return finding({"deployment.uses": written}, USES)


def waiver(of: Finding, **changes: object) -> Waiver:
    given = Waiver("policy/c", "model", "why", "Kim", "2026-01-01", "2026-12-31", seal(of), SPAN)
    return given._replace(**changes)  # type: ignore[arg-type]


def applied(of: Finding, *waivers: Waiver, as_of: str = TODAY) -> tuple[bool, list[tuple[str, str]]]:
    """Whether the finding is waived, and how each waiver stands."""
    (found,), signed = apply_waivers("model", (of,), waivers, as_of)
    assert found.verdict is of.verdict  # a waived fail prints as waived, and stays a fail
    assert found.red is (of.verdict > PASS and found.waived is None)
    head = "the waiver of `policy/c` for `model` (Kim) "
    assert all(each.says.startswith(head) for each in signed if each.says)
    return found.waived is not None, [(each.state, each.says.removeprefix(head)) for each in signed]


IN_FORCE = [("in force", "")]


def test_a_waiver_in_force() -> None:
    failed = users(701)
    assert failed.verdict is Verdict.FAIL
    assert applied(failed, waiver(failed)) == (True, IN_FORCE)
    assert applied(failed) == (False, [])


def test_what_a_waiver_is_bound_to() -> None:
    assert grounds(users(701)) == (
        ("verdict", "fail"),
        ("text", "aaaa"),
        ("agreement is in_force", "false"),
        ("organization.monthly_active_users greater_than 700 (group, previous_month)", "true"),
    )
    assert grounds(uses("[military, ordinary]")) == (
        ("verdict", "fail"),
        ("text", "aaaa"),
        ("military: use.kind one_of military, nuclear", "true"),
    )


def test_the_name_of_a_long_condition_is_cut_and_stays_its_own() -> None:
    names = [
        grounds(finding({}, clause("", f"evidence.notice: {{contain: {'x' * 300}{end}}}", kind="duty")))[-1][0] for end in "ab"
    ]
    assert [len(name) for name in names] == [214, 214]
    assert names[0][:202] == names[1][:202] == f"evidence.notice contain {'x' * 176}… "
    assert names[0] != names[1]


def test_a_text_without_a_hash_is_bound_to_the_day_it_was_read() -> None:
    bare = finding({"organization.monthly_active_users": "701"}, text=TEXT._replace(sha256=""))
    assert ("text", "as read on 2026-01-01") in grounds(bare)


def test_it_holds_while_a_count_moves_and_lapses_when_a_threshold_is_crossed() -> None:
    assert seal(users(701)) == seal(users(9_000)) == seal(finding({"organization.monthly_active_users": "{at_least: 800}"}))
    doubtful = finding({"organization.monthly_active_users": "{at_least: 5}"})
    assert doubtful.verdict is Verdict.UNKNOWN
    assert len({seal(users(701)), seal(users(5)), seal(doubtful)}) == 3
    says = "lapsed: the facts or the terms have changed since it was signed; the finding stands as fail"
    assert applied(users(701), waiver(users(5))) == (False, [("lapsed", says)])


def test_a_waiver_that_says_what_it_was_granted_on_says_what_changed() -> None:
    signed = users(701)._replace(text=TEXT._replace(sha256="bbbb"), work="acme/old")
    says = "lapsed: since it was signed `text` went from bbbb to aaaa, `work` fell away (acme/old); the finding stands as fail"
    assert applied(users(702), waiver(signed, grounds=grounds(signed))) == (False, [("lapsed", says)])
    other = (("verdict", "fail"), *((f"condition {number}", "true") for number in range(5)))
    says = (
        "lapsed: since it was signed `text` came in (aaaa), `agreement is in_force` came in (false), "
        "`organization.monthly_active_users greater_than 700 (group, previous_month)` came in (true), `condition 0` fell away (true), and 4 more; "
        "the finding stands as fail"
    )
    assert applied(users(702), waiver(signed, grounds=other)) == (False, [("lapsed", says)])


def test_what_stands_under_while_is_what_was_sealed() -> None:
    """A reviewer reads `while`; the seal of something else beside it accepts nothing."""
    failed = users(701)
    assert applied(failed, waiver(failed, grounds=grounds(failed))) == (True, IN_FORCE)
    says = "lapsed: its seal is not the one of what stands under `while`; the finding stands as fail"
    assert applied(failed, waiver(users(5), grounds=grounds(failed))) == (False, [("lapsed", says)])
    milder = tuple(each for each in grounds(failed) if "agreement" not in each[0])
    says = "lapsed: since it was signed `agreement is in_force` came in (false); the finding stands as fail"
    assert applied(failed, waiver(failed, grounds=milder)) == (False, [("lapsed", says)])


def test_an_unknown_is_not_waived() -> None:
    doubtful = finding({"organization.monthly_active_users": "{at_least: 5}"})
    says = "lapsed: the finding is unknown, and a waiver accepts only what is known; the finding stands as unknown"
    assert applied(doubtful, waiver(doubtful)) == (False, [("lapsed", says)])
    says = (
        "lapsed: since it was signed `verdict` went from fail to unknown, "
        "`organization.monthly_active_users greater_than 700 (group, previous_month)` went from true to unknown; the finding stands as unknown"
    )
    signed = waiver(users(701), grounds=grounds(users(701)))
    assert applied(doubtful, signed) == (False, [("lapsed", says)])


def test_a_duty_that_is_due_may_be_waived() -> None:
    due = finding({}, clause("", "evidence.notice: {contain: words}", kind="duty"))
    assert due.verdict is Verdict.DUE
    assert applied(due, waiver(due)) == (True, IN_FORCE)


def test_it_lapses_with_the_text_of_the_terms() -> None:
    failed = users(701)
    assert len({seal(failed), seal(failed._replace(text=TEXT._replace(sha256="bbbb"))), seal(failed._replace(text=None))}) == 3
    assert len({seal(failed), seal(failed._replace(policy="other")), seal(failed._replace(clause=RULE._replace(id="d")))}) == 3


def test_it_lapses_when_the_rule_asks_something_else() -> None:
    rule = clause("organization.monthly_active_users: {greater_than: 699}", "agreement: {is: in_force}", kind="right")
    assert seal(finding({"organization.monthly_active_users": "701"}, rule)) != seal(users(701))


def test_one_work_is_not_another() -> None:
    """Two parents under one license are two findings: who accepts one has not accepted the other."""
    one, other = users(701)._replace(work="acme/one"), users(701)._replace(work="acme/other")
    found, signed = apply_waivers("model", (one, other), (waiver(one),), TODAY)
    assert [each.waived is not None for each in found] == [True, False]
    assert [each.state for each in signed] == ["in force"]


def test_one_issue_is_not_another_of_its_kind() -> None:
    def issue(parent: str) -> Finding:
        said = Issue("unknown-parent", "right", "fail", f"Nobody knows `{parent}`", "It is so.", ())
        return users(701)._replace(issue=said)

    found, _ = apply_waivers("model", (issue("a"), issue("b")), (waiver(issue("b")),), TODAY)
    assert [each.waived is not None for each in found] == [False, True]


def test_it_lapses_with_another_activity() -> None:
    military = uses("[military]")
    assert military.verdict is Verdict.FAIL
    assert seal(military) == seal(uses("[military, ordinary]")) == seal(uses("[ordinary, military]"))
    assert (
        len({seal(military), seal(uses("[nuclear]")), seal(uses("[military, nuclear]")), seal(uses("[military/logistics]"))}) == 4
    )
    assert seal(uses("[military, nuclear]")) == seal(uses("[nuclear, military]"))
    assert applied(uses("[military, nuclear]"), waiver(military))[0] is False


@pytest.mark.parametrize(
    ("as_of", "holds", "stands"),
    [
        ("2025-12-31", False, ("future", "starts on 2026-01-01: until then the finding stands as fail")),
        ("2026-01-01", True, ("in force", "")),
        ("2026-11-30", True, ("in force", "")),
        ("2026-12-01", True, ("ending", "ends in 30 days, on 2026-12-31: then the finding stands as fail")),
        ("2026-12-30", True, ("ending", "ends in 1 day, on 2026-12-31: then the finding stands as fail")),
        ("2026-12-31", True, ("ending", "today is its last day: then the finding stands as fail")),
        ("2027-01-01", False, ("expired", "expired on 2026-12-31: the finding stands as fail")),
    ],
)
def test_it_holds_from_the_first_day_to_the_last(as_of: str, holds: bool, stands: tuple[str, str]) -> None:
    failed = users(701)
    assert applied(failed, waiver(failed), as_of=as_of) == (holds, [stands])


def test_it_waives_only_what_it_names() -> None:
    """Every model and every clause that it could name, and every pattern that could mean them: one finding is waived, or none."""
    failed = users(701)
    names = ("policy/c", "policy/d", "other/c", "c", "policy", "policy/", "/c", "policy/*", "*", "*/*", "POLICY/C", "policy/c ", "")
    models = ("model", "other", "mod", "model/x", "*", "m*", "", "MODEL")
    found = {
        (policy, rule, model): users(701)._replace(policy=policy, clause=RULE._replace(id=rule))
        for policy in ("policy", "other")
        for rule in ("c", "d", "cc")
        for model in ("model", "other")
    }
    for name in names:
        for model in models:
            for sealed in (failed, *found.values()):
                signed = waiver(sealed, clause=name, model=model)
                waived = [
                    key for key, each in found.items() if apply_waivers(key[2], (each,), (signed,), TODAY)[0][0].waived is not None
                ]
                mine = (sealed.policy, sealed.clause.id, model)
                assert waived == ([mine] if mine in found and f"{mine[0]}/{mine[1]}" == name else [])


def test_there_is_nothing_to_waive_in_a_pass() -> None:
    passed = users(5)
    assert passed.verdict < Verdict.DUE
    says = "waives nothing: the clause does not apply; take the waiver out"
    assert applied(passed, waiver(passed)) == (False, [("unused", says)])
    granted = finding({"organization.monthly_active_users": "701", "agreement": "in_force"})
    says = "waives nothing: the clause passes; take the waiver out"
    assert applied(granted, waiver(granted)) == (False, [("unused", says)])
    _, (elsewhere,) = apply_waivers("model", (granted,), (waiver(granted, clause="policy/d"),), TODAY)
    says = "the waiver of `policy/d` for `model` (Kim) waives nothing: no such clause governs the model"
    assert (elsewhere.state, elsewhere.says) == ("unused", says)


def test_one_that_fits_is_enough_and_the_one_that_lasts_is_taken() -> None:
    failed = users(701)
    old, soon, anew = waiver(failed, expires="2026-01-31"), waiver(failed, expires="2026-06-20"), waiver(failed)
    expired = ("expired", "expired on 2026-01-31, and another one is in force; take this one out")
    assert applied(failed, old, anew) == (True, [expired, *IN_FORCE])
    assert applied(failed, anew, old) == (True, [*IN_FORCE, expired])
    # signed anew before it ended
    assert applied(failed, soon, anew) == (True, [*IN_FORCE, *IN_FORCE])
    assert applied(failed, soon) == (True, [("ending", "ends in 5 days, on 2026-06-20: then the finding stands as fail")])


def test_what_is_not_there_is_told_of() -> None:
    signed = [waiver(users(701), model="gone"), waiver(users(701)), waiver(users(701), missing="old/deploy.yaml")]
    assert [(each.state, each.says) for each in without_model(signed, ["model"])] == [
        ("unused", "the waiver of `policy/c` for `gone` (Kim) waives nothing: the file declares no model of that name"),
        ("unused", "the waiver of `policy/c` for `model` (Kim) waives nothing: there is no deployment `old/deploy.yaml`"),
    ]
    assert applied(users(701), signed[2]) == (False, [])
    assert notes(without_model(signed[:1], [])) == [
        Note(
            "unused-waiver",
            "the waiver of `policy/c` for `gone` (Kim) waives nothing: the file declares no model of that name",
            SPAN,
        )
    ]


def test_a_seal_is_twelve_digits_and_always_the_same() -> None:
    assert seal(users(701)) == seal(users(701))
    assert len(seal(users(701))) == 12
    assert set(seal(users(701))) <= set("0123456789abcdef")


def test_one_trained_model_is_not_another() -> None:
    rule = clause("trained.kind: {is: llm}", for_each="outputs.trains")

    def trained(*names: str) -> str:
        listed = ", ".join(f"{{kind: llm{f', name: {name}' if name else ''}}}" for name in names)
        return seal(finding({"outputs.trains": f"[{listed}]"}, rule))

    assert trained("One", "Two") == trained("Two", "One")
    assert (
        len({trained(*names) for names in (("One",), ("Two",), ("",), ("", ""), ("One", "Two"), ("One", "One"), ("One", ""))}) == 7
    )

"""Waivers: they hold while the facts stay as they were, and say so when they do not."""

from __future__ import annotations

import pytest
from given import clause, world

from licensecheck.engine.findings import Finding, Note
from licensecheck.engine.judge import PASS, Verdict, judge
from licensecheck.engine.waive import apply_waivers, seal
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


def waiver(of: Finding, **changes: str) -> Waiver:
    given = Waiver("policy/c", "model", "why", "Kim", "2026-01-01", "2026-12-31", seal(of), SPAN)
    return given._replace(**changes)  # type: ignore[arg-type]


def applied(of: Finding, *waivers: Waiver, as_of: str = TODAY) -> tuple[bool, bool, list[Note]]:
    (found,), used, notes = apply_waivers("model", (of,), waivers, as_of)
    assert found.verdict is of.verdict  # a waived fail prints as waived, and stays a fail
    assert found.red is (of.verdict > PASS and found.waived is None)
    return found.waived is not None, bool(used), notes


def test_a_waiver_in_force() -> None:
    failed = users(701)
    assert failed.verdict is Verdict.FAIL
    assert applied(failed, waiver(failed)) == (True, True, [])
    assert applied(failed) == (False, False, [])


def test_it_holds_while_a_count_moves_and_lapses_when_a_threshold_is_crossed() -> None:
    assert seal(users(701)) == seal(users(9_000)) == seal(finding({"organization.monthly_active_users": "{at_least: 800}"}))
    doubtful = finding({"organization.monthly_active_users": "{at_least: 5}"})
    assert doubtful.verdict is Verdict.UNKNOWN
    assert len({seal(users(701)), seal(users(5)), seal(doubtful)}) == 3
    message = "the waiver of `policy/c` for `model` lapsed: the facts or the terms have changed since it was signed"
    assert applied(users(701), waiver(doubtful)) == (False, True, [Note("lapsed-waiver", message, SPAN)])


def test_it_lapses_with_the_text_of_the_terms() -> None:
    failed = users(701)
    assert len({seal(failed), seal(failed._replace(text=TEXT._replace(sha256="bbbb"))), seal(failed._replace(text=None))}) == 3
    assert len({seal(failed), seal(failed._replace(policy="other")), seal(failed._replace(clause=RULE._replace(id="d")))}) == 3


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
    ("as_of", "holds", "note"),
    [
        ("2025-12-31", False, Note("future-waiver", "the waiver of `policy/c` for `model` starts on 2026-01-01", SPAN)),
        ("2026-01-01", True, None),
        ("2026-12-31", True, None),
        ("2027-01-01", False, Note("expired-waiver", "the waiver of `policy/c` for `model` expired on 2026-12-31", SPAN)),
    ],
)
def test_it_holds_from_the_first_day_to_the_last(as_of: str, holds: bool, note: Note | None) -> None:
    failed = users(701)
    assert applied(failed, waiver(failed), as_of=as_of) == (holds, True, [note] if note else [])


@pytest.mark.parametrize(
    "changes", [{"model": "other"}, {"clause": "policy/d"}, {"clause": "c"}, {"clause": "POLICY/C"}, {"clause": ""}]
)
def test_it_waives_only_what_it_names(changes: dict[str, str]) -> None:
    failed = users(701)
    assert applied(failed, waiver(failed, **changes)) == (False, False, [])


def test_there_is_nothing_to_waive_in_a_pass() -> None:
    passed = users(5)
    assert passed.verdict < Verdict.DUE
    assert applied(passed, waiver(passed)) == (False, False, [])


def test_one_that_fits_is_enough() -> None:
    failed = users(701)
    old = waiver(failed, expires="2026-01-31")
    expired = Note("expired-waiver", "the waiver of `policy/c` for `model` expired on 2026-01-31", SPAN)
    assert applied(failed, old, waiver(failed)) == (True, True, [expired])
    assert applied(failed, waiver(failed), old) == (True, True, [expired])


def test_a_seal_is_twelve_digits_and_always_the_same() -> None:
    assert seal(users(701)) == seal(users(701))
    assert len(seal(users(701))) == 12
    assert set(seal(users(701))) <= set("0123456789abcdef")

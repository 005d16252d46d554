"""A whole audit: what counts, what is moot, what is asked and presumed, what a waiver accepts, and what age does to a pass."""

from __future__ import annotations

import pytest
import yaml
from deployments import BAD, CRANE, FEW, FULL, MANY, PLAIN, SETTLED, USES, waiver
from small import AS_OF, audited, finding, verdicts, written

from licensecheck.engine.findings import Note, Report
from licensecheck.engine.judge import Verdict
from licensecheck.engine.waive import seal
from licensecheck.source.diagnostic import Span


def asked(report: Report) -> list[tuple[str, tuple[str, ...], list[str]]]:
    return [(each.fact, each.periods, [clause for _, clause in each.decides]) for each in report.questions]


# verdicts ------------------------------------------------------------------------------------------------------------
def test_the_worst_clause_and_the_worst_model_count() -> None:
    models = f"""\
{{id: {CRANE}, as: ok, distribution: []}}
{{id: {CRANE}, as: due, distribution: [hosted_service]}}
{{id: {CRANE}, as: open}}
{{id: {CRANE}, as: bad, distribution: [], uses: [military]}}"""
    report = audited(written(models, FEW, PLAIN))
    assert [(each.name, each.verdict.word) for each in report.models] == [
        ("ok", "pass"),
        ("due", "due"),
        ("open", "unknown"),
        ("bad", "fail"),
    ]
    assert report.verdict is Verdict.FAIL
    assert audited(written("\n".join(models.splitlines()[:3]), FEW, PLAIN)).verdict is Verdict.UNKNOWN
    assert audited(written("\n".join(models.splitlines()[:2]), FEW, PLAIN)).verdict is Verdict.DUE
    assert audited(written(models.splitlines()[0], FEW, PLAIN)).verdict is Verdict.PASS


def test_every_clause_is_judged() -> None:
    report = audited(written(SETTLED, FEW, PLAIN))
    assert [each.clause.id for each in report.models[0].findings] == [
        "many-users", "commercial", "suit", "display", "other-models", "adapters", "indemnity", "use-6", "use-7",
    ]  # fmt: skip


def test_standing_duties_are_listed_and_never_gate() -> None:
    assert verdicts(audited(written(SETTLED, FEW, PLAIN))) == {"crane-1/indemnity": "pass"}


def test_a_duty_is_due_and_asks_nothing() -> None:
    report = audited(written(f"{{id: {CRANE}, distribution: [hosted_service]}}", FEW, PLAIN))
    assert verdicts(report) == {"crane-1/display": "due", "crane-1/indemnity": "pass"}
    assert asked(report) == []


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        ("[{attested: Built with Crane, place: ui}]", "pass"),
        ("[{attested: 'See: built with  Crane', place: ui}]", "fail"),
        ("[{attested: Built with Crane, place: blog}]", "fail"),
        ("[{attested: Built with Crane, place: blog}, {attested: Built with Crane, place: docs}]", "pass"),
        ("[{attested: Built with Crane}]", "due"),
        ("[{url: 'https://acme.example', place: website}]", "due"),
        ("[]", "fail"),
        ("[no-such-file.md]", "due"),
    ],
)
def test_evidence_is_some(evidence: str, verdict: str) -> None:
    report = audited(written(f"{{id: {CRANE}, distribution: [hosted_service], evidence: {{display: {evidence}}}}}", FEW, PLAIN))
    assert finding(report, "crane-1/display").verdict.word == verdict


# moot ----------------------------------------------------------------------------------------------------------------
def test_a_model_without_a_right_asks_nothing_more() -> None:
    report = audited(written(CRANE, MANY, "{commercial: true}"))
    assert verdicts(report) == {
        "crane-1/many-users": "fail",
        "crane-1/commercial": "unknown (moot)",
        "crane-1/display": "unknown (moot)",
        "crane-1/indemnity": "pass",
        "crane-1/use-6": "unknown (moot)",
        "crane-1/use-7": "unknown (moot)",
    }
    assert report.questions == ()


def test_a_forbidden_use_leaves_the_rest_open() -> None:
    report = audited(written(CRANE, FEW, "{commercial: true, uses: [military]}"))
    assert verdicts(report)["crane-1/commercial"] == "unknown"
    assert asked(report) == [
        ("model.distribution", (), ["crane-1/display"]),
        ("terms.crane-1.registered", (), ["crane-1/commercial"]),
    ]


def test_one_model_that_fails_hides_no_question_of_another() -> None:
    models = f"{{id: {CRANE}, as: a}}\n{{id: heron/heron-9b-it, edition: heron-2025}}"
    report = audited(written(models, MANY, "{uses: []}"))
    assert asked(report) == [("model.distribution", (), ["heron-2025/hosting"])]


# questions -----------------------------------------------------------------------------------------------------------
def test_each_question_once_the_most_decisive_first() -> None:
    report = audited(written(f"{CRANE}\n{{id: heron/heron-9b-it, edition: heron-2025}}"))
    assert asked(report) == [
        ("deployment.uses", (), ["crane-1/use-6", "crane-1/use-7", "heron-2025/military"]),
        ("model.distribution", (), ["crane-1/display", "heron-2025/hosting"]),
        ("organization.monthly_active_users", ("2024-06",), ["crane-1/many-users"]),
        ("deployment.commercial", (), ["crane-1/commercial"]),
    ]
    users = report.questions[2]
    assert (
        users.question
        == "How many monthly active users did all products of the organization and its affiliates have together in June 2024?"
    )
    assert users.decides == ((CRANE, "crane-1/many-users"),)


def test_whether_it_binds_is_asked_before_what_it_needs() -> None:
    registered = "terms.crane-1.registered"
    assert registered not in [fact for fact, _, _ in asked(audited(written(SETTLED, FEW, "{uses: []}")))]
    report = audited(written(SETTLED, FEW, "{commercial: true, uses: []}"))
    assert asked(report) == [(registered, (), ["crane-1/commercial"])]
    assert report.questions[0].question == "Is the organization registered with Crane?"


def test_a_point_that_the_text_leaves_open_goes_to_counsel_last() -> None:
    report = audited(
        written(f"{{id: acme/x, base: [{{id: {CRANE}, relation: adapter}}], distribution: [], name: Duck}}", "", "{uses: []}")
    )
    assert [fact for fact, _, _ in asked(report)][-1] == "reading.crane-1.adapter-is-a-model"
    assert report.questions[-1].question == "Is an adapter a model that was made with Crane?"


# presumptions --------------------------------------------------------------------------------------------------------
PRESUMED = ("organization.monthly_active_users", "organization.infringement_claims", "outputs.trains")


def test_presumptions_are_told_once() -> None:
    report = audited(written(f"{SETTLED}\n{{id: {CRANE}, as: again, distribution: []}}", FEW, PLAIN))
    assert report.presumed == PRESUMED


def test_what_is_declared_is_not_presumed() -> None:
    line = f"{{id: {CRANE}, distribution: [], outputs: {{trains: []}}}}"
    report = audited(written(line, "{monthly_active_users: {2024-06: 5}, infringement_claims: []}", PLAIN))
    assert report.presumed == ()


DEPLOYMENTS = [
    (line, organization, deployment)
    for line in (CRANE, SETTLED, "aviary/mixed-13b", "wren-2", "{id: wren-1, channel: bedrock}", "acme/x", "rook/rook-1", "ibis-1")
    for organization in ("", FEW, MANY, "{monthly_active_users: {2024-06: 5}, infringement_claims: [crane-1]}")
    for deployment in ("", PLAIN, "{commercial: true, regions: [KR], uses: [military]}")
]


@pytest.mark.parametrize(("line", "organization", "deployment"), DEPLOYMENTS)
def test_strict_is_never_better(line: str, organization: str, deployment: str) -> None:
    text = written(line, organization, deployment)
    mild, strict = audited(text), audited(text, strict=True)
    assert strict.strict
    assert strict.verdict >= mild.verdict
    if mild.verdict is Verdict.FAIL:
        assert strict.verdict is Verdict.FAIL
    for one, other in zip(mild.models[0].findings, strict.models[0].findings, strict=True):
        assert other.clause == one.clause
        assert other.verdict in (one.verdict, Verdict.UNKNOWN) or (one.verdict, other.verdict) == (
            Verdict.NOT_APPLICABLE,
            Verdict.DUE,
        )
        assert other.verdict >= one.verdict


def test_strict_turns_a_pass_that_rests_on_silence_into_a_question() -> None:
    strict = audited(written(SETTLED, FEW, PLAIN), strict=True)
    assert verdicts(strict) == {
        "crane-1/many-users": "unknown", "crane-1/suit": "unknown", "crane-1/other-models": "unknown", "crane-1/indemnity": "pass",
    }  # fmt: skip
    assert [fact for fact, _, _ in asked(strict)] == list(PRESUMED)


# waivers -------------------------------------------------------------------------------------------------------------
def note(code: str, message: str, text: str) -> Note:
    line = next(number for number, each in enumerate(text.splitlines(), 1) if each.startswith("waivers"))
    return Note(code, message, Span("deploy.yaml", line, 11, line, len(text.splitlines()[line - 1])))


def test_a_waiver_in_force() -> None:
    report = audited(written(BAD, FEW, USES, waiver()))
    assert verdicts(report) == {"crane-1/indemnity": "pass", "crane-1/use-6": "fail (waived)"}
    assert (report.verdict, report.notes) == (Verdict.PASS, ())


@pytest.mark.parametrize(
    ("changed", "state", "says"),
    [
        ({"expires": "2026-11-21"}, "expired", "expired on 2026-11-21: the finding stands as fail"),
        ({"on": "2026-11-23"}, "future", "starts on 2026-11-23: until then the finding stands as fail"),
        (
            {"seal": "0123456789ab"}, "lapsed",
            "lapsed: the facts or the terms have changed since it was signed; the finding stands as fail",
        ),
        ({"clause": "crane-1/use-7"}, "unused", "waives nothing: the clause does not apply; take the waiver out"),
        ({"clause": "crane-1/use"}, "unused", "waives nothing: no such clause governs the model"),
        ({"model": "wren-2"}, "unused", "waives nothing: the file declares no model of that name"),
    ],
)  # fmt: skip
def test_a_waiver_that_is_none_is_told_of(changed: dict[str, str], state: str, says: str) -> None:
    text = written(BAD, FEW, USES, waiver(**changed))
    report = audited(text)
    named = {"clause": "crane-1/use-6", "model": CRANE, **changed}
    message = f"the waiver of `{named['clause']}` for `{named['model']}` (J. Doe) {says}"
    assert report.verdict is Verdict.FAIL
    assert report.notes == (note(f"{state}-waiver", message, text),)
    assert [(each.state, each.says) for each in report.waivers] == [(state, message)]


def test_a_waiver_that_ends_soon_is_told_of_and_holds() -> None:
    text = written(BAD, FEW, USES, waiver(expires="2026-12-01"))
    report = audited(text)
    message = f"the waiver of `crane-1/use-6` for `{CRANE}` (J. Doe) ends in 9 days, on 2026-12-01: then the finding stands as fail"
    assert (report.verdict, report.notes) == (Verdict.PASS, (note("ending-waiver", message, text),))


def test_the_days_of_a_waiver_are_both_included() -> None:
    for day in ("2026-11-01", "2026-12-31"):
        assert audited(written(BAD, FEW, USES, waiver()), as_of=day).verdict is Verdict.PASS


def test_a_seal_lapses_with_a_threshold_and_not_with_a_count() -> None:
    def sealed(users: str, uses: str = "[military]") -> str:
        organization = f"{{monthly_active_users: {{2024-06: {users}}}}}"
        return seal(finding(audited(written(BAD, organization, f"{{commercial: false, uses: {uses}}}")), "crane-1/many-users"))

    assert sealed("800_000_000") == sealed("900_000_000")
    assert sealed("800_000_000") != sealed("5")


def test_a_waived_right_leaves_the_rest_to_be_judged() -> None:
    over = written(BAD, MANY, USES)
    right = seal(finding(audited(over), "crane-1/many-users"))
    report = audited(written(BAD, MANY, USES, waiver(clause="crane-1/many-users", seal=right)))
    assert verdicts(report) == {"crane-1/many-users": "fail (waived)", "crane-1/indemnity": "pass", "crane-1/use-6": "fail"}
    assert report.verdict is Verdict.FAIL


# age -----------------------------------------------------------------------------------------------------------------
WREN = written("wren-2", "", "{regions: [KR]}")
MESSAGE = "the terms text of `wren-terms-2026` may have changed since it was read on 2026-04-01: "


@pytest.mark.parametrize(
    ("day", "verdict", "notes"),
    [
        ("2026-09-28", "pass", []),
        ("2026-09-29", "pass", ["passes hold as read on that day"]),
        ("2027-05-06", "pass", ["passes hold as read on that day"]),
        ("2027-05-07", "unknown", ["passes are unknown"]),
    ],
)
def test_terms_age(day: str, verdict: str, notes: list[str]) -> None:
    report = audited(WREN, as_of=day)
    assert (report.verdict.word, [each.message for each in report.notes]) == (verdict, [MESSAGE + each for each in notes])
    if verdict == "unknown":
        assert [each.fact for each in report.questions] == ["reading.wren-terms-2026.terms_read"]


def test_a_fail_stands_however_old_the_terms_are() -> None:
    assert audited(written("wren-2", "", "{regions: [DE]}"), as_of="2027-05-07").verdict is Verdict.FAIL


def test_frozen_licenses_do_not_age() -> None:
    report = audited(written(SETTLED, FEW, PLAIN), as_of="2099-01-01")
    assert (report.verdict, report.notes) == (Verdict.PASS, ())


def test_terms_known_at_second_hand_pass_only_when_somebody_read_them() -> None:
    assert verdicts(audited(written("rook/rook-1", "", "{commercial: true}"))) == {"hearsay/commercial": "unknown"}
    assert verdicts(audited(written("rook/rook-1", "", "{commercial: false}"))) == {}
    read = "{readings: [{policy: hearsay, reading: terms_read, as: yes, by: J. Doe, on: 2026-10-01}]}"
    assert verdicts(audited(written("rook/rook-1", read, "{commercial: true}"))) == {"hearsay/commercial": "pass"}


# the whole -----------------------------------------------------------------------------------------------------------
def test_the_same_report_from_run_to_run() -> None:
    text = yaml.safe_dump(FULL)
    assert audited(text) == audited(text)


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_any_day_can_be_judged(day: str) -> None:
    assert audited(yaml.safe_dump(FULL), as_of=day).as_of == day


def test_a_thousand_models() -> None:
    kinds = ("{{id: crane/Crane-1-8B, as: m{}}}", "{{id: acme/model-{0}, as: m{0}}}", "{{id: wren-2, as: m{}}}")
    report = audited(written("\n".join(kinds[number % 3].format(number) for number in range(1000)), FEW, PLAIN))
    assert [each.name for each in report.models] == [f"m{number}" for number in range(1000)]
    assert {each.verdict for each in report.models} == {Verdict.UNKNOWN}
    assert [(each.fact, len(each.decides)) for each in report.questions] == [
        ("model.distribution", 334), ("deployment.regions", 333), ("model.license", 333),
    ]  # fmt: skip
    assert report.as_of == AS_OF

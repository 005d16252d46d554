"""The baseline: what is known does not gate, what is new does, and no verdict loses its word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import DUE, FAILING, OPEN, PASSING, run
from deployments import BAD, CRANE, FEW, MANY, PLAIN, SEAL, USES, waiver
from given import AS_OF, ROOT
from jsonschema import Draft202012Validator
from small import audited, finding, small, written
from told import rendered

from licensecheck.engine.baseline import marked
from licensecheck.engine.findings import Baselined, Report
from licensecheck.exchange.baseline import baseline_of, read_baseline
from licensecheck.report.json import render
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import Text

SERVED = f"{{id: {CRANE}, distribution: [weights], evidence: {{display: []}}}}"
STALE = "write `base.json` anew, so that"


def since(before: str, now: str, **options: Any) -> Report:
    """The report on one file under the baseline of another, through the JSON that stands between them."""
    found = read_baseline(Text("base.json", render(audited(before, **options), "0.1.0")))
    return marked(audited(now), baseline_of(found, "deploy.yaml", "base.json"), small().vocabulary, {})


def told(report: Report) -> tuple[str, str, list[str], tuple[int, int, int]]:
    """The verdict, what gates, the findings that are known, and the counts of known, new and gone."""
    assert report.baseline is not None
    known = [f"{each.policy}/{each.clause.id}" for model in report.models for each in model.findings if each.known]
    return report.verdict.word, report.gates.word, known, report.baseline[2:]


def test_the_same_findings_are_known_and_the_verdict_keeps_its_word() -> None:
    text = written(BAD, FEW, USES)
    report = since(text, text)
    assert told(report) == ("fail", "pass", ["crane-1/use-6"], (1, 0, 0))
    assert finding(report, "crane-1/use-6").known == AS_OF
    assert (report.models[0].verdict.word, report.notes) == ("fail", ())
    assert report.baseline == Baselined("base.json", AS_OF, 1, 0, 0)


def test_what_is_new_gates() -> None:
    report = since(written(BAD, FEW, USES), written(BAD, FEW, "{commercial: false, uses: [military, weapons/illegal]}"))
    assert told(report) == ("fail", "fail", ["crane-1/use-6"], (1, 1, 0))
    other = since(written(BAD, FEW, USES), written(f"{BAD}\n{{id: {CRANE}, as: second, distribution: []}}", FEW, USES))
    assert told(other) == ("fail", "fail", ["crane-1/use-6"], (1, 1, 0))


def test_what_got_worse_is_new() -> None:
    due, fails = written(SERVED.replace(", evidence: {display: []}", ""), FEW, PLAIN), written(SERVED, FEW, PLAIN)
    assert [audited(text).verdict.word for text in (due, fails)] == ["due", "fail"]
    assert told(since(due, fails)) == ("fail", "fail", [], (0, 1, 0))


def test_what_got_milder_is_known_and_the_baseline_is_stale() -> None:
    due, fails = written(SERVED.replace(", evidence: {display: []}", ""), FEW, PLAIN), written(SERVED, FEW, PLAIN)
    report = since(fails, due)
    assert told(report) == ("due", "pass", ["crane-1/display"], (1, 0, 1))
    assert [(each.code, each.message) for each in report.notes] == [
        ("stale-baseline", f"1 finding of the baseline does not stand any more as then: {STALE} it gates if it comes back")
    ]


def test_what_is_gone_is_told_of() -> None:
    report = since(written(BAD, FEW, "{commercial: false, uses: [military, weapons/illegal]}"), written(BAD, FEW, PLAIN))
    assert told(report) == ("pass", "pass", [], (0, 0, 2))
    assert [each.message for each in report.notes] == [
        f"2 findings of the baseline do not stand any more as then: {STALE} they gate if they come back"
    ]


def test_a_fail_on_other_truths_is_new() -> None:
    """Another model trained with the outputs falls under the same clause; it is another breach."""
    trains = "outputs: {{trains: [{{kind: llm, name: One, same_family: false}}{more}]}}"
    one = written(f"{{id: {CRANE}, distribution: [], {trains.format(more='')}}}", FEW, PLAIN)
    two = written(
        f"{{id: {CRANE}, distribution: [], {trains.format(more=', {kind: llm, name: Two, same_family: false}')}}}", FEW, PLAIN
    )
    assert told(since(one, one)) == ("fail", "pass", ["crane-1/other-models"], (1, 0, 0))
    assert told(since(one, two)) == ("fail", "fail", [], (0, 1, 0))


def test_an_answer_to_one_of_two_questions_is_nothing_new() -> None:
    silent, half = written(CRANE), written(CRANE, FEW)
    assert {each.verdict.word for each in (audited(silent), audited(half))} == {"unknown"}
    assert told(since(silent, half))[:2] == ("unknown", "pass")


def test_a_waiver_that_ended_gates() -> None:
    text = written(BAD, FEW, USES, waiver(expires="2026-11-21"))
    report = since(text, text, as_of="2026-11-20")
    assert told(report) == ("fail", "fail", [], (0, 1, 0))
    assert [each.code for each in report.notes] == ["expired-waiver"]


def test_what_is_waived_now_is_neither_known_nor_gone() -> None:
    report = since(written(BAD, FEW, USES), written(BAD, FEW, USES, waiver(seal=SEAL)))
    assert told(report) == ("pass", "pass", [], (0, 0, 0))


# a right that is denied ----------------------------------------------------------------------------------------------
def test_what_is_moot_stays_moot_while_the_right_is_denied_as_it_was() -> None:
    text = written(SERVED, MANY, PLAIN)
    report = since(text, text)
    assert told(report) == ("fail", "pass", ["crane-1/many-users"], (1, 0, 0))
    assert finding(report, "crane-1/display").moot


def test_a_denied_right_that_is_known_hides_nothing_new() -> None:
    report = since(written(BAD, MANY, PLAIN), written(BAD, MANY, USES))
    assert told(report) == ("fail", "fail", ["crane-1/many-users"], (1, 1, 0))
    assert not finding(report, "crane-1/use-6").moot
    asked = since(written(BAD, MANY, PLAIN), written(BAD.replace("distribution: []", "outputs: {trains: unknown}"), MANY, PLAIN))
    assert (asked.verdict.word, asked.gates.word) == ("fail", "unknown")
    assert "outputs.trains" in [each.fact for each in asked.questions]


def test_what_was_moot_counts_when_the_right_is_there() -> None:
    report = since(written(SERVED, MANY, PLAIN), written(SERVED, FEW, PLAIN))
    assert told(report) == ("fail", "fail", [], (0, 1, 1))


def test_a_right_denied_anew_gates_by_itself() -> None:
    report = since(written(SERVED, FEW, PLAIN), written(SERVED, MANY, PLAIN))
    assert (report.gates.word, finding(report, "crane-1/display").moot) == ("fail", True)


# what every format says ----------------------------------------------------------------------------------------------
NEW = written(BAD, FEW, "{commercial: false, uses: [military, weapons/illegal]}")
MARKS = {
    "text": ("fail[crane-1/use-6]: Military (crane/Crane-1-8B)\n --> deploy.yaml:3:40, in the baseline of 2026-11-22, so it does not gate\n",
        "; 1 known finding does not gate (baseline of 2026-11-22)\n"),
    "json": ('"baseline": {"file": "base.json", "as_of": "2026-11-22", "known": 1, "new": 1, "gone": 0}', '"baseline": "2026-11-22"'),
    "sarif": ('"baselineState":"unchanged"', '"baselineState":"new"'),
    "github": ("::notice file=deploy.yaml,line=3,endLine=3,col=40,endColumn=48,title=fail crane-1/use-6 ",
        "2 fail; 1 known finding does not gate (baseline of 2026-11-22)\n"),
    "gitlab": ('In the baseline of 2026-11-22, so it does not gate', '"severity": "info"'),
    "junit": ('skipped="1"', "In the baseline of 2026-11-22, so it does not gate"),
    "markdown": ("(in the baseline of 2026-11-22)</summary>", "2 fail; 1 known finding does not gate (baseline of 2026-11-22)"),
    "csv": ('"","2026-11-22"\r\n', '"",""\r\n'),
}  # fmt: skip


@pytest.mark.parametrize("form", MARKS)
def test_every_format_marks_what_is_known_and_keeps_the_word(form: str) -> None:
    report = since(written(BAD, FEW, USES), NEW)
    document = rendered(form, (report,))
    for mark in MARKS[form]:
        assert mark in document
    assert "fail" in document


def test_the_json_is_as_the_schema_says() -> None:
    schema = json.loads((Path(ROOT) / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    for before in (written(BAD, FEW, USES), written(CRANE)):
        found = json.loads(render(since(before, NEW), "0.1.0"))
        assert [each.json_path for each in Draft202012Validator(schema).iter_errors(found)] == []


# the command ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def team(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    for name, text in (("deploy", FAILING), ("due", DUE), ("open", OPEN), ("pass", PASSING)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = run("audit", *("deploy.yaml", "due.yaml", "open.yaml"), "--output", "json=base.json", "-q", folder=tmp_path)
    assert done.returncode == 1
    return tmp_path


def codes(folder: Path, *arguments: str) -> int:
    return run("audit", "--baseline", "base.json", *arguments, folder=folder).returncode


def test_one_exit_code_over_what_is_new(team: Path) -> None:
    assert codes(team, "deploy.yaml", "due.yaml", "open.yaml", "pass.yaml") == 0
    assert codes(team) == codes(team, "./deploy.yaml") == 0
    (team / "due.yaml").write_text(FAILING, encoding="utf-8")
    assert codes(team, "due.yaml") == codes(team, "deploy.yaml", "due.yaml") == 1
    (team / "due.yaml").write_text(OPEN.replace("nobody-knows-1", "nobody-knows-2"), encoding="utf-8")
    assert codes(team, "due.yaml") == 3
    assert codes(team, "due.yaml", "--fail-on", "fail") == 0


def test_a_file_that_the_baseline_does_not_know(team: Path) -> None:
    (team / "other.yaml").write_text(FAILING, encoding="utf-8")
    done = run("audit", "other.yaml", "--baseline", "base.json", "--format", "json", folder=team)
    found = json.loads(done.stdout)
    assert (done.returncode, found["exit_code"], found["baseline"]["as_of"]) == (1, 1, None)
    assert [each["message"] for each in found["notes"]] == [
        "the baseline `base.json` holds no report on `other.yaml`: every finding is new"
    ]


def test_a_difference_from_the_lock_gates_whatever_is_known(team: Path) -> None:
    assert run("lock", "due.yaml", folder=team).returncode == 0
    assert codes(team, "due.yaml", "--locked") == 0
    (team / "due.yaml").write_text(PASSING, encoding="utf-8")
    assert codes(team, "due.yaml", "--locked") == 1


def report_of(text: str) -> dict[str, Any]:
    found = json.loads(render(audited(text), "0.1.0"))
    assert isinstance(found, dict)
    return found


BASE = report_of(written(CRANE))


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "not-json", "the baseline `base.json` is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[" * 100_000, "not-json", "the baseline `base.json` is nested too deep"),
        ("1", "not-a-report", "the baseline `base.json` is no report of licensecheck: a part of it is no object"),
        ("{}", "not-a-report", "the baseline `base.json` is no report of licensecheck: `file` is missing, or not what it should be"),
        (json.dumps({**BASE, "models": {}}), "not-a-report",
            "the baseline `base.json` is no report of licensecheck: `models` is missing, or not what it should be"),
        (json.dumps({**BASE, "models": [{"name": "a", "findings": [{}]}]}), "not-a-report",
            "the baseline `base.json` is no report of licensecheck: `policy` is missing, or not what it should be"),
        (json.dumps(BASE).replace('"unknown"', '"perhaps"'), "not-a-report",
            "the baseline `base.json` is no report of licensecheck: a verdict is none"),
        (json.dumps({**BASE, "schema_version": True}), "not-a-report",
            "the baseline `base.json` is no report of licensecheck: `schema_version` is missing, or not what it should be"),
        (json.dumps({**BASE, "schema_version": 2}), "other-schema",
            "the baseline `base.json` is of version 2 of the schema, and not 1"),
        (json.dumps([BASE, {**BASE, "what_if": True}]), "what-if-baseline",
            "the baseline `base.json` speaks of other facts or another day than those of its time"),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_refused(text: str, code: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        read_baseline(Text("base.json", text))
    help = "write it with `licensecheck audit --format json --output FILE`"
    assert [(each.code, each.message, each.help) for each in raised.value.diagnostics] == [(code, message, help)]


def test_a_broken_baseline_judges_nothing(team: Path) -> None:
    (team / "base.json").write_text("{", encoding="utf-8")
    (team.parent / "outside.json").write_text("{}", encoding="utf-8")
    assert codes(team) == 2
    for path in ("nowhere.json", "../outside.json"):
        assert run("audit", "--baseline", path, folder=team).returncode == 2


def test_an_empty_list_knows_nothing() -> None:
    assert baseline_of(read_baseline(Text("base.json", "[]")), "deploy.yaml", "base.json").findings == {}


def test_without_a_baseline_the_json_says_so() -> None:
    found = report_of(written(BAD, FEW, USES))
    assert (found["baseline"], {each["baseline"] for each in found["models"][0]["findings"]}) == (None, {None})

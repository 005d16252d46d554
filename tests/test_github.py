"""Workflow commands: what a runner reads back, how many it takes, and that nothing else on the page is one."""

from __future__ import annotations

import pytest
from told import EVIL_FILE, commands, hostile, rendered, reports

from licensecheck.engine.findings import Note
from licensecheck.report import github


def test_one_command_a_finding() -> None:
    found = list(commands(rendered("github", reports())))
    assert [kind for kind, _, _ in found] == ["error"] * 3 + ["warning"] * 2 + ["notice"] * 4
    _, properties, message = found[0]
    place = {"file": "deploy.yaml", "line": "3", "endLine": "3", "col": "25", "endColumn": "47"}
    assert properties == {**place, "title": "fail crane-1/many-users (many)"}
    assert message.splitlines()[0] == "fail: Over 700 million monthly active users when Crane came out"
    assert message.splitlines()[-1] == "Remedy: Ask Crane for a license."
    assert found[-1][1] == {"file": "trainer/deploy.yaml", "line": "3", "title": "lapsed-waiver"}


def test_a_last_line_for_each_file() -> None:
    assert rendered("github", reports()).splitlines()[-2:] == [
        "licensecheck: deploy.yaml is fail as of 2026-11-22: 2 fail, 2 unknown, 1 due",
        "licensecheck: trainer/deploy.yaml is fail as of 2026-11-22: 1 fail, 1 due, 1 waived",
    ]


def test_hostile_names_command_nothing() -> None:
    lines = rendered("github", hostile()).splitlines()
    assert all(line.startswith(("::error file=", "::warning file=", "::warning title=", "licensecheck: ")) for line in lines)
    assert all(properties.get("file", EVIL_FILE) == EVIL_FILE for _, properties, _ in commands("\n".join(lines)))
    # the older form, which the runner finds anywhere in a line that is no command
    assert not [line for line in lines if not line.startswith("::") and "##[" in line]
    evil = (hostile()[0]._replace(file="##[add-mask]x"),)
    assert "##[" not in rendered("github", evil).splitlines()[-1]


@pytest.mark.parametrize(("count", "shown", "rest"), [(9, 9, 0), (10, 10, 0), (11, 10, 2), (500, 10, 491)])
def test_ten_of_a_kind(count: int, shown: int, rest: int) -> None:
    report = reports()[0]
    notes = tuple(Note("aged-terms", f"note {number}") for number in range(count))
    models = tuple(report.models[0]._replace(name=f"m{number}") for number in range(count))
    document = rendered("github", (report._replace(models=models, notes=notes),))
    for kind in ("error", "notice"):
        messages = [message for each, _, message in commands(document) if each == kind]
        assert len(messages) == shown
        assert (messages[-1] == f"{rest} more of this kind are in the summary of the step") is bool(rest)


def test_the_summary_keeps_to_a_mebibyte() -> None:
    report = reports()[0]
    models = tuple(report.models[0]._replace(name=f"모델 {number}") for number in range(3_000))
    summary = github.summary((report._replace(models=models),))
    assert 1_000_000 < len(summary.encode()) <= 1024 * 1024
    assert "more findings do not fit here" in summary

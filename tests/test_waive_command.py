"""`licensecheck waive`: what it refuses, what it prints, and that it touches no file unless it is told which."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from deployments import CRANE, FEW, USES
from given import AS_OF
from small import small, written

from licensecheck.cli.main import cli

SIGNED = ("--reason", "A drill.", "--approver", "J. Doe", "--until", "2026-12-31")
TWO = f"{{id: {CRANE}, distribution: []}}\n{{id: {CRANE}, as: open, distribution: [weights]}}"
ENTRY = """\
  - clause: crane-1/use-6
    model: crane/Crane-1-8B
    reason: A drill.
    approver: J. Doe
    on: 2026-11-22
    expires: 2026-12-31
    seal: "8ba717d38550"
    while:
      verdict: fail
      work: crane/Crane-1-8B
      text: c1
      "military: use.kind one_of military": true
"""


@pytest.fixture(autouse=True)
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    Path("deploy.yaml").write_text(written(TWO, FEW, USES), encoding="utf-8")
    monkeypatch.setattr("licensecheck.cli.waive.load_corpus", lambda *_: small())
    monkeypatch.setattr("licensecheck.cli.waive.day", lambda text: text or AS_OF)


def waive(*arguments: str) -> tuple[int, str, str]:
    """The exit code, and both streams."""
    done = CliRunner().invoke(cli, ["waive", *arguments], standalone_mode=False)
    assert done.exception is None
    return done.return_value, done.stdout, done.stderr


def test_an_entry_is_printed_and_no_file_is_touched() -> None:
    before = {path: path.read_text(encoding="utf-8") for path in Path().iterdir() if path.is_file()}
    code, out, err = waive(CRANE, "crane-1/use-6", *SIGNED)
    assert (code, out) == (0, ENTRY)
    assert err == (
        "fail: Military\nModel crane/Crane-1-8B, crane-1, section 6: The use policy does not allow this activity.\n"
        "Fact use.kind: military (declared)\nRemedy: Do not use the model for this.\n"
        "nothing is accepted before this stands under `waivers:` of deploy.yaml, and is reviewed there\n"
    )
    assert {path: path.read_text(encoding="utf-8") for path in Path().iterdir() if path.is_file()} == before


def test_what_is_printed_waives_the_finding_and_no_other() -> None:
    from licensecheck.api import audit_text
    from licensecheck.source.text import read

    _, out, _ = waive(CRANE, "crane-1/use-6", *SIGNED)
    with open("deploy.yaml", "a", encoding="utf-8") as file:
        file.write(f"waivers:\n{out}")
    report = audit_text(read("deploy.yaml"), small(), AS_OF)
    waived = [(model.name, finding.clause.id) for model in report.models for finding in model.findings if finding.waived]
    assert waived == [(CRANE, "use-6")]
    assert "use-6" in [finding.clause.id for finding in report.models[1].findings if finding.red]
    assert [(each.state, each.says) for each in report.waivers] == [("in force", "")]


def test_a_file_that_nobody_names_yet() -> None:
    code, out, err = waive(CRANE, "crane-1/use-6", *SIGNED, "--append", "waivers.yaml")
    assert (code, out) == (0, "")
    assert err.endswith(
        "added to waivers.yaml, at line 3; have it reviewed there\n"
        "name the file in deploy.yaml, or nothing reads it: `waivers: waivers.yaml`\n"
    )
    assert Path("waivers.yaml").read_text(encoding="utf-8") == "version: 1\nwaivers:\n" + ENTRY.replace(
        "  - clause", "  - deployment: deploy.yaml\n    clause"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("crane", "crane-1/use-6", *SIGNED), "error[unknown-model]: `deploy.yaml` declares no model `crane`\n"),
        (("opne", "crane-1/use-6", *SIGNED),
            "error[unknown-model]: `deploy.yaml` declares no model `opne`\n  = help: did you mean `open`?\n"),
        ((CRANE, "crane-1/use-66", *SIGNED),
            f"error[unknown-clause]: no clause `crane-1/use-66` governs `{CRANE}`\n  = help: did you mean `crane-1/use-6`?\n"),
        ((CRANE, "*", *SIGNED),
            f"error[unknown-clause]: no clause `*` governs `{CRANE}`\n  = help: what fails or is due: crane-1/use-6\n"),
        ((CRANE, "crane-1/use-7", *SIGNED),
            f"error[nothing-to-waive]: `crane-1/use-7` does not apply for `{CRANE}`: there is nothing to waive\n"),
        ((CRANE, "crane-1/use-6", *SIGNED[:-1], "2026-11-21"),
            "error[wrong-dates]: a waiver signed today cannot end on 2026-11-21\n"
            "  = help: a waiver ends today at the earliest, and in 2 years at the latest\n"),
        ((CRANE, "crane-1/use-6", *SIGNED[:-1], "2028-11-23"),
            "error[wrong-dates]: a waiver signed today cannot end on 2028-11-23\n"
            "  = help: a waiver ends today at the earliest, and in 2 years at the latest\n"),
        ((CRANE, "crane-1/use-6", "--reason", " ", *SIGNED[2:]), "error[missing-option]: `--reason` says nothing\n"),
        ((CRANE, "crane-1/use-6", *SIGNED, "--append", "deploy.yaml"),
            "error[not-appended]: `deploy.yaml` does not end with a list `waivers:` to which an entry can be added\n"
            "  = help: leave `--append` out, and paste what is printed\n"),
    ],
)  # fmt: skip
def test_what_is_refused(arguments: tuple[str, ...], message: str) -> None:
    before = Path("deploy.yaml").read_text(encoding="utf-8")
    code, out, err = waive(*arguments)
    assert (code, out) == (2, "")
    assert err.endswith(f"{message}\n")
    assert Path("deploy.yaml").read_text(encoding="utf-8") == before
    assert [path.name for path in sorted(Path().iterdir())] == [".git", "deploy.yaml"]


def test_an_unknown_is_answered_and_not_waived() -> None:
    Path("deploy.yaml").write_text(written(f"{{id: {CRANE}, distribution: []}}", "", USES), encoding="utf-8")
    code, out, err = waive(CRANE, "crane-1/many-users", *SIGNED)
    assert (code, out) == (2, "")
    assert err == (
        f"error[unknown-finding]: `crane-1/many-users` is unknown for `{CRANE}`, and a waiver accepts only what is known\n"
        "  = help: answer what is asked: `organization.monthly_active_users`\n\n"
    )

"""The whole life of a waiver at the command line: asked for, granted, used, its facts move and change, it ends, it is taken out.

`pytest tests/test_waiver_life.py --update-golden` writes the transcript anew; read the diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from deployments import CRANE
from given import ROOT
from small import small

from licensecheck.cli.main import cli

TRANSCRIPT = Path(ROOT) / "tests" / "golden_life" / "waiver.txt"
CLAUSE = "crane-1/many-users"
DEPLOY = f"""\
version: 1
organization: {{monthly_active_users: {{2024-06: 1_200_000_000}}}}
deployment: {{commercial: false, uses: []}}
models:
  - {{id: {CRANE}, distribution: []}}
waivers: compliance/waivers.yaml
"""
GRANT = ("--reason", "Crane has agreed: the contract is being signed.", "--approver", "J. Doe, legal", "--reference", "LEGAL-412")


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "compliance").mkdir()
    monkeypatch.chdir(tmp_path)
    for command in ("audit", "waive"):
        monkeypatch.setattr(f"licensecheck.cli.{command}.load_corpus", lambda *_: small())
    return tmp_path


class Terminal:
    """What was typed and what was shown, and on which day."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.shown: list[str] = []

    def day(self, day: str, words: str) -> None:
        self.shown.append(f"\n#### {day}: {words}\n")
        for command in ("audit", "waive"):
            self.monkeypatch.setattr(f"licensecheck.cli.{command}.day", lambda text: text or day)

    def run(self, *arguments: str) -> int:
        done = CliRunner().invoke(cli, arguments, standalone_mode=False)
        typed = " ".join(f'"{each}"' if " " in each else each for each in arguments)
        self.shown.append(f"$ licensecheck {typed}\n{done.stdout}")
        self.shown += [f"(to standard error)\n{done.stderr}"] if done.stderr else []
        code = done.return_value
        self.shown.append(f"(exit code {code})\n\n")
        assert isinstance(code, int)
        return code


def edit(before: str, after: str) -> None:
    text = Path("deploy.yaml").read_text(encoding="utf-8")
    assert text.count(before) == 1
    Path("deploy.yaml").write_text(text.replace(before, after), encoding="utf-8")


def test_the_whole_life_of_a_waiver(team: Path, update_golden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    waivers = team / "compliance" / "waivers.yaml"
    waivers.write_text("version: 1\nwaivers:\n", encoding="utf-8")
    Path("deploy.yaml").write_text(DEPLOY, encoding="utf-8")
    terminal = Terminal(monkeypatch)

    terminal.day("2026-11-22", "the finding")
    assert terminal.run("audit") == 1

    terminal.day("2026-11-23", "granted")
    appended = ("--until", "2027-01-31", "--append", "compliance/waivers.yaml")
    assert terminal.run("waive", CRANE, CLAUSE, *GRANT, *appended) == 0
    granted = waivers.read_text(encoding="utf-8")
    terminal.shown.append(f"$ cat compliance/waivers.yaml\n{granted}\n")
    assert terminal.run("audit") == 0

    terminal.day("2026-11-24", "the count moves on its side of the limit: nothing changes")
    edit("1_200_000_000", "1_230_000_000")
    assert terminal.run("audit") == 0

    terminal.day("2026-11-25", "another fact that the clause looks at is declared: it was not what the approver saw")
    edit("distribution: []}", "distribution: [], received_as: unknown}")
    assert terminal.run("audit") == 3
    edit(", received_as: unknown}", "}")

    terminal.day("2026-11-26", "the count falls below the limit: the waiver is not needed any more")
    edit("1_230_000_000", "600_000_000")
    assert terminal.run("audit") == 0
    edit("600_000_000", "1_230_000_000")

    terminal.day("2027-01-05", "it ends soon")
    assert terminal.run("audit") == 0

    terminal.day("2027-02-01", "it has ended")
    assert terminal.run("audit") == 1
    assert terminal.run("audit", "--format", "github") == 1

    terminal.day("2027-02-02", "signed anew, beside the old one")
    assert terminal.run("waive", CRANE, CLAUSE, *GRANT, "--until", "2027-03-31", "--append", "compliance/waivers.yaml") == 0
    assert terminal.run("audit") == 0

    terminal.day("2027-02-03", "the old one is taken out")
    text = waivers.read_text(encoding="utf-8")
    waivers.write_text(text.replace(granted.removeprefix("version: 1\nwaivers:\n"), "", 1), encoding="utf-8")
    assert terminal.run("audit", "-q") == 0

    terminal.day("2027-02-04", "all are taken out")
    waivers.write_text("version: 1\nwaivers: []\n", encoding="utf-8")
    assert terminal.run("audit", "-q") == 1

    transcript = "".join(terminal.shown).lstrip()
    if update_golden:
        TRANSCRIPT.parent.mkdir(exist_ok=True)
        TRANSCRIPT.write_text(transcript, encoding="utf-8")
    assert transcript == TRANSCRIPT.read_text(encoding="utf-8")

"""Five services, one file of the organization, one file of waivers: one report, one exit code, each finding with its file."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command import run
from given import AS_OF, ROOT

SERVICES = ("chat", "edge", "search", "support", "transcribe")
FILES = tuple(f"services/{name}/deploy.yaml" for name in SERVICES)
CHAT, EDGE = FILES[:2]
TABLE = """\
due      services/chat/deploy.yaml        1 due
pass     services/edge/deploy.yaml        1 waived
pass     services/search/deploy.yaml
pass     services/support/deploy.yaml
pass     services/transcribe/deploy.yaml
5 deployments: due as of 2026-11-22 (1 due, 4 pass)
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    shutil.copytree(Path(ROOT, "examples", "monorepo"), tmp_path / "repository")
    (tmp_path / "repository" / ".git").mkdir()
    return tmp_path / "repository"


def audited(folder: Path, *options: str) -> tuple[int, str, str]:
    """All services in one run: the exit code and both streams."""
    done = run("audit", *FILES, "--as-of", AS_OF, *options, folder=folder)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_one_report_and_one_exit_code(repository: Path) -> None:
    code, out, err = audited(repository)
    assert (code, err) == (3, "")
    assert out.endswith(f"\n\n{TABLE}")
    assert [line.partition(":")[0] for line in out.splitlines() if " as of " in line] == [*FILES, "5 deployments"]
    code, out, _ = audited(repository, "-q")
    assert (code, out.splitlines()[-1], len(out.splitlines())) == (3, TABLE.splitlines()[-1], 6)


def test_each_finding_has_its_file_in_every_format(repository: Path) -> None:
    def told(form: str) -> str:
        code, out, err = audited(repository, "--format", form)
        assert (code, err) == (3, "")
        return out

    reports = json.loads(told("json"))
    assert [(each["file"], each["verdict"], each["exit_code"]) for each in reports] == list(
        zip(FILES, ("due", "pass", "pass", "pass", "pass"), (3, 0, 0, 0, 0), strict=True)
    )
    results = json.loads(told("sarif"))["runs"][0]["results"]
    places = [(each["ruleId"], each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for each in results]
    assert places == [("llama-3.1-community/built-with-display", CHAT), ("apache-2.0/license-copy", EDGE)]
    assert [each["location"]["path"] for each in json.loads(told("gitlab"))] == [CHAT, EDGE]
    github = told("github")
    assert re.findall(r"^::\w+ file=([^,]+),", github, re.MULTILINE) == [CHAT, EDGE]
    assert re.findall(r"^licensecheck: (\S+) is (\w+)", github, re.MULTILINE) == [
        (each["file"], each["verdict"]) for each in reports
    ]
    suites = ElementTree.fromstring(told("junit")).findall("testsuite")
    assert [(suite.get("name") or "").partition(": ")[0] for suite in suites] == list(FILES)
    markdown = told("markdown")
    assert [file for file in FILES if f"`{file}` is **" in markdown] == list(FILES)
    rows = list(csv.DictReader(io.StringIO(told("csv").removeprefix("\ufeff"))))
    assert [(row["file"], row["state"]) for row in rows if row["state"] in ("due", "waived")] == [(CHAT, "due"), (EDGE, "waived")]
    page = told("html")
    assert [file for file in FILES if f'"file":"{file}"' in page] == list(FILES)


def test_a_fact_of_the_organization_is_shown_where_it_stands(repository: Path) -> None:
    edit(repository / "org.yaml", "1_200_000", "900_000_000")
    code, out, _ = audited(repository)
    assert code == 1
    assert "true (900,000,000 (June 2024), declared) at org.yaml:8\n" in out
    assert out.endswith("5 deployments: fail as of 2026-11-22 (1 fail, 4 pass)\n")


def test_what_a_service_says_itself_wins(repository: Path) -> None:
    edit(repository / CHAT, "deployment:", "organization: {monthly_active_users: {2024-06: 900_000_000}}\ndeployment:")
    assert audited(repository, "-q")[1].splitlines()[-1] == "5 deployments: fail as of 2026-11-22 (1 fail, 4 pass)"


def test_the_waiver_of_one_service_covers_no_other(repository: Path) -> None:
    """The same model with the same duty in another service, which reads the same file of waivers: nobody accepted that."""
    shutil.copy(repository / EDGE, repository / "services" / "search" / "deploy.yaml")
    code, out, _ = audited(repository, "--format", "csv")
    rows = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
    states = [(row["file"], row["state"]) for row in rows if row["clause"] == "license-copy" and row["state"] in ("due", "waived")]
    assert (code, states) == (3, [(EDGE, "waived"), ("services/search/deploy.yaml", "due")])


def test_a_service_that_is_gone_leaves_a_waiver_that_is_told_of(repository: Path) -> None:
    edit(repository / "waivers.yaml", "services/edge/", "services/phone/")
    code, out, _ = audited(repository, "--format", "github")
    message = (
        "the waiver of `apache-2.0/license-copy` for `mistralai/Mistral-7B-Instruct-v0.3` (J. Doe, open-source office) waives "
        "nothing: there is no deployment `services/phone/deploy.yaml`"
    )
    assert code == 3
    assert f"::notice file=waivers.yaml,line=4,title=unused-waiver::{message}\n" in out
    assert EDGE in re.findall(r"^::notice file=([^,]+),", out, re.MULTILINE)


def test_what_cannot_be_judged_is_told_beside_the_others(repository: Path) -> None:
    (repository / CHAT).write_text("version: 1\n", encoding="utf-8")
    code, out, err = audited(repository)
    assert code == 2
    assert err.endswith(f"`{CHAT}` was not judged: 1 error\n")
    assert out.endswith("4 deployments: pass as of 2026-11-22 (4 pass)\n")


def test_an_organization_that_cannot_be_read_judges_nothing(repository: Path) -> None:
    edit(repository / "org.yaml", "country: DE", "contry: DE")
    code, out, err = audited(repository)
    assert (code, out) == (2, "")
    assert err.count("did you mean `country`?") == 5
    assert err.count("org.yaml:6:3\n") == 5

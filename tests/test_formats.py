"""The formats together: the same deploy.yaml tells the same story in each; and how the command writes them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from given import AS_OF, ROOT, VOCABULARY
from small import small
from told import DEPLOY, hostile, rendered, reports, retold, truth

from licensecheck.api import audit_text
from licensecheck.cli.documents import Target, deliver, targets
from licensecheck.report.formats import FORMATS, Asked
from licensecheck.report.paint import plain
from licensecheck.report.story import Base, fingerprint, line_of, told
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import Text

TELLING = ("json", "sarif", "github", "gitlab", "junit", "markdown", "csv")
GOLDEN = os.path.join(ROOT, "tests", "golden_formats")
ENDINGS = {
    "sarif": "sarif", "github": "txt", "gitlab": "json", "junit": "xml", "markdown": "md", "csv": "csv", "matrix": "matrix",
}  # fmt: skip


@pytest.mark.parametrize("form", TELLING)
def test_the_same_story(form: str) -> None:
    of = reports()
    assert {line.state for line in truth(of)} == {"fail", "unknown", "due", "waived"}
    assert retold(form, rendered(form, of), of) == truth(of)


@pytest.mark.parametrize("form", TELLING)
def test_the_same_story_under_hostile_names(form: str) -> None:
    assert retold(form, rendered(form, hostile()), hostile()) == truth(hostile())


def test_the_text_tells_the_same_findings() -> None:
    for report in (*reports(), *hostile()):
        heads = Counter(re.findall(r"^([a-z ]+)\[([^\]]+)\]: ", rendered("text", (report,), verbose=True), re.MULTILINE))
        findings = [finding for model in report.models for finding in model.findings]
        words = ["waived" if each.waived else "moot" if each.moot else each.verdict.word.replace("_", " ") for each in findings]
        assert heads == Counter((word, f"{each.policy}/{each.clause.id}") for word, each in zip(words, findings, strict=True))


@pytest.mark.parametrize("form", [*TELLING[1:], "matrix"])
@pytest.mark.parametrize("verbose", [False, True])
def test_nothing_reaches_a_terminal(form: str, verbose: bool) -> None:
    document = rendered(form, hostile(), verbose).removeprefix("\ufeff")
    moving = {letter for letter in document if not letter.isprintable()} - {"\n", "\r", "\u200b"}
    assert moving == set()


@pytest.mark.parametrize("form", ENDINGS)
def test_golden_files(form: str, update_golden: bool) -> None:
    path = os.path.join(GOLDEN, f"report.{ENDINGS[form]}")
    document = rendered(form, reports())
    for report in reports():
        document = document.replace(report.corpus, "<digest of the corpus>")
    if form == "sarif":
        document = document.replace(',"', ',\n"')  # so that a change shows as a line
    if update_golden:
        os.makedirs(GOLDEN, exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(document)
    with open(path, encoding="utf-8", newline="") as file:
        assert file.read() == document


@pytest.mark.parametrize("form", TELLING)
def test_nothing_judged_is_a_document_too(form: str) -> None:
    assert isinstance(rendered(form, ()), str)


def test_each_format_has_one_file() -> None:
    assert {name for name in FORMATS if not os.path.exists(os.path.join(ROOT, "licensecheck", "report", f"{name}.py"))} == set()


# places and fingerprints ---------------------------------------------------------------------------------------------
def test_a_finding_stands_where_it_was_decided() -> None:
    found = {
        (each.name, each.model.name): (each.places[0].line, line_of(each.places[0], each.report)[2]) for each in told(reports())
    }
    assert found["crane-1/many-users", "many"] == (3, "{2024-06: 800_000_000}")
    assert found["finch/license-copy", "\U0001f426 finch"] == (19, "- weights")
    assert found["heron-2024/military", "soldier"][1] == "military"
    # nothing in the file decides an unknown: it stands at its model
    assert found["heron-2024/hosting", "hosted"][1] == "heron/heron-9b-it"


def test_fingerprints_outlive_edits() -> None:
    before = {fingerprint(each, Base()) for each in told(reports()[:1])}
    moved = "# a comment\n\n" + DEPLOY.replace("800_000_000", "900_000_000")
    first = reports()[0]
    after = audit_text(Text(first.file, moved), small(), AS_OF)
    assert {fingerprint(each, Base()) for each in told((after,))} == before
    both = [fingerprint(each, Base()) for each in told(reports())]
    assert len(set(both)) == len(both) == len(truth(reports()))
    assert {fingerprint(each, Base()) for each in told((after._replace(file="other.yaml"),))} & before == set()


@pytest.mark.parametrize(
    ("here", "root", "file", "path"),
    [
        ("", "", "./deploy.yaml", "deploy.yaml"),
        ("/r/sub", "/r", "deploy.yaml", "sub/deploy.yaml"),
        ("/r/sub", "/r", "../deploy.yaml", "deploy.yaml"),
        ("/r/sub", "/r", "/r/x/deploy.yaml", "x/deploy.yaml"),
        ("/r", "/r", "/elsewhere/deploy.yaml", "/elsewhere/deploy.yaml"),
        ("/r", "/r", "..data/deploy.yaml", "..data/deploy.yaml"),
    ],
)
def test_paths_count_from_the_top_of_the_repository(here: str, root: str, file: str, path: str) -> None:
    assert Base(here, root).path(file) == path


# the command ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("outputs", "wanted"),
    [
        ((), [Target("text")]),
        (("x.txt",), [Target("text", "x.txt")]),
        (("sarif=x.sarif", "csv=y=z.csv"), [Target("sarif", "x.sarif"), Target("csv", "y=z.csv"), Target("text")]),
        (("sarif=x.sarif", "x.txt"), [Target("sarif", "x.sarif"), Target("text", "x.txt")]),
        (("./odd=name", "a.b=c"), [Target("text", "./odd=name"), Target("text", "a.b=c")]),
    ],
)
def test_where_documents_go(outputs: tuple[str, ...], wanted: list[Target]) -> None:
    assert list(targets("text", outputs)) == wanted


@pytest.mark.parametrize(
    ("outputs", "code", "help"),
    [
        (("sarf=x",), "unknown-format", "did you mean `sarif`?"),
        (("zzz=x",), "unknown-format", "for a file of that name write `./zzz=x`"),
        (("sarif=x", "csv=./x"), "output-twice", ""),
        (("x", "x"), "output-twice", ""),
    ],
)
def test_outputs_that_are_refused(outputs: tuple[str, ...], code: str, help: str) -> None:
    with pytest.raises(InputError) as caught:
        targets("text", outputs)
    assert [(each.code, each.help) for each in caught.value.diagnostics] == [(code, help)]


def _asked(**changes: Any) -> Asked:
    return Asked(reports(), (1, 1), "0.1.0", VOCABULARY, plain, several=True)._replace(**changes)


def test_files_and_standard_output(tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    wanted = (Target("sarif", str(tmp_path / "x.sarif")), Target("csv", str(tmp_path / "x.csv")), Target("gitlab"))
    deliver(_asked(), wanted, False)
    assert (tmp_path / "x.sarif").read_text(encoding="utf-8") == rendered("sarif", reports())
    assert (tmp_path / "x.csv").read_bytes().decode() == rendered("csv", reports())
    assert capsys.readouterr().out == rendered("gitlab", reports())
    assert len(list(tmp_path.iterdir())) == 2


def test_no_file_is_touched_when_something_was_not_judged(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    deliver(_asked(), (Target("sarif", str(tmp_path / "x.sarif")), Target("github")), True)
    assert capsys.readouterr().out.startswith("::error ")
    assert [path.name for path in tmp_path.iterdir()] == ["summary.md"]
    assert summary.read_text(encoding="utf-8") == "before\n"


def test_the_summary_of_a_step(tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    deliver(_asked(), (Target("json"),), False)
    assert summary.read_text(encoding="utf-8") == "before\n"
    deliver(_asked(), (Target("github"),), False)
    assert summary.read_text(encoding="utf-8").startswith("before\n<!-- licensecheck -->\n\n### Model licenses: fail\n")
    assert capsys.readouterr().out


def _run(folder: Any, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    environment = {**os.environ, "PYTHONPATH": ROOT, "PYTHONIOENCODING": "utf-8"}
    environment.pop("GITHUB_STEP_SUMMARY", None)
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", env=environment, check=False)


def test_the_command_writes_several(tmp_path: Any) -> None:
    (tmp_path / "deploy.yaml").write_text("version: 1\nmodels:\n  - {id: nobody/knows-this}\n", encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("version: 1\nmodel: []\n", encoding="utf-8")
    named = ("--output", "sarif=x.sarif", "--output", "junit=x.xml", "--as-of", "2026-11-22")
    done = _run(tmp_path, "-m", "licensecheck", "audit", *named)
    assert (done.returncode, done.stderr) == (3, "")
    assert "deploy.yaml: unknown as of 2026-11-22" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.yaml", "deploy.yaml", "x.sarif", "x.xml"]
    done = _run(tmp_path, "-m", "licensecheck", "audit", "deploy.yaml", "broken.yaml", "--output", "csv=y.csv")
    assert done.returncode == 2
    assert not (tmp_path / "y.csv").exists()
    done = _run(tmp_path, "-m", "licensecheck", "audit", "--output", "sarf=y")
    assert done.returncode == 2
    assert "no format is named `sarf`" in done.stderr


def test_text_imports_no_other_format(tmp_path: Any) -> None:
    (tmp_path / "deploy.yaml").write_text("version: 1\nmodels:\n  - {id: nobody/knows-this}\n", encoding="utf-8")
    program = (
        "import sys\n"
        "from licensecheck.cli.main import cli\n"
        "cli.main(['audit'], standalone_mode=False)\n"
        "found = [name for name in sys.modules if name.startswith('licensecheck.report.')]\n"
        "sys.stderr.write(' '.join(name.rpartition('.')[2] for name in found))\n"
    )
    done = _run(tmp_path, "-c", program)
    assert done.returncode == 0, done.stderr
    assert "text" in done.stderr.split()
    assert set(done.stderr.split()) & ({*FORMATS, "story"} - {"text"}) == set()

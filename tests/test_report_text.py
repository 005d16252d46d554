"""The report for a terminal: golden files, each with what no re-recording can bend: marks lie under what they speak of.

`pytest tests/test_report_text.py --update-golden` writes the files anew; read the diff.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest
from given import AS_OF, ROOT
from small import small

from licensecheck.api import audit_text, load_corpus
from licensecheck.engine.findings import Report
from licensecheck.report.frame import diagnostics
from licensecheck.report.paint import ansi, plain, shown, width_of, wrapped
from licensecheck.report.text import render
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import read

GOLDEN = Path(ROOT) / "tests" / "golden"
CASES = sorted(each.parent.name for each in GOLDEN.glob("*/deploy.yaml"))
SHIPPED = ("first-file",)
"""Cases under the shipped corpus; the others are under the small one, which no licensor changes."""
OVER = "in the month before the release more than 700,000,000 (undated, so presumed for that period)"
REFUSED = ("controls-refused", "errors")
"""Cases that cannot be judged."""

LOUD = ("waived", "fail-figure")
"""Cases that are also shown with every clause."""


def report_of(case: str, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(GOLDEN / case)
    return audit_text(read("deploy.yaml"), load_corpus() if case in SHIPPED else small(), AS_OF, case == "strict")


def said(case: str, monkeypatch: pytest.MonkeyPatch, verbose: bool = False) -> str:
    """What a terminal of 80 columns shows."""
    corpus = load_corpus() if case in SHIPPED else small()
    try:
        return render(report_of(case, monkeypatch), corpus.vocabulary, verbose=verbose)
    except InputError as error:
        return diagnostics(error.diagnostics, error.lines)


@pytest.mark.parametrize(("case", "verbose"), [*((case, False) for case in CASES), *((case, True) for case in LOUD)])
def test_golden(case: str, verbose: bool, update_golden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(case, monkeypatch, verbose)
    expected = GOLDEN / case / ("expected-verbose.txt" if verbose else "expected.txt")
    if update_golden:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


# what no golden file can bend ----------------------------------------------------------------------------------------
PLACE = re.compile(r" *--> (?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+)\Z")
SOURCE = re.compile(r" *(?P<line>\d+) \|(?: (?P<text>.*))?\Z")
MARKS = re.compile(r" +\| (?P<before> *)(?P<marks>\^+|-+)(?: (?P<label>.*))?\Z")


def columns(text: str, width: int) -> int:
    """The index in a text of what stands that many columns from the left, by a count of our own."""
    for index, letter in enumerate(text):
        if width <= 0:
            return index
        width -= 0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
    return len(text)


def marked(text: str) -> list[tuple[str, str, str]]:
    """Every mark of a report: the sign, the text above it, the label. Checks that each source line is that of the file."""
    found = []
    lines: list[str] = []
    source = ""
    primary: tuple[int, int] | None = None
    for line in text.splitlines():
        if place := PLACE.match(line):
            lines = Path(place["file"]).read_text(encoding="utf-8").splitlines()
            primary = int(place["line"]), int(place["column"])
        elif drawn := SOURCE.match(line):
            source = drawn["text"] or ""
            assert shown(lines[int(drawn["line"]) - 1]).rstrip() == source
            here = int(drawn["line"])
        elif mark := MARKS.match(line):
            start = columns(source, len(mark["before"]))
            stop = columns(source, len(mark["before"]) + len(mark["marks"]))
            if mark["marks"][0] == "^":
                assert primary == (here, start + 1)
            found.append((mark["marks"][0], source[start:stop], mark["label"] or ""))
    return found


@pytest.mark.parametrize("case", CASES)
def test_each_source_line_is_that_of_the_file(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for verbose in (False, True):
        for _, stretch, _ in marked(said(case, monkeypatch, verbose)):
            assert stretch == stretch.strip()
            assert stretch


def test_the_mark_lies_under_the_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert marked(said("fail-figure", monkeypatch)) == [
        ("^", "812_000_000", OVER),
        ("-", "crane/Crane-1-8B", "crane-1, by the id itself"),
        ("-", "direct_download", ""),
        ("-", "heron/heron-9b-it", "heron-2025, by the id itself"),
        ("^", "military/logistics", ""),
    ]


def test_marks_under_wide_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    assert marked(said("wide-letters", monkeypatch)) == [
        ("^", "812_000_000", OVER),
        ("-", "direct_download", ""),
        ("-", "crane/Crane-1-8B", "crane-1, by the id itself"),
        ("^", "아크메/새로운-모델", ""),
    ]


def test_marks_of_errors_lie_under_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    stretches = [stretch for _, stretch, _ in marked(said("errors", monkeypatch))]
    for wrong in (
        "organisation",
        "monthly_active_user",
        "-1",
        "[KR]",
        "2026-02-30",
        "perhaps",
        "comercial",
        "milatary",
        "bedrok",
        "{as: nameless}",
        '"모델"',
    ):
        assert wrong in stretches


def test_a_duty_tells_what_is_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said("due", monkeypatch)
    assert "  = expected: `evidence.display` in ui, website, docs with the words: Built with Crane\n" in text.replace(
        "\n              ", " "
    )
    assert "found: there is no file `missing/LICENSE`" in text


def test_a_first_file_fits_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten lines in, one screen out: apart from the blocks of findings at most 25 lines of 80 columns."""
    report = report_of("first-file", monkeypatch)
    text = said("first-file", monkeypatch)
    assert [(model.name, model.verdict.word) for model in report.models] == [
        ("meta-llama/Llama-3.1-8B-Instruct", "unknown"),
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", "unknown"),
        ("gemini-1.5-pro", "fail"),
    ]  # fmt: skip
    assert 1 <= len([question for question in report.questions if question.first]) <= 10
    rest = text[text.index("\nunknown  meta-llama") :].strip("\n").split("\n")
    assert len(rest) <= 25
    assert [line for line in rest[:-1] if width_of(line) > 80] == []


@pytest.mark.parametrize("case", CASES)
def test_nothing_moves_the_cursor(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for verbose in (False, True):
        assert [letter for letter in said(case, monkeypatch, verbose) if not (letter.isprintable() or letter == "\n")] == []


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("case", [case for case in CASES if case not in REFUSED])
def test_lines_keep_to_the_width(case: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for what is not to be broken: lines of the source, marks, long words, and the last line."""
    corpus = load_corpus() if case in SHIPPED else small()
    lines = render(report_of(case, monkeypatch), corpus.vocabulary, width=width, verbose=True).splitlines()
    for line in lines[:-1]:
        if not (SOURCE.match(line) or MARKS.match(line) or PLACE.match(line)) and len(line.split()) > 3:
            assert width_of(line) <= width or width_of(line.rpartition(" ")[0]) < width, line


def test_a_pass_says_little(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said("pass", monkeypatch)
    assert len(text.splitlines()) <= 10
    assert "[" not in text.splitlines()[0]
    assert text.splitlines()[-1] == f"deploy.yaml: pass as of {AS_OF} (10 clauses: 1 standing, 9 not applicable)"


@pytest.mark.parametrize("case", CASES)
def test_colour_is_decoration(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if case in REFUSED:
        with pytest.raises(InputError):
            report_of(case, monkeypatch)
        return
    corpus = load_corpus() if case in SHIPPED else small()
    painted = render(report_of(case, monkeypatch), corpus.vocabulary, ansi)
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == said(case, monkeypatch)
    assert "\x1b[" in painted


def test_the_folder_of_golden_files_holds_nothing_else() -> None:
    names = {"deploy.yaml", "expected.txt", "expected-verbose.txt", "NOTICE.txt"}
    for case in CASES:
        assert {"deploy.yaml", "expected.txt"} <= set(os.listdir(GOLDEN / case)) <= names


# small parts ---------------------------------------------------------------------------------------------------------
def test_strangers_are_tamed() -> None:
    assert shown("a\x1b[31mb\rc\u202ed\ne\tf\u200bg") == "a\ufffd[31mb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg"
    assert shown("모델 é “x”") == "모델 é “x”"


def test_width() -> None:
    assert [width_of(each) for each in ("", "abc", "모델", "é", "e\u0301", "“x”")] == [0, 3, 4, 1, 1, 3]


def test_wrapping_breaks_no_word() -> None:
    assert wrapped("one two three", 9, "- ", "  ") == ["- one two", "  three"]
    assert wrapped("a-very-long-word b", 6) == ["a-very-long-word", "b"]
    assert wrapped("", 9, "- ") == ["- "]
    assert wrapped("모델 모델", 8, "", "  ") == ["모델", "  모델"]


def test_paint() -> None:
    assert (plain("x", "fail"), ansi("x", "fail"), ansi("x", "no such style")) == ("x", "\x1b[1;31mx\x1b[0m", "x")


def test_the_first_file_fits_on_one_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve lines of deploy.yaml: the failed right, every model and what to answer, on 25 rows of 80 columns."""
    lines = said("first-file", monkeypatch).splitlines()
    assert len(lines) == 25
    assert max(width_of(line) for line in lines) <= 80
    asked = [line.split(":")[0].strip() for line in lines if line.startswith("  ") and re.match(r"  [a-z]+\.[a-z_]+: ", line)]
    assert asked == ["deployment.uses", "model.distribution", "model.upstream_notice_file"]
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        assert "\n".join(lines) in file.read()

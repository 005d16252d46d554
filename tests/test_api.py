"""The library: under ten names, a Report for every file that can be judged, InputError for every other; no printing, no exiting."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path

import pytest
from command import BROKEN, DUE, FAILING, OPEN, PASSING
from given import AS_OF

import licensecheck
from licensecheck import InputError, Verdict

NAMES = ["Finding", "InputError", "ModelReport", "Question", "Report", "Verdict", "__version__", "audit", "load_corpus"]


def test_under_ten_names() -> None:
    assert licensecheck.__all__ == dir(licensecheck) == NAMES
    assert len(NAMES) < 10
    for name in NAMES:
        assert getattr(licensecheck, name) is not None
    with pytest.raises(AttributeError, match=r"^module `licensecheck` has no attribute `adit`$"):
        licensecheck.adit  # noqa: B018


@pytest.mark.parametrize(
    ("text", "verdict"), [(PASSING, Verdict.PASS), (FAILING, Verdict.FAIL), (OPEN, Verdict.UNKNOWN), (DUE, Verdict.DUE)]
)
def test_audit(
    text: str, verdict: Verdict, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_: object) -> None:
        raise AssertionError("the library leaves or asks")

    monkeypatch.setattr(sys, "exit", leave)
    monkeypatch.setattr(builtins, "input", leave)
    path = tmp_path / "deploy.yaml"
    path.write_text(text, encoding="utf-8")
    report = licensecheck.audit(str(path), as_of=AS_OF)
    assert isinstance(report, licensecheck.Report)
    assert (report.verdict, report.as_of, report.file, report.strict) == (verdict, AS_OF, str(path), False)
    assert {type(model) for model in report.models} == {licensecheck.ModelReport}
    assert {type(finding) for model in report.models for finding in model.findings} == {licensecheck.Finding}
    assert all(isinstance(question, licensecheck.Question) for question in report.questions)
    assert capfd.readouterr() == ("", "")


def test_every_fault_is_in_one_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deploy.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        licensecheck.audit(str(path))
    assert [each.message for each in raised.value.diagnostics] == [
        "the file declares no `models`",
        "deploy.yaml has no key `model`",
    ]
    assert raised.value.lines == {str(path): tuple(BROKEN.splitlines())}
    assert capfd.readouterr() == ("", "")


def test_the_default_file_is_in_the_folder_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"^there is no file `deploy\.yaml`$"):
        licensecheck.audit()
    (tmp_path / "deploy.yaml").write_text(PASSING, encoding="utf-8")
    assert licensecheck.audit(as_of=AS_OF).verdict is Verdict.PASS
    assert licensecheck.audit(as_of=AS_OF, strict=True).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", " 2026-11-22"])
def test_a_day_that_is_none(day: str, tmp_path: Path) -> None:
    path = tmp_path / "deploy.yaml"
    path.write_text(PASSING, encoding="utf-8")
    with pytest.raises(InputError, match=f"^`{day}` is no day$"):
        licensecheck.audit(str(path), as_of=day)


def test_policies_of_ones_own(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^there is no folder `no-such-folder`$"):
        licensecheck.load_corpus("no-such-folder")
    (tmp_path / "acme.yaml").write_text("policy: acme-1\nname: Acme\nlicensor: acme\nclauses: []\n", encoding="utf-8")
    corpus = licensecheck.load_corpus(str(tmp_path))
    assert set(corpus.ids) == {*licensecheck.load_corpus().ids, "acme-1"}


def test_a_verdict_that_is_worse_is_larger() -> None:
    assert [each.word for each in sorted(Verdict)] == ["not_applicable", "pass", "due", "unknown", "fail"]


def test_thousands_of_faults_are_cut_and_drawn_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "deploy.yaml"
    terms = ", ".join(f"x{number}: 1" for number in range(1000))
    path.write_text(f"version: 1\nmodels:\n  - {{id: huggyllama/llama-7b, terms: {{llama-1: {{{terms}}}}}}}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        licensecheck.audit(str(path))
    assert 200 <= len(raised.value.diagnostics) <= 202
    assert list(raised.value.lines) == [str(path)]

"""Undeclared models that somebody accepts at named places: shown as waived there, and found everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from small import audited, faulty

from licensecheck.engine.declared import compare
from licensecheck.engine.findings import Report
from licensecheck.scan.model import Component, Reference, Scan

RECORD = "model: gpt-x, in: [tutorials, a/b.py], reason: quoted, approver: Kim, on: 2026-11-01, expires: 2026-11-30"
DAY = "2026-11-22"


def report(record: str = RECORD, as_of: str = DAY, file_ids: str = "finch/Finch-7B-Instruct-v0.3") -> Report:
    lines = f"version: 1\nmodels:\n  - {{id: {file_ids}, distribution: []}}\naccepted:\n  - {{{record}}}\n"
    return audited(lines, as_of)


def scanned(*places: str, kind: str = "live", root: str = ".") -> Scan:
    """A repository that names one model, at these places, and the declared one."""
    found = tuple(Reference(place, 3, 5, "GPT-X", "gpt-x", "openai", kind, "the value of `model`", True) for place in places)
    named = Reference("app.py", 1, 1, "f", "finch/Finch-7B-Instruct-v0.3", "huggingface", "live", "", True)
    components = (Component(named.id, "huggingface", "live", True, (named,)),)
    components += (Component("gpt-x", "openai", kind, True, found),) if found else ()
    return Scan(root, components, (), (), 1, 1, 1, ())


def told(scan: Scan, *reports: Report, whole: bool = True) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The undeclared models with their places, `waived` where they are, and the notes about records."""
    compared = compare(reports, scan, whole)
    models = [
        (f"{each.span.file}:{each.span.line}", f"{each.verdict.word}{' waived' if each.findings[0].waived else ''}")
        for each in compared[0].models
        if each.findings[0].policy == "scan"
    ]
    return models, [(note.code, note.message) for each in compared for note in each.notes if "acceptance" in note.code]


NAME = "the acceptance of `gpt-x` in `tutorials`, `a/b.py` (Kim)"
EXPIRED = ("expired-acceptance", f"{NAME} expired on 2026-11-30")
FUTURE = ("future-acceptance", f"{NAME} starts on 2026-11-01")
UNUSED = ("unused-acceptance", f"{NAME} accepts nothing: no undeclared use stands there")


@pytest.mark.parametrize(
    ("places", "models", "notes"),
    [
        (["tutorials/x.py"], [("tutorials/x.py:3", "pass waived")], []),
        (["tutorials/deep/x.py", "a/b.py"], [("tutorials/deep/x.py:3", "pass waived")], []),
        (["tutorials/x.py", "app/x.py"], [("app/x.py:3", "unknown")], []),
        (["tutorials2/x.py"], [("tutorials2/x.py:3", "unknown")], [UNUSED]),
        (["a/b.pyc"], [("a/b.pyc:3", "unknown")], [UNUSED]),
        ([], [], [UNUSED]),
    ],
)
def test_it_accepts_where_it_says(places: list[str], models: list[tuple[str, str]], notes: list[tuple[str, str]]) -> None:
    assert told(scanned(*places), report()) == (models, notes)


@pytest.mark.parametrize(
    ("as_of", "verdict", "notes"),
    [
        ("2026-10-31", "unknown", [FUTURE]),
        ("2026-11-01", "pass waived", []),
        ("2026-11-30", "pass waived", []),
        ("2026-12-01", "unknown", [EXPIRED]),
    ],
)
def test_it_holds_from_the_first_day_to_the_last(as_of: str, verdict: str, notes: list[tuple[str, str]]) -> None:
    assert told(scanned("a/b.py"), report(as_of=as_of)) == ([("a/b.py:3", verdict)], notes)


def test_the_rest_of_the_repository_is_not_judged_from_a_part_of_it() -> None:
    assert told(scanned(), report(), whole=False) == ([], [])
    assert told(scanned(), report(as_of="2027-01-01"), whole=False) == ([], [EXPIRED])


def test_places_are_those_of_the_file() -> None:
    here = report()._replace(file="services/chat/deploy.yaml")
    assert told(scanned("tutorials/x.py"), here)[0] == [("tutorials/x.py:3", "unknown")]
    assert told(scanned("services/chat/tutorials/x.py"), here)[0] == [("services/chat/tutorials/x.py:3", "pass waived")]
    assert told(scanned("chat/tutorials/x.py", root="services"), here)[0] == [("services/chat/tutorials/x.py:3", "pass waived")]


def test_the_verdict_of_the_report() -> None:
    (passing,) = compare([report()], scanned("a/b.py"))
    (failing,) = compare([report()], scanned("a/b.py", "c.py"))
    assert (passing.verdict.word, failing.verdict.word) == ("pass", "unknown")
    finding = failing.models[-1].findings[0]
    assert finding.issue is not None
    assert finding.issue.says.endswith(" Other places are accepted until 2026-11-30.")


WHERE = "in: [tutorials, a/b.py]"
TOO_WIDE = ("unknown-value", "`in` names files or folders below this one, and not all of them")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("reason: quoted, ", "", [("missing-key", "an accepted model needs `reason`", None)]),
        ("expires:", "until:", [
            ("missing-key", "an accepted model needs `expires`", None), ("unknown-key", "an accepted model has no key `until`", "until"),
        ]),
        (WHERE + ", ", "", [("missing-key", "an accepted model needs `in`, the files or folders that may name it", None)]),
        (WHERE, "in: .", [(*TOO_WIDE, ".")]),
        (WHERE, "in: [a/../..]", [(*TOO_WIDE, "[a/../..]")]),
        (WHERE, "in: [/etc]", [(*TOO_WIDE, "[/etc]")]),
        ("2026-11-30", "soon", [("wrong-type", "`expires` is a day", "soon")]),
    ],
)  # fmt: skip
def test_what_is_no_record(old: str, new: str, expected: list[tuple[str, str, str | None]]) -> None:
    record = f"  - {{{RECORD.replace(old, new)}}}"
    found = faulty(f"version: 1\nmodels:\n  - finch/Finch-7B-Instruct-v0.3\naccepted:\n{record}\n")
    # None stands for all of the record
    under = [(code, message, record[span[1] - 1 : span[3] - 1]) for code, message, span, *_ in found]  # type: ignore[misc]
    assert under == [(code, message, record[4:] if part is None else part) for code, message, part in expected]


def test_as_a_user_sees_it(tmp_path: Path) -> None:
    (tmp_path / "tutorials").mkdir()
    (tmp_path / "tutorials" / "x.py").write_text('client.chat.completions.create(model="gpt-4o")\n', encoding="utf-8")
    (tmp_path / "app.py").write_text('AutoModel.from_pretrained("mistralai/Mixtral-8x7B-Instruct-v0.1")\n', encoding="utf-8")
    deploy = tmp_path / "deploy.yaml"
    plain = "version: 1\nmodels:\n  - {id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: []}\n"
    deploy.write_text(plain, encoding="utf-8")
    # a tutorial's folder is an example by its name, and what is only an example is not in force
    assert run("audit", "--scan", "-q", folder=tmp_path).returncode == 0
    (tmp_path / "tutorials").rename(tmp_path / "lessons")
    assert run("audit", "--scan", "-q", folder=tmp_path).returncode == 3
    days = "on: 2026-01-01, expires: 2999-12-31"
    deploy.write_text(
        plain + f"accepted:\n  - {{model: gpt-4o, in: [lessons/], reason: why, approver: Kim, {days}}}\n", encoding="utf-8"
    )
    done = run("audit", "--scan", "-v", folder=tmp_path)
    assert done.returncode == 0, done.stdout.decode()
    said = " ".join(done.stdout.decode().split())
    assert "waived" in said
    assert "Kim" in said
    assert run("audit", "-q", folder=tmp_path).returncode == 0
    # and an update does not declare what is accepted
    assert run("init", "--update", "--yes", folder=tmp_path).stdout.startswith(b"deploy.yaml has every model that was found: pass")

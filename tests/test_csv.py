"""CSV: RFC 4180, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import os

import pytest
from given import ROOT
from told import hostile, rendered, reports

from licensecheck.report.csv import COLUMNS, _field


def rows(document: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(document.removeprefix("\ufeff"), newline=""), strict=True))


@pytest.mark.parametrize("verbose", [False, True])
def test_one_line_a_finding(verbose: bool) -> None:
    for of in (reports(), hostile()):
        document = rendered("csv", of, verbose)
        assert document.startswith("\ufeff")
        found = rows(document)
        assert tuple(found[0]) == COLUMNS
        assert {len(row) for row in found} == {len(COLUMNS)}
        findings = [finding for report in of for model in report.models for finding in model.findings]
        counted = [finding for finding in findings if verbose or finding.verdict.word != "not_applicable"]
        notes = sum(len(report.notes) for report in of)
        assert len(found) == len(counted) + notes + 1 == document.count("\r\n")
        assert "\n" not in document.replace("\r\n", "")


def test_no_cell_is_a_formula() -> None:
    cells = [cell for row in rows(rendered("csv", hostile(), True)) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")]
    assert "'=cmd|' /C calc'!A0" in cells


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", '""'),
        ("a,b", '"a,b"'),
        ('say "x"', '"say ""x"""'),
        ("=1+1", '"\'=1+1"'),
        (" +1", '"\' +1"'),
        ("-1", '"\'-1"'),
        ("@SUM(A1)", '"\'@SUM(A1)"'),
        ("\t=1", '"\'\ufffd=1"'),
        ("\rx", '"\'\ufffdx"'),
        ("＝1", '"\'＝1"'),
        ("a=b", '"a=b"'),
    ],
)
def test_fields(text: str, field: str) -> None:
    assert _field(text) == field


def test_the_columns_are_documented() -> None:
    with open(os.path.join(ROOT, "docs", "report.md"), encoding="utf-8") as file:
        section = file.read().partition("## CSV")[2]
    assert [name for name in COLUMNS if f"`{name}`" not in section] == []

"""A fleet judged as a whole: its rows, their verdicts, and what counts against each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from licensecheck.api import judged, prepare
from licensecheck.catalog.corpus import Corpus
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import PASS, Verdict
from licensecheck.fleet.engines import COLUMNS
from licensecheck.fleet.many.bind import Part, When, bound_files, bound_table
from licensecheck.fleet.many.cells import declared
from licensecheck.fleet.many.found import Names
from licensecheck.fleet.many.judge import FleetJudge
from licensecheck.fleet.many.read import File, Table
from licensecheck.fleet.many.rows import Who, joined
from licensecheck.source.diagnostic import Diagnostic, InputError


class Fleet(NamedTuple):
    """A fleet judged. `verdicts` are those on its rows, 0 where a row could not be judged.

    `lines` has a line for each row and finding that counts (`clause` and `asks` are numbers of `names`; `moot`: a right is denied
    anyway), `governed` one for each row and policy. `faults` are those of what could not be judged, with their lines.
    """

    who: Who
    verdicts: NDArray[np.uint8]
    lines: pl.DataFrame
    governed: pl.DataFrame
    names: Names
    faults: tuple[Diagnostic, ...]
    source_lines: dict[str, tuple[str, ...]]

    @property
    def worst(self) -> Verdict:
        """The worst verdict of all; not applicable where nothing was judged."""
        return Verdict(int(self.verdicts.max(initial=0)))


def parts_of(found: Iterable[File | Table], corpus: Corpus, when: When) -> tuple[Part, ...]:
    """Everything at some paths, bound: all files together, and each table."""
    found = tuple(found)
    files = tuple(each for each in found if isinstance(each, File))
    tables = tuple(each for each in found if isinstance(each, Table))
    return (*((bound_files(files, corpus, when),) if files else ()), *(bound_table(each, corpus, when) for each in tables))


def judge_fleet(parts: tuple[Part, ...], engine: str = "polars", judge: FleetJudge | None = None) -> Fleet:
    """Judge every deployment of a fleet by one of COLUMNS; what could not be read is told, and the others are judged without it."""
    judge = judge or FleetJudge(COLUMNS[engine])
    lines, governed, verdicts = [], [], []
    start = 0
    for part in parts:
        found = judge.judged(part)
        shift = (pl.col("row") + start).cast(pl.Int32)
        lines.append(found.lines().with_columns(shift))
        governed.append(found.governed().with_columns(shift))
        verdicts.append(np.zeros(part.said.size, np.uint8))
        for group in part.groups:
            verdicts[-1][group.rows] = int(PASS)
        start += part.said.size
    verdict = np.concatenate(verdicts) if verdicts else np.zeros(0, np.uint8)
    line = pl.concat(lines) if lines else pl.DataFrame()
    np.maximum.at(verdict, line["row"].to_numpy(), line["verdict"].to_numpy())
    names = judge.names
    rights = [number for (_, _, kind), number in names.clauses.items() if kind == "right"]
    denies = pl.col("clause").is_in(rights) & (pl.col("verdict") == int(Verdict.FAIL))
    line = line.with_columns(moot=~denies & denies.any().over("row"))
    return Fleet(
        joined(part.who for part in parts),
        verdict,
        line,
        pl.concat(governed),
        names,
        tuple(fault for part in parts for fault in part.faults),
        {name: text for part in parts for name, text in part.lines.items()},
    )


def report_of(source: File | Table, row: int, corpus: Corpus, when: When) -> Report:
    """The report of the traced engine on a file, or on one row of a table, counted from 0.

    Raises InputError with every fault of it.
    """
    if isinstance(source, File):
        return judged(prepare(source.text, corpus, when.as_of, when.strict, when.assignments))
    text = declared(source, row)
    try:
        return judged(prepare(text, corpus, when.as_of, when.strict, when.assignments))
    except InputError as error:
        # nobody sees the file that the row of a table stands for
        named = (each._replace(span=None, message=f"{text.name}: {each.message}") for each in error.diagnostics)
        raise InputError(tuple(named)) from None

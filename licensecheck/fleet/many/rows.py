"""Whose rows those of a fleet are, and what is wrong with some of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from licensecheck.fleet.many.read import Table
from licensecheck.fleet.many.said import Numbers
from licensecheck.source.diagnostic import Diagnostic


class Who(NamedTuple):
    """Whose rows these are: for each its file, its number in a table (0 in a deploy.yaml), its team, its deployment, its model."""

    file: tuple[str, ...]
    place: Numbers
    team: tuple[str, ...]
    deployment: tuple[str, ...]
    model: tuple[str, ...]


class Wrong(NamedTuple):
    """A fault of some rows of a table; each row has its number, from 0."""

    fault: Diagnostic
    rows: Numbers


def who_of(table: Table) -> Who:
    """Whose rows those of a table are; a row that names no deployment is one of its own."""
    frame, about = table.frame, table.about

    def texts(key: str) -> list[str | None]:
        if key not in about:
            return [None] * frame.height
        cells = frame[about[key]]
        # a list for a name is refused where rows are read; a team may be anything
        several = cells.dtype.is_nested()
        return [each if each is None else str(each) for each in cells.to_list()] if several else cells.cast(pl.String).to_list()

    places = np.arange(1, frame.height + 1, dtype=np.int32)
    models = tuple(name or id or "" for name, id in zip(texts("as"), texts("id"), strict=True))
    deployments = tuple(name or f"row {number}" for number, name in enumerate(texts("deployment"), 1))
    return Who((table.path,) * frame.height, places, tuple(team or "" for team in texts("team")), deployments, models)


def joined(several: Iterable[Who]) -> Who:
    """The rows of several parts, one after the other."""
    several = tuple(several)
    files, teams, deployments, models = (
        tuple(word for who in several for word in getattr(who, name)) for name in ("file", "team", "deployment", "model")
    )
    places = np.concatenate([np.zeros(0, np.int32), *(who.place for who in several)])
    return Who(files, places, teams, deployments, models)


def told(table: Table, wrong: Iterable[Wrong]) -> Iterator[Diagnostic]:
    """The faults of a table, each once, at the first row that has it: nobody sees the file that a row stands for."""
    found: dict[Diagnostic, list[Numbers]] = {}
    for fault, rows in wrong:
        found.setdefault(fault._replace(span=None, label=""), []).append(rows)
    for fault, several in found.items():
        rows = np.unique(np.concatenate(several))
        others = f" (and {len(rows) - 1:,} more like it)" if len(rows) > 1 else ""
        yield fault._replace(message=f"{table.path} row {rows[0] + 1}: {fault.message}{others}")

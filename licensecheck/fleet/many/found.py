"""What is found against the rows of a fleet, as columns: a line for each row, clause and verdict that counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from licensecheck.catalog.binding import Issue
from licensecheck.engine.bound import WORDS
from licensecheck.engine.findings import ModelReport
from licensecheck.engine.judge import PASS, Verdict
from licensecheck.fleet.many.said import Numbers
from licensecheck.policy.model import Policy

STEP = 4096
"""Clauses of one policy at most; issues about a model come before all policies."""


class Names:
    """Clauses, policies and questions, each numbered when it is first met. Number 0 of the questions asks nothing."""

    def __init__(self) -> None:
        self.clauses: dict[tuple[str, str, str], int] = {}
        self.policies: dict[str, int] = {}
        self.questions: dict[tuple[str, ...], int] = {(): 0}
        self.asks: list[tuple[str, ...]] = [()]

    def clause(self, policy: str, clause: str, kind: str) -> int:
        """The number of a clause of a policy."""
        return self.clauses.setdefault((policy, clause, kind), len(self.clauses))

    def policy(self, policy: str) -> int:
        """The number of a policy."""
        return self.policies.setdefault(policy, len(self.policies))

    def asked(self, facts: tuple[str, ...]) -> int:
        """The number of what is asked."""
        if facts not in self.questions:
            self.questions[facts] = len(self.asks)
            self.asks.append(facts)
        return self.questions[facts]


class Found:
    """Collects what counts against the rows of one part of a fleet."""

    def __init__(self, size: int, names: Names) -> None:
        self.size, self.names = size, names
        self._lines: list[tuple[NDArray[Any], ...]] = []
        self._governed: list[tuple[NDArray[Any], ...]] = []
        self._taken = np.zeros(size, np.int64)

    def add(
        self,
        rows: Numbers,
        order: NDArray[Any],
        clauses: NDArray[Any],
        verdicts: NDArray[Any],
        asks: NDArray[Any],
        ways: NDArray[Any],
    ) -> None:
        """Add lines. `ways` are bits: the alternatives of the row's label under which a line counts; 0: under any."""
        columns = (rows, order, clauses, verdicts, asks)
        types = (np.int32, np.int32, np.int32, np.uint8, np.int32)
        self._lines.append((*(each.astype(kind) for each, kind in zip(columns, types, strict=True)), ways.astype(np.int64)))

    def add_alike(self, rows: Numbers, order: int, clause: int, verdict: Verdict, asks: tuple[str, ...], ways: int = 0) -> None:
        """Add one line to each of some rows."""
        numbers = (order, clause, int(verdict), self.names.asked(asks), ways)
        self.add(rows, *(np.full(len(rows), number, np.int64) for number in numbers))

    def add_issues(self, rows: Numbers, issues: Iterable[Issue], ways: Sequence[str]) -> None:
        """Add what no policy speaks of."""
        for number, issue in enumerate(issues):
            if WORDS[issue.verdict] > PASS and not issue.standing:
                clause = self.names.clause("catalog", issue.code, issue.kind)
                self.add_alike(rows, number, clause, WORDS[issue.verdict], issue.asks, bits(issue.ways, ways))

    def add_policies(self, rows: Numbers, policies: Iterable[Policy], ways: int) -> None:
        """Say which policies govern some rows."""
        for policy in policies:
            number = self.names.policy(policy.id)
            self._governed.append((rows, np.full(len(rows), number, np.int32), np.full(len(rows), ways, np.int64)))

    def add_report(self, rows: Numbers, report: ModelReport) -> None:
        """Add what the traced engine found."""
        for policy in report.policies:
            number = self.names.policy(policy)
            self._governed.append((rows, np.full(len(rows), number, np.int32), np.zeros(len(rows), np.int64)))
        for number, finding in enumerate(report.findings):
            if finding.red:
                clause = self.names.clause(finding.policy, finding.clause.id, finding.clause.kind)
                self.add_alike(rows, number, clause, finding.verdict, tuple(ask.fact for ask in finding.asks))

    def choose(self, several: Iterable[tuple[Numbers, int]]) -> None:
        """Of the alternatives of a label take the one with the mildest verdict, the first where several are as mild."""
        by_count: dict[int, list[Numbers]] = {}
        for rows, count in several:
            by_count.setdefault(count, []).append(rows)
        if not by_count:
            return
        row, _, _, verdict, _, ways = self._columns()
        for count, groups in by_count.items():
            rows = np.concatenate(groups)
            worst = np.full((count, self.size), int(PASS), np.uint8)
            for way in range(count):
                counts = (ways == 0) | (ways >> way & 1 == 1)
                np.maximum.at(worst[way], row[counts], verdict[counts])
            self._taken[rows] = worst[:, rows].argmin(axis=0)

    def lines(self) -> pl.DataFrame:
        """A line for each row and finding that counts, in the order of the rows and of their findings."""
        row, order, clause, verdict, asks, ways = self._columns()
        kept = self._counts(row, ways)
        columns = {"row": row, "order": order, "clause": clause, "verdict": verdict, "asks": asks}
        return pl.DataFrame({name: column[kept] for name, column in columns.items()}).sort("row", "order")

    def governed(self) -> pl.DataFrame:
        """A line for each row and policy that governs it."""
        empty = (np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))
        row, policy, ways = (np.concatenate(each) for each in zip(empty, *self._governed, strict=True))
        kept = self._counts(row, ways)
        return pl.DataFrame({"row": row[kept], "policy": policy[kept]}).unique()

    def _columns(self) -> tuple[NDArray[Any], ...]:
        types = (np.int32, np.int32, np.int32, np.uint8, np.int32, np.int64)
        empty = tuple(np.zeros(0, kind) for kind in types)
        return tuple(np.concatenate(each) for each in zip(empty, *self._lines, strict=True))

    def _counts(self, row: NDArray[Any], ways: NDArray[Any]) -> NDArray[np.bool_]:
        """The lines that hold under the alternative that was taken."""
        kept: NDArray[np.bool_] = (ways == 0) | (ways >> self._taken[row] & 1 == 1)
        return kept


def bits(mine: Iterable[str], ways: Sequence[str]) -> int:
    """Some alternatives of a label as bits."""
    return sum(1 << ways.index(way) for way in mine if way in ways)

"""What the formats for machines tell alike: which findings, in which words, at which place, under which fingerprint."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from licensecheck.engine.evaluate import Trace
from licensecheck.engine.findings import Finding, ModelReport, Report
from licensecheck.engine.judge import NOT_APPLICABLE, Verdict
from licensecheck.engine.truth import UNSURE
from licensecheck.source.diagnostic import Span

LOUD = ("fail", "unknown", "due", "waived")
"""The states that every format tells. The rest is told where there is room for it, and under `-v`."""
ORDER = (*LOUD, "moot", "pass", "standing", "not_applicable")
KINDS = ("right", "use", "duty")
RANKS = {(state, kind): (ORDER.index(state), KINDS.index(kind)) for state in ORDER for kind in KINDS}
MOST_PLACES = 20
"""Places of one finding."""
WIDEST = 400
"""Columns of a place, so that a line of a megabyte does not stand in every finding."""


class Base(NamedTuple):
    """Where the files lie: the folder that their names start from, and the top of the repository that consumers count from."""

    here: str = ""
    root: str = ""

    def path(self, file: str) -> str:
        """The path from the top of the repository with `/`; the full one for a file outside."""
        return _path(self.here, self.root, file)


HERE = Base()


@functools.lru_cache(maxsize=1024)
def _path(here: str, root: str, file: str) -> str:
    full = os.path.normpath(os.path.join(here, file))
    if root:
        below = os.path.relpath(full, root)
        full = full if below.split(os.sep)[0] == os.pardir else below
    return full.replace(os.sep, "/")


class Told(NamedTuple):
    """One finding as it is told; `name` is its policy and clause, `number` counts the equal ones of a model."""

    report: Report
    model: ModelReport
    finding: Finding
    state: str
    name: str
    number: int

    @property
    def places(self) -> tuple[Span, ...]:
        """Where it was decided, in the deploy file: the facts that carry its truth, then the model."""
        return _places(self.model, self.finding)


def state(finding: Finding) -> str:
    """The verdict, or what stands in its place: waived, moot, standing."""
    if finding.waived:
        return "waived"
    if finding.moot:
        return "moot"
    if finding.clause.standing and finding.verdict is not NOT_APPLICABLE:
        return "standing"
    return finding.verdict.word


def told(reports: Iterable[Report], states: tuple[str, ...] = LOUD) -> Iterator[Told]:
    """The findings in these states, in the order of the files."""
    for report in reports:
        for model in report.models:
            counts: dict[tuple[str, str], int] = {}
            for finding in model.findings:
                word = state(finding)
                if word not in states:
                    continue
                name = f"{finding.policy}/{finding.clause.id}"
                number = counts[name, finding.work] = counts.get((name, finding.work), 0) + 1
                yield Told(report, model, finding, word, name, number)


def worst_first(found: Iterable[Told]) -> list[Told]:
    """By state, then rights before uses before duties; otherwise in the order of the files."""
    return sorted(found, key=lambda each: RANKS[each.state, each.finding.clause.kind])


def fingerprint(each: Told, base: Base) -> str:
    """Tells a finding from every other one and stays the same when lines move or figures change."""
    parts = (base.path(each.report.file), each.name, each.model.name, each.finding.work, str(each.number))
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


# places --------------------------------------------------------------------------------------------------------------
def _places(model: ModelReport, finding: Finding) -> tuple[Span, ...]:
    issue = finding.issue
    own = issue.span if issue and issue.span else model.span
    found: dict[Span, None] = {}
    evaluation = finding.judgement.evaluation
    if evaluation:
        for trace in (evaluation.applies, *evaluation.excuses, evaluation.requires):
            if trace is not None:
                _decide(trace, finding.verdict is Verdict.UNKNOWN, own.file, found)
    found.pop(own, None)
    return (*list(found)[: MOST_PLACES - 1], own) if found else (own,)


def _decide(trace: Trace, unsure: bool, file: str, found: dict[Span, None]) -> None:
    """Add where the leaves stand that decided: for an unknown those that are open (they may be written as unknown), else those
    without which a condition could have come out otherwise, since they came out as the whole did."""
    if unsure and trace.truth is not UNSURE:
        return
    if trace.outcome is not None:
        span = trace.outcome.fact.span
        if span is not None and span.file == file:
            found[span] = None
        return
    for part in trace.parts:
        if unsure or len(trace.parts) == 1 or part.truth is trace.truth:
            _decide(part, unsure, file, found)


def line_of(span: Span, report: Report) -> tuple[int, int, str]:
    """The part of a place on its first line: start column, end column and text ("" where the line is not at hand).

    One line only: GitHub shows an alert in a pull request when every line of it was touched.
    """
    lines = report.lines.get(span.file, ())
    line = lines[span.line - 1] if 0 < span.line <= len(lines) else ""
    start = max(1, span.column)
    stop = span.end_column if span.end_line == span.line else len(line.rstrip()) + 1
    stop = max(start, min(stop, start + WIDEST))
    return start, stop, line[start - 1 : stop - 1]


# words ---------------------------------------------------------------------------------------------------------------
def waiver_words(finding: Finding) -> str:
    """Why the finding is accepted, by whom, by which record, and from when to when."""
    waiver = finding.waived
    if waiver is None:
        return ""
    reference = f", {waiver.reference}" if waiver.reference else ""
    return f"{waiver.reason} ({waiver.approver}{reference}, {waiver.on} to {waiver.expires})"


def baseline_words(report: Report) -> str:
    """What the baseline keeps from gating: the verdict has its word all the same."""
    found = report.baseline
    if found is None or not found.known:
        return ""
    is_known = "1 known finding does" if found.known == 1 else f"{found.known:,} known findings do"
    return f"{is_known} not gate (baseline of {found.as_of})"


def clipped(text: str, most: int) -> str:
    """A text of at most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


WHAT_IF = "what if: these are not the declared facts on the day of today"


def tally(found: Iterable[Told]) -> str:
    """How many of each state, worst first: `1 fail, 2 unknown`; nothing to tell is `nothing to do`."""
    words = [each.state for each in found]
    counts = [(words.count(word), word.replace("_", " ")) for word in ORDER]
    return ", ".join(f"{count} {word}" for count, word in counts if count) or "nothing to do"

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
from licensecheck.facts.values import DECLARED, RECORDED, UNKNOWN, Fact
from licensecheck.policy.model import Leaf
from licensecheck.report.paint import shown
from licensecheck.report.words import value_words
from licensecheck.source.diagnostic import Span

LOUD = ("fail", "unknown", "due", "waived")
"""The states that every format tells. The rest is told where there is room for it, and under `-v`."""
ORDER = (*LOUD, "moot", "pass", "standing", "not_applicable")
KINDS = ("right", "use", "duty")
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
    """One finding as it is told; `number` counts the equal ones of a model."""

    report: Report
    model: ModelReport
    finding: Finding
    state: str
    number: int

    @property
    def name(self) -> str:
        return f"{self.finding.policy}/{self.finding.clause.id}"

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
            counts: dict[tuple[str, str, str], int] = {}
            for finding in model.findings:
                word = state(finding)
                if word not in states:
                    continue
                key = (finding.policy, finding.clause.id, finding.work)
                number = counts[key] = counts.get(key, 0) + 1
                yield Told(report, model, finding, word, number)


def worst_first(found: Iterable[Told]) -> list[Told]:
    """By state, then rights before uses before duties; otherwise in the order of the files."""
    return sorted(found, key=lambda each: (ORDER.index(each.state), KINDS.index(each.finding.clause.kind)))


def fingerprint(each: Told, base: Base) -> str:
    """Tells a finding from every other one and stays the same when lines move or figures change."""
    parts = (base.path(each.report.file), each.name, each.model.name, each.finding.work, str(each.number))
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


# places --------------------------------------------------------------------------------------------------------------
def _places(model: ModelReport, finding: Finding) -> tuple[Span, ...]:
    issue = finding.issue
    own = issue.span if issue and issue.span else model.span
    deciding: list[Trace] = []
    evaluation = finding.judgement.evaluation
    if evaluation:
        for trace in (evaluation.applies, *evaluation.excuses, evaluation.requires):
            if trace is not None:
                _decide(trace, finding.verdict is Verdict.UNKNOWN, deciding)
    spans = [trace.outcome.fact.span for trace in deciding if trace.outcome and trace.outcome.fact.span]
    found = list(dict.fromkeys(span for span in spans if span.file == own.file and span != own))
    return (*found[: MOST_PLACES - 1], own)


def _decide(trace: Trace, unsure: bool, found: list[Trace]) -> None:
    """Add the leaves that decided: for an unknown those that are open (they may be written as unknown), else those without
    which a condition could have come out otherwise, since they came out as the whole did."""
    if unsure and trace.truth is not UNSURE:
        return
    if trace.outcome is not None:
        found.append(trace)
    for part in trace.parts:
        if unsure or len(trace.parts) == 1 or part.truth is trace.truth:
            _decide(part, unsure, found)


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
def questions(report: Report) -> dict[str, str]:
    """The words of every question by its fact."""
    return {question.fact: question.question for question in report.questions}


def facts(finding: Finding) -> list[str]:
    """The facts that the finding rests on, as `name: value (basis)`, each once."""
    found: dict[str, str] = {}
    for trace in finding.judgement.traces:
        leaf, outcome = trace.condition, trace.outcome
        if isinstance(leaf, Leaf) and outcome and outcome.fact.value is not UNKNOWN and leaf.fact not in found:
            found[leaf.fact] = f"{leaf.fact}: {value_words(outcome.fact.value)} ({outcome.fact.basis}{_signed(outcome.fact)})"
    return list(found.values())


def _signed(fact: Fact) -> str:
    """Who says so, when and by which reference, of what somebody declared or recorded."""
    return f", {fact.said_by}" if fact.said_by and fact.basis in (DECLARED, RECORDED) else ""


def asked(each: Told, words: dict[str, str]) -> list[str]:
    """The questions whose answers would decide an unknown finding."""
    asks = each.finding.asks if each.finding.verdict is Verdict.UNKNOWN else ()
    return list(dict.fromkeys(words.get(ask.fact, ask.fact) for ask in asks))


def waiver_words(finding: Finding) -> str:
    """Why the finding is accepted, by whom, by which record, and from when to when."""
    waiver = finding.waived
    if waiver is None:
        return ""
    reference = f", {waiver.reference}" if waiver.reference else ""
    return f"{waiver.reason} ({waiver.approver}{reference}, {waiver.on} to {waiver.expires})"


def message(each: Told, words: dict[str, str]) -> list[str]:
    """The finding in a few lines without markup: what, for which model, why, and what to do. Safe to print."""
    clause = each.finding.clause
    section = f", section {clause.section}" if clause.section else ""
    lines = [f"{each.state.replace('_', ' ')}: {clause.title}"]
    lines.append(f"Model {each.model.name}, {each.finding.policy}{section}: {clause.says}")
    if each.finding.known:
        lines.append(f"In the baseline of {each.finding.known}, so it does not gate")
    if each.state == "waived":
        lines.append(f"Waived: {waiver_words(each.finding)}")
    if each.state in ("fail", "due"):
        lines += [f"Fact {fact}" for fact in facts(each.finding)[:8]]
        lines += [f"Remedy: {remedy}" for remedy in clause.remedy]
    if each.state == "unknown":
        lines += [f"Asked: {question}" for question in asked(each, words)] or [f"Remedy: {remedy}" for remedy in clause.remedy]
    return [shown(line) for line in lines]


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

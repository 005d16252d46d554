"""Annotations of a GitHub workflow (workflow commands), and the summary of its step."""

from __future__ import annotations

from licensecheck.engine.findings import Note, Report
from licensecheck.report.markdown import document
from licensecheck.report.message import Messages
from licensecheck.report.paint import shown
from licensecheck.report.story import (
    HERE,
    WHAT_IF,
    Base,
    Told,
    baseline_words,
    clipped,
    line_of,
    tally,
    told,
    worst_first,
)

MOST = 10
"""Annotations of one kind that GitHub takes from a step (50 from a job); the first ones win."""
MOST_SUMMARY = 1024 * 1024
"""Bytes of the summary of a step; GitHub shows nothing of a larger one."""
LONGEST = 4_000
KINDS = {"fail": "error", "unknown": "warning", "due": "notice", "waived": "notice"}


def render(reports: tuple[Report, ...], version: str = "", verbose: bool = False, base: Base = HERE) -> str:
    """The commands, the worst finding first, then one line a report. What exceeds the limit is counted in the last of its kind."""
    messages = Messages(reports)
    told_as: dict[str, list[Told]] = {"error": [], "warning": [], "notice": []}
    for each in worst_first(told(reports)):
        told_as["notice" if each.finding.known else KINDS[each.state]].append(each)
    notes = [note for report in reports for note in report.notes]
    out: list[str] = []
    for kind, found in told_as.items():
        commands = [_finding(kind, each, messages, base) for each in found[:MOST]]
        commands += [_note(note, base) for note in notes[: MOST - len(commands)]] if kind == "notice" else []
        count = len(found) + (len(notes) if kind == "notice" else 0)
        if count > MOST:
            rest = f"{count - MOST + 1:,} more of this kind are in the summary of the step"
            commands[MOST - 1 :] = [_command(kind, {"title": "licensecheck"}, [rest])]
        out += commands
    return "".join(f"{line}\n" for line in (*out, *map(_last_line, reports)))


def summary(reports: tuple[Report, ...], base: Base = HERE) -> str:
    """The summary of the step, in Markdown."""
    return document(reports, base, MOST_SUMMARY, lambda text: len(text.encode(errors="replace")))


def _note(note: Note, base: Base) -> str:
    place = {"file": base.path(note.span.file), "line": str(note.span.line)} if note.span else {}
    return _command("notice", {**place, "title": note.code}, [note.message])


def _finding(kind: str, each: Told, messages: Messages, base: Base) -> str:
    span = each.places[0]
    start, stop, _ = line_of(span, each.report)
    line = str(span.line)
    place = {"file": base.path(span.file), "line": line, "endLine": line, "col": str(start), "endColumn": str(stop)}
    title = f"{each.state} {each.name} ({clipped(each.model.name, 200)})"
    return _command(kind, {**place, "title": title}, messages.lines(each))


def _command(kind: str, properties: dict[str, str], lines: list[str]) -> str:
    """One command on one line (actions/toolkit, `command.ts`); in properties a colon and a comma are escaped too."""
    said = ",".join(f"{key}={_data(shown(value)).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items())
    text = "\n".join(shown(line) for line in lines)
    return f"::{kind} {said}::{_data(clipped(text, LONGEST))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _last_line(report: Report) -> str:
    """A plain line; the runner also obeys `##[command]` anywhere in a line, so a file may not be called that."""
    what_if = f"; {WHAT_IF}" if report.what_if else ""
    known = baseline_words(report)
    counts = "; ".join(filter(None, (tally(told((report,))), known)))
    line = f"licensecheck: {shown(report.file)} is {report.verdict.word} as of {report.as_of}: {counts}{what_if}"
    return line.replace("##[", "##\u200b[")

"""CSV for the legal office (RFC 4180): one line a finding, the clauses that pass included.

It starts with a byte order mark, without which a spreadsheet takes UTF-8 for something else. No field begins as a formula
(OWASP, "CSV injection"): an apostrophe stands before it.
"""

from __future__ import annotations

import functools

from licensecheck.engine.findings import Note, Report
from licensecheck.engine.judge import presumed_of
from licensecheck.report.message import Messages
from licensecheck.report.paint import shown
from licensecheck.report.story import HERE, ORDER, Base, Told, clipped, told, waiver_words

COLUMNS = (
    "file", "line", "as_of", "model", "resolved", "channel", "state", "verdict", "policy", "clause", "section", "kind", "title",
    "says", "facts", "presumed", "questions", "remedy", "work", "governs_by", "basis", "text_url", "text_sha256", "text_read",
    "waived", "baseline",
)  # fmt: skip
"""The header; docs/report.md says what each holds."""
FORMULA = "=+-@\t\r\n＝＋－＠"
LONGEST = 32_000
"""Characters of a field; a cell of a spreadsheet holds 32,767."""


def render(reports: tuple[Report, ...], version: str = "", verbose: bool = False, base: Base = HERE) -> str:
    """All findings in the order of the files; `verbose` adds the clauses that do not apply."""
    states = ORDER if verbose else tuple(word for word in ORDER if word != "not_applicable")
    messages = Messages(reports)
    rows = [_fields(*COLUMNS), *(_row(each, messages, base) for each in told(reports, states))]
    rows += [_note_row(note, report, base) for report in reports for note in report.notes]
    return "\ufeff" + "".join([f"{row}\r\n" for row in rows])


def _row(each: Told, messages: Messages, base: Base) -> str:
    """The row of a finding, put together from fields that stand together in other rows as well."""
    finding, model = each.finding, each.model
    clause, text, place, traces = finding.clause, finding.text, each.places[0], finding.judgement.traces
    return ",".join((
        _fields(base.path(place.file), str(place.line), each.report.as_of),
        _fields(model.name, model.resolved, model.channel),
        _fields(each.state, finding.verdict.word),
        _fields(finding.policy, clause.id, clause.section, clause.kind, clause.title, clause.says),
        _fields("; ".join(messages.facts(traces))),
        _fields("; ".join(presumed_of(finding.judgement, traces))),
        _fields("; ".join(messages.asked(each))),
        _fields("; ".join(clause.remedy)),
        _fields(finding.work, finding.why, clause.basis),
        _fields(text.url, text.sha256, text.read) if text else _fields("", "", ""),
        _fields(waiver_words(finding), finding.known),
    ))  # fmt: skip


def _note_row(note: Note, report: Report, base: Base) -> str:
    """What is said of a waiver that ends, of terms that have aged: the code stands for the clause."""
    file, line = (note.span.file, str(note.span.line)) if note.span else (report.file, "")
    said = {
        "file": base.path(file),
        "line": line,
        "as_of": report.as_of,
        "state": "note",
        "clause": note.code,
        "title": note.message,
    }
    return _fields(*(said.get(column, "") for column in COLUMNS))


@functools.lru_cache(maxsize=4096)
def _fields(*texts: str) -> str:
    """Some fields of a row; most of a table repeat."""
    return ",".join(map(_field, texts))


def _field(text: str) -> str:
    """One field, on one line and in quotes, so that no character of it ends it."""
    guard = "'" if text[:1] in FORMULA or text.lstrip()[:1] in FORMULA else ""
    return '"' + guard + clipped(shown(text), LONGEST).replace('"', '""') + '"' if text else '""'

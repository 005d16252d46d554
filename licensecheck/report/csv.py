"""CSV for the legal office (RFC 4180): one line a finding, the clauses that pass included.

It starts with a byte order mark, without which a spreadsheet takes UTF-8 for something else. No field begins as a formula
(OWASP, "CSV injection"): an apostrophe stands before it.
"""

from __future__ import annotations

import functools

from licensecheck.engine.findings import Note, Report
from licensecheck.report.paint import shown
from licensecheck.report.story import HERE, ORDER, Base, Told, asked, clipped, facts, questions, told, waiver_words

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
    words = {id(report): questions(report) for report in reports}
    rows = [COLUMNS, *(_row(each, words[id(each.report)], base) for each in told(reports, states))]
    rows += [_note_row(note, report, base) for report in reports for note in report.notes]
    return "\ufeff" + "".join(f"{','.join(map(_field, row))}\r\n" for row in rows)


def _row(each: Told, words: dict[str, str], base: Base) -> tuple[str, ...]:
    finding, report = each.finding, each.report
    clause, text, place = finding.clause, finding.text, each.places[0]
    return (
        base.path(place.file), str(place.line), report.as_of,
        each.model.name, each.model.resolved, each.model.channel, each.state,
        finding.verdict.word, finding.policy, clause.id, clause.section, clause.kind, clause.title, clause.says,
        "; ".join(facts(finding)), "; ".join(finding.presumed), "; ".join(asked(each, words)), "; ".join(clause.remedy),
        finding.work, finding.why, clause.basis, text.url if text else "", text.sha256 if text else "", text.read if text else "",
        waiver_words(finding), finding.known,
    )  # fmt: skip


def _note_row(note: Note, report: Report, base: Base) -> tuple[str, ...]:
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
    return tuple(said.get(column, "") for column in COLUMNS)


@functools.lru_cache(maxsize=4096)
def _field(text: str) -> str:
    """One field, on one line and in quotes, so that no character of it ends it. Most fields of a table repeat."""
    guard = "'" if text[:1] in FORMULA or text.lstrip()[:1] in FORMULA else ""
    return '"' + guard + clipped(shown(text), LONGEST).replace('"', '""') + '"' if text else '""'

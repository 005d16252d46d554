"""GitLab code quality: one JSON list (docs.gitlab.com, "Code Quality report format"), without a byte order mark."""

from __future__ import annotations

import hashlib
from json.encoder import encode_basestring_ascii as quoted

from licensecheck.engine.findings import Note, Report
from licensecheck.report.message import Messages
from licensecheck.report.paint import shown
from licensecheck.report.story import HERE, Base, Told, clipped, fingerprint, told, worst_first
from licensecheck.source.diagnostic import Span

SEVERITIES = {"fail": "critical", "unknown": "major", "due": "minor", "waived": "info"}
LONGEST = 1_000


def render(reports: tuple[Report, ...], version: str = "", verbose: bool = False, base: Base = HERE) -> str:
    """Every finding as one entry. GitLab merges entries of equal fingerprints, so none is given twice."""
    messages = Messages(reports)
    entries = [_found(each, messages, base) for each in worst_first(told(reports))]
    entries += [_noted(note, number, report, base) for report in reports for number, note in enumerate(report.notes)]
    return "[\n" + ",\n".join(entries) + "\n]\n"


def _found(each: Told, messages: Messages, base: Base) -> str:
    description = clipped("; ".join(messages.lines(each)), LONGEST)
    severity = "info" if each.finding.known else SEVERITIES[each.state]
    return _entry(description, shown(each.name), fingerprint(each, base), severity, each.places[0], base)


def _noted(note: Note, number: int, report: Report, base: Base) -> str:
    """What is said of a waiver that ends, of terms that have aged; the words may change from day to day, the entry is the same."""
    before = sum(each.code == note.code for each in report.notes[:number])
    parts = (base.path(report.file), note.code, str(before))
    mark = hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]
    place = note.span or Span(report.file, 1, 1, 1, 1)
    return _entry(clipped(shown(note.message), LONGEST), note.code, mark, "info", place, base)


def _entry(description: str, name: str, mark: str, severity: str, place: Span, base: Base) -> str:
    return (
        f'{{"description": {quoted(description)}, "check_name": {quoted(name)}, "fingerprint": "{mark}", "severity": "{severity}", '
        f'"location": {{"path": {quoted(shown(base.path(place.file)))}, "lines": {{"begin": {max(1, place.line)}}}}}}}'
    )

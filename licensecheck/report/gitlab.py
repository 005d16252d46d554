"""GitLab code quality: one JSON list (docs.gitlab.com, "Code Quality report format"), without a byte order mark."""

from __future__ import annotations

import hashlib
import json

from licensecheck.engine.findings import Note, Report
from licensecheck.report.paint import shown
from licensecheck.report.story import HERE, Base, clipped, fingerprint, message, questions, told, worst_first

SEVERITIES = {"fail": "critical", "unknown": "major", "due": "minor", "waived": "info"}
LONGEST = 1_000


def render(reports: tuple[Report, ...], version: str = "", verbose: bool = False, base: Base = HERE) -> str:
    """Every finding as one entry. GitLab merges entries of equal fingerprints, so none is given twice."""
    words = {id(report): questions(report) for report in reports}
    entries: list[dict[str, object]] = [
        {
            "description": clipped("; ".join(message(each, words[id(each.report)])), LONGEST),
            "check_name": shown(each.name),
            "fingerprint": fingerprint(each, base),
            "severity": "info" if each.finding.known else SEVERITIES[each.state],
            "location": {"path": shown(base.path(place.file)), "lines": {"begin": max(1, place.line)}},
        }
        for each in worst_first(told(reports))
        for place in each.places[:1]
    ]
    entries += [_noted(note, number, report, base) for report in reports for number, note in enumerate(report.notes)]
    return "[\n" + ",\n".join(map(json.dumps, entries)) + "\n]\n"


def _noted(note: Note, number: int, report: Report, base: Base) -> dict[str, object]:
    """What is said of a waiver that ends, of terms that have aged; the words may change from day to day, the entry is the same."""
    before = sum(each.code == note.code for each in report.notes[:number])
    parts = (base.path(report.file), note.code, str(before))
    return {
        "description": clipped(shown(note.message), LONGEST),
        "check_name": note.code,
        "fingerprint": hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32],
        "severity": "info",
        "location": {
            "path": shown(base.path(note.span.file if note.span else report.file)),
            "lines": {"begin": max(1, note.span.line) if note.span else 1},
        },
    }

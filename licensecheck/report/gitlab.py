"""GitLab code quality: one JSON list (docs.gitlab.com, "Code Quality report format"), without a byte order mark."""

from __future__ import annotations

import json

from licensecheck.engine.findings import Report
from licensecheck.report.paint import shown
from licensecheck.report.story import HERE, Base, clipped, fingerprint, message, questions, told, worst_first

SEVERITIES = {"fail": "critical", "unknown": "major", "due": "minor", "waived": "info"}
LONGEST = 1_000


def render(reports: tuple[Report, ...], version: str = "", verbose: bool = False, base: Base = HERE) -> str:
    """Every finding as one entry. GitLab merges entries of equal fingerprints, so none is given twice."""
    words = {id(report): questions(report) for report in reports}
    entries = [
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
    return "[\n" + ",\n".join(map(json.dumps, entries)) + "\n]\n"

"""Undeclared models that somebody with a name accepts at named places for a time: a record in the report, never silence.

A waiver accepts a finding of a declared model while its facts stay; an acceptance binds to places instead: the same model in any
other file is a finding again.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import NamedTuple

from licensecheck.engine.findings import Note, Report
from licensecheck.facts.deployment import Accepted, Waiver
from licensecheck.scan.model import IN_FORCE, Component, Reference, Scan


class Acceptances:
    """The records of the reports at hand, held against one scan; notes which of them were of use."""

    def __init__(self, reports: Sequence[Report], root: str) -> None:
        self.records = [
            _Placed(
                record,
                report.as_of,
                tuple(posixpath.normpath(posixpath.join(posixpath.dirname(report.file), place)) for place in record.places),
            )
            for report in reports
            for record in report.accepted
        ]
        self.root = root
        self.used: set[Accepted] = set()

    def split(self, component: Component) -> tuple[tuple[Reference, ...], tuple[Accepted, ...]]:
        """The places in force that no record in force accepts, and the records that accept the others."""
        left: list[Reference] = []
        by: dict[Accepted, None] = {}
        names = {component.id.casefold(), *(each.text.casefold() for each in component.references)}
        for reference in component.references:
            if reference.kind not in IN_FORCE:
                continue
            fitting = [each for each in self.records if each.record.model.casefold() in names and each.holds(self._path(reference))]
            self.used |= {each.record for each in fitting}
            record = next((each.record for each in fitting if each.record.on <= each.as_of <= each.record.expires), None)
            if record is None:
                left.append(reference)
            else:
                by[record] = None
        return tuple(left), tuple(by)

    def _path(self, reference: Reference) -> str:
        return posixpath.normpath(posixpath.join(self.root, reference.file))

    def notes(self, report: Report, whole: bool) -> list[Note]:
        """What is to be said of the records of one report; whether one is of no use only a scan of everything can tell."""
        found = []
        for record in report.accepted:
            name = f"the acceptance of `{record.model}` in {', '.join(f'`{place}`' for place in record.places)} ({record.approver})"
            if record.expires < report.as_of:
                found.append(Note("expired-acceptance", f"{name} expired on {record.expires}", record.span))
            elif record.on > report.as_of:
                found.append(Note("future-acceptance", f"{name} starts on {record.on}", record.span))
            elif whole and record not in self.used:
                found.append(Note("unused-acceptance", f"{name} accepts nothing: no undeclared use stands there", record.span))
        return found


class _Placed(NamedTuple):
    """A record with its places as paths from where the tool runs."""

    record: Accepted
    as_of: str
    places: tuple[str, ...]

    def holds(self, path: str) -> bool:
        return any(path == place or path.startswith(f"{place}/") for place in self.places)


def as_waiver(record: Accepted) -> Waiver:
    """The record in the form in which reports show what somebody accepted."""
    return Waiver("scan/undeclared-model", record.model, record.reason, record.approver, record.on, record.expires, "", record.span)


def not_accepted(scan: Scan, report: Report) -> Scan:
    """The scan without what the records of a report accept."""
    acceptances = Acceptances((report,), scan.root)
    kept = []
    for component in scan.components:
        left, by = acceptances.split(component) if component.in_force else ((), ())
        if by:
            component = component._replace(references=left)
        if component.references:
            kept.append(component)
    return scan._replace(components=tuple(kept))

"""The days on which something about a model changes: retirements, ageing, agreements, editions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.derive import STALE_AFTER
from licensecheck.catalog.resolve import resolve
from licensecheck.facts.deployment import Deployment
from licensecheck.source.record import NamedTuple


class Day(NamedTuple):
    """A day on which something changes, and what; `what` is empty where only the evaluation has to know it."""

    day: str
    what: str


def shifted(day: str, days: int) -> str:
    """So many days later, as far as the calendar goes."""
    there = datetime.date.fromisoformat(day).toordinal() + days
    return datetime.date.fromordinal(min(max(there, 1), datetime.date.max.toordinal())).isoformat()


def changes(bound: BoundModel, deployment: Deployment, corpus: Corpus) -> Iterator[Day]:
    """The days on which something about a model changes: retirements, ageing, agreements, editions."""
    entries = [bound.entry, *(resolve(binding.work, corpus.catalog).entry for binding in bound.bindings)]
    for entry in dict.fromkeys(entry for entry in entries if entry):
        hosted = entry.on(bound.channel)
        if hosted and hosted.retires:
            yield Day(hosted.retires, f"{bound.id} retires on {bound.channel}")
            if hosted.retires_latest != hosted.retires:
                yield Day(hosted.retires_latest, f"{bound.id} retires on {bound.channel} at the latest")
        if hosted and entry.read:
            yield Day(shifted(entry.read, STALE_AFTER + 1), "")
    for agreement in deployment.agreements:
        if agreement.starts:
            yield Day(agreement.starts, f"the agreement with {agreement.party} starts")
        if agreement.expires:
            yield Day(shifted(agreement.expires, 1), f"the agreement with {agreement.party} has expired")
    for binding in bound.bindings:
        yield from _editions(binding, corpus)


def _editions(binding: Binding, corpus: Corpus) -> Iterator[Day]:
    newest = binding.editions[-1]
    for edition in corpus.editions(newest.edition_of) if newest.edition_of else ():
        if edition.starts:
            yield Day(edition.starts, f"another edition of {edition.name} starts")
        if edition.ends:
            yield Day(shifted(edition.ends, 1), "")
    for policy in binding.editions:
        for text in policy.texts:
            if text.changes == "may_change" and text.read:
                yield Day(shifted(text.read, STALE_AFTER + 1), f"the copy of {policy.name} is too old to prove a pass")

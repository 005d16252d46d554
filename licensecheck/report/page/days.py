"""What governs a model on other days: the catalog, the clock and the records are asked again for each day on which they change."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.catalog.bind import bind
from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.derive import STALE_AFTER
from licensecheck.catalog.resolve import resolve
from licensecheck.engine.context import Context
from licensecheck.facts.deployment import Deployment
from licensecheck.facts.values import Fact
from licensecheck.source.diagnostic import Faults

BEFORE, AFTER = 365, 730
"""Days of the scale before and after the day judged."""
SERVED = "model.still_served"


class Day(NamedTuple):
    """A day on which something changes, and what; `what` is empty where only the evaluation has to know it."""

    day: str
    what: str


class Stretch(NamedTuple):
    """A model from one day on. `availability` are the answers when it is said to be still served, and when nothing is said."""

    start: str
    bound: BoundModel
    availability: tuple[tuple[Fact, Fact], ...]


def shifted(day: str, days: int) -> str:
    """So many days later, as far as the calendar goes."""
    there = datetime.date.fromisoformat(day).toordinal() + days
    return datetime.date.fromordinal(min(max(there, 1), datetime.date.max.toordinal())).isoformat()


def stretches(bound: BoundModel, context: Context, corpus: Corpus) -> tuple[Stretch, ...]:
    """The model over the whole scale, cut where anything about it changes."""
    first, last = shifted(context.as_of, -BEFORE), shifted(context.as_of, AFTER)
    days = {each.day for each in changes(bound, context.deployment, corpus)}
    found: list[Stretch] = []
    for day in (first, *sorted(day for day in days | {context.as_of} if first < day <= last)):
        mine = bound if day == context.as_of else bound_again(bound, context.deployment, corpus, day)
        stretch = Stretch(day, mine, tuple(_availability(mine, context.deployment, corpus, day)))
        if not found or stretch[1:] != found[-1][1:]:
            found.append(stretch)
    return tuple(found)


def bound_again(bound: BoundModel, deployment: Deployment, corpus: Corpus, day: str) -> BoundModel:
    """What governs the model on another day, under the license that was chosen for it where its label leaves a choice."""
    again = bind(bound.use, deployment, corpus, day, Faults())
    choice = tuple(issue for issue in bound.issues if issue.code == "license-choice")
    return again._replace(issues=(*choice, *again.issues))


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
    for text in newest.texts:
        if text.changes == "may_change" and text.read:
            yield Day(shifted(text.read, STALE_AFTER + 1), f"the copy of {newest.name} is too old to prove a pass")


def _availability(bound: BoundModel, deployment: Deployment, corpus: Corpus, day: str) -> Iterator[tuple[Fact, Fact]]:
    """For each binding: availability when the model is said to be served, and when nothing is said of it."""
    if not any(leads_to_availability(binding) for binding in bound.bindings):
        return
    served = {**bound.use.facts, SERVED: Fact(True)}
    said = bind(bound.use._replace(facts=served), deployment, corpus, day, Faults())
    not_said = bound
    if SERVED in bound.use.facts or SERVED in deployment.facts:
        silent = {name: fact for name, fact in bound.use.facts.items() if name != SERVED}
        unsaid = deployment._replace(facts={name: fact for name, fact in deployment.facts.items() if name != SERVED})
        not_said = bind(bound.use._replace(facts=silent), unsaid, corpus, day, Faults())
    for one, other in zip(said.bindings, not_said.bindings, strict=True):
        yield one.facts["availability"], other.facts["availability"]


def leads_to_availability(binding: Binding) -> bool:
    """Whether the terms ask if the model is still served."""
    return binding.editions[0].id == "hosted-availability"

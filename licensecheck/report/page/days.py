"""What governs a model on other days: the catalog, the clock and the records are asked again for each day on which they change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.catalog.bind import bind
from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.days import changes, shifted
from licensecheck.engine.context import Context
from licensecheck.facts.deployment import Deployment
from licensecheck.facts.values import Fact
from licensecheck.source.diagnostic import Faults

BEFORE, AFTER = 365, 730
"""Days of the scale before and after the day judged."""
SERVED = "model.still_served"


class Stretch(NamedTuple):
    """A model from one day on. `availability` are the answers when it is said to be still served, and when nothing is said."""

    start: str
    bound: BoundModel
    availability: tuple[tuple[Fact, Fact], ...]


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

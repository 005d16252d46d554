"""The same model through another channel, under another edition of its license, by another contract: what governs it then."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.catalog.binding import BoundModel
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.days import shifted
from licensecheck.engine.context import Context
from licensecheck.facts.values import Fact
from licensecheck.report.page.days import Stretch, bound_again, stretches

CHANNEL, EDITION, CONTRACT = "model.channel", "model.edition", "model.contract"
SELF_HOSTED = "self-hosted"
UNSAID = ""
FIRST_DAY = "0001-01-01"
MOST_MODELS = 40
"""Models of a report up to which other ways are worked out: each binds the model anew, for every day on which something changes."""


class Way(NamedTuple):
    """What governs a model when channel, edition or the day of the contract are other ones.

    None is what is declared, `UNSAID` that nobody says it. `contract` is the first day of those that come to the same.
    """

    channel: str | None
    edition: str | None
    contract: str | None
    over_time: tuple[Stretch, ...]


def ways(bound: BoundModel, context: Context, corpus: Corpus) -> Iterator[Way]:
    """Every other channel on which the catalog has the model, with every edition of the licenses that come with a copy, and every
    edition of the terms that go by the day of the contract."""
    channels = (None, *_channels(bound))
    editions = (None, *dict.fromkeys(each for channel in channels for each in _editions(bound, channel, context, corpus)))
    for channel in channels:
        contracts = (None, *dict.fromkeys(_contracts(bound, channel, context, corpus)))
        for edition, contract in itertools.product(editions, contracts):
            if (channel, edition, contract) != (None, None, None):
                moved, there = _moved(bound, channel, edition, contract, context)
                again = bound_again(moved, there.deployment, corpus, there.as_of)
                yield Way(channel, edition, contract, stretches(again, there, corpus))


def _channels(bound: BoundModel) -> tuple[str, ...]:
    """The channels that serve the model, and running its open weights oneself, but for the one that is declared."""
    if bound.entry is None:
        return ()
    own = (SELF_HOSTED,) if bound.entry.weights == "open" else ()
    served = (hosted.channel for hosted in bound.entry.hosted)
    return tuple(dict.fromkeys(each for each in (*own, *served) if each != bound.channel))


def _editions(bound: BoundModel, channel: str | None, context: Context, corpus: Corpus) -> Iterator[str]:
    """The names of the editions among which the copy in hand decides, but for the one that is declared."""
    moved, there = _moved(bound, channel, None, None, context)
    said = moved.use.facts.get(EDITION) or there.deployment.facts.get(EDITION)
    for binding in bound_again(moved, there.deployment, corpus, there.as_of).bindings:
        newest = binding.editions[-1]
        if newest.edition_of and newest.governs == "by_copy":
            if said:
                yield UNSAID
            names = (each.edition or each.id for each in corpus.editions(newest.edition_of))
            yield from (name for name in names if not said or said.value != name)


def _contracts(bound: BoundModel, channel: str | None, context: Context, corpus: Corpus) -> Iterator[str]:
    """The days from which another edition governs contracts, for terms that go by the day of the contract."""
    moved, there = _moved(bound, channel, None, None, context)
    for binding in bound_again(moved, there.deployment, corpus, there.as_of).bindings:
        newest = binding.editions[-1]
        if newest.edition_of and newest.governs == "by_contract":
            if CONTRACT in moved.use.facts or CONTRACT in there.deployment.facts:
                yield UNSAID
            yield FIRST_DAY
            for edition in corpus.editions(newest.edition_of):
                yield edition.starts
                if edition.ends:
                    yield shifted(edition.ends, 1)


def _moved(
    bound: BoundModel, channel: str | None, edition: str | None, contract: str | None, context: Context
) -> tuple[BoundModel, Context]:
    """The model and its deployment with those facts said otherwise."""
    own, common = bound.use.facts, context.deployment.facts
    for name, value in ((CHANNEL, channel), (EDITION, edition), (CONTRACT, contract)):
        if value is not None:
            own = {key: fact for key, fact in own.items() if key != name}
            common = {key: fact for key, fact in common.items() if key != name}
            own |= {name: Fact(value)} if value != UNSAID else {}
    there = context._replace(deployment=context.deployment._replace(facts=common))
    return bound._replace(use=bound.use._replace(facts=own)), there

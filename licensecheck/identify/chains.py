"""Which reference texts run through a text, and where: fingerprints that are hit in the same order in both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from licensecheck.identify.index import Index

DRIFT = 40
"""Words by which the distance between a text and its reference may jump within one run of hits."""

SLACK = 8
FARTHEST = 3_000
"""Words by which the parts of a chain may overlap, and words of something else that may stand between them."""

MOST_REPEATS = 64
MOST_RUNS = 400
"""How often one run of words is looked up, and how many runs of hits of one reference are put together."""

FEWEST = 3
LEAST_SHARE = 0.3
"""Hits, and share of the reference's fingerprints, below which a chain is not weighed."""

HINT = 0.12
"""The share that is enough to say what an unknown text is near to."""

Hit = tuple[int, int]
"""A word of the text and the word of the reference that stands there."""


class Chain(NamedTuple):
    """One reference as it runs through a text: its hits in the order of the text, and the share of its fingerprints among them."""

    reference: int
    hits: tuple[Hit, ...]
    share: float

    @property
    def first(self) -> int:
        return self.hits[0][0]

    @property
    def last(self) -> int:
        return self.hits[-1][0]


def chains(hashes: list[int], index: Index) -> list[Chain]:
    """The chains of all references in a text, given the hashes of its runs of words; the one with most hits first.

    Those that hold little of their reference are only told when there is nothing better.
    """
    hits = _hits(hashes, index)
    return _chains(hits, index, LEAST_SHARE) or _chains(hits, index, HINT)


def _hits(hashes: list[int], index: Index) -> dict[int, list[Hit]]:
    """For each reference the words at which a text has one of its fingerprints."""
    owners, positions, postings = index.tables.owners, index.tables.positions, index.postings
    hits: dict[int, list[Hit]] = {}
    seen: dict[int, int] = {}
    for at, (key, place) in enumerate(zip(hashes, map(postings.get, hashes), strict=True)):
        if place is None:
            continue
        count = seen[key] = seen.get(key, 0) + 1
        if count > MOST_REPEATS:
            continue
        for row in range(*place):
            owner = owners[row]
            if owner in hits:
                hits[owner].append((at, positions[row]))
            else:
                hits[owner] = [(at, positions[row])]
    return hits


def _chains(hits: dict[int, list[Hit]], index: Index, least: float) -> list[Chain]:
    found = []
    for reference, pairs in hits.items():
        prints = index.references[reference].prints
        fewest = max(FEWEST, least * prints)
        if len(pairs) < fewest:
            continue
        for chain in _joined(_runs(pairs)):
            if len(chain) >= fewest:
                found.append(Chain(reference, tuple(chain), min(1.0, len(chain) / prints)))
    return sorted(found, key=lambda chain: (-len(chain.hits), -chain.share, chain.first, chain.reference))


def _runs(pairs: list[Hit]) -> list[list[Hit]]:
    """Hits whose distance between text and reference stays about the same, in the order of the text."""
    ordered = sorted(pairs, key=lambda pair: (pair[0] - pair[1], pair[0]))
    runs: list[list[Hit]] = []
    distance = 0
    for pair in ordered:
        if runs and pair[0] - pair[1] - distance <= DRIFT:
            runs[-1].append(pair)
        else:
            runs.append([pair])
        distance = pair[0] - pair[1]
    long = sorted(runs, key=len, reverse=True)[:MOST_RUNS]
    return sorted((_rising(run) for run in long), key=lambda run: run[0])


def _rising(run: list[Hit]) -> list[Hit]:
    """The most hits of a run that go forward both in the text and in the reference."""
    run.sort()
    if all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(run)):
        return run
    ordered = sorted(run, key=lambda pair: (pair[0], -pair[1]))
    ends: list[int] = []  # the least place in the reference at which a row of each length ends, and the hit that ends it
    tails: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(ordered):
        length = bisect_left(ends, place)
        before.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        tails[length : length + 1] = [at]
    kept = []
    at = tails[-1]
    while at >= 0:
        kept.append(ordered[at])
        at = before[at]
    return kept[::-1]


def _joined(runs: Iterable[list[Hit]]) -> list[list[Hit]]:
    """Runs that follow one another both in the text and in the reference are parts of one chain."""
    joined: list[list[Hit]] = []
    for run in runs:
        for chain in sorted(joined, key=len, reverse=True):
            after, place = chain[-1]
            if after - SLACK <= run[0][0] <= after + FARTHEST and run[0][1] >= place - SLACK:
                chain += [pair for pair in run if pair[0] > after and pair[1] > place]
                break
        else:
            joined.append(list(run))
    return joined

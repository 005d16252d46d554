"""Candidates for one stretch of a text are weighed against each other by the words that tell them apart."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.identify.chains import Chain
from licensecheck.identify.compare import AGREES, CUT, DIFFERS, Held, Sections, at_places, sections
from licensecheck.identify.found import Doubt
from licensecheck.identify.index import OWN, Index, Place

MORE = 0.25
"""The share of the words that only the longer of two texts has, above which it is that one and not a part of it."""


class Candidate(NamedTuple):
    """A reference laid beside a stretch of a text; `places` are left out where nothing is to be told apart."""

    chain: Chain
    sections: Sections
    places: tuple[tuple[Place, str], ...]


def best_of(words: Held, rivals: list[Chain], index: Index, low: int, high: int) -> tuple[Candidate, list[Candidate]]:
    """The candidate that most of the decisive words speak for, and the others; of equals a whole one, or the longest."""
    laid = [sections(words, chain, index, low, high) for chain in rivals]
    most = max(len(chain.hits) for chain in rivals)
    for chain, each in zip(rivals, laid, strict=True):
        if each.whole and len(chain.hits) == most:
            return Candidate(chain, each, ()), []
    candidates = [
        Candidate(chain, each, tuple(at_places(words, chain, index, high))) for chain, each in zip(rivals, laid, strict=True)
    ]
    won = [sum(_beats(one, other, index) for other in candidates if other is not one) for one in candidates]
    ranked = [
        (wins, each.sections.whole, len(each.chain.hits), each.chain.share) for wins, each in zip(won, candidates, strict=True)
    ]
    best = ranked.index(max(ranked))
    return candidates[best], candidates[:best] + candidates[best + 1 :]


def _beats(one: Candidate, other: Candidate, index: Index) -> int:
    """1, 0 or -1: which of two candidates the words speak for at the places where they differ, or else by what they account for."""
    mine, theirs = _standing(one, other, index), _standing(other, one, index)
    if mine is None and theirs is None:
        return _compared(len(one.chain.hits), len(other.chain.hits))
    # a text that another one holds whole has no words of its own: what else that one says is there, or is not
    if mine is None:
        return -_compared(max(theirs or 0, _more(other, one, index)), MORE)
    if theirs is None:
        return _compared(max(mine, _more(one, other, index)), MORE)
    return _compared(mine, theirs)


def _more(one: Candidate, other: Candidate, index: Index) -> float:
    """The share of the fingerprints that only the longer of two candidates has that is in the text."""
    prints = index.references[one.chain.reference].prints - index.references[other.chain.reference].prints
    return (len(one.chain.hits) - len(other.chain.hits)) / prints if prints > 0 else 0.0


def _standing(one: Candidate, other: Candidate, index: Index) -> float | None:
    """The share of the places that tell one from another at which the text agrees with it; None when none can say."""
    near = index.references[one.chain.reference].neighbours
    if other.chain.reference not in near:
        return None
    bit = 1 << near.index(other.chain.reference)
    said = [verdict for place, verdict in one.places if place.mask & bit and verdict != CUT]
    return (said.count(AGREES) + 0.5) / (len(said) + 1) if said else None


def _compared(one: float, other: float) -> int:
    return (one > other) - (one < other)


def doubts_about(candidate: Candidate, lost: list[Candidate], index: Index) -> list[Doubt]:
    """Every near neighbour from which the text is not told apart at each place that it still has."""
    number = candidate.chain.reference
    mine = index.references[number]
    agreed = {each.chain.reference: _agreed(each, number, index) for each in lost}
    found: list[Doubt] = []
    for bit, other in [*enumerate(mine.neighbours), (OWN, -1)]:
        told = [(place, verdict) for place, verdict in candidate.places if place.mask >> bit & 1]
        differs = [place for place, verdict in told if verdict == DIFFERS]
        agrees = sum(verdict == AGREES for _, verdict in told)
        theirs = agreed.get(other, 0)
        if differs or theirs or (told and other >= 0 and not agrees):
            doubted = index.references[other] if other >= 0 else None
            found.append(Doubt(doubted, _labels(number, differs, index), agrees, len(differs), theirs))
    return found


def _agreed(other: Candidate, number: int, index: Index) -> int:
    """At how many places a text says what another reference says and the numbered one does not."""
    near = index.references[other.chain.reference].neighbours
    bit = 1 << near.index(number) if number in near else 0
    return sum(verdict == AGREES for place, verdict in other.places if place.mask & bit)


def _labels(number: int, places: list[Place], index: Index) -> tuple[str, ...]:
    known = index.sections(number)
    touched = [each for each in known if any(each.start <= place.start < each.stop for place in places)]
    return tuple(dict.fromkeys(each.label for each in touched))

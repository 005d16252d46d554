"""Which known texts a text is made of, in which version, and what was changed in them."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.identify.chains import Chain, chains
from licensecheck.identify.compare import AGREES, CUT, DIFFERS, Held, Sections, at_places, sections
from licensecheck.identify.grams import digest, grams
from licensecheck.identify.index import OWN, Index, Place, Reference
from licensecheck.identify.words import Words, words_of

NAMED = 0.55
PARTLY, DENSE, LONG_PART = 0.35, 0.8, 150
"""A text is named when it holds this share of a reference's fingerprints, or this much of it and that densely, in so many words."""

HEADER, TRAILER = 60, 12
"""Words that may stand before an unmodified license, and between or behind licenses, without counting as terms."""

MOST_MATCHES = 40
HALF = 0.5
"""How many matches of one text are told, and the share of the leader's hits with which another reference is weighed against it."""


class Doubt(NamedTuple):
    """Why a version is not certain: the other text (None: the text's own title, dates or figures) and where it shows.

    No section means that the words which tell the two apart are not in the text.
    """

    other: Reference | None
    sections: tuple[str, ...]
    agrees: int
    differs: int


class Match(NamedTuple):
    """A known text that was found. `score` is the share of its fingerprints, `lines` where it stands."""

    reference: Reference
    state: str
    """`exact`, `unmodified` (whole, with other words around it) or `modified`."""
    certain: bool
    score: float
    nearest: tuple[Reference, float] | None
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[tuple[int, int], ...]
    """Stretches of lines that were put in between."""
    lines: tuple[int, int]
    doubts: tuple[Doubt, ...]


class Other(NamedTuple):
    """A stretch of lines that no known text holds."""

    first: int
    last: int
    words: int


class Identification(NamedTuple):
    """What a text is: `exact`, `unmodified`, `modified` or `unknown`. An unknown text may still be near something."""

    state: str
    matches: tuple[Match, ...]
    others: tuple[Other, ...]
    nearest: tuple[Reference, float] | None
    whole: bool = True
    """False when the text is so long that only its beginning was looked at."""


class _Candidate(NamedTuple):
    chain: Chain
    sections: Sections
    places: tuple[tuple[Place, str], ...]


def identify(text: str, index: Index) -> Identification:
    """What a text is. Time grows with its length, which is bounded."""
    held = words_of(text)
    if not held.words:
        return Identification("unknown", (), (), None)
    same = index.exact.get(digest(held.words, 16).hex()) if held.whole else None
    if same is not None:
        lines = (held.line(0), held.line(len(held.words) - 1))
        match = Match(index.references[same], "exact", True, 1.0, None, (), (), (), lines, ())
        return Identification("exact", (match,), (), None)
    return _fuzzy(held, index)


def _fuzzy(held: Words, index: Index) -> Identification:
    words = Held(held.words)
    found = chains(grams(held.words), index)
    covered = bytearray(len(held.words) + 1)
    chosen: list[tuple[_Candidate, tuple[Reference, float] | None]] = []
    for _ in range(MOST_MATCHES):
        left = [chain for chain in found if _named(chain, index) and _uncovered(chain, covered) >= 0.5 * len(chain.hits)]
        if not left:
            break
        leader = max(left, key=lambda chain: (_uncovered(chain, covered), chain.share, -chain.reference))
        rivals = [chain for chain in found if _overlaps(chain, leader) and len(chain.hits) >= HALF * len(leader.hits)]
        low, high = _room(leader, covered)
        best, candidates = _best(words, rivals, index, low, high)
        second = _second(best, candidates, found, index)
        chosen.append((best, second))
        start, stop = best.sections.start, max(best.sections.stop, best.chain.last + 1)
        covered[start:stop] = b"\1" * (stop - start)
    if not chosen:
        near = max(found, key=lambda chain: (chain.share, -chain.reference), default=None)
        others = (Other(held.line(0), held.line(len(held.words) - 1), len(held.words)),)
        return Identification("unknown", (), others, (index.references[near.reference], near.share) if near else None, held.whole)
    chosen.sort(key=lambda each: each[0].sections.start)
    matches = tuple(_match(held, candidate, second, index) for candidate, second in chosen)
    others, amended = _others(held, covered, matches)
    states = {match.state for match in matches}
    state = "modified" if amended or "modified" in states or not held.whole else "unmodified"
    return Identification(state, matches, others, None, held.whole)


def _named(chain: Chain, index: Index) -> bool:
    """Whether enough of a reference stands in the text to name it."""
    if chain.share >= NAMED:
        return True
    words = chain.hits[-1][1] - chain.hits[0][1] + 1
    spread = words / index.references[chain.reference].words
    return chain.share >= PARTLY and words >= LONG_PART and chain.share >= DENSE * spread


def _uncovered(chain: Chain, covered: bytearray) -> int:
    return sum(not covered[word] for word, _ in chain.hits)


def _overlaps(chain: Chain, leader: Chain) -> bool:
    shared = min(chain.last, leader.last) - max(chain.first, leader.first)
    return shared >= 0.5 * max(1, min(chain.last - chain.first, leader.last - leader.first))


def _room(chain: Chain, covered: bytearray) -> tuple[int, int]:
    """The words around a chain that nothing else accounts for."""
    low = covered.rfind(1, 0, chain.first) + 1
    high = covered.find(1, chain.last)
    return low, high if high > chain.last else len(covered) - 1


def _best(words: Held, rivals: list[Chain], index: Index, low: int, high: int) -> tuple[_Candidate, list[_Candidate]]:
    """The candidate that most of the decisive words speak for; of equals the one that accounts for most of the text."""
    candidates = []
    for chain in rivals:
        laid = sections(words, chain, index, low, high)
        found = tuple(at_places(words, chain, index, high)) if len(rivals) > 1 or not laid.whole else ()
        candidates.append(_Candidate(chain, laid, found))
    if len(candidates) == 1:
        return candidates[0], candidates
    won = [sum(_beats(one, other, index) for other in candidates if other is not one) for one in candidates]
    best = max(range(len(candidates)), key=lambda at: (won[at], len(candidates[at].chain.hits), candidates[at].chain.share))
    return candidates[best], candidates


def _beats(one: _Candidate, other: _Candidate, index: Index) -> int:
    """1, 0 or -1: which of two candidates the words speak for at the places where they differ, or else by what they account for."""
    mine, theirs = _standing(one, other, index), _standing(other, one, index)
    if mine is None and theirs is None:
        return _compared(len(one.chain.hits), len(other.chain.hits))
    mine, theirs = mine if mine is not None else 0.5, theirs if theirs is not None else 0.5
    return _compared(mine, theirs)


def _standing(one: _Candidate, other: _Candidate, index: Index) -> float | None:
    """The share of the places that tell one from another at which the text agrees with it; None when none can say."""
    near = index.references[one.chain.reference].neighbours
    if other.chain.reference not in near:
        return None
    bit = 1 << near.index(other.chain.reference)
    said = [verdict for place, verdict in one.places if place.mask & bit and verdict != CUT]
    return (said.count(AGREES) + 0.5) / (len(said) + 1) if said else None


def _compared(one: float, other: float) -> int:
    return (one > other) - (one < other)


def _second(best: _Candidate, candidates: list[_Candidate], found: list[Chain], index: Index) -> tuple[Reference, float] | None:
    """The nearest other text: of another policy or edition, in the same part of the text."""
    near = [each for each in found if each.reference != best.chain.reference and _overlaps(each, best.chain)]
    second = max(near, key=lambda chain: (chain.share, len(chain.hits), -chain.reference), default=None)
    return (index.references[second.reference], second.share) if second else None


def _match(held: Words, candidate: _Candidate, second: tuple[Reference, float] | None, index: Index) -> Match:
    chain, laid, _ = candidate
    reference = index.references[chain.reference]
    doubts = () if laid.whole else tuple(_doubts(candidate, index))
    return Match(
        reference, "unmodified" if laid.whole else "modified", not doubts, 1.0 if laid.whole else round(chain.share, 3), second,
        laid.changed, laid.missing, tuple((held.line(start), held.line(stop - 1)) for start, stop in laid.added),
        (held.line(laid.start), held.line(max(laid.start, laid.stop - 1))), doubts,
    )  # fmt: skip


def _doubts(candidate: _Candidate, index: Index) -> list[Doubt]:
    """Every near neighbour from which the text is not told apart at each place that it still has."""
    number = candidate.chain.reference
    mine = index.references[number]
    found: list[Doubt] = []
    for bit, other in [*enumerate(index.references[each] for each in mine.neighbours), (OWN, None)]:
        told = [(place, verdict) for place, verdict in candidate.places if place.mask >> bit & 1]
        differs = [place for place, verdict in told if verdict == DIFFERS]
        agrees = sum(verdict == AGREES for _, verdict in told)
        if differs or (told and other is not None and not agrees):
            found.append(Doubt(other, _labels(number, differs, index), agrees, len(differs)))
    return found


def _labels(number: int, places: list[Place], index: Index) -> tuple[str, ...]:
    known = index.sections(number)
    return tuple(dict.fromkeys(section.label for section in known for place in places if section.start <= place.start < section.stop))


def _others(held: Words, covered: bytearray, matches: tuple[Match, ...]) -> tuple[tuple[Other, ...], bool]:
    """The stretches that nothing accounts for, and whether any of them is long enough to hold terms of its own."""
    for start, stop in held.notices:
        for word in range(start, stop):
            covered[word] = covered[word] or 2
    found: list[Other] = []
    amended = False
    total = len(held.words)
    start = covered.find(0, 0, total)
    first = covered.find(1)
    header = 0
    while start >= 0:
        ends = [stop for stop in (covered.find(1, start, total), covered.find(2, start, total)) if stop >= 0]
        stop = min(ends, default=total)
        found.append(Other(held.line(start), held.line(stop - 1), stop - start))
        if stop <= first:
            header += stop - start
            amended = amended or header > HEADER
        else:
            amended = amended or stop - start > TRAILER
        start = covered.find(0, stop, total)
    return tuple(found), amended

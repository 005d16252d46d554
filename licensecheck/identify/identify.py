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

MORE = 0.25
"""The share of the words that only the longer of two texts has, above which it is that one and not a part of it."""


class Doubt(NamedTuple):
    """Why a version is not certain: the other text (None: the text's own title, dates or figures) and where it shows.

    No section means that the words which tell the two apart are not in the text.
    """

    other: Reference | None
    sections: tuple[str, ...]
    agrees: int
    differs: int
    other_agrees: int
    """Decisive places at which the text has the words of this reference, something else, and the words of the other one."""


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
    near = max(found, key=lambda chain: (chain.share, -chain.reference), default=None)
    covered = bytearray(len(held.words))
    spent = bytearray(len(held.words))
    chosen: list[tuple[_Candidate, list[_Candidate], tuple[Reference, float] | None]] = []
    for _ in range(MOST_MATCHES):
        left = [rest for chain in found if (rest := _rest(chain, spent, index))]
        leader = max((chain for chain in left if _named(chain, index)), key=lambda chain: (len(chain.hits), chain.share), default=None)
        if leader is None:
            break
        rivals = [chain for chain in left if _overlaps(chain, leader) and len(chain.hits) >= HALF * len(leader.hits)]
        best, lost = _best(words, rivals, index, *_room(leader, spent))
        start, stop = best.sections.start, max(best.sections.stop, best.chain.last + 1)
        for marked in (spent, covered) if _named(best.chain, index) else (spent,):
            marked[start:stop] = b"\1" * (stop - start)
        spent[leader.first : leader.first + 1] = b"\1"
        found = [chain for chain in found if chain.reference != leader.reference or chain.first != leader.first]
        if _named(best.chain, index):
            chosen.append((best, lost, _second(best, left, index)))
    if not chosen:
        others = (Other(held.line(0), held.line(len(held.words) - 1), len(held.words)),)
        return Identification("unknown", (), others, (index.references[near.reference], round(near.share, 3)) if near else None, held.whole)
    chosen.sort(key=lambda each: each[0].sections.start)
    matches = tuple(_match(held, *each, index) for each in chosen)
    others, amended = _others(held, covered)
    modified = amended or not held.whole or any(match.state == "modified" for match in matches)
    return Identification("modified" if modified else "unmodified", matches, others, None, held.whole)


def _rest(chain: Chain, spent: bytearray, index: Index) -> Chain | None:
    """What is left of a chain where other matches have had their part; None when it is less than half."""
    hits = tuple(hit for hit in chain.hits if not spent[hit[0]])
    if len(hits) == len(chain.hits):
        return chain
    if len(hits) < HALF * len(chain.hits):
        return None
    return Chain(chain.reference, hits, min(1.0, len(hits) / index.references[chain.reference].prints))


def _named(chain: Chain, index: Index) -> bool:
    """Whether enough of a reference stands in the text to name it."""
    if chain.share >= NAMED:
        return True
    words = chain.hits[-1][1] - chain.hits[0][1] + 1
    spread = words / index.references[chain.reference].words
    return chain.share >= PARTLY and words >= LONG_PART and chain.share >= DENSE * spread


def _overlaps(chain: Chain, leader: Chain) -> bool:
    shared = min(chain.last, leader.last) - max(chain.first, leader.first)
    return shared >= 0.5 * max(1, min(chain.last - chain.first, leader.last - leader.first))


def _room(chain: Chain, spent: bytearray) -> tuple[int, int]:
    """The words around a chain that nothing else accounts for."""
    high = spent.find(1, chain.last)
    return spent.rfind(1, 0, chain.first) + 1, high if high >= 0 else len(spent)


def _best(words: Held, rivals: list[Chain], index: Index, low: int, high: int) -> tuple[_Candidate, list[_Candidate]]:
    """The candidate that most of the decisive words speak for, and the others; of equals it is the one that accounts for most."""
    laid = [sections(words, chain, index, low, high) for chain in rivals]
    most = max(len(chain.hits) for chain in rivals)
    for chain, each in zip(rivals, laid, strict=True):
        if each.whole and len(chain.hits) == most:
            return _Candidate(chain, each, ()), []
    candidates = [
        _Candidate(chain, each, tuple(at_places(words, chain, index, high))) for chain, each in zip(rivals, laid, strict=True)
    ]
    won = [sum(_beats(one, other, index) for other in candidates if other is not one) for one in candidates]
    best = max(range(len(candidates)), key=lambda at: (won[at], len(candidates[at].chain.hits), candidates[at].chain.share))
    return candidates[best], candidates[:best] + candidates[best + 1 :]


def _beats(one: _Candidate, other: _Candidate, index: Index) -> int:
    """1, 0 or -1: which of two candidates the words speak for at the places where they differ, or else by what they account for."""
    mine, theirs = _standing(one, other, index), _standing(other, one, index)
    if mine is None and theirs is None:
        return _compared(len(one.chain.hits), len(other.chain.hits))
    # a text that another one holds whole has no words of its own: what else that one says is there, or is not
    return _compared(MORE if mine is None else mine, MORE if theirs is None else theirs)


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


def _second(best: _Candidate, left: list[Chain], index: Index) -> tuple[Reference, float] | None:
    """The nearest other text in the same part of the text."""
    near = [each for each in left if each.reference != best.chain.reference and _overlaps(each, best.chain)]
    second = max(near, key=lambda chain: (chain.share, len(chain.hits), -chain.reference), default=None)
    return (index.references[second.reference], round(second.share, 3)) if second else None


def _match(
    held: Words, candidate: _Candidate, lost: list[_Candidate], second: tuple[Reference, float] | None, index: Index
) -> Match:
    chain, laid, _ = candidate
    reference = index.references[chain.reference]
    doubts = () if laid.whole else tuple(_doubts(candidate, lost, index))
    return Match(
        reference, "unmodified" if laid.whole else "modified", not doubts, 1.0 if laid.whole else min(0.99, round(chain.share, 3)), second,
        laid.changed, laid.missing, tuple((held.line(start), held.line(stop - 1)) for start, stop in laid.added),
        (held.line(laid.start), held.line(max(laid.start, laid.stop - 1))), doubts,
    )  # fmt: skip


def _doubts(candidate: _Candidate, lost: list[_Candidate], index: Index) -> list[Doubt]:
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


def _agreed(other: _Candidate, number: int, index: Index) -> int:
    """At how many places a text says what another reference says and the numbered one does not."""
    near = index.references[other.chain.reference].neighbours
    bit = 1 << near.index(number) if number in near else 0
    return sum(verdict == AGREES for place, verdict in other.places if place.mask & bit)


def _labels(number: int, places: list[Place], index: Index) -> tuple[str, ...]:
    known = index.sections(number)
    return tuple(dict.fromkeys(section.label for section in known for place in places if section.start <= place.start < section.stop))


def _others(held: Words, covered: bytearray) -> tuple[tuple[Other, ...], bool]:
    """The stretches that nothing accounts for, and whether any of them is long enough to hold terms of its own."""
    first, total = covered.find(1), len(covered)
    for start, stop in held.notices:
        for word in range(start, min(stop, total)):
            covered[word] = covered[word] or 2
    found: list[Other] = []
    header, trailer = 0, 0
    start = covered.find(0)
    while start >= 0:
        stop = min((each for each in (covered.find(1, start), covered.find(2, start)) if each >= 0), default=total)
        found.append(Other(held.line(start), held.line(stop - 1), stop - start))
        header, trailer = (header + stop - start, trailer) if stop <= first else (header, trailer + stop - start)
        start = covered.find(0, stop)
    return tuple(found), header > HEADER or trailer > TRAILER

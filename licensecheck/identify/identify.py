"""Which known texts a text is made of, in which version, and what was changed in them."""

from __future__ import annotations

from licensecheck.identify.chains import Chain, chains
from licensecheck.identify.compare import Held
from licensecheck.identify.contest import Candidate, best_of, doubts_about
from licensecheck.identify.found import Identification, Match, Near, Other
from licensecheck.identify.grams import digest, grams
from licensecheck.identify.index import Index
from licensecheck.identify.words import Words, words_of

NAMED = 0.55
PARTLY, DENSE, LONG_PART = 0.35, 0.8, 150
"""A text is named when it holds this share of a reference's fingerprints, or this much of it and that densely, in so many words."""

HEADER = 60
"""Words that may stand before an unmodified license without counting as terms; behind it there may be none."""

MOST_MATCHES = 40
HALF = 0.5
"""How many matches of one text are told, and the share of the leader's hits with which another reference is weighed against it."""


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
    chosen: list[tuple[Candidate, list[Candidate], Near | None]] = []
    for _ in range(MOST_MATCHES):
        left = [rest for chain in found if (rest := _rest(chain, spent, index))]
        strong = [chain for chain in left if _named(chain, index)]
        leader = max(strong, key=lambda chain: (len(chain.hits), chain.share), default=None)
        if leader is None:
            break
        rivals = [chain for chain in left if _overlaps(chain, leader) and len(chain.hits) >= HALF * len(leader.hits)]
        best, lost = best_of(words, rivals, index, *_room(leader, spent))
        start, stop = best.sections.start, max(best.sections.stop, best.chain.last + 1)
        for marked in (spent, covered) if _named(best.chain, index) else (spent,):
            marked[start:stop] = b"\1" * (stop - start)
        spent[leader.first : leader.first + 1] = b"\1"
        found = [chain for chain in found if chain.reference != leader.reference or chain.first != leader.first]
        if _named(best.chain, index):
            chosen.append((best, lost, _second(best, left, index)))
    if not chosen:
        every = Other(held.line(0), held.line(len(held.words) - 1), len(held.words))
        hint = Near(index.references[near.reference], round(near.share, 3)) if near else None
        return Identification("unknown", (), (every,), hint, held.whole)
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


def _second(best: Candidate, left: list[Chain], index: Index) -> Near | None:
    """The nearest other text in the same part of the text."""
    near = [each for each in left if each.reference != best.chain.reference and _overlaps(each, best.chain)]
    second = max(near, key=lambda chain: (chain.share, len(chain.hits), -chain.reference), default=None)
    return Near(index.references[second.reference], round(second.share, 3)) if second else None


def _match(held: Words, candidate: Candidate, lost: list[Candidate], second: Near | None, index: Index) -> Match:
    chain, laid, _ = candidate
    reference = index.references[chain.reference]
    doubts = () if laid.whole else tuple(doubts_about(candidate, lost, index))
    score = 1.0 if laid.whole else min(0.99, round(chain.share, 3))
    return Match(
        reference, "unmodified" if laid.whole else "modified", not doubts, score, second,
        laid.changed, laid.missing, tuple((held.line(start), held.line(stop - 1)) for start, stop in laid.added),
        (held.line(laid.start), held.line(max(laid.start, laid.stop - 1))), doubts,
    )  # fmt: skip


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
    return tuple(found), header > HEADER or trailer > 0

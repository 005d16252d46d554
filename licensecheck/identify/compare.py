"""One reference laid beside a text: which sections stand there word for word, and what stands at each decisive place."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from licensecheck.identify.chains import Chain, Hit
from licensecheck.identify.grams import CONTEXT, digest, gram, grams
from licensecheck.identify.index import Index, Place, Section

AGREES, DIFFERS, CUT = "agrees", "differs", "cut"
"""What is found at a decisive place: the reference's words, something else, or that this part of the text is not there."""

REACH = 60
"""Words around the expected place in which the context of a decisive place is looked for."""

HALF = 0.5
"""Where fewer than this share of the words between two hits are left, what stood there was cut."""

GONE = 0.4
"""A section is missing, not changed, when fewer than this share of its words could stand where it belongs."""


class Sections(NamedTuple):
    """How the sections of a reference fare in a text."""

    kept: tuple[tuple[Section, int], ...]
    """Those that stand word for word, each with its first word in the text."""
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[tuple[int, int], ...]
    """Stretches of the text, in words, that stand between two kept sections that follow one another in the reference."""
    start: int
    stop: int
    """The words of the text that the reference accounts for."""

    @property
    def whole(self) -> bool:
        return not (self.changed or self.missing or self.added)


class Held:
    """The words of a text, and where its short runs begin; those are only looked for in texts that are no exact copy."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._at: dict[int, list[int]] | None = None

    @property
    def contexts(self) -> dict[int, list[int]]:
        """For the hash of each run as long as a context the words at which it begins."""
        if self._at is None:
            self._at = {}
            for at, key in enumerate(grams(self.words, CONTEXT)):
                if key in self._at:
                    self._at[key].append(at)
                else:
                    self._at[key] = [at]
        return self._at

    def same(self, key: int, start: int, length: int) -> bool:
        """Whether the words from `start` on are those of a hash."""
        return start >= 0 and gram(self.words[start : start + length]) == key

    def nearest(self, key: int, expected: int) -> int | None:
        """Where a context begins that is nearest to the expected word, within reach."""
        at = self.contexts.get(key) if key else None
        if not at:
            return None
        place = bisect_left(at, expected)
        near = min(at[max(0, place - 1) : place + 1], key=lambda each: abs(each - expected))
        return near if abs(near - expected) <= REACH else None


def sections(held: Held, chain: Chain, index: Index, low: int, high: int) -> Sections:
    """The sections of a chain's reference, looked for in the words of a text from `low` up to `high`."""
    optional = index.references[chain.reference].optional
    known = index.sections(chain.reference)
    offsets, touched = _offsets(known, chain.hits)
    kept: list[tuple[Section, int] | None] = []
    after = low
    for section, own in zip(known, offsets, strict=True):
        length = section.stop - section.start
        for start in dict.fromkeys((*(section.start + offset for offset in own), after)):
            if after <= start and start + length <= high and digest(held.words[start : start + length]) == section.digest:
                kept.append((section, start))
                after = start + length
                break
        else:
            kept.append(None)
    first, last = chain.hits[0], chain.hits[-1]
    begin = next((start for each in kept if each for start in (each[1],)), first[0])
    begin = begin if kept[0] else min(begin, max(low, first[0] - first[1]))
    end = max(after if kept[-1] else 0, min(high, last[0] + max(5, 0 if kept[-1] else known[-1].stop - last[1])), after)
    changed, missing, added = _fate(known, kept, offsets, touched, begin, end)
    wanted = optional.__contains__
    return Sections(
        tuple(each for each in kept if each),
        tuple(dict.fromkeys(label for label in changed if not wanted(label))),
        tuple(dict.fromkeys(label for label in missing if not wanted(label))),
        tuple(added), begin, end,
    )  # fmt: skip


def _offsets(known: tuple[Section, ...], hits: tuple[Hit, ...]) -> tuple[list[list[int]], set[int]]:
    """For each section the distances between text and reference that the hits in it, or else the nearest ones, tell.

    Also the starts of those sections that have hits.
    """
    found: list[list[int]] = []
    touched: set[int] = set()
    at = 0
    for section in known:
        while at < len(hits) and hits[at][1] < section.start:
            at += 1
        stop = at
        while stop < len(hits) and hits[stop][1] < section.stop:
            stop += 1
        own = list(dict.fromkeys(word - place for word, place in hits[at:stop]))[:4]
        if own:
            touched.add(section.start)
        found.append(own if own else [hits[each][0] - hits[each][1] for each in (at - 1, at) if 0 <= each < len(hits)])
        at = stop
    return found, touched


def _fate(
    known: tuple[Section, ...],
    kept: list[tuple[Section, int] | None],
    offsets: list[list[int]],
    touched: set[int],
    begin: int,
    end: int,
) -> tuple[list[str], list[str], list[tuple[int, int]]]:
    """The labels of changed and missing sections, and the stretches that were added between kept ones."""
    changed: list[str] = []
    missing: list[str] = []
    added: list[tuple[int, int]] = []
    place, open_from = begin, 0
    for at, each in enumerate([*kept, None]):
        if each is None and at < len(kept):
            continue
        start = each[1] if each else end
        lost = known[open_from:at]
        if lost:
            words = lost[-1].stop - lost[0].start
            gone = start - place < GONE * words
            for section in lost:
                absent = section.start not in touched and (gone or _squeezed(section, offsets, known, place, start))
                (missing if absent else changed).append(section.label)
        elif each and open_from and start > place:
            added.append((place, start))
        if each:
            place, open_from = each[1] + each[0].stop - each[0].start, at + 1
    return changed, missing, added


def _squeezed(section: Section, offsets: list[list[int]], known: tuple[Section, ...], low: int, high: int) -> bool:
    """Whether the place where a section belongs lies outside the words that are left for it."""
    own = offsets[known.index(section)]
    return all(section.stop + each <= low or section.start + each >= high for each in own)


def at_places(held: Held, chain: Chain, index: Index, high: int) -> list[tuple[Place, str]]:
    """What stands in a text at each decisive place of a chain's reference; the text ends before the word `high`."""
    rows = [place for _, place in chain.hits]
    known = index.places(chain.reference)
    return [(place, _verdict(held, place, chain.hits, bisect_left(rows, place.start), high)) for place in known]


def _verdict(held: Held, place: Place, hits: tuple[Hit, ...], after: int, high: int) -> str:
    """What stands at one place; `after` is the first hit behind it."""
    near = hits[min(after, len(hits) - 1)]
    if after and place.start - hits[after - 1][1] < abs(near[1] - place.start):
        near = hits[after - 1]
    expected = place.start + near[0] - near[1]
    behind = expected + place.length
    if (
        (not place.left or held.same(place.left, expected - CONTEXT, CONTEXT))
        and (not place.right or held.same(place.right, behind, CONTEXT))
        and held.same(place.words, expected, place.length)
    ):
        return AGREES
    left = held.nearest(place.left, expected - CONTEXT)
    right = held.nearest(place.right, behind)
    start = left + CONTEXT if left is not None else None
    if start is not None and right is not None:
        return AGREES if right - start == place.length and held.same(place.words, start, place.length) else DIFFERS
    if place.length and start is not None and start + place.length <= high:
        return AGREES if held.same(place.words, start, place.length) else DIFFERS
    if place.length and right is not None and right >= place.length:
        return AGREES if held.same(place.words, right - place.length, place.length) else DIFFERS
    if right is not None and not place.left:
        return CUT
    return CUT if _is_cut(place, hits, after, high) else DIFFERS


def _is_cut(place: Place, hits: tuple[Hit, ...], after: int, high: int) -> bool:
    """Whether the words around a place are not there at all, so that nothing stands in their stead."""
    if not after:
        word, first = hits[0]
        return place.start < first - word
    before_word, before = hits[after - 1]
    if after == len(hits):
        return high - before_word < place.start + place.length - before
    after_word, behind = hits[after]
    return after_word - before_word < HALF * (behind - before)

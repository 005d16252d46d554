"""Where a reference text differs from its near neighbours, and the words of its own that no copy may change."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from licensecheck.identify.grams import CONTEXT, gram
from licensecheck.identify.index import OWN, Place

LONGEST = 12
"""Words of one place; a longer difference becomes several."""

TITLE = 10
"""Words at the start of a text that count as its title."""


class Span(NamedTuple):
    """Words of a text, from `start` up to `stop`; an empty span stands between two words."""

    start: int
    stop: int


def differences(mine: list[str], theirs: list[str]) -> list[tuple[Span, Span]]:
    """The spans that differ between two texts; those with fewer common words between them than a context takes are one."""
    found: list[tuple[Span, Span]] = []
    for kind, start, stop, other_start, other_stop in SequenceMatcher(None, mine, theirs, False).get_opcodes():
        if kind == "equal":
            continue
        if found and start - found[-1][0].stop < CONTEXT:
            before, other = found.pop()
            start, other_start = before.start, other.start
        found.append((Span(start, stop), Span(other_start, other_stop)))
    return found


def own(words: list[str], numbering: set[int]) -> list[Span]:
    """The title, and every run of words with figures: versions, dates, thresholds, addresses. Section numbers are none."""
    spans = [Span(0, min(TITLE, len(words)))]
    for at, word in enumerate(words):
        if at in numbering or not any(letter.isdigit() for letter in word):
            continue
        if spans[-1].stop >= at > TITLE:
            spans[-1] = Span(spans[-1].start, at + 1)
        elif at >= TITLE:
            spans.append(Span(at, at + 1))
    return spans


def places(words: list[str], spans: list[tuple[Span, int]]) -> list[Place]:
    """The places of a text for spans with their masks, in the order of the text; equal ones become one."""
    masks: dict[Span, int] = {}
    for span, mask in spans:
        for piece in _pieces(span):
            masks[piece] = masks.get(piece, 0) | mask
    found = []
    for (start, stop), mask in sorted(masks.items()):
        left = gram(words[start - CONTEXT : start]) if start >= CONTEXT else 0
        right = gram(words[stop : stop + CONTEXT]) if stop + CONTEXT <= len(words) else 0
        if (left and right) or (stop > start and (left or right)):
            found.append(Place(start, stop - start, left, gram(words[start:stop]), right, mask))
    return found


def _pieces(span: Span) -> list[Span]:
    """A span in pieces; long ones are cut at fixed places, so that spans that overlap have pieces in common."""
    if span.stop - span.start <= LONGEST:
        return [span]
    cuts = [span.start, *range(span.start - span.start % LONGEST + LONGEST, span.stop, LONGEST), span.stop]
    return [Span(start, stop) for start, stop in pairwise(cuts)]


def mask_of(neighbour: int) -> int:
    """The bit of the n-th neighbour; the last bit is kept for a text's own words."""
    if neighbour >= OWN:
        raise ValueError(f"a text has more than {OWN} near neighbours")
    return 1 << neighbour

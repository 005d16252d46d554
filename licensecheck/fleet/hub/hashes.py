"""Hashes in order: names of millions of models are told apart, and found again, by sorting their hashes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from licensecheck.fleet.hub.graph import Numbers, ranges

Hashes = NDArray[np.uint64]


def ordered(hashes: Hashes) -> tuple[NDArray[np.int64], Hashes]:
    """The places of some hashes in their order, of equal ones the first place first, and the hashes in that order."""
    # values are sorted much faster than places: each takes its place along in its low bits
    low = np.uint64((1 << max(1, (len(hashes) - 1).bit_length())) - 1)
    packed = np.arange(len(hashes), dtype=np.uint64)
    packed |= hashes & ~low
    packed.sort()
    places = (packed & low).view(np.int64)
    found = hashes[places]
    wrong = np.flatnonzero(found[1:] < found[:-1])  # a few differ in their low bits alone
    if len(wrong):
        packed &= ~low
        runs = packed[wrong]
        runs = runs[np.append(True, runs[1:] != runs[:-1])]
        first = np.searchsorted(packed, runs)
        some = ranges(first, np.searchsorted(packed, runs, "right") - first)
        places[some] = places[some][np.lexsort((places[some], found[some]))]
        found[some] = hashes[places[some]]
    return places, found


def distinct(hashes: Hashes) -> tuple[Hashes, NDArray[np.int64], Numbers]:
    """The distinct hashes in order, the first place of each, and the number of each place."""
    order, found = ordered(hashes)
    new = np.ones(len(found), np.bool_)
    new[1:] = found[1:] != found[:-1]
    numbers = np.empty(len(found), np.int32)
    numbers[order] = np.cumsum(new, dtype=np.int32) - 1
    return found[new], order[new], numbers

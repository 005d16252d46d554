"""Hashes of runs of words: winnowing (Schleimer, Wilkerson, Aiken 2003) over runs of five words."""

from __future__ import annotations

from hashlib import blake2b
from itertools import accumulate
from zlib import crc32

RUN = 5
"""Words of one fingerprint."""

CONTEXT = 4
"""Words on each side by which a decisive place is found again."""


def grams(words: list[str], run: int = RUN) -> list[int]:
    """The 32-bit hash of every run of words; the n-th begins at the n-th word."""
    if len(words) < run:
        return []
    text = " ".join(words)
    data = text.encode()
    lengths = map(len, words) if len(data) == len(text) else (len(word.encode()) for word in words)
    starts = [0, *(end + at for at, end in enumerate(accumulate(lengths), 1))]
    return [crc32(data[start : stop - 1]) for start, stop in zip(starts, starts[run:], strict=False)]


def gram(words: list[str]) -> int:
    """The 32-bit hash of one run of words."""
    return crc32(" ".join(words).encode())


def digest(words: list[str], size: int = 8) -> bytes:
    """What proves that two runs of words are the same."""
    return blake2b(" ".join(words).encode(), digest_size=size).digest()


def winnowed(hashes: list[int], window: int) -> list[int]:
    """The places of the fingerprints: in every window the smallest hash, the rightmost of equal ones."""
    if len(hashes) <= window:
        return [min(range(len(hashes)), key=lambda at: (hashes[at], -at))] if hashes else []
    chosen: list[int] = []
    for start in range(len(hashes) - window + 1):
        least = min(range(start, start + window), key=lambda at: (hashes[at], -at))
        if not chosen or chosen[-1] != least:
            chosen.append(least)
    return chosen

"""The word that was probably meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 120
LIKELY = 24
"""Letters of the longest word that is compared, and choices that are compared letter by letter."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that is nearest to a word, or None when none is near. Bounded: long words are not compared.

    Only the choices that share most pairs of letters with the word are looked at closely.
    """
    if len(word) > LONGEST:
        return None
    import difflib

    folded, by_pair = _index(tuple(choices))
    lowered = word.casefold()
    if lowered in folded:
        return folded[lowered]
    shared: Counter[str] = Counter()
    for pair in _pairs(lowered):
        shared.update(by_pair.get(pair, ()))
    likely = sorted(shared, key=lambda choice: (-shared[choice] / (len(choice) + len(lowered)), choice))[:LIKELY]
    found = difflib.get_close_matches(lowered, likely, 1, 0.72)
    return folded[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A sentence of help, or nothing."""
    near = nearest(word, choices)
    return f"did you mean `{near}`?" if near else ""


@lru_cache(maxsize=16)
def _index(choices: tuple[str, ...]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The choices by their folded spelling, and the folded spellings by each pair of letters that they hold."""
    folded = {choice.casefold(): choice for choice in choices if len(choice) <= LONGEST}
    by_pair: dict[str, list[str]] = {}
    for choice in folded:
        for pair in _pairs(choice):
            by_pair.setdefault(pair, []).append(choice)
    return folded, by_pair


def _pairs(word: str) -> frozenset[str]:
    """The pairs of letters in a word, its edges included."""
    edged = f" {word} "
    return frozenset(edged[at : at + 2] for at in range(len(edged) - 1))

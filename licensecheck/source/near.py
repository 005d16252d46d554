"""The word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that is nearest to a word, or None when none is near. Bounded: long words are not compared."""
    import difflib

    folded = {choice.casefold(): choice for choice in choices}
    lowered = word.casefold()
    if len(lowered) > 120:
        return None
    if lowered in folded:
        return folded[lowered]
    found = difflib.get_close_matches(lowered, folded, 1, 0.72)
    return folded[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A sentence of help, or nothing."""
    near = nearest(word, choices)
    return f"did you mean `{near}`?" if near else ""

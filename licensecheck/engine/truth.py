"""Three truth values, strong Kleene logic, no short cut."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Truth(enum.Enum):
    """True, false, or not known. It has no `bool`, so that no `if` can take unknown for false."""

    word: str

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __init__(self, word: str) -> None:
        self.word = word

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values; compare it with `is`")


TRUE, FALSE, UNSURE = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def negate(truth: Truth) -> Truth:
    """True for false, false for true; unknown stays unknown."""
    return FALSE if truth is TRUE else TRUE if truth is FALSE else UNSURE


def all_of(truths: Iterable[Truth]) -> Truth:
    """One false makes it false; else one unknown leaves it unknown; nothing at all is true."""
    result = TRUE
    for truth in truths:
        if truth is FALSE:
            result = FALSE
        elif truth is UNSURE and result is TRUE:
            result = UNSURE
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """One true makes it true; else one unknown leaves it unknown; nothing at all is false."""
    result = FALSE
    for truth in truths:
        if truth is TRUE:
            result = TRUE
        elif truth is UNSURE and result is FALSE:
            result = UNSURE
    return result


def truth_of(holds: bool) -> Truth:
    return TRUE if holds else FALSE

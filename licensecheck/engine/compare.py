"""One known value compared with one constant, by the word of a leaf."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth, all_of, any_of, negate, truth_of
from licensecheck.facts.figures import Estimate
from licensecheck.facts.places import Places
from licensecheck.facts.values import Item
from licensecheck.policy.model import Leaf

Within = Callable[[str, tuple[str, ...]], Truth]
"""Whether a declared tag or place lies within any of some constants; unknown where it only partly does."""


def compare(kind: str, value: Any, leaf: Leaf, places: Places) -> Truth:
    """The truth of a leaf whose fact has this value. `kind` is the type of the fact."""
    constant = leaf.constant
    match kind:
        case "yes_no":
            return truth_of(value is constant)
        case "choice":
            return tag_within(value, constant if leaf.operator == "one_of" else (constant,))
        case "choices":
            return _members(value, leaf, tag_within)
        case "place" | "places":

            def within(declared: str, wanted: tuple[str, ...]) -> Truth:
                return place_within(declared, wanted, places)

            if kind == "places":
                return _members(value, leaf, within)
            return within(value, constant if leaf.operator == "one_of" else (constant,))
        case "figure":
            return _estimate(value, leaf.operator, constant)
        case "number" if value != value:  # nobody claimed a number
            return FALSE
        case "number":
            return _estimate(Estimate(value, value), leaf.operator, constant)
        case "date":
            # an absent day is neither before nor after anything
            return truth_of(bool(value) and ((value < constant) if leaf.operator == "before" else (value >= constant)))
        case "name":
            return _name(value, leaf.operator, constant)
        case "names":
            return _members(value, leaf, _named)
        case "evidence":
            found = any_of([_holds(item, leaf) for item in value])
            return negate(found) if constant is False else found
        case _:
            raise AssertionError(kind)


def tag_within(declared: str, wanted: tuple[str, ...]) -> Truth:
    """A tag lies within a node at or above it; a node declared above the wanted one leaves it unknown."""
    partly = False
    for node in wanted:
        if declared == node or declared.startswith(node + "/"):
            return TRUE
        partly = partly or node.startswith(declared + "/")
    return UNSURE if partly and declared else FALSE


def _named(declared: str, wanted: tuple[str, ...]) -> Truth:
    return truth_of(folded(declared) in [folded(name) for name in wanted])


def place_within(declared: str, wanted: tuple[str, ...], places: Places) -> Truth:
    """A place lies within others that hold all of it; one of which they hold a part leaves it unknown."""
    if not declared:
        return FALSE
    countries: set[str] = set()
    for place in wanted:
        countries |= places.countries(place)
    mine = places.countries(declared)
    whole = {place for place in mine if place in countries or place.partition("-")[0] in countries}
    if len(whole) == len(mine):
        return TRUE
    # a declared country or group of which only a part is named
    partly = whole or any(place.partition("-")[0] in mine for place in countries)
    return UNSURE if partly else FALSE


def _members(declared: tuple[str, ...], leaf: Leaf, within: Within) -> Truth:
    match leaf.operator:
        case "includes":
            return any_of(within(each, (leaf.constant,)) for each in declared)
        case "includes_any":
            return any_of(within(each, leaf.constant) for each in declared)
        case "includes_other_than":
            return any_of(negate(within(each, leaf.constant)) for each in declared)
        case _:
            return all_of(within(each, leaf.constant) for each in declared)


def _estimate(value: Estimate, operator: str, constant: float) -> Truth:
    low, high = value.low, value.high
    match operator:
        case "greater_than":
            return TRUE if low > constant else FALSE if high <= constant else UNSURE
        case "at_least":
            return TRUE if low >= constant else FALSE if high < constant else UNSURE
        case "less_than":
            return TRUE if high < constant else FALSE if low >= constant else UNSURE
        case _:
            return TRUE if high <= constant else FALSE if low > constant else UNSURE


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name without case, spaces, hyphens and underscores."""
    return "".join(letter for letter in name.casefold() if letter not in " -_")


def joined(name: str) -> str:
    """A name without spaces, hyphens and underscores."""
    return "".join(letter for letter in name if letter not in " -_")


def _name(value: str, operator: str, constant: Any) -> Truth:
    if operator == "starts_with":
        # the name itself, after `owner/`; repository names cannot hold spaces
        name = value.rpartition("/")[2]
        if joined(name).startswith(joined(constant)):
            return TRUE
        return UNSURE if folded(name).startswith(folded(constant)) else FALSE
    wanted = constant if operator == "one_of" else (constant,)
    return truth_of(any(folded(value) == folded(one) for one in wanted))


_FOLDS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})


@lru_cache(maxsize=32)
def folded_words(text: str) -> str:
    """A text with whitespace, curly quotes, dashes and `(c)` made alike."""
    return " ".join(text.translate(_FOLDS).replace("(c)", "©").replace("(C)", "©").split())


def _holds(item: Item, leaf: Leaf) -> Truth:
    """Whether one item of evidence satisfies a leaf: it stands in a place that counts, and has the words."""
    if item.wrong or (leaf.places and item.place and item.place not in leaf.places):
        return FALSE
    # where it stands is not said, though the clause asks for a place
    placed = UNSURE if leaf.places and not item.place and item.kind != "stated" else TRUE
    if leaf.operator == "is":
        return placed if item.kind == "stated" else all_of((placed, UNSURE if item.words is None else TRUE))
    if item.kind == "stated":
        return TRUE  # whoever states that the duty is met answers for its words
    if item.words is None:
        return UNSURE
    return all_of((placed, truth_of(_stands_in(folded_words(leaf.constant), folded_words(item.words)))))


def _stands_in(literal: str, words: str) -> bool:
    """Whether a literal stands in a text by itself: `Kimi K2` does not stand in `Kimi K2.5`, nor in `MyKimi K2`."""
    start = words.find(literal)
    while start >= 0:
        before, after = words[start - 1 : start], words[start + len(literal) : start + len(literal) + 2]
        longer = after[:1].isalnum() or (after[:1] in (".", "-", "_") and after[1:].isalnum())
        if not (longer and literal[-1:].isalnum()) and not (before.isalnum() and literal[:1].isalnum()):
            return True
        start = words.find(literal, start + 1)
    return False

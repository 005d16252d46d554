"""What identifying a text gives: the known texts in it, how sure that is, and what nothing accounts for."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.identify.index import Reference


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


class Near(NamedTuple):
    """A known text that is near, and the share of its fingerprints that is there."""

    reference: Reference
    score: float


class Match(NamedTuple):
    """A known text that was found. `score` is the share of its fingerprints, `lines` where it stands."""

    reference: Reference
    state: str
    """`exact`, `unmodified` (whole, with other words around it) or `modified`."""
    certain: bool
    score: float
    nearest: Near | None
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
    nearest: Near | None
    whole: bool = True
    """False when the text is so long that only its beginning was looked at."""

"""What a fact can be: known with a basis, or unknown. Unknown is a value of its own."""

from __future__ import annotations

import enum
from typing import Any, Final

from licensecheck.source.diagnostic import Span
from licensecheck.source.record import NamedTuple


class Unknown(enum.Enum):
    """The one value that stands for not knowing."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("unknown is neither true nor false")


UNKNOWN: Final = Unknown.UNKNOWN

DECLARED: Final = "declared"
PRESUMED: Final = "presumed"
UNCLAIMED: Final = "unclaimed"
DERIVED: Final = "derived"
ATTESTED: Final = "attested"
ADOPTED: Final = "adopted"
RECORDED: Final = "recorded"
"""The basis of a fact: written in deploy.yaml, presumed from silence, an exception that nobody claimed, computed, stated
by a person, a conservative reading that the policy adopted, or a reading that the organization's counsel recorded."""


class Fact(NamedTuple):
    """One fact with the ground it stands on. `value` is UNKNOWN when deploy.yaml says that it is not known."""

    value: Any
    basis: str = DECLARED
    span: Span | None = None
    said_by: str = ""


class Bound(NamedTuple):
    """One statement about a figure: between `low` and `high`, both included; `period` "" is undated."""

    period: str
    entity: str
    low: float
    high: float


class Figure(NamedTuple):
    """All that is stated about one figure, such as the monthly active users."""

    bounds: tuple[Bound, ...]


class Copy(NamedTuple):
    """A license text that a file holds. `state` is exact, unmodified, modified, or doubtful where the version is not certain."""

    policy: str
    name: str
    state: str


class Item(NamedTuple):
    """One piece of evidence. `words` is what it states or what was read in it; None while nothing was read.

    `kind` is path, url, attested or stated (a bare yes or no of a duty that no file can show). `copies` are the license texts
    that a file holds, None where nobody looked; `wrong`: it is the copy of another license than the one that is asked for.
    """

    kind: str
    target: str
    place: str = ""
    words: str | None = None
    by: str = ""
    on: str = ""
    span: Span | None = None
    trouble: str = ""
    copies: tuple[Copy, ...] | None = None
    wrong: bool = False


class Element(NamedTuple):
    """One of several: an activity, a trained model, a suit. `facts` are its own, by their short names."""

    name: str
    facts: dict[str, Fact]
    span: Span | None = None

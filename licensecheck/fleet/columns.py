"""What a compiled condition is made of: tests of nullable columns, in which null is unknown.

`All`, `Any` and `Not` join tests as they join leaves; Arrow, polars and SQL evaluate them by the same strong Kleene logic
(S. C. Kleene, Introduction to Metamathematics, 1952, section 64).
"""

from typing import Literal, NamedTuple

from licensecheck.policy.model import All, Any, Leaf, Not

Kind = Literal["yes_no", "text", "list", "number"]
Role = Literal["value", "folded", "start", "start_folded", "low", "high", "answer"]


class Column(NamedTuple):
    """One column of facts. `role` says what of the leaf's fact it holds.

    `value`: the fact itself. `folded`: a name, or each of several, without case, spaces, hyphens and underscores. `start`: a name
    behind its last slash, without spaces, hyphens and underscores, and `start_folded` without case too. `low` and `high`: where
    a figure lies for the entity and the period asked. `answer`: whether the leaf holds, where that is worked out when the
    column is made: of evidence, for documents are read then, and of names outside of a list, which no column can hold all.
    """

    name: str
    kind: Kind
    role: Role
    leaf: Leaf


class Holds(NamedTuple):
    """A yes or no that is yes."""

    column: Column


class OneOf(NamedTuple):
    """A word among those of `yes`; one among those of `open` covers more than is asked, and leaves it unknown."""

    column: Column
    yes: tuple[str, ...]
    open: tuple[str, ...] = ()


class Overlaps(NamedTuple):
    """A list with a word among those of `yes`; else one with a word among those of `open` leaves it unknown."""

    column: Column
    yes: tuple[str, ...]
    open: tuple[str, ...] = ()


class Begins(NamedTuple):
    """A name that begins with a word; one that does so only without regard to case leaves it unknown."""

    column: Column
    folded: Column
    word: str
    word_folded: str


class Reaches(NamedTuple):
    """A figure that lies between two numbers, compared with a third one; unknown where only part of what is between satisfies."""

    low: Column
    high: Column
    operator: str
    constant: float


class Compares(NamedTuple):
    """A number compared with another. Not-a-number is one that nobody claimed: it satisfies nothing."""

    column: Column
    operator: str
    constant: float


class Falls(NamedTuple):
    """A day (ISO 8601) before another, or on or after it. The empty day does neither."""

    column: Column
    operator: str
    constant: str


Test = Holds | OneOf | Overlaps | Begins | Reaches | Compares | Falls
Formula = Test | Not | All | Any
"""A condition over columns: true, false, or null for unknown, row by row."""


def columns_of(formula: Formula) -> tuple[Column, ...]:
    """The columns that a formula reads, in its order."""
    match formula:
        case Not(part):
            return columns_of(part)
        case All(parts) | Any(parts):
            return tuple(column for part in parts for column in columns_of(part))
        case Begins(column, folded):
            return (column, folded)
        case Reaches(low, high):
            return (low, high)
        case Holds(column) | OneOf(column) | Overlaps(column) | Compares(column) | Falls(column):
            return (column,)

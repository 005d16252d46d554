"""What the rows of a fleet say, fact by fact, as numbers: rows that have one number say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.facts.values import Bound, Element, Fact, Figure, Item

Numbers = NDArray[np.int32]
Figures = NDArray[np.float64]
UNSAID = -1


class Said(NamedTuple):
    """The facts of the rows of a fleet. What a row says of a fact is `facts[name][codes[name][row]]`, or nothing (UNSAID).

    A bare figure has no code: it stands in `figures[name]`, which is not-a-number everywhere else.
    """

    size: int
    codes: dict[str, Numbers]
    figures: dict[str, Figures]
    facts: dict[str, tuple[Fact, ...]]

    def fact(self, name: str, row: int) -> Fact | None:
        """What one row says of a fact, if anything."""
        if name not in self.codes:
            return None
        number = float(self.figures[name][row]) if name in self.figures else float("nan")
        if number == number:
            return Fact(bare(name, number))
        code = int(self.codes[name][row])
        return None if code == UNSAID else self.facts[name][code]

    def row(self, row: int) -> dict[str, Fact]:
        """All that one row says."""
        found = ((name, self.fact(name, row)) for name in self.codes)
        return {name: fact for name, fact in found if fact is not None}


def bare(name: str, number: float) -> Figure:
    """A figure of which one number is said: undated, of the group, or for a product its own."""
    return Figure((Bound("", "group" if name.startswith("organization.") else "own", number, number),))


def said_by(rows: Sequence[dict[str, Fact]]) -> Said:
    """The facts of rows that are given one by one."""
    codes: dict[str, Numbers] = {}
    figures: dict[str, Figures] = {}
    kept: dict[str, Kept] = {}
    for number, row in enumerate(rows):
        for name, fact in row.items():
            if name not in codes:
                codes[name], kept[name] = np.full(len(rows), UNSAID, np.int32), Kept()
            if isinstance(fact.value, Figure) and fact.value == bare(name, alone := _alone(fact.value)):
                figures.setdefault(name, np.full(len(rows), np.nan))[number] = alone
            else:
                codes[name][number] = kept[name].number(fact)
    return Said(len(rows), codes, figures, {name: tuple(each.facts) for name, each in kept.items()})


def _alone(figure: Figure) -> float:
    return float(figure.bounds[0].low) if len(figure.bounds) == 1 else float("nan")


class Kept:
    """Facts kept once each; `number` gives the place of one. Facts of one value are the same, whoever says so and where."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self._numbers: dict[Any, int] = {}

    def number(self, fact: Fact) -> int:
        """The place of a fact, which is added where it is new."""
        key = value_key(fact.value)
        if key not in self._numbers:
            self._numbers[key] = len(self.facts)
            self.facts.append(fact)
        return self._numbers[key]


def value_key(value: Any) -> Any:
    """What tells values apart: all of a value but the places where it was written."""
    match value:
        case Element(name=name, facts=facts):
            return name, tuple((short, value_key(fact.value)) for short, fact in facts.items())
        case Item():
            return value._replace(span=None)
        case Figure():
            return value
        case tuple():
            return tuple(value_key(each) for each in value)
        case _:
            return type(value), value

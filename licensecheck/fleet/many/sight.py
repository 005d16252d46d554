"""The facts that one policy sees of many rows, as columns: worked out once for all rows that agree on what a column rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from licensecheck.engine.context import Context, plan_of
from licensecheck.engine.world import World
from licensecheck.facts.values import UNKNOWN, Fact
from licensecheck.fleet.behind import behind
from licensecheck.fleet.columns import Column, Formula, Reaches
from licensecheck.fleet.compile import Rule
from licensecheck.fleet.encode import Tables, series
from licensecheck.fleet.many.said import UNSAID, Kept, Numbers, Said
from licensecheck.fleet.numbered import numbered
from licensecheck.policy.model import All, Any, Not, Policy

Places = NDArray[np.int64]


class Near(NamedTuple):
    """Facts that come before what some rows say themselves: those that were concluded when they were bound."""

    facts: dict[str, Fact]
    rows: Numbers


class Sight:
    """What one policy, as rules, sees of the rows of several bindings; places count the rows of all, one after the other."""

    def __init__(self, said: Said, nears: Sequence[Near], policy: Policy, rules: Sequence[Rule], context: Context) -> None:
        self.said, self.nears, self.rules = said, nears, rules
        self.rows = np.concatenate([near.rows for near in nears])
        self.owner = np.repeat(np.arange(len(nears)), [len(near.rows) for near in nears])
        definitions = plan_of(policy, context).definitions
        self._world = World(
            context.vocabulary, context.places, definitions, {}, {}, {}, context.as_of, policy.released, True, set(), {}
        )
        self._constants = _constants(rules)
        self._kinds: dict[str, Places] = {}

    def tables(self, presume: bool = True) -> Tables:
        """The columns that the rules read, a row for each place; of silence only what nobody presumes where `presume` is false."""
        columns = {column.name: column for rule in self.rules for column in rule.columns}
        rows = {"row": pl.Series("row", range(len(self.rows)), pl.Int64)}
        rows |= {name: self._column(column, presume) for name, column in columns.items()}
        elements = {}
        for listed in dict.fromkeys(rule.clause.for_each for rule in self.rules if rule.clause.for_each):
            beside = {each.name for rule in self.rules if rule.clause.for_each == listed for each in rule.columns}
            inner = {each.name: each for rule in self.rules if rule.clause.for_each == listed for each in rule.element}
            rows[listed], owners, own = self._elements(listed, tuple(inner.values()), presume)
            of_rows = {name: rows[name].gather(owners) for name in columns if name in beside}
            elements[listed] = pl.DataFrame({"row": pl.Series("row", owners, pl.Int64), **of_rows, **own})
        return Tables(pl.DataFrame(rows), elements)

    def alike(self, names: Sequence[str], places: Places | None = None) -> tuple[Places, Numbers]:
        """Some places (all, where none are named) by what they know of some facts: one of each kind, and the kind of each."""
        kinds = [self._kind(name) for name in names] or [np.zeros(len(self.rows), np.int64)]
        if places is None:
            return numbered(*kinds)
        first, of = numbered(*(kind[places] for kind in kinds))
        return places[first], of

    def world(self, place: int, names: Sequence[str], presume: bool = True) -> World:
        """The world of one place, with some of its facts."""
        near, row = self.nears[self.owner[place]].facts, int(self.rows[place])
        found = ((name, near.get(name) or self.said.fact(name, row)) for name in names)
        return self._world._replace(near={name: fact for name, fact in found if fact is not None}, presume=presume, cache={})

    def behind(self, rule: Rule) -> tuple[str, ...]:
        """The facts on which the verdict of a clause may rest, and what it asks."""
        names = [rule.clause.for_each] if rule.clause.for_each else []
        names += [name for column in (*rule.columns, *rule.element) for name in behind(column.leaf, self._world)]
        return tuple(dict.fromkeys(names))

    def _column(self, column: Column, presume: bool) -> pl.Series:
        names = behind(column.leaf, self._world)
        places, of = self.alike(names)
        return series(column, [self.world(place, names, presume) for place in places.tolist()]).gather(of)

    def _elements(self, listed: str, columns: tuple[Column, ...], presume: bool) -> tuple[pl.Series, Places, dict[str, pl.Series]]:
        """How many elements each row has, the row of each element, and the columns of the elements."""
        names = tuple(dict.fromkeys((listed, *(name for column in columns for name in behind(column.leaf, self._world)))))
        places, of = self.alike(names)
        counts: list[int | None] = []
        inner: list[World] = []
        for world in (self.world(place, names, presume) for place in places.tolist()):
            elements = world.fact(listed).value
            counts.append(None if elements is UNKNOWN else len(elements))
            inner += [world._replace(element=element) for element in (() if elements is UNKNOWN else elements)]
        each = np.array([count or 0 for count in counts], np.int64)
        first = np.concatenate(([0], np.cumsum(each)[:-1]))
        owners = np.repeat(np.arange(len(of)), each[of])
        within = np.arange(len(owners)) - np.repeat(np.cumsum(each[of]) - each[of], each[of])
        taken = first[of][owners] + within
        return (
            pl.Series(listed, counts, pl.Int64).gather(of),
            owners,
            {column.name: series(column, inner).gather(taken) for column in columns},
        )

    def _kind(self, name: str) -> Places:
        """What is known of one fact in each place, as numbers from 0 on; figures that no threshold tells apart are one."""
        if name not in self._kinds:
            kept = Kept()
            of_near = [kept.number(near.facts[name]) + 1 if name in near.facts else 0 for near in self.nears]
            near = np.array(of_near, np.int64)[self.owner]
            own = np.zeros(len(self.rows), np.int64)
            if name in self.said.codes:
                own = self.said.codes[name][self.rows].astype(np.int64) - UNSAID
            if name in self.said.figures:
                own = _with_figures(own, self.said.figures[name][self.rows], self._constants.get(_short(name), ()))
            self._kinds[name] = np.where(near > 0, near, own + len(kept.facts) + 1)
        return self._kinds[name]


def _with_figures(codes: Places, figures: NDArray[np.float64], constants: Sequence[float]) -> Places:
    """Codes, with further ones for bare figures: one for each threshold, and one for all that lies between two."""
    bare = ~np.isnan(figures)
    thresholds = np.array(sorted({0.0, *constants}))
    number = figures[bare]
    place = np.searchsorted(thresholds, number)
    at = thresholds[np.minimum(place, len(thresholds) - 1)] == number
    found = codes.copy()
    found[bare] = codes.max(initial=0) + 1 + 2 * place + at
    return found


def _constants(rules: Sequence[Rule]) -> dict[str, list[float]]:
    """The thresholds of each figure, by its short name: a product's figure is held against the organization's."""
    found: dict[str, list[float]] = {}
    for rule in rules:
        for name, constant in (*_compared(rule.binds), *_compared(rule.met)):
            found.setdefault(_short(name), []).append(constant)
    return found


def _compared(formula: Formula) -> Iterator[tuple[str, float]]:
    match formula:
        case Not(part):
            yield from _compared(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _compared(part)
        case Reaches(low, _, _, constant):
            yield low.leaf.fact, float(constant)


def _short(name: str) -> str:
    return name.partition(".")[2]

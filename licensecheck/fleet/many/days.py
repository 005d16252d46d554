"""A fleet over time: judged anew on each day on which something about it changes, and only where it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from licensecheck.catalog.bind import bind
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.days import Day, changes, shifted
from licensecheck.engine.judge import Verdict
from licensecheck.facts.values import Fact, Figure
from licensecheck.fleet.engines import COLUMNS
from licensecheck.fleet.many.bind import Group, Part
from licensecheck.fleet.many.fleet import Fleet, judge_fleet
from licensecheck.fleet.many.judge import FleetJudge
from licensecheck.fleet.many.said import Said
from licensecheck.source.diagnostic import Faults

AHEAD = 730
"""Days that are looked ahead."""


class Moment(NamedTuple):
    """A day from which on the fleet comes out otherwise: its verdicts, how many rows have another one, and what happens then."""

    day: str
    verdicts: Counter[Verdict]
    moved: int
    what: tuple[str, ...]


def over_time(parts: tuple[Part, ...], now: Fleet, corpus: Corpus, as_of: str, engine: str = "polars") -> tuple[Moment, ...]:
    """The fleet from a day on, two years ahead; the first moment is that day itself."""
    moments = [Moment(as_of, _counts(now.verdicts), 0, ())]
    last = shifted(as_of, AHEAD)
    judge = FleetJudge(COLUMNS[engine])
    verdicts = now.verdicts.copy()
    starts = np.cumsum([0, *(part.said.size for part in parts)]).tolist()
    groups = [(start, part, list(part.groups)) for start, part in zip(starts, parts, strict=False)]
    waiting: dict[str, dict[tuple[int, int], set[str]]] = {}

    def wait(number: int, place: int, after: str) -> None:
        part, mine = groups[number][1], groups[number][2]
        for each in _days(mine[place], part.said, corpus, after):
            if after < each.day <= last:
                waiting.setdefault(each.day, {}).setdefault((number, place), set()).update({each.what} - {""})

    for number, (_, _, mine) in enumerate(groups):
        for place in range(len(mine)):
            wait(number, place, as_of)
    while waiting:
        day = min(waiting)
        there = waiting.pop(day)
        moved, what = 0, set()
        for number, (start, part, mine) in enumerate(groups):
            places = [place for at, place in there if at == number]
            for place in places:
                mine[place] = _on(mine[place], day, corpus)
                wait(number, place, day)
            if places:
                again = judge_fleet((part._replace(groups=tuple(mine[place] for place in places)),), engine, judge).verdicts
                for place in places:
                    rows = mine[place].rows
                    differ = again[rows] != verdicts[start + rows]
                    if differ.any():
                        moved += int(differ.sum())
                        what |= there[number, place]
                        verdicts[start + rows] = again[rows]
        if moved:
            moments.append(Moment(day, _counts(verdicts), moved, tuple(sorted(what))))
    return tuple(moments)


def _counts(verdicts: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> Counter[Verdict]:
    found = zip(*np.unique(verdicts[verdicts > 0], return_counts=True), strict=True)
    return Counter({Verdict(value): int(count) for value, count in found})


def _on(group: Group, day: str, corpus: Corpus) -> Group:
    """The group as it is bound on another day."""
    context = group.context._replace(as_of=day, presumed=set(), plans={})
    there = corpus.having(context.packs) if context.packs else corpus
    return group._replace(model=bind(group.model.use, context.deployment, there, day, Faults()), context=context)


def _days(group: Group, said: Said, corpus: Corpus, after: str) -> Iterator[Day]:
    """The days on which something about a group changes."""
    there = corpus.having(group.context.packs) if group.context.packs else corpus
    yield from changes(group.model, group.context.deployment, there)
    for waiver in group.context.deployment.waivers:
        yield Day(waiver.on, f"a waiver of {waiver.clause} starts")
        yield Day(shifted(waiver.expires, 1), f"a waiver of {waiver.clause} has ended")
    for name, facts in said.facts.items():
        if name.startswith("evidence."):
            # words to be published may hold the year
            yield from (Day(f"{int(after[:4]) + years}-01-01", "the year changes") for years in (1, 2))
        for fact in facts:
            yield from _periods(name, fact)


def _periods(name: str, fact: Fact) -> Iterator[Day]:
    """The days on which a stated period becomes, or is no more, the last month or year; and a founding likewise."""
    periods = {bound.period for bound in fact.value.bounds} if isinstance(fact.value, Figure) else set()
    if name == "organization.founded" and isinstance(fact.value, str):
        periods = {fact.value[:7]}
    for period in sorted(periods):
        what = f"the figure stated for {period} is, or is no more, the last one"
        if period[:4].isdigit():
            year = int(period[:4])
            yield from (Day(f"{year + later}-{month}-01", what) for later in (1, 2) for month in ("01", "02"))
            yield Day(f"{year}-02-01", what)
        if len(period) == 7 and period[5:].isdigit():
            yield from (Day(_month_later(period, months), what) for months in (1, 2))


def _month_later(period: str, months: int) -> str:
    number = int(period[:4]) * 12 + int(period[5:]) - 1 + months
    return f"{number // 12}-{number % 12 + 1:02}-01"

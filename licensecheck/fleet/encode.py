"""Facts of single worlds as values of columns: null for what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from licensecheck.engine.compare import folded, joined
from licensecheck.engine.truth import FALSE, TRUE
from licensecheck.engine.world import World
from licensecheck.facts.places import Places
from licensecheck.facts.values import UNKNOWN, Fact
from licensecheck.fleet.behind import behind
from licensecheck.fleet.columns import Column, Kind
from licensecheck.fleet.compile import OTHER_PART, Rule

if TYPE_CHECKING:
    import polars

Value = bool | str | float | list[str] | None


class Tables(NamedTuple):
    """Facts as tables: a row for each world, and for each list of elements a row an element, with the number of its world.

    A list itself is a column of the rows: how many elements it has, null where that is not known.
    """

    rows: polars.DataFrame
    elements: dict[str, polars.DataFrame]


def tables(worlds: Sequence[World], rules: Iterable[Rule]) -> Tables:
    """The columns that some rules read, made from worlds."""
    import polars as pl

    columns: dict[str, Column] = {}
    lists: dict[str, dict[str, Column]] = {}
    for rule in rules:
        columns |= {column.name: column for column in rule.columns}
        if rule.clause.for_each:
            # what does not speak of the element is read beside it
            lists.setdefault(rule.clause.for_each, {}).update({each.name: each for each in (*rule.columns, *rule.element)})
    rows: dict[str, pl.Series] = {"row": pl.Series("row", range(len(worlds)), pl.Int64)}
    shared = _share_all(worlds)
    for name, column in columns.items():
        alike = shared and _alike(column, worlds)
        rows[name] = series(column, worlds[:1]).new_from_index(0, len(worlds)) if alike else series(column, worlds)
    elements = {}
    for listed, wanted in lists.items():
        counts, owners, inner = [], [], []
        for number, world in enumerate(worlds):
            value = world.fact(listed).value
            counts.append(None if value is UNKNOWN else len(value))
            for element in () if value is UNKNOWN else value:
                owners.append(number)
                inner.append(world._replace(element=element))
        rows[listed] = pl.Series(listed, counts, pl.Int64)
        of_rows = {name: rows[name].gather(owners) for name in wanted if name in rows}
        own = {name: series(column, inner) for name, column in wanted.items() if name not in rows}
        elements[listed] = pl.DataFrame({"row": pl.Series("row", owners, pl.Int64), **of_rows, **own})
    return Tables(pl.DataFrame(rows), elements)


def _share_all(worlds: Sequence[World]) -> bool:
    """Whether worlds differ only in what is near at hand and in what their models say."""
    return bool(worlds) and all(
        world.common is worlds[0].common
        and (world.as_of, world.released, world.presume, world.element)
        == (worlds[0].as_of, worlds[0].released, worlds[0].presume, None)
        for world in worlds
    )


def _alike(column: Column, worlds: Sequence[World]) -> bool:
    """Whether a column holds the same for worlds that share all else: they agree on every fact that it may rest on."""
    first = worlds[0]
    return all(
        _equal(world.near.get(each), first.near.get(each)) and _equal(world.model.get(each), first.model.get(each))
        for each in behind(column.leaf, first)
        for world in worlds
    )


def _equal(fact: Fact | None, other: Fact | None) -> bool:
    """Whether two facts have one value; who says so is no matter."""
    if fact is None or other is None:
        return fact is other
    return fact is other or fact.value is other.value or (fact.value == other.value and type(fact.value) is type(other.value))


def series(column: Column, worlds: Sequence[World]) -> polars.Series:
    """What some worlds put into a column."""
    import polars as pl

    values = [value(column, world) for world in worlds]
    if column.kind != "list":
        return pl.Series(column.name, values, dtype_of(column.kind))
    # lists are made slowly, and few of them differ
    numbers: dict[tuple[str, ...] | None, int] = {}
    places = [numbers.setdefault(tuple(each) if isinstance(each, list) else None, len(numbers)) for each in values]
    kinds = pl.Series(column.name, [None if each is None else list(each) for each in numbers], dtype_of(column.kind))
    return kinds.gather(places)


def dtype_of(kind: Kind) -> polars.DataType:
    """The type of a column in polars, and so in Arrow."""
    import polars as pl

    match kind:
        case "yes_no":
            return pl.Boolean()
        case "text":
            return pl.String()
        case "number":
            return pl.Float64()
        case "list":
            return pl.List(pl.String())


def value(column: Column, world: World) -> Value:
    """What a world puts into a column."""
    leaf = column.leaf
    if column.role in ("low", "high"):
        found = world.figure(leaf)[0]
        return float(found.low if column.role == "low" else found.high)
    if column.role == "answer":
        truth = world.outcome(leaf).truth
        return True if truth is TRUE else False if truth is FALSE else None
    said = world.fact(leaf.fact).value
    return None if said is UNKNOWN else plain(column, said, world.definition(leaf.fact).type, world.places)


def plain(column: Column, said: object, type: str, places: Places) -> Value:
    """A known value of a fact in the form of a column."""
    match column.role:
        case "folded":
            return [folded(str(each)) for each in said] if isinstance(said, tuple) else folded(str(said))
        case "start" | "start_folded":
            name = str(said).rpartition("/")[2]
            return joined(name) if column.role == "start" else folded(name)
    if type == "place":
        return named_place(str(said), places)
    if isinstance(said, tuple):
        return [named_place(str(each), places) if type == "places" else str(each) for each in said]
    if isinstance(said, bool | str):
        return said
    assert isinstance(said, int | float)
    return float(said)


def named_place(code: str, places: Places) -> str:
    """A place as clauses can tell it apart: a part of a country that no list names is some other part of it."""
    if not code or code in places.names or code in places.groups or code in places.parts:
        return code
    return code.partition("-")[0] + OTHER_PART

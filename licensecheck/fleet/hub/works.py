"""A hub and the catalog as one graph: rows, works that the catalog has, and names that neither knows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from licensecheck.catalog.bind import channel_of
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.facts.deployment import RELATIONS
from licensecheck.fleet.hub.graph import Bits, Graph, Numbers, ranges
from licensecheck.fleet.hub.read import Hub
from licensecheck.fleet.hub.resolve import Resolver

UNLISTED = Resolution("", None, "no line of the catalog matches")


class Works(NamedTuple):
    """The graph of a hub, and what its nodes are. `own` is the number of each row's resolution in
    `found`, -1 where the catalog has none, and `by_base` that of each name of a parent.

    Nodes behind the rows are works of the catalog (`resolutions`, in order), and behind these names that nobody knows.
    """

    graph: Graph
    own: Numbers
    by_base: Numbers
    found: tuple[Resolution, ...]
    resolutions: tuple[Resolution, ...]
    rows: int

    def channels(self, corpus: Corpus) -> tuple[Numbers, tuple[str, ...]]:
        """The channel through which each row is reached, by number, and their names; 0 is that of models that no catalog has."""
        names = {channel_of("", UNLISTED, corpus)[0].id: 0}
        numbers = [names.setdefault(channel_of("", each, corpus)[0].id, len(names)) for each in self.found]
        return np.array([*numbers, 0], np.int32)[self.own], tuple(names)

    def work(self, node: int) -> Resolution | None:
        """The work of the catalog that a node is, if it is one."""
        place = node - self.rows
        return self.resolutions[place] if 0 <= place < len(self.resolutions) else None


class _Nodes:
    """Numbers the works of the catalog, and follows them up to where it knows no more."""

    def __init__(self, corpus: Corpus, hub: Hub) -> None:
        self.catalog, self.rows = corpus.catalog, len(hub.ids)
        self.works: list[Resolution] = []
        self.edges: list[list[tuple[str, int]]] = []
        self.numbers: dict[str, int] = {}

    def number(self, resolution: Resolution) -> int:
        """The place of a work; its parents are numbered with it."""
        key = resolution.id.casefold()
        if key not in self.numbers:
            self.numbers[key] = len(self.works)
            self.works.append(resolution._replace(relation="", channel=""))
            self.edges.append([])
            assert resolution.entry is not None
            for base in resolution.entry.base:
                parent = resolve(base.id, self.catalog, suggest=False)
                relation = RELATIONS.index(parent.relation or base.relation)
                if parent.entry is not None:
                    self.number(parent)
                self.edges[self.numbers[key]].append((parent.id.casefold(), relation))
        return self.numbers[key]


def works_of(hub: Hub, corpus: Corpus) -> Works:
    """The graph of a hub."""
    rows = len(hub.ids)
    resolver = Resolver(corpus.catalog)
    own = np.full(rows, -1, np.int32)
    own[hub.maybe] = resolver.resolve(hub.ids.gather(hub.maybe).str.to_lowercase())
    by_base = np.full(len(hub.bases), -1, np.int32)
    of_base = np.full(len(hub.bases), -1, np.int32)
    of_base[hub.base] = hub.parent
    there = of_base >= 0
    by_base[there] = own[of_base[there]]
    strange = np.flatnonzero(~there)
    by_base[strange] = resolver.resolve(hub.bases.gather(strange))
    nodes = _Nodes(corpus, hub)
    work = np.array([nodes.number(each) for each in resolver.found] or [0], np.int32)
    changed = np.array(
        [RELATIONS.index(each.relation) if each.relation else len(RELATIONS) for each in resolver.found] or [0], np.uint8
    )
    # a node for each name of a parent
    behind = rows + len(nodes.works)
    missing = np.flatnonzero((by_base < 0) & ~there)
    node_of = of_base.copy()
    node_of[missing] = behind + np.arange(len(missing), dtype=np.int32)
    resolved = by_base >= 0
    node_of[resolved] = rows + work[by_base[resolved]]
    target = node_of[hub.base]
    numbers = by_base[hub.base]
    override = np.where(numbers >= 0, changed[numbers], len(RELATIONS))
    relation: Bits = np.where(override < len(RELATIONS), override, hub.relation).astype(np.uint8)
    # the works of the catalog, whose parents the hub may have where the catalog does not
    listed = sorted({name for each in nodes.edges for name, _ in each if name not in nodes.numbers})
    place = {name: row for row, name in _rows_of(hub, listed)}
    extra = [name for name in listed if name not in place]
    where = {name: rows + number for name, number in nodes.numbers.items()} | place
    first_extra = behind + len(missing)
    where |= {name: first_extra + number for number, name in enumerate(extra)}
    tail = [(where[name], kind) for each in nodes.edges for name, kind in each]
    start = np.zeros(first_extra + len(extra) + 1, np.int32)
    start[1 : rows + 1] = np.bincount(hub.child, minlength=rows)
    start[rows + 1 : behind + 1] = [len(each) for each in nodes.edges]
    np.cumsum(start, dtype=np.int32, out=start)
    parent = np.concatenate((target, np.array([each for each, _ in tail], np.int32))).astype(np.int32)
    kinds = np.concatenate((relation, np.array([each for _, each in tail], np.uint8))).astype(np.uint8)
    unlisted = np.zeros(len(start) - 1, np.bool_)
    unlisted[:rows] = own < 0
    known = np.flatnonzero(own >= 0).astype(np.int32)
    itself = np.arange(rows, dtype=np.int32)
    itself[known] = rows + work[own[known]]
    first = np.full(rows, -1, np.int32)
    conversions = known[changed[own[known]] < len(RELATIONS)]
    first[conversions] = itself[conversions]
    graph = _begun(
        Graph(
            start,
            parent,
            kinds,
            start[:rows].copy(),
            start[1 : rows + 1].copy(),
            parent,
            kinds,
            np.ones(len(parent), np.bool_),
            itself,
            first,
            unlisted,
        ),
        known,
    )
    return Works(graph, own, by_base, tuple(resolver.found), tuple(nodes.works), rows)


def _rows_of(hub: Hub, names: list[str]) -> list[tuple[int, str]]:
    """The rows of some parents that the catalog names."""
    low = hub.ids.gather(hub.maybe).str.to_lowercase()
    some = low.is_in(names).arg_true()
    return list(zip(hub.maybe[some].tolist(), low.gather(some).to_list(), strict=True))


def _begun(graph: Graph, known: Numbers) -> Graph:
    """The graph with edges for rows that the catalog has: the catalog's parents first, then those that the hub names."""
    nodes = graph.itself[known]
    by_catalog = graph.start[nodes + 1] - graph.start[nodes]
    both = known[by_catalog > 0]
    if not len(both):
        return graph
    nodes = graph.itself[both]
    first, second = graph.start[nodes + 1] - graph.start[nodes], graph.start[both + 1] - graph.start[both]
    lows = np.stack((graph.start[nodes], graph.start[both]), 1).ravel()
    edges = ranges(lows, np.stack((first, second), 1).ravel())
    declared = np.repeat(np.tile(np.array([False, True]), len(both)), np.stack((first, second), 1).ravel())
    ends = len(graph.parent) + np.cumsum(first + second)
    low, high = graph.begins_low.copy(), graph.begins_high.copy()
    low[both], high[both] = ends - (first + second), ends
    return graph._replace(
        begins_low=low,
        begins_high=high,
        begins_parent=np.concatenate((graph.begins_parent, graph.parent[edges])),
        begins_relation=np.concatenate((graph.begins_relation, graph.relation[edges])),
        begins_declared=np.concatenate((graph.begins_declared, declared)),
    )

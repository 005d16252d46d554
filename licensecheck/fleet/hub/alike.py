"""Models that no policy can tell apart: of a hub's millions, as many are judged as differ.

A model without a fork in its lineage is what its label, its channel, its relation to its parent and its parent's lineage make
it, so models are sorted from the ends of the lineages down. Those whose lineages fork, run in a circle or are very long are
judged one by one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.fleet.hub.graph import Bits, Flags, Graph, Numbers, Shape
from licensecheck.fleet.hub.labels import Labels
from licensecheck.fleet.hub.names import Names
from licensecheck.fleet.hub.read import Hub
from licensecheck.fleet.hub.terms import Terms
from licensecheck.fleet.hub.works import Works
from licensecheck.fleet.numbered import numbered

LONGEST = 32
"""Generations of a lineage whose models are sorted; the few that are longer are judged one by one."""


class Alike(NamedTuple):
    """The models of a hub that are judged: `rows` is the first row of each sort, `of` the place among them for every row.

    `called` is the number of each model's name, as Names tells them apart.
    """

    rows: Numbers
    of: Numbers
    called: Numbers

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many rows of the hub are of each sort."""
        return np.bincount(self.of, minlength=len(self.rows))


def alike(hub: Hub, works: Works, labels: Labels, shape: Shape, names: Names, terms: Terms) -> Alike:
    """Sort the rows of a hub. `names` are what policies may look for in the name of a model."""
    graph, rows = works.graph, works.rows
    of_node, asking = _sorts(works, labels, shape, *_asking(names, terms))
    sort = np.where(~shape.tangled & (shape.generations[:rows] <= LONGEST), of_node[:rows], -1)
    asked = asking[:rows]
    again, relation = _conversions(graph)
    sort[again] = _behind(sort) + numbered(works.own[again], relation)[1]
    asked[again] = True
    # what a model is called matters where a clause reads it, and a parent without an owner where it may be a family
    some = np.flatnonzero(asked | (sort < 0))
    called = np.zeros(rows, np.int32)
    called[some] = names.classes(hub.ids.gather(some))
    bare = _bare_parents(hub, works)
    some = np.flatnonzero((sort >= 0) & ((called > 0) | (bare > 0)))
    sort[some] = _behind(sort) + numbered(called[some], bare[some], sort[some])[1]
    alone = np.flatnonzero(sort < 0)
    sort[alone] = _behind(sort) + np.arange(len(alone), dtype=np.int32)
    of = numbered(sort)[1]
    first = np.empty(int(of.max(initial=-1)) + 1, np.int32)
    first[of[::-1]] = np.arange(rows - 1, -1, -1, dtype=np.int32)  # the first one is written last
    return Alike(first, of, called[first])


def _behind(sort: Numbers) -> int:
    return int(sort.max(initial=-1)) + 1


def _asking(names: Names, terms: Terms) -> tuple[Flags, Flags]:
    """Whether any policy of a work, and of a label (0: none), reads what a model is called."""
    works = np.array([any(name in names.policies for name in each) for each in terms.of_works], np.bool_)
    return works, np.array([False, *(any(name in names.policies for name in each) for each in terms.of_labels)])


def _sorts(works: Works, labels: Labels, shape: Shape, by_work: Flags, by_label: Flags) -> tuple[Numbers, Flags]:
    """A number for each node with a straight lineage, and whether some policy in it reads names. Nodes with equal numbers have
    the same label, and lineages that look the same.
    """
    graph, rows, listed = works.graph, works.rows, len(works.resolutions)
    beyond = len(labels.texts) + 1
    own = np.full(len(graph.start) - 1, beyond + listed, np.int32)  # names that nobody knows look the same
    own[:rows] = labels.codes
    own[rows : rows + listed] = beyond + np.arange(listed)
    asking = np.concatenate((by_label, by_work, [False]))[own]
    found = own.copy()
    highest = beyond + listed + 1
    depth = np.where(shape.straight, np.minimum(shape.generations, LONGEST + 1), 0).astype(np.uint8)
    some = np.flatnonzero((depth > 0) & (depth <= LONGEST)).astype(np.int32)
    some = some[np.argsort(depth[some], kind="stable")]
    ends = np.cumsum(np.bincount(depth[some], minlength=LONGEST + 1))
    for low, high in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        members = some[low:high]
        if not len(members):
            continue
        edge = graph.start[members]
        parent = graph.parent[edge]
        places, of = numbered(found[parent], own[members], graph.relation[edge])
        found[members] = highest + of
        asking[members] |= asking[parent]
        highest += len(places)
    return found, asking


def _conversions(graph: Graph) -> tuple[Numbers, Bits]:
    """The rows that are somebody's conversion of a work that the catalog has, and declare no parent but that work; and by which
    relation they do, 0 for none.
    """
    some = np.flatnonzero(graph.first >= 0).astype(np.int32)
    edge, count = graph.start[some], graph.start[some + 1] - graph.start[some]
    one = count == 1
    relation, kept = np.zeros(len(some), np.uint8), count == 0
    relation[one] = graph.relation[edge[one]] + 1
    kept[one] = graph.parent[edge[one]] == graph.itself[some[one]]
    return some[kept], relation[kept]


def _bare_parents(hub: Hub, works: Works) -> Numbers:
    """For each row the number of its parent's name, where that one has no owner and so may be the name of a family; else 0."""
    bare = np.flatnonzero(~hub.bases.str.contains("/", literal=True).to_numpy())
    number = np.zeros(len(hub.bases), np.int32)
    number[bare] = 1 + np.arange(len(bare), dtype=np.int32)
    found = np.zeros(works.rows, np.int32)
    found[hub.child] = number[hub.base]
    return found

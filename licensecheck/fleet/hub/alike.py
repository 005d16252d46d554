"""Models that no policy can tell apart: of a hub's millions, as many are judged as differ.

A model without a fork in its lineage is what its label, its channel, its relation to its parent and its parent's lineage make
it, so models are sorted from the ends of the lineages down. Those whose lineages fork, run in a circle or are very long are
judged one by one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.fleet.hub.graph import Bits, Graph, Numbers, Shape
from licensecheck.fleet.hub.labels import Labels
from licensecheck.fleet.hub.names import Names
from licensecheck.fleet.hub.read import Hub
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
    called: NDArray[np.int64]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many rows of the hub are of each sort."""
        return np.bincount(self.of, minlength=len(self.rows))


def alike(hub: Hub, works: Works, labels: Labels, shape: Shape, names: Names) -> Alike:
    """Sort the rows of a hub. `names` are what policies may look for in the name of a model."""
    graph, rows = works.graph, works.rows
    sort = np.full(rows, -1, np.int64)
    straight = np.flatnonzero(~shape.tangled & (shape.generations[:rows] <= LONGEST))
    sort[straight] = _sorts(works, labels, shape)[straight]
    highest = int(sort.max(initial=-1)) + 1
    again, relation = _conversions(graph)
    sort[again] = highest + numbered(works.own[again], relation)[1]
    highest = int(sort.max(initial=-1)) + 1
    called = names.classes(hub.ids)
    bare = _bare_parents(hub, works)
    some = np.flatnonzero((sort >= 0) & ((called > 0) | (bare > 0)))
    sort[some] = highest + numbered(called[some], bare[some], sort[some])[1]
    highest = int(sort.max(initial=-1)) + 1
    rest = np.flatnonzero(sort < 0)
    sort[rest] = highest + np.arange(len(rest))
    of = numbered(sort)[1].astype(np.int32)
    first = np.empty(int(of.max(initial=-1)) + 1, np.int32)
    first[of[::-1]] = np.arange(rows - 1, -1, -1, dtype=np.int32)  # the first one is written last
    return Alike(first, of, called[first])


def _sorts(works: Works, labels: Labels, shape: Shape) -> NDArray[np.int64]:
    """A number for each node with a straight lineage: equal ones have the same label, and lineages that look the same."""
    graph, rows, listed = works.graph, works.rows, len(works.resolutions)
    beyond = len(labels.texts) + 1
    own = np.full(len(graph.start) - 1, beyond + listed, np.int64)  # names that nobody knows look the same
    own[:rows] = labels.codes
    own[rows : rows + listed] = beyond + np.arange(listed)
    found = own.copy()
    sorted_ = np.flatnonzero(shape.straight & (shape.generations > 0) & (shape.generations <= LONGEST))
    by_generation = sorted_[np.argsort(shape.generations[sorted_], kind="stable")]
    ends = np.cumsum(np.bincount(shape.generations[sorted_], minlength=LONGEST + 1))
    highest = beyond + listed + 1
    for low, high in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        members = by_generation[low:high]
        if not len(members):
            continue
        edge = graph.start[members]
        before = numbered(found[graph.parent[edge]])[1]
        places, of = numbered(before, own[members], graph.relation[edge])
        found[members] = highest + of
        highest += len(places)
    return found


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


def _bare_parents(hub: Hub, works: Works) -> NDArray[np.int64]:
    """For each row the number of its parent's name, where that one has no owner and so may be the name of a family; else 0."""
    bare = np.flatnonzero(~hub.bases.str.contains("/", literal=True).to_numpy())
    number = np.zeros(len(hub.bases), np.int64)
    number[bare] = 1 + np.arange(len(bare))
    found = np.zeros(works.rows, np.int64)
    found[hub.child] = number[hub.base]
    return found

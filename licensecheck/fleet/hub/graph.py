"""A hub and the catalog as a graph, and how it is shaped: where lineages run straight, and where they fork or run in circles."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.facts.deployment import RELATIONS

Numbers = NDArray[np.int32]
Bits = NDArray[np.uint8]
Flags = NDArray[np.bool_]

OUTPUTS = RELATIONS.index("outputs")
"""The relation that says nothing of how the weights came about; every other one does."""


class Graph(NamedTuple):
    """Edges from a work to its parents: those of node `n` are `start[n]` to `start[n + 1]`, in order.

    Nodes are the rows of the hub, then the works of the catalog, then names that neither has. `begins_low` to `begins_high` are
    edges like them, for rows as the models that are judged: a work that the catalog has is a parent by the catalog's word alone,
    and a model has the parents that it declares (`begins_declared`) beside those. `itself` is the node under which a row is
    known as a parent. `first` is the work that a conversion by somebody else stands for, -1 for all others. `unlisted` tells
    whether a node's edges are declared and not the catalog's.
    """

    start: Numbers
    parent: Numbers
    relation: Bits
    begins_low: Numbers
    begins_high: Numbers
    begins_parent: Numbers
    begins_relation: Bits
    begins_declared: Flags
    itself: Numbers
    first: Numbers
    unlisted: Flags


class Shape(NamedTuple):
    """`tangled` are the rows whose lineage forks or runs in a circle, or that the catalog has: those where a work can be reached
    twice. `straight` are the nodes whose lineage never forks and comes to an end, after `generations`.
    """

    tangled: Flags
    straight: Flags
    generations: Numbers


def shape_of(graph: Graph, rows: int) -> Shape:
    """How the lineages of a graph are shaped: each node points at its parent, then at that one's, then at the fourth, and so on."""
    nodes = len(graph.start) - 1
    outgoing = np.diff(graph.start)
    tangled = outgoing > 1
    pointer = np.full(nodes, -1, np.int32)
    single = np.flatnonzero(outgoing == 1)
    pointer[single] = graph.parent[graph.start[:-1][single]]
    generations = (outgoing == 1).astype(np.int32)
    active = single
    for _ in range(2 * int(np.ceil(np.log2(nodes + 2)))):
        ahead = pointer[active]
        tangled[active] |= tangled[ahead]
        generations[active] += generations[ahead]
        pointer[active] = pointer[ahead]
        active = active[(pointer[active] >= 0) & ~tangled[active]]
        if not len(active):
            break
    tangled[active] = True  # what never comes to an end runs in a circle
    return Shape(tangled[:rows] | (graph.itself != np.arange(rows, dtype=np.int32)), ~tangled, generations)


def ranges(lows: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.int64]:
    """Runs of numbers one after the other: from each low as many as it counts."""
    ends = np.cumsum(counts)
    found: NDArray[np.int64] = np.repeat(lows - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)
    return found

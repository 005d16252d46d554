"""The lineages of many models at once. It goes the way of `catalog.lineage`, generation by generation, over arrays."""

from __future__ import annotations

import numpy as np

from licensecheck.fleet.hub.graph import Flags, Graph, Numbers
from licensecheck.fleet.hub.knots import knots
from licensecheck.fleet.hub.pairs import Generation, Pairs, bit, checked, pairs_of, weights_way


def ancestors(graph: Graph, rows: Numbers, tangled: Flags, deepest: int) -> Pairs:
    """Every work in the lineage of some rows, up to a number of generations.

    Raises InputError where there are too many.
    """
    count = graph.begins_high[rows] - graph.begins_low[rows]
    knotted = tangled[rows]
    plain = _chains(graph, rows, np.flatnonzero((count == 1) & ~knotted).astype(np.int32), deepest)
    tied = knots(graph, rows, np.flatnonzero(knotted & ((count > 0) | (graph.first[rows] >= 0))).astype(np.int32), deepest)
    return plain.and_then(tied)


def _chains(graph: Graph, rows: Numbers, models: Numbers, deepest: int) -> Pairs:
    """The lineages that never fork."""
    found: list[Generation] = []
    deep: list[Numbers] = []
    edge = graph.begins_low[rows[models]]
    node, relation = graph.begins_parent[edge], graph.begins_relation[edge]
    relations, way = bit(relation), weights_way(np.zeros(len(models), np.uint8), relation)
    total = 0
    while len(models):
        first = np.full(len(models), not found)
        found.append(Generation(models, node, relations, way, first, np.full(len(models), -1, np.int32)))
        total = checked(total + len(models))
        going = np.flatnonzero(graph.start[node + 1] > graph.start[node])
        models, node, relations, way = models[going], node[going], relations[going], way[going]
        if len(found) == deepest:
            deep.append(models)
            break
        edge = graph.start[node]
        node, relation = graph.parent[edge], graph.relation[edge]
        relations, way = relations | bit(relation), weights_way(way, relation)
    return pairs_of(found, False, [], deep)

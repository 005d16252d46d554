"""Lineages that fork or run in circles: each work once, by the way that comes first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from licensecheck.facts.deployment import RELATIONS
from licensecheck.fleet.hub.graph import Flags, Graph, Numbers, ranges
from licensecheck.fleet.hub.pairs import Generation, Pairs, bit, checked, pairs_of, weights_way

QUANTIZED = np.uint8(RELATIONS.index("quantized"))
Places = NDArray[np.int64]


def knots(graph: Graph, all_rows: Numbers, models: Numbers, deepest: int) -> Pairs:
    """The works in the lineages of some models, which stand at `all_rows[models]`."""
    nodes, rows = len(graph.start) - 1, all_rows[models]
    found: list[Generation] = []
    circles: list[Numbers] = []
    deep: list[Numbers] = []
    converted = graph.first[rows] >= 0
    seen = np.sort(np.arange(len(rows), dtype=np.int64) * nodes + graph.itself[rows])
    # the work that a conversion stands for is its first generation, reached by quantization
    some = np.flatnonzero(converted)
    via = np.full(len(rows), -1, np.int32)
    if len(some):
        found.append(_conversions(models[some], graph.first[rows[some]]))
        via[some] = np.arange(len(some), dtype=np.int32)
    total = len(some)
    owner = np.arange(len(rows), dtype=np.int64)
    relations = np.where(converted, 1 << QUANTIZED, 0).astype(np.uint8)
    way = np.where(converted, QUANTIZED + 1, 0).astype(np.uint8)
    steps = converted.astype(np.int32)
    parent, relation = graph.begins_parent, graph.begins_relation
    lows, highs = graph.begins_low[rows], graph.begins_high[rows]
    begins = True
    while len(owner):
        counts = highs - lows
        source = np.repeat(np.arange(len(owner)), counts)
        edge = ranges(lows, counts)
        child, target, rel = owner[source], parent[edge], relation[edge]
        key = child * nodes + target
        known, first = _among(key, seen), _first(key)
        said = graph.begins_declared[edge] if begins else graph.unlisted[_newest(found, total, via[source])]
        repeated = np.flatnonzero(said & (known | ~first))
        if len(repeated):
            who, goal = child[repeated], target[repeated]
            if begins:
                round = _declared_round(graph, rows, converted, who, goal)
            else:
                round = _round(found, graph, rows, who, goal, via[source[repeated]])
            circles.append(models[who[round]])
        kept = np.flatnonzero(~known & first)
        over = steps[source[kept]] >= deepest
        deep.append(models[child[kept[over]]])
        going = np.zeros(len(rows), np.bool_)
        going[child[kept]] = True
        seen = np.sort(np.concatenate((seen[going[seen // nodes]], key[kept])))
        kept = kept[~over]
        source, child, target, rel = source[kept], child[kept], target[kept], rel[kept]
        relations, way = relations[source] | bit(rel), weights_way(way[source], rel)
        found.append(Generation(models[child], target, relations, way, steps[source] == 0, via[source]))
        steps = steps[source] + 1
        owner, via = child, np.arange(total, total + len(kept), dtype=np.int32)
        total = checked(total + len(kept))
        parent, relation = graph.parent, graph.relation
        lows, highs = graph.start[target], graph.start[target + 1]
        begins = False
    return pairs_of(found, True, circles, deep)


def _conversions(models: Numbers, works: Numbers) -> Generation:
    ones = np.ones(len(models), np.uint8)
    none = np.full(len(models), -1, np.int32)
    return Generation(models, works, ones << QUANTIZED, ones * (QUANTIZED + 1), np.ones(len(models), np.bool_), none)


def _among(keys: Places, ordered: Places) -> Flags:
    """Which keys stand among ordered ones."""
    place = np.searchsorted(ordered, keys)
    found = np.zeros(len(keys), np.bool_)
    inside = place < len(ordered)
    found[inside] = ordered[place[inside]] == keys[inside]
    return found


def _first(keys: Places) -> Flags:
    """Which keys come for the first time."""
    found = np.zeros(len(keys), np.bool_)
    found[np.unique(keys, return_index=True)[1]] = True
    return found


def _newest(found: list[Generation], total: int, pair: Numbers) -> Numbers:
    """The work of each pair of the newest generation."""
    newest = found[-1].node
    nodes: Numbers = newest[pair - (total - len(newest))]
    return nodes


def _is_itself(graph: Graph, rows: Numbers, owner: Places, goal: Numbers) -> Flags:
    found: Flags = (goal == graph.itself[rows[owner]]) | (goal == rows[owner])
    return found


def _declared_round(graph: Graph, rows: Numbers, converted: Flags, owner: Places, goal: Numbers) -> Flags:
    """Which models name themselves as a parent. A conversion that names the work it was made from says it once more."""
    once_more = converted[owner] & (goal == graph.itself[rows[owner]])
    found: Flags = _is_itself(graph, rows, owner, goal) & ~once_more
    return found


def _round(found: list[Generation], graph: Graph, rows: Numbers, owner: Places, goal: Numbers, pair: Numbers) -> Flags:
    """Which of some repeated parents are the model itself, or lie on the way to the child that names them."""
    nodes, backs = np.concatenate([each.node for each in found]), np.concatenate([each.before for each in found])
    is_round = _is_itself(graph, rows, owner, goal)
    while (pair >= 0).any():
        going = pair >= 0
        is_round[going] |= nodes[pair[going]] == goal[going]
        pair = np.where(going, backs[np.maximum(pair, 0)], -1)
    return is_round

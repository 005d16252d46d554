"""The lineage of every model of a hub at once: pairs of a model and a work that it was made from, nearest first, each work once.

It goes the way of `catalog.lineage`, generation by generation, over arrays.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.facts.deployment import RELATIONS
from licensecheck.fleet.table import trouble

Numbers = NDArray[np.int32]
Bits = NDArray[np.uint8]
Flags = NDArray[np.bool_]

MOST_PAIRS = 100_000_000
"""Works in the lineages of all models together: more would not fit into memory."""
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


class Pairs(NamedTuple):
    """Models with works they were made from. `relations` has a bit for each relation on the way, `way` is the first relation
    of weights on it (0: none), `next` tells whether the work is the very next one.

    `before` is the pair through which the work was reached, -1 for the first generation and where `forked` is false: such a
    model has one way only. `circles` are rows whose lineage leads back to itself, `deep` those with more generations.
    """

    row: Numbers
    node: Numbers
    relations: Bits
    way: Bits
    next: Flags
    before: Numbers
    forked: Flags
    circles: Numbers
    deep: Numbers


def ancestors(graph: Graph, rows: int, deepest: int) -> Pairs:
    """Every work in the lineage of every row, up to a number of generations.

    Raises InputError where there are too many.
    """
    tangled = _tangled(graph, rows)
    starts, count = graph.begins_low, graph.begins_high - graph.begins_low
    simple = np.flatnonzero((count == 1) & ~tangled).astype(np.int32)
    plain = _chains(graph, simple, starts[simple], deepest)
    knots = _knots(graph, np.flatnonzero(tangled & ((count > 0) | (graph.first >= 0))).astype(np.int32), deepest)
    offset = len(plain.row)
    before = np.where(knots.before >= 0, knots.before + offset, -1).astype(np.int32)
    return Pairs(*(np.concatenate(two) for two in zip(plain, knots._replace(before=before), strict=True)))


def _tangled(graph: Graph, rows: int) -> Flags:
    """The rows whose lineage forks or runs in a circle, or that the catalog has: those where a work can be reached twice."""
    nodes = len(graph.start) - 1
    outgoing = np.diff(graph.start)
    tangled = outgoing > 1
    pointer = np.full(nodes, -1, np.int32)
    single = np.flatnonzero(outgoing == 1)
    pointer[single] = graph.parent[graph.start[:-1][single]]
    active = single
    for _ in range(2 * int(np.ceil(np.log2(nodes + 2)))):
        tangled[active] |= tangled[pointer[active]]
        pointer[active] = pointer[pointer[active]]
        active = active[(pointer[active] >= 0) & ~tangled[active]]
        if not len(active):
            break
    tangled[active] = True  # what never comes to an end runs in a circle
    return _of_rows(graph, rows, tangled)


def _of_rows(graph: Graph, rows: int, tangled: Flags) -> Flags:
    counts = graph.begins_high - graph.begins_low
    found: Flags = (counts > 1) | (graph.first >= 0) | (graph.itself != np.arange(rows))
    single = np.flatnonzero(counts == 1)
    parents = graph.begins_parent[graph.begins_low[single]]
    found[single] |= tangled[parents] | (parents == single)
    return found


def _weights_way(way: Bits, relation: Bits) -> Bits:
    found: Bits = np.where((way == 0) & (relation != OUTPUTS), relation + 1, way).astype(np.uint8)
    return found


def _bit(relation: Bits) -> Bits:
    found: Bits = np.left_shift(np.uint8(1), relation)
    return found


def _chains(graph: Graph, rows: Numbers, edges: Numbers, deepest: int) -> Pairs:
    """The lineages that never fork."""
    out: list[tuple[Numbers, Numbers, Bits, Bits, Flags]] = []
    deep: list[Numbers] = []
    node, relation = graph.begins_parent[edges], graph.begins_relation[edges]
    relations, way = _bit(relation), _weights_way(np.zeros(len(rows), np.uint8), relation)
    generation = 1
    while len(rows):
        out.append((rows, node, relations, way, np.full(len(rows), generation == 1)))
        going = np.flatnonzero(graph.start[node + 1] > graph.start[node])
        rows, node, relations, way = rows[going], node[going], relations[going], way[going]
        if sum(len(each[0]) for each in out) > MOST_PAIRS:
            raise trouble("too-large", f"the lineages of these models have more than {MOST_PAIRS:,} works together")
        if generation == deepest:
            deep.append(rows)
            break
        edge = graph.start[node]
        node, relation = graph.parent[edge], graph.relation[edge]
        relations, way = relations | _bit(relation), _weights_way(way, relation)
        generation += 1
    return _pairs(out, [np.full(len(each[0]), -1, np.int32) for each in out], False, [], deep)


def _pairs(
    out: list[tuple[Numbers, Numbers, Bits, Bits, Flags]],
    before: list[Numbers],
    forked: bool,
    circles: list[Numbers],
    deep: list[Numbers],
) -> Pairs:
    none = np.empty(0, np.int32)
    generations = out or [(none, none, none.astype(np.uint8), none.astype(np.uint8), none.astype(np.bool_))]
    row, node, relations, way, next = (np.concatenate(each) for each in zip(*generations, strict=True))
    back, round, far = (np.concatenate(each) if each else none for each in (before, circles, deep))
    return Pairs(row, node, relations, way, next, back, np.full(len(back), forked), np.unique(round), np.unique(far))


def _knots(graph: Graph, rows: Numbers, deepest: int) -> Pairs:
    """The lineages that fork or run in circles: each work once, by the way that comes first."""
    nodes = len(graph.start) - 1
    place = np.arange(len(rows), dtype=np.int64)
    out: list[tuple[Numbers, Numbers, Bits, Bits, Flags]] = []
    before: list[Numbers] = []
    circles: list[Numbers] = []
    deep: list[Numbers] = []
    total = 0
    converted = graph.first[rows] >= 0
    # the work that a conversion stands for is its first generation, reached by quantization
    quantized = np.uint8(RELATIONS.index("quantized"))
    some = np.flatnonzero(converted)
    level = np.where(converted, 0, -1).astype(np.int32)
    seen = np.sort(place * nodes + graph.itself[rows])
    if len(some):
        ones = np.ones(len(some), np.uint8)
        out.append((rows[some], graph.first[rows[some]], ones << quantized, ones * (quantized + 1), np.ones(len(some), np.bool_)))
        before.append(np.full(len(some), -1, np.int32))
        level[some] = np.arange(len(some), dtype=np.int32)
        total = len(some)
    owner, via = place, level
    relations = np.where(converted, 1 << quantized, 0).astype(np.uint8)
    way = np.where(converted, quantized + 1, 0).astype(np.uint8)
    parent, relation = graph.begins_parent, graph.begins_relation
    lows, highs = graph.begins_low[rows], graph.begins_high[rows]
    declared = graph.begins_declared
    steps = converted.astype(np.int32)
    generation = 0
    while len(owner):
        counts = highs - lows
        source = np.repeat(np.arange(len(owner)), counts)
        edge = ranges(lows, counts)
        child, target, rel = owner[source], parent[edge], relation[edge]
        key = child * nodes + target
        new = np.searchsorted(seen, key)
        known = np.zeros(len(key), np.bool_)
        inside = new < len(seen)
        known[inside] = seen[new[inside]] == key[inside]
        first = np.zeros(len(key), np.bool_)
        first[np.unique(key, return_index=True)[1]] = True
        said = declared[edge] if generation == 0 else graph.unlisted[_node_of(out, via[source])]
        repeated = np.flatnonzero(said & (known | ~first))
        if len(repeated):
            circles.append(
                rows[_circling(out, before, graph, rows, child, via[source], target, repeated, generation == 0, converted)]
            )
        kept = np.flatnonzero(~known & first)
        over = steps[source[kept]] >= deepest
        deep.append(rows[child[kept[over]]])
        seen = np.sort(np.concatenate((seen, key[kept])))
        kept = kept[~over]
        source, child, target, rel = source[kept], child[kept], target[kept], rel[kept]
        relations, way = relations[source] | _bit(rel), _weights_way(way[source], rel)
        out.append((rows[child], target, relations, way, steps[source] == 0))
        before.append(via[source])
        steps = steps[source] + 1
        owner, via = child, np.arange(total, total + len(kept), dtype=np.int32)
        total += len(kept)
        if total > MOST_PAIRS:
            raise trouble("too-large", f"the lineages of these models have more than {MOST_PAIRS:,} works together")
        parent, relation = graph.parent, graph.relation
        lows, highs = graph.start[target], graph.start[target + 1]
        generation += 1
    return _pairs(out, before, True, circles, deep)


def ranges(lows: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.int64]:
    """Runs of numbers one after the other: from each low as many as it counts."""
    ends = np.cumsum(counts)
    found: NDArray[np.int64] = np.repeat(lows - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)
    return found


def _node_of(out: list[tuple[Numbers, Numbers, Bits, Bits, Flags]], pair: Numbers) -> Numbers:
    """The work of each pair of the newest generation."""
    newest = out[-1][1]
    behind = sum(len(each[1]) for each in out[:-1])
    found: Numbers = newest[pair - behind]
    return found


def _circling(
    out: list[tuple[Numbers, Numbers, Bits, Bits, Flags]],
    before: list[Numbers],
    graph: Graph,
    rows: Numbers,
    child: NDArray[np.int64],
    via: Numbers,
    target: Numbers,
    repeated: NDArray[np.int64],
    first: bool,
    converted: Flags,
) -> NDArray[np.int64]:
    """The places of models of whose repeated parents one is the model itself, or lies on the way to the child that names it."""
    owner, goal, pair = child[repeated], target[repeated], via[repeated]
    itself = (goal == graph.itself[rows[owner]]) | (goal == rows[owner])
    if first:
        # a conversion that names the work it was made from says it once more
        once_more = converted[owner] & (goal == graph.itself[rows[owner]])
        return np.asarray(owner[itself & ~once_more])
    nodes, backs = np.concatenate([each[1] for each in out]), np.concatenate(before)
    found = itself.copy()
    while (pair >= 0).any():
        going = pair >= 0
        found[going] |= nodes[pair[going]] == goal[going]
        pair = np.where(going, backs[np.maximum(pair, 0)], -1)
    return np.asarray(owner[found])

"""The kinds of pairs in a hub: pairs that no policy can tell apart are one kind, and each kind is judged once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.drift import names_a_license, passed_on_as
from licensecheck.engine.context import Context
from licensecheck.facts.deployment import RELATIONS
from licensecheck.facts.values import Fact
from licensecheck.fleet.hub.alike import Alike
from licensecheck.fleet.hub.brought import MOST_NAMES, brought_of
from licensecheck.fleet.hub.graph import OUTPUTS, Numbers
from licensecheck.fleet.hub.labels import Labels
from licensecheck.fleet.hub.names import Names
from licensecheck.fleet.hub.pairs import Pairs
from licensecheck.fleet.hub.read import Hub
from licensecheck.fleet.hub.terms import Terms
from licensecheck.fleet.hub.views import Views
from licensecheck.fleet.hub.works import Works
from licensecheck.fleet.numbered import numbered

NOTHING, UNKNOWN_PARENT, FIRST_ENTRY = 0, 1, 2
_FEW = 1 << MOST_NAMES


class Kinds(NamedTuple):
    """Pairs by kind. `pair` is a pair of each kind, `of` the kind of each pair that brings something, `model` the model of each.

    `mask` are, for each kind, those licenses of a parent's label that its own parents bring already.
    """

    pair: NDArray[np.int64]
    of: Numbers
    model: Numbers
    mask: NDArray[np.uint8]


def kinds_of(
    hub: Hub,
    works: Works,
    models: Alike,
    pairs: Pairs,
    labels: Labels,
    terms: Terms,
    names: Names,
    corpus: Corpus,
    context: Context,
) -> Kinds:
    """Sort the pairs of a hub into kinds."""
    rows = works.rows
    views = Views(corpus, context)
    entries: dict[object, int] = {}
    of_work = np.full(len(works.graph.start) - 1 - rows, UNKNOWN_PARENT, np.int64)
    sources: list[tuple[str, ...]] = []
    for work, resolution in enumerate(works.resolutions):
        entry = resolution.entry
        assert entry is not None
        number = entries.setdefault(views.of_entry(entry), len(entries))
        of_work[work] = FIRST_ENTRY + number
        if number == len(sources):
            sources.append(terms.of_works[work])
    source = _source(works, pairs, labels, of_work, FIRST_ENTRY + len(entries))
    brought = brought_of(works, pairs, len(models.rows), labels, sources, of_work - FIRST_ENTRY, corpus)
    kept = np.flatnonzero(source != NOTHING)
    source, mask = source[kept] + brought[kept], brought[kept]
    every = [*sources, *terms.of_labels]
    place = _place(source, len(entries), len(every))
    mine = pairs.at(kept)
    said = [Fact(text) for text in labels.texts]
    passed_on = [passed_on_as(each, corpus) if names_a_license(each) else None for each in said]
    claims = views.claims((*every, ()), (None, *passed_on))
    context_of = _contexts(hub, works, models, every, place, mine, labels, claims, corpus, names)
    ways, of_way = numbered(mine.relations, mine.way)
    there = list(zip(mine.relations[ways].tolist(), mine.way[ways].tolist(), strict=True))
    way = views.ways((*every, ()), there)[place, of_way]
    childless = works.graph.start[models.rows + 1] == works.graph.start[models.rows]
    lone = mine.next & childless[mine.model]
    pair, of = numbered(source, way, lone, context_of)
    return Kinds(kept[pair], of, mine.model, mask[pair])


def _place(source: NDArray[np.int64], entries: int, terms: int) -> NDArray[np.int64]:
    """The place of the terms that each pair brings: first those of the catalog's lines, then those of labels; last, none."""
    found = np.where(source == UNKNOWN_PARENT, terms, source - FIRST_ENTRY)
    first_label = FIRST_ENTRY + entries
    return np.where(source >= first_label, entries + (source - first_label) // _FEW - 1, found)


def _source(works: Works, pairs: Pairs, labels: Labels, of_work: NDArray[np.int64], first_label: int) -> NDArray[np.int64]:
    """What each pair brings: the terms of a line of the catalog, those of a label, nothing, or a parent that nobody knows."""
    rows, start = works.rows, works.graph.start
    found = np.empty(len(pairs.node), np.int64)
    is_row = pairs.node < rows
    node = pairs.node[is_row]
    label = labels.codes[node].astype(np.int64)
    unlabelled = np.where(start[node + 1] == start[node], UNKNOWN_PARENT, NOTHING)
    found[is_row] = np.where(label > 0, first_label + label * _FEW, unlabelled)
    found[~is_row] = of_work[pairs.node[~is_row] - rows]
    return found


def _lines(works: Works) -> NDArray[np.int64]:
    """The line of the catalog of each work, by number; 0 for names that it does not know."""
    found = np.zeros(len(works.graph.start) - works.rows, np.int64)  # one more than there are: there may be none
    lines: dict[tuple[str, int], int] = {}
    for place, resolution in enumerate(works.resolutions):
        entry = resolution.entry
        assert entry is not None
        found[place] = lines.setdefault((entry.file, entry.line), len(lines) + 1)
    return found


def _contexts(
    hub: Hub,
    works: Works,
    models: Alike,
    terms: list[tuple[str, ...]],
    place: NDArray[np.int64],
    pairs: Pairs,
    labels: Labels,
    claims: Numbers,
    corpus: Corpus,
    names: Names,
) -> Numbers:
    """What of the model itself matters: its channel, whether it names parents, its name and its label as clauses
    read them, and what it improves where it learned from outputs.
    """
    rows, start = models.rows, works.graph.start
    declares = start[rows + 1] > start[rows]
    channel = works.channels(corpus)[0][rows].astype(np.int64)
    label = np.where(works.own[rows] < 0, labels.codes[rows], 0)

    def where(asking: set[str]) -> NDArray[np.bool_]:
        """The pairs that bring any of some terms."""
        among = np.array([*(any(name in asking for name in each) for each in terms), False])
        return among[place]

    model = pairs.model
    called = np.where(where(names.policies), models.called[model], 0)
    relabelled = claims[place, label[model]]
    taught = ((pairs.relations & (1 << OUTPUTS)) > 0) & where(names.teaching)
    improves, itself = _improved(hub, works, rows[model], pairs.node, taught)
    # to a model that learned from outputs, and to one behind an API, more of the work matters
    closer = (taught | (channel[model] > 0)) & (pairs.node >= works.rows)
    line = np.where(closer, _lines(works)[np.maximum(pairs.node - works.rows, 0)], 0)
    return numbered(channel[model], declares[model], called, relabelled, improves, itself, line)[1]


def _improved(
    hub: Hub, works: Works, row: Numbers, node: Numbers, learned: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """For pairs with a model that learned from outputs: the line of the model that it improves (its first parent by weights),
    and whether that is the very work of the pair. 0: it names none; 1: one that no catalog knows.
    """
    improves, itself = np.zeros(len(row), np.int64), np.zeros(len(row), np.bool_)
    some = np.flatnonzero(learned)
    if not len(some):
        return improves, itself
    asked = np.zeros(works.rows, np.bool_)
    asked[row[some]] = True
    edges = np.flatnonzero(asked[hub.child] & (hub.relation != OUTPUTS))[::-1]
    first = np.full(works.rows, -1, np.int64)
    first[hub.child[edges]] = edges  # the first one is written last
    edge = first[row[some]]
    target, base = works.graph.parent[np.maximum(edge, 0)], hub.base[np.maximum(edge, 0)]
    behind = target - works.rows
    line = np.where((behind >= 0) & (works.by_base[base] >= 0), _lines(works)[np.maximum(behind, 0)], 0)
    # a name without an owner may be that of a family
    texts = hub.bases.gather(np.unique(base)).to_list()
    alone = {int(each): number for number, (each, text) in enumerate(zip(np.unique(base), texts, strict=True)) if "/" not in text}
    bare = np.array([alone.get(int(each), -1) for each in base]) if alone else np.full(len(base), -1)
    known = np.where(line > 0, 2 * line, np.where(bare >= 0, 2 * bare + 3, 1))
    improves[some] = np.where(edge >= 0, known, 0)
    itself[some] = (edge >= 0) & (target == node[some])
    return improves, itself


def relation_words(bits: int, way: int) -> tuple[str, ...]:
    """The relations on a way, beginning with the first one of weights."""
    words = [name for number, name in enumerate(RELATIONS) if bits >> number & 1]
    lead = [RELATIONS[way - 1]] if way else []
    return tuple(dict.fromkeys((*lead, *words)))

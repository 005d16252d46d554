"""The kinds of pairs in a hub: pairs that no policy can tell apart are one kind, and each kind is judged once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.catalog.bind import terms_of_origin
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.labels import names_of_label
from licensecheck.engine.audit import Context
from licensecheck.facts.deployment import RELATIONS
from licensecheck.fleet.hub.brought import MOST_NAMES, brought_of
from licensecheck.fleet.hub.graph import OUTPUTS, Numbers, Pairs
from licensecheck.fleet.hub.labels import Labels
from licensecheck.fleet.hub.names import Names
from licensecheck.fleet.hub.read import Hub
from licensecheck.fleet.hub.views import Views
from licensecheck.fleet.hub.works import Works
from licensecheck.fleet.numbered import numbered

NOTHING, UNKNOWN_PARENT, FIRST_ENTRY = 0, 1, 2
_FEW = 1 << MOST_NAMES


class Kinds(NamedTuple):
    """Pairs by kind. `pair` is a pair of each kind, `of` the kind of each pair that brings something, `row` the row of each.

    `mask` are, for each kind, those licenses of a parent's label that its own parents bring already.
    """

    pair: NDArray[np.int64]
    of: NDArray[np.int64]
    row: Numbers
    mask: NDArray[np.uint8]


def kinds_of(hub: Hub, works: Works, pairs: Pairs, labels: Labels, corpus: Corpus, context: Context) -> Kinds:
    """Sort the pairs of a hub into kinds."""
    rows = works.rows
    views = Views(corpus, context)
    entries: dict[object, int] = {}
    of_work = np.zeros(len(works.graph.start) - 1 - rows, np.int64)
    sources: list[tuple[str, ...]] = []
    for place, resolution in enumerate(works.resolutions):
        entry = resolution.entry
        assert entry is not None
        number = entries.setdefault(views.of_entry(entry), len(entries))
        of_work[place] = FIRST_ENTRY + number
        if number == len(sources):
            origin = terms_of_origin(entry, corpus) if entry.weights == "closed" else ()
            sources.append((*entry.policies, *origin))
    of_work[len(works.resolutions) :] = UNKNOWN_PARENT
    childless = np.diff(works.graph.start)[:rows] == 0
    of_row = np.where(
        labels.codes > 0,
        FIRST_ENTRY + len(entries) + labels.codes.astype(np.int64) * _FEW,
        np.where(childless, UNKNOWN_PARENT, NOTHING),
    )
    source = np.concatenate((of_row, of_work))[pairs.node]
    brought = brought_of(works, pairs, labels, sources, of_work - FIRST_ENTRY, corpus)
    kept = np.flatnonzero(source != NOTHING)
    row, source, mask = pairs.row[kept], source[kept] + brought[kept], brought[kept]
    names = [*sources, *(names_of_label(text, corpus) for text in labels.texts)]
    context_of = _contexts(hub, works, names, source, row, pairs.node[kept], pairs.relations[kept], labels, corpus, len(entries))
    for each in names:
        views.see(each)
    relations, way = pairs.relations[kept], pairs.way[kept]
    lone = pairs.next[kept] & (np.diff(works.graph.start)[row] == 0)
    pair, of = numbered(source, views.relations()[relations], way, lone, context_of)
    return Kinds(kept[pair], of, row, mask[pair])


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
    names: list[tuple[str, ...]],
    source: NDArray[np.int64],
    row: Numbers,
    node: Numbers,
    relations: NDArray[np.uint8],
    labels: Labels,
    corpus: Corpus,
    entries: int,
) -> NDArray[np.int64]:
    """What of the model itself matters: its channel, whether it names parents, its name and its label where a clause reads
    them, and what it improves where it learned from outputs.
    """
    declares = np.diff(works.graph.start)[: works.rows] > 0
    channel = works.channels(corpus)[0].astype(np.int64)
    place = np.where(source == UNKNOWN_PARENT, len(names), source - FIRST_ENTRY)
    place = np.where(source >= FIRST_ENTRY + entries, entries + (source - FIRST_ENTRY - entries) // _FEW - 1, place)
    used = np.unique(place[place < len(names)])
    reader = Names(corpus, {name for each in used.tolist() for name in names[each]})

    def where(terms: set[str]) -> NDArray[np.bool_]:
        """The pairs that bring any of some terms."""
        among = np.zeros(len(names) + 1, np.bool_)
        among[used] = [any(name in terms for name in names[each]) for each in used.tolist()]
        return among[place]

    reads = where(reader.policies)
    called = np.zeros(works.rows, np.int64)
    some = np.unique(row[reads])
    called[some] = reader.classes(hub.ids.gather(some))
    label = np.where(where(reader.relicensing) & (works.own[row] < 0), labels.codes[row], 0)
    taught = ((relations & (1 << OUTPUTS)) > 0) & where(reader.teaching)
    improves, itself = _improved(hub, works, row, node, taught)
    # to a model that learned from outputs, and to one behind an API, more of the work matters
    closer = (taught | (channel[row] > 0)) & (node >= works.rows)
    line = np.where(closer, _lines(works)[np.maximum(node - works.rows, 0)], 0)
    return numbered(channel[row], declares[row], np.where(reads, called[row], 0), label, improves, itself, line)[1]


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

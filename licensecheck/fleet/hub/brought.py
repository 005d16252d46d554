"""Licenses that come twice: a parent's label names them, and the parent's own parents bring them already."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.labels import names_of_label
from licensecheck.fleet.hub.graph import Numbers
from licensecheck.fleet.hub.labels import Labels
from licensecheck.fleet.hub.pairs import Pairs
from licensecheck.fleet.hub.works import Works
from licensecheck.fleet.numbered import numbered

MOST_NAMES = 6
"""Licenses of one label that are kept apart when some of them come by the lineage already."""


def brought_of(
    works: Works,
    pairs: Pairs,
    models: int,
    labels: Labels,
    sources: list[tuple[str, ...]],
    entry_of: NDArray[np.int64],
    corpus: Corpus,
) -> NDArray[np.uint8]:
    """For each pair with a parent that no catalog has: which licenses of its label come by the parent's own parents already."""
    rows, found = works.rows, np.zeros(len(pairs.model), np.uint8)
    is_work = (pairs.node >= rows) & (pairs.node < rows + len(works.resolutions))
    label = np.zeros(len(pairs.model), np.int32)
    of_rows = pairs.node < rows
    label[of_rows] = labels.codes[pairs.node[of_rows]]
    tables: dict[tuple[int, int], int] = {}

    def covered(label: int, entry: int) -> int:
        """The licenses of a label that an entry brings, as bits."""
        if (label, entry) not in tables:
            brought = {policy.id for name in sources[entry] for policy in corpus.editions(name)}
            names = names_of_label(labels.texts[label - 1], corpus)[:MOST_NAMES]
            each = [bool(brought & {policy.id for policy in corpus.editions(name)}) for name in names]
            tables[label, entry] = sum(1 << at for at, is_brought in enumerate(each) if is_brought)
        return tables[label, entry]

    def mark(places: NDArray[np.int64], works_of: NDArray[np.int64]) -> None:
        """Mark pairs by the works that lie behind them."""
        entry = entry_of[works_of - rows]
        key = label[places].astype(np.int64) * len(sources) + entry
        first, of = numbered(key)
        bits = np.array([covered(*divmod(each, len(sources))) for each in key[first].tolist()], np.uint8)
        np.bitwise_or.at(found, places, bits[of])

    # lineages that never fork: every work of the catalog lies behind every parent that it does not have
    lone = pairs.before < 0
    reached = np.flatnonzero(is_work & lone & ~pairs.forked)
    for generation in _generations(pairs.model[reached], models):
        behind = np.full(models, -1, np.int64)
        behind[pairs.model[reached[generation]]] = pairs.node[reached[generation]]
        places = np.flatnonzero((label > 0) & ~pairs.forked & (behind[pairs.model] >= 0))
        if len(places):
            mark(places, behind[pairs.model[places]])
    # lineages that fork: back along the way from each work
    ends = np.flatnonzero(is_work & pairs.forked)
    at = pairs.before[ends].astype(np.int64)
    while len(ends):
        going = at >= 0
        ends, at = ends[going], at[going]
        labelled = label[at] > 0
        if labelled.any():
            mark(at[labelled], pairs.node[ends[labelled]].astype(np.int64))
        at = pairs.before[at].astype(np.int64)
    return found


def _generations(model: Numbers, models: int) -> list[NDArray[np.int64]]:
    """The places of the first work of each model, then those of the second, and so on."""
    found, left = [], np.arange(len(model))
    first = np.full(models, -1, np.int64)
    while len(left):
        first[model[left][::-1]] = left[::-1]
        leads = first[model[left]] == left
        found.append(left[leads])
        left = left[~leads]
    return found

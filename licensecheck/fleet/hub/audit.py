"""The audit of a whole hub: for every model what `audit` would find, were its weights handed out and its lineage declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.catalog.binding import BoundModel
from licensecheck.catalog.drift import claimed_by, drifting, handed_out
from licensecheck.catalog.labels import names_of_label
from licensecheck.engine.audit import model_report
from licensecheck.engine.bound import issue_finding
from licensecheck.engine.choice import under
from licensecheck.engine.judge import PASS, Verdict
from licensecheck.facts.values import Fact
from licensecheck.fleet.hub.alike import Alike
from licensecheck.fleet.hub.bound import CIRCLE, DRIFT, TOO_DEEP, Binder, Brought, Way
from licensecheck.fleet.hub.graph import Numbers
from licensecheck.fleet.hub.kinds import Kinds, relation_words
from licensecheck.fleet.hub.names import Names
from licensecheck.fleet.hub.pairs import Pairs
from licensecheck.fleet.judge import Judge, Red, red
from licensecheck.fleet.numbered import numbered


class Audited(NamedTuple):
    """The sorts of models of a hub judged; `of` is the sort of each row. For each sort its verdict, and the numbers of sets of
    what counts against it.

    `own` is the set by the model's own line, label and channel; sort `s` has by its lineage those of `by[first[s]:first[s + 1]]`.
    """

    of: Numbers
    verdicts: NDArray[np.uint8]
    own: Numbers
    own_reds: tuple[tuple[Red, ...], ...]
    first: NDArray[np.int64]
    by: Numbers
    kind_reds: tuple[tuple[Red, ...], ...]
    kind_policies: tuple[tuple[str, ...], ...]
    drift: NDArray[np.bool_]
    circles: NDArray[np.bool_]
    deep: NDArray[np.bool_]

    def verdict(self, row: int) -> Verdict:
        """The verdict on one model."""
        return Verdict(self.verdicts[self.of[row]])

    def reds(self, row: int) -> tuple[Red, ...]:
        """All that counts against one model, each thing once."""
        sort = self.of[row]
        kinds = self.by[self.first[sort] : self.first[sort + 1]].tolist()
        found = [*self.own_reds[self.own[sort]], *(each for kind in kinds for each in self.kind_reds[kind])]
        flags = ((self.drift, DRIFT), (self.circles, CIRCLE), (self.deep, TOO_DEEP))
        return tuple(sorted({*found, *(each for flag, each in flags if flag[sort])}))


class HubAudit:
    """Judges the sorts of models of a hub."""

    def __init__(self, binder: Binder, models: Alike, names: Names, judge: Judge) -> None:
        self.binder, self.models, self.names, self.judge = binder, models, names, judge
        labels = binder.labels.codes[models.rows]
        self.listed = binder.works.own[models.rows]
        self.labels = np.where(self.listed < 0, labels, 0).astype(np.int64)

    def audited(self, pairs: Pairs, kinds: Kinds) -> Audited:
        """Every sort, judged."""
        models = len(self.models.rows)
        brought = [self.binder.brought(each) for each in self._ways(pairs, kinds)]
        kind_reds = self._reds(brought)
        worst = np.array([_worst(each) for each in kind_reds] or [0], np.uint8)
        verdicts = np.full(models, int(PASS), np.uint8)
        order = np.argsort(kinds.model, kind="stable")
        by = kinds.of[order]
        counts = np.bincount(kinds.model, minlength=models)
        first = np.concatenate(([0], np.cumsum(counts)))
        if len(by):
            some = np.flatnonzero(counts)
            verdicts[some] = np.maximum(verdicts[some], np.maximum.reduceat(worst[by], first[some]))
        drift = self._drift(kinds, brought)
        circles, deep = np.zeros(models, np.bool_), np.zeros(models, np.bool_)
        circles[pairs.circles], deep[pairs.deep] = True, True
        verdicts[drift] = int(Verdict.FAIL)
        verdicts[circles | deep] = np.maximum(verdicts[circles | deep], int(Verdict.UNKNOWN))
        own, own_reds = self._own(verdicts, self._known(pairs))
        verdicts = np.maximum(verdicts, np.array([_worst(each) for each in own_reds] or [0], np.uint8)[own])
        policies = tuple(tuple(each.editions[-1].edition_of or each.editions[-1].id for each in mine.bindings) for mine in brought)
        return Audited(self.models.of, verdicts, own, own_reds, first, by, kind_reds, policies, drift, circles, deep)

    # by lineage ----------------------------------------------------------------------------------------------------------
    def _ways(self, pairs: Pairs, kinds: Kinds) -> Iterator[Way]:
        """A pair of each kind."""
        for pair, covered in zip(kinds.pair.tolist(), kinds.mask.tolist(), strict=True):
            words = relation_words(int(pairs.relations[pair]), int(pairs.way[pair]))
            row, node = int(self.models.rows[pairs.model[pair]]), int(pairs.node[pair])
            yield Way(row, node, words, bool(pairs.next[pair]), covered)

    def _reds(self, brought: list[Brought]) -> tuple[tuple[Red, ...], ...]:
        """What counts against the models of each kind of pair."""
        judged = iter(self.judge.judged([(each, mine.model) for mine in brought for each in mine.bindings]))
        return tuple(
            tuple(dict.fromkeys((*mine.issues, *(each for _ in mine.bindings for each in next(judged))))) for mine in brought
        )

    def _drift(self, kinds: Kinds, brought: list[Brought]) -> NDArray[np.bool_]:
        """The models whose own label offers what the license of a work they were made from does not allow."""
        found = np.zeros(len(self.models.rows), np.bool_)
        if not (self._ours() and len(found) and handed_out(self.binder.use(0), self.binder.context.deployment)):
            return found
        corpus, texts = self.binder.corpus, self.binder.labels.texts
        claimed = [claimed_by(Fact(text), corpus) for text in texts]
        strict = np.array([any(not each.outputs_only for each in mine.bindings) for mine in brought] or [False])
        some = np.flatnonzero(strict[kinds.of] & (self.labels[kinds.model] > 0)) if len(kinds.of) else np.empty(0, np.int64)
        width = len(claimed) + 1
        table = np.zeros(len(brought) * width, np.bool_)
        keys = kinds.of[some] * width + self.labels[kinds.model[some]]
        known: dict[tuple[str, str], list[bool]] = {}
        for key in np.flatnonzero(np.bincount(keys, minlength=1)).tolist():
            kind, label = divmod(key, width)
            for each in brought[kind].bindings:
                terms = each.editions[0].id, each.editions[-1].id
                if terms not in known:
                    known[terms] = list(map(drifting(each.editions), claimed))
                table[key] |= known[terms][label - 1] and not each.outputs_only
        found[kinds.model[some[table[keys]]]] = True
        return found

    def _ours(self) -> bool:
        """Whether models with parents count as made by whoever hands them out: unless somebody says otherwise."""
        said = self.binder.context.deployment.facts.get("model.made_by")
        return said is None or said.value == "us"

    # by the model itself -------------------------------------------------------------------------------------------------
    def _known(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The models with a work in their lineage that the catalog has, where it matters whose their label is."""
        found, works = np.zeros(len(self.models.rows), np.bool_), self.binder.works
        if "model.made_by" in self.binder.context.deployment.facts:
            found[pairs.model[(pairs.node >= works.rows) & (pairs.node < works.rows + len(works.resolutions))]] = True
        return found  # else nobody says whose label it is, so that it is judged either way

    def _own(self, verdicts: NDArray[np.uint8], known: NDArray[np.bool_]) -> tuple[Numbers, tuple[tuple[Red, ...], ...]]:
        """What counts against each model by its own line, its label and its channel."""
        rows, graph, corpus = self.models.rows, self.binder.works.graph, self.binder.corpus
        texts = self.binder.labels.texts
        reads = np.array([False, *(any(name in self.names.policies for name in names_of_label(text, corpus)) for text in texts)])
        choices = np.array([False, *(len(claimed_by(Fact(text), corpus).ways) > 1 for text in texts)])
        declares = graph.start[rows + 1] > graph.start[rows]
        called = np.where(reads[self.labels], self.models.called, 0)
        others = np.where(choices[self.labels], verdicts, 0).astype(np.int64)
        # of a conversion by somebody else, the lineage brings everything but the terms of its channel
        channels, names = self.binder.works.channels(corpus)
        own = np.where(graph.first[rows] >= 0, channels[rows], self.listed + 1 + len(names))
        place, of = numbered(own, self.labels, declares, known, called, others)
        alone = [
            self._chosen(self.binder.alone(int(rows[each]), bool(declares[each]), bool(known[each])), max(1, others[each]))
            for each in place.tolist()
        ]
        judged = iter(self.judge.judged([(each, model) for model in alone for each in model.bindings]))
        reds = []
        for model in alone:
            issues = (red(finding) for finding in map(issue_finding, model.issues) if finding.red)
            reds.append((*issues, *(each for _ in model.bindings for each in next(judged))))
        return of, tuple(reds)

    def _chosen(self, model: BoundModel, others: int) -> BoundModel:
        """A model under the license that an audit takes, of several to choose from; `others`: the verdict by its lineage."""
        if not model.ways:
            return model
        verdict_under = {way: max(others, model_report(under(model, way), self.binder.context).verdict) for way in model.ways}
        return under(model, min(model.ways, key=lambda way: verdict_under[way]))


def _worst(reds: tuple[Red, ...]) -> int:
    return max((int(each.verdict) for each in reds), default=int(PASS))

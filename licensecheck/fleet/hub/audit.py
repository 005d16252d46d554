"""The audit of a whole hub: for every model what `audit` would find, were its weights handed out and its lineage declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.catalog.bind import bind, channel_of, terms_of_origin
from licensecheck.catalog.binding import Binding, BoundModel, Step, Work
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.derive import derived_facts, governing
from licensecheck.catalog.drift import claimed_by, drifts, handed_out, with_downstream_license
from licensecheck.catalog.labels import names_of_label
from licensecheck.catalog.resolve import Resolution
from licensecheck.engine.audit import Context, model_report
from licensecheck.engine.choice import under
from licensecheck.engine.judge import PASS, Verdict
from licensecheck.facts.deployment import RELATIONS, Base, ModelUse
from licensecheck.facts.values import DERIVED, Fact
from licensecheck.fleet.hub.graph import Numbers, Pairs
from licensecheck.fleet.hub.kinds import Kinds, relation_words
from licensecheck.fleet.hub.labels import Labels
from licensecheck.fleet.hub.names import Names
from licensecheck.fleet.hub.read import Hub
from licensecheck.fleet.hub.works import UNLISTED, Works
from licensecheck.fleet.judge import Judge, Red, red
from licensecheck.fleet.numbered import numbered
from licensecheck.policy.model import Policy
from licensecheck.source.diagnostic import Faults, Span

NOWHERE = Span("hub", 1, 1, 1, 1)
CIRCLE = Red("catalog", "lineage-circle", "right", Verdict.UNKNOWN)
TOO_DEEP = Red("catalog", "lineage-too-deep", "right", Verdict.UNKNOWN)
NO_PARENT = Red("catalog", "unknown-parent", "right", Verdict.UNKNOWN)
UNREAD = Red("catalog", "unread-terms", "right", Verdict.UNKNOWN)
DRIFT = Red("catalog", "license-drift", "use", Verdict.FAIL)
BY_LINEAGE = (CIRCLE.clause, TOO_DEEP.clause, NO_PARENT.clause, DRIFT.clause)
SOMEBODY = Base("", "fine_tune")
"""A parent for the kinds of models that have one; what it brings is judged with its pairs."""


class Audited(NamedTuple):
    """A hub judged. For each row its verdict, and the numbers of sets of what counts against it.

    `own` is the set by the model's own line, label and channel; row `r` has by its lineage those of `of[first[r]:first[r + 1]]`.
    """

    verdicts: NDArray[np.uint8]
    own: Numbers
    own_reds: tuple[tuple[Red, ...], ...]
    first: NDArray[np.int64]
    of: NDArray[np.int64]
    kind_reds: tuple[tuple[Red, ...], ...]
    kind_policies: tuple[tuple[str, ...], ...]
    drift: NDArray[np.bool_]
    circles: NDArray[np.bool_]
    deep: NDArray[np.bool_]

    def reds(self, row: int) -> tuple[Red, ...]:
        """All that counts against one model, each thing once."""
        kinds = self.of[self.first[row] : self.first[row + 1]].tolist()
        found = [*self.own_reds[self.own[row]], *(each for kind in kinds for each in self.kind_reds[kind])]
        flags = ((self.drift, DRIFT), (self.circles, CIRCLE), (self.deep, TOO_DEEP))
        return tuple(sorted({*found, *(each for flag, each in flags if flag[row])}))


class HubAudit:
    """Judges a hub in one context."""

    def __init__(self, hub: Hub, works: Works, labels: Labels, context: Context, corpus: Corpus, judge: Judge) -> None:
        self.hub, self.works, self.labels, self.context, self.corpus, self.judge = hub, works, labels, context, corpus, judge

    def audited(self, pairs: Pairs, kinds: Kinds) -> Audited:
        """Every model of the hub, judged."""
        rows = self.works.rows
        kind_reds, bound_by = self._kinds(pairs, kinds)
        worst = np.array([_worst(each) for each in kind_reds] or [0], np.uint8)
        verdicts = np.full(rows, int(PASS), np.uint8)
        order = np.argsort(kinds.row, kind="stable")
        of = kinds.of[order]
        counts = np.bincount(kinds.row, minlength=rows)
        first = np.concatenate(([0], np.cumsum(counts)))
        if len(of):
            some = np.flatnonzero(counts)
            verdicts[some] = np.maximum(verdicts[some], np.maximum.reduceat(worst[of], first[some]))
        drift = self._drift(kinds, bound_by)
        circles, deep = np.zeros(rows, np.bool_), np.zeros(rows, np.bool_)
        circles[pairs.circles], deep[pairs.deep] = True, True
        verdicts[drift] = int(Verdict.FAIL)
        verdicts[circles | deep] = np.maximum(verdicts[circles | deep], int(Verdict.UNKNOWN))
        known = np.zeros(rows, np.bool_)
        catalogued = (pairs.node >= rows) & (pairs.node < rows + len(self.works.resolutions))
        known[pairs.row[catalogued]] = True
        own, own_reds = self._own(verdicts, known)
        verdicts = np.maximum(verdicts, np.array([_worst(each) for each in own_reds], np.uint8)[own])
        policies = tuple(tuple(each.editions[-1].edition_of or each.editions[-1].id for each in mine) for mine in bound_by)
        return Audited(verdicts, own, own_reds, first, of, kind_reds, policies, drift, circles, deep)

    # by lineage ----------------------------------------------------------------------------------------------------------
    def _kinds(self, pairs: Pairs, kinds: Kinds) -> tuple[tuple[tuple[Red, ...], ...], list[list[Binding]]]:
        """What counts against the models of each kind of pair, and the bindings of each."""
        issues: list[list[Red]] = []
        bindings: list[list[Binding]] = []
        flat: list[tuple[Binding, BoundModel]] = []
        for number, pair in enumerate(kinds.pair.tolist()):
            found, mine, model = self._bound(pairs, pair, int(kinds.mask[number]))
            issues.append(found)
            bindings.append(mine)
            flat += [(each, model) for each in mine]
        judged = iter(self.judge.judged(flat))
        reds = tuple(
            tuple(dict.fromkeys((*found, *(each for _ in mine for each in next(judged)))))
            for found, mine in zip(issues, bindings, strict=True)
        )
        return reds, bindings

    def _bound(self, pairs: Pairs, pair: int, mask: int) -> tuple[list[Red], list[Binding], BoundModel]:
        """What one pair brings: issues about the model, and policies that bind it through the work."""
        row, node = int(pairs.row[pair]), int(pairs.node[pair])
        model, resolution = self._use(row), self._resolution(row)
        channel, why = channel_of("", resolution, self.corpus)
        words = relation_words(int(pairs.relations[pair]), int(pairs.way[pair]))
        entry_of = self.works.work(node)
        name = entry_of.id if entry_of else self.hub.ids[node] if node < self.works.rows else ""
        steps = tuple(Step(name, word) for word in words)
        if not pairs.next[pair] and len(steps) == 1:
            steps = (*steps, *steps)
        work = Work(name, entry_of.entry if entry_of else None, steps)
        learned = "outputs" in words
        issues: list[Red] = []
        found: list[Binding] = []
        wanted: list[tuple[str, bool]] = []
        if entry_of and entry_of.entry:
            entry = entry_of.entry
            issues += [UNREAD] if entry.unread else []
            wanted += [(each, learned) for each in entry.policies]
            wanted += [(each, True) for each in (terms_of_origin(entry, self.corpus) if entry.weights == "closed" else ())]
        elif node < self.works.rows and self.labels.codes[node]:
            label = names_of_label(self.labels.texts[self.labels.codes[node] - 1], self.corpus)
            wanted += [(each, learned) for at, each in enumerate(label) if not mask >> at & 1]
        else:
            issues.append(NO_PARENT)
        for each, outputs_only in wanted:
            editions = self.corpus.editions(each)
            if not editions:
                issues.append(UNREAD)
            elif all(binding.editions[0].id != editions[0].id for binding in found):
                found.append(self._binding(editions, work, model, Fact(channel.id, DERIVED, said_by=why), outputs_only))
        return issues, found, BoundModel(model, model.id, resolution.how, channel.id, resolution.entry, (), ())

    def _binding(self, editions: tuple[Policy, ...], work: Work, model: ModelUse, channel: Fact, outputs_only: bool) -> Binding:
        """One policy over one model through one work."""
        deployment, as_of = self.context.deployment, self.context.as_of
        chosen = governing(editions, model, deployment, as_of)
        through = self.corpus.catalog.channels[channel.value]
        facts, lifted, replaced = derived_facts(chosen, work, model, deployment, through, self.corpus, as_of)
        facts["model.channel"] = channel
        return Binding(chosen, work.id, work.steps, "", facts, {}, lifted, replaced, outputs_only)

    def _use(self, row: int) -> ModelUse:
        """A model of the hub as a deployment would declare it."""
        low, high = self.works.graph.start[row], self.works.graph.start[row + 1]
        bases = tuple(
            Base(name, RELATIONS[relation])
            for name, relation in zip(
                self.hub.named[int(low) : int(high)].to_list(), self.hub.relation[low:high].tolist(), strict=True
            )
        )
        label = self.labels.codes[row]
        license = Fact(self.labels.texts[label - 1]) if label else None
        model = ModelUse(self.hub.ids[row], self.hub.ids[row], NOWHERE, {}, bases or None, license=license)
        return with_downstream_license(model, self.context.deployment, self.corpus) if self.works.own[row] < 0 else model

    def _resolution(self, row: int) -> Resolution:
        number = int(self.works.own[row])
        return self.works.found[number] if number >= 0 else UNLISTED

    def _drift(self, kinds: Kinds, bindings: list[list[Binding]]) -> NDArray[np.bool_]:
        """The models whose own label offers what the license of a work they were made from does not allow."""
        found = np.zeros(self.works.rows, np.bool_)
        if not (self._ours() and self.works.rows and handed_out(self._use(0), self.context.deployment)):
            return found
        claimed = [claimed_by(Fact(text), self.corpus) for text in self.labels.texts]
        strict = np.array([any(not each.outputs_only for each in mine) for mine in bindings] or [False])
        labels = np.where(self.works.own < 0, self.labels.codes, 0)
        some = np.flatnonzero(strict[kinds.of] & (labels[kinds.row] > 0)) if len(kinds.of) else np.empty(0, np.int64)
        width = len(claimed) + 1
        table = np.zeros(len(bindings) * width, np.bool_)
        keys = kinds.of[some] * width + labels[kinds.row[some]]
        known: dict[tuple[str, str, int], bool] = {}
        for key in np.flatnonzero(np.bincount(keys, minlength=1)).tolist():
            kind, label = divmod(key, width)
            for each in bindings[kind]:
                terms = (each.editions[0].id, each.editions[-1].id, label)
                if terms not in known:
                    known[terms] = drifts(each.editions, claimed[label - 1])
                table[key] |= known[terms] and not each.outputs_only
        found[kinds.row[some[table[keys]]]] = True
        return found

    def _ours(self) -> bool:
        """Whether models with parents count as made by whoever hands them out: unless somebody says otherwise."""
        said = self.context.deployment.facts.get("model.made_by")
        return said is None or said.value == "us"

    # by the model itself -------------------------------------------------------------------------------------------------
    def _own(self, verdicts: NDArray[np.uint8], known: NDArray[np.bool_]) -> tuple[Numbers, tuple[tuple[Red, ...], ...]]:
        """What counts against each model by its own line, its label and its channel."""
        declares = np.diff(self.works.graph.start)[: self.works.rows] > 0
        labels = np.where(self.works.own < 0, self.labels.codes, 0).astype(np.int64)
        reader = Names(self.corpus, {name for text in self.labels.texts for name in names_of_label(text, self.corpus)})
        reads = np.zeros(len(self.labels.texts) + 1, np.bool_)
        choices = np.zeros(len(self.labels.texts) + 1, np.bool_)
        for number, text in enumerate(self.labels.texts):
            reads[number + 1] = any(name in reader.policies for name in names_of_label(text, self.corpus))
            choices[number + 1] = len(claimed_by(Fact(text), self.corpus).ways) > 1
        called = np.zeros(self.works.rows, np.int64)
        some = np.flatnonzero(reads[labels])
        called[some] = reader.classes(self.hub.ids.gather(some))
        if "model.made_by" not in self.context.deployment.facts:
            known = np.zeros_like(known)  # whose label it is, nobody says, so that it is judged either way
        others = np.where(choices[labels], verdicts, 0).astype(np.int64)
        # of a conversion by somebody else, the lineage brings everything but the terms of its channel
        channels, names = self.works.channels(self.corpus)
        own = np.where(self.works.graph.first >= 0, channels + 1, self.works.own + len(names) + 1)
        pair, of = numbered(own, labels, declares, known, called, others)
        reds = tuple(
            tuple(self._own_reds(row, bool(declares[row]), bool(known[row]), Verdict(max(1, others[row])))) for row in pair.tolist()
        )
        return of.astype(np.int32), reds

    def _own_reds(self, row: int, declares: bool, known: bool, others: Verdict) -> Iterator[Red]:
        """What counts against one model, its lineage aside; of several licenses to choose from, the one that an audit takes."""
        base = self._catalogued() if known else SOMEBODY
        use = self._use(row)._replace(bases=(base,) if declares else None)
        if self.works.own[row] < 0:
            use = use._replace(id="")  # nobody is told which id may have been meant
        deployment = self.context.deployment._replace(models=(use,))
        model = bind(use, deployment, self.corpus, self.context.as_of, Faults())
        model = model._replace(
            bindings=tuple(each for each in model.bindings if not each.path),
            issues=tuple(each for each in model.issues if each.code not in BY_LINEAGE),
        )
        if model.ways:
            verdict_under = {way: max(others, model_report(under(model, way), self.context).verdict) for way in model.ways}
            model = under(model, min(model.ways, key=lambda way: verdict_under[way]))
        for finding in model_report(model, self.context).findings:
            if finding.red:
                yield red(finding)

    def _catalogued(self) -> Base:
        """Some parent that the catalog has."""
        entry = next(each for each in self.corpus.catalog.entries if each.ids and each.weights == "open" and not each.unread)
        return Base(entry.ids[0], "fine_tune")


def _worst(reds: tuple[Red, ...]) -> int:
    return max((int(each.verdict) for each in reds), default=int(PASS))

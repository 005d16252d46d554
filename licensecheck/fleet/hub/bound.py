"""One model of a hub, or one pair of a model and a work, as the catalog binds it for an audit."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.catalog.bind import bind, channel_of, terms_of_origin
from licensecheck.catalog.binding import Binding, BoundModel, Step, Work
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.derive import derived_facts, governing
from licensecheck.catalog.drift import with_downstream_license
from licensecheck.catalog.labels import names_of_label
from licensecheck.catalog.resolve import Resolution
from licensecheck.engine.context import Context
from licensecheck.engine.judge import Verdict
from licensecheck.facts.deployment import RELATIONS, Base, ModelUse
from licensecheck.facts.values import DERIVED, Fact
from licensecheck.fleet.hub.labels import Labels
from licensecheck.fleet.hub.read import Hub
from licensecheck.fleet.hub.works import UNLISTED, Works
from licensecheck.fleet.judge import Red
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


class Way(NamedTuple):
    """One pair: the row of the model, the node of the work, the relations between them, and whether it is the very next work.

    `covered` are, as bits, the licenses of the work's label that its own parents bring already.
    """

    row: int
    node: int
    relations: tuple[str, ...]
    next: bool
    covered: int


class Brought(NamedTuple):
    """What one pair brings: issues about the model, and policies that bind it through the work."""

    issues: tuple[Red, ...]
    bindings: tuple[Binding, ...]
    model: BoundModel


class Binder:
    """Binds the models of a hub in one context."""

    def __init__(self, hub: Hub, works: Works, labels: Labels, context: Context, corpus: Corpus) -> None:
        self.hub, self.works, self.labels, self.context, self.corpus = hub, works, labels, context, corpus

    def brought(self, way: Way) -> Brought:
        """What one pair brings."""
        model, resolution = self.use(way.row), self._resolution(way.row)
        channel, why = channel_of("", resolution, self.corpus)
        listed = self.works.work(way.node)
        name = listed.id if listed else self.hub.ids.item(way.node) if way.node < self.works.rows else ""
        steps = tuple(Step(name, word) for word in way.relations)
        if not way.next and len(steps) == 1:
            steps = (*steps, *steps)
        work = Work(name, listed.entry if listed else None, steps)
        learned = "outputs" in way.relations
        issues: list[Red] = []
        found: list[Binding] = []
        wanted: list[tuple[str, bool]] = []
        if listed and listed.entry:
            entry = listed.entry
            issues += [UNREAD] if entry.unread else []
            wanted += [(each, learned) for each in entry.policies]
            wanted += [(each, True) for each in (terms_of_origin(entry, self.corpus) if entry.weights == "closed" else ())]
        elif way.node < self.works.rows and self.labels.codes[way.node]:
            label = names_of_label(self.labels.texts[self.labels.codes[way.node] - 1], self.corpus)
            wanted += [(each, learned) for at, each in enumerate(label) if not way.covered >> at & 1]
        else:
            issues.append(NO_PARENT)
        for each, outputs_only in wanted:
            editions = self.corpus.editions(each)
            if not editions:
                issues.append(UNREAD)
            elif all(binding.editions[0].id != editions[0].id for binding in found):
                found.append(self._binding(editions, work, model, Fact(channel.id, DERIVED, said_by=why), outputs_only))
        bound = BoundModel(model, model.id, resolution.how, channel.id, resolution.entry, (), ())
        return Brought(tuple(issues), tuple(found), bound)

    def _binding(self, editions: tuple[Policy, ...], work: Work, model: ModelUse, channel: Fact, outputs_only: bool) -> Binding:
        """One policy over one model through one work."""
        deployment, as_of = self.context.deployment, self.context.as_of
        chosen = governing(editions, model, deployment, as_of)
        through = self.corpus.catalog.channels[channel.value]
        facts, lifted, replaced = derived_facts(chosen, work, model, deployment, through, self.corpus, as_of)
        facts["model.channel"] = channel
        return Binding(chosen, work.id, work.steps, "", facts, {}, lifted, replaced, outputs_only)

    def use(self, row: int) -> ModelUse:
        """A model of the hub as a deployment would declare it."""
        edges = range(*self.works.graph.start[row : row + 2].tolist())
        bases = tuple(Base(self.hub.named.item(edge), RELATIONS[self.hub.relation[edge]]) for edge in edges)
        label, id = self.labels.codes[row], self.hub.ids.item(row)
        license = Fact(self.labels.texts[label - 1]) if label else None
        model = ModelUse(id, id, NOWHERE, {}, bases or None, license=license)
        return with_downstream_license(model, self.context.deployment, self.corpus) if self.works.own[row] < 0 else model

    def _resolution(self, row: int) -> Resolution:
        number = int(self.works.own[row])
        return self.works.found[number] if number >= 0 else UNLISTED

    def alone(self, row: int, declares: bool, known: bool) -> BoundModel:
        """One model by its own line, its label and its channel, its lineage aside.

        `declares`: it names parents; `known`: some work in its lineage is one that the catalog has.
        """
        base = self._catalogued() if known else SOMEBODY
        use = self.use(row)._replace(bases=(base,) if declares else None)
        if self.works.own[row] < 0:
            use = use._replace(id="")  # nobody is told which id may have been meant
        deployment = self.context.deployment._replace(models=(use,))
        model = bind(use, deployment, self.corpus, self.context.as_of, Faults())
        return model._replace(
            bindings=tuple(each for each in model.bindings if not each.path),
            issues=tuple(each for each in model.issues if each.code not in BY_LINEAGE),
        )

    def _catalogued(self) -> Base:
        """Some parent that the catalog has."""
        entry = next(each for each in self.corpus.catalog.entries if each.ids and each.weights == "open" and not each.unread)
        return Base(entry.ids[0], "fine_tune")

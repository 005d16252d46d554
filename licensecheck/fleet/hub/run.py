"""A hub judged from beginning to end, and one model of it judged by the traced engine."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from licensecheck.catalog.bind import bind
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.lineage import Bounds
from licensecheck.engine.audit import audit as judge
from licensecheck.engine.choice import chosen
from licensecheck.engine.context import Context
from licensecheck.engine.findings import Report
from licensecheck.facts.change import changed
from licensecheck.facts.deployment import RELATIONS, Base, Deployment, ModelUse
from licensecheck.facts.values import DERIVED, Fact
from licensecheck.fleet.engines import ENGINES
from licensecheck.fleet.hub.alike import Alike, alike
from licensecheck.fleet.hub.ancestors import ancestors
from licensecheck.fleet.hub.audit import Audited, HubAudit
from licensecheck.fleet.hub.bound import NOWHERE, Binder
from licensecheck.fleet.hub.graph import shape_of
from licensecheck.fleet.hub.kinds import kinds_of
from licensecheck.fleet.hub.labels import labels_of
from licensecheck.fleet.hub.names import Names
from licensecheck.fleet.hub.pairs import Pairs
from licensecheck.fleet.hub.read import Hub
from licensecheck.fleet.hub.terms import terms_in
from licensecheck.fleet.hub.works import Works, works_of
from licensecheck.fleet.judge import Judge
from licensecheck.source.diagnostic import Faults

DEEPEST = 100
"""Generations of a lineage that are followed in a hub."""
MOST_NAMED = 5_000
"""Models of one lineage that are shown to the traced engine."""


class Judged(NamedTuple):
    """A hub with what was found in it."""

    hub: Hub
    works: Works
    models: Alike
    pairs: Pairs
    audited: Audited


def context_of(corpus: Corpus, as_of: str, assignments: tuple[str, ...] = ()) -> Context:
    """The deployment in which every model of a hub is judged: its weights are handed out, and nothing else is said.

    Raises InputError for an assignment that sets no fact.
    """
    facts = {"model.distribution": Fact(("weights",), DERIVED)}
    deployment = Deployment("hub", "", "", facts, (), (), (), (), {})
    if assignments:
        deployment = changed(deployment, assignments, corpus.vocabulary, corpus.places)
    return Context(deployment, corpus.vocabulary, corpus.places, as_of, corpus.digest, False, set(), {})


def judge_hub(hub: Hub, corpus: Corpus, context: Context, engine: str = "arrays", deepest: int = DEEPEST) -> Judged:
    """Every model of a hub, judged by one of ENGINES."""
    works = works_of(hub, corpus)
    labels = labels_of(hub.licenses)
    terms = terms_in(works, labels, corpus)
    names = Names(corpus, terms.names)
    shape = shape_of(works.graph, works.rows)
    models = alike(hub, works, labels, shape, names, terms)
    pairs = ancestors(works.graph, models.rows, shape.tangled, deepest)
    kinds = kinds_of(hub, works, models, pairs, labels, terms, names, corpus, context)
    binder = Binder(hub, works, labels, context, corpus)
    audited = HubAudit(binder, models, names, Judge(context, ENGINES[engine])).audited(pairs, kinds)
    return Judged(hub, works, models, pairs, audited)


def traced(hub: Hub, row: int, corpus: Corpus, context: Context, deepest: int = DEEPEST) -> Report:
    """One model of a hub judged by the traced engine, as a deployment that declares it with all its lineage."""
    deployment = declared(hub, row, context.deployment)
    found = chosen(
        bind(deployment.models[0], deployment, corpus, context.as_of, Faults(), Bounds(deepest, MOST_NAMED)),
        context._replace(deployment=deployment),
    )
    return judge((found,), context._replace(deployment=deployment, presumed=set()))


def declared(hub: Hub, row: int, deployment: Deployment) -> Deployment:
    """The deployment with one model of a hub, and behind it all models that it was made from, as the hub knows them."""
    return deployment._replace(models=tuple(_declared(hub, each) for each in _lineage(hub, row)))


def _lineage(hub: Hub, row: int) -> list[int]:
    """A row and all rows that it was made from."""
    found, seen = [row], {row}
    for each in found:
        low, high = np.searchsorted(hub.child, (each, each + 1))
        for parent in hub.parent[low:high].tolist():
            if parent >= 0 and parent not in seen and len(found) < MOST_NAMED:
                seen.add(parent)
                found.append(parent)
    return found


def _declared(hub: Hub, row: int) -> ModelUse:
    low, high = (int(each) for each in np.searchsorted(hub.child, (row, row + 1)))
    named, relations = hub.named[low:high].to_list(), hub.relation[low:high].tolist()
    bases = tuple(Base(name, RELATIONS[relation]) for name, relation in zip(named, relations, strict=True))
    license = hub.licenses[row]
    return ModelUse(hub.ids[row], hub.ids[row], NOWHERE, {}, bases or None, license=Fact(license) if license else None)

"""What an audit needs besides the bound models, and the world that comes of it for each policy over each model."""

from __future__ import annotations

from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.catalog.records import hashes, terms_read
from licensecheck.engine.aging import stale
from licensecheck.engine.findings import Note
from licensecheck.engine.world import World
from licensecheck.facts.deployment import Deployment
from licensecheck.facts.places import Places
from licensecheck.facts.values import Fact
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy.model import PinnedText, Policy, reading_definition
from licensecheck.source.record import NamedTuple


class Context(NamedTuple):
    """What an audit needs besides the bound models."""

    deployment: Deployment
    vocabulary: Vocabulary
    places: Places
    as_of: str
    corpus: str
    strict: bool
    presumed: set[str]
    plans: dict[str, Plan]
    notes: tuple[Note, ...] = ()
    packs: tuple[Policy, ...] = ()


class Plan(NamedTuple):
    """What is the same for a policy over every model: the definitions of its facts, its texts, and what has gone stale."""

    definitions: dict[str, Definition]
    texts: dict[str, PinnedText]
    stale: frozenset[str]
    read: bool


def plan_of(policy: Policy, context: Context) -> Plan:
    """What is the same for a policy over every model of a context."""
    plan = context.plans.get(policy.id)
    if plan is None:
        own: dict[str, Definition] = {definition.name: definition for definition in policy.facts}
        for reading in policy.readings:
            definition = reading_definition(reading)
            own[definition.name] = definition
        texts = {text.name: text for text in policy.texts}
        read = bool(terms_read(policy.id, context.deployment, hashes(policy)))
        plan = context.plans[policy.id] = Plan({**context.vocabulary.facts, **own}, texts, stale(policy, context.as_of), read)
    return plan


def world_of(policy: Policy, binding: Binding, model: BoundModel, context: Context) -> World:
    """The world in which the clauses of a policy are judged for one model."""
    near: dict[str, Fact] = {**binding.facts, **binding.terms}
    return World(
        context.vocabulary,
        context.places,
        plan_of(policy, context).definitions,
        near,
        model.use.facts,
        context.deployment.facts,
        context.as_of,
        policy.released,
        True,
        context.presumed,
        {},
    )

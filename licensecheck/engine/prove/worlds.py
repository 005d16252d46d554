"""Worlds made for proofs: from the facts of an example, or from values chosen one by one."""

from __future__ import annotations

from licensecheck.engine.judge import Judgement, judge
from licensecheck.engine.world import World
from licensecheck.facts.parse import Reader
from licensecheck.facts.places import Places
from licensecheck.facts.values import ADOPTED, DERIVED, UNCLAIMED, Fact
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy.model import Clause, Example, Policy, reading_definition
from licensecheck.source.diagnostic import Diagnostic, Faults
from licensecheck.source.near import did_you_mean

SOME_DAY = "2026-11-22"


def definitions_of(policy: Policy) -> dict[str, Definition]:
    """The definitions of the facts that only this policy knows."""
    own = {definition.name: definition for definition in policy.facts}
    return own | {f"reading.{reading.id}": reading_definition(reading) for reading in policy.readings}


def empty_world(policy: Policy, vocabulary: Vocabulary, places: Places, presume: bool = True) -> World:
    """A world in which nobody said anything; no agreement is claimed, and readings are as the policy adopted them."""
    near = {"agreement": Fact("none", UNCLAIMED), "work.relation": Fact(("itself",), DERIVED)}
    for reading in policy.readings:
        if reading.adopted:
            yes_no = reading_definition(reading).type == "yes_no"
            near[f"reading.{reading.id}"] = Fact(reading.adopted == "yes" if yes_no else reading.adopted, ADOPTED)
    day = max((text.read for text in policy.texts), default=SOME_DAY)
    return World(vocabulary, places, definitions_of(policy), near, {}, {}, day, policy.released, presume, set(), {})


def example_world(policy: Policy, example: Example, vocabulary: Vocabulary, places: Places) -> tuple[World, tuple[Diagnostic, ...]]:
    """The world of an example, and what is wrong with the way its facts are written."""
    faults = Faults()
    world = empty_world(policy, vocabulary, places)
    reader = Reader(vocabulary, places, faults)
    near = dict(world.near)
    for key, node in example.facts.entries if example.facts else ():
        definition = world.definitions.get(key.text) or vocabulary.facts.get(key.text)
        if definition is None:
            help = did_you_mean(key.text, (*vocabulary.facts, *world.definitions))
            faults.add("unknown-fact", f"no fact is named `{key.text}`", key.span, help=help)
            continue
        near[key.text] = reader.fact(definition, node)
    return world._replace(near=near), tuple(faults.found)


def judged(policy: Policy, clause: Clause, example: Example, vocabulary: Vocabulary, places: Places) -> Judgement:
    """The verdict on an example, as an audit would give it; terms known at second hand count as not read."""
    world, _ = example_world(policy, example, vocabulary, places)
    return judge(clause, world)

"""The facts that a leaf rests on: worlds that agree on these agree on the leaf."""

from __future__ import annotations

from licensecheck.engine.evaluate import ELEMENT_FACTS
from licensecheck.engine.world import World
from licensecheck.policy.model import Leaf


def behind(leaf: Leaf, world: World) -> tuple[str, ...]:
    """The names of the facts that a leaf may look at, its own first."""
    name = leaf.fact
    definition = world.definition(name)
    names = [name, *definition.copies]
    short = name.partition(".")[2]
    if name.startswith(ELEMENT_FACTS) and name not in world.vocabulary.facts:
        # what the element does not say, the deployment does
        names += behind(leaf._replace(fact=f"deployment.{short}"), world)
    match definition.type:
        case "figure":
            names += ["organization.founded", f"organization.{short}"]
        case "evidence" if isinstance(leaf.constant, str) and "{" in leaf.constant:
            names += ["model.name", "work.name"]  # which the words to be published have to hold
    return tuple(dict.fromkeys(names))

"""How far from its edge each clause stands: the nearest change of a declared fact that would make it fail or fall due."""

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.catalog.derive import days_between
from licensecheck.engine.context import Context, world_of
from licensecheck.engine.judge import PASS, Verdict, judge
from licensecheck.engine.world import World
from licensecheck.facts.figures import estimate
from licensecheck.facts.values import DECLARED, PRESUMED, UNKNOWN, Bound, Fact, Figure
from licensecheck.policy.model import Clause, Leaf, Policy, clause_leaves


class Margin(NamedTuple):
    """One change that would turn one clause. `distance` is relative for figures and infinite for what has no measure."""

    model: str
    policy: str
    clause: str
    title: str
    fact: str
    now: Any
    then: Any
    period: str
    verdict: Verdict
    distance: float


DAY = "as_of"
"""The fact of a margin that time alone brings about."""


def margins(models: Iterable[BoundModel], context: Context) -> tuple[Margin, ...]:
    """All margins, the nearest first."""
    found = []
    for model in models:
        for binding in model.bindings:
            found += [*_of_binding(model, binding, context), *_end(model, binding, context)]
    unique = {(each.model, each.policy, each.clause, each.fact, str(each.then)): each for each in found}
    return tuple(sorted(unique.values(), key=lambda each: (each.distance, each.model, each.policy, each.clause, str(each.then))))


def _of_binding(model: BoundModel, binding: Binding, context: Context) -> Iterator[Margin]:
    if binding.replaced or binding.outputs_only:
        return
    policy = binding.editions[-1]
    world = world_of(policy, binding, model, context)
    for clause in policy.clauses:
        if clause.standing or clause.id in binding.lifted:
            continue
        # an undeclared list of activities leaves clauses about it unknown: they have no edge yet
        before = judge(clause, world).verdict
        if before > PASS:
            continue
        seen: set[tuple[str, Any]] = set()
        for leaf in clause_leaves(clause):
            for then, changed, distance in _neighbours(leaf, world):
                if (leaf.fact, str(then)) in seen:
                    continue
                seen.add((leaf.fact, str(then)))
                after = judge(clause, world.having({leaf.fact: changed})).verdict
                if after in (Verdict.FAIL, Verdict.DUE):
                    yield _margin(model, policy, clause, leaf, world, then, after, distance)


def _end(model: BoundModel, binding: Binding, context: Context) -> Iterator[Margin]:
    """The announced day from which the channel refuses the model; where sources name two, from the first on it is not known."""
    hosted = model.entry.on(model.channel) if model.entry else None
    policy = binding.editions[-1]
    announced = binding.facts["availability"].value == "retires_soon" and policy.id == "hosted-availability"
    if hosted and announced:
        (clause,) = (each for each in policy.clauses if each.id == "retired")
        verdict = Verdict.FAIL if hosted.retires == hosted.retires_latest else Verdict.UNKNOWN
        days = days_between(context.as_of, hosted.retires)
        name = model.use.name
        yield Margin(name, policy.id, clause.id, clause.title, DAY, context.as_of, hosted.retires, "", verdict, days / 365)


def _margin(
    model: BoundModel, policy: Policy, clause: Clause, leaf: Leaf, world: World, then: Any, after: Verdict, distance: float
) -> Margin:
    now = world.fact(leaf.fact).value
    period = world.period(leaf.period) if leaf.period else ""
    return Margin(model.use.name, policy.id, clause.id, clause.title, leaf.fact, now, then, period, after, distance)


def _neighbours(leaf: Leaf, world: World) -> Iterator[tuple[Any, Fact, float]]:
    """Other values of a declared fact, one step away: what it becomes, the fact with it, and how far that is."""
    fact = world.fact(leaf.fact)
    if fact.basis not in (DECLARED, PRESUMED) or fact.value is UNKNOWN or not fact.span:
        return
    definition = world.definition(leaf.fact)
    constants = leaf.constant if isinstance(leaf.constant, tuple) else (leaf.constant,)
    match definition.type:
        case "figure":
            known = estimate(fact.value, leaf.entity, world.period(leaf.period) or "total", True)
            for edge in (leaf.constant - 1, leaf.constant, leaf.constant + 1):
                if math.isfinite(known.high) and not known.low <= edge <= known.high:
                    bound = Figure((Bound("", leaf.entity, edge, edge),))
                    yield edge, fact._replace(value=bound), abs(edge - known.high) / max(known.high, 1)
        case "number":
            for edge in (leaf.constant - 1, leaf.constant, leaf.constant + 1):
                if edge >= 0 and edge != fact.value:
                    yield edge, fact._replace(value=edge), abs(edge - fact.value) / max(fact.value, 1)
        case "choices" | "places":
            # a clause that reaches everything but some names none of what it reaches
            tops = tuple(value for value in definition.values if "/" not in value)
            for constant in dict.fromkeys((*constants, *tops)):
                if constant not in fact.value:
                    yield constant, fact._replace(value=(*fact.value, constant)), math.inf
        case "place":
            for constant in constants:
                if constant != fact.value:
                    yield constant, fact._replace(value=constant), math.inf
        case "yes_no":
            yield not fact.value, fact._replace(value=not fact.value), math.inf

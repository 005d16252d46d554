"""Conditions in a world. The trace that comes back is the evaluation, and the explanation."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth, all_of, any_of, negate
from licensecheck.engine.world import Outcome, World
from licensecheck.facts.values import Fact
from licensecheck.policy.model import All, Clause, Condition, Leaf, Not
from licensecheck.source.record import NamedTuple


class Trace(NamedTuple):
    """How one condition came out, and how each of its parts did. Leaves carry the fact that decided them."""

    truth: Truth
    condition: Condition
    parts: tuple[Trace, ...] = ()
    outcome: Outcome | None = None


HOLDS = Trace(TRUE, All(()))


def evaluate(condition: Condition, world: World) -> Trace:
    """Evaluate every part of a condition."""
    if isinstance(condition, Leaf):
        return _leaf(condition, world)
    if isinstance(condition, Not):
        trace = evaluate(condition.part, world)
        return Trace(negate(trace.truth), condition, (trace,))
    if not condition.parts:
        return HOLDS if isinstance(condition, All) else Trace(FALSE, condition)
    traces = tuple([evaluate(part, world) for part in condition.parts])
    joined = all_of if isinstance(condition, All) else any_of
    return Trace(joined([trace.truth for trace in traces]), condition, traces)


ELEMENT_FACTS = ("use.", "trained.", "claim.")


def _leaf(leaf: Leaf, world: World) -> Trace:
    """A leaf; what does not speak of an element is the same for the whole model, and is looked up once."""
    if leaf.fact.startswith(ELEMENT_FACTS):
        outcome = world.outcome(leaf)
        return Trace(outcome.truth, leaf, (), outcome)
    # leaves are kept by their policy for as long as the world lives, so that their identity is theirs alone
    found = world.cache.get(id(leaf))
    if found is None:
        outcome = world.outcome(leaf)
        found = world.cache[id(leaf)] = Trace(outcome.truth, leaf, (), outcome)
    return found


class Evaluation(NamedTuple):
    """One clause in one world: when it binds, its exceptions, and what it requires."""

    applies: Trace
    excuses: tuple[Trace, ...]
    requires: Trace | None
    binds: Truth
    met: Truth


def evaluate_clause(clause: Clause, world: World) -> Evaluation:
    """Evaluate a clause: `binds = applies_when and not any(unless)`, `met = requires` (false when there is none)."""
    applies = evaluate(clause.applies_when, world)
    excuses = tuple([evaluate(excuse.when, world) for excuse in clause.unless])
    requires = evaluate(clause.requires, world) if clause.requires is not None else None
    binds = applies.truth
    if excuses:
        binds = all_of((binds, negate(any_of([trace.truth for trace in excuses]))))
    return Evaluation(applies, excuses, requires, binds, requires.truth if requires else FALSE)


def leaf_traces(trace: Trace | None) -> tuple[Trace, ...]:
    """The leaves of a trace, in order."""
    found: list[Trace] = []
    _gather((trace,) if trace else (), found)
    return tuple(found)


def _gather(traces: tuple[Trace, ...], found: list[Trace]) -> None:
    """Add the leaves of some traces to those found: every report walks every trace, so nothing is copied on the way."""
    for trace in traces:
        if trace.outcome is not None:
            found.append(trace)
        elif trace.parts:
            _gather(trace.parts, found)


def looked_at(traces: tuple[Trace, ...]) -> Iterator[tuple[str, Fact]]:
    """The facts of some leaves, each under its name."""
    return zip(map(_NAME, traces), map(_FACT, traces), strict=True)


_NAME, _FACT = attrgetter("condition.fact"), attrgetter("outcome.fact")


def open_leaves(trace: Trace | None) -> tuple[Trace, ...]:
    """The leaves that are not known and still matter."""
    if trace is None or trace.truth is not UNSURE:
        return ()
    if isinstance(trace.condition, Leaf):
        return (trace,)
    return tuple(leaf for part in trace.parts for leaf in open_leaves(part))


def all_traces(evaluation: Evaluation) -> tuple[Trace, ...]:
    """The leaves of a whole evaluation: applies, exceptions, requirement."""
    found: list[Trace] = []
    needed = (evaluation.requires,) if evaluation.requires else ()
    _gather((evaluation.applies, *evaluation.excuses, *needed), found)
    return tuple(found)


def carrying(trace: Trace | None) -> tuple[Trace, ...]:
    """The leaves without which a condition could have come out otherwise: those that came out as the whole did."""
    if trace is None:
        return ()
    if isinstance(trace.condition, Leaf):
        return (trace,)
    if len(trace.parts) == 1:
        return carrying(trace.parts[0])
    return tuple(leaf for part in trace.parts if part.truth is trace.truth for leaf in carrying(part))

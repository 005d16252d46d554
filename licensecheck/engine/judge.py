"""One clause judged in one world: the verdict, what it presumed, and what it asks."""

from __future__ import annotations

import enum
from operator import attrgetter

from licensecheck.engine.evaluate import Evaluation, Trace, all_traces, evaluate_clause, open_leaves
from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth
from licensecheck.engine.world import Outcome, World
from licensecheck.facts.values import PRESUMED, UNKNOWN, Element
from licensecheck.policy.model import Clause, Leaf
from licensecheck.source.record import NamedTuple

TERMS_READ = "reading.terms_read"
"""The question whether somebody has read terms that the policy knows only at second hand."""


class Verdict(enum.IntEnum):
    """How a clause, a model or a deployment stands; a larger one is worse."""

    word: str

    NOT_APPLICABLE = 0
    PASS = 1
    DUE = 2
    UNKNOWN = 3
    FAIL = 4

    def __init__(self, value: int) -> None:
        self.word = self.name.lower()


NOT_APPLICABLE, PASS, DUE = Verdict.NOT_APPLICABLE, Verdict.PASS, Verdict.DUE


class Ask(NamedTuple):
    """A fact that would decide, and for a figure the period and the entity."""

    fact: str
    period: str = ""
    entity: str = ""


class Judgement(NamedTuple):
    """A clause in one world, or for one element of a list.

    `each` are the judgements of all elements, of which this one is the worst; `assumed` names a list presumed empty.
    """

    verdict: Verdict
    evaluation: Evaluation | None
    asks: tuple[Ask, ...] = ()
    element: Element | None = None
    each: tuple[Judgement, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def traces(self) -> tuple[Trace, ...]:
        """Every leaf that was evaluated."""
        return all_traces(self.evaluation) if self.evaluation else ()

    @property
    def presumed(self) -> tuple[str, ...]:
        """The facts that were presumed from silence."""
        return presumed_of(self, self.traces)


def presumed_of(judged: Judgement, traces: tuple[Trace, ...]) -> tuple[str, ...]:
    """The facts that a judgement presumed, for whoever has gathered its leaves already."""
    if PRESUMED not in map(_BASIS, traces):
        return judged.assumed
    names = [
        name
        for trace in traces
        if trace.outcome and trace.outcome.fact.basis == PRESUMED and isinstance(trace.condition, Leaf)
        # a copy is presumed where those that it copies are
        for name in _behind(trace.condition.fact, trace.outcome)
    ]
    return tuple(dict.fromkeys((*judged.assumed, *names)))


_BASIS = attrgetter("outcome.fact.basis")


def _behind(name: str, outcome: Outcome) -> tuple[str, ...]:
    """The facts that a presumed one stands for: itself, or those that it copies."""
    copied = outcome.fact.said_by if not outcome.period else ""
    return tuple(copied.split(", ")) if copied else (name,)


NOTHING_TO_JUDGE = Judgement(NOT_APPLICABLE, None)


def judge(clause: Clause, world: World, secondary_read: bool = False) -> Judgement:
    """The verdict on a clause. For a list of elements the worst element counts.

    `secondary_read`: the organization had the terms read that a clause with basis `secondary` knows at second hand.
    """
    if not clause.for_each:
        return _judge(clause, world, secondary_read)
    listed = world.fact(clause.for_each)
    if listed.value is UNKNOWN:
        verdict = NOT_APPLICABLE if clause.standing else Verdict.UNKNOWN
        return Judgement(verdict, None, () if clause.standing else (Ask(clause.for_each),))
    each = tuple([_judge(clause, world._replace(element=element), secondary_read, element) for element in listed.value])
    if not each:
        return NOTHING_TO_JUDGE._replace(assumed=(clause.for_each,)) if listed.basis == PRESUMED else NOTHING_TO_JUDGE
    worst = max(each, key=lambda judged: judged.verdict)
    if len(each) == 1:
        return worst._replace(each=each)
    asks = tuple(dict.fromkeys(ask for judged in each if judged.verdict is worst.verdict for ask in judged.asks))
    return worst._replace(asks=asks, each=each)


def _judge(clause: Clause, world: World, secondary_read: bool, element: Element | None = None) -> Judgement:
    evaluation = evaluate_clause(clause, world)
    verdict = decide(clause, evaluation.binds, evaluation.met, secondary_read)
    asks: tuple[Ask, ...] = ()
    if clause.basis == "secondary" and evaluation.binds is TRUE and not clause.standing:
        asks = (Ask(TERMS_READ),)
    if verdict is Verdict.UNKNOWN and not asks:
        asks = _asks(evaluation, world)
    return Judgement(verdict, evaluation, asks, element)


def decide(clause: Clause, binds: Truth, met: Truth, secondary_read: bool = False) -> Verdict:
    """The verdict on a clause, by its kind: from whether it binds and whether what it requires is met."""
    if binds is FALSE:
        return NOT_APPLICABLE
    if clause.standing:
        return PASS if binds is TRUE else NOT_APPLICABLE
    if clause.basis == "secondary":
        # known only at second hand: nothing but "does not apply" is said before somebody reads the terms and allows the use
        return PASS if secondary_read else Verdict.UNKNOWN
    if met is TRUE:
        return PASS
    if binds is UNSURE:
        return Verdict.UNKNOWN
    if met is FALSE:
        return Verdict.FAIL
    return DUE if clause.kind == "duty" else Verdict.UNKNOWN


def _asks(evaluation: Evaluation, world: World) -> tuple[Ask, ...]:
    """What to ask: whether the clause binds first, and what it requires only once it binds."""
    if evaluation.binds is UNSURE:
        traces = [evaluation.applies, *evaluation.excuses]
    else:
        traces = [evaluation.requires] if evaluation.requires else []
    asks = (ask for trace in traces for leaf in open_leaves(trace) for ask in _asked_by(leaf, world))
    return tuple(dict.fromkeys(asks))


def _asked_by(trace: Trace, world: World) -> tuple[Ask, ...]:
    """A derived fact asks for its inputs, never for itself."""
    leaf = trace.condition
    assert isinstance(leaf, Leaf)
    definition = world.definition(leaf.fact)
    if not definition.written:
        return tuple(Ask(name) for name in definition.asks or definition.copies)
    name = leaf.fact
    if name.startswith("use.") and name not in world.vocabulary.facts:
        name = "deployment." + name[4:]
    if definition.type == "figure":
        return (Ask(name, trace.outcome.period if trace.outcome else "", leaf.entity),)
    return (Ask(name),)

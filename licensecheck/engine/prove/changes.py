"""What a new version of the policies changes: clauses and policies that come and go, and the cases judged otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.engine.judge import Verdict
from licensecheck.engine.prove.cells import TooManyCells, space_of, verdict_masks
from licensecheck.engine.prove.clause import proof_world
from licensecheck.engine.prove.words import witness
from licensecheck.engine.world import World
from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import All, Any, Clause, Condition, Leaf, Not, Policy, clause_leaves

FROM_TO = (
    (Verdict.PASS, (Verdict.FAIL,)),
    (Verdict.NOT_APPLICABLE, (Verdict.FAIL,)),
    (Verdict.FAIL, (Verdict.PASS, Verdict.NOT_APPLICABLE)),
)
"""The changes that count, the stricter ones first; pass and not applicable are one answer."""


class Change(NamedTuple):
    """One difference: in which policy and clause ("" for the whole policy), and what it is."""

    policy: str
    clause: str
    said: str


def changes(old: tuple[Policy, ...], new: tuple[Policy, ...], vocabulary: Vocabulary, places: Places) -> Iterator[Change]:
    """The differences between two versions, policy by policy. `vocabulary` knows the facts of both."""
    before = {policy.id: policy for policy in old}
    after = {policy.id: policy for policy in new}
    for name in sorted({*before, *after}):
        if name not in after:
            yield Change(name, "", "the policy is gone")
        elif name not in before:
            yield Change(name, "", "the policy is new")
        else:
            yield from _policy(before[name], after[name], vocabulary, places)


def _policy(old: Policy, new: Policy, vocabulary: Vocabulary, places: Places) -> Iterator[Change]:
    adopted = {reading.id: reading.adopted for reading in old.readings}
    for reading in new.readings:
        was = adopted.get(reading.id, reading.adopted)
        if was != reading.adopted:
            said = f"the reading `{reading.id}` was {_adopted(was)}, and is {_adopted(reading.adopted)}"
            yield Change(new.id, "", said)
    before = {clause.id: clause for clause in old.clauses}
    after = {clause.id: clause for clause in new.clauses}
    for name in (*before, *(each for each in after if each not in before)):
        if name not in after:
            yield Change(new.id, name, f"the clause is gone: {before[name].title}")
        elif name not in before:
            yield Change(new.id, name, f"the clause is new: {after[name].title}")
        else:
            worlds = (proof_world(old, vocabulary, places), proof_world(new, vocabulary, places))
            for said in _clause(before[name], after[name], *worlds):
                yield Change(new.id, name, said)


def _adopted(answer: str) -> str:
    return f"adopted as `{answer}`" if answer else "left open"


def _clause(before: Clause, after: Clause, former: World, world: World) -> Iterator[str]:
    """Each change from one verdict to another, with the case in words and the number of cells."""
    if before.for_each != after.for_each:
        yield f"it went through {before.for_each or 'no list'}, and goes through {after.for_each or 'no list'}"
    if before.basis != after.basis:
        yield f"it rested on {before.basis}, and rests on {after.basis}"
    world = world._replace(definitions={**former.definitions, **world.definitions})
    before, after = _dated(before, former), _dated(after, world)
    if _rule(before) == _rule(after):
        return
    try:
        space = space_of((*clause_leaves(before), *clause_leaves(after)), world)
    except TooManyCells as error:
        yield f"its rule changed; {error.count:,} cells are too many to compare"
        return
    was = verdict_masks(before, space.truths, space.whole)
    now = verdict_masks(after, space.truths, space.whole)
    for one, others in FROM_TO:
        for other in others:
            cells = was[one] & now[other] & space.known
            if cells:
                said = f"{_word(one)} becomes {_word(other)} {witness(space, cells, world)}"
                yield f"{said} ({cells.bit_count():,} of {space.known.bit_count():,} cases)"


def _rule(clause: Clause) -> object:
    return clause.kind, clause.standing, clause.applies_when, tuple(each.when for each in clause.unless), clause.requires


def _word(verdict: Verdict) -> str:
    return verdict.word.replace("_", " ")


def _dated(clause: Clause, world: World) -> Clause:
    """The clause with the month before the release written out, since two versions may be released on two days."""
    requires = _with_months(clause.requires, world) if clause.requires is not None else None
    unless = tuple(each._replace(when=_with_months(each.when, world)) for each in clause.unless)
    return clause._replace(applies_when=_with_months(clause.applies_when, world), unless=unless, requires=requires)


def _with_months(condition: Condition, world: World) -> Condition:
    match condition:
        case Leaf():
            return condition._replace(period=world.period(condition.period)) if condition.period else condition
        case Not(part):
            return Not(_with_months(part, world))
        case All(parts):
            return All(tuple(_with_months(part, world) for part in parts))
        case Any(parts):
            return Any(tuple(_with_months(part, world) for part in parts))

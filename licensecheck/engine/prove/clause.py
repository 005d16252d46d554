"""Everything that is proved about one clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.engine.judge import judge
from licensecheck.engine.prove.adopted import milder_readings
from licensecheck.engine.prove.cases import cases_of
from licensecheck.engine.prove.cells import Cells, TooManyCells, cells_of
from licensecheck.engine.prove.examples import check_examples
from licensecheck.engine.prove.growth import milder_with_more
from licensecheck.engine.prove.killed import Kills, kills
from licensecheck.engine.prove.knowledge import idle, taken_back, undecided
from licensecheck.engine.prove.reach import Work, out_of_reach
from licensecheck.engine.prove.report import Refutation
from licensecheck.engine.prove.thresholds import untried_sides
from licensecheck.engine.prove.worlds import empty_world
from licensecheck.engine.world import World
from licensecheck.facts.places import Places
from licensecheck.facts.values import DERIVED, Fact
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import Clause, Policy, clause_leaves


class Proved(NamedTuple):
    """What the proofs of one clause came to."""

    refutations: tuple[Refutation, ...]
    exceptions: tuple[str, ...]
    examples: int
    cells: int
    mutants: int
    killed: int


def proof_world(policy: Policy, vocabulary: Vocabulary, places: Places) -> World:
    """The world in which cells are cut: nothing is presumed, and the names that literals hold are known."""
    world = empty_world(policy, vocabulary, places, presume=False)
    names = {"model.name": Fact("acme/Atlas-7B", DERIVED), "work.name": Fact("Atlas-7B", DERIVED)}
    return world.having(names)


def prove_clause(policy: Policy, clause: Clause, vocabulary: Vocabulary, places: Places, works: frozenset[Work]) -> Proved:
    """Prove one clause; the policy gives the days, the readings and the facts of its own, and `works` is what it licenses."""
    refuted = list(check_examples(policy, clause, vocabulary, places))
    world = proof_world(policy, vocabulary, places)
    exceptions: list[str] = []
    tried = Kills(0, 0, ())
    try:
        cells = cells_of(clause, world)
    except TooManyCells as error:
        said = f"its facts make {error.count:,} cells, too many to count"
        refuted.append(Refutation("cells", policy.id, clause.id, said, clause.span))
        return Proved(tuple(refuted), (), len(clause.examples), 0, 0, 0)
    for proof, said in _over_cells(policy, cells, world, works):
        refuted.append(Refutation(proof, policy.id, clause.id, said, clause.span))
    found = idle(cells, world)
    if found and found[1]:
        exceptions.append(f"{policy.id}/{clause.id}: {found[0]} ({found[1]})")
    elif found:
        refuted.append(Refutation("needless-unknown", policy.id, clause.id, found[0], clause.span))
    if clause_leaves(clause) and not any(each.proof == "examples" for each in refuted):
        cases = cases_of(policy, clause, vocabulary, places)
        tried = kills(clause, cases, world)
        sides = tuple(untried_sides(clause, cases))
        for said in sides:
            refuted.append(Refutation("thresholds", policy.id, clause.id, said, clause.span))
        for said in tried.survivors:
            refuted.append(Refutation("mutants", policy.id, clause.id, said, clause.span))
    size = cells.space.size + (2 if clause.for_each else 0)
    return Proved(tuple(refuted), tuple(exceptions), len(clause.examples), size, tried.mutants, tried.killed)


def _over_cells(policy: Policy, cells: Cells, world: World, works: frozenset[Work]) -> Iterator[tuple[str, str]]:
    clause = cells.clause
    if not clause.standing:
        for said in undecided(cells, world):
            yield "decided", said
    for said in taken_back(cells, world):
        yield "taken-back", said
    for said in out_of_reach(cells, works, world):
        yield "reach", said
    for said in milder_with_more(cells, world):
        yield "more-is-milder", said
    for said in milder_readings(policy, cells, world):
        yield "adopted", said
    if clause.for_each and clause.standing is False:
        # no element: the clause does not apply; the list itself not known: nothing is answered
        empty = world.having({clause.for_each: Fact(())})
        if judge(clause, empty).verdict.word != "not_applicable":
            yield "decided", "with an empty list it applies all the same"

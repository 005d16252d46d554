"""Every mutant of a clause is noticed by one of the clause's own examples, or is no change at all."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.engine.judge import Verdict
from licensecheck.engine.prove.cases import Cases
from licensecheck.engine.prove.cells import cells_of, verdict_masks
from licensecheck.engine.prove.mutants import Mutant, mutants
from licensecheck.engine.prove.words import witness
from licensecheck.engine.world import World
from licensecheck.policy.model import Clause, clause_leaves


class Kills(NamedTuple):
    """How many mutants a clause has, without those that change no verdict; how many are noticed; the others in words."""

    mutants: int
    killed: int
    survivors: tuple[str, ...]


def kills(clause: Clause, cases: Cases, world: World) -> Kills:
    """Try every mutant of a clause on its examples."""
    stated = cases.verdicts(clause)
    count = killed = 0
    survivors = []
    bare = frozenset(leaf.fact for leaf in clause_leaves(clause) if world.definition(leaf.fact).type == "names")
    for mutant in mutants(clause, bare):
        if cases.verdicts(mutant.clause) != stated:
            count, killed = count + 1, killed + 1
            continue
        difference = _difference(clause, mutant, world)
        if difference:
            count += 1
            survivors.append(f"no example notices the clause {mutant.change}: {difference}")
    return Kills(count, killed, tuple(survivors))


def _difference(clause: Clause, mutant: Mutant, world: World) -> str:
    """A fully known cell in which the mutant has another verdict, in words; "" when there is none."""
    cells = cells_of(clause, world, mutant.leaves)
    space = cells.space
    changed = verdict_masks(mutant.clause, space.truths, space.whole)
    for was, mask in cells.verdicts.items():
        for now, other in changed.items():
            here = mask & other & space.known
            if was is not now and here:
                return f"{_word(was)} would become {_word(now)} {witness(space, here, world)}"
    return ""


def _word(verdict: Verdict) -> str:
    return verdict.word.replace("_", " ")

"""Every mutant of a clause is noticed by one of the clause's own examples, or is no change at all."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.engine.judge import Verdict
from licensecheck.engine.prove.cases import Cases
from licensecheck.engine.prove.cells import Cells, cells_of, verdict_masks
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
    """A fully known cell in which the mutant gives another answer, in words; "" when there is none.

    Pass and not applicable are one answer, but for a standing clause, which has no other.
    """
    cells = cells_of(clause, world, mutant.leaves)
    space = cells.space
    changed = Cells(mutant.clause, space, verdict_masks(mutant.clause, space.truths, space.whole))
    answers = ((cells.fails, changed.holds, "fail", "pass"), (cells.holds, changed.fails, "pass", "fail"))
    if clause.standing:
        listed, before = changed.verdicts[Verdict.PASS], cells.verdicts[Verdict.PASS]
        answers = ((before, space.whole & ~listed, "listed", "not listed"), (space.whole & ~before, listed, "not listed", "listed"))
    for mask, other, was, now in answers:
        here = mask & other & space.known
        if here:
            return f"{was} would become {now} {witness(space, here, world)}"
    return ""

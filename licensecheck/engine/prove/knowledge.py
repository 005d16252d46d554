"""What more knowledge does to a verdict: full knowledge decides, no answer is ever taken back, no question is idle."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.engine.judge import Verdict
from licensecheck.engine.prove.cells import Cells
from licensecheck.engine.prove.words import fact_told, shortened, told, witness
from licensecheck.engine.world import World
from licensecheck.facts.values import UNKNOWN


def undecided(cells: Cells, world: World) -> Iterator[str]:
    """Totality: with all facts and readings known, the verdict is neither unknown nor due."""
    for each in cells.space.variables:
        if not any(state.known for state in each.states):
            phrase = world.definition(each.fact).phrase
            yield f"nothing that is known decides about {phrase}; the policy may lack its day of release"
            return
    left = cells.open & cells.space.known
    if left:
        yield f"everything is known, and it is {cells.verdict_at(left).word}, {witness(cells.space, left, world)}"


def taken_back(cells: Cells, world: World) -> Iterator[str]:
    """Monotone in knowledge: learning a fact never turns a fail into a pass, nor a pass into a fail."""
    space = cells.space
    for before, after, was, now in (
        (cells.fails, cells.holds, "fail", "pass"),
        (cells.holds, cells.fails, "pass", "fail"),
    ):
        for index, variable in enumerate(space.variables):
            for start, state in enumerate(variable.states):
                for end in state.becomes if not state.known else ():
                    flipped = space.moved(before, index, start, end) & after
                    if flipped:
                        origin = space.moved(flipped, index, end, start)
                        learned = fact_told(variable, end, world)
                        said = witness(space, origin, world, (index,))
                        yield f"it is {was} {said}; once it is known that {learned}, it is {now}"
                        return


def idle(cells: Cells, world: World) -> tuple[str, str] | None:
    """An unknown that every completion would answer alike, in words, with the reason that excuses it, if one does."""
    space = cells.space
    fails, holds = _completed(cells, cells.fails), _completed(cells, cells.holds)
    left = cells.verdicts[Verdict.UNKNOWN] & ~(fails & holds) & (fails | holds)
    if not left:
        return None
    states = space.first(left)
    answer = "fail" if fails & left & -left else "pass"
    unsure = [(each, found) for each, place in zip(space.variables, states, strict=True) if not (found := each.states[place]).known]
    reason = ""
    if any(state.value is not UNKNOWN for _, state in unsure):
        reason = "the clause names all that the vocabulary has below it, and the vocabulary may grow"
    elif any(len(each.leaves) > 1 for each, _ in unsure):
        reason = "one fact stands in several leaves"
    said = told(space, states, shortened(space, left), world)
    return f"it is unknown {said}, although every answer leads to {answer}", reason


def _completed(cells: Cells, answer: int) -> int:
    """The cells of which some full completion has this answer."""
    space = cells.space
    reached = answer & space.known
    for index, variable in enumerate(space.variables):
        for start, state in enumerate(variable.states):
            if not state.known:
                for end in state.becomes:
                    reached |= space.moved(reached, index, end, start)
    return reached

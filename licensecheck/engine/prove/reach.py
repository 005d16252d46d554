"""Which verdicts a clause can come to, once everything is known, with a model that the catalog knows."""

from collections.abc import Iterator
from typing import Any

from licensecheck.engine.judge import Verdict
from licensecheck.engine.prove.cells import Cells
from licensecheck.engine.prove.states import state_of
from licensecheck.engine.world import World

Work = tuple[tuple[str, Any], ...]
"""What the catalog says of one licensed work: facts with their values."""


def out_of_reach(cells: Cells, works: frozenset[Work], world: World) -> Iterator[str]:
    """A clause can fail, and it can be passed: by its requirement where it has one, else by not applying.

    A clause that says why this is not so (`vacuous`) must be right about it. Without `works`, any model will do.
    """
    clause = cells.clause
    if clause.standing:
        return
    known = cells.space.known & _with_some(cells, works, world)
    fails, passes, idle = (cells.verdicts[each] & known for each in (Verdict.FAIL, Verdict.PASS, Verdict.NOT_APPLICABLE))
    who = "no model of the catalog, in no deployment," if works else "nothing known"
    if clause.basis == "secondary":
        # it fails nobody before somebody has the terms read, and then it passes
        if not known & ~idle:
            yield f"{who} makes it apply"
        return
    missing = []
    if not fails:
        missing.append(f"{who} makes it fail")
    if clause.requires is not None and not passes:
        missing.append(f"{who} meets what it requires")
    elif not passes | idle:
        missing.append(f"{who} makes it pass, or not apply")
    if missing and not clause.vacuous:
        yield " and ".join(missing)
    if clause.vacuous and fails and passes:
        yield "it is said to be vacuous, and it can both fail and pass"


def _with_some(cells: Cells, works: frozenset[Work], world: World) -> int:
    """The cells that exist with one of some works; what the catalog leaves out about a work may be anything."""
    space = cells.space
    result = 0
    for work in works:
        said = dict(work)
        here = space.whole
        for variable, masks in zip(space.variables, space.masks, strict=True):
            if variable.fact in said:
                here &= masks[state_of(variable, said[variable.fact], world)]
        result |= here
    return result if works else space.whole

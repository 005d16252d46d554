"""Which verdicts a clause can come to, once everything is known."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.engine.judge import Verdict
from licensecheck.engine.prove.cells import Cells


def out_of_reach(cells: Cells, possible: int) -> Iterator[str]:
    """A clause can fail, and it can be passed: by its requirement where it has one, else by not applying.

    A clause that says why this is not so (`vacuous`) must be right about it. `possible` are the cells that can exist.
    """
    clause = cells.clause
    if clause.standing:
        return
    known = cells.space.known & possible
    missing = []
    if not cells.fails & known:
        missing.append("nothing known makes it fail")
    if clause.requires is not None and not cells.verdicts[Verdict.PASS] & known:
        missing.append("nothing known meets what it requires")
    elif not cells.holds & known:
        missing.append("nothing known makes it pass, or not apply")
    if missing and not clause.vacuous:
        yield " and ".join(missing)
    both = cells.fails & known and cells.verdicts[Verdict.PASS] & known
    if clause.vacuous and both and clause.basis != "secondary":
        yield "it is said to be vacuous, and it can both fail and pass"

"""Clauses changed in one small place: what an example must notice."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any as Anything
from typing import NamedTuple

from licensecheck.policy.model import All, Any, Clause, Condition, Leaf, Not

SWAPS = {
    "greater_than": "at_least", "at_least": "greater_than", "less_than": "at_most", "at_most": "less_than",
    "includes_any": "within", "within": "includes_any", "includes_other_than": "includes_any",
    "before": "on_or_after", "on_or_after": "before", "starts_with": "is", "contain": "is",
}  # fmt: skip
LISTS = ("one_of", "includes_any", "includes_other_than", "within")


class Mutant(NamedTuple):
    """A changed clause, what was changed, and the leaves that are new in it."""

    change: str
    clause: Clause
    leaves: tuple[Leaf, ...]


class _Change(NamedTuple):
    change: str
    condition: Condition
    leaves: tuple[Leaf, ...] = ()


def mutants(clause: Clause, bare: frozenset[str] = frozenset()) -> Iterator[Mutant]:
    """Every mutant of a clause. `bare` are its lists of names, which no `within` can be asked about."""
    for each in _changes(clause.applies_when, clause.derived, bare):
        yield Mutant(each.change, clause._replace(applies_when=each.condition), each.leaves)
    for index, excuse in enumerate(clause.unless):
        rest = (clause.unless[:index], clause.unless[index + 1 :])
        yield Mutant(f"without its exception of section {excuse.section}", clause._replace(unless=(*rest[0], *rest[1])), ())
        for each in _changes(excuse.when, False, bare):
            changed = excuse._replace(when=each.condition)
            yield Mutant(each.change, clause._replace(unless=(*rest[0], changed, *rest[1])), each.leaves)
    if clause.requires is not None:
        yield Mutant("without its requirement", clause._replace(requires=None), ())
        for each in _changes(clause.requires, False, bare):
            yield Mutant(each.change, clause._replace(requires=each.condition), each.leaves)


def _changes(condition: Condition, table: bool, bare: frozenset[str]) -> Iterator[_Change]:
    """The changes of one condition. The tags of a table are exempt: each has its own derived example."""
    match condition:
        case Leaf():
            yield from _of_leaf(condition, table and condition.fact == "use.kind", condition.fact in bare)
        case Not(part):
            yield _Change(f"without `not` before {shown(part)}", part)
            for each in _changes(part, table, bare):
                yield each._replace(condition=Not(each.condition))
        case All(parts) | Any(parts):
            joined = All if isinstance(condition, All) else Any
            for index, part in enumerate(parts):
                before, after = parts[:index], parts[index + 1 :]
                if before or after:
                    yield _Change(f"without the part {shown(part)}", joined((*before, *after)))
                for each in _changes(part, table, bare):
                    yield each._replace(condition=joined((*before, each.condition, *after)))


def _of_leaf(leaf: Leaf, table: bool, bare: bool) -> Iterator[_Change]:
    constant = leaf.constant
    if isinstance(constant, bool):
        yield _changed(leaf, leaf._replace(constant=not constant))
        return
    swapped = SWAPS.get(leaf.operator)
    if swapped == "is" and leaf.operator == "contain":
        yield _changed(leaf, leaf._replace(operator="is", constant=True))
    elif swapped and not bare:
        yield _changed(leaf, leaf._replace(operator=swapped))
    else:
        yield _Change(f"with `not` before {shown(leaf)}", Not(leaf))
    if isinstance(constant, int | float):
        for step in (-1, 1):
            yield _changed(leaf, leaf._replace(constant=constant + step))
    elif leaf.operator in ("before", "on_or_after"):
        day = datetime.date.fromisoformat(constant)
        for step in (-1, 1):
            yield _changed(leaf, leaf._replace(constant=(day + datetime.timedelta(step)).isoformat()))
    elif leaf.operator in LISTS and len(constant) > 1 and not table:
        for index, member in enumerate(constant):
            fewer = leaf._replace(constant=(*constant[:index], *constant[index + 1 :]))
            yield _Change(f"without `{member}` in {shown(leaf)}", fewer, (fewer,))


def _changed(leaf: Leaf, mutated: Leaf) -> _Change:
    return _Change(f"with {shown(mutated)} instead of {shown(leaf)}", mutated, (mutated,))


def shown(condition: Condition) -> str:
    """A condition as the policy writes it, shortened."""
    match condition:
        case Leaf(fact, operator, constant):
            return f"`{fact} {operator} {_constant(constant)}`"
        case Not(part):
            return f"not {shown(part)}"
        case All(parts) | Any(parts):
            return (" and " if isinstance(condition, All) else " or ").join(shown(part) for part in parts) or "`always`"


def _constant(constant: Anything) -> str:
    match constant:
        case bool():
            return "yes" if constant else "no"
        case int() | float():
            return f"{constant:_}"
        case tuple() if len(constant) > 3:
            return f"[{', '.join(str(each) for each in constant[:2])}, ... {len(constant) - 2} more]"
        case tuple():
            return f"[{', '.join(str(each) for each in constant)}]"
        case _:
            return str(constant)

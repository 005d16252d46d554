"""Clauses compiled to columns. What cannot be compiled is an error and never left out."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from licensecheck.engine.compare import folded, joined, place_within, tag_within
from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth
from licensecheck.engine.world import month_before_release
from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import ELEMENT_LISTS, Definition, Vocabulary
from licensecheck.fleet.columns import (
    Begins,
    Column,
    Compares,
    Falls,
    Formula,
    Holds,
    Kind,
    OneOf,
    Overlaps,
    Reaches,
    Role,
    columns_of,
)
from licensecheck.policy.model import All, Any, Clause, Condition, Leaf, Not, Policy, reading_definition
from licensecheck.source.diagnostic import Diagnostic, InputError

ELEMENTS = tuple(f"{prefix}." for prefix in ELEMENT_LISTS.values())
NOTHING: Formula = Any(())
Sorted = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
OTHER_PART = "-*"
"""What stands behind a country's code for a part of it that no clause and no list of places names."""


class Rule(NamedTuple):
    """One clause over columns: where it binds, and where what it requires is met (nowhere, for a prohibition).

    `columns` are those of the row, `element` those of one element of the list that the clause goes through.
    """

    policy: str
    clause: Clause
    binds: Formula
    met: Formula
    columns: tuple[Column, ...]
    element: tuple[Column, ...]


def compiled(policy: Policy, vocabulary: Vocabulary, places: Places) -> tuple[Rule, ...]:
    """Every clause of a policy, in its order.

    Raises InputError with every clause that cannot be compiled.
    """
    compiler = Compiler(policy, vocabulary, places)
    rules: list[Rule] = []
    failed: list[Diagnostic] = []
    for clause in policy.clauses:
        try:
            rules.append(compiler.rule(clause))
        except CannotCompile as trouble:
            message = f"`{policy.id}/{clause.id}` cannot be compiled to columns: {trouble}"
            failed.append(Diagnostic("cannot-compile", message, clause.span))
    if failed:
        raise InputError(tuple(failed))
    return tuple(rules)


class CannotCompile(Exception):
    """Why a condition has no form over columns."""


class Compiler:
    """Compiles the clauses of one policy."""

    def __init__(self, policy: Policy, vocabulary: Vocabulary, places: Places) -> None:
        self.policy, self.vocabulary, self.places = policy, vocabulary, places
        self.own: dict[str, Definition] = {definition.name: definition for definition in policy.facts}
        self.own |= {definition.name: definition for definition in map(reading_definition, policy.readings)}

    def rule(self, clause: Clause) -> Rule:
        """One clause. Raises CannotCompile."""
        if clause.for_each and clause.for_each not in ELEMENT_LISTS:
            raise CannotCompile(f"`{clause.for_each}` is no list of elements")
        binds = self.formula(clause.applies_when)
        if clause.unless:
            binds = All((binds, Not(Any(tuple(self.formula(excuse.when) for excuse in clause.unless)))))
        met = self.formula(clause.requires) if clause.requires is not None else NOTHING
        columns = tuple(dict.fromkeys((*columns_of(binds), *columns_of(met))))
        element = tuple(column for column in columns if column.leaf.fact.startswith(ELEMENTS))
        if element and not clause.for_each:
            raise CannotCompile(f"`{element[0].name}` is a fact of an element, and the clause goes through no list")
        return Rule(self.policy.id, clause, binds, met, tuple(each for each in columns if each not in element), element)

    def formula(self, condition: Condition) -> Formula:
        """A condition over columns. Raises CannotCompile."""
        match condition:
            case Not(part):
                return Not(self.formula(part))
            case All(parts):
                return All(tuple(self.formula(part) for part in parts))
            case Any(parts):
                return Any(tuple(self.formula(part) for part in parts))
            case Leaf():
                return self.leaf(condition)

    def definition(self, name: str) -> Definition:
        """The definition of a fact. Raises CannotCompile for a name that no vocabulary has."""
        found = self.own.get(name) or self.vocabulary.find(name)
        if found is None:
            raise CannotCompile(f"no fact is named `{name}`")
        return found

    def leaf(self, leaf: Leaf) -> Formula:
        """One leaf as a test of columns."""
        definition = self.definition(leaf.fact)
        constants = leaf.constant if isinstance(leaf.constant, tuple) else (leaf.constant,)
        match definition.type:
            case "yes_no":
                holds = Holds(self.column(leaf, "yes_no"))
                return holds if leaf.constant is True else Not(holds)
            case "choice" | "place":
                yes, open, _ = self.sorted_out(definition, constants)
                return OneOf(self.column(leaf, "text"), yes, open)
            case "choices" | "places":
                return self.members(definition, leaf, constants)
            case "name" if leaf.operator == "starts_with":
                column, blurred = self.column(leaf, "text", "start"), self.column(leaf, "text", "start_folded")
                return Begins(column, blurred, joined(leaf.constant), folded(leaf.constant))
            case "name":
                return OneOf(self.column(leaf, "text", "folded"), tuple(dict.fromkeys(map(folded, constants))))
            case "names" if leaf.operator in ("includes_other_than", "within"):
                # names are no closed list: those outside of some cannot be written down, so the engine answers
                return Holds(self.column(leaf, "yes_no", "answer"))
            case "names":
                return Overlaps(self.column(leaf, "list", "folded"), tuple(dict.fromkeys(map(folded, constants))))
            case "figure":
                return Reaches(
                    self.column(leaf, "number", "low"), self.column(leaf, "number", "high"), leaf.operator, leaf.constant
                )
            case "number":
                return Compares(self.column(leaf, "number"), leaf.operator, leaf.constant)
            case "date":
                return Falls(self.column(leaf, "text"), leaf.operator, leaf.constant)
            case "evidence":
                return Holds(self.column(leaf, "yes_no", "answer"))
            case kind:
                raise CannotCompile(f"`{leaf.fact}` is of type {kind}, which no column compares")

    def members(self, definition: Definition, leaf: Leaf, constants: tuple[str, ...]) -> Formula:
        """A list against words: some member within them, some outside of them, or all within them."""
        yes, open, no = self.sorted_out(definition, constants)
        column = self.column(leaf, "list")
        match leaf.operator:
            case "includes" | "includes_any":
                return Overlaps(column, yes, open)
            case "includes_other_than":
                return Overlaps(column, no, open)
            case "within":
                return Not(Overlaps(column, no, open))
            case operator:
                raise CannotCompile(f"no list is compared by `{operator}`")

    def sorted_out(self, definition: Definition, constants: tuple[str, ...]) -> Sorted:
        """The words of a closed vocabulary that lie within some constants, those that partly do, and those that do not."""
        if definition.type not in ("place", "places"):
            return _tags_sorted_out((*definition.values, ""), constants)
        domain = place_words(self.places)
        strange = [word for word in constants if word not in domain]
        if strange:
            raise CannotCompile(f"`{strange[0]}` stands in no list of places")
        return _sorted_out(domain, lambda word: place_within(word, constants, self.places))

    def column(self, leaf: Leaf, kind: Kind, role: Role = "value") -> Column:
        """The column that a leaf reads; leaves that ask the same of a fact read the same one."""
        bare = Leaf(leaf.fact, "", None, leaf.entity, leaf.period)
        match role:
            case "value":
                return Column(leaf.fact, kind, role, bare)
            case "low" | "high":
                period = leaf.period
                if period == "month_before_release":
                    period = month_before_release(self.policy.released) or "unknown"
                return Column(f"{leaf.fact}.{leaf.entity}.{period}.{role}", kind, role, bare)
            case "answer":
                return Column(answer_name(leaf), kind, role, leaf)
            case _:
                return Column(f"{leaf.fact}.{role}", kind, role, bare)


def answer_name(leaf: Leaf) -> str:
    """The name of the column that says whether some evidence is there: `evidence.display "Built with Llama" on ui, docs`."""
    if isinstance(leaf.constant, tuple):
        return f"{leaf.fact} {leaf.operator.replace('_', ' ')} {', '.join(leaf.constant)}"
    words = f' "{leaf.constant}"' if isinstance(leaf.constant, str) else "" if leaf.constant is True else " missing"
    return leaf.fact + words + (f" on {', '.join(leaf.places)}" if leaf.places else "")


def _sorted_out(domain: tuple[str, ...], within: Callable[[str], Truth]) -> Sorted:
    truths = [(word, within(word)) for word in domain]
    yes, open, no = (tuple(word for word, truth in truths if truth is wanted) for wanted in (TRUE, UNSURE, FALSE))
    return yes, open, no


@lru_cache(maxsize=4096)
def _tags_sorted_out(domain: tuple[str, ...], constants: tuple[str, ...]) -> Sorted:
    """The same for a tree of tags. The empty word is the choice that nobody claims."""
    return _sorted_out(domain, lambda word: tag_within(word, constants))


def place_words(places: Places) -> tuple[str, ...]:
    """Every place that clauses can tell apart: countries, groups, parts, and some other part of a country."""
    return ("", *places.names, *places.groups, *places.parts, *(code + OTHER_PART for code in places.names))

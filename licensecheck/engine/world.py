"""The world in which a clause is judged: every fact that it may name, with its basis, for one model and one policy."""

from __future__ import annotations

from typing import Any

from licensecheck.engine.compare import compare
from licensecheck.engine.truth import UNSURE, Truth
from licensecheck.facts.figures import NOTHING_KNOWN, Estimate, estimate
from licensecheck.facts.places import Places
from licensecheck.facts.values import PRESUMED, UNCLAIMED, UNKNOWN, Element, Fact, Figure
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy.model import Leaf
from licensecheck.source.record import NamedTuple

_MONTHS = frozenset(f"{month:02}" for month in range(1, 13))
MISSING = Fact(UNKNOWN, "missing")


class Outcome(NamedTuple):
    """How a leaf came out: its truth, the fact that decided it, and the period that was asked for."""

    truth: Truth
    fact: Fact
    period: str = ""


class World(NamedTuple):
    """Facts by dotted names. The nearer ones win: element, binding, model, deployment; then what silence means.

    `near` holds what the catalog computed for this model and policy, `released` is the release day of the licensed
    version, `as_of` the day judged. `presume` false leaves out every presumption (for --strict). `presumed` collects the
    names of facts that were presumed, `cache` what leaves came to that do not speak of an element.
    """

    vocabulary: Vocabulary
    places: Places
    definitions: dict[str, Definition]
    near: dict[str, Fact]
    model: dict[str, Fact]
    common: dict[str, Fact]
    as_of: str
    released: str
    presume: bool
    presumed: set[str]
    cache: dict[int, Any]
    element: Element | None = None

    def having(self, facts: dict[str, Fact]) -> World:
        """This world with further facts near at hand."""
        return self._replace(near={**self.near, **facts}, cache={})

    def definition(self, name: str) -> Definition:
        """The definition of a fact; KeyError for a name that no vocabulary has."""
        found = self.definitions.get(name) or self.vocabulary.find(name)
        if found is None:
            raise KeyError(name)
        return found

    def fact(self, name: str) -> Fact:
        """The fact of that name. What nobody says is what its silence means."""
        if self.element is not None:
            part, _, short = name.partition(".")
            if part in ("use", "trained", "claim"):
                found = self.element.facts.get(short)
                if found is not None:
                    return found
                if name not in self.vocabulary.facts:
                    return self.fact("deployment." + short)
                return self._silence(self.definition(name))
        found = self.declared(name)
        if found is not None:
            return found
        definition = self.definition(name)
        return self._copied(definition) or self._silence(definition)

    def _copied(self, definition: Definition) -> Fact | None:
        """The declared facts that a fact takes over together; nothing where none of them is declared."""
        given = {name: self.declared(name) for name in definition.copies}
        declared = [fact for fact in given.values() if fact is not None]
        open_one = next((fact for fact in declared if fact.value is UNKNOWN), None)
        if not declared or open_one:
            return open_one
        silent = [name for name, fact in given.items() if fact is None]
        if silent and not self.presume:
            return MISSING
        self.presumed.update(silent)
        if definition.type not in ("choices", "places", "names"):
            return declared[0]
        values = [fact.value if isinstance(fact.value, tuple) else (fact.value,) for fact in declared]
        together = tuple(dict.fromkeys(each for several in values for each in several))
        return declared[0]._replace(value=together)

    def declared(self, name: str) -> Fact | None:
        """The fact of that name that somebody gave, if anybody did."""
        return self.near.get(name) or self.model.get(name) or self.common.get(name)

    def _silence(self, definition: Definition) -> Fact:
        if definition.silence == "unclaimed":
            return Fact(nothing(definition), UNCLAIMED)
        if definition.silence == "none" and self.presume:
            # a fact that only copies others is never written: the presumption is about those
            names = definition.copies or (definition.name,)
            self.presumed.update(names)
            return Fact(nothing(definition), PRESUMED, said_by=", ".join(definition.copies))
        return MISSING

    def outcome(self, leaf: Leaf) -> Outcome:
        """How one leaf comes out here."""
        definition = self.definition(leaf.fact)
        if definition.type == "figure":
            return self._figure(leaf)
        fact = self.fact(leaf.fact)
        if fact.value is UNKNOWN:
            return Outcome(UNSURE, fact)
        if definition.type == "evidence" and isinstance(leaf.constant, str) and "{" in leaf.constant:
            words = self.filled(leaf.constant)
            if words is None:
                return Outcome(UNSURE, fact)
            leaf = leaf._replace(constant=words)
        return Outcome(compare(definition.type, fact.value, leaf, self.places), fact)

    def filled(self, literal: str) -> str | None:
        """A literal with the names of this binding; None while one of them is not known."""
        for slot, value in (("{model.name}", "model.name"), ("{work.name}", "work.name")):
            if slot in literal:
                name = self.fact(value).value
                short = name.rpartition("/")[2].strip() if isinstance(name, str) else ""
                if not short:
                    return None
                literal = literal.replace(slot, short)
        return literal.replace("{year}", self.as_of[:4])

    def _figure(self, leaf: Leaf) -> Outcome:
        found, fact, period = self.figure(leaf)
        truth = compare("figure", found, leaf, self.places)
        basis = fact.basis
        if found.presumed:
            basis = PRESUMED
            self.presumed.add(leaf.fact)
        return Outcome(truth, fact._replace(basis=basis), period)

    def figure(self, leaf: Leaf) -> tuple[Estimate, Fact, str]:
        """Where the figure of a leaf lies for its entity and its period, the fact that says so, and the period."""
        fact, period = self.fact(leaf.fact), self.period(leaf.period)
        found = NOTHING_KNOWN
        if isinstance(fact.value, Figure) and period:
            found = estimate(fact.value, leaf.entity, period, self.presume)
        if leaf.entity == "employer" and found[:2] == NOTHING_KNOWN[:2]:
            # an employer's figure is asked of nobody who does not name an employer
            found = Estimate(0, 0, True) if self.presume else found
        if leaf.fact.startswith("organization.") and leaf.entity != "employer" and self._not_yet_founded(leaf, fact, period):
            found, fact = Estimate(0, 0), self.fact("organization.founded")
        if leaf.fact.startswith("deployment."):
            found = self._at_most_the_whole(leaf, found, period)
        return found, fact, period

    def _at_most_the_whole(self, leaf: Leaf, found: Estimate, period: str) -> Estimate:
        """A product's figure is never larger than that of the organization."""
        name = "organization." + leaf.fact.partition(".")[2]
        if name not in self.vocabulary.facts:
            return found
        whole = self.fact(name).value
        if not isinstance(whole, Figure) or not period:
            return found
        limit = estimate(whole, "own", period, self.presume)
        if limit.high < found.high:
            return Estimate(found.low, max(found.low, limit.high), found.presumed or limit.presumed)
        return found

    def _not_yet_founded(self, leaf: Leaf, fact: Fact, period: str) -> bool:
        """Whether the period lies before the organization; a figure that is stated for it says that the group was there."""
        founded = self.fact("organization.founded").value
        if not isinstance(founded, str) or not founded or not period or founded[: len(period)] <= period:
            return False
        return not isinstance(fact.value, Figure) or estimate(fact.value, leaf.entity, period, False).low <= 0

    def period(self, name: str) -> str:
        """The period that a leaf asks for, as `2024-06`, `2024` or a word; "" when it cannot be known."""
        match name:
            case "month_before_release":
                return month_before_release(self.released)
            case "previous_month":
                return month_before(self.as_of)
            case "previous_year":
                return str(int(self.as_of[:4]) - 1)
            case _:
                return name


def is_month(text: str) -> bool:
    """Whether a text is a month such as `2024-06`."""
    year, dash, month = text.partition("-")
    return dash == "-" and len(year) == 4 and year.isascii() and year.isdigit() and month in _MONTHS


def month_before_release(released: str) -> str:
    """The calendar month before a release; "" where the release has no day."""
    return month_before(released) if is_month(released[:7]) else ""


def month_before(day: str) -> str:
    """The calendar month before the one of a day, as `2024-06`."""
    year, month = int(day[:4]), int(day[5:7])
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02}"


def nothing(definition: Definition) -> Any:
    """The value of a fact that did not happen or was not claimed."""
    match definition.type:
        case "yes_no":
            return False
        case "choices" | "places" | "names" | "elements" | "evidence":
            return ()
        case "figure":
            return Figure(())
        case "number":
            return float("nan")  # smaller than nothing, larger than nothing
        case _:
            return ""

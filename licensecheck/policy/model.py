"""Policies, clauses, conditions. Values only; nothing here evaluates."""

from typing import Any as Anything
from typing import NamedTuple

from licensecheck.facts.vocabulary import Definition
from licensecheck.source.diagnostic import Span
from licensecheck.source.nodes import Mapping


class Leaf(NamedTuple):
    """One fact compared with one constant by a word. `entity` and `period` are for figures, `places` for evidence."""

    fact: str
    operator: str
    constant: Anything
    entity: str = ""
    period: str = ""
    places: tuple[str, ...] = ()


class Not(NamedTuple):
    part: Anything


class All(NamedTuple):
    """Holds when every part holds; without parts it always holds."""

    parts: tuple[Anything, ...]


class Any(NamedTuple):
    """Holds when some part holds."""

    parts: tuple[Anything, ...]


Condition = Leaf | Not | All | Any
ALWAYS = All(())


class Excuse(NamedTuple):
    """An exception that the license itself makes, with its section."""

    section: str
    when: Condition


class Example(NamedTuple):
    """A case with its verdict; `facts` as deploy.yaml would write them, by dotted names."""

    verdict: str
    name: str
    facts: Mapping | None
    asks: tuple[str, ...] | None
    span: Span


class Clause(NamedTuple):
    """One rule of a license. `requires` None: to be bound is to be in breach. See docs/policies.md."""

    id: str
    kind: str
    section: str
    title: str
    applies_when: Condition
    unless: tuple[Excuse, ...]
    requires: Condition | None
    says: str
    remedy: tuple[str, ...]
    basis: str
    standing: bool
    for_each: str
    vacuous: str
    text: str
    span: Span | None = None
    examples: tuple[Example, ...] = ()
    derived: bool = False


class PinnedText(NamedTuple):
    """The text that clauses were written from: where it is, its hash, and the day the copy was captured."""

    name: str
    url: str
    sha256: str
    read: str
    changes: str


class Reading(NamedTuple):
    """A question that the text leaves open. `adopted`: the conservative answer that decides; "" leaves it unknown."""

    id: str
    section: str
    question: str
    values: tuple[str, ...]
    adopted: str


class Section(NamedTuple):
    """A section of the text that no clause rests on, and why."""

    section: str
    reason: str
    basis: str


DEPLOYMENT = "deployment"
"""What a pack governs by: it licenses no work, and binds every model of the deployment in which it is in force."""


class Policy(NamedTuple):
    """One license version, one dated edition of a provider's terms, or a pack of an organization's own rules.

    `from_outputs`: when a model that only learned from the outputs of the work is a derivative, and so under every clause.
    """

    id: str
    name: str
    licensor: str
    spdx: str
    values: dict[str, Anything]
    governs: str
    starts: str
    ends: str
    edition_of: str
    edition: str
    texts: tuple[PinnedText, ...]
    facts: tuple[Definition, ...]
    clauses: tuple[Clause, ...]
    readings: tuple[Reading, ...]
    sections: tuple[Section, ...]
    file: str = ""
    span: Span | None = None
    from_outputs: Condition | None = None

    @property
    def released(self) -> str:
        """The release day of the version that this policy licenses, or ""."""
        return str(self.values.get("released", ""))

    def text(self, name: str) -> PinnedText | None:
        return next((text for text in self.texts if text.name == name), None)


def leaves(condition: Condition | None) -> tuple[Leaf, ...]:
    """Every leaf of a condition, in the order of the file."""
    match condition:
        case None:
            return ()
        case Leaf():
            return (condition,)
        case Not(part):
            return leaves(part)
        case All(parts) | Any(parts):
            return tuple(leaf for part in parts for leaf in leaves(part))


def clause_leaves(clause: Clause) -> tuple[Leaf, ...]:
    """Every leaf of a clause: when it binds, its exceptions, what it requires."""
    excused = (leaf for excuse in clause.unless for leaf in leaves(excuse.when))
    return (*leaves(clause.applies_when), *excused, *leaves(clause.requires))


def reading_definition(reading: Reading) -> Definition:
    """An open question of the text, as a fact that conditions can name."""
    if set(reading.values) <= {"yes", "no"}:
        return Definition(f"reading.{reading.id}", "yes_no", reading.question, reading.question)
    return Definition(f"reading.{reading.id}", "choice", reading.question, reading.question, values=reading.values)

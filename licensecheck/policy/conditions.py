"""Conditions, read from nested YAML and checked against the vocabulary."""

from __future__ import annotations

import re
from typing import Any as Anything
from typing import NamedTuple

from licensecheck.facts.evidence import EVIDENCE_PLACES
from licensecheck.facts.figures import ANY_12_MONTHS, ENTITIES
from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.facts.words import YES_NO, read_day
from licensecheck.policy.model import All, Any, Condition, Leaf, Not, Reading, reading_definition
from licensecheck.source.diagnostic import Faults
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence
from licensecheck.source.scalars import scalar_value

OPERATORS: dict[str, tuple[str, ...]] = {
    "yes_no": ("is",),
    "choice": ("is", "one_of"),
    "choices": ("includes", "includes_any", "includes_other_than", "within"),
    "place": ("is", "one_of"),
    "places": ("includes", "includes_any", "includes_other_than", "within"),
    "figure": ("greater_than", "at_least", "less_than", "at_most"),
    "number": ("greater_than", "at_least", "less_than", "at_most"),
    "date": ("before", "on_or_after"),
    "name": ("is", "one_of", "starts_with"),
    "names": ("includes", "includes_any", "includes_other_than", "within"),
    "evidence": ("is", "contain"),
}
"""The words by which a leaf compares, for each type of fact."""

PERIODS = ("month_before_release", "previous_month", "previous_year", "total", ANY_12_MONTHS)
DEEPEST = 2
_PERIOD = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?\Z")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_AT_BINDING = ("year",)


class ConditionReader(NamedTuple):
    """Reads the conditions of one policy."""

    vocabulary: Vocabulary
    places: Places
    facts: dict[str, Definition]
    readings: dict[str, Reading]
    values: dict[str, Anything]
    faults: Faults

    def condition(self, node: Node, depth: int = 0) -> Condition:
        """One condition; after a fault, one that always holds."""
        if not isinstance(node, Mapping) or len(node.entries) != 1:
            help = "join several with `all:` or `any:`"
            self.faults.add("bad-condition", "a condition is a mapping with exactly one key", node.span, help=help)
            return All(())
        key, below = node.entries[0]
        if key.text in ("all", "any", "not") and depth >= DEEPEST:
            self.faults.add(
                "bad-condition", f"conditions nest at most {DEEPEST} levels deep", key.span, help="make two clauses of it"
            )
            return All(())
        match key.text:
            case "all" | "any":
                if not isinstance(below, Sequence) or not below.items:
                    self.faults.add("bad-condition", f"`{key.text}` takes a list of conditions", key.span)
                    return All(())
                parts = tuple(self.condition(item, depth + 1) for item in below.items)
                return All(parts) if key.text == "all" else Any(parts)
            case "not":
                return Not(self.condition(below, depth + 1))
            case _:
                return self._leaf(key, below)

    def definition(self, name: str) -> Definition | None:
        """The definition of any fact that a condition of this policy may name."""
        if name.startswith("terms."):
            return self.facts.get(name[6:])
        if name.startswith("reading."):
            reading = self.readings.get(name[8:])
            return reading_definition(reading) if reading else None
        return self.vocabulary.find(name)

    def _leaf(self, key: Scalar, node: Node) -> Condition:
        definition = self.definition(key.text)
        if definition is None:
            names = (
                *self.vocabulary.facts,
                *(f"terms.{name}" for name in self.facts),
                *(f"reading.{name}" for name in self.readings),
            )
            self.faults.add("unknown-fact", f"no fact is named `{key.text}`", key.span, help=did_you_mean(key.text, names))
            return All(())
        if not isinstance(node, Mapping):
            self.faults.add("bad-condition", f"`{key.text}` needs an operator", node.span, help="such as `{is: yes}`")
            return All(())
        operator, entity, period = "", "", ""
        constant: Anything = None
        places: tuple[str, ...] = ()
        for word, part in node.entries:
            match word.text:
                case "of":
                    entity = self._one_of(part, (*ENTITIES, "employer"), "entity")
                case "in":
                    period = self._period(part)
                case "place":
                    places = self._places_of_evidence(part)
                case _ if word.text in OPERATORS.get(definition.type, ()) and not operator:
                    operator, constant = word.text, self._constant(definition, word.text, part)
                case _:
                    known = OPERATORS.get(definition.type, ())
                    help = did_you_mean(word.text, known) or "one of " + ", ".join(known)
                    message = f"a fact of type `{definition.type}` has no operator `{word.text}`"
                    self.faults.add("bad-operator", message, word.span, help=help)
                    return All(())
        if not operator:
            self.faults.add("bad-condition", f"`{key.text}` is compared by no operator", node.span)
        if (entity or period) and definition.type != "figure":
            self.faults.add("bad-condition", f"`of` and `in` are for figures, and `{key.text}` is none", node.span)
        if definition.type == "figure":
            entity = entity or ("group" if key.text.startswith("organization.") else "own")
            period = period or {"month": "previous_month", "year": "previous_year"}.get(definition.period, "total")
        return Leaf(key.text, operator, constant, entity, period, places)

    def _constant(self, definition: Definition, operator: str, node: Node) -> Anything:
        if operator in ("one_of", "includes_any", "includes_other_than", "within"):
            if not isinstance(node, Sequence) or not node.items:
                self.faults.add("bad-condition", f"`{operator}` takes a list", node.span)
                return ()
            constants = tuple(self._single(definition, item) for item in node.items)
            if len(set(constants)) < len(constants):
                self.faults.add("bad-condition", "the list names something twice", node.span)
            return constants
        constant = self._single(definition, node)
        if definition.type == "evidence" and (operator == "is") is not isinstance(constant, bool):
            self.faults.add("bad-condition", "`is` compares evidence with yes or no, and `contain` with words", node.span)
        return constant

    def _single(self, definition: Definition, node: Node) -> Anything:
        if not isinstance(node, Scalar):
            self.faults.add("bad-condition", "a leaf compares with a single word or number", node.span)
            return ""
        text = self.fill(node.text)
        match definition.type:
            case "yes_no" | "evidence" if text in YES_NO:
                return YES_NO[text]
            case "yes_no":
                pass
            case "evidence":
                if text.strip():
                    return text
            case "choice" | "choices":
                if text in definition.values:
                    return text
                help = did_you_mean(text, definition.values)
                self.faults.add("unknown-value", f"`{text}` is no value of `{definition.name}`", node.span, help=help)
                return text
            case "place" | "places":
                code = self.places.find(text)
                if code:
                    return code
            case "figure" | "number":
                number = scalar_value(text) if text else None
                if isinstance(number, int | float) and not isinstance(number, bool):
                    return number
            case "date":
                day = read_day(node._replace(text=text))
                if day:
                    return day
            case _:
                if text.strip(" -_"):
                    return text
        self.faults.add("bad-condition", f"`{node.text}` is no constant for `{definition.name}`", node.span)
        return text

    def _period(self, node: Node) -> str:
        text = node.text if isinstance(node, Scalar) else ""
        if text in PERIODS or _PERIOD.match(text):
            return text
        self.faults.add(
            "bad-condition", f"`{text}` is no period", node.span, help="a month `2024-06`, or one of " + ", ".join(PERIODS)
        )
        return ""

    def _one_of(self, node: Node, choices: tuple[str, ...], what: str) -> str:
        text = node.text if isinstance(node, Scalar) else ""
        if text not in choices:
            self.faults.add("bad-condition", f"`{text}` is no {what}", node.span, help="one of " + ", ".join(choices))
        return text

    def _places_of_evidence(self, node: Node) -> tuple[str, ...]:
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple(self._one_of(item, EVIDENCE_PLACES, "place") for item in items)

    def fill(self, text: str) -> str:
        """The text with the values of the policy in their slots; slots for the binding stay."""
        return fill(text, self.values)


def fill(text: str, values: dict[str, Anything]) -> str:
    """The text with `{name}` replaced by the policy's value of that name; unknown slots stay as they are."""
    if "{" not in text:
        return text
    return _SLOT.sub(lambda match: str(values.get(match[1], match[0])) if match[1] not in _AT_BINDING else match[0], text)


def fill_node(node: Anything, values: dict[str, Anything]) -> Anything:
    """A node with every slot in its scalars filled."""
    match node:
        case Scalar(text=text) if "{" in text:
            filled = fill(text, values)
            return node._replace(text=filled, value=node.value if filled == text else scalar_value(filled))
        case Sequence(items=items):
            return node._replace(items=tuple(fill_node(item, values) for item in items))
        case Mapping(entries=entries):
            return node._replace(entries=tuple((key, fill_node(value, values)) for key, value in entries))
        case _:
            return node

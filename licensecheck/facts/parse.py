"""A written value, read by the type of its fact."""

from __future__ import annotations

from typing import Any

from licensecheck.facts.evidence import read_evidence
from licensecheck.facts.places import Places
from licensecheck.facts.statements import Statements
from licensecheck.facts.statements import shown_node as _shown
from licensecheck.facts.values import UNKNOWN, Element, Fact
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.facts.words import YES_NO, read_day
from licensecheck.source.diagnostic import Faults
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence
from licensecheck.source.record import NamedTuple

_SOURCE_KEYS = {"value", "by", "on", "source"}
_BAD: Any = object()


class Reader(NamedTuple):
    """Reads the values of facts; faults are collected, never raised."""

    vocabulary: Vocabulary
    places: Places
    faults: Faults

    def fact(self, definition: Definition, node: Node) -> Fact:
        """One fact: its value, or `{value, by, on, source}` where somebody answers for it."""
        said_by = ""
        if isinstance(node, Mapping) and node.get("value") is not None and {k.text for k, _ in node.entries} <= _SOURCE_KEYS:
            said_by, node = self._said_by(node), node.get("value")
        if isinstance(node, Scalar) and not node.quoted and (node.value is None or node.text == "unknown"):
            return Fact(UNKNOWN, span=node.span, said_by=said_by)
        value = self._value(definition, node)
        return Fact(UNKNOWN if value is _BAD else value, span=node.span, said_by=said_by)

    def _said_by(self, node: Mapping) -> str:
        """Who answers for a fact, since when, and from where."""
        said = []
        for key in ("by", "on", "source"):
            part = node.get(key)
            if isinstance(part, Scalar) and (key != "on" or read_day(part)):
                said.append(part.text)
            elif part is not None:
                help = "write a day such as `2024-06-30`" if key == "on" else ""
                self._wrong(part, f"`{key}` is {'a day' if key == 'on' else 'text'}, not {_shown(part)}", help)
        return ", ".join(said)

    def _value(self, definition: Definition, node: Node) -> Any:
        match definition.type:
            case "yes_no":
                return self._yes_no(definition, node)
            case "choice":
                return self._choice(definition, node)
            case "choices":
                return self._many(node, lambda item: self._choice(definition, item))
            case "place":
                return self._place(node)
            case "places":
                return self._many(node, self._place)
            case "number":
                return self._number(definition, node)
            case "figure":
                return self._figure(definition, node)
            case "date":
                return self._day(definition, node)
            case "name":
                return self._name(definition, node)
            case "names":
                return self._many(node, lambda item: self._name(definition, item))
            case "elements":
                return self._elements(definition, node)
            case _:
                items = read_evidence(_short(definition.name), node, self.faults)
                return _BAD if items is None else items

    def _wrong(self, node: Node, message: str, help: str = "") -> Any:
        self.faults.add("wrong-type", message, node.span, help=help)
        return _BAD

    def _yes_no(self, definition: Definition, node: Node) -> Any:
        if isinstance(node, Scalar):
            if isinstance(node.value, bool):
                return node.value
            if not node.quoted and node.text in YES_NO:
                return YES_NO[node.text]
        return self._wrong(node, f"`{_short(definition.name)}` is yes or no, not {_shown(node)}", "write `true` or `false`")

    def _choice(self, definition: Definition, node: Node) -> Any:
        if not isinstance(node, Scalar):
            return self._wrong(node, f"`{_short(definition.name)}` takes a word, not {_shown(node)}")
        text = node.text
        if text in definition.values:
            return text
        folded = text.replace(" ", "_").replace("-", "_").casefold()
        # another case or hyphen, the singular for the plural: business for businesses; what is ordinary needs no head
        for value in definition.values:
            if value.replace("-", "_") in (folded, f"{folded}s", f"{folded}es", f"ordinary/{folded}"):
                return value
        spelled = dict(definition.spellings).get(folded)
        if spelled is not None:
            return spelled
        # the end of one path alone: phishing for fraud/phishing
        ends = [
            value
            for value in definition.values
            if "/" in value and (value.rpartition("/")[2] in (folded, f"{folded}s") or value.replace("/", "_") == folded)
        ]
        if len(ends) == 1:
            return ends[0]
        near = did_you_mean(text, definition.values) or _leaf_help(text, definition.values)
        if not near and len(definition.values) <= 12:
            near = "one of " + ", ".join(definition.values)
        self.faults.add("unknown-value", f"`{text}` is no value of `{_short(definition.name)}`", node.span, help=near)
        return _BAD

    def _many(self, node: Node, one: Any) -> Any:
        items = node.items if isinstance(node, Sequence) else (node,)
        if len(items) == 1 and isinstance(items[0], Scalar) and items[0].text == "none" and not items[0].quoted:
            return ()
        values = [one(item) for item in items]
        return _BAD if any(value is _BAD for value in values) else tuple(dict.fromkeys(values))

    def _place(self, node: Node) -> Any:
        if isinstance(node, Scalar):
            code = self.places.find(node.text)
            if code:
                return code
            help = did_you_mean(node.text, (*self.places.names.values(), *self.places.groups))
            self.faults.add(
                "unknown-value", f"`{node.text}` is no country", node.span, help=help or "write an ISO 3166-1 code such as `KR`"
            )
            return _BAD
        return self._wrong(node, f"a country is a code such as `KR`, not {_shown(node)}")

    def _number(self, definition: Definition, node: Node) -> Any:
        number = Statements(_short(definition.name), self.faults).number(node)
        return _BAD if number is None else number

    def _figure(self, definition: Definition, node: Node) -> Any:
        # a product has no affiliates: its figure is its own
        entity = "group" if definition.name.startswith("organization.") else "own"
        figure = Statements(_short(definition.name), self.faults).figure(node, entity)
        return _BAD if figure is None else figure

    def _day(self, definition: Definition, node: Node) -> Any:
        day = read_day(node)
        if day:
            return day
        return self._wrong(node, f"`{_short(definition.name)}` is a day, not {_shown(node)}", "write a day such as `2024-06-30`")

    def _name(self, definition: Definition, node: Node) -> Any:
        if isinstance(node, Scalar) and node.text:
            return node.text
        return self._wrong(node, f"`{_short(definition.name)}` is text, not {_shown(node)}")

    # lists of elements -----------------------------------------------------------------------------------------------
    def _elements(self, definition: Definition, node: Node) -> Any:
        if isinstance(node, Scalar) and node.text == "none" and not node.quoted:
            return ()
        if not isinstance(node, Sequence):
            return self._wrong(node, f"`{_short(definition.name)}` is a list, not {_shown(node)}", "write `[]` for none")
        elements = [self._element(definition.of, item) for item in node.items]
        return _BAD if any(element is _BAD for element in elements) else tuple(elements)

    def _element(self, of: str, node: Node) -> Any:
        main = {"use": "kind", "trained": "kind", "claim": "over"}[of]
        definition = self.vocabulary.facts[f"{of}.{main}"]
        if isinstance(node, Scalar):
            value = self._value(definition, node)
            return _BAD if value is _BAD else Element(node.text, {main: Fact(value, span=node.span)}, node.span)
        if not isinstance(node, Mapping):
            return self._wrong(node, f"this must be a word or a mapping, not {_shown(node)}")
        facts: dict[str, Fact] = {}
        entries = node.entries
        if of == "use" and len(entries) == 1 and self._is_activity(*entries[0]):
            key, below = entries[0]
            value = self._value(definition, key)
            if value is _BAD:
                return _BAD
            facts[main] = Fact(value, span=key.span)
            entries = below.entries if isinstance(below, Mapping) else ()
        for key, below in entries:
            found = self.vocabulary.find(f"{of}.{key.text}")
            if key.text in facts:
                self.faults.add("duplicate-key", f"the `{key.text}` of this is said twice", key.span)
                continue
            if found is None or found.type == "elements" or not found.written:
                names = [short for short, each in self.vocabulary.below(of) if each.written]
                if of == "use":
                    below_deployment = self.vocabulary.below("deployment")
                    names += [short for short, each in below_deployment if each.type != "elements" and each.written]
                self.faults.add("unknown-fact", f"no fact is named `{key.text}` here", key.span, help=did_you_mean(key.text, names))
                continue
            facts[key.text] = self.fact(found, below)
        name = facts[main].value if main in facts and isinstance(facts[main].value, str) else of
        return Element(name, facts, node.span)

    def _is_activity(self, key: Scalar, below: Node) -> bool:
        """`legal/advice: {...}` and `legal/advice:` name an activity; `human_review: none` is a fact of one."""
        if isinstance(below, Mapping):
            return True
        return isinstance(below, Scalar) and below.value is None and self.vocabulary.find(f"use.{key.text}") is None


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _leaf_help(text: str, values: tuple[str, ...]) -> str:
    """`logistics` was meant as `military/logistics`."""
    found = [value for value in values if value.rpartition("/")[2] == text.rpartition("/")[2]]
    return f"did you mean `{found[0]}`?" if found else ""

"""Entries of deploy.yaml, read by what they should hold. Every fault is collected; after one, the empty value is given."""

from __future__ import annotations

from licensecheck.facts.parse import Reader
from licensecheck.facts.values import Fact
from licensecheck.facts.words import read_day
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence

MOST_ENTRIES = 1_000
LONGEST_NAME = 300
"""Bounds: entries of any list but that of the models, and characters of a name."""


class Entries:
    """Reads the entries of one deploy.yaml."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.faults, self.vocabulary = reader, reader.faults, reader.vocabulary

    def facts(self, node: Mapping, parts: tuple[str, ...], keys: tuple[str, ...], facts: dict[str, Fact], place: str) -> None:
        """Read the facts among the entries of a mapping into `facts`, by their full names; `keys` are read elsewhere."""
        for key, value in node.entries:
            if key.text in keys:
                continue
            names = [f"{part}.{key.text}" for part in parts]
            name = next((name for name in names if name in self.vocabulary.facts), None)
            definition = self.vocabulary.facts.get(name or "")
            # what only the catalog or the clock can say is not declared
            if name is None or definition is None or not definition.written:
                choices = [short for part in parts for short, found in self.vocabulary.below(part) if found.written]
                help = did_you_mean(key.text, (*choices, *keys)) or self.elsewhere(key.text)
                self.faults.add("unknown-fact", f"no fact of {place} is named `{key.text}`", key.span, help=help)
                continue
            facts[name] = self.reader.fact(definition, value)

    def elsewhere(self, word: str) -> str:
        """A fact of that name that belongs to another part of the file."""
        for part in ("organization", "deployment", "model", "evidence", "outputs"):
            found = self.vocabulary.facts.get(f"{part}.{word}")
            if found and found.written:
                place = {"model": "a model", "evidence": "`evidence` of a model", "outputs": "`outputs` of a model"}
                return f"`{word}` belongs to {place.get(part, f'`{part}`')}"
        return ""

    def known_keys(self, node: Mapping, keys: tuple[str, ...], place: str) -> None:
        """Fault every key that is not among these."""
        for key, _ in node.entries:
            if key.text not in keys:
                help = did_you_mean(key.text, keys) or self.elsewhere(key.text)
                self.faults.add("unknown-key", f"{place} has no key `{key.text}`", key.span, help=help)

    def mapping(self, node: Node | None, name: str) -> Mapping | None:
        """A mapping, or nothing; anything else is a fault."""
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return None
        if not isinstance(node, Mapping):
            self.faults.add("wrong-type", f"`{name}` is a mapping", node.span)
            return None
        return node

    def listed(self, node: Node | None, name: str) -> list[Mapping]:
        """The mappings of a list; anything else is a fault."""
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return []
        if not isinstance(node, Sequence):
            self.faults.add("wrong-type", f"`{name}` is a list", node.span)
            return []
        if len(node.items) > MOST_ENTRIES:
            self.faults.add("too-large", f"`{name}` has more than {MOST_ENTRIES:,} entries", node.span)
            return []
        for item in node.items:
            if not isinstance(item, Mapping):
                self.faults.add("wrong-type", f"each of `{name}` is a mapping", item.span)
        return [item for item in node.items if isinstance(item, Mapping)]

    def text(self, node: Mapping | None, key: str) -> str:
        """The text under a key, or ""."""
        part = node.get(key) if node else None
        if part is None:
            return ""
        if not isinstance(part, Scalar):
            self.faults.add("wrong-type", f"`{key}` is text", part.span)
            return ""
        return part.text

    def texts(self, node: Mapping, key: str) -> tuple[str, ...]:
        """The words of a list, or a single word."""
        part = node.get(key)
        if part is None:
            return ()
        items = part.items if isinstance(part, Sequence) else (part,)
        for item in items:
            if not isinstance(item, Scalar) or item.value is None or not item.text:
                self.faults.add("wrong-type", f"`{key}` is a list of words", item.span)
        return tuple(item.text for item in items if isinstance(item, Scalar))

    def name(self, node: Node | None, key: str) -> None:
        """A name stands in every report: it is one line, and not a long one."""
        if isinstance(node, Scalar) and (len(node.text) > LONGEST_NAME or not node.text.isprintable()):
            self.faults.add("wrong-type", f"`{key}` is at most {LONGEST_NAME} printable characters", node.span)

    def required(self, node: Mapping, key: str, place: str, help: str = "") -> str:
        """The text under a key that must be there."""
        text = self.text(node, key)
        if not text:
            self.faults.add("missing-key", f"{place} needs `{key}`", node.span, help=help)
        return text

    def day(self, node: Mapping, key: str, place: str = "") -> str:
        """The day under a key, or ""; `place` says that it must be there."""
        part = node.get(key)
        if part is None:
            if place:
                self.faults.add("missing-key", f"{place} needs `{key}`", node.span, help="write a day such as `2026-11-30`")
            return ""
        day = read_day(part)
        if not day:
            self.faults.add("wrong-type", f"`{key}` is a day", part.span, help="write a day such as `2026-11-30`")
        return day

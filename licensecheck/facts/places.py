"""Countries, their parts, and groups of countries."""

from __future__ import annotations

from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence
from licensecheck.source.record import NamedTuple


class Places(NamedTuple):
    """ISO 3166-1 codes with names, the ISO 3166-2 parts that clauses name, and groups such as the EU."""

    names: dict[str, str]
    parts: dict[str, str]
    groups: dict[str, frozenset[str]]
    spellings: dict[str, str]

    def find(self, text: str) -> str | None:
        """The code of a place that is written as a code, a group or an English name; None for no place."""
        upper = text.strip().upper() if text.isascii() else ""  # no letter of another script stands for a code
        if upper in self.names or upper in self.groups or upper in self.parts:
            return upper
        if upper[:2] in self.names and upper[2:3] == "-" and upper[3:].isalnum() and len(upper) <= 6:
            return upper
        folded = text.strip().casefold()
        named = ((name, code) for code, name in (*self.names.items(), *self.parts.items()))
        return next((code for name, code in (*named, *self.spellings.items()) if name.casefold() == folded), None)

    def countries(self, code: str) -> frozenset[str]:
        """The countries that a code stands for; a part of a country stands for itself."""
        return self.groups.get(code) or frozenset((code,))


def read_places(root: Node | None) -> Places:
    """The places of rules/places.yaml."""
    if not isinstance(root, Mapping):
        return Places({}, {}, {}, {})
    names, parts = _names(root.get("countries")), _names(root.get("parts"))
    groups = {"WORLD": frozenset(names)}
    listed = root.get("groups")
    for key, node in listed.entries if isinstance(listed, Mapping) else ():
        members: set[str] = set()
        for item in node.items if isinstance(node, Sequence) else ():
            members |= groups.get(item.text, frozenset((item.text,)))
        groups[key.text] = frozenset(members)
    return Places(names, parts, groups, _names(root.get("spellings")))


def _names(node: Node | None) -> dict[str, str]:
    if not isinstance(node, Mapping):
        return {}
    return {key.text: value.text for key, value in node.entries if isinstance(value, Scalar)}

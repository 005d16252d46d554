"""The keys of a mapping, read by what they should hold. Every fault is collected; after one, the empty value is given."""

from __future__ import annotations

from licensecheck.source.diagnostic import Faults
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence


class Fields:
    """Reads keys of mappings for one file or one entry."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def known(self, node: Mapping, keys: tuple[str, ...], what: str) -> None:
        """Fault every key that is not among these."""
        for key, _ in node.entries:
            if key.text not in keys:
                self.faults.add("unknown-key", f"{what} has no key `{key.text}`", key.span, help=did_you_mean(key.text, keys))

    def text(self, node: Node | None, key: str) -> str:
        """The text under a key, or ""."""
        part = node.get(key) if isinstance(node, Mapping) else None
        if isinstance(part, Scalar):
            return part.text
        if part is not None:
            self.faults.add("wrong-type", f"`{key}` is text", part.span)
        return ""

    def word(self, node: Mapping, key: str, choices: tuple[str, ...]) -> str:
        """The word under a key, one of some."""
        text = self.text(node, key)
        if text and text not in choices:
            self.faults.add("unknown-value", f"`{text}` is no `{key}`", node.get(key).span, help="one of " + ", ".join(choices))
        return text

    def pairs(self, node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of a mapping; nothing stands for an empty one."""
        if node is None or isinstance(node, Mapping):
            return node.entries if node else ()
        if not (isinstance(node, Scalar) and node.value is None):
            self.faults.add("wrong-type", "this must be a mapping", node.span)
        return ()


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a single value is a list of one, nothing a list of none."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def texts(node: Node | None) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(item.text for item in items(node) if isinstance(item, Scalar) and item.text)

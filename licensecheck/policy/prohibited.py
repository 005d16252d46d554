"""The table `prohibited_uses`, one line a clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence


class Line(NamedTuple):
    """One line of the table: a section, the activities, and what a clause may add."""

    id: str
    section: str
    uses: tuple[Scalar, ...]
    node: Mapping | None
    place: Node

    @property
    def title(self) -> str:
        """A title made from the words of the tags."""
        words = ", ".join(tag.text.replace("/", ": ").replace("_", " ") for tag in self.uses)
        return words[:1].upper() + words[1:]


def lines(table: Node | None) -> Iterator[Line]:
    """The lines of a table; one section may have several."""
    if not isinstance(table, Mapping):
        return
    for key, node in table.entries:
        several = isinstance(node, Sequence) and any(isinstance(item, Mapping) for item in node.items)
        for item in node.items if several and isinstance(node, Sequence) else (node,):
            mapping = item if isinstance(item, Mapping) else None
            tags = mapping.get("uses") if mapping else item
            named = mapping.get("id") if mapping else None
            suffix = named.text if isinstance(named, Scalar) else key.text.replace(":", ".")
            yield Line("use-" + suffix, key.text, tuple(_scalars(tags)), mapping, item if mapping else key)


def _scalars(node: Node | None) -> Iterator[Scalar]:
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar):
            yield item

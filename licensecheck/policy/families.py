"""Families of policies: what `extends` takes over, merged as nodes so that every span stays where it was written."""

from __future__ import annotations

from licensecheck.source.diagnostic import Faults
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence

BY_KEY = ("values", "texts", "facts", "readings", "sections", "prohibited_uses")
OWN = ("policy", "abstract", "extends", "drop")
"""Keys that are merged entry by entry, and keys that a base never hands on."""


def inherit(base: Mapping, heir: Mapping, faults: Faults) -> Mapping:
    """The heir with everything that it has from its base.

    Keys under BY_KEY are merged by key, and null removes one; a clause with the id of an inherited one replaces it;
    `drop` removes clauses.
    """
    entries: list[tuple[Scalar, Node]] = list(heir.entries)
    own = {key.text for key, _ in heir.entries}
    for key, inherited in base.entries:
        if key.text in OWN:
            continue
        if key.text not in own:
            entries.append((key, inherited))
        elif key.text in BY_KEY:
            index = next(i for i, (name, _) in enumerate(entries) if name.text == key.text)
            entries[index] = (key, _merged(inherited, entries[index][1]))
        elif key.text == "clauses":
            index = next(i for i, (name, _) in enumerate(entries) if name.text == key.text)
            entries[index] = (key, _clauses(inherited, entries[index][1]))
    return Mapping(tuple(entries), heir.span)


def _merged(base: Node, heir: Node) -> Node:
    if not isinstance(base, Mapping) or not isinstance(heir, Mapping):
        return heir
    own = {key.text: value for key, value in heir.entries}
    entries = [(key, own.pop(key.text, value)) for key, value in base.entries]
    entries += [(key, value) for key, value in heir.entries if key.text in own]
    return Mapping(tuple((key, value) for key, value in entries if not _is_null(value)), heir.span)


def _clauses(base: Node, heir: Node) -> Node:
    if not isinstance(base, Sequence) or not isinstance(heir, Sequence):
        return heir
    own = {_id(clause): clause for clause in heir.items}
    items = [own.pop(_id(clause), clause) for clause in base.items]
    items += [clause for clause in heir.items if _id(clause) in own]
    return Sequence(tuple(items), heir.span)


def _id(clause: Node) -> str:
    node = clause.get("id") if isinstance(clause, Mapping) else None
    return node.text if isinstance(node, Scalar) else ""


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None and not node.quoted

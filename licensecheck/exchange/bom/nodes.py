"""Nodes of a document of somebody else, read with patience: what is not of the expected kind is not there."""

from __future__ import annotations

from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence

LONGEST_NAME = 300


def text(node: Node | None, *keys: str) -> str:
    """The text under the first of these keys that has one, or ""."""
    for key in keys:
        found = scalar(node, key)
        if found is not None and found.text:
            return found.text
    return ""


def scalar(node: Node | None, key: str) -> Scalar | None:
    """The single value under a key."""
    found = node.get(key) if isinstance(node, Mapping) else None
    return found if isinstance(found, Scalar) and found.value is not None else None


def mapping(node: Node | None, key: str) -> Mapping | None:
    found = node.get(key) if isinstance(node, Mapping) else None
    return found if isinstance(found, Mapping) else None


def listed(node: Node | None, *keys: str) -> tuple[Node, ...]:
    """What a list under the first of these keys holds; a single value is a list of one."""
    for key in keys:
        found = node.get(key) if isinstance(node, Mapping) else None
        if isinstance(found, Sequence):
            return found.items
        if found is not None and not (isinstance(found, Scalar) and found.value is None):
            return (found,)
    return ()


def mappings(node: Node | None, *keys: str) -> tuple[Mapping, ...]:
    return tuple(each for each in listed(node, *keys) if isinstance(each, Mapping))


def check_name(name: str, node: Node) -> None:
    """Raise InputError for a name that no report could show: not printable, or longer than a line."""
    if len(name) > LONGEST_NAME or not name.isprintable() or not name.strip():
        message = f"the name of a model has at most {LONGEST_NAME} printable characters, and `{name[:40]}` is none"
        raise InputError((Diagnostic("wrong-type", message, node.span),))

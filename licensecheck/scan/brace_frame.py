"""What is open in a text with braces: a list, a call or an object, with what it holds so far."""

from __future__ import annotations

from licensecheck.scan.flags import Word
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Keys, Rules, bare
from licensecheck.scan.shell import arguments
from licensecheck.scan.strength import offers, runs

MANY = 4
"""Strings in one list from which on it is a list to choose from."""

_SETTINGS = ("json", "terraform")
_ENTRY_KEYS = ("id", "value", "name", "key", "model", "slug")
_INNER = ("litellmparams", "modelloadingconfig", "sku", "model")
"""Labels of objects that are a part of the entry around them."""


class Frame:
    """One bracket that is open: `label` is the name before it, `call` the function, `key` what holds the next string.

    `around` is the nearest label, its own or that of a bracket around it; those of calls do not count.
    """

    __slots__ = ("around", "call", "compare", "index", "items", "key", "kind", "label", "name", "role", "serial", "sub")

    def __init__(self, kind: str, label: str = "", call: str = "", sub: bool = False, serial: int = 0, around: str = "") -> None:
        self.kind, self.label, self.call, self.sub, self.serial = kind, label, call, sub, serial
        self.around = label if label and kind != "(" else around
        self.key = label if kind == "[" else ""
        self.role = ""
        self.index = 0
        self.compare = False
        self.items: list[Piece] = []
        self.name = ""


def group_of(stack: list[Frame]) -> str:
    """The name of the entry that a string belongs to: the nearest object, or the one around a part of an entry."""
    inner = len(stack) > 2 and stack[-1].kind == "{" and bare(stack[-1].label) in _INNER
    objects = [frame.serial for frame in (stack[:-1] if inner else stack) if frame.kind == "{"]
    if inner and not objects:
        objects = [stack[-1].serial]
    return f"b{objects[-1]}" if objects else ""


def is_choice(stack: list[Frame], key: str, keys: Keys) -> bool:
    """Whether an entry stands in a list of things to choose from."""
    return any(offers(frame.label, keys) for frame in stack[-4:-1] if frame.kind == "[") and bare(key) in _ENTRY_KEYS


def _to_choose_from(name: str, count: int, kind: str, keys: Keys) -> bool:
    """Whether a list with that name and so many strings is one to choose from. In a file of settings, its `models` are in use."""
    if runs(name, keys) or (kind in _SETTINGS and bare(name) == "models"):
        return False
    return count >= MANY or (count > 1 and offers(name, keys))


def closed(frame: Frame, kind: str, rules: Rules) -> list[Piece]:
    """What a list, a call or an object held, now that it is known what else it holds."""
    if not frame.items:
        return []
    if frame.kind == "{" and kind not in _SETTINGS:
        values = [piece for piece in frame.items if piece.role == "value"]
        if len(values) >= MANY and bare(frame.label).endswith(rules.keys.catalog_endings) and not runs(frame.label, rules.keys):
            return [piece._replace(role="choice") if piece.role == "value" else piece for piece in frame.items]
    texts = [piece.text for piece in frame.items]
    commanded = len(texts) > 1 and any(
        texts[0] == command.words[0] and tuple(texts[: len(command.words)]) == command.words for command in rules.commands
    )
    if frame.kind != "[" and not commanded:
        return frame.items
    if commanded or any(text.startswith("-") for text in texts):
        return arguments([Word(piece.text, piece.line, piece.column) for piece in frame.items], rules)
    several = _to_choose_from(frame.key, len(texts), kind, rules.keys)
    if several and kind != "flow":
        return [piece._replace(role="choice") for piece in frame.items]
    return frame.items

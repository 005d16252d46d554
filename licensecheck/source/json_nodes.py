"""JSON as nodes with spans, in the same records as YAML: no duplicate keys, bounds on depth and size, no recursion.

The standard library reads JSON without positions; libyaml reads most of it, and not the surrogate pairs that other tools write.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, NoReturn

from licensecheck.source.diagnostic import Diagnostic, Faults, InputError, Span
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence
from licensecheck.source.text import Text

DEEPEST = 100
MOST_NODES = 2_000_000
LONGEST_NUMBER = 40
"""Bounds: levels of nesting, nodes of one file, and digits of a number that is more than a word."""

# space, then a mark, a string without its quotes, or a bare word
_TOKEN = re.compile(
    r'([ \t\r\n]*)(?:([{}\[\],:])|"((?:[^"\\\x00-\x1f]|\\.)*+)"'
    r"|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![0-9.])|true\b|false\b|null\b))"
)
_SPACE = re.compile(r"[ \t\r\n]*\Z")
_WORDS = {"true": True, "false": False, "null": None}
_WANTED = {
    "first": "a value", "value": "a value", "first key": "a key", "key": "a key", "colon": "a colon", "comma": "a comma",
    "end": "the end",
}  # fmt: skip
"""What may come next, and the words for it. `first` and `first key` allow the end of the collection as well."""


class _Open(NamedTuple):
    """A collection that is still being read: its kind, where it starts, and what it holds so far."""

    mapping: bool
    line: int
    column: int
    items: list[Any]


def parse_json(source: Text) -> Node:
    """The root node of a JSON text (RFC 8259).

    Raises InputError for anything else, for duplicate keys, and for anything beyond the bounds.
    """
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: Text) -> None:
        self.name, self.text = source.name, source.text
        self.faults = Faults()

    def read(self) -> Node:
        text, name, token = self.text, self.name, _TOKEN.match
        stack: list[_Open] = []
        keys: list[Scalar] = []
        root: Node | None = None
        wants, at, line, begin, nodes = "value", 0, 1, 0, 0
        while match := token(text, at):
            space, mark, string, word = match.groups()
            if "\n" in space:
                line += space.count("\n")
                begin = text.rfind("\n", at, at + len(space)) + 1
            start, at = at + len(space), match.end()
            column = start - begin + 1
            node: Node
            if string is not None:
                nodes += 1
                content = string if string.isascii() and "\\" not in string else self._string(string, line, column)
                node = Scalar(content, content, Span(name, line, column, line, at - begin + 1), True)
                if wants in ("key", "first key"):
                    keys.append(node)
                    wants = "colon"
                    continue
            elif mark is None:
                nodes += 1
                node = Scalar(_value(word), word, Span(name, line, column, line, at - begin + 1))
            elif mark in "{[":
                if wants not in ("value", "first"):
                    self._wrong(wants, line, column, start)
                if len(stack) >= DEEPEST:
                    self._fail("too-deep", f"this is nested more than {DEEPEST} levels deep", line, column)
                if nodes > MOST_NODES:
                    self._fail("too-large", f"the file holds more than {MOST_NODES:,} nodes", line, column)
                nodes += 1
                stack.append(_Open(mark == "{", line, column, []))
                wants = "first key" if mark == "{" else "first"
                continue
            elif mark == ":" and wants == "colon":
                wants = "value"
                continue
            elif mark == "," and wants == "comma":
                wants = "key" if stack[-1].mapping else "value"
                continue
            elif mark in "}]" and wants in ("comma", "first", "first key") and stack and stack[-1].mapping is (mark == "}"):
                opened = stack.pop()
                span = Span(name, opened.line, opened.column, line, at - begin + 1)
                node = self._mapping(opened.items, span) if opened.mapping else Sequence(tuple(opened.items), span)
                wants = "value"
            else:
                self._wrong(wants, line, column, start)
            if wants not in ("value", "first"):
                self._wrong(wants, line, column, start)
            if not stack:
                root, wants = node, "end"
                continue
            opened = stack[-1]
            opened.items.append((keys.pop(), node) if opened.mapping else node)
            wants = "comma"
        column = at - begin + 1
        if not _SPACE.match(text, at):
            rest = len(text) - len(text[at:].lstrip(" \t\r\n"))
            line += text.count("\n", at, rest)
            self._wrong(wants, line, rest - text.rfind("\n", 0, rest), rest)
        if root is None or stack:
            self._fail("not-json", f"`{name}` is not JSON: it ends too early", line, column)
        self.faults.stop()
        return root

    def _string(self, string: str, line: int, column: int) -> str:
        """What a string with escapes or other letters than ASCII stands for."""
        try:
            text = str(json.loads(f'"{string}"'))
        except ValueError:
            self._fail("not-json", "this is not JSON: the string holds an escape that means nothing", line, column)
        # half a surrogate pair is no character, and no file could hold it
        return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _mapping(self, items: list[tuple[Scalar, Node]], span: Span) -> Mapping:
        if len({key.text for key, _ in items}) < len(items):
            seen: dict[str, int] = {}
            for key, _ in items:
                if key.text in seen:
                    message = f"the key `{key.text}` is written twice"
                    self.faults.add("duplicate-key", message, key.span, f"first on line {seen[key.text]}")
                seen.setdefault(key.text, key.span.line)
        return Mapping(tuple(items), span)

    def _wrong(self, wants: str, line: int, column: int, at: int) -> NoReturn:
        found = self.text[at : at + 12].split("\n")[0]
        self._fail("not-json", f"this is not JSON: `{found}` stands where {_WANTED[wants]} should", line, column)

    def _fail(self, code: str, message: str, line: int, column: int) -> NoReturn:
        raise InputError((*self.faults.found, Diagnostic(code, message, Span(self.name, line, column, line, column + 1))))


def _value(word: str) -> bool | int | float | str | None:
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > LONGEST_NUMBER:
        return word
    return float(word) if any(letter in word for letter in ".eE") else int(word)

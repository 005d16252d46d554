"""Entries added to a YAML text by insertions alone: whatever stood there still stands, in its order."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from licensecheck.source.diagnostic import Diagnostic, InputError, Span
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence, parse, plain
from licensecheck.source.text import Text

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Insertion(NamedTuple):
    """Letters that are put in at an offset of a text."""

    at: int
    letters: str


class Page:
    """A text by its lines, as YAML counts them, with the places where entries can be added."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        first = _BREAK.search(text)
        self.ending = first[0] if first else "\n"

    def line(self, number: int) -> str:
        """A line without its end; lines count from 1."""
        return _BREAK.split(self.text[self.starts[number - 1] : self._after(number)], maxsplit=1)[0]

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column - 1

    def below(self, number: int, lines: list[str]) -> Insertion:
        """Whole lines after a line; line 0 stands before the first."""
        at = self._after(number)
        opened = "" if at == 0 or _BREAK.search(self.text[at - 1]) else self.ending
        return Insertion(at, opened + "".join(line + self.ending for line in lines))

    def before_close(self, node: Sequence | Mapping, words: str) -> Insertion:
        """An entry at the end of a list or mapping that is written in brackets."""
        close = self.offset(node.span.end_line, node.span.end_column) - 1
        last = _last(node)
        between = self.text[self.offset(last.end_line, last.end_column) : close] if last else ""
        comma = "" if last is None or "," in re.sub(r"#[^\n\r]*", "", between) else ", "
        return Insertion(close, comma + words)

    def is_flow(self, node: Sequence | Mapping) -> bool:
        """Whether a list or mapping is written in brackets."""
        return self.text[self.offset(node.span.line, node.span.column)] in "[{"

    def last_line(self, node: Sequence | Mapping) -> int:
        """The last line of a list or mapping that is written in lines, comments that are indented below it included."""
        indent = node.span.column - 1
        last = self._end_line(node)
        for number in range(last + 1, len(self.starts) + 1):
            line = self.line(number)
            inner = len(line) - len(line.lstrip(" "))
            if not line.strip() or inner <= indent:
                break
            last = number
        return last

    def _end_line(self, node: Node) -> int:
        """The last line on which something of a node stands; the span of what is written in lines reaches to the next entry."""
        span = node.span
        if isinstance(node, Scalar):
            return span.end_line - (span.end_column == 1 and span.end_line > span.line)
        if self.is_flow(node):
            return span.end_line
        parts = node.items if isinstance(node, Sequence) else [part for entry in node.entries for part in entry]
        return max((self._end_line(part) for part in parts if not _is_empty(part)), default=span.line)

    def _after(self, number: int) -> int:
        return self.starts[number] if number < len(self.starts) else len(self.text)


def inserted(text: str, insertions: list[Insertion]) -> str:
    """The text with everything put in; what goes to one place goes there in the order of the list."""
    parts, at = [], 0
    for each in sorted(insertions, key=lambda each: each.at):
        parts += [text[at : each.at], each.letters]
        at = each.at
    return "".join((*parts, text[at:]))


def proven(before: Text, after: str) -> str:
    """The new text, where it says all that the old one says.

    Raises InputError where it does not: then the file is written in a way that nothing can be added to safely.
    """
    try:
        holds = _holds(plain(parse(Text(before.name, after))), plain(parse(before)))
    except InputError:
        holds = False
    if holds:
        return after
    help = "write its lists and mappings in lines of their own, without anchors, or add the entries by hand"
    raise InputError(
        (Diagnostic("not-updated", f"nothing can be added to `{before.name}` without changing what it says", help=help),)
    )


def _holds(new: Any, old: Any) -> bool:
    """Whether a value says all that another one says: entries may have been added at the ends."""
    if old is None:
        return True
    if isinstance(old, dict):
        return isinstance(new, dict) and all(key in new and _holds(new[key], value) for key, value in old.items())
    if isinstance(old, list):
        return isinstance(new, list) and len(new) >= len(old) and all(map(_holds, new, old))
    return type(new) is type(old) and new == old


def _last(node: Sequence | Mapping) -> Span | None:
    """Where the last entry of a list or mapping in brackets stands."""
    if isinstance(node, Sequence):
        return node.items[-1].span if node.items else None
    if not node.entries:
        return None
    key, value = node.entries[-1]
    return key.span if _is_empty(value) else value.span


def _is_empty(node: Node) -> bool:
    """A value that is not written at all has no place."""
    return isinstance(node, Scalar) and not node.text and not node.quoted

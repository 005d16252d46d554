"""The statements of a Python text that hold lines of interest, cut out so that the rest need not be parsed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import NamedTuple

from licensecheck.scan.logical import Logical, is_string

_HEAD = re.compile(r"(?:async\s+)?(def|class|if|elif|else|for|while|with|try|except|finally|match|case)\b(?!\s*(?:=[^=]|[.,]))")
_EMPTY = ("else", "try", "except", "finally", "case")
"""Heads that hold no expression that is looked at."""

_LONE = re.compile(r"\s*[rRuU]?(?=[\"'])")


class Cut(NamedTuple):
    """Statements, one below the other, as a text that can be parsed.

    `numbers`: for each line of it, the line of the file. `around`: for the lines `if 1:` that stand in front of what is
    indented, the function or class that it stands in. `docs`: the docstrings among the lines of interest.
    """

    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    around: dict[int, str]
    docs: tuple[tuple[int, int], ...]


class Statements:
    """The statements of one text. What is cut once is not cut again."""

    def __init__(self, text: str) -> None:
        self.logical = Logical(text)
        self.lines = self.logical.lines
        self.done: set[int] = set()
        self.around: dict[int, str] = {}

    def cut(self, interest: Iterable[int]) -> Cut | None:
        """The statements that hold those lines; None where they cannot be told apart without parsing everything."""
        found: list[str] = []
        numbers: list[int] = []
        around: dict[int, str] = {}
        docs: list[tuple[int, int]] = []
        end = 0
        for number in sorted(interest):
            if number <= end or number > len(self.lines):
                continue
            first, end = self.logical.statement(number)
            line = self.lines[first - 1]
            stripped = line.lstrip()
            if not stripped or stripped[0] == "#" or first in self.done:
                continue
            self.done.add(first)
            lone = _LONE.match(line)
            if lone and is_string("\n".join(self.lines[first - 1 : end]), lone.end()):
                docs.append((first, end))
                continue
            indent = len(line) - len(stripped)
            statement = list(self.lines[first - 1 : end])
            head = _HEAD.match(stripped)
            if stripped[0] == "@":
                statement.append(f"{line[:indent]}def _(): pass")
            elif head and self._goes_on_below(end, indent):
                if head[1] in _EMPTY:
                    continue
                if head[1] in ("elif", "match"):
                    statement[0] = line[:indent] + "if".ljust(len(head[1])) + stripped[len(head[1]) :]
                statement.append(f"{line[:indent]} pass")
            elif head and head[1] in (*_EMPTY, "elif", "match"):
                return None
            if indent:
                around[len(found) + 1] = self._around(first, indent)
                statement.insert(0, "if 1:")
                numbers.append(first)
            found += statement
            numbers += range(first, end + 1)
            numbers += [end] * (len(found) - len(numbers))
        return Cut(tuple(found), tuple(numbers), around, tuple(docs))

    def _goes_on_below(self, end: int, indent: int) -> bool:
        """Whether the statement after a line is indented below it."""
        for number in range(end + 1, len(self.lines) + 1):
            line = self.lines[number - 1]
            stripped = line.lstrip()
            if stripped and stripped[0] != "#":
                return len(line) - len(stripped) > indent
        return False

    def _around(self, first: int, indent: int) -> str:
        """The nearest function or class that a statement stands in, as `around_of` tells it."""
        around = ""
        for number in range(first - 1, 0, -1):
            line = self.lines[number - 1]
            stripped = line.lstrip()
            if not stripped or stripped[0] in "#)]}" or number in self.logical.inner:
                continue
            here = len(line) - len(stripped)
            if here > indent or (here < indent and self.logical.statement(number)[0] != number):
                continue
            head = _HEAD.match(stripped) if here < indent else None
            indent = here
            if head and head[1] in ("def", "class"):
                around = self._named(number)
                break
            if number in self.around:
                around = self.around[number]
                break
            if not here:
                break
        self.around[first] = around
        return around

    def _named(self, number: int) -> str:
        first, last = self.logical.statement(number)
        text = "\n".join((self.lines[first - 1].lstrip(), *self.lines[first:last]))
        try:
            return around_of(ast.parse(text + "\n pass").body[0])
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ""


def around_of(node: ast.stmt) -> str:
    """How a function or class is told to what stands in it: `def name`, `class name`, or `enum`."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return f"def {name}"
        case ast.ClassDef(name=name, bases=bases):
            named = (ast.unparse(base).lower() for base in bases[:4] if isinstance(base, ast.Name | ast.Attribute))
            return "enum" if any("enum" in base for base in named) else f"class {name}"
        case _:
            return ""

"""The logical lines of a Python text: which lines belong to one statement, found without parsing it."""

from __future__ import annotations

import re
from bisect import bisect_right

from licensecheck.scan.lines import line_starts

_LONG = r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z)|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+(?:\'\'\'|\Z)'
_SHORT = r'"(?:[^"\\\n]++|\\.)*+"?|\'(?:[^\'\\\n]++|\\.)*+\'?'
_STRING = rf"{_LONG}|{_SHORT}"
_TEXT = re.compile(_STRING, re.DOTALL)
_TO_LONG = re.compile(rf"(?:[^\"'#]++|#[^\n]*+|(?!\"\"\"|''')(?:{_SHORT}))*+({_LONG}|\Z)", re.DOTALL)
"""All up to the next string in three quotes, and that, or the end of the text."""

_BRACKET = re.compile(rf"{_STRING}|#[^\n]*|[(\[{{][^()\[\]{{}}\"'#\n]*+[)\]}}]|([(\[{{])|([)\]}}])", re.DOTALL)
"""Strings, comments, brackets that close on their line with nothing of the kind between, and in groups the other brackets."""

_SURE = re.compile(r"\s*(?:(?:async def|def|class|return|import|raise|with|while|elif|assert|from)\s|@|try:)")
"""What a line begins with that cannot stand within brackets."""


class Logical:
    """The logical lines of one text. `inner`: lines known to go on with a statement of a line before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = line_starts(self.lines)
        self.inner: set[int] = set()
        self.known: set[int] = set()
        for match in _TO_LONG.finditer(text):
            self._join(*match.span(1))
        at = text.find("\\\n")
        while at >= 0:
            self.inner.add(bisect_right(self.starts, at) + 1)
            at = text.find("\\\n", at + 1)

    def statement(self, number: int) -> tuple[int, int]:
        """The first and the last line of the statement that a line belongs to."""
        if number not in self.known:
            first = number
            while first > 1 and first - 1 not in self.known and (first in self.inner or not _SURE.match(self.lines[first - 1])):
                first -= 1
            self._read(first, number)
        first = last = number
        while first in self.inner:
            first -= 1
        while last + 1 in self.inner:
            last += 1
        return first, last

    def _read(self, first: int, last: int) -> None:
        """Join the lines between brackets, from a line that begins a statement to one whose statement is wanted."""
        depth = opened = 0
        end = self.starts[last] if last < len(self.starts) else len(self.text)
        stop = len(self.text)
        for match in _BRACKET.finditer(self.text, self.starts[first - 1]):
            if not depth and match.start() >= end:
                stop = match.start()
                break
            if match.lastindex == 1:
                if not depth:
                    opened = match.start()
                depth += 1
            elif match.lastindex == 2 and depth:
                depth -= 1
                if not depth:
                    self._join(opened, match.end())
            if not depth and match.end() > end:
                # what follows on the line where a bracket or a text ends still belongs to the statement
                end = self._after(match.end())
        self.known.update(range(first, max(last, bisect_right(self.starts, stop) - 1) + 1))

    def _after(self, at: int) -> int:
        """Where the line after an offset begins."""
        end = self.text.find("\n", at)
        return end + 1 if end >= 0 else len(self.text)

    def _join(self, start: int, end: int) -> None:
        self.inner.update(range(bisect_right(self.starts, start) + 1, bisect_right(self.starts, end - 1) + 1))


def is_string(statement: str, at: int) -> bool:
    """Whether a statement is nothing but one string, which begins at an offset."""
    match = _TEXT.match(statement, at)
    return match is not None and (not statement[match.end() :].strip() or statement[match.end() :].lstrip().startswith("#"))

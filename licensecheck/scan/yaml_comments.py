"""Items of lists that are commented out in YAML: the lines as they would be read without their marks, with the keys above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.scan.interest import lines_of

REACH = 40
"""Lines above an item among which its key is looked for."""

_LINE = re.compile(
    r"(\s*)#[^\S\n]?(\s*(?:-\s+)?[A-Za-z_][\w.-]{0,60}:(?:\s[^\n]*)?|\s*-\s+[\"']?[\w@][^\s\"':]{1,120}(?::[^\s\"']{1,60})?[\"']?\s*)\Z"
)
_ITEM = re.compile(r"\n[^\S\n]*+#[^\S\n]*+- [\"']?[A-Za-z0-9@][^\s\"']{2,}[\"']?[^\S\n]*+(?=\n|\Z)")
_ANY = re.compile(r"#[ \t]*- ")
_TOP = re.compile(r"[A-Za-z_\"'{]|#[^\S\n]?[A-Za-z_][\w.-]{0,60}:")


def commented_out(text: str) -> Iterator[tuple[int, str, frozenset[int]]]:
    """The stretches of a text with such items: their first lines, their texts without marks, the numbers of the marked lines."""
    numbers = lines_of(_ITEM, text) if _ANY.search(text) else []
    lines = text.split("\n") if numbers else []
    at = 0
    while at < len(numbers):
        first = last = numbers[at]
        while first > 1 and numbers[at] - first < REACH and not _TOP.match(lines[first - 1]):
            first -= 1
        while at < len(numbers) and numbers[at] <= last + 3:
            last = numbers[at]
            at += 1
        stretch, found = [], set()
        for number in range(first, last + 1):
            line = lines[number - 1]
            match = _LINE.match(line) if "#" in line and len(line) < 400 else None
            if match:
                found.add(number)
            stretch.append(match[1] + match[2] if match else line)
        yield first, "\n".join(stretch), frozenset(found)

"""YAML line by line: scalars with the path of keys above them. Templates and broken files are read as far as they go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules
from licensecheck.scan.shell import arguments, is_command
from licensecheck.scan.wanted import ALL, Wanted
from licensecheck.scan.yaml_blocks import SubParser, block, block_end, flow
from licensecheck.scan.yaml_levels import Level, Levels
from licensecheck.scan.yaml_scalar import Scalars

DEEPEST = 60
LONGEST = 10_000
_ENTRY = re.compile(
    r"(\"[^\"]{1,120}\"|'[^']{1,120}'|[^\s#:\[\]{}\"',&*!|>%@`-][^#:{}\[\]\"']{0,120}|-[^\s#:\[\]{}\"'][^#:{}\[\]\"']{0,100})\s{0,8}:(?:\s+|\Z)"
)
_DECORATION = re.compile(r"(?:[&!][^\s]{0,80}\s+|!!?[A-Za-z]+\s*\Z)")
_BLOCK = re.compile(r"[|>][+-]?[0-9]?[+-]?\s*(?:#.*)?\Z")
_SKIPPED = ("#", "%", "{{-", "{{ ", "{%", "---", "...")


def yaml_config(
    text: str, rules: Rules, first: int = 1, within: SubParser | None = None, role: str = "value", wanted: Wanted = ALL
) -> Iterator[Piece]:
    """The pieces of a YAML text; `within` parses files that stand in block scalars."""
    return iter(_Reader(rules, within, role, wanted).run(text, first))


class _Reader:
    def __init__(self, rules: Rules, within: SubParser | None, role: str, wanted: Wanted) -> None:
        self.rules, self.within, self.wanted = rules, within, wanted
        self.levels = Levels()
        self.scalars = Scalars(rules, self.levels, role, wanted)
        self.found = self.scalars.found

    def run(self, text: str, first: int) -> list[Piece]:
        lines = text.split("\n")
        at = 0
        while at < len(lines):
            at = self._line(lines, at, first)
        self._close(-1)
        return self.found

    def _line(self, lines: list[str], at: int, first: int) -> int:
        """Read one line, or more when its value goes on; gives the number of the next."""
        line = lines[at].rstrip("\r")
        rest = line.lstrip(" \t")
        indent = column = len(line) - len(rest)
        if not rest or rest.startswith(_SKIPPED) or len(line) > LONGEST:
            if rest.startswith("---"):
                self._close(-1)
                self.levels.document += 1
            return at + 1
        dashed = rest.startswith("- ") or rest == "-"
        self._close(indent, dashed)
        while rest.startswith("- ") or rest == "-":
            self.levels.item(column)
            after = rest[1:].lstrip(" ")
            column += len(rest) - len(after)
            rest = after
            if len(self.levels.stack) > DEEPEST:
                return at + 1
        entry = _ENTRY.match(rest) if rest else None
        key = entry[1].strip("\"' ") if entry else ""
        start = column
        if entry:
            if len(self.levels.stack) < DEEPEST:
                self.levels.stack.append(Level(column, key))
            column += entry.end()
            rest = rest[entry.end() :]
        if rest[:1] in ("&", "!"):
            rest, column = _undecorated(rest, column)
        if not rest or rest[0] == "#":
            if key:
                self.scalars.entry_of_table(key, at + first, start + (line[start] in "\"'"))
            return at + 1
        if rest[0] in "|>" and _BLOCK.match(rest):
            end = block_end(lines, at, start if dashed and key else indent)
            self.found += block(lines, at, end, first, key, self.levels, self.rules, self.within)
            return end
        if rest[0] in "[{" and not rest.startswith("{{"):
            pieces, end = flow(lines, at, first, column, self.levels, self.rules)
            self.found += pieces
            return end
        self.scalars.read(rest, at + first, column, key, dashed and not key)
        return at + 1

    def _close(self, indent: int, dash: bool = False) -> None:
        """Close what a line is not below; a list that is a command is read now that it is whole."""
        for level in self.levels.closed(indent, dash):
            words = level.items
            if words and (
                any(word.text.startswith("-") for word in words)
                or is_command(" ".join(word.text for word in words[:4]), self.rules)
            ):
                self.found += [piece._replace(group=level.entry) for piece in arguments(words, self.rules)]


def _undecorated(text: str, column: int) -> tuple[str, int]:
    """A value without anchor and tag, and the column where it begins."""
    for _ in range(3):
        decoration = _DECORATION.match(text)
        if decoration is None:
            break
        column += decoration.end()
        text = text[decoration.end() :]
    return text, column

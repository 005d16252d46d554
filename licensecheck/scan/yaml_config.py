"""YAML line by line: scalars with the path of keys above them. Templates and broken files are read as far as they go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from licensecheck.scan.braces import braces
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.shell import Word, arguments, is_command, shell, split

DEEPEST = 60
LONGEST = 10_000
_ENTRY = re.compile(
    r"(\"[^\"]{1,120}\"|'[^']{1,120}'|[^\s#:\[\]{}\"',&*!|>%@`-][^#:{}\[\]\"']{0,120}|-[^\s#:\[\]{}\"'][^#:{}\[\]\"']{0,100})\s{0,8}:(?:\s+|\Z)"
)
_DECORATION = re.compile(r"(?:[&!][^\s]{0,80}\s+|!!?[A-Za-z]+\s*\Z)")
_ASSIGNED = re.compile(r"([A-Za-z_][A-Za-z0-9_.]{0,80})=(\S.{0,400})\Z")
_CHOSEN = re.compile(r"\|\|\s{0,3}'([^']{2,160})'")
_ARGUMENTS = (
    "args",
    "command",
    "cmd",
    "entrypoint",
    "extraargs",
    "vllmextraargs",
    "arguments",
    "engineargs",
    "run",
    "script",
    "containerargs",
    "modelargs",
)
_CODE = (
    ".yaml",
    ".yml",
    ".json",
    ".py",
    ".sh",
    ".toml",
    ".env",
    ".properties",
    ".conf",
    ".ini",
    ".js",
    ".ts",
    ".txt",
    ".md",
    "modelfile",
)

SubParser = Callable[[str, str, int], Iterator[Piece]]
"""Parses the text of a file within the file: its name, its text, its first line."""


class _Level:
    __slots__ = ("indent", "index", "items", "key", "name")

    def __init__(self, indent: int, key: str, index: int = -1) -> None:
        self.indent, self.key, self.index = indent, key, index
        self.items: list[Word] = []
        self.name = ""


def yaml_config(text: str, rules: Rules, first: int = 1, within: SubParser | None = None, role: str = "value") -> Iterator[Piece]:
    """The pieces of a YAML text; `within` parses files that stand in block scalars."""
    return iter(_Reader(rules, within, role).run(text, first))


class _Reader:
    def __init__(self, rules: Rules, within: SubParser | None, role: str) -> None:
        self.rules, self.within, self.role = rules, within, role
        self.stack: list[_Level] = []
        self.found: list[Piece] = []

    def run(self, text: str, first: int) -> list[Piece]:
        lines = text.split("\n")
        at = 0
        while at < len(lines):
            at = self._line(lines, at, first)
        self._pop(-1)
        return self.found

    def _line(self, lines: list[str], at: int, first: int) -> int:
        """Read one line, or more when its value goes on; gives the number of the next."""
        line = lines[at].rstrip("\r")
        stripped = line.lstrip(" \t")
        indent = len(line) - len(stripped)
        if not stripped or stripped.startswith(("#", "%", "{{-", "{{ ", "{%", "---", "...")) or len(line) > LONGEST:
            if stripped.startswith("---"):
                self._pop(-1)
            return at + 1
        number = at + first
        column = indent
        self._pop(indent, stripped.startswith("- ") or stripped == "-")
        dashed = False
        while stripped.startswith("- ") or stripped == "-":
            dashed = True
            self._item(column)
            rest = stripped[1:].lstrip(" ")
            column += len(stripped) - len(rest)
            stripped = rest
            if len(self.stack) > DEEPEST:
                return at + 1
        if not stripped or stripped.startswith("#"):
            return at + 1
        entry = _ENTRY.match(stripped)
        key = ""
        if entry:
            key = entry[1].strip("\"' ")
            if len(self.stack) < DEEPEST:
                self.stack.append(_Level(column, key))
            column += entry.end()
            stripped = stripped[entry.end() :]
        for _ in range(3):
            decoration = _DECORATION.match(stripped)
            if decoration is None:
                break
            column += decoration.end()
            stripped = stripped[decoration.end() :]
        if not stripped or stripped.startswith("#"):
            return at + 1
        if stripped[0] in "|>" and re.match(r"[|>][+-]?[0-9]?[+-]?\s*(?:#.*)?\Z", stripped):
            return self._block(lines, at, first, indent if not dashed or not key else column - (entry.end() if entry else 0), key)
        if stripped[0] in "[{" and not stripped.startswith("{{"):
            return self._flow(lines, at, first, column)
        self._scalar(stripped, number, column, key, dashed and not key)
        return at + 1

    def _pop(self, indent: int, dash: bool = False) -> None:
        """Close what does not reach this indentation; a dash may stand below its key at the same one."""
        while self.stack:
            top = self.stack[-1]
            if (
                top.indent < indent
                or (dash and top.indent == indent and top.index < 0 and top.key)
                or (dash and top.indent == indent and top.index >= 0)
            ):
                return
            self._arguments(self.stack.pop())

    def _item(self, column: int) -> None:
        if self.stack and self.stack[-1].index >= 0 and self.stack[-1].indent == column:
            self.stack[-1].index += 1
            self.stack[-1].name = ""
        else:
            self.stack.append(_Level(column, "", 0))

    def _arguments(self, level: _Level) -> None:
        if level.items and any(word.text.startswith("-") for word in level.items):
            self.found += [piece._replace(group=piece.group) for piece in arguments(level.items, self.rules)]
        elif level.items and is_command(" ".join(word.text for word in level.items[:4]), self.rules):
            self.found += arguments(level.items, self.rules)

    def _scalar(self, text: str, line: int, column: int, key: str, item: bool) -> None:
        quoted = text[0] in "\"'"
        if quoted:
            end = text.find(text[0], 1)
            value = text[1:end] if end > 0 else text[1:]
            column += 1
        else:
            value = re.split(r"\s#", text, maxsplit=1)[0].rstrip()
        chosen = _CHOSEN.search(value) if "${{" in value else None
        if chosen:
            self._emit(chosen[1], line, column + 1 + chosen.start(1), key or self._list_key(), "default", True)
            return
        if value.endswith("}}") and "{{" in value and "|" in value:
            fallback = re.search(r"default\s+\"([^\"]{2,160})\"", value)
            if fallback:
                self._emit(fallback[1], line, column + fallback.start(1), key or self._list_key(), "default", True)
            return
        if item:
            level = self.stack[-1]
            if len(level.items) < 2_000:
                level.items.append(Word(value, line, column + 1))
            assigned = _ASSIGNED.match(value)
            if assigned and not value.startswith("-"):
                inner = assigned[2].strip("\"'")
                if " " in inner and is_command(inner, self.rules):
                    self.found += arguments(split(inner, line, column + 1 + assigned.start(2)), self.rules)
                else:
                    self._emit(inner, line, column + 1 + assigned.start(2), assigned[1], self.role, False)
                return
            if value.startswith("-"):
                return
            key = self._list_key()
            name = bare(key)
            choice = name in self.rules.keys.catalog and name != "models"
            if " " in value and is_command(value, self.rules):
                self.found += arguments(split(value, line, column + 1), self.rules)
                return
            self._emit(value, line, column + 1, key, "choice" if choice else self.role, quoted)
            return
        if " " in value and (is_command(value, self.rules) or bare(key) in _ARGUMENTS):
            self.found += arguments(split(value, line, column + 1), self.rules)
            return
        if bare(key) in ("name", "key", "parameterkey"):
            holder = next((level for level in reversed(self.stack[:-1])), None)
            if holder is not None:
                holder.name = value[:100]
        if bare(key) in ("value", "default", "parametervalue", "defaultvalue"):
            holder = next((level for level in reversed(self.stack[:-1])), None)
            if holder is not None and holder.name:
                self._emit(
                    value, line, column + 1, holder.name, "default" if bare(key).startswith("default") else self.role, quoted
                )
                return
        self._emit(value, line, column + 1, key, "default" if bare(key) in ("default", "defaultvalue") else self.role, quoted)

    def _emit(self, value: str, line: int, column: int, key: str, role: str, quoted: bool) -> None:
        if 2 <= len(value) <= 400:
            parents = tuple(level.key for level in self.stack[:-1] if level.key)[-6:]
            if self.stack and self.stack[-1].key and self.stack[-1].key != key:
                parents = (*parents, self.stack[-1].key)
            self.found.append(Piece(value, line, column, key, parents, "", role, quoted, self._group()))

    def _group(self) -> str:
        """The nearest list item, or the keys above."""
        last = max((index for index, level in enumerate(self.stack) if level.index >= 0), default=-1)
        levels = self.stack[: last + 1] if last >= 0 else self.stack[:-1]
        return "/".join(level.key or f"[{level.index}]" for level in levels)

    def _list_key(self) -> str:
        return next((level.key for level in reversed(self.stack) if level.key), "")

    def _block(self, lines: list[str], at: int, first: int, indent: int, key: str) -> int:
        """A block scalar: a file within the file, or a script."""
        end = at + 1
        while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip(" ")) > indent):
            end += 1
        inner = [line.rstrip("\r") for line in lines[at + 1 : end]]
        margin = min((len(line) - len(line.lstrip(" ")) for line in inner if line.strip()), default=0)
        text = "\n".join(line[margin:] for line in inner)
        low = key.lower()
        pieces: Any
        if bare(key) in self.rules.keys.never:
            return end
        if text.lstrip()[:1] in ("[", "{") and not text.lstrip().startswith("{{"):
            keys = tuple(level.key for level in self.stack if level.key)
            pieces = braces(text, "json", self.rules, at + 1 + first, key, keys[:-1][-6:])
        elif self.within is not None and low.endswith(_CODE):
            pieces = self.within(low, text, at + 1 + first)
        elif lines[at].rstrip().endswith(">") or re.search(r">[+-]\s*\Z", lines[at]):
            words = [word for number, line in enumerate(text.split("\n")) for word in split(line, at + 1 + first + number, 1)]
            pieces = arguments(words, self.rules)
        else:
            pieces = shell(text, self.rules, at + 1 + first)
        self.found += [piece._replace(column=piece.column + margin) for piece in pieces]
        return end

    def _flow(self, lines: list[str], at: int, first: int, column: int) -> int:
        """A list or mapping in brackets, which may go on over lines."""
        text = lines[at][column:]
        end = at + 1
        while end < len(lines) and end - at < 60 and text.count("[") + text.count("{") > text.count("]") + text.count("}"):
            text += "\n" + lines[end]
            end += 1
        keys = tuple(level.key for level in self.stack if level.key)
        group = self._group()
        for piece in braces(text, "flow", self.rules, at + first, keys[-1] if keys else "", keys[:-1][-6:], column + 1):
            self.found.append(piece._replace(group=group if not piece.group else group + piece.group))
        return end

"""What a scalar of YAML says: a value, a default in a template, a command, an assignment in a list."""

from __future__ import annotations

import re

from licensecheck.scan.flags import Word, parts
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.shell import arguments, is_command, split
from licensecheck.scan.strength import runs
from licensecheck.scan.wanted import Wanted
from licensecheck.scan.yaml_levels import Levels

MOST_ITEMS = 2_000
_ASSIGNED = re.compile(r"([A-Za-z_][A-Za-z0-9_.]{0,80})=(\S.{0,400})\Z")
_CHOSEN = re.compile(r"\|\|\s{0,3}'([^']{2,160})'")
_FALLBACK = re.compile(r"default\s+\"([^\"]{2,160})\"")
_COMMENT = re.compile(r"\s#")
_ARGUMENTS = (
    "args", "command", "cmd", "entrypoint", "extraargs", "vllmextraargs", "arguments", "engineargs", "run", "script",
    "containerargs", "modelargs",
)  # fmt: skip
_NAMES = ("name", "key", "parameterkey")
_VALUES = ("value", "default", "parametervalue", "defaultvalue")


class Scalars:
    """Reads scalars with the levels that they stand in. `role` is that of a plain value."""

    def __init__(self, rules: Rules, levels: Levels, role: str, wanted: Wanted) -> None:
        self.rules, self.levels, self.role, self.wanted = rules, levels, role, wanted
        self.found: list[Piece] = []

    def read(self, text: str, line: int, column: int, key: str, item: bool) -> None:
        """Read a scalar that begins at a column, counted from 0; `item`: a list holds it, not a key."""
        quoted = text[0] in "\"'"
        if quoted:
            end = text.find(text[0], 1)
            value = text[1:end] if end > 0 else text[1:]
            column += 1
        else:
            value = (_COMMENT.split(text, maxsplit=1)[0] if "#" in text else text).rstrip()
        if self._template(value, line, column, key):
            return
        if item:
            self._item(value, line, column, quoted)
        elif " " in value and (bare(key) in _ARGUMENTS or is_command(value, self.rules)):
            self.found += arguments(split(value, line, column + 1), self.rules)
        else:
            self._value(value, line, column, key, quoted)

    def entry_of_table(self, key: str, line: int, column: int) -> None:
        """Read a key that opens a mapping: below `models` and the like it is one of several to choose from."""
        holder = self.levels.holder
        if holder is not None and bare(holder.key) in self.rules.keys.catalog and len(key) > 1:
            self.found.append(Piece(key, line, column + 1, "name", self.levels.parents(key), "", "choice", True))

    def emit(self, value: str, line: int, column: int, key: str, role: str, quoted: bool) -> None:
        levels = self.levels
        if 2 <= len(value) <= 400 and self.wanted.wants(line, key, levels.around(key)):
            self.found.append(Piece(value, line, column, key, levels.parents(key), "", role, quoted, levels.group))

    def _template(self, value: str, line: int, column: int, key: str) -> bool:
        """Read the default in an expression of a workflow or of Helm; False when the value is none."""
        chosen = _CHOSEN.search(value) if "${{" in value else None
        if chosen:
            self.emit(chosen[1], line, column + 1 + chosen.start(1), key or self.levels.list_key, "default", True)
            return True
        if not (value.endswith("}}") and "{{" in value and "|" in value):
            return False
        fallback = _FALLBACK.search(value)
        if fallback:
            self.emit(fallback[1], line, column + fallback.start(1), key or self.levels.list_key, "default", True)
        return True

    def _item(self, value: str, line: int, column: int, quoted: bool) -> None:
        level = self.levels.stack[-1]
        if len(level.items) < MOST_ITEMS:
            level.items.append(Word(value, line, column + 1))
        if value.startswith("-"):
            return
        assigned = _ASSIGNED.match(value) if "=" in value else None
        if assigned:
            inner, start = assigned[2].strip("\"'"), column + 1 + assigned.start(2)
            if " " in inner and is_command(inner, self.rules):
                self.found += arguments(split(inner, line, start), self.rules)
            else:
                for part, at in parts(inner, start):
                    self.emit(part, line, at, assigned[1], self.role, False)
            return
        if " " in value and is_command(value, self.rules):
            self.found += arguments(split(value, line, column + 1), self.rules)
            return
        key = self.levels.list_key
        choice = bare(key) in self.rules.keys.catalog and bare(key) != "models" and not runs(key, self.rules.keys)
        self.emit(value, line, column + 1, key, "choice" if choice else self.role, quoted)

    def _value(self, value: str, line: int, column: int, key: str, quoted: bool) -> None:
        """A value below its key; in lists of variables the key is the name that stands beside it."""
        name, holder = bare(key), self.levels.holder
        if name in _NAMES and holder is not None:
            holder.name = value[:100]
        if name in _VALUES and holder is not None and holder.name:
            key = holder.name
        self.emit(value, line, column + 1, key, "default" if name in ("default", "defaultvalue") else self.role, quoted)

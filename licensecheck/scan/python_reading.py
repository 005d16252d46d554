"""What reading a Python file gathers: its pieces, what its names are used for, the lines of its docstrings."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import NamedTuple

from licensecheck.scan.flags import parts
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare

MOST_NODES = 600_000
MOST_USES = 5_000


class Held(NamedTuple):
    """What holds the expression that is looked at."""

    key: str = ""
    parents: tuple[str, ...] = ()
    call: str = ""
    role: str = "value"
    group: str = ""

    @property
    def entry(self) -> str:
        """The group of the entry that this is a part of, as `litellm_params` is, or ""."""
        return self.group if bare(self.key) in ("litellmparams", "modelloadingconfig") else ""


class Use(NamedTuple):
    """The line on which a name is used as a model, and what holds it there."""

    line: int
    held: Held


class Reading:
    """Gathers while a tree is read. `lines` are those that were parsed; `place` gives the line of the file for each."""

    def __init__(self, rules: Rules, lines: list[str], place: Callable[[int], int]) -> None:
        self.rules, self.lines, self.place = rules, lines, place
        self.found: list[Piece] = []
        self.uses: dict[str, Use] = {}
        self.docs: list[tuple[int, int]] = []
        self.nodes = 0

    def another(self) -> bool:
        """Count an expression; False when there were too many."""
        self.nodes += 1
        return self.nodes <= MOST_NODES

    def at(self, node: ast.expr) -> tuple[int, int]:
        """Line and column of what a string holds."""
        line = self.lines[node.lineno - 1] if node.lineno <= len(self.lines) else ""
        column = node.col_offset
        if not line.isascii():
            column = len(line.encode()[:column].decode("utf-8", "replace"))
        while line[column : column + 1] and line[column] in "rRbBuUfF":
            column += 1
        return self.place(node.lineno), column + 1 + (line[column : column + 1] in ('"', "'"))

    def text(self, text: str, node: ast.expr, held: Held) -> None:
        """A string, with what holds it."""
        line, column = self.at(node)
        held = held._replace(role="value") if held.role == "each" else held
        several = held.key and " " not in text and ("," in text or ";" in text)
        for part, at in parts(text.replace(";", ","), column) if several else ((text, column),):
            self.found.append(Piece(part, line, at, held.key, held.parents, held.call, held.role, True, held.group))

    def run_time(self, name: str, node: ast.expr, held: Held) -> None:
        """A setting without a default."""
        line, column = self.at(node)
        self.found.append(Piece(f"${name}", line, column, held.key or name, held.parents, held.call, "run_time", True, held.group))

    def use(self, name: str, node: ast.expr, held: Held) -> None:
        """A name is used as a model, where the key or the call says so; the first use in the file counts."""
        key, keys = bare(held.key), self.rules.keys
        says = key in keys.model or key.endswith(keys.endings) or key in keys.draft or (bool(held.call) and not held.key)
        if says and (name in self.uses or len(self.uses) < MOST_USES):
            use = Use(self.place(node.lineno), held)
            self.uses[name] = min(use, self.uses.get(name, use))

    def doc(self, node: ast.stmt) -> None:
        """A string that is a statement of its own."""
        self.docs.append((self.place(node.lineno), self.place(node.end_lineno or node.lineno)))

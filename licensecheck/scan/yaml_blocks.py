"""What a value of YAML that goes on over lines holds: a file, a script, a list or a mapping in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from licensecheck.scan.braces import braces
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.shell import arguments, shell, split_lines
from licensecheck.scan.yaml_levels import Levels

MOST_LINES = 60
"""Lines of a list or a mapping in brackets."""

_MODELFILE = re.compile(r"FROM \S{1,200}\n(?:PARAMETER|SYSTEM|TEMPLATE|ADAPTER) ")
_FOLDED = re.compile(r">(?:[+-]\s*)?\Z")
_CODE = (
    ".yaml", ".yml", ".json", ".py", ".sh", ".toml", ".env", ".properties", ".conf", ".ini", ".js", ".ts", ".txt", ".md",
    "modelfile",
)  # fmt: skip

SubParser = Callable[[str, str, int], Iterator[Piece]]
"""Parses the text of a file within the file: its name, its text, its first line."""


def block_end(lines: list[str], at: int, indent: int) -> int:
    """The number of the line after a block scalar whose key stands on line `at`; lines count from 0."""
    end, margin = at + 1, " " * (indent + 1)
    while end < len(lines) and (lines[end].startswith(margin) or not lines[end].strip()):
        end += 1
    return end


def block(
    lines: list[str], at: int, end: int, first: int, key: str, levels: Levels, rules: Rules, within: SubParser | None
) -> list[Piece]:
    """The pieces of a block scalar: of a file within the file, of a list of JSON, or of a script."""
    if bare(key) in rules.keys.never:
        return []
    inner = [line.rstrip("\r") for line in lines[at + 1 : end]]
    margin = min((len(line) - len(line.lstrip(" ")) for line in inner if line.strip()), default=0)
    text = "\n".join(line[margin:] for line in inner)
    begin = text.lstrip()[:2]
    start = at + 1 + first
    found: list[Piece]
    if begin[:1] in ("[", "{") and begin != "{{":
        found = list(braces(text, "json", rules, start, key, levels.keys[:-1][-6:]))
    elif within is not None and _MODELFILE.match(text):
        found = list(within("modelfile", text, start))
    elif within is not None and key.lower().endswith(_CODE):
        found = list(within(key.lower(), text, start))
    elif _FOLDED.search(lines[at].rstrip()):
        found = arguments(split_lines(text, start, 1), rules)
    else:
        found = list(shell(text, rules, start))
    return [piece._replace(column=piece.column + margin) for piece in found]


def flow(lines: list[str], at: int, first: int, column: int, levels: Levels, rules: Rules) -> tuple[list[Piece], int]:
    """The pieces of a list or mapping in brackets, which may go on over lines, and the number of the line after it."""
    text = lines[at][column:]
    end = at + 1
    while end < len(lines) and end - at < MOST_LINES and text.count("[") + text.count("{") > text.count("]") + text.count("}"):
        text += "\n" + lines[end]
        end += 1
    keys, group = levels.keys, levels.group
    pieces = braces(text, "flow", rules, at + first, keys[-1] if keys else "", keys[:-1][-6:], column + 1)
    return [piece._replace(group=group + piece.group if piece.group else group) for piece in pieces], end

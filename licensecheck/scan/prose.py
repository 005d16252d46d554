"""Prose: the front matter of model cards, fenced blocks by their language, ids in the lines that hold one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from licensecheck.scan.lines import LONGEST_LINE, mentions
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.shell import shell
from licensecheck.scan.yaml_config import yaml_config

LONGEST_FRONT = 400
LONGEST_FENCE = 2_000
_FENCE = re.compile(r"\s{0,12}(?:>\s?)?(?:```|~~~)\s*([A-Za-z0-9_+#.-]*)")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}:(?:\Z|\s[^/]{0,200}\Z)")
_TELLING = ("ollama", "--model", " serve ", " download ")
_CARD = ("basemodel", "basemodels")

Parser = Callable[[str, str, int], Iterator[Piece]]
"""Parses the text of a fenced block: its kind, its text, its first line."""


def prose(text: str, hit_lines: frozenset[int], rules: Rules, parser: Parser) -> Iterator[Piece]:
    """The pieces of a document; `hit_lines` are the lines on which a literal was found, `parser` reads the fenced blocks."""
    lines = text.split("\n")
    at = 0
    if lines and lines[0].rstrip() == "---":
        end = next((at for at, line in enumerate(lines[1:LONGEST_FRONT], 1) if line.rstrip() == "---"), 0)
        if end:
            yield from card("\n".join(lines[1:end]), rules)
            at = end + 1
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if fence:
            end = _end_of_fence(lines, at)
            yield from _fenced(lines, at + 1, end, fence[1].lower(), hit_lines, rules, parser)
            at = end + 1
            continue
        line = lines[at].rstrip("\r")
        at += 1
        if at in hit_lines:
            yield from _line(line, at, line.lstrip().startswith("$ "), rules)


def _end_of_fence(lines: list[str], at: int) -> int:
    """The line that closes the fence which opens on line `at`; lines count from 0."""
    for end in range(at + 1, min(at + LONGEST_FENCE, len(lines))):
        if _FENCE.match(lines[end]):
            return end
    return len(lines) if len(lines) - at <= LONGEST_FENCE else at


def _fenced(
    lines: list[str], start: int, end: int, language: str, hit_lines: frozenset[int], rules: Rules, parser: Parser
) -> Iterator[Piece]:
    """The pieces of a fenced block: those of its language, and the words of lines that hold a hit."""
    block = [line.rstrip("\r") for line in lines[start:end]]
    seen: dict[int, set[int]] = {}
    found: Iterator[Piece] = iter(())
    worth = any(number in hit_lines for number in range(start + 1, end + 1)) or any(
        word in line for line in block for word in _TELLING
    )
    kind = rules.kinds.fences.get(language, "") if language else _guessed(block)
    if worth and kind == "shell":
        found = _commands(block, start + 1, rules)
    elif worth and kind:
        margin = min((len(line) - len(line.lstrip()) for line in block if line.strip()), default=0)
        inner = parser(kind, "\n".join(line[margin:] for line in block), start + 1)
        found = (piece._replace(column=piece.column + margin) for piece in inner)
    for piece in found:
        seen.setdefault(piece.line, set()).add(piece.column)
        yield piece
    for number, line in enumerate(block, start + 1):
        if number in hit_lines:
            command = kind != "shell" and line.lstrip().startswith("$ ")
            yield from _line(line, number, command, rules, seen.get(number, set()))


def _guessed(block: list[str]) -> str:
    """The kind of a block that does not say its language, by its first line: commands where it looks like nothing else."""
    first = next((line.strip() for line in block if line.strip()), "")
    if first[:1] in ("{", "["):
        return "json"
    return "yaml" if _KEY.match(first) else "shell"


def _line(line: str, number: int, command: bool, rules: Rules, seen: Collection[int] = frozenset()) -> Iterator[Piece]:
    """The words of a line, but not those at columns already seen; `command`: the line is one behind a prompt."""
    taken = set(seen)
    if command and len(line) <= LONGEST_LINE:
        for piece in _commands([line], number, rules):
            taken.add(piece.column)
            yield piece
    for piece in mentions(line, number, 1, "prose"):
        if piece.column not in taken:
            yield piece


def _commands(lines: list[str], first: int, rules: Rules) -> Iterator[Piece]:
    """The pieces of commands, which may go on over lines, without their prompts. What is no argument of a known one is prose."""
    text = "\n".join(line.lstrip("$> ").rjust(len(line)) if len(line) <= LONGEST_LINE else "" for line in lines)
    for piece in shell(text, rules, first):
        yield piece if piece.role == "command" else piece._replace(role="prose")


def card(text: str, rules: Rules) -> Iterator[Piece]:
    """What a model card says of its parents."""
    for piece in yaml_config(text, rules, 2):
        holds = bare(piece.key) in _CARD or any(bare(parent) in _CARD for parent in piece.parents[-1:])
        if holds:
            yield piece._replace(role="card")

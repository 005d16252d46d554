"""Prose: the front matter of model cards, fenced blocks by their language, ids in the lines that hold one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from licensecheck.scan.interest import numbers_of
from licensecheck.scan.lines import LONGEST_LINE, mentions
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.shell import shell
from licensecheck.scan.yaml_config import yaml_config

LONGEST_FRONT = 400
LONGEST_FENCE = 2_000
_FENCE = re.compile(r"^[^\S\n]{0,12}+(?:>[^\S\n]?)?(?:```|~~~)[^\S\n]*([A-Za-z0-9_+#.-]*)", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}:(?:\Z|\s[^/]{0,200}\Z)")
_TELLING = re.compile(r"ollama|--model| serve | download |[mM]odel(?:_?[iI]d|_?[nN]ame)?[\"']?\s{0,3}[:=]\s{0,3}[\"'`]")
_CARD = ("basemodel", "basemodels")
_USED = ("models",)

Parser = Callable[[str, str, int], Iterator[Piece]]
"""Parses the text of a fenced block: its kind, its text, its first line."""


class Fence(NamedTuple):
    """A fenced block of a document: the lines of its fences, what it calls its language, and its text."""

    opens: int
    closes: int
    language: str
    text: str


def prose(text: str, hit_lines: frozenset[int], rules: Rules, parser: Parser) -> Iterator[Piece]:
    """The pieces of a document; `hit_lines` are the lines on which a literal was found, `parser` reads the fenced blocks."""
    lines = text.split("\n")
    start = 0
    if lines[0].rstrip() == "---":
        start = next((number for number, line in enumerate(lines[1:LONGEST_FRONT], 2) if line.rstrip() == "---"), 0)
        if start:
            yield from card("\n".join(lines[1 : start - 1]), rules)
    hits = sorted(number for number in hit_lines if start < number <= len(lines))
    outside: list[int] = []
    at = 0
    for fence in fences(text, start):
        opens = bisect_left(hits, fence.opens, at)
        first = bisect_right(hits, fence.opens, opens)
        last = bisect_left(hits, fence.closes, first)
        outside += hits[at:opens]
        at = bisect_right(hits, fence.closes, last)
        if first < last or _TELLING.search(fence.text):
            yield from _fenced(fence, hits[first:last], rules, parser)
    for number in (*outside, *hits[at:]):
        line = lines[number - 1].rstrip("\r")
        yield from _line(line, number, line.lstrip().startswith("$ "), rules)


def fences(text: str, after: int = 0) -> Iterator[Fence]:
    """The fenced blocks of a document below a line. One that is never closed, or much too long, is none."""
    found = list(_FENCE.finditer(text))
    numbers = numbers_of(text, [match.start() for match in found])
    at = 0
    while at < len(found):
        opens, begin = numbers[at], text.find("\n", found[at].end()) + 1
        if opens > after and begin:
            closed = at + 1 < len(found)
            closes, end = (numbers[at + 1], found[at + 1].start()) if closed else (opens + text.count("\n", begin) + 2, len(text))
            if closes - opens <= LONGEST_FENCE:
                yield Fence(opens, closes, found[at][1].lower(), text[begin:end])
                at += 1
        at += 1


def _fenced(fence: Fence, hits: Sequence[int], rules: Rules, parser: Parser) -> Iterator[Piece]:
    """The pieces of a fenced block: those of its language, and the words of lines that hold a hit."""
    block = [line.rstrip("\r") for line in fence.text.split("\n")]
    start = fence.opens + 1
    seen: dict[int, set[int]] = {}
    kind = rules.kinds.fences.get(fence.language, "") if fence.language else _guessed(block)
    found: Iterator[Piece] = iter(())
    if kind == "shell":
        found = _commands(block, start, rules)
    elif kind:
        margin = min((len(line) - len(line.lstrip()) for line in block if line.strip()), default=0)
        inner = parser(kind, "\n".join(line[margin:] for line in block), start)
        found = (piece._replace(column=piece.column + margin) for piece in inner)
    for piece in found:
        seen.setdefault(piece.line, set()).add(piece.column)
        yield piece
    for number in hits:
        line = block[number - start]
        yield from _line(line, number, kind != "shell" and line.lstrip().startswith("$ "), rules, seen.get(number, set()))


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
    """What a model card says of its parents, and the card of an application of its models."""
    for piece in yaml_config(text, rules, 2):
        holds = bare(piece.key) in _CARD or any(bare(parent) in _CARD for parent in piece.parents[-1:])
        if holds:
            yield piece._replace(role="card")
        elif bare(piece.key) in _USED:
            yield piece._replace(role="prose", key="", quoted=True)

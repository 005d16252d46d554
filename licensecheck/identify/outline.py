"""The sections of a reference text, by the numbers that its lines begin with; paragraphs where it has none."""

from __future__ import annotations

import re
from typing import NamedTuple

from licensecheck.identify.words import words_of

DEEPEST = 3
FEWEST_NUMBERED = 3
"""Levels of a label, and numbered lines below which a text counts as unnumbered."""

_HEAD = re.compile(
    r"[\s>#*_\\-]*(?:(?:section|article|clause|§)\s*)?"
    r"(?:(?P<dotted>\d{1,2}(?:\.\d{1,2})+)[.):]*|\(?(?P<number>\d{1,2})\\?[.):]|\(?(?P<letter>[A-Za-z]|[ivxIVX]{2,5})\\?[.)])"
    r"(?=[\s*_]|$)"
)
_SECTION = re.compile(r"[\s>#*_\\-]*(?:section|article|clause|§)\s*(?P<number>\d{1,2}|[ivx]{1,4})\b(?!\()", re.I)
_APPENDIX = re.compile(r"[\s>#*_]*(?:appendix|exhibit|attachment)(?=[\s*_:.-]|$)", re.I)
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


class Part(NamedTuple):
    """A section: the index of its first word, and its label, such as `1.b.iii`, `opening` or `paragraph 4`."""

    start: int
    label: str


class _Level(NamedTuple):
    kind: str
    reached: int
    name: str


def outline(text: str) -> tuple[list[Part], set[int]]:
    """The sections of a text, and the indexes of the words that merely number them."""
    held = words_of(text)
    lines = text.split("\n")
    levels: list[_Level] = []
    parts = [Part(0, "opening")]
    numbering: set[int] = set()
    reached = 0
    for at, line in enumerate(lines[: len(held.lines)]):
        if _APPENDIX.match(line):
            levels, reached = [_Level("appendix", 0, "appendix")], 99
            parts.append(Part(held.lines[at], "appendix"))
            continue
        section = _SECTION.match(line)
        hit = section or _HEAD.match(line)
        if not hit:
            continue
        if section:
            value = _value(section["number"].lower())
            deeper = [_Level("section", value, section["number"].lower())] if reached < value <= reached + 2 else None
            reached = value if deeper else reached
        else:
            deeper = _entered(levels, hit)
        if deeper is None:
            continue
        levels = deeper
        start = held.lines[at]
        numbering |= set(range(start, start + len(words_of(hit[0]).words)))
        label = ".".join(level.name for level in levels[:DEEPEST])
        if label != parts[-1].label:
            parts.append(Part(start, label))
    if len(parts) <= FEWEST_NUMBERED:
        return _paragraphs(lines, held.lines), set()
    return _tidy(parts, len(held.words)), numbering


def _value(number: str) -> int:
    return _ROMAN.index(number) if number in _ROMAN else int(number) if number.isdigit() else 0


def _entered(levels: list[_Level], hit: re.Match[str]) -> list[_Level] | None:
    """The open levels after a numbered line, or None when the line numbers nothing."""
    groups = hit.groupdict()
    if groups.get("dotted"):
        return [_Level("dotted", 0, groups["dotted"])]
    if groups.get("number"):
        kinds = [("number", int(groups["number"]))]
        name = groups["number"]
    else:
        name = groups["letter"].lower()
        kinds = [("letter", ord(name) - 96)] if len(name) == 1 else []
        if name in _ROMAN:
            kinds.append(("roman", _ROMAN.index(name)))
    for depth in range(len(levels) - 1, -1, -1):
        for kind, value in kinds:
            if levels[depth].kind == kind and levels[depth].reached + 1 == value:
                return [*levels[:depth], _Level(kind, value, name)]
    for kind, value in reversed(kinds):
        if value == 1 and len(levels) < 5:
            return [*levels, _Level(kind, value, name)]
    for depth in range(len(levels)):
        for kind, value in kinds:
            if levels[depth].kind == kind and levels[depth].reached < value <= levels[depth].reached + 3:
                return [*levels[:depth], _Level(kind, value, name)]
    return None


def _paragraphs(lines: list[str], starts: list[int]) -> list[Part]:
    parts: list[Part] = []
    empty = True
    for line, start in zip(lines, starts, strict=False):
        if empty and line.strip():
            parts.append(Part(start, f"paragraph {len(parts) + 1}"))
        empty = not line.strip()
    return _tidy(parts or [Part(0, "paragraph 1")], starts[-1] + 1 if starts else 0)


def _tidy(parts: list[Part], words: int) -> list[Part]:
    """The parts in order, from the first word on; a part without a word of its own is left out."""
    kept = [part for part, after in zip(parts, [*parts[1:], Part(words, "")], strict=True) if after.start > part.start]
    return [Part(0, kept[0].label), *kept[1:]] if kept else [Part(0, "opening")]

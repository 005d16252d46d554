"""Notebooks: the sources of their cells, never their outputs. Lines are those of the file as it lies on disk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.scan.lines import Lines
from licensecheck.scan.model import Piece
from licensecheck.scan.python import Parsed, python, settled
from licensecheck.scan.rules import Rules
from licensecheck.scan.shell import shell
from licensecheck.scan.yaml_blocks import SubParser

DEEPEST = 100
MOST_CELLS = 5_000
_WRITES = re.compile(r"%%writefile\s+(?:-a\s+)?(?:\S*/)?([^\s/]+)[^\n]*\n")
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|[{}\[\],:]", re.DOTALL)


class Cell(NamedTuple):
    """One cell: its kind, its text, and the line of the file for each of its lines."""

    kind: str
    text: str
    lines: tuple[int, ...]


def notebook(text: str, rules: Rules, within: SubParser) -> Iterator[Piece]:
    """The pieces of the code cells; a constant of one cell is known in the others. `within` parses files that cells write."""
    parsed: list[Parsed] = []
    for cell in cells(text):
        if cell.kind != "code":
            continue
        written = _WRITES.match(cell.text)
        if written:
            for piece in within(written[1], cell.text[written.end() :], 2):
                yield piece._replace(line=cell.lines[min(piece.line, len(cell.lines)) - 1])
            continue
        magic, plain = _parted(cell)
        for number, line in magic:
            yield from shell(line, rules, number)
            if line.startswith("ai "):
                yield from (Piece(word, number, 1, call="ai", role="command") for word in line.split()[1:] if ":" in word)
        found = python(plain, rules, lambda line, lines=cell.lines: lines[line - 1] if line <= len(lines) else lines[-1])  # type: ignore[misc]
        if found is not None:
            parsed.append(found)
        else:
            for number, line in zip(cell.lines, plain.split("\n"), strict=False):
                one = python(line.strip(), rules, lambda _, number=number: number)  # type: ignore[misc]
                if one is not None:
                    parsed.append(one)
    yield from settled(parsed, rules)


def cells(text: str) -> Iterator[Cell]:
    """The cells of a notebook, found without building its tree."""
    lines = Lines(text)
    stack: list[str] = []
    keys: list[str] = []
    pending, kind = "", ""
    source: list[tuple[int, str]] = []
    count = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] == '"':
            after = text[match.end() : match.end() + 4].lstrip()
            if after.startswith(":"):
                pending = token[1:-1][:40]
            elif keys[:1] == ["cells"] and len(stack) <= 4:
                if pending == "cell_type" and len(stack) == 3:
                    kind = token[1:-1]
                elif "source" in (pending if len(stack) == 3 else "", keys[-1] if len(stack) == 4 else "") and len(token) < 400_000:
                    try:
                        source.append((lines.at(match.start())[0], json.loads(token, strict=False)))
                    except ValueError:
                        continue
        elif token in "[{":
            if len(stack) >= DEEPEST:
                return
            stack.append(token)
            keys.append(pending)
            if len(stack) == 2 and token == "[" and pending == "cells":
                keys[0] = "cells"
            pending = ""
        elif token in "]}":
            if stack:
                stack.pop()
                keys.pop()
            if len(stack) == 2 and source:
                yield _cell(kind, source)
                kind, source = "", []
                count += 1
                if count >= MOST_CELLS:
                    return


def _cell(kind: str, source: list[tuple[int, str]]) -> Cell:
    texts: list[str] = []
    numbers: list[int] = []
    for line, text in source:
        parts = text.removesuffix("\n").split("\n")
        texts += parts
        numbers += [line] * len(parts)
    return Cell(kind, "\n".join(texts), tuple(numbers))


def _parted(cell: Cell) -> tuple[list[tuple[int, str]], str]:
    """The lines that are commands for a shell, and the Python that remains."""
    magic: list[tuple[int, str]] = []
    plain: list[str] = []
    lines = cell.text.split("\n")
    if lines and lines[0].lstrip().startswith("%%ai "):
        return [(cell.lines[0], lines[0].lstrip("% "))], ""
    if lines and lines[0].lstrip().startswith(("%%bash", "%%sh", "%%script", "%%html", "%%javascript")):
        return [(number, line) for number, line in zip(cell.lines, lines, strict=False)][1:], ""
    goes_on = False
    for number, line in zip(cell.lines, lines, strict=False):
        bare = line.lstrip()
        if goes_on or bare.startswith(("!", "%")):
            command = bare if goes_on else bare.lstrip("!%").removeprefix("sx ")
            magic.append((number, command))
            plain.append("" if goes_on else line[: len(line) - len(bare)] + "pass")
            goes_on = line.rstrip().endswith("\\")
        else:
            plain.append(line)
    return magic, "\n".join(plain)

"""Code within commands: Python behind `python -c`, and here documents by the file or the program that they go to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

MOST, LONGEST, FARTHEST = 200, 300, 100_000
"""Snippets of one file, letters of the command before a here document, and letters of one."""

_PYTHON = re.compile(
    r"python[0-9.]{0,4}\"?,?[^\S\n]{1,3}(?:-[a-zA-Z][^\S\n]{1,3}){0,2}\"?-c\"?,?[^\S\n]{1,3}"
    r"(?:\"((?:[^\"\\]++|\\.){1,4000}+)\"|'([^']{1,4000}+)')",
    re.DOTALL,
)
_HERE = re.compile(r"<<[-~]?[^\S\n]?[\"']?([A-Za-z_]{2,30})[\"']?(?=[^\n]{0,200}\n)")
_TO = re.compile(r"(?:>{1,2}|\btee(?:\s-a)?)\s{0,3}[\"']?(?:[^\s\"'|&;<>]{0,200}/)?([^\s\"'|&;<>/]{1,80})")
_RUNS = re.compile(r"\bpython[0-9.]{0,4}\b")


class Snippet(NamedTuple):
    """A stretch of code: the name of a file of its kind, its text, its first line, and the column at which that begins."""

    name: str
    text: str
    first: int
    column: int


def snippets(text: str) -> Iterator[Snippet]:
    """The snippets of a text of commands."""
    for match in islice(_PYTHON.finditer(text), MOST) if "-c" in text else ():
        group = 1 if match[1] is not None else 2
        code, at = match[group].replace('\\"', ' "').replace("\\\n", " \n"), match.start(group)
        yield Snippet(".py", code, _line(text, at), at - text.rfind("\n", 0, at) - 1)
    for match in islice(_HERE.finditer(text), MOST) if "<<" in text else ():
        begin = text.find("\n", match.end()) + 1
        name = _target(text[max(text.rfind("\n", 0, match.start()) + 1, match.start() - LONGEST) : begin])
        ends = re.compile(rf"^[^\S\n]{{0,40}}{match[1]}[^\S\n]*$", re.MULTILINE)
        end = ends.search(text, begin, begin + FARTHEST) if name else None
        if end is None:
            continue
        body = text[begin : end.start()].split("\n")
        margin = min((len(line) - len(line.lstrip()) for line in body if line.strip()), default=0)
        yield Snippet(name, "\n".join(line[margin:] for line in body), _line(text, begin), margin)


def _target(command: str) -> str:
    """The name of the file that a command writes, or of one such as it runs; "" for neither."""
    if command.lstrip().startswith("#"):
        return ""
    written = _TO.search(command)
    if written:
        return written[1]
    return ".py" if _RUNS.search(command) else ""


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1

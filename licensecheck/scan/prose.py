"""Prose: the front matter of model cards, commands in fenced blocks, ids in the lines that hold one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.scan.lines import LONGEST_LINE, mentions
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.shell import shell
from licensecheck.scan.yaml_config import yaml_config

LONGEST_FRONT = 400
_FENCE = re.compile(r"\s{0,12}(?:>\s?)?(?:```|~~~)\s*([A-Za-z0-9_+-]*)")
_COMMANDS = ("bash", "sh", "shell", "console", "zsh", "terminal", "cmd", "powershell", "shell-session", "commandline", "")
_CARD = ("basemodel", "basemodels")


def prose(text: str, hit_lines: frozenset[int], rules: Rules) -> Iterator[Piece]:
    """The pieces of a document; `hit_lines` are the lines on which a literal was found."""
    lines = text.split("\n")
    start = 0
    if lines and lines[0].rstrip() == "---":
        end = next((at for at, line in enumerate(lines[1:LONGEST_FRONT], 1) if line.rstrip() == "---"), 0)
        if end:
            yield from card("\n".join(lines[1:end]), rules)
            start = end + 1
    language: str | None = None
    for at in range(start, len(lines)):
        line = lines[at].rstrip("\r")
        fence = _FENCE.match(line)
        if fence:
            language = fence[1].lower() if language is None else None
            continue
        if at + 1 not in hit_lines and not (
            language is not None and ("ollama" in line or "--model" in line or " serve " in line or " download " in line)
        ):
            continue
        seen: set[int] = set()
        if len(line) <= LONGEST_LINE and (language in _COMMANDS or line.lstrip().startswith("$ ")):
            for piece in shell(line.lstrip("$> ").rjust(len(line)), rules, at + 1):
                seen.add(piece.column)
                yield piece._replace(role="prose" if piece.role != "command" else "command")
        for piece in mentions(line, at + 1, 1, "prose"):
            if piece.column not in seen:
                yield piece


def card(text: str, rules: Rules) -> Iterator[Piece]:
    """What a model card says of its parents."""
    for piece in yaml_config(text, rules, 2):
        holds = bare(piece.key) in _CARD or any(bare(parent) in _CARD for parent in piece.parents[-1:])
        if holds:
            yield piece._replace(role="card")

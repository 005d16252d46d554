"""Words of commands, and what flags say of the words behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare

MOST_PARTS = 50
"""Parts of a value with commas."""


class Word(NamedTuple):
    text: str
    line: int
    column: int


def meaning_of(flag: str, rules: Rules) -> str:
    """What a flag says of the next word; one that is named like a key that holds a model says the same."""
    known = rules.flags.get(flag) or rules.flags.get(flag.lower())
    if known or not flag.startswith("--"):
        return known or ""
    key = bare(flag)
    return "model" if key not in rules.keys.never and key.endswith(rules.keys.endings) else ""


def words_of(flag: str, behind: list[str], rules: Rules) -> int:
    """How many words behind a flag are its own and no models: all up to the next flag where it takes lists, such as data sets."""
    key = bare(flag)
    if key.endswith(rules.keys.never_endings):
        return next((at for at, text in enumerate(behind) if text.startswith("-")), len(behind))
    return 1 if behind and key in rules.keys.never else 0


def flagged(meaning: str, name: str, held: Word, rest: Sequence[Word], group: str) -> list[Piece]:
    """The pieces that a flag holds: its own word, or words behind it. `meaning`: what the flag says of it."""
    match meaning:
        case "never":
            return []
        case "json":
            pair = re.search(r"\"model\"\s{0,3}:\s{0,3}\"([^\"\s]{2,160})\"", held.text)
            return [Piece(pair[1], held.line, held.column + pair.start(1), "draft_model")] if pair else []
        case "modules":
            pieces = []
            for word in (held, *rest):
                alias, equals, value = word.text.partition("=")
                if word.text.startswith("-") or not equals:
                    break
                pieces.append(Piece(value, word.line, word.column + len(alias) + 1, "model", group=group))
            return pieces
        case "file":
            return [Piece(held.text, held.line, held.column, group=group)]
        case _ if "," in held.text and "/" in held.text:
            return [Piece(part, held.line, at, "model", group=group) for part, at in parts(held.text, held.column)]
        case _:
            return [Piece(held.text, held.line, held.column, name.lstrip("-") if meaning == "model" else meaning, group=group)]


def parts(value: str, column: int, spaced: bool = False) -> list[tuple[str, int]]:
    """The parts of a value with commas, or `spaced` out, each with its column."""
    found = []
    for part in (re.split(r"[,\s]", value) if spaced else value.split(","))[:MOST_PARTS]:
        found.append((part.strip(), column + len(part) - len(part.lstrip())))
        column += len(part) + 1
    return found

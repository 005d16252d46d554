"""Python by its syntax tree: string constants with the keyword, variable, parameter or call that holds them."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterator
from typing import NamedTuple

from licensecheck.scan.braces import braces
from licensecheck.scan.interest import naming
from licensecheck.scan.model import Piece
from licensecheck.scan.python_reading import Held, Reading, Use
from licensecheck.scan.python_statements import read_statements
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.statements import Cut, Statements
from licensecheck.scan.strength import strength_of

LARGEST = 1_500_000


class Parsed(NamedTuple):
    """The pieces of a file, what its names are used for, and the lines of its docstrings."""

    pieces: tuple[Piece, ...]
    uses: dict[str, Use]
    docs: tuple[tuple[int, int], ...]


def python(
    text: str, rules: Rules, place: Callable[[int], int] | None = None, interest: frozenset[int] | None = None
) -> Parsed | None:
    """The pieces of a module, or None when it is no Python that can be parsed.

    `place` maps its lines to those of a file; statements without a line of `interest` are not looked into.
    """
    if len(text) > LARGEST:
        return None
    parsed = _parts(text, rules, interest) if interest is not None else None
    return parsed or _whole(text, rules, place or (lambda line: line))


def _whole(text: str, rules: Rules, place: Callable[[int], int]) -> Parsed | None:
    tree = _parsed(text)
    if tree is None:
        return None
    reading = Reading(rules, text.split("\n"), place)
    try:
        read_statements(tree.body, "", reading)
    except RecursionError:
        return None
    return Parsed(tuple(reading.found), reading.uses, tuple(reading.docs))


def _parts(text: str, rules: Rules, interest: frozenset[int]) -> Parsed | None:
    """The pieces of the statements of interest, and of those that share a name with them; None when they do not parse alone."""
    statements = Statements(text)
    read = _read(statements.cut(interest), rules)
    if read is None:
        return None
    names = {piece.key for piece in read.pieces if is_name(piece)} | read.uses.keys()
    more = _read(statements.cut(naming(text, names)), rules)
    if more is None:
        return None
    uses = more.uses | {name: min(use, more.uses.get(name, use)) for name, use in read.uses.items()}
    return Parsed((*read.pieces, *more.pieces), uses, (*read.docs, *more.docs))


def _read(cut: Cut | None, rules: Rules) -> Parsed | None:
    """The pieces of statements that were cut out; None when they do not parse without the rest."""
    if cut is None:
        return None
    if not cut.lines:
        return Parsed((), {}, cut.docs)
    tree = _parsed("\n".join(cut.lines))
    if tree is None:
        return None
    reading = Reading(rules, list(cut.lines), lambda line: cut.numbers[line - 1])
    try:
        for node in tree.body:
            around = cut.around.get(node.lineno)
            # what was indented stands below an `if 1:` of ours
            body = node.body if around is not None and isinstance(node, ast.If) else [node]
            read_statements(body, around or "", reading)
    except RecursionError:
        return None
    return Parsed(tuple(reading.found), reading.uses, (*cut.docs, *reading.docs))


def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def settled(parsed: list[Parsed], rules: Rules) -> Iterator[Piece]:
    """The pieces of one file; a constant that is used as a model under another name holds a model."""
    uses: dict[str, Use] = {}
    for each in parsed:
        uses = each.uses | uses
    for each in parsed:
        for piece in each.pieces:
            use = uses.get(piece.key) if is_name(piece) else None
            yield piece if use is None else used(piece, use.held, rules)


def is_name(piece: Piece) -> bool:
    """Whether what holds a piece is a variable, a parameter or an option: entries and arguments of calls have a group."""
    return bool(piece.key) and not piece.call and not piece.group


def used(piece: Piece, held: Held, rules: Rules) -> Piece:
    """A constant with what its use says of it, where its own name says less."""
    role = held.role if piece.role == "value" and held.role == "default" else piece.role
    if held.role == "each" and piece.role == "choice" and bare(piece.key) not in rules.keys.shelves:
        role = "value"  # a loop goes through the list
    held = held._replace(role="value" if held.role == "each" else held.role)
    own, its = (strength_of(key, piece.parents, rules.keys) for key in (piece.key, held.key))
    if own == "never" or (own == "model" and its != "draft") or own == "draft":
        return piece._replace(role=role if own == "model" else piece.role)
    return piece._replace(key=held.key, call="" if held.key else held.call, role=role)


def fallback(text: str, rules: Rules) -> Iterator[Piece]:
    """The pieces of what looks like Python and cannot be parsed."""
    return braces(text, "python", rules)

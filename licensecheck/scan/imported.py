"""Constants of one Python file that another uses as models."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from licensecheck.scan.interest import naming
from licensecheck.scan.model import Piece
from licensecheck.scan.python import is_name, python, used
from licensecheck.scan.python_reading import Held
from licensecheck.scan.rules import Rules
from licensecheck.scan.walk import Found

MOST = 100
_NAME = re.compile(r"[A-Z][A-Z0-9_]{3,60}\Z")


class Constant(NamedTuple):
    """A constant that may be a model and whose own file does not say so."""

    piece: Piece
    file: Found


def may_be_imported(piece: Piece) -> bool:
    """Whether what holds a piece is written as a constant is."""
    return is_name(piece) and _NAME.match(piece.key) is not None


def resolved(constants: list[Constant], texts: Iterable[str], rules: Rules) -> list[Constant]:
    """The constants that one of the texts uses as a model, as their use says; a name that two files define stays unresolved."""
    by_name: dict[str, list[Constant]] = {}
    for each in constants:
        by_name.setdefault(each.piece.key, []).append(each)
    single = {name: each[0] for name, each in by_name.items() if len(each) == 1}
    if not single or len(single) > MOST:
        return []
    uses: dict[str, Held] = {}
    for text in texts:
        lines = naming(text, single)
        parsed = python(text, rules, interest=lines) if lines else None
        if parsed is not None:
            uses = {name: use.held for name, use in parsed.uses.items()} | uses
    return [each._replace(piece=used(each.piece, uses[name], rules)) for name, each in single.items() if name in uses]

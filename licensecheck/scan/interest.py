"""Which lines of a file of code are worth a close look: those with a hit, and those where a key, call or flag may hold a model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, AnyStr

from licensecheck.scan.find import Hits
from licensecheck.scan.patterns import no_owner
from licensecheck.scan.rules import Rules

MOST_NAMES = 200
AFTER_CALL = 6
_QUOTED = re.compile(rb"[\"'`]([a-z0-9][a-z0-9_.:/+-]{1,223}+)(?=\\?[\"'`])")
"""A quoted word without a space; in notebooks the quotes are escaped."""


class Interest:
    """Finds the lines. One for a whole scan."""

    def __init__(self, rules: Rules) -> None:
        names = b"|".join(each.name.encode() for each in rules.families if not each.anywhere)
        self._model = re.compile(
            rb"(?!"
            + no_owner(rules)
            + rb")[a-z0-9][a-z0-9_.-]{1,95}+(?:/[a-z0-9][a-z0-9_.:+-]{1,127}+|:[a-z0-9][a-z0-9._-]{1,40}+)"
            rb"|(?=[a-z0-9._:+-]{1,80}\Z)(?:" + names + rb")"
        )
        self._may_be_model = lru_cache(maxsize=100_000)(lambda word: self._model.fullmatch(word) is not None)
        self.flags = re.compile(rb"--[a-z0-9_-]{0,30}model")

    def lines(self, low: bytes, hits: Hits) -> frozenset[int]:
        """The numbers of the lines that matter in the bytes of a file, which are in lower case."""
        values = [match.start() for match in _QUOTED.finditer(low) if self._may_be_model(match[1])]
        flags = [match.start() for match in self.flags.finditer(low)]
        found = set(numbers_of(low, (*values, *flags, *hits.offsets, *hits.near)))
        for line in numbers_of(low, hits.called):
            found.update(range(line, line + AFTER_CALL))
        return frozenset(found)


def numbers_of(text: AnyStr, offsets: Iterable[int]) -> list[int]:
    """The lines of offsets, in order."""
    end: Any = b"\n" if isinstance(text, bytes) else "\n"
    numbers, line, at = [], 1, 0
    for offset in sorted(offsets):
        line += text.count(end, at, offset)
        at = offset
        numbers.append(line)
    return numbers


def lines_of(pattern: re.Pattern[str], text: str) -> list[int]:
    """The lines that an expression fits which begins with the end of the line before."""
    return numbers_of(text, [match.start() for match in pattern.finditer("\n" + text)])


def naming(text: str, names: Iterable[str]) -> frozenset[int]:
    """The lines that hold one of some names."""
    wanted = sorted(set(names), reverse=True)
    if not wanted or len(wanted) > MOST_NAMES:
        return frozenset()
    # no boundary in front: an expression that begins with letters is looked for quickly
    used = re.compile("(?:" + "|".join(map(re.escape, wanted)) + r")(?![A-Za-z0-9_])")
    places = (match.start() for match in used.finditer(text))
    return frozenset(numbers_of(text, [at for at in places if not _goes_on(text[max(0, at - 1) : at])]))


def _goes_on(letter: str) -> bool:
    """Whether a name that begins after a letter is only the end of a longer one."""
    return letter.isalnum() or letter == "_"

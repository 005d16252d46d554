"""Where a file may name models: literals first, then patterns in windows around them. Works on bytes in lower case.

`ahocorasick-rs` finds the literals when it is installed (the extra `fast`). Without it the words of a file are looked
up first, so that only the literals of words that occur are searched for; both ways give the same hits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple

from licensecheck.scan.patterns import patterns
from licensecheck.scan.rules import Rules

Places = Callable[[bytes], Iterable[tuple[int, int, int]]]
"""Finds where literals stand in a text: the number of the literal, its start, its end."""

_SURE = ("command", "call")
_WORD = re.compile(rb"[a-z0-9]{2,}")
_RUN = re.compile(rb"[a-z0-9]+")


class Hits(NamedTuple):
    """Offsets at which a model may be named, one or more for each line where one may be.

    `keyed`: a key, call or flag may hold one; `sure`: one takes any word for a model.
    `near`: offsets of commands and settings, `called` of calls that take any word; code is read there too.
    `owned`: a class that holds nothing but ids of models is named.
    """

    offsets: tuple[int, ...]
    keyed: bool
    sure: bool
    near: tuple[int, ...] = ()
    called: tuple[int, ...] = ()
    owned: bool = False


class Finder:
    """Finds hits in files. `names`: models to find beside those of the rules. `fast` None: with the accelerator if installed."""

    def __init__(self, rules: Rules, fast: bool | None = None, names: Iterable[str] = ()) -> None:
        self.patterns = patterns(rules, names)
        by_literal: dict[bytes, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for literal in pattern.literals:
                by_literal.setdefault(literal, []).append(number)
        self.literals = tuple(by_literal)
        self.numbers = tuple(tuple(numbers) for numbers in by_literal.values())
        by_automaton = _automaton(self.literals) if fast is not False else None
        self.accelerated = by_automaton is not None
        self._places = by_automaton or _Words(self.literals).places

    def find(self, data: bytes) -> Hits:
        """The hits in the bytes of a file, which are in lower case."""
        return self._verified(data, self._places(data))

    def find_plainly(self, data: bytes) -> Hits:
        """The same by running every pattern over everything: slow, and the measure of the fast way."""
        found: list[tuple[str, int]] = []
        for pattern in self.patterns:
            fits = [pattern.fits] if pattern.fits is not None else [re.compile(re.escape(each)) for each in pattern.literals]
            found += [(pattern.sort, match.start()) for each in fits for match in each.finditer(data)]
        return _hits(found)

    def _verified(self, data: bytes, places: Iterable[tuple[int, int, int]]) -> Hits:
        numbers, patterns = self.numbers, self.patterns
        found: set[tuple[str, int]] = set()
        keyed = False
        since = until = 0
        for index, start, end in places:
            for number in numbers[index]:
                pattern = patterns[number]
                if pattern.sort == "key":
                    keyed = keyed or pattern.fits_around(data, start, end)
                elif pattern.sort == "value" and since <= start < until:
                    continue  # its line has a hit already
                elif pattern.fits_around(data, start, end):
                    found.add((pattern.sort, start))
                    if pattern.sort == "value":
                        since, until = start, _line_end(data, start)
        return _hits(found, keyed)


def _line_end(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return end if end >= 0 else len(data)


class _Words:
    """Finds literals by the words of a text: only those are searched for that a word of it can be in."""

    def __init__(self, literals: tuple[bytes, ...]) -> None:
        self.literals = literals
        by_run: dict[bytes, list[int]] = {}
        for index, literal in enumerate(literals):
            by_run.setdefault(max(_RUN.findall(literal), key=len), []).append(index)
        # a shorter run may stand inside a longer one
        self._inside = {run: tuple(other for other in by_run if other in run) for run in by_run}
        self._by_run = {run: tuple((index, *_edges(literals[index], run)) for index in found) for run, found in by_run.items()}
        self._runs = re.compile(b"(?=(" + _longest_of(sorted(by_run)) + b"))")
        self._known: dict[bytes, tuple[int, ...]] = {}

    def places(self, data: bytes) -> Iterable[tuple[int, int, int]]:
        known = self._known
        wanted: set[int] = set()
        for word in set(_WORD.findall(data)):
            indexes = known.get(word)
            if indexes is None:
                indexes = known[word] = self._of(word)
            if indexes:
                wanted.update(indexes)
        for index in sorted(wanted):
            literal = self.literals[index]
            at = data.find(literal)
            while at >= 0:
                yield index, at, at + len(literal)
                at = data.find(literal, at + 1)

    def _of(self, word: bytes) -> tuple[int, ...]:
        """The literals that a word can be in."""
        runs = {run for match in self._runs.finditer(word) for run in self._inside[match[1]]}
        return tuple(
            index
            for run in runs
            for index, begins, ends in self._by_run[run]
            if (not begins or word.startswith(run)) and (not ends or word.endswith(run))
        )


def _edges(literal: bytes, run: bytes) -> tuple[bool, bool]:
    """Whether a literal goes on before and after a run of letters and figures in it: there a word begins, and ends."""
    at = literal.find(run)
    return at > 0, at + len(run) < len(literal)


def _longest_of(words: list[bytes]) -> bytes:
    """An expression for the longest of some sorted words that stands somewhere; what they begin with alike is tried once."""
    parts = []
    for first, several in groupby((word for word in words if word), key=lambda word: word[:1]):
        parts.append(re.escape(first) + _longest_of([word[1:] for word in several]))
    if not parts:
        return b""
    return b"(?:" + b"|".join(parts) + (b")?" if b"" in words else b")")


def _hits(found: Iterable[tuple[str, int]], keyed: bool = False) -> Hits:
    offsets: dict[str, list[int]] = {}
    for sort, start in found:
        offsets.setdefault(sort, []).append(start)
    sure = any(sort in offsets for sort in _SURE)
    return Hits(
        tuple(sorted(offsets.get("value", ()))),
        keyed or sure or "key" in offsets or "flag" in offsets,
        sure,
        tuple(sorted((*offsets.get("setting", ()), *offsets.get("command", ())))),
        tuple(sorted(offsets.get("call", ()))),
        "constant" in offsets,
    )


def _automaton(literals: tuple[bytes, ...]) -> Places | None:
    try:
        from ahocorasick_rs import BytesAhoCorasick, Implementation
    except ImportError:
        return None
    automaton = BytesAhoCorasick(list(literals), implementation=Implementation.DFA)
    return lambda data: automaton.find_matches_as_indexes(data, overlapping=True)

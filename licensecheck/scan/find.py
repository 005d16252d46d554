"""Where a file may name models: literals first, then patterns in windows around them. Works on bytes in lower case.

`ahocorasick-rs` finds the literals when it is installed (the extra `fast`). Without it the words of a file are looked
up first, so that only the literals of words that occur are searched for; both ways give the same hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from licensecheck.scan.rules import Rules

BEFORE, AFTER = 72, 112
"""Bytes of a window before and after a literal."""

_KEY = (
    rb"(?:model|llm|embed|rerank|checkpoint|ckpt|pretrained|repo_?id|name_or_path|tokenizer|engine|judge|processor|vae"
    rb"|adapter|controlnet|storageuri)"
    rb"[a-z0-9_-]{0,28}(?:[\"'\]?!]{0,4}\s{0,3}(?::?=|=>|:)\s{0,3}(?:[a-z_.\[\] |?]{0,40}=\s{0,3})?"
    rb"(?:[a-z0-9_.]{0,40}[(\[{]\s{0,12})?[rfbu]{0,2}[\"'`]"
    rb"|[\"']\s{0,3}[,)\]])"
)
_KEY_WORDS = (
    b"model", b"llm", b"embed", b"rerank", b"checkpoint", b"ckpt", b"pretrained", b"repo_id", b"repoid", b"name_or_path",
    b"tokenizer", b"engine", b"judge", b"processor", b"vae", b"adapter", b"controlnet", b"storageuri",
)  # fmt: skip
_WORD = re.compile(rb"[a-z0-9]{2,}")
_RUN = re.compile(rb"[a-z0-9]+")


class Hits(NamedTuple):
    """Offsets at which a model may be named. `keyed`: a key, call or flag may hold one; `sure`: one takes any word for a model."""

    offsets: tuple[int, ...]
    keyed: bool
    sure: bool


class Pattern(NamedTuple):
    """A pattern and its literals. None fits wherever the literal stands.

    `keyed`: it fits what surrounds a value, not the value; `sure`: whatever word is the value is a model.
    """

    literals: tuple[bytes, ...]
    fits: re.Pattern[bytes] | None
    keyed: bool = False
    sure: bool = False


def patterns(rules: Rules) -> tuple[Pattern, ...]:
    """Every pattern of the rules, with the literals of which one stands in whatever it fits."""
    found = [
        Pattern(_bytes(each.words), re.compile(rb"(?<![a-z0-9])(?:" + each.name.encode() + rb")"))
        for each in (*rules.families, rules.bedrock)
        if each.anywhere
    ]
    for org in sorted(rules.model_orgs | rules.other_orgs):
        name = org.encode()
        if org in rules.model_orgs:
            found.append(
                Pattern((name + b"/",), re.compile(rb"(?<![a-z0-9_.-])" + re.escape(name) + rb"/[a-z0-9][a-z0-9_.-]{2,95}"))
            )
    for hub in rules.shapes.hubs:
        literal = hub.literal.lower().encode()
        found.append(Pattern((literal,), re.compile(re.escape(literal) + rb"[a-z0-9]")))
    found += [Pattern((ending.encode(),), None) for ending in rules.shapes.weights if ending != ".safetensors"]
    found.append(Pattern(_KEY_WORDS, re.compile(_KEY), True))
    # flags and commands are needed in strings of code too
    words = {" ".join(command.words[:2]) for command in rules.commands}
    calls = (*rules.call_literals, *(flag for flag in rules.flags if flag.startswith("--")), *words)
    sure = {*rules.sure_literals, *words}
    found += [Pattern((literal.lower().encode(),), None, True, literal in sure) for literal in sorted(set(calls))]
    return tuple(found)


def plausible(rules: Rules) -> re.Pattern[bytes]:
    """What a file of code must hold, beside a key, to be worth parsing: a quoted word that a key can make a model."""
    names = b"|".join(each.name.encode() for each in rules.families if not each.anywhere)
    return re.compile(
        rb"[\"'`\s=@](?:[a-z0-9][a-z0-9_.-]{1,95}+(?:/[a-z0-9][a-z0-9_.:+-]{1,127}+|:[a-z0-9][a-z0-9._-]{1,40}+)"
        rb"|(?=[a-z0-9._:+-]{1,80}[\"'`\s])(?:" + names + rb"))[\"'`\s]"
    )


class Finder:
    """Finds hits in files. `fast` None: with the accelerator where it is installed."""

    def __init__(self, rules: Rules, fast: bool | None = None) -> None:
        self.patterns = patterns(rules)
        self.plausible = plausible(rules)
        by_literal: dict[bytes, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for literal in pattern.literals:
                by_literal.setdefault(literal, []).append(number)
        self.literals = tuple(by_literal)
        self.numbers = tuple(tuple(numbers) for numbers in by_literal.values())
        self._automaton = _automaton(self.literals) if fast is not False else None
        self._by_run: dict[bytes, list[int]] = {}
        for index, literal in enumerate(self.literals):
            run = max(_RUN.findall(literal), key=len)
            self._by_run.setdefault(run, []).append(index)
        # a shorter run may stand inside a longer one
        self._inside = {
            run: tuple(index for other in self._by_run if other in run for index in self._by_run[other]) for run in self._by_run
        }
        longest_first = sorted(self._by_run, key=lambda run: -len(run))
        self._runs = re.compile(b"(?=(" + b"|".join(re.escape(run) for run in longest_first) + b"))")
        self._words: dict[bytes, tuple[int, ...]] = {}

    @property
    def accelerated(self) -> bool:
        return self._automaton is not None

    def find(self, data: bytes) -> Hits:
        """The hits in the bytes of a file, which are in lower case."""
        return self._verified(data, self._places(data))

    def find_plainly(self, data: bytes) -> Hits:
        """The same by running every pattern over everything: slow, and the measure of the fast way."""
        offsets: set[int] = set()
        keyed = sure = False
        for pattern in self.patterns:
            if pattern.fits is None:
                at = [match.start() for literal in pattern.literals for match in re.finditer(re.escape(literal), data)]
            else:
                at = [match.start() for match in pattern.fits.finditer(data)]
            keyed = keyed or (pattern.keyed and bool(at))
            sure = sure or (pattern.sure and bool(at))
            offsets.update(() if pattern.keyed else at)
        return Hits(tuple(sorted(offsets)), keyed, sure)

    def _places(self, data: bytes) -> Iterable[tuple[int, int, int]]:
        """Where literals stand: the number of the literal, its start, its end."""
        if self._automaton is not None:
            places: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(data, overlapping=True)
            return places
        return self._searched(data)

    def _searched(self, data: bytes) -> Iterable[tuple[int, int, int]]:
        known = self._words
        wanted: set[int] = set()
        for word in set(_WORD.findall(data)):
            indexes = known.get(word)
            if indexes is None:
                runs = {match[1] for match in self._runs.finditer(word)}
                indexes = known[word] = tuple({index for run in runs for index in self._inside[run]})
            if indexes:
                wanted.update(indexes)
        for index in sorted(wanted):
            literal = self.literals[index]
            at = data.find(literal)
            while at >= 0:
                yield index, at, at + len(literal)
                at = data.find(literal, at + 1)

    def _verified(self, data: bytes, places: Iterable[tuple[int, int, int]]) -> Hits:
        offsets: set[int] = set()
        keyed = sure = False
        numbers, patterns = self.numbers, self.patterns
        for index, start, end in places:
            for number in numbers[index]:
                _, fits, is_keyed, is_sure = patterns[number]
                if is_keyed:
                    wanted = not keyed or (is_sure and not sure)
                    if wanted and (fits is None or fits.search(data, start, end + AFTER)):
                        keyed, sure = True, sure or is_sure
                elif fits is None or fits.search(data, max(0, start - BEFORE), end + AFTER):
                    offsets.add(start)
        return Hits(tuple(sorted(offsets)), keyed, sure)


def _automaton(literals: tuple[bytes, ...]) -> Any:
    try:
        from ahocorasick_rs import BytesAhoCorasick
    except ImportError:
        return None
    return BytesAhoCorasick(list(literals))


def _bytes(words: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words)

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
_SETTINGS = (b"environ", b"getenv", b"process.env")
_SURE = ("command", "call")
_WORD = re.compile(rb"[a-z0-9]{2,}")
_RUN = re.compile(rb"[a-z0-9]+")


class Hits(NamedTuple):
    """Offsets at which a model may be named. `keyed`: a key, call or flag may hold one; `sure`: one takes any word for a model.

    `near`: offsets of commands and settings, `called` of calls that take any word; code is read there too.
    """

    offsets: tuple[int, ...]
    keyed: bool
    sure: bool
    near: tuple[int, ...] = ()
    called: tuple[int, ...] = ()


class Pattern(NamedTuple):
    """A pattern and its literals. None fits wherever the literal stands.

    `sort`: `value`, it fits a model; `key`, what surrounds one; `flag`, likewise; `command` and `call`, whatever word they
    take is a model; `setting`, it may have a default.
    """

    literals: tuple[bytes, ...]
    fits: re.Pattern[bytes] | None
    sort: str = "value"


def patterns(rules: Rules, names: Iterable[str] = ()) -> tuple[Pattern, ...]:
    """Every pattern of the rules, and the names of models, with the literals of which one stands in whatever it fits."""
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
    others = "|".join(map(re.escape, sorted(rules.other_orgs)))
    families = "|".join(each.name for each in rules.families)
    found.append(
        Pattern(
            tuple(org.encode() + b"/" for org in sorted(rules.other_orgs)),
            re.compile(rf"(?<![a-z0-9_.-])(?:{others})/(?:{families})".encode()),
        )
    )
    found += [
        Pattern((name.encode(),), re.compile(rb"(?<![a-z0-9])" + re.escape(name.encode()))) for name in _uncovered(rules, names)
    ]
    for hub in rules.shapes.hubs:
        literal = hub.literal.lower().encode()
        found.append(Pattern((literal,), re.compile(re.escape(literal) + rb"[a-z0-9]")))
    found += [Pattern((ending.encode(),), None) for ending in rules.shapes.weights if ending != ".safetensors"]
    found.append(Pattern(_KEY_WORDS, re.compile(_KEY), "key"))
    # flags and commands are needed in strings of code too
    sorts = dict.fromkeys((*rules.call_literals, *(flag for flag in rules.flags if flag.startswith("--"))), "flag")
    sorts |= dict.fromkeys(rules.sure_literals, "call")
    sorts |= dict.fromkeys((" ".join(command.words[:2]) for command in rules.commands), "command")
    found += [Pattern((literal.lower().encode(),), None, sort) for literal, sort in sorted(sorts.items())]
    found.append(Pattern(_SETTINGS, None, "setting"))
    return tuple(found)


def _uncovered(rules: Rules, names: Iterable[str]) -> list[str]:
    """The names that no other pattern finds, and that say by themselves that they are models: with an owner, or a figure."""
    family = re.compile("|".join(each.name for each in (*rules.families, rules.bedrock) if each.anywhere))
    plain = (name for name in sorted(names) if name.isascii() and not family.match(name))
    return [
        name
        for name in plain
        if (name.partition("/")[0] not in rules.model_orgs if "/" in name else len(name) > 4 and any(map(str.isdigit, name)))
    ]


def plausible(rules: Rules) -> re.Pattern[bytes]:
    """What a file of code must hold, beside a key, to be worth parsing: a quoted word that a key can make a model."""
    names = b"|".join(each.name.encode() for each in rules.families if not each.anywhere)
    return re.compile(
        rb"[\"'`\s=@](?!"
        + no_owner(rules)
        + rb")(?:[a-z0-9][a-z0-9_.-]{1,95}+(?:/[a-z0-9][a-z0-9_.:+-]{1,127}+|:[a-z0-9][a-z0-9._-]{1,40}+)"
        rb"|(?=[a-z0-9._:+-]{1,80}[\"'`\s])(?:" + names + rb"))[\"'`\s]"
    )


def no_owner(rules: Rules) -> bytes:
    """An expression for what stands before the slash of types of media and of packages."""
    return b"(?:" + b"|".join(owner.encode() for owner in sorted(rules.shapes.no_owners)) + b")/"


class Finder:
    """Finds hits in files. `names`: models to find beside those of the rules. `fast` None: with the accelerator if installed."""

    def __init__(self, rules: Rules, fast: bool | None = None, names: Iterable[str] = ()) -> None:
        self.patterns = patterns(rules, names)
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
        found: list[tuple[str, int]] = []
        for pattern in self.patterns:
            fits = [pattern.fits] if pattern.fits is not None else [re.compile(re.escape(each)) for each in pattern.literals]
            found += [(pattern.sort, match.start()) for each in fits for match in each.finditer(data)]
        return _hits(found)

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
        numbers, patterns = self.numbers, self.patterns
        found: set[tuple[str, int]] = set()
        keyed = False
        for index, start, end in places:
            for number in numbers[index]:
                _, fits, sort = patterns[number]
                if sort == "key":
                    keyed = keyed or fits is None or fits.search(data, start, end + AFTER) is not None
                elif fits is None or fits.search(data, max(0, start - BEFORE), end + AFTER):
                    found.add((sort, start))
        return _hits(found, keyed)


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
    )


def _automaton(literals: tuple[bytes, ...]) -> Any:
    try:
        from ahocorasick_rs import BytesAhoCorasick
    except ImportError:
        return None
    return BytesAhoCorasick(list(literals))


def _bytes(words: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words)

"""What a model looks like in the bytes of a file, and what surrounds one: the rules as patterns, each with its literals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from licensecheck.scan.rules import Rules

BEFORE, AFTER = 72, 112
"""Bytes of a window before and after a literal."""

_KEY = (
    rb"(?:model|llm|embed|rerank|checkpoint|ckpt|pretrained|repo_?id|name_or_path|tokenizer|engine|judge|processor|vae"
    rb"|adapter|controlnet|storageuri)"
    rb"[a-z0-9_-]{0,28}(?:[\"'\]?!]{0,4}\s{0,3}(?::?=|=>|:)(?:[a-z0-9_.]{0,40}[\[{]\s{0,12}|[^\"'`;{}]{0,80}+)[\"'`]"
    rb"|[\"']\s{0,3}[,)\]])"
)
_KEY_WORDS = (
    b"model", b"llm", b"embed", b"rerank", b"checkpoint", b"ckpt", b"pretrained", b"repo_id", b"repoid", b"name_or_path",
    b"tokenizer", b"engine", b"judge", b"processor", b"vae", b"adapter", b"controlnet", b"storageuri",
)  # fmt: skip
_SETTINGS = (b"environ", b"getenv", b"process.env")


class Pattern(NamedTuple):
    """A pattern and its literals. None fits wherever the literal stands. `begins`: what it fits begins with its literal.

    `sort`: `value`, it fits a model; `key`, what surrounds one; `flag`, likewise; `command` and `call`, whatever word they
    take is a model; `setting`, it may have a default; `constant`, a class that holds ids.
    """

    literals: tuple[bytes, ...]
    fits: re.Pattern[bytes] | None
    sort: str = "value"
    begins: bool = False

    def fits_around(self, data: bytes, start: int, end: int) -> bool:
        """Whether it fits where one of its literals stands."""
        if self.fits is None:
            return True
        if self.begins:
            return self.fits.match(data, start, end + AFTER) is not None
        return self.fits.search(data, max(0, start - BEFORE), end + AFTER) is not None


def patterns(rules: Rules, names: Iterable[str] = ()) -> tuple[Pattern, ...]:
    """Every pattern of the rules, and the names of models, with the literals of which one stands in whatever it fits."""
    found = [
        Pattern(_bytes(each.words), re.compile(rb"(?<![a-z0-9])(?:" + each.name.encode() + rb")"))
        for each in (*rules.families, rules.bedrock)
        if each.anywhere
    ]
    families = "|".join(each.name for each in rules.families)
    for orgs, name in ((rules.model_orgs, "[a-z0-9][a-z0-9_.-]{2,95}"), (rules.other_orgs, f"(?:{families})")):
        found.append(_beginning((f"{org}/" for org in sorted(orgs)), "(?<![a-z0-9_.-])", name))
    if uncovered := _uncovered(rules, names):
        owners = dict.fromkeys("".join(each.partition("/")[:2]) for each in uncovered)
        whole = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, uncovered))})".encode())
        found.append(Pattern(_bytes(owners), whole, begins=True))
    ends = "|".join(map(re.escape, rules.shapes.converted))
    converted = re.compile(rf"[a-z0-9][a-z0-9_.-]{{1,95}}/[a-z0-9][a-z0-9_.-]{{1,95}}(?:{ends})(?![a-z0-9])".encode())
    found.append(Pattern(_bytes(rules.shapes.converted), converted))
    found.append(_beginning((hub.literal.lower() for hub in rules.shapes.hubs), "", "[a-z0-9]"))
    found += [Pattern((ending.encode(),), None) for ending in rules.shapes.weights if ending != ".safetensors"]
    found.append(Pattern(_KEY_WORDS, re.compile(_KEY), "key", begins=True))
    # flags and commands are needed in strings of code too
    sorts = dict.fromkeys((*rules.call_literals, *(flag for flag in rules.flags if flag.startswith("--"))), "flag")
    sorts |= dict.fromkeys(rules.sure_literals, "call")
    betweens = (" ", *(f"{quote},{space}{quote}" for quote in "\"'" for space in ("", " ")))
    sorts |= dict.fromkeys((between.join(command.words[:2]) for command in rules.commands for between in betweens), "command")
    found += [Pattern((literal.lower().encode(),), None, sort) for literal, sort in sorted(sorts.items())]
    found.append(Pattern(_SETTINGS, None, "setting"))
    classes = [f"{each}{sign}" for each in rules.constant_owners for sign in (".", "::")]
    classes += [f"{each}(" for each in rules.constant_classes]
    found.append(Pattern(_bytes(end.lower() for end in classes), None, "constant"))
    return tuple(found)


def _beginning(literals: Iterable[str], before: str, after: str) -> Pattern:
    """What begins with one of some literals; `before` and `after` are expressions for what stands around that."""
    several = tuple(literals)
    fits = re.compile(rf"{before}(?:{'|'.join(map(re.escape, several))}){after}".encode())
    return Pattern(_bytes(several), fits, begins=True)


def _uncovered(rules: Rules, names: Iterable[str]) -> list[str]:
    """The names that no other pattern finds, and that say by themselves that they are models: with an owner, or a figure."""
    family = re.compile("|".join(each.name for each in (*rules.families, rules.bedrock) if each.anywhere))
    plain = (name for name in sorted(names) if name.isascii() and not family.match(name))
    return [
        name
        for name in plain
        if (name.partition("/")[0] not in rules.model_orgs if "/" in name else len(name) > 4 and any(map(str.isdigit, name)))
    ]


def no_owner(rules: Rules) -> bytes:
    """An expression for what stands before the slash of types of media and of packages."""
    return b"(?:" + b"|".join(owner.encode() for owner in sorted(rules.shapes.no_owners)) + b")/"


def _bytes(words: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words)

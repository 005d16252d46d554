"""Which lines of a file of code are worth a close look: those with a hit, and those where a key, call or flag may hold a model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, AnyStr

from licensecheck.scan.find import Hits
from licensecheck.scan.patterns import no_owner
from licensecheck.scan.rules import Rules

MOST_NAMES = 200
AFTER_CALL = 6
_ASSIGNED = re.compile(
    r"\s*(?:export\s+)?(?:const |let |var |final |val |static |private |public )*"
    r"([A-Za-z_][A-Za-z0-9_]{2,60})\s*(?::[^=\n]{1,60})?=[^=]"
)
_PARAMETER = re.compile(r"\b([A-Za-z_][A-Za-z0-9_]{2,60})\s?(?::[^=,()\n]{1,40})?=\s?[\"']")


class Interest:
    """Finds the lines. One for a whole scan."""

    def __init__(self, rules: Rules) -> None:
        names = b"|".join(each.name.encode() for each in rules.families if not each.anywhere)
        # each begins with a letter or a set of letters: that is what makes them fast
        self.values = re.compile(
            rb"[\"'`](?!"
            + no_owner(rules)
            + rb")(?:[a-z0-9][a-z0-9_.-]{1,95}+(?:/[a-z0-9][a-z0-9_.:+-]{1,127}+|:[a-z0-9][a-z0-9._-]{1,40}+)"
            rb"|(?=[a-z0-9._:+-]{1,80}[\"'`])(?:" + names + rb"))[\"'`]"
        )
        self.flags = re.compile(rb"--[a-z0-9_-]{0,30}model")

    def lines(self, low: bytes, hits: Hits) -> frozenset[int]:
        """The numbers of the lines that matter in the bytes of a file, which are in lower case."""
        offsets = [match.start() for pattern in (self.values, self.flags) for match in pattern.finditer(low)]
        found = set(numbers_of(low, (*offsets, *hits.offsets, *hits.near)))
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


def with_uses(text: str, found: frozenset[int]) -> frozenset[int]:
    """The lines with those that use a name that one of them assigns."""
    lines = text.split("\n")
    near = [lines[number - 1][:300] for number in found if number <= len(lines)]
    names = {match[1] for line in near for match in [_ASSIGNED.match(line)] if match}
    names |= {match[1] for line in near if "def " in line or "(" not in line for match in _PARAMETER.finditer(line)}
    return found | naming(text, names)


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

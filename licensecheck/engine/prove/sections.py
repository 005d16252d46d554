"""Every section of a pinned text is accounted for, and every section that is cited exists in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.policy.model import PinnedText, Policy

_NUMBERED = re.compile(r"^([ \t]*)[*#>_]*[ \t]*(?:section|article|paragraph|§)?[ \t]*(\d{1,2})[.):][*_]*(?![\d])", re.I | re.M)
_TOKEN = re.compile(r"\d+|[A-Za-z]+")
_NUMERIC = re.compile(r"\d+(?:[.(]\w+\)?)*\Z")

NEAR = 2_500
"""Characters within which the first item of a numbered list follows its head."""


def cited(policy: Policy) -> set[str]:
    """Every section that a policy names: in clauses, exceptions, readings, and under `sections`."""
    named = {clause.section for clause in policy.clauses} | {reading.section for reading in policy.readings}
    named |= {excuse.section for clause in policy.clauses for excuse in clause.unless}
    return {section for section in named | {each.section for each in policy.sections} if section}


def unpinned(policy: Policy) -> Iterator[str]:
    """Sections of texts that the policy does not pin, and sections that say nothing."""
    names = {text.name for text in policy.texts}
    if not names:
        return
    for section in sorted(cited(policy)):
        text = section.partition(":")[0]
        if ":" in section and text not in names:
            yield f"section `{section}` stands in a text `{text}` that is not pinned"
    for each in policy.sections:
        if not each.reason:
            yield f"section `{each.section}` says neither that it grants something nor why there is nothing to check"


def missing_in(policy: Policy, texts: dict[str, str]) -> Iterator[str]:
    """What the pinned texts themselves contradict; `texts` by their sha256."""
    for pinned in policy.texts:
        text = texts.get(pinned.sha256)
        if text is None:
            if pinned.sha256:
                yield f"no file has the hash of the text `{pinned.name}`, {pinned.sha256[:12]}..."
            continue
        mine = sorted(_own(policy, pinned))
        numbers = top_level(text)
        heads = {_TOKEN.findall(section)[0] for section in mine if _TOKEN.findall(section)}
        if not numbers or not any(head.isdigit() for head in heads):
            continue  # the text prints no numbers, and the outline is that of the policy
        for section in mine:
            if _NUMERIC.match(section) and not found(section, text):
                yield f"section `{section}` is not found in the text `{pinned.name}`"
        for number in numbers:
            if number not in heads:
                yield f"section {number} of the text `{pinned.name}` is named neither by a clause nor under `sections`"


def _own(policy: Policy, pinned: PinnedText) -> set[str]:
    """The sections cited from one text; those without a prefix stand in the first."""
    first = policy.texts[0].name == pinned.name
    own = set()
    for section in cited(policy):
        prefix, colon, rest = section.rpartition(":")
        if (colon and prefix == pinned.name) or (not colon and first):
            own.add(rest)
    return own


def found(section: str, text: str) -> bool:
    """Whether a text has a section such as `1.b.ii`, printed whole or as `1. ... b. ... ii.`.

    Items that the text does not number are given the benefit of the doubt: where it prints no `a.`, no `b.` is missed.
    """
    if re.search(rf"(?<![\w.]){re.escape(section)}(?!\w)", text):
        return True
    place, above = 0, ""
    for token in _TOKEN.findall(section):
        here = _mark(above, token, text, place)
        if here < 0:
            lettered = re.compile(rf"(?:^|\s)\(?{_first(token)}[.)]\s", re.I).search(text, place, place + NEAR)
            return bool(above) and not lettered
        place, above = here + 1, f"{above}.{token}" if above else token
    return True


def _mark(above: str, token: str, text: str, place: int) -> int:
    """Where a number or letter stands as the head of an item, from some place on; -1 for nowhere."""
    whole = re.escape(f"{above}.{token}" if above else token)
    marks = (rf"(?<![\w.]){whole}\b", rf"(?<![\w.])\(?{token}[.):]", rf"^[ \t*#]*{token}\b")
    hits = (re.compile(mark, re.I | re.M).search(text, place) for mark in marks)
    return min((hit.start() for hit in hits if hit), default=-1)


def _first(token: str) -> str:
    """The first item of a list that has this one."""
    if token.isdigit():
        return "1"
    return "i" if set(token.casefold()) <= set("ivx") and len(token) > 1 else "a"


def top_level(text: str) -> list[str]:
    """The numbers of the first level: 1, 2, 3, ... with the lists inside them left out; nothing for a text without."""
    levels: list[tuple[int, int]] = []  # the number reached in each open list, and its indentation
    for hit in _NUMBERED.finditer(text):
        number, indent = int(hit[2]), len(hit[1])
        open_here = [depth for depth, (reached, _) in enumerate(levels) if reached + 1 == number]
        if open_here:
            depth = max(open_here, key=lambda depth: (levels[depth][1] == indent, depth))
            levels = [*levels[:depth], (number, levels[depth][1])]
        elif number == 1:
            levels.append((1, indent))
    reached = levels[0][0] if levels else 0
    return [str(number) for number in range(1, reached + 1)] if reached > 2 else []

"""A text as words: what is left of it when layout, marks, quotes and list letters are gone, and on which line each word stands."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

MOST_WORDS = 200_000
"""Words of one text that are looked at; the longest terms that we know have 16,000."""

LONGEST_NOTICE = 16
"""Words of the longest line that still counts as a mere copyright notice."""

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,400})?/?>|<!--|-->")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\(([^()]{1,400})\)")
_NOTICE = re.compile(r"\W*(?:portions |copyright|\(c\)|©).*(?:\(c\)|©|\d{4})|\W*all rights reserved\W*\Z", re.I)
_HIDDEN = ("script", "style")
_UNSEEN = "'\u2018\u2019\u02bc\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DROPPED = frozenset("abcdefghijklmnopqrstuvwxyz") | frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"))
"""List letters and roman numerals: converters write, lose and renumber them; with them goes the article `a`."""


class Words(NamedTuple):
    """The words of a text in order, the index of the first word of each line, and stretches that are mere copyright notices."""

    words: list[str]
    lines: list[int]
    notices: tuple[tuple[int, int], ...]
    whole: bool = True
    """False when the text is longer than what is looked at."""

    def line(self, word: int) -> int:
        """The line, counted from 1, on which a word stands."""
        return max(1, bisect_right(self.lines, word))


def words_of(text: str, most: int = MOST_WORDS) -> Words:
    """The words of a text. Linear in its length, whatever it holds."""
    words: list[str] = []
    lines: list[int] = []
    notices: list[tuple[int, int]] = []
    for line in bare(text).split("\n"):
        first = len(words)
        lines.append(first)
        words += [word for word in _WORD.findall(line) if word not in _DROPPED]
        if 0 < len(words) - first <= LONGEST_NOTICE and _NOTICE.match(line):
            notices.append((first, len(words)))
        if len(words) >= most:
            return Words(words[:most], lines, tuple(notices), False)
    return Words(words, lines, tuple(notices))


def bare(text: str) -> str:
    """The text in small letters without apostrophes, tags, entities and targets of links; line breaks stay where they are."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if "<" in text:
        text = _TAG.sub(_spaced, _unhidden(text))
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    if "](" in text:
        text = _LINK.sub(_link, text)
    for mark in _UNSEEN:
        text = text.replace(mark, "")
    return text.casefold()


def _spaced(hit: re.Match[str]) -> str:
    return "\n" * hit[0].count("\n") or " "


def _entity(hit: re.Match[str]) -> str:
    """The apostrophes vanish like written ones; every other entity stands between words."""
    return "" if hit[0] in ("&rsquo;", "&lsquo;", "&apos;", "&#39;", "&#8217;", "&#x27;", "&#x2019;", "&shy;") else " "


def _link(hit: re.Match[str]) -> str:
    """A link that shows its own address says it once."""
    shown, target = ("".join(part.split()).strip("<>*_").rstrip("/") for part in hit.groups())
    return hit[1] + "\n" * hit[2].count("\n") if shown == target else hit[0]


def _unhidden(text: str) -> str:
    """The text without what stands in script and style elements."""
    lowered = text.lower() if len(text) == len(text.lower()) else text
    for name in _HIDDEN:
        parts, place = [], 0
        while (start := lowered.find(f"<{name}", place)) >= 0 and (stop := lowered.find(f"</{name}", start)) >= 0:
            parts += [text[place:start], "\n" * text.count("\n", start, stop)]
            place = stop
        if place:
            text = "".join(parts) + text[place:]
            lowered = text.lower() if len(text) == len(text.lower()) else text
    return text

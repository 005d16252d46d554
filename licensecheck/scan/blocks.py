"""The stretches of code with braces that are worth a close look, so that the rest need not be read."""

from __future__ import annotations

import re
from bisect import bisect_right

from licensecheck.scan.interest import lines_of, numbers_of

REACH, FAR = 400, 60
"""Lines that a stretch may begin above the line that matters; and where it begins when that is not enough, or ends below."""

_TOP = re.compile(
    r"\n(?=[A-Za-z_$@<])(?:(?:func|type|var|const|let|export|import|class|def|function|async|public|private|protected|internal|package|struct|impl|fn|pub"
    r"|static|module|interface|enum|abstract|final|namespace|using|use|if|for|while|return|declare|object|data|val|describe|it|test|resource|end)\b"
    r"|@|<script|[A-Za-z_$][A-Za-z0-9_$.]*\s?(?:=|\(|:=))"
)
"""A line that begins at the margin, as those do that begin something."""

_LONG = re.compile(
    r'//[^\n]*|/\*(?:[^*]++|\*(?!/))*+|"""((?:[^"\\]++|\\.|"(?!""))*+)"""|"(?:[^"\\\n]++|\\.)*+"?|\'(?:[^\'\\\n]++|\\.)*+\'?|`((?:[^`\\]++|\\.)*+)`?',
    re.DOTALL,
)
"""Comments and strings; those in groups may go on over lines."""


def blocks(text: str, found: frozenset[int]) -> list[tuple[int, int]]:
    """The stretches of lines that hold what matters, each from a line that begins at the margin; first and last, inclusive."""
    inside, count = _inside(text), text.count("\n") + 1
    tops = [number for number in lines_of(_TOP, text) if number not in inside]
    stretches: list[tuple[int, int]] = []
    for number in sorted(found):
        if number > count or (stretches and number <= stretches[-1][1]):
            continue
        at = bisect_right(tops, number)
        first = tops[at - 1] if at else 1
        if number - first >= REACH:
            first = max(1, number - FAR)
        last = min(tops[at] - 1 if at < len(tops) else count, number + FAR, count)
        if stretches and first <= stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], max(last, stretches[-1][1]))
        else:
            stretches.append((first, last))
    return stretches


def _inside(text: str) -> frozenset[int]:
    """The lines that begin inside of a string."""
    if "`" not in text and '"""' not in text:
        return frozenset()
    spans = [match.span(match.lastindex) for match in _LONG.finditer(text) if match.lastindex and "\n" in match[0]]
    edges = numbers_of(text, [edge for span in spans for edge in span])
    return frozenset(line for first, last in zip(edges[::2], edges[1::2], strict=True) for line in range(first + 1, last + 1))

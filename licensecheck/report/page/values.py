"""Facts as plain values for the page's evaluator. Unknown is null; what has no upper end is null in its place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from licensecheck.engine.compare import folded_words
from licensecheck.facts.values import DECLARED, UNKNOWN, Element, Fact, Figure, Item
from licensecheck.source.diagnostic import Span

SHORT = 1_200
"""Letters of a text of evidence that is embedded as a whole."""
FARTHEST = 400
"""Lines below a model's own that still count from it."""


class Origin:
    """The file that a report is about, and the line of the model whose facts are written down: equal models then look alike.

    `literals` are the words that clauses look for, by the fact in which they look.
    """

    def __init__(self, file: str, line: int = 0, literals: dict[str, tuple[str, ...]] | None = None) -> None:
        self.file, self.line, self.literals = file, line, literals or {}

    def place(self, span: Span | None) -> dict[str, Any]:
        """A line of the file, `r` where it counts from the model's own; another file is named."""
        if span is None:
            return {}
        if span.file != self.file:
            return {"l": span.line, "f": span.file}
        if self.line and 0 <= span.line - self.line < FARTHEST:
            return {"r": span.line - self.line}
        return {"l": span.line}

    def facts(self, facts: dict[str, Fact]) -> dict[str, Any]:
        """Facts by their names."""
        return {name: self.fact(fact, name) for name, fact in facts.items()}

    def fact(self, fact: Fact, name: str = "") -> dict[str, Any]:
        """One fact: value, basis where it is not declared, who says so, and where."""
        shown: dict[str, Any] = {"v": self.value(fact.value, name)}
        if fact.basis != DECLARED:
            shown["b"] = fact.basis
        if fact.said_by:
            shown["by"] = fact.said_by
        return shown | self.place(fact.span)

    def value(self, value: Any, name: str = "") -> Any:
        """A value by what it is made of."""
        match value:
            case _ if value is UNKNOWN:
                return None
            case float() if not math.isfinite(value):
                return None
            case Figure(bounds=bounds):
                return [[bound.period, bound.entity, bound.low, self.value(float(bound.high))] for bound in bounds]
            case Element():
                return {"name": value.name, "facts": self.facts(value.facts)} | self.place(value.span)
            case Item():
                words = None if value.words is None else _needed(value.words, self.literals.get(name, ()))
                kept = {
                    key: getattr(value, key) for key in ("target", "place", "by", "on", "trouble", "wrong") if getattr(value, key)
                }
                return {"kind": value.kind, "words": words} | kept | self.place(value.span)
            case tuple():
                return [self.value(each, name) for each in value]
            case _:
                return value


def _needed(words: str, literals: Iterable[str]) -> str:
    """As much of a text as decides whether it holds any of the literals: whole files do not go into the page.

    A literal can only stand where its longest fixed part stands, so the surroundings of that are kept.
    """
    text = folded_words(words)
    if len(text) <= SHORT:
        return text
    kept: list[tuple[int, int]] = []
    for literal in literals:
        anchor = max((folded_words(part) for part in re.split(r"\{[a-z_.]+\}", literal)), key=len)
        around = len(literal) + 200
        start = text.find(anchor)
        while start >= 0:
            kept.append((max(0, start - around), start + around))
            start = text.find(anchor, start + around if not anchor else start + 1)
    parts: list[list[int]] = []
    for low, high in sorted(kept):
        if parts and low <= parts[-1][1]:
            parts[-1][1] = max(high, parts[-1][1])
        else:
            parts.append([low, high])
    return " … ".join(text[low:high] for low, high in parts)

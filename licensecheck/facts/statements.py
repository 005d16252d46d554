"""A written figure: a number, a bound or a range, by entity and by period."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from licensecheck.facts.figures import ANY_12_MONTHS, ENTITIES, contradictory
from licensecheck.facts.values import Bound, Figure
from licensecheck.source.diagnostic import Faults
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence
from licensecheck.source.record import NamedTuple

MOST = 1_000
"""Statements about one figure."""

_PERIOD = r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?\Z"
_RANGE = ("at_most", "at_least", "between")


class Statements(NamedTuple):
    """Reads the statements about one figure; faults are collected, never raised."""

    name: str
    faults: Faults

    def figure(self, node: Node, entity: str) -> Figure | None:
        """The figure; None after a fault. `entity` is whose figure a bare number is."""
        read = tuple(self._bounds(node, "", "", entity))
        bounds = tuple(bound for bound in read if bound is not None)
        if len(bounds) < len(read):
            return None
        if len(bounds) > MOST:
            self._wrong(node, f"`{self.name}` has more than {MOST:,} statements")
            return None
        odd = contradictory(bounds)
        if odd:
            about = " of ".join(word for word in (odd.entity, odd.period) if word)
            help = "own is at most group, group at most group_50, and a month at most its year"
            self._wrong(node, f"the figures of `{self.name}` contradict each other: that for {about} is too large", help)
            return None
        return Figure(bounds)

    def number(self, node: Node) -> float | None:
        """A number that is not negative; None after a fault."""
        if isinstance(node, Scalar) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            if node.value >= 0:
                return node.value
            self._wrong(node, f"`{self.name}` cannot be negative")
            return None
        self._wrong(node, f"`{self.name}` is a number, not {shown_node(node)}")
        return None

    def _wrong(self, node: Node, message: str, help: str = "") -> None:
        self.faults.add("wrong-type", message, node.span, help=help)

    def _bounds(self, node: Node, period: str, named: str, entity: str) -> Iterator[Bound | None]:
        """The statements below a node; `period` and `named` are what was said above it."""
        if isinstance(node, Scalar):
            if node.text == "unknown":
                return
            number = self.number(node)
            yield None if number is None else Bound(period, named or entity, number, number)
            return
        if not isinstance(node, Mapping):
            self._wrong(node, f"`{self.name}` is a number, a bound or a range, not {shown_node(node)}")
            yield None
            return
        keys = {key.text for key, _ in node.entries}
        if keys and keys <= set(_RANGE):
            yield self._range(node, period, named or entity)
            return
        for key, below in node.entries:
            if not named and (key.text in ENTITIES or key.text == "employer"):
                yield from self._bounds(below, period, key.text, entity)
            elif not period and (re.match(_PERIOD, key.text) or key.text == ANY_12_MONTHS):
                yield from self._bounds(below, key.text, named, entity)
            else:
                self._odd_key(key, period, named)
                yield None

    def _odd_key(self, key: Scalar, period: str, named: str) -> None:
        if key.text in _RANGE:
            help = "a bound stands alone, or under a period or an entity"
            self.faults.add("unknown-key", f"`{key.text}` stands beside a period or an entity", key.span, help=help)
        elif re.match(_PERIOD, key.text) or key.text in (*ENTITIES, "employer", ANY_12_MONTHS):
            said = period if re.match(_PERIOD, key.text) or key.text == ANY_12_MONTHS else named
            help = "say each once: `2024-06: {group: 1_000}`"
            self.faults.add("unknown-key", f"`{key.text}` stands inside `{said}`", key.span, help=help)
        else:
            words = (*ENTITIES, "employer", *_RANGE, ANY_12_MONTHS)
            help = did_you_mean(key.text, words) or "a period is written `2024-06` or `2024`"
            self.faults.add("unknown-key", f"`{key.text}` is neither a period nor an entity", key.span, help=help)

    def _range(self, node: Mapping, period: str, entity: str) -> Bound | None:
        low, high = 0.0, math.inf
        for key, part in node.entries:
            if key.text == "between":
                ends = [self.number(end) for end in part.items] if isinstance(part, Sequence) else []
                if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
                    self._wrong(part, "a range is two numbers, the smaller one first", "write `between: [1_000, 2_000]`")
                    return None
                low, high = max(low, ends[0]), min(high, ends[1])
                continue
            number = self.number(part)
            if number is None:
                return None
            low, high = (max(low, number), high) if key.text == "at_least" else (low, min(high, number))
        if low > high:
            self._wrong(node, "no number is at least the larger and at most the smaller of these")
            return None
        return Bound(period, entity, low, high)


def shown_node(node: Node) -> str:
    """A node as a message calls it."""
    match node:
        case Scalar(text=text):
            return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}...`"
        case Sequence():
            return "a list"
        case _:
            return "a mapping"

"""Facts and places as the plain values that JSON can hold."""

from __future__ import annotations

import math
from typing import Any

from licensecheck.facts.deployment import Waiver
from licensecheck.facts.values import UNKNOWN, Element, Figure, Item
from licensecheck.source.diagnostic import Span


def value_of(value: Any) -> Any:
    """The value of a fact: what is not known is `unknown`, what has no end is null."""
    match value:
        case _ if value is UNKNOWN:
            return "unknown"
        case float() if not math.isfinite(value):
            return None
        case Figure(bounds=bounds):
            return [
                {"period": b.period or None, "entity": b.entity, "at_least": value_of(b.low), "at_most": value_of(float(b.high))}
                for b in bounds
            ]
        case Element(name=name, facts=facts):
            return {"name": name, **{key: value_of(fact.value) for key, fact in facts.items()}}
        case Item():
            return {
                "kind": value.kind,
                "target": value.target,
                "place": value.place or None,
                "by": value.by,
                "on": value.on,
                "trouble": value.trouble,
            }
        case tuple():
            return [value_of(each) for each in value]
        case _:
            return value


def waiver_of(waiver: Waiver) -> dict[str, Any]:
    """Why, by whom, by which record, from when to when, and where that stands."""
    names = ("reason", "approver", "reference", "on", "expires")
    return {**{name: getattr(waiver, name) for name in names}, **place_of(waiver.span)}


def place_of(span: Span | None) -> dict[str, Any]:
    """File, line and column, each null where there is no place."""
    if span is None:
        return {"file": None, "line": None, "column": None}
    return {"file": span.file, "line": span.line, "column": span.column}

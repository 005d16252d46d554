"""Conditions, facts and periods in plain English."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any as Anything

from licensecheck.engine.questions import ENTITY_WORDS, period_words
from licensecheck.facts.places import Places
from licensecheck.facts.values import UNKNOWN, Element, Figure, Item
from licensecheck.facts.vocabulary import Definition
from licensecheck.policy.model import All, Any, Condition, Leaf, Not

Find = Callable[[str], Definition | None]
"""Finds the definition of a fact by its name."""

OPERATOR_WORDS = {
    "greater_than": "more than", "at_least": "at least", "less_than": "less than", "at_most": "at most",
    "includes": "includes", "includes_any": "includes", "includes_other_than": "includes something other than",
    "within": "is nothing but", "before": "before", "on_or_after": "on or after", "starts_with": "begins with", "contain": "holds",
}  # fmt: skip
OPPOSITE_WORDS = {
    "greater_than": "not more than", "at_least": "less than", "less_than": "at least", "at_most": "more than",
    "includes": "does not include", "includes_any": "does not include", "includes_other_than": "is nothing but",
    "within": "includes something other than", "before": "on or after", "on_or_after": "before",
    "starts_with": "does not begin with", "contain": "does not hold",
}  # fmt: skip


def number(value: float) -> str:
    """A number with its thousands apart."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def tag(text: str) -> str:
    """A choice in words: `hosted_service/api` as hosted service: api."""
    return text.replace("/", ": ").replace("_", " ")


def question(definition: Definition) -> str:
    """What a fact asks, where no clause says for which period."""
    text = definition.question.replace("{entity}", "the organization")
    return text.replace("{period}", "the month or year that a clause asks for")


def listed(words: list[str], last: str = "or") -> str:
    """a, b or c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else "nothing"


def condition_words(condition: Condition, find: Find, places: Places | None = None) -> str:
    """A condition as a phrase."""
    match condition:
        case Leaf():
            return leaf_words(condition, find, places)
        case Not(Leaf() as leaf):
            return leaf_words(leaf, find, places, False)
        case Not(part):
            return f"it is not so that {condition_words(part, find, places)}"
        case All(parts):
            return " and ".join(_bracketed(part, find, places) for part in parts) or "always"
        case Any(parts):
            return " or ".join(_bracketed(part, find, places) for part in parts)


def _bracketed(part: Condition, find: Find, places: Places | None) -> str:
    words = condition_words(part, find, places)
    return f"({words})" if isinstance(part, All | Any) and len(part.parts) > 1 else words


def leaf_words(leaf: Leaf, find: Find, places: Places | None = None, holds: bool = True) -> str:
    """A leaf as a phrase; `holds` false gives its opposite."""
    definition = find(leaf.fact)
    phrase = definition.phrase.rstrip(".?") if definition else leaf.fact
    kind = definition.type if definition else ""
    if leaf.fact.startswith("reading."):
        said = leaf.constant if isinstance(leaf.constant, str) else "yes" if leaf.constant else "no"
        return f"reading `{leaf.fact[8:]}` {'is' if holds else 'is not'} {said}"
    if definition is None and isinstance(leaf.constant, bool):
        return f"`{leaf.fact}` {'is' if holds else 'is not'} {'yes' if leaf.constant else 'no'}"
    if kind == "yes_no":
        return phrase if leaf.constant is holds else f"not so: {phrase}"
    if kind == "figure":
        return f"{phrase}{_of(leaf)} {(OPERATOR_WORDS if holds else OPPOSITE_WORDS)[leaf.operator]} {number(leaf.constant)}"
    if kind == "number":
        return f"{phrase} {(OPERATOR_WORDS if holds else OPPOSITE_WORDS)[leaf.operator]} {number(leaf.constant)}"
    if kind == "evidence":
        return _evidence_words(leaf, phrase, holds)
    constants = leaf.constant if isinstance(leaf.constant, tuple) else (leaf.constant,)
    shown = listed([place_words(each, places) if kind in ("place", "places") else tag(str(each)) for each in constants])
    if leaf.operator in ("is", "one_of"):
        return f"{phrase}: {'' if holds else 'not '}{shown}"
    words = (OPERATOR_WORDS if holds else OPPOSITE_WORDS)[leaf.operator]
    return f"{phrase}: {words} {shown}"


def _evidence_words(leaf: Leaf, phrase: str, holds: bool) -> str:
    where = f" ({listed([tag(place) for place in leaf.places])})" if leaf.places else ""
    if leaf.operator == "is":
        return f"{phrase}{where}" if leaf.constant is holds else f"not so: {phrase}{where}"
    return f"{phrase}{where} {'holds' if holds else 'does not hold'} “{leaf.constant}”"


def _of(leaf: Leaf) -> str:
    entity = "" if leaf.entity in ("", "group") or leaf.fact.startswith("deployment.") else f" of {ENTITY_WORDS[leaf.entity]}"
    periods = {
        "month_before_release": "in the month before the release",
        "previous_month": "in the month before the day judged",
        "previous_year": "in the year before the day judged",
        "total": "",
    }
    period = periods.get(leaf.period, f"in {period_words(leaf.period)}")
    return f"{entity}{' ' if period else ''}{period}"


def place_words(code: str, places: Places | None) -> str:
    """A place by its name where it has one."""
    if places is None:
        return code
    return places.names.get(code) or places.parts.get(code) or {"WORLD": "the world", "EU": "the European Union"}.get(code, code)


def value_words(value: Anything) -> str:
    """The value of a fact as it would be written."""
    match value:
        case _ if value is UNKNOWN:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return "none" if value != value else number(value)
        case str():
            return value or "none"
        case Figure(bounds=bounds):
            return "; ".join(_bound_words(bound.low, bound.high) + _where(bound.period, bound.entity) for bound in bounds) or "0"
        case Element(name=name):
            return name
        case Item(kind="stated"):
            return "yes"
        case Item(words=words, target=target):
            return target or words or ""
        case tuple():
            return "[" + ", ".join(value_words(each) for each in value) + "]"
        case _:
            return str(value)


def _where(period: str, entity: str) -> str:
    words = [word for word in (period_words(period) if period else "", entity if entity != "group" else "") if word]
    return f" ({', '.join(words)})" if words else ""


def _bound_words(low: float, high: float) -> str:
    if low == high:
        return number(low)
    if math.isinf(high):
        return f"at least {number(low)}"
    return f"at most {number(high)}" if low == 0 else f"{number(low)} to {number(high)}"

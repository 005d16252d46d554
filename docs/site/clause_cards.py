"""One clause as a card: what it says, when it binds, its limits drawn on a line, exact words, examples."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from page import marked, pairs, slug, table

from licensecheck.policy.model import Example
from licensecheck.report.explained import Explained, Threshold
from licensecheck.source.nodes import plain

VERDICTS = {"pass": "passes", "fail": "fails", "due": "is due", "unknown": "stays unknown", "not_applicable": "does not apply"}


def cards(title: str, about: str, found: list[Explained]) -> str:
    if not found:
        return ""
    return f'<h2 id="{slug(title)}">{title}</h2><p class="soft">{about}</p>' + "\n".join(map(_card, found))


def _card(told: Explained) -> str:
    clause = told.clause
    rows = [("It says", marked(clause.says))]
    if told.looked_at:
        rows.append(("Looked at", escape(told.looked_at)))
    rows.append(("It binds when" if told.when else "It binds", _all(told.when) or "always"))
    rows += [
        ("unless", marked(words) + (f" <span class='soft'>(section {escape(section)})</span>" if section else ""))
        for words, section in told.unless
    ]
    if told.needs:
        rows.append(("Then it needs", _all(told.needs)))
    rows.append((told.weight[0], escape(told.weight[1])))
    if told.exact:
        rows.append(("Exact words", "".join(f"<p><code>{escape(each)}</code></p>" for each in told.exact)))
    if clause.remedy:
        rows.append(("Remedy", "<ul>" + "".join(f"<li>{marked(each)}</li>" for each in clause.remedy) + "</ul>"))
    rows += [
        ("Open in the text", f"{marked(question)} <span class='soft'>({marked(settled)})</span>")
        for question, settled in told.readings
    ]
    rows.append(("Rests on", escape(told.basis)))
    scales = "".join(map(_scale, told.thresholds))
    section = f"<span class='section'>section {escape(clause.section)}</span>" if clause.section else ""
    head = f'<h3>{escape(clause.title)} {section}</h3><p class="id"><a href="#{clause.id}"><code>{escape(clause.id)}</code></a></p>'
    return f'<article id="{clause.id}">{head}{pairs(rows)}{scales}{examples(clause.examples)}</article>'


def _all(parts: tuple[str, ...]) -> str:
    return "<br>and ".join(map(marked, parts))


def _scale(threshold: Threshold) -> str:
    """A limit on a line of numbers."""
    sides = "".join(
        f'<div data-word="{slug(word)}"><b>{escape(number)}</b><span>{escape(word)}</span></div>'
        for number, word in ((threshold.left, threshold.left_word), (threshold.right, threshold.right_word))
    )
    return f'<figure class="scale"><div class="line">{sides}</div><figcaption>{marked(threshold.phrase)}</figcaption></figure>'


def examples(cases: Iterable[Example]) -> str:
    """The cases of a clause, folded."""
    rows = [
        (
            f"<b>{VERDICTS[each.verdict]}</b>",
            escape(each.name),
            f"<code>{escape(_written(plain(each.facts)) if each.facts else '')}</code>",
        )
        for each in cases
    ]
    if not rows:
        return ""
    return f"<details><summary>{len(rows)} examples, each a test</summary>{table(('verdict', 'case', 'facts'), rows)}</details>"


def _written(value: Any) -> str:
    """A value as deploy.yaml would write it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:_}"
        case dict():
            return ", ".join(f"{key}: {_inner(each)}" for key, each in value.items())
        case list() | tuple():
            return "[" + ", ".join(map(_inner, value)) + "]"
        case _:
            return str(value)


def _inner(value: Any) -> str:
    return "{" + _written(value) + "}" if isinstance(value, dict) else _written(value)

"""JUnit XML as Jenkins and GitLab read it: a suite for each model, a case for each clause that applies to it.

A fail and a due duty are failures; an unknown is an error, since nothing was found wrong and nothing is proven; what is waived
or moot is skipped. GitLab takes cases of one name for one case, so a name carries its model.
"""

from __future__ import annotations

import functools
from xml.sax.saxutils import escape

from licensecheck.engine.findings import ModelReport, Report
from licensecheck.report.message import Messages
from licensecheck.report.paint import shown
from licensecheck.report.story import HERE, ORDER, WHAT_IF, Base, Told, baseline_words, clipped, told

ELEMENTS = {"fail": "failure", "due": "failure", "unknown": "error"} | dict.fromkeys(
    ("waived", "moot", "not_applicable"), "skipped"
)
LONGEST = 4_000


def render(reports: tuple[Report, ...], version: str = "", verbose: bool = False, base: Base = HERE) -> str:
    """One document for all reports; `verbose` adds the clauses that do not apply, as skipped."""
    states = ORDER if verbose else tuple(word for word in ORDER if word != "not_applicable")
    messages = Messages(reports)
    suites: list[str] = []
    totals = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for report in reports:
        found: dict[int, list[Told]] = {id(model): [] for model in report.models}
        for each in told((report,), states):
            found[id(each.model)].append(each)
        for model in report.models:
            counts = _counts(found[id(model)])
            totals = {key: totals[key] + count for key, count in counts.items()}
            suites += _suite(report, model, found[id(model)], counts, messages, base)
    totals.pop("skipped")  # the schema that Jenkins publishes knows it of a suite only; nor does it know file and line of a case
    head = _tag("testsuites", {"name": "licensecheck", **{key: str(count) for key, count in totals.items()}, "time": "0"})
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _counts(found: list[Told]) -> dict[str, int]:
    elements = [_element(each) for each in found]
    counted = {f"{element}s": elements.count(element) for element in ("failure", "error")}
    return {"tests": len(found), **counted, "skipped": elements.count("skipped")}


def _element(each: Told) -> str | None:
    """The element of a case; what a baseline knows is skipped, since the file by itself colours a build."""
    return "skipped" if each.finding.known else ELEMENTS.get(each.state)


def _suite(
    report: Report, model: ModelReport, found: list[Told], counts: dict[str, int], messages: Messages, base: Base
) -> list[str]:
    # no time of day: the same input on the same day gives the same bytes
    fixed = {"time": "0", "timestamp": f"{report.as_of}T00:00:00"}
    name = f"{base.path(report.file)}: {model.name}"
    out = [_tag("testsuite", {"name": name, **{key: str(count) for key, count in counts.items()}, **fixed})]
    for each in found:
        out += _case(each, messages, base)
    notes = [note.message for note in report.notes] + ([WHAT_IF] if report.what_if else [])
    known = baseline_words(report)
    notes += [known] if known else []
    if notes:
        out.append(f"<system-out>{_text(chr(10).join(notes))}</system-out>")
    return [*out, "</testsuite>"]


def _case(each: Told, messages: Messages, base: Base) -> list[str]:
    span = each.places[0]
    again = f" ({each.finding.work})" if each.finding.path else ""
    again += f" ({each.number})" if each.number > 1 else ""
    # Jenkins takes what stands before the last dot for a package
    group = f"{base.path(span.file).replace('.', '_')}.{each.model.name.replace('.', '_')}"
    case = _tag("testcase", {"name": f"{each.name}: {each.model.name}{again}", "classname": group, "time": "0"})
    element = _element(each)
    if element is None:
        return [f"{case[:-1]}/>"]
    lines = messages.lines(each)
    body = escape(clipped("\n".join([*lines, shown(f"Place: {base.path(span.file)}:{span.line}")]), LONGEST))
    kind = {} if element == "skipped" else {"type": each.state}
    return [case, f"{_tag(element, {'message': lines[0], **kind})}{body}</{element}>", "</testcase>"]


def _tag(name: str, attributes: dict[str, str]) -> str:
    said = "".join([f' {key}="{_value(value)}"' for key, value in attributes.items()])
    return f"<{name}{said}>"


@functools.lru_cache(maxsize=4096)
def _value(text: str) -> str:
    """An attribute; most of a document repeat."""
    return escape(shown(clipped(text, LONGEST)), {'"': "&quot;"})


def _text(text: str) -> str:
    """Content; what XML 1.0 cannot hold (section 2.2) becomes a mark, as every character that does not print."""
    return escape("\n".join(shown(line) for line in text.split("\n")))

"""One finding as a line of JSON.

A large deployment holds the same rules, facts and conditions thousands of times over: each is encoded once, and a line is put
together from such parts.
"""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Callable
from operator import attrgetter

from licensecheck.engine.evaluate import Trace
from licensecheck.engine.findings import Finding
from licensecheck.engine.judge import Ask, presumed_of
from licensecheck.engine.waive import seal, waivable
from licensecheck.facts.values import ADOPTED, RECORDED, Fact
from licensecheck.policy.model import Clause, Leaf
from licensecheck.report.trace import evaluation_of
from licensecheck.report.values import value_of, waiver_of
from licensecheck.source.diagnostic import Span
from licensecheck.source.record import NamedTuple

encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
quoted = json.encoder.encode_basestring
"""A text as JSON has it, as `encoded` would write it: four fifths of the calls are for one."""
TRUTH_OF, FACT_OF = attrgetter("truth.word"), attrgetter("outcome.fact")
YES_NO = {True: "true", False: "false"}


Known = dict[int, str]
"""What was encoded of one name, by the identity of the fact."""


class Shape(NamedTuple):
    """What is the same for all findings of a clause of which the leaves came out alike.

    `facts` and `readings`: those looked at, each once, by the place of its first leaf; with what was encoded under its name so far.
    """

    head: str
    facts: tuple[tuple[int, str, Known], ...]
    readings: tuple[tuple[int, str, Known], ...]
    trace: str


class Lines:
    """The findings of one report, which outlives this: so the identity of a clause or a fact is a key to what was encoded."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[object, ...], Shape] = {}
        self._facts: dict[str, Known] = defaultdict(dict)
        self._readings: dict[str, Known] = defaultdict(dict)
        self._ends: dict[tuple[object, ...], str] = {}

    def line(self, finding: Finding) -> tuple[str, ...]:
        """The line of a finding, in parts of which other lines share the most; docs/report.md says what each key holds."""
        judged, verdict = finding.judgement, finding.verdict.word
        traces = judged.traces
        facts = list(map(FACT_OF, traces))
        shape = self._shape(finding, traces)
        key = (
            id(shape), verdict, id(judged.element), finding.work, finding.path, finding.why, id(finding.text), finding.known,
            finding.edition_open, finding.moot, id(finding.waived),
        )  # fmt: skip
        if len(judged.each) > 1 and waivable(finding):  # a seal is made of all the activities
            of_each = ((id(each.element), each.verdict.word, *map(TRUTH_OF, each.traces)) for each in judged.each)
            key += tuple(of_each)
        end = self._ends.get(key)
        if end is None:
            end = self._ends[key] = _end(finding, shape)
        return (
            shape.head,
            f'"verdict": "{verdict}", "presumed": {listed(presumed_of(judged, traces))}, "facts": [',
            _each(shape.facts, facts, _fact),
            f'], "asks": {_asks(finding.asks)}, "basis": "{finding.clause.basis}", "readings": [',
            _each(shape.readings, facts, _reading),
            end,
        )

    def _shape(self, finding: Finding, traces: tuple[Trace, ...]) -> Shape:
        key = (finding.policy, id(finding.clause), *map(TRUTH_OF, traces))
        found = self._shapes.get(key)
        if found is None:
            firsts: dict[str, int] = {}
            for place, trace in enumerate(traces):
                if isinstance(trace.condition, Leaf):
                    firsts.setdefault(trace.condition.fact, place)
            readings = [name for name in firsts if name.startswith("reading.")]
            evaluation = finding.judgement.evaluation
            found = self._shapes[key] = Shape(
                _head(finding.policy, finding.clause),
                tuple((place, name, self._facts[name]) for name, place in firsts.items()),
                tuple((firsts[name], name[8:], self._readings[name]) for name in readings),
                encoded(evaluation_of(evaluation)) if evaluation else "null",
            )
        return found


def _head(policy: str, clause: Clause) -> str:
    """What a clause says of itself before the verdict."""
    head = {"policy": policy, "clause": clause.id, "section": clause.section, "title": clause.title, "kind": clause.kind}
    return f"{encoded(head)[:-1]}, "


def _end(finding: Finding, shape: Shape) -> str:
    """What follows the facts: it is the same for many models of one kind."""
    element, text, waived, clause = finding.judgement.element, finding.text, finding.waived, finding.clause
    end = {
        "element": element.name if element else None,
        "work": finding.work,
        "path": [step._asdict() for step in finding.path],
        "governs_by": finding.why,
        "text": {"url": text.url, "sha256": text.sha256, "read": text.read} if text else None,
        "edition_open": finding.edition_open,
        "standing": clause.standing,
        "moot": finding.moot,
        "waived": waiver_of(waived) if waived else None,
        "seal": seal(finding) if waivable(finding) else None,
        "baseline": finding.known or None,
        "says": clause.says,
        "remedy": list(clause.remedy),
    }
    return f'], {encoded(end)[1:-1]}, "trace": {shape.trace}}}'


def _each(wanted: tuple[tuple[int, str, Known], ...], facts: list[Fact], write: Callable[[str, Fact], str]) -> str:
    """The facts that are wanted, by their places, each as it is written."""
    found = []
    for place, name, known in wanted:
        fact = facts[place]
        line = known.get(id(fact))
        if line is None:
            line = known[id(fact)] = write(name, fact)
        found.append(line)
    return ", ".join(found)


def _fact(name: str, fact: Fact) -> str:
    return (
        f'{{"name": {quoted(name)}, "value": {_value(fact.value)}, "basis": "{fact.basis}", '
        f'"by": {quoted(fact.said_by)}, {placed(fact.span)}}}'
    )


def _value(value: object) -> str:
    if isinstance(value, bool):
        return YES_NO[value]
    if type(value) is tuple:  # a record is one too
        return f"[{', '.join(map(_value, value))}]"
    return quoted(value) if isinstance(value, str) else encoded(value_of(value))


def placed(span: Span | None) -> str:
    """File, line and column as the end of an object, each null where there is no place."""
    if span is None:
        return '"file": null, "line": null, "column": null'
    return f'"file": {quoted(span.file)}, "line": {span.line}, "column": {span.column}'


def _reading(name: str, fact: Fact) -> str:
    """One open question of the text that decided."""
    basis = fact.basis if fact.basis in (ADOPTED, RECORDED) else "open"
    return f'{{"reading": {quoted(name)}, "answer": {_value(fact.value)}, "basis": "{basis}", "by": {quoted(fact.said_by)}}}'


@functools.lru_cache(maxsize=4096)
def listed(names: tuple[str, ...]) -> str:
    """Some names as a list."""
    return encoded(list(names))


@functools.lru_cache(maxsize=4096)
def _asks(asks: tuple[Ask, ...]) -> str:
    return encoded([ask._asdict() for ask in asks])

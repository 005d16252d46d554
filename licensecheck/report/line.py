"""One finding as a line of JSON.

A large deployment holds the same rules, facts and conditions thousands of times over: each is encoded once, and a line is put
together from such parts.
"""

from __future__ import annotations

import functools
import json

from licensecheck.catalog.binding import Step
from licensecheck.engine.evaluate import Evaluation, Trace
from licensecheck.engine.findings import Finding
from licensecheck.engine.judge import Ask
from licensecheck.engine.waive import seal, waivable
from licensecheck.facts.deployment import Waiver
from licensecheck.facts.values import ADOPTED, RECORDED, Fact
from licensecheck.policy.model import All, Any, Clause, Leaf, Not, PinnedText
from licensecheck.report.values import place_of, value_of, waiver_of
from licensecheck.source.diagnostic import Span

encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
quoted = json.encoder.encode_basestring
"""A text as JSON has it, as `encoded` would write it: four fifths of the calls are for one."""
YES_NO = {True: "true", False: "false"}


class Lines:
    """The findings of one report, which outlives this: so the identity of a clause or a fact is a key to what was encoded."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, int], tuple[str, str, str]] = {}
        self._facts: dict[tuple[str, int], str] = {}
        self._evaluations: dict[tuple[str, int, str], str] = {}

    def line(self, finding: Finding) -> str:
        """The line of a finding; docs/report.md says what each key holds."""
        judged = finding.judgement
        head, basis, tail = self._rule(finding.policy, finding.clause)
        traces = judged.traces
        looked_at = _looked_at(traces)
        facts = ", ".join([self._fact(name, fact) for name, fact in looked_at.items()])
        readings = ", ".join([_reading(name[8:], fact) for name, fact in looked_at.items() if name.startswith("reading.")])
        waived = finding.waived
        return (
            f'{{{head}, "verdict": "{finding.verdict.word}", "presumed": {_names(finding.presumed)}, '
            f'"facts": [{facts}], "asks": {_asks(finding.asks)}, {basis}, "readings": [{readings}], '
            f'"element": {quoted(judged.element.name) if judged.element else "null"}, "work": {quoted(finding.work)}, '
            f'"path": {_path(finding.path)}, "governs_by": {quoted(finding.why)}, "text": {_text(finding.text)}, '
            f'"edition_open": {YES_NO[finding.edition_open]}, "standing": {YES_NO[finding.clause.standing]}, '
            f'"moot": {YES_NO[finding.moot]}, "waived": {_waiver(waived)}, '
            f'"seal": {quoted(seal(finding)) if waivable(finding) else "null"}, '
            f'"baseline": {encoded(finding.known or None)}, {tail}, '
            f'"trace": {self._trace(finding, traces)}}}'
        )

    def _rule(self, policy: str, clause: Clause) -> tuple[str, str, str]:
        """What a clause says of itself: before the verdict, in the midst of a line, and after it."""
        found = self._rules.get((policy, id(clause)))
        if found is None:
            head = {
                "policy": policy, "clause": clause.id, "section": clause.section, "title": clause.title, "kind": clause.kind,
            }  # fmt: skip
            tail = {"says": clause.says, "remedy": list(clause.remedy)}
            found = (encoded(head)[1:-1], encoded({"basis": clause.basis})[1:-1], encoded(tail)[1:-1])
            self._rules[policy, id(clause)] = found
        return found

    def _fact(self, name: str, fact: Fact) -> str:
        found = self._facts.get((name, id(fact)))
        if found is None:
            found = self._facts[name, id(fact)] = (
                f'{{"name": {quoted(name)}, "value": {_value(fact.value)}, "basis": "{fact.basis}", '
                f'"by": {quoted(fact.said_by)}, {_place(fact.span)}}}'
            )
        return found

    def _trace(self, finding: Finding, traces: tuple[Trace, ...]) -> str:
        """The evaluation: for one clause it follows from the truth of its leaves."""
        evaluation = finding.judgement.evaluation
        if evaluation is None:
            return "null"
        key = (finding.policy, id(finding.clause), ",".join([trace.truth.word for trace in traces]))
        found = self._evaluations.get(key)
        if found is None:
            found = self._evaluations[key] = encoded(_evaluation(evaluation))
        return found


def _looked_at(traces: tuple[Trace, ...]) -> dict[str, Fact]:
    """The facts that a clause looked at, each once."""
    found: dict[str, Fact] = {}
    for trace in traces:
        if trace.outcome and isinstance(trace.condition, Leaf):
            found.setdefault(trace.condition.fact, trace.outcome.fact)
    return found


def _value(value: object) -> str:
    if isinstance(value, bool):
        return YES_NO[value]
    return quoted(value) if isinstance(value, str) else encoded(value_of(value))


@functools.lru_cache(maxsize=4096)
def _place(span: Span | None) -> str:
    return encoded(place_of(span))[1:-1]


def _reading(name: str, fact: Fact) -> str:
    """One open question of the text that decided."""
    basis = fact.basis if fact.basis in (ADOPTED, RECORDED) else "open"
    return f'{{"reading": {quoted(name)}, "answer": {_value(fact.value)}, "basis": "{basis}", "by": {quoted(fact.said_by)}}}'


@functools.lru_cache(maxsize=4096)
def _names(names: tuple[str, ...]) -> str:
    return encoded(list(names))


@functools.lru_cache(maxsize=4096)
def _asks(asks: tuple[Ask, ...]) -> str:
    return encoded([ask._asdict() for ask in asks])


@functools.lru_cache(maxsize=4096)
def _path(path: tuple[Step, ...]) -> str:
    return encoded([step._asdict() for step in path])


@functools.lru_cache(maxsize=4096)
def _text(text: PinnedText | None) -> str:
    return encoded({"url": text.url, "sha256": text.sha256, "read": text.read}) if text else "null"


def _waiver(waiver: Waiver | None) -> str:
    return encoded(waiver_of(waiver)) if waiver else "null"


def _evaluation(evaluation: Evaluation) -> dict[str, object]:
    return {
        "binds": evaluation.binds.word,
        "met": evaluation.met.word,
        "applies_when": _condition(evaluation.applies),
        "unless": [_condition(trace) for trace in evaluation.excuses],
        "requires": _condition(evaluation.requires) if evaluation.requires else None,
    }


def _condition(trace: Trace) -> dict[str, object]:
    match trace.condition:
        case Leaf() as leaf:
            constant = list(leaf.constant) if isinstance(leaf.constant, tuple) else leaf.constant
            shown: dict[str, object] = {
                "truth": trace.truth.word,
                "fact": leaf.fact,
                "operator": leaf.operator,
                "constant": constant,
            }
            if leaf.entity:
                shown |= {"entity": leaf.entity, "period": trace.outcome.period if trace.outcome else leaf.period}
            if leaf.places:
                shown["places"] = list(leaf.places)
            return shown
        case All():
            word = "all"
        case Any():
            word = "any"
        case Not():
            word = "not"
    return {"truth": trace.truth.word, word: [_condition(part) for part in trace.parts]}

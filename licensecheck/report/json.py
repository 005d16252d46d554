"""The report as JSON: a promise, described by report.schema.json. Stable order, the same bytes for the same input and day."""

from __future__ import annotations

import json
import math
from typing import Any as Anything

from licensecheck.engine.evaluate import Evaluation, Trace
from licensecheck.engine.findings import Finding, ModelReport, Report
from licensecheck.engine.judge import Judgement, Verdict
from licensecheck.engine.margins import Margin
from licensecheck.engine.waive import seal
from licensecheck.facts.values import ADOPTED, RECORDED, UNKNOWN, Element, Fact, Figure, Item
from licensecheck.policy.model import All, Any, Leaf, Not
from licensecheck.source.diagnostic import Span

SCHEMA_VERSION = 1
EXIT_CODES = {Verdict.PASS: 0, Verdict.NOT_APPLICABLE: 0, Verdict.FAIL: 1, Verdict.UNKNOWN: 3, Verdict.DUE: 3}


def render(report: Report, version: str, exit_code: int | None = None, margins: tuple[Margin, ...] | None = None) -> str:
    """One report as a JSON document, a finding a line: it reads well, differs by lines, and the fast encoder writes it."""
    found = document(report, version, exit_code)
    if margins is not None:
        found["margins"] = [_margin(margin) for margin in margins]
    models = found.pop("models")
    head = ",\n".join(f"  {_line(key)}: {_line(value)}" for key, value in found.items())
    listed = ",\n".join(_model_lines(model) for model in models)
    return f'{{\n{head},\n  "models": [\n{listed}\n  ]\n}}\n'


def _margin(margin: Margin) -> dict[str, Anything]:
    return {
        "model": margin.model,
        "clause": f"{margin.policy}/{margin.clause}",
        "fact": margin.fact,
        "period": margin.period,
        "now": _value(margin.now),
        "then": _value(margin.then),
        "verdict": margin.verdict.word,
    }


def _model_lines(model: dict[str, Anything]) -> str:
    findings = model.pop("findings")
    head = _line(model)[:-1]
    lines = ",\n".join(f"      {_line(finding)}" for finding in findings)
    return f'    {head}, "findings": [\n{lines}\n    ]}}' if findings else f'    {head}, "findings": []}}'


_line = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def render_all(
    reports: list[tuple[Report, int]], version: str, several: bool = False, margins: tuple[tuple[Margin, ...], ...] = ()
) -> str:
    """One document for one report; a list for several, or where `several` were asked for."""
    near = margins or ((),) * len(reports)
    asked = bool(margins)
    documents = [render(report, version, code, each if asked else None) for (report, code), each in zip(reports, near, strict=True)]
    if len(documents) == 1 and not several:
        return documents[0]
    return "[\n" + ",\n".join(text.rstrip("\n") for text in documents) + "\n]\n"


def document(report: Report, version: str, exit_code: int | None = None) -> dict[str, Anything]:
    """The report as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "model-licensecheck", "version": version, "policies": report.corpus},
        "file": report.file,
        "as_of": report.as_of,
        "strict": report.strict,
        "what_if": report.what_if,
        "verdict": report.verdict.word,
        "exit_code": EXIT_CODES[report.verdict] if exit_code is None else exit_code,
        "questions": [
            {
                "fact": question.fact,
                "question": question.question,
                "periods": list(question.periods),
                "first": question.first,
                "decides": [{"model": model, "clause": clause} for model, clause in question.decides],
            }
            for question in report.questions
        ],
        "presumed": list(report.presumed),
        "notes": [{"code": note.code, "message": note.message, **_place(note.span)} for note in report.notes],
        "models": [_model(model) for model in report.models],
    }


def _model(model: ModelReport) -> dict[str, Anything]:
    return {
        "id": model.id,
        "name": model.name,
        "resolved": {"id": model.resolved, "how": model.how},
        "channel": model.channel,
        **_place(model.span),
        "verdict": model.verdict.word,
        "policies": list(model.policies),
        "findings": [_finding(finding) for finding in model.findings],
    }


def _finding(finding: Finding) -> dict[str, Anything]:
    clause = finding.clause
    waiver = finding.waived
    return {
        "policy": finding.policy,
        "clause": clause.id,
        "section": clause.section,
        "title": clause.title,
        "kind": clause.kind,
        "verdict": finding.verdict.word,
        "presumed": list(finding.presumed),
        "facts": _facts(finding.judgement),
        "asks": [{"fact": ask.fact, "period": ask.period, "entity": ask.entity} for ask in finding.asks],
        "basis": clause.basis,
        "readings": _readings(finding.judgement),
        "element": finding.judgement.element.name if finding.judgement.element else None,
        "work": finding.work,
        "path": [{"id": step.id, "relation": step.relation} for step in finding.path],
        "governs_by": finding.why,
        "text": {"url": finding.text.url, "sha256": finding.text.sha256, "read": finding.text.read} if finding.text else None,
        "edition_open": finding.edition_open,
        "standing": clause.standing,
        "moot": finding.moot,
        "waived": {"reason": waiver.reason, "approver": waiver.approver, "on": waiver.on, "expires": waiver.expires}
        if waiver
        else None,
        "seal": seal(finding) if finding.red or waiver else None,
        "says": clause.says,
        "remedy": list(clause.remedy),
        "trace": _evaluation(finding.judgement.evaluation),
    }


def _facts(judgement: Judgement) -> list[dict[str, Anything]]:
    """The facts that a clause looked at, each once."""
    found: dict[str, dict[str, Anything]] = {}
    for trace in judgement.traces:
        leaf, outcome = trace.condition, trace.outcome
        if isinstance(leaf, Leaf) and outcome and leaf.fact not in found:
            fact = outcome.fact
            found[leaf.fact] = {
                "name": leaf.fact,
                "value": _value(fact.value),
                "basis": fact.basis,
                "by": fact.said_by,
                **_place(fact.span),
            }
    return list(found.values())


def _readings(judgement: Judgement) -> list[dict[str, Anything]]:
    readings = {}
    for trace in judgement.traces:
        leaf, outcome = trace.condition, trace.outcome
        if isinstance(leaf, Leaf) and outcome and leaf.fact.startswith("reading."):
            fact: Fact = outcome.fact
            basis = fact.basis if fact.basis in (ADOPTED, RECORDED) else "open"
            readings[leaf.fact] = {"reading": leaf.fact[8:], "answer": _value(fact.value), "basis": basis, "by": fact.said_by}
    return list(readings.values())


def _evaluation(evaluation: Evaluation | None) -> dict[str, Anything] | None:
    if evaluation is None:
        return None
    return {
        "binds": evaluation.binds.value,
        "met": evaluation.met.value,
        "applies_when": _trace(evaluation.applies),
        "unless": [_trace(trace) for trace in evaluation.excuses],
        "requires": _trace(evaluation.requires) if evaluation.requires else None,
    }


def _trace(trace: Trace) -> dict[str, Anything]:
    match trace.condition:
        case Leaf() as leaf:
            constant = list(leaf.constant) if isinstance(leaf.constant, tuple) else leaf.constant
            shown: dict[str, Anything] = {
                "truth": trace.truth.value,
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
    return {"truth": trace.truth.value, word: [_trace(part) for part in trace.parts]}


def _value(value: Anything) -> Anything:
    match value:
        case _ if value is UNKNOWN:
            return "unknown"
        case float() if not math.isfinite(value):
            return None
        case Figure(bounds=bounds):
            return [
                {"period": b.period or None, "entity": b.entity, "at_least": _value(b.low), "at_most": _value(float(b.high))}
                for b in bounds
            ]
        case Element(name=name, facts=facts):
            return {"name": name, **{key: _value(fact.value) for key, fact in facts.items()}}
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
            return [_value(each) for each in value]
        case _:
            return value


def _place(span: Span | None) -> dict[str, Anything]:
    if span is None:
        return {"file": None, "line": None, "column": None}
    return {"file": span.file, "line": span.line, "column": span.column}

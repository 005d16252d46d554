"""The report as JSON: a promise, described by report.schema.json. Stable order, the same bytes for the same input and day."""

from __future__ import annotations

from typing import Any

from licensecheck.engine.findings import Baselined, ModelReport, Report, Signed
from licensecheck.engine.judge import Verdict
from licensecheck.engine.margins import Margin
from licensecheck.report.line import Lines, encoded, listed, placed, quoted
from licensecheck.report.values import place_of, value_of, waiver_of

SCHEMA_VERSION = 1
EXIT_CODES = {Verdict.PASS: 0, Verdict.NOT_APPLICABLE: 0, Verdict.FAIL: 1, Verdict.UNKNOWN: 3, Verdict.DUE: 3}


def render(report: Report, version: str, exit_code: int | None = None, margins: tuple[Margin, ...] | None = None) -> str:
    """One report as a JSON document, a finding a line: it reads well, and differs by lines."""
    found = _head(report, version, exit_code)
    if margins is not None:
        found["margins"] = [_margin(margin) for margin in margins]
    head = ",\n".join(f"  {encoded(key)}: {encoded(value)}" for key, value in found.items())
    return "".join((f'{{\n{head},\n  "models": [', *_models(report.models), "\n  ]\n}\n"))


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


def _head(report: Report, version: str, exit_code: int | None) -> dict[str, Any]:
    """What is said of the report as a whole."""
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
        "notes": [{"code": note.code, "message": note.message, **place_of(note.span)} for note in report.notes],
        "baseline": _baselined(report.baseline) if report.baseline else None,
        "waivers": [_signed(each) for each in report.waivers],
    }


def _models(models: tuple[ModelReport, ...]) -> list[str]:
    """The models, each with its findings on a line each, in parts: a large report is put together once."""
    lines = Lines()
    parts: list[str] = []
    for number, model in enumerate(models):
        parts.append(
            f'{"," if number else ""}\n    {{"id": {quoted(model.id)}, "name": {quoted(model.name)}, '
            f'"resolved": {{"id": {quoted(model.resolved)}, "how": {quoted(model.how)}}}, "channel": {quoted(model.channel)}, '
            f'{placed(model.span)}, "verdict": "{model.verdict.word}", "policies": {listed(model.policies)}, "findings": ['
        )
        for place, finding in enumerate(model.findings):
            parts.append(",\n      " if place else "\n      ")
            parts += lines.line(finding)
        parts.append("\n    ]}" if model.findings else "]}")
    return parts


def _baselined(found: Baselined) -> dict[str, Any]:
    return {"file": found.name, "as_of": found.as_of or None, "known": found.known, "new": found.new, "gone": found.gone}


def _signed(signed: Signed) -> dict[str, Any]:
    waiver = signed.waiver
    named = {"clause": waiver.clause, "model": waiver.model, "state": signed.state, "seal": waiver.seal}
    return {**named, **waiver_of(waiver)}


def _margin(margin: Margin) -> dict[str, Any]:
    return {
        "model": margin.model,
        "clause": f"{margin.policy}/{margin.clause}",
        "fact": margin.fact,
        "period": margin.period,
        "now": value_of(margin.now),
        "then": value_of(margin.then),
        "verdict": margin.verdict.word,
    }

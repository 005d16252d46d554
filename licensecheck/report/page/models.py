"""Models for the page: what governs them over time, their facts, and how the engine judged them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from licensecheck.catalog.binding import Binding, BoundModel, Issue
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.days import changes, shifted
from licensecheck.catalog.records import hashes, terms_read
from licensecheck.engine.context import Context
from licensecheck.engine.findings import ModelReport, Report
from licensecheck.engine.waive import fits
from licensecheck.report.page.days import AFTER, BEFORE, Stretch, stretches
from licensecheck.report.page.named import names_in, same
from licensecheck.report.page.rules import Rules
from licensecheck.report.page.values import Origin
from licensecheck.report.page.ways import MOST_MODELS, ways
from licensecheck.report.story import state

LETTERS = {
    "fail": "F", "unknown": "U", "due": "D", "waived": "W", "moot": "M", "pass": "P", "standing": "S", "not_applicable": "N",
}  # fmt: skip
"""One letter for the state of one finding, so that a thousand models stay small."""


class Table:
    """Values kept once each; `number` gives the place of one."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._known: dict[str, int] = {}

    def number(self, value: Any) -> int:
        """The place of a value in the rows."""
        key = json.dumps(value, sort_keys=True)
        if key not in self._known:
            self._known[key] = len(self.rows)
            self.rows.append(value)
        return self._known[key]


def of_report(report: Report, models: tuple[BoundModel, ...], context: Context, corpus: Corpus, rules: Rules) -> dict[str, Any]:
    """One report with everything that its page shows and evaluates."""
    deployment, corpus = context.deployment, corpus.having(context.packs) if context.packs else corpus
    over_time = [stretches(bound, context, corpus) for bound in models]
    other_ways = [tuple(ways(bound, context, corpus)) if len(models) <= MOST_MODELS else () for bound in models]
    for each in (*over_time, *(way.over_time for several in other_ways for way in several)):
        for stretch in each:
            for binding in stretch.bound.bindings:
                for policy in binding.editions:
                    rules.policy(policy)
    states, facts = Table(), Table()
    literals = rules.literals()
    names = names_in(deployment, models)
    shown = []

    def bindings(stretch: Stretch, origin: Origin) -> Iterator[dict[str, Any]]:
        availability = stretch.availability or ((None, None),) * len(stretch.bound.bindings)
        for binding, served in zip(stretch.bound.bindings, availability, strict=True):
            known = same(names, binding, corpus) if names else {}
            yield _binding(binding, served, origin, rules) | ({"same": known} if known else {})

    def dated(each: tuple[Stretch, ...], origin: Origin) -> Iterator[list[Any]]:
        for stretch in each:
            state = {"bindings": list(bindings(stretch, origin)), "issues": [_issue(issue) for issue in stretch.bound.issues]}
            yield [stretch.start, states.number(state)]

    # what a scan found beyond the declared models comes last
    for bound, judged, each, others in zip(models, report.models[: len(models)], over_time, other_ways, strict=True):
        origin = Origin(report.file, bound.use.span.line, literals)
        shown.append(
            _model(judged, tuple(base.relation for base in bound.use.bases or ()), report.file)
            | {"facts": facts.number(origin.facts(bound.use.facts))}
            | {"days": list(dated(each, origin))}
            | {"ways": [[way.channel, way.edition, way.contract, list(dated(way.over_time, origin))] for way in others]}
        )
    for judged in report.models[len(models) :]:
        issues = [_issue(finding.issue) | {"policy": finding.policy} for finding in judged.findings if finding.issue]
        found = [[shifted(report.as_of, -BEFORE), states.number({"bindings": [], "issues": issues})]]
        shown.append(_model(judged, (), report.file) | {"facts": facts.number({}), "days": found, "ways": []})
    days = {day for bound in models for day in changes(bound, deployment, corpus) if day.day and day.what}
    return {
        "file": report.file,
        "as_of": report.as_of,
        "range": [shifted(report.as_of, -BEFORE), shifted(report.as_of, AFTER)],
        "strict": report.strict,
        "what_if": report.what_if,
        "verdict": report.verdict.word,
        "name": deployment.name,
        "organization": deployment.organization,
        "facts": origin_of(report).facts(deployment.facts),
        "models": shown,
        "other_ways": len(models) <= MOST_MODELS,
        "tables": {"states": states.rows, "facts": facts.rows},
        "days": [list(day) for day in sorted(days)],
        "read": sorted(
            {
                each.policy
                for each in deployment.readings
                if terms_read(each.policy, deployment, frozenset().union(*map(hashes, corpus.editions(each.policy))))
            }
        ),
        "waivers": _waivers(report, context),
        "baseline": report.baseline._asdict() if report.baseline else None,
        "questions": {each.fact: each.question for each in report.questions},
        "presumed": list(report.presumed),
        "notes": [{"code": each.code, "message": each.message, **origin_of(report).place(each.span)} for each in report.notes],
    }


def origin_of(report: Report) -> Origin:
    """Where facts of the whole deployment come from."""
    return Origin(report.file)


def _model(judged: ModelReport, bases: tuple[str, ...], file: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": judged.id,
        "name": judged.name,
        "line": judged.span.line,
        "resolved": judged.resolved,
        "how": judged.how,
        "channel": judged.channel,
        "verdict": judged.verdict.word,
        "found": "".join(LETTERS[state(finding)] for finding in judged.findings),
        "bases": list(bases),
        "known": [place for place, finding in enumerate(judged.findings) if finding.known],
        "counts": _counts(judged),
    }
    return shown if judged.span.file == file else shown | {"file": judged.span.file}


def _counts(judged: ModelReport) -> list[int]:
    """The findings that count although a right is denied: it was denied when the baseline was made, and they are new."""
    if not any(finding.denies for finding in judged.findings):
        return []
    return [place for place, each in enumerate(judged.findings) if each.red and not each.moot and not each.denies]


def _binding(binding: Binding, served: Any, origin: Origin, rules: Rules) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "editions": [rules.policy(policy) for policy in binding.editions],
        "work": binding.work,
        "path": [[step.id, step.relation] for step in binding.path],
        "why": binding.why,
        "facts": origin.facts(binding.facts),
        "terms": origin.facts(binding.terms),
    }
    if binding.lifted:
        shown["lifted"] = sorted(binding.lifted)
    if binding.replaced:
        shown["replaced"] = True
    if binding.outputs_only:
        shown["outputs"] = True
    if served[0]:
        shown["served"] = [origin.fact(each) for each in served]
    return shown


def _issue(issue: Issue) -> dict[str, Any]:
    shown = {key: getattr(issue, key) for key in ("code", "kind", "verdict", "title", "says", "standing")}
    return shown | {"remedy": list(issue.remedy), "asks": list(issue.asks)}


def _waivers(report: Report, context: Context) -> list[dict[str, Any]]:
    """Every waiver, with the findings that it is sealed to: as long as their leaves come out the same, it holds."""
    shown = []
    for waiver in context.deployment.waivers:
        fitting = [
            [number, place]
            for number, model in enumerate(report.models)
            if model.name == waiver.model
            for place, finding in enumerate(model.findings)
            if fits(waiver, finding)
        ]
        kept = {key: getattr(waiver, key) for key in ("clause", "model", "reason", "approver", "reference", "on", "expires")}
        shown.append(kept | {"file": waiver.span.file, "line": waiver.span.line, "fits": fitting})
    return shown

"""Signed records that decide: which findings rest on counsel's reading or on an agreement, told with who, when and reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licensecheck.catalog.binding import BoundModel
from licensecheck.engine.evaluate import carrying
from licensecheck.engine.findings import Finding, ModelReport, Note
from licensecheck.engine.judge import PASS, Verdict
from licensecheck.facts.deployment import Agreement, Deployment, RecordedReading
from licensecheck.policy.model import Leaf
from licensecheck.source.diagnostic import Span

MOST_NAMED = 3
"""Findings that are named of those that one record decides; the others are counted."""


def record_notes(models: Iterable[BoundModel], reports: Iterable[ModelReport], deployment: Deployment) -> Iterator[Note]:
    """One note for each record that decides something, and one for each reading of a text that is not the one judged."""
    rests: dict[RecordedReading | Agreement, dict[str, None]] = {}
    hashes: dict[str, set[str]] = {}
    for model, report in zip(models, reports, strict=True):
        for policy in (policy for binding in model.bindings for policy in binding.editions):
            hashes.setdefault(policy.id, set()).update(text.sha256 for text in policy.texts)
            hashes.setdefault(policy.edition_of, set()).update(text.sha256 for text in policy.texts)
        for finding in report.findings:
            for record in _records(finding, model, deployment):
                rests.setdefault(record, {})[f"`{finding.policy}/{finding.clause.id}` of `{report.name}`"] = None
    for reading in deployment.readings:
        if reading in rests:
            yield Note("reading", f"{reading_words(reading)}; it decides {_named(tuple(rests[reading]))}", reading.span)
        elif reading.text and reading.policy in hashes and reading.text not in hashes[reading.policy]:
            message = f"{reading_words(reading)}, of another text than the one that is judged: it decides nothing"
            yield Note("stale-reading", message, reading.span)
    for agreement in deployment.agreements:
        if agreement in rests:
            yield Note("agreement", f"{agreement_words(agreement)}; it decides {_named(tuple(rests[agreement]))}", agreement.span)


def reading_words(reading: RecordedReading) -> str:
    """What counsel answered, with who, when and reference."""
    said = ", ".join(word for word in (reading.by, reading.on, reading.reference) if word)
    if reading.reading == "terms_read":
        allow = "allow" if reading.answer == "yes" else "do not allow"
        return f"the terms of `{reading.policy}` were read, and {allow} the use ({said})"
    return f"`{reading.reading}` of `{reading.policy}` is read as {reading.answer} ({said})"


def agreement_words(agreement: Agreement) -> str:
    """With whom, what it does, who recorded it, and until when."""
    does = " replaces the terms" if agreement.replaces else f" lifts {', '.join(agreement.lifts)}" if agreement.lifts else ""
    days = [f"from {agreement.starts}"] if agreement.starts else []
    days += [f"until {agreement.expires}"] if agreement.expires else []
    said = ", ".join(word for word in (agreement.reference, agreement.by, " ".join(days)) if word)
    return f"the agreement with {agreement.party}{does}{f' ({said})' if said else ''}"


def _records(finding: Finding, model: BoundModel, deployment: Deployment) -> Iterator[RecordedReading | Agreement]:
    """The records without which the finding could have come out otherwise."""
    spans = set(_spans(finding))
    if finding.issue and finding.verdict in (PASS, Verdict.FAIL):
        spans.add(finding.issue.span)
    for reading in deployment.readings:
        of_terms = reading.reading == "terms_read" and finding.verdict is PASS and reading.answer == "yes"
        second_hand = finding.clause.basis == "secondary" or finding.clause.id == "terms-replaced"
        if reading.span in spans or (of_terms and second_hand and reading.policy == finding.policy):
            yield reading
    governing = (
        each for each in model.bindings if each.work == finding.work and finding.policy in [one.id for one in each.editions]
    )
    for agreement in (agreement for binding in governing for agreement in binding.agreements):
        if agreement.replaces:
            decides = finding.clause.id == "terms-replaced"
        elif agreement.lifts:
            decides = bool({finding.clause.id, f"{finding.policy}/{finding.clause.id}"} & set(agreement.lifts))
        else:
            decides = agreement.span in spans
        if decides:
            yield agreement


def _spans(finding: Finding) -> Iterator[Span | None]:
    """Where the facts stand that carry the verdict."""
    for judged in finding.judgement.each or (finding.judgement,):
        evaluation = judged.evaluation
        for part in (evaluation.applies, *evaluation.excuses, evaluation.requires) if evaluation else ():
            for trace in carrying(part):
                if isinstance(trace.condition, Leaf) and trace.outcome:
                    yield trace.outcome.fact.span


def _named(findings: tuple[str, ...]) -> str:
    rest = len(findings) - MOST_NAMED
    return ", ".join(findings[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")

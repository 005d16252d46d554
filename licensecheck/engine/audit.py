"""The audit: every clause of every policy that governs a model, judged; then models and deployment by their worst."""

from __future__ import annotations

from collections.abc import Iterable

from licensecheck.catalog.binding import BoundModel
from licensecheck.engine.bound import binding_findings, issue_finding
from licensecheck.engine.context import Context
from licensecheck.engine.findings import Finding, ModelReport, Note, Report, Signed
from licensecheck.engine.judge import PASS
from licensecheck.engine.questions import order, own_questions, questions


def audit(models: Iterable[BoundModel], context: Context) -> Report:
    """Judge a deployment. Pure: the same values give the same report."""
    reports: list[ModelReport] = []
    notes: list[Note] = list(context.notes)
    signed: list[Signed] = []
    wordings: dict[str, str] = {}
    presumed: set[str] = set()
    bound = tuple(models)
    for model in bound:
        wordings |= own_questions(model)
        own = context._replace(presumed=set())
        report, waivers, said = _model(model, own)
        reports.append(report)
        signed += waivers
        notes += said
        denials = [finding for finding in report.findings if finding.denies]
        presumed |= {name for finding in denials for name in finding.presumed} if denials else own.presumed
    if context.deployment.waivers:
        from licensecheck.engine.waive import notes as waiver_notes
        from licensecheck.engine.waive import without_model

        signed += without_model(context.deployment.waivers, (report.name for report in reports))
        notes += waiver_notes(signed)
    if context.deployment.readings or context.deployment.agreements:
        from licensecheck.engine.records import record_notes

        notes += record_notes(bound, reports, context.deployment)
    return Report(
        context.deployment.file,
        context.as_of,
        max((model.verdict for model in reports), default=PASS),
        tuple(reports),
        questions(reports, context.vocabulary, wordings),
        tuple(sorted(presumed, key=lambda name: (order(name, context.vocabulary), name))),
        tuple(dict.fromkeys(notes)),
        context.deployment.lines,
        context.corpus,
        context.strict,
        accepted=context.deployment.accepted,
        waivers=tuple(signed),
    )


def model_report(model: BoundModel, context: Context) -> ModelReport:
    """One model, judged by itself."""
    return _model(model, context)[0]


def _model(model: BoundModel, context: Context) -> tuple[ModelReport, list[Signed], list[Note]]:
    findings = [issue_finding(issue) for issue in model.issues]
    notes: list[Note] = []
    for binding in model.bindings:
        found, said = binding_findings(binding, model, context)
        findings += found
        notes += said
    settled = tuple(findings)
    signed: list[Signed] = []
    if context.deployment.waivers:
        from licensecheck.engine.waive import apply_waivers

        settled, signed = apply_waivers(model.use.name, settled, context.deployment.waivers, context.as_of)
    settled = _mooted(settled)
    if any(finding.denies for finding in settled):  # how long ago a pass was read matters no more
        notes = [note for note in notes if note.code != "aged-terms"]
    verdict = max((finding.verdict for finding in settled if finding.red and not finding.moot), default=PASS)
    policies = tuple(dict.fromkeys(policy.id for binding in model.bindings for policy in binding.editions))
    report = ModelReport(
        model.use.id, model.use.name, model.use.span, model.id, model.how, model.channel, policies, verdict, settled, model.use.path
    )
    return report, signed, notes


def _mooted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Where a right is denied, what else is open or due does not matter any more."""
    if not any(finding.denies for finding in findings):
        return findings
    return tuple(finding._replace(moot=True) if finding.red and not finding.denies else finding for finding in findings)

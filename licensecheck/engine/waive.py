"""Waivers: signed, dated records that accept a finding while its facts stay as they were."""

from __future__ import annotations

from licensecheck.engine.findings import Finding, Note
from licensecheck.engine.judge import Judgement, Verdict
from licensecheck.facts.deployment import Waiver


def seal(finding: Finding) -> str:
    """Twelve hex digits that change when the truth of any leaf changes, or the text of the terms; not when a count moves."""
    import hashlib

    judged = finding.judgement
    if not judged.each:
        truths = _truths(judged)
    else:
        # another activity, or another model trained, is another finding
        red = (each for each in judged.each if each.verdict > Verdict.PASS)
        named = ((each.element.name if each.element else "", each) for each in red)
        truths = ";".join(sorted(f"{name}={each.verdict.word}:{_truths(each)}" for name, each in named))
    text = finding.text.sha256 if finding.text else ""
    said = "\0".join((finding.policy, finding.clause.id, finding.verdict.word, truths, text))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _truths(judged: Judgement) -> str:
    return ",".join([trace.truth.word for trace in judged.traces])


def apply_waivers(
    model: str, findings: tuple[Finding, ...], waivers: tuple[Waiver, ...], as_of: str
) -> tuple[tuple[Finding, ...], set[Waiver], list[Note]]:
    """The findings with those waived that a waiver in force fits, the waivers used, and what to say of the others."""
    used: set[Waiver] = set()
    notes: list[Note] = []
    mine = [waiver for waiver in waivers if waiver.model == model]
    if not mine:
        return findings, used, notes
    result = []
    for finding in findings:
        name = f"{finding.policy}/{finding.clause.id}"
        for waiver in (each for each in mine if each.clause == name):
            if finding.verdict <= Verdict.PASS:
                continue
            used.add(waiver)
            if waiver.expires < as_of:
                message = f"the waiver of `{name}` for `{model}` expired on {waiver.expires}"
                notes.append(Note("expired-waiver", message, waiver.span))
            elif waiver.on > as_of:
                notes.append(Note("future-waiver", f"the waiver of `{name}` for `{model}` starts on {waiver.on}", waiver.span))
            elif waiver.seal != seal(finding):
                message = f"the waiver of `{name}` for `{model}` lapsed: the facts or the terms have changed since it was signed"
                notes.append(Note("lapsed-waiver", message, waiver.span))
            else:
                finding = finding._replace(waived=waiver)
        result.append(finding)
    return tuple(result), used, notes

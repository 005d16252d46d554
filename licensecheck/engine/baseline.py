"""A baseline: what an earlier report found. Only what is new since then gates; everything is still judged and still told.

A baseline is no waiver. Nobody signs for a finding that it holds, and the verdict stays what it is.
"""

from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.engine.findings import Baselined, Finding, ModelReport, Note, Report
from licensecheck.engine.judge import Verdict
from licensecheck.engine.questions import questions
from licensecheck.engine.waive import seal
from licensecheck.facts.vocabulary import Vocabulary

Key = tuple[str, str, str, str, int]
"""What tells a finding from the others of a report: model, clause, licensed work, title of what no license speaks of, number."""


class Known(NamedTuple):
    """One finding that was open; `seal` is "" where it did not fail, `moot` whether another one denied every right already."""

    verdict: Verdict
    seal: str
    moot: bool = False


class Baseline(NamedTuple):
    """The open findings of an earlier report on one deployment. `as_of` is "" where `name` holds no report on it."""

    name: str
    as_of: str
    findings: dict[Key, Known]


def marked(report: Report, baseline: Baseline, vocabulary: Vocabulary, wordings: dict[str, str]) -> Report:
    """The report with what the baseline knows marked as known, and a note where the baseline has gone stale.

    Known is a finding that the baseline has with the same or a worse verdict; a fail also fails on the same truths under the
    same text. What was waived or moot then was accepted by nobody, and is new when it counts now.
    """
    models = tuple(_model(model, baseline) for model in report.models)
    now = {key: finding for model in models for key, finding in keyed(model)}
    counted = [finding for finding in now.values() if finding.red and not finding.moot]
    known = sum(bool(finding.known) for finding in counted)
    gone = sum(not then.moot and (key not in now or now[key].verdict < then.verdict) for key, then in baseline.findings.items())
    found = Baselined(baseline.name, baseline.as_of, known, len(counted) - known, gone)
    asked = report.questions
    if models != report.models:
        asked = questions(list(models), vocabulary, wordings | {each.fact: each.question for each in asked})
    return report._replace(models=models, questions=asked, baseline=found, notes=(*report.notes, *_notes(report, found)))


def _model(model: ModelReport, baseline: Baseline) -> ModelReport:
    """The model with its known findings marked; what a denied right that is known makes moot is moot only as far as it was then."""
    found = [(finding, baseline.findings.get(key)) for key, finding in keyed(model)]
    denials = [_is_known(finding, then) for finding, then in found if finding.denies]
    denied_then = bool(denials) and all(denials)
    findings = []
    for finding, then in found:
        if finding.moot and denied_then:
            finding = finding._replace(moot=_is_same(finding, then))
        elif finding.red and not finding.moot and _is_known(finding, then):
            finding = finding._replace(known=baseline.as_of)
        findings.append(finding)
    return model._replace(findings=tuple(findings))


def keyed(model: ModelReport) -> Iterator[tuple[Key, Finding]]:
    """The findings of a model, each under its key."""
    counts: dict[tuple[str, str, str], int] = {}
    for finding in model.findings:
        # what no license speaks of is told apart by its words: two parents that nobody knows are two findings
        title = "" if finding.clause.section else finding.clause.title
        same = (f"{finding.policy}/{finding.clause.id}", finding.work, title)
        counts[same] = counts.get(same, 0) + 1
        yield (model.name, *same, counts[same]), finding


def _is_same(finding: Finding, then: Known | None) -> bool:
    """Whether a finding is no worse than it was then."""
    if then is None or finding.verdict > then.verdict:
        return False
    return finding.verdict is not Verdict.FAIL or seal(finding) == then.seal


def _is_known(finding: Finding, then: Known | None) -> bool:
    return then is not None and not then.moot and _is_same(finding, then)


def _notes(report: Report, found: Baselined) -> Iterator[Note]:
    if not found.as_of:
        yield Note("baseline-other-file", f"the baseline `{found.name}` holds no report on `{report.file}`: every finding is new")
    if found.gone:
        what = "1 finding of the baseline does" if found.gone == 1 else f"{found.gone:,} findings of the baseline do"
        them = "it gates if it comes" if found.gone == 1 else "they gate if they come"
        yield Note("stale-baseline", f"{what} not stand any more as then: write `{found.name}` anew, so that {them} back")

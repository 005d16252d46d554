"""What a repository uses against what its deploy.yaml declares. Pure: reports and a scan in, reports out."""

import posixpath
from collections.abc import Sequence

from licensecheck.catalog.binding import Issue
from licensecheck.engine.accepted import Acceptances, as_waiver
from licensecheck.engine.findings import Finding, ModelReport, Note, Report
from licensecheck.engine.judge import Judgement, Verdict
from licensecheck.facts.deployment import Accepted
from licensecheck.policy.model import ALWAYS, Clause
from licensecheck.scan.model import IN_FORCE, Alias, Component, Reference, Scan
from licensecheck.source.diagnostic import Span

MOST_PLACES = 5


def compare(reports: Sequence[Report], scan: Scan, whole: bool = True) -> list[Report]:
    """The reports with a finding for each model in force that none declares (in the first) and a note for each unmentioned.

    `whole`: the scan saw the whole repository, so that what it did not see is not there.
    """
    if not reports:
        return []
    declared = {name.casefold() for report in reports for model in report.models for name in declared_names(model)}
    acceptances = Acceptances(reports, scan.root)
    undeclared = [
        _undeclared(component, scan.root, *acceptances.split(component))
        for component in scan.components
        if component.in_force and component.id.casefold() not in declared
    ]
    seen = {component.id.casefold() for component in scan.components} | {alias.id.casefold() for alias in scan.aliases}
    seen |= {reference.text.casefold() for component in scan.components for reference in component.references}
    called = _called_like(scan, declared | {component.id.casefold() for component in scan.components if component.in_force})
    found = []
    for index, report in enumerate(reports):
        notes = [
            _unmentioned(model)
            for model in report.models
            if whole and not model.path and not {name.casefold() for name in declared_names(model)} & seen
        ]
        report = report._replace(notes=(*report.notes, *notes, *acceptances.notes(report, whole)))
        if index == 0:
            report = report._replace(notes=(*report.notes, *called))
        if index == 0 and undeclared:
            verdict = max(report.verdict, *(model.verdict for model in undeclared))
            report = report._replace(models=(*report.models, *undeclared), verdict=verdict)
        found.append(report)
    return found


def _called_like(scan: Scan, known: set[str]) -> tuple[Note, ...]:
    """A note for each model that is neither declared nor in force, and has the name of something in force that the team named."""
    first: dict[str, Alias] = {}
    for alias in scan.aliases:
        if alias.called_like and alias.in_force and alias.id.casefold() not in known:
            first.setdefault(alias.id, alias)
    return tuple(_called(alias, scan.root) for alias in first.values())


def _called(alias: Alias, root: str) -> Note:
    file = posixpath.normpath(posixpath.join(root, alias.file))
    words = "is a name of the team's own, called like a model that nothing declares; declare"
    span = Span(file, alias.line, alias.column, alias.line, alias.column + len(alias.text))
    return Note("undeclared-name", f"`{alias.text}` {words} `{alias.id}` if it is that one", span)


def declared_names(model: ModelReport) -> set[str]:
    """The ids that a declared model covers: its own, its folder's path, and those of the ancestors judged with it."""
    steps = {step.id for finding in model.findings for step in finding.path}
    own = {model.id, model.resolved, model.path.removeprefix("./").rstrip("/")} - {""}
    return {*own, *steps, *(finding.work for finding in model.findings if finding.work)}


def _undeclared(component: Component, root: str, left: tuple[Reference, ...], accepted: tuple[Accepted, ...]) -> ModelReport:
    """A model in use that nothing declares; where every place is accepted, it is shown as waived."""
    found = left or tuple(reference for reference in component.references if reference.kind in IN_FORCE)
    # a place that can be opened from where the tool runs
    places = [each._replace(file=posixpath.normpath(posixpath.join(root, each.file))) for each in found]
    first = places[0]
    span = Span(first.file, first.line, first.column, first.line, first.column + len(first.text))
    others = [f"{each.file}:{each.line}" for each in places[1:MOST_PLACES]]
    more = f", and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
    also = f" It stands at {', '.join(others)}{more} too." if others else ""
    also += f" Other places are accepted until {min(each.expires for each in accepted)}." if left and accepted else ""
    issue = Issue(
        "undeclared-model",
        "right",
        "unknown",
        f"`{component.id}` is in use and not declared",
        f"The repository names it as {first.kind} ({first.how}), and no deploy.yaml that was judged declares it, "
        f"so nothing says which terms bind.{also}",
        (
            f"Declare it: `models: [{{id: {component.id}}}]` (`licensecheck init --update`), or take it out of the code.",
            "Where it is in no use of yours (a tutorial, a fixture), accept it there, under `accepted`, with a reason and an end.",
        ),
        (),
        span,
    )
    clause = Clause(
        issue.code, issue.kind, "", issue.title, ALWAYS, (), None, issue.says, issue.remedy, "text", False, "", "", "", span
    )
    finding = Finding("scan", clause, Verdict.UNKNOWN, Judgement(Verdict.UNKNOWN, None), why="what the code says", issue=issue)
    verdict = Verdict.UNKNOWN
    if not left:
        finding, verdict = finding._replace(waived=as_waiver(accepted[0])), Verdict.PASS
    return ModelReport(component.id, component.id, span, component.id, first.how, component.namespace, (), verdict, (finding,))


def _unmentioned(model: ModelReport) -> Note:
    return Note("unmentioned-model", f"`{model.name}` is declared, and nothing in the repository names it", model.span)

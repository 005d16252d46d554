"""Which models of the catalog would do: each judged under the facts of a deployment, in place of the one declared."""

from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.catalog.bind import bind
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.model import Entry
from licensecheck.engine.audit import audit
from licensecheck.engine.context import Context
from licensecheck.engine.findings import Finding, ModelReport
from licensecheck.engine.judge import Verdict
from licensecheck.facts.deployment import Deployment, ModelUse
from licensecheck.facts.values import DERIVED, Fact
from licensecheck.source.diagnostic import Faults, Span

NOWHERE = Span("the catalog", 1, 1, 1, 1)
OF_THE_MODEL = ("model.name", "model.channel", "model.still_served", "model.edition", "model.made_by", "model.modified")
"""Facts of the declared model that do not carry over to another one."""


class Candidate(NamedTuple):
    """A model in place of the declared one: its verdict, the duties it brings, and what stands against it."""

    id: str
    developer: str
    family: str
    weights: str
    channel: str
    verdict: Verdict
    duties: tuple[str, ...]
    against: tuple[str, ...]
    open: int


def advise(
    instead_of: ModelUse | None, deployment: Deployment, corpus: Corpus, context: Context, ids: tuple[str, ...]
) -> tuple[Candidate, ...]:
    """These models judged with the facts of the deployment, best first."""
    found = [candidate for name in ids for candidate in _candidates(name, instead_of, deployment, corpus, context)]
    return tuple(sorted(found, key=lambda each: (each.verdict, len(each.duties), each.open, each.developer, each.id, each.channel)))


def _candidates(
    name: str, instead_of: ModelUse | None, deployment: Deployment, corpus: Corpus, context: Context
) -> Iterator[Candidate]:
    catalog = corpus.catalog
    _, index = catalog.ids[name.casefold()]
    entry = catalog.entries[index]
    carried = {fact: value for fact, value in (instead_of.facts if instead_of else {}).items() if fact not in OF_THE_MODEL}
    for channel in _channels(entry, corpus):
        facts = {**carried, "model.channel": Fact(channel, DERIVED)}
        use = ModelUse(name, name, instead_of.span if instead_of else NOWHERE, facts)
        bound = bind(use, deployment, corpus, context.as_of, Faults())
        report = audit((bound,), context._replace(presumed=set(), plans=context.plans)).models[0]
        yield _candidate(name, entry, channel, report)


def _channels(entry: Entry, corpus: Corpus) -> tuple[str, ...]:
    """The ways to reach a model: its own weights, and every channel that is known to serve it and whose terms were read."""
    served = tuple(
        hosted.channel
        for hosted in entry.hosted
        if hosted.channel in corpus.catalog.channels and not corpus.catalog.channels[hosted.channel].unread
    )
    return (("self-hosted",) if entry.weights == "open" else ()) + served


def _candidate(name: str, entry: Entry, channel: str, report: ModelReport) -> Candidate:
    due = [finding for finding in report.findings if finding.verdict is Verdict.DUE and finding.red and not finding.moot]
    met = [
        finding
        for finding in report.findings
        if finding.verdict is Verdict.PASS and finding.clause.kind == "duty" and not finding.clause.standing
    ]
    against = [finding for finding in report.findings if finding.verdict is Verdict.FAIL and finding.red and not finding.moot]
    unknown = sum(finding.verdict is Verdict.UNKNOWN and finding.red and not finding.moot for finding in report.findings)
    return Candidate(
        name,
        entry.developer,
        entry.family,
        entry.weights,
        channel,
        report.verdict,
        _titles([*due, *met]),
        _titles(against),
        unknown,
    )


def _titles(findings: list[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{finding.clause.title} ({finding.policy}/{finding.clause.id})" for finding in findings))

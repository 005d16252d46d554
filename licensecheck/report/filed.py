"""What the legal office files of a deployment: its facts with who said so, the policies with their texts, and its records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from licensecheck.catalog.binding import BoundModel
from licensecheck.engine.findings import Finding, Report
from licensecheck.engine.judge import NOT_APPLICABLE
from licensecheck.engine.records import agreement_words, reading_words
from licensecheck.facts.deployment import Deployment, ModelUse
from licensecheck.facts.values import ADOPTED, Element, Fact, Figure, Item
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import Leaf, Policy
from licensecheck.report.words import tag, value_words
from licensecheck.source.diagnostic import Span

NOT_SO = "Not so, or none, since nobody says otherwise"
UNDATED = "Stated without a day or only for others, so taken for the period and the entity asked"


class Stated(NamedTuple):
    """One stated fact: its name, its words, its value, and who says so, or the line that does."""

    name: str
    phrase: str
    value: str
    said: str


class Rests(NamedTuple):
    """One text that clauses were written from, with the policy and the models that it governs."""

    policy: Policy
    text: str
    url: str
    sha256: str
    read: str
    changes: str
    models: tuple[str, ...]


class Record(NamedTuple):
    """A signed, dated record, and what it comes to in this report."""

    words: str
    comes_to: str
    place: str


def stated_facts(
    deployment: Deployment, models: Iterable[BoundModel], vocabulary: Vocabulary
) -> Iterator[tuple[str, list[Stated]]]:
    """The facts under headings: the organization, the deployment, and each model."""
    for heading, part in (("Organization", "organization."), ("Deployment", "deployment.")):
        found = {name: fact for name, fact in deployment.facts.items() if name.startswith(part)}
        yield heading, [_stated(name, fact, vocabulary) for name, fact in found.items()]
    for model in models:
        own = [_stated(name, fact, vocabulary) for name, fact in model.use.facts.items()]
        yield f"Model {model.use.name}", [*_identity(model.use), *own, *_answers(model)]


def _identity(use: ModelUse) -> Iterator[Stated]:
    """What a model's own line says of it that is no fact of the vocabulary."""
    where = _line(use.span)
    yield Stated("id", "The model", use.id, where)
    if use.revision:
        yield Stated("revision", "The revision in use", use.revision, where)
    if use.path:
        yield Stated("path", "The folder of the model", use.path, where)
    if use.license:
        yield Stated("license", "The license that it claims", value_words(use.license.value), _said(use.license))
    if use.license_choice:
        yield Stated("license_choice", "The license that is taken of those offered", use.license_choice, where)
    if use.bases:
        bases = ", ".join(f"{tag(base.relation)} of {base.id}" for base in use.bases)
        yield Stated("base", "What it was made from", bases, where)


def _answers(model: BoundModel) -> Iterator[Stated]:
    """What is answered to single policies, each under the name of the policy, as `terms` writes it."""
    seen = set[tuple[str, str]]()
    for binding in model.bindings:
        policy = binding.editions[-1]
        own = {each.name: each for edition in binding.editions for each in edition.facts}
        for name, fact in binding.terms.items():
            key = (policy.edition_of or policy.id, name.partition(".")[2])
            if key not in seen:
                seen.add(key)
                yield _stated(name, fact, Vocabulary(own))._replace(name=".".join(("terms", *key)))


def _stated(name: str, fact: Fact, vocabulary: Vocabulary) -> Stated:
    definition = vocabulary.find(name)
    phrase = definition.phrase.rstrip(".?") if definition else name
    return Stated(name, phrase[:1].upper() + phrase[1:], in_full(fact.value), _said(fact))


def in_full(value: Any) -> str:
    """A value in full: activities with what is said of them, evidence with its place and who attests it."""
    match value:
        case Figure():
            return value_words(value)
        case Element():
            inner = {name: fact for name, fact in value.facts.items() if name not in ("kind", "over")}
            said = ", ".join(f"{name.replace('_', ' ')}: {in_full(fact.value)}" for name, fact in inner.items())
            return f"{tag(value.name)} ({said})" if said else tag(value.name)
        case Item():
            first = "yes" if value.kind == "stated" else value.target or value.words or value.kind
            more = [value.place.replace("_", " "), value.by, value.on, value.trouble]
            return ", ".join(word for word in (first, *more) if word)
        case tuple():
            return "; ".join(in_full(each) for each in value) or "none"
        case str():
            return tag(value) if value else "none"
        case _:
            return value_words(value)


def _said(fact: Fact) -> str:
    return fact.said_by or (_line(fact.span) if fact.span else fact.basis)


def _line(span: Span) -> str:
    return f"{span.file}, line {span.line}"


def texts(models: Iterable[BoundModel]) -> tuple[Rests, ...]:
    """Every text that a governing policy was written from, in the order of the models."""
    found: dict[tuple[str, str], Rests] = {}
    for model in models:
        for policy in (policy for binding in model.bindings for policy in binding.editions):
            for text in policy.texts:
                key = (policy.id, text.name)
                known = found.get(key)
                names = (*known.models, model.use.name) if known else (model.use.name,)
                found[key] = Rests(policy, text.name, text.url, text.sha256, text.read, text.changes, tuple(dict.fromkeys(names)))
    return tuple(found.values())


def presumed(report: Report, models: Iterable[BoundModel], vocabulary: Vocabulary) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What was presumed from silence, by what silence means: names of facts, each with its words."""
    own = {
        each.name: each for model in models for binding in model.bindings for policy in binding.editions for each in policy.facts
    }
    found = [(name, vocabulary.find(name) or own.get(name)) for name in report.presumed]
    told = [(name, definition.phrase.rstrip(".?") if definition else name, definition) for name, definition in found]
    yield NOT_SO, [(name, words) for name, words, definition in told if not definition or definition.type != "figure"]
    yield UNDATED, [(name, words) for name, words, definition in told if definition and definition.type == "figure"]


def adopted(report: Report, models: Iterable[BoundModel]) -> tuple[tuple[str, str, str], ...]:
    """The open points of texts on which a policy's own conservative reading was taken: policy and section, question, answer."""
    policies = {policy.id: policy for model in models for binding in model.bindings for policy in binding.editions}
    found: dict[tuple[str, str, str], None] = {}
    for finding in _applicable(report):
        policy = policies.get(finding.policy)
        points = {f"reading.{reading.id}": reading for reading in policy.readings} if policy else {}
        for trace in finding.judgement.traces:
            leaf, outcome = trace.condition, trace.outcome
            if isinstance(leaf, Leaf) and outcome and outcome.fact.basis == ADOPTED and leaf.fact in points:
                point = points[leaf.fact]
                found[f"{finding.policy}, section {point.section}", point.question, value_words(outcome.fact.value)] = None
    return tuple(found)


def _applicable(report: Report) -> Iterator[Finding]:
    for model in report.models:
        for finding in model.findings:
            if finding.verdict is not NOT_APPLICABLE and not finding.moot:
                yield finding


def records(report: Report, deployment: Deployment) -> dict[str, list[Record]]:
    """Readings, agreements and waivers, each with what it comes to."""
    notes = {note.span: note.message for note in report.notes if note.span}
    waived = {finding.waived for model in report.models for finding in model.findings}

    def decides(span: Span, otherwise: str) -> str:
        return notes.get(span, "").partition("; it ")[2] or notes.get(span, "") or otherwise

    read = [
        Record(reading_words(each), decides(each.span, "decides nothing here"), _line(each.span)) for each in deployment.readings
    ]
    agreed = [
        Record(agreement_words(each), decides(each.span, "decides nothing here"), _line(each.span))
        for each in deployment.agreements
    ]
    accepted = []
    for waiver in deployment.waivers:
        reference = f", {waiver.reference}" if waiver.reference else ""
        words = (
            f"{waiver.clause} of {waiver.model}: {waiver.reason} ({waiver.approver}{reference}, {waiver.on} to {waiver.expires})"
        )
        state = f"in force until {waiver.expires}" if waiver in waived else notes.get(waiver.span, "waives nothing")
        accepted.append(Record(words, state, _line(waiver.span)))
    for each in deployment.accepted:
        words = f"{each.model} in {', '.join(each.places)}: {each.reason} ({each.approver}, {each.on} to {each.expires})"
        accepted.append(Record(words, "accepted undeclared", _line(each.span)))
    return {"Readings of counsel": read, "Agreements": agreed, "Waivers": accepted}

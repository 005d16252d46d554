"""The library: the whole way from deploy.yaml to a Report, without printing and without exiting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from licensecheck.catalog.bind import bind
from licensecheck.catalog.binding import BoundModel
from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.catalog.records import check_readings
from licensecheck.engine.audit import audit as judge
from licensecheck.engine.context import Context
from licensecheck.facts.declare import read_deployment
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.record import NamedTuple
from licensecheck.source.text import Text, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from licensecheck.engine.findings import Note, Report
    from licensecheck.exchange.bom.model import Bill
    from licensecheck.facts.deployment import Deployment, ModelUse
    from licensecheck.scan.model import Scan

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"


def audit(deploy: str = "deploy.yaml", *, as_of: str = "", strict: bool = False, policies: str = "") -> Report:
    """Judge the deployment that a file declares.

    `deploy` is a path; `as_of` the day judged (ISO 8601; today when left out); `strict` reports the worse of with and
    without presumptions; `policies` is a folder with policies of your own, beside the shipped ones.

    Raises InputError with every fault of the input.
    """
    return audit_text(read(deploy), load_corpus(policies), day(as_of), strict)


def audit_text(text: Text, corpus: Corpus, as_of: str, strict: bool = False) -> Report:
    """Judge a deployment from its text; evidence is read relative to the text's name."""
    case = prepare(text, corpus, as_of, strict)
    return judge(case.models, case.context)


def _evidence(deployment: Deployment, corpus: Corpus) -> Callable[[ModelUse], ModelUse]:
    """What reads the evidence of a model; nothing is opened where no model has any."""
    if not any(name.startswith("evidence.") for model in deployment.models for name in model.facts):
        return lambda model: model
    from licensecheck.evidence.read import EvidenceReader

    return EvidenceReader(deployment.file, corpus.vocabulary).read


def audit_locked(text: Text, corpus: Corpus, as_of: str, strict: bool, lock: Text, bills: tuple[Bill, ...] = ()) -> Report:
    """Judge a deployment and compare it with its lock: each difference is a note whose code begins with `lock-`."""
    from licensecheck.exchange.changes import changes
    from licensecheck.exchange.lock import read_lock, state

    before, places = read_lock(lock)
    case = prepare(text, corpus, as_of, bills=bills)
    report = judge(case.models, case.context)
    found = changes(before, state(case.models, report), places, report)
    if strict:
        report = judged(prepare(text, corpus, as_of, True, bills=bills))
    return report._replace(notes=(*report.notes, *found), lines={**report.lines, lock.name: lock.lines})


def scan(path: str = ".", *, since: str = "", exclude: tuple[str, ...] = (), progress: Callable[[int], None] | None = None) -> Scan:
    """Find the models that a tree or a file uses.

    `since` is a revision: only what was added after it counts. `exclude` are files that are not looked at. `progress` is told
    how many files were seen.

    Raises InputError when `since` is no revision.
    """
    from licensecheck.catalog.corpus import source_folders
    from licensecheck.scan.load import load_rules
    from licensecheck.scan.survey import Scanner

    changed = None
    if since:
        from licensecheck.source.git import added_lines

        changed = added_lines(path, since)
    scanner = Scanner(load_rules(source_folders()[1]), load_corpus().catalog)
    return scanner.scan(path, changed, progress, exclude)


def judged(case: Case) -> Report:
    """The report on a prepared deployment."""
    return judge(case.models, case.context)


class Case(NamedTuple):
    """A deployment with everything that governs its models: what an audit judges."""

    models: tuple[BoundModel, ...]
    context: Context


def prepare(
    text: Text,
    corpus: Corpus,
    as_of: str,
    strict: bool = False,
    assignments: tuple[str, ...] = (),
    bills: tuple[Bill, ...] = (),
) -> Case:
    """Read a deployment, add the models of bills of materials, try other facts on it, and bind its models.

    Of a label that leaves a choice between licenses, the one that serves best is taken.

    Raises InputError with every fault of the input.
    """
    case = bound(text, corpus, as_of, strict, assignments, bills)
    if not any(model.ways for model in case.models):
        return case
    from licensecheck.engine.choice import chosen

    return case._replace(models=tuple(chosen(model, case.context) for model in case.models))


def bound(
    text: Text,
    corpus: Corpus,
    as_of: str,
    strict: bool = False,
    assignments: tuple[str, ...] = (),
    bills: tuple[Bill, ...] = (),
) -> Case:
    """A prepared deployment in which the choices that labels leave are still open.

    Raises InputError with every fault of the input.
    """
    deployment = read_deployment(text, corpus.vocabulary, corpus.places, bool(bills))
    if deployment.packs:
        corpus = _with_packs(corpus, deployment)
    notes: tuple[Note, ...] = ()
    if bills:
        deployment, notes = _with_bills(deployment, bills, corpus)
    if assignments:
        from licensecheck.facts.change import changed

        deployment = changed(deployment, assignments, corpus.vocabulary, corpus.places)
    if any(model.path for model in deployment.models):
        from licensecheck.evidence.folders import with_folders

        deployment = with_folders(deployment)
    faults = Faults()
    read_in = _evidence(deployment, corpus)
    try:
        models = [bind(read_in(model), deployment, corpus, as_of, faults) for model in deployment.models]
    except InputError as error:
        raise InputError(error.diagnostics, deployment.lines) from None
    known = {policy.id for model in models for binding in model.bindings for policy in binding.editions}
    known |= {policy.edition_of for model in models for binding in model.bindings for policy in binding.editions}
    for model in deployment.models:
        for name, node in model.terms:
            if name not in known and not corpus.editions(name):
                help = did_you_mean(name, sorted(known) or corpus.ids)
                faults.add("unknown-policy", f"no policy is named `{name}`", node.span, help=help)
    check_readings(deployment, corpus, faults)
    if deployment.agreements:
        from licensecheck.catalog.agreements import check_agreements

        check_agreements(deployment, corpus, faults)
    faults.stop(deployment.lines)
    read = {file: tuple(words.split("\n")) for model in models for file, words in model.read}
    deployment = deployment._replace(lines={**read, **deployment.lines}) if read else deployment
    context = Context(deployment, corpus.vocabulary, corpus.places, as_of, corpus.digest, strict, set(), {}, notes, corpus.packs)
    return Case(tuple(models), context)


def _with_bills(deployment: Deployment, bills: tuple[Bill, ...], corpus: Corpus) -> tuple[Deployment, tuple[Note, ...]]:
    """The deployment with the models of documents, and what is said of each document."""
    from licensecheck.engine.findings import Note
    from licensecheck.exchange.bom.join import told, with_bills
    from licensecheck.source.diagnostic import Span

    notes = [Note("bill-read", told(bill), Span(bill.file, 1, 1, 1, 2)) for bill in bills]
    if deployment.file == bills[0].file:
        message = "there is no deploy.yaml, so no facts are declared; the questions are answered there"
        notes.append(Note("nothing-declared", message))
    found = with_bills(deployment, bills, corpus)
    if not found.models:
        help = "models are components of the type machine-learning-model, AI packages, and packages from a hub of models"
        raise InputError((Diagnostic("no-models", "; ".join(map(told, bills)), help=help),), found.lines)
    return found, tuple(notes)


def _with_packs(corpus: Corpus, deployment: Deployment) -> Corpus:
    """The corpus with the packs that a deployment names for itself."""
    from licensecheck.catalog.packs import with_packs

    try:
        return with_packs(corpus, deployment.packs)
    except InputError as error:
        raise InputError(error.diagnostics, {**deployment.lines, **error.lines}) from None


def day(text: str) -> str:
    """A day as written, or today. Raises InputError for anything else."""
    import datetime

    if not text:
        return datetime.date.today().isoformat()
    try:
        if not re.match(_DAY, text):
            raise ValueError
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        help = "write a day such as `2026-11-30`"
        raise InputError((Diagnostic("wrong-date", f"`{text}` is no day", help=help),)) from None

"""The audit: every clause of every policy that governs a model, judged; then models and deployment by their worst."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licensecheck.catalog.binding import Binding, BoundModel, Issue
from licensecheck.catalog.records import hashes, terms_read
from licensecheck.engine.aging import aged, stale
from licensecheck.engine.findings import Finding, ModelReport, Note, Report, Signed
from licensecheck.engine.judge import NOT_APPLICABLE, NOTHING_TO_JUDGE, PASS, TERMS_READ, Ask, Judgement, Verdict, judge
from licensecheck.engine.questions import order, own_questions, questions
from licensecheck.engine.world import World
from licensecheck.facts.deployment import Deployment
from licensecheck.facts.places import Places
from licensecheck.facts.values import Fact
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy.model import ALWAYS, All, Clause, PinnedText, Policy, clause_leaves, reading_definition
from licensecheck.source.record import NamedTuple

WORDS = {verdict.word: verdict for verdict in Verdict}


class Context(NamedTuple):
    """What an audit needs besides the bound models."""

    deployment: Deployment
    vocabulary: Vocabulary
    places: Places
    as_of: str
    corpus: str
    strict: bool
    presumed: set[str]
    plans: dict[str, Plan]
    notes: tuple[Note, ...] = ()
    packs: tuple[Policy, ...] = ()


class Plan(NamedTuple):
    """What is the same for a policy over every model: the definitions of its facts, its texts, and what has gone stale."""

    definitions: dict[str, Definition]
    texts: dict[str, PinnedText]
    stale: frozenset[str]
    read: bool


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
    findings = [_issue(issue) for issue in model.issues]
    notes: list[Note] = []
    for binding in model.bindings:
        found, said = _binding(binding, model, context)
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


# one policy over one model -------------------------------------------------------------------------------------------
def _binding(binding: Binding, model: BoundModel, context: Context) -> tuple[list[Finding], list[Note]]:
    """The findings of a binding; where several editions may govern, they are joined clause by clause."""
    if binding.replaced:
        return [_replaced(binding, model, context)], []
    each = [{finding.clause.id: finding for finding in _policy(policy, binding, model, context)} for policy in binding.editions]
    notes = [note for policy in binding.editions for note in aged(policy, context.as_of)]
    if len(each) == 1:
        return list(each[0].values()), notes
    return joined(each, binding.editions[-1].governs), notes


def joined(each: list[dict[str, Finding]], governs: str) -> list[Finding]:
    """The findings of several editions, by their clauses, of which one governs and it is not known which."""
    found = []
    for name in dict.fromkeys(name for findings in each for name in findings):
        several = [findings.get(name) for findings in each]
        present = [finding for finding in several if finding]
        verdicts = {finding.verdict if finding else NOT_APPLICABLE for finding in several}
        worst = max(present, key=lambda finding: finding.verdict)
        if len(verdicts) == 1 or (verdicts <= {NOT_APPLICABLE, PASS}):
            found.append(present[-1] if len(verdicts) == 1 else worst)
        elif Verdict.UNKNOWN in verdicts and not verdicts & {Verdict.FAIL, Verdict.DUE}:
            found.append(worst)
        else:
            asks = (Ask("model.edition" if governs == "by_copy" else "model.contract"),)
            found.append(worst._replace(verdict=Verdict.UNKNOWN, asks=asks, edition_open=True))
    return found


def _policy(policy: Policy, binding: Binding, model: BoundModel, context: Context) -> Iterable[Finding]:
    plan = plan_of(policy, context)
    world = world_of(policy, binding, model, context)
    for clause in clauses_over(policy, binding.outputs_only):
        if binding.lifted and (clause.id in binding.lifted or f"{policy.id}/{clause.id}" in binding.lifted):
            judged = NOTHING_TO_JUDGE
        else:
            judged = judge(clause, world, plan.read)
            if context.strict and judged.verdict < Verdict.FAIL and not clause.standing:
                without = judge(clause, world._replace(presume=False, cache={}), plan.read)
                judged = without if without.verdict > judged.verdict else judged
            if judged.verdict <= PASS and clause.text in plan.stale and not plan.read and not clause.standing:
                # what did not apply under the old text may apply under the new one
                judged = judged._replace(verdict=Verdict.UNKNOWN, asks=(Ask(TERMS_READ),))
        asks = tuple([_named(ask, policy) for ask in judged.asks]) if judged.asks else ()
        text = plan.texts.get(clause.text)
        yield Finding(policy.id, clause, judged.verdict, judged, asks, binding.why, binding.work, binding.path, text)


def clauses_over(policy: Policy, outputs_only: bool) -> Iterator[Clause]:
    """The clauses of a policy, or those that reach a model which only learned from the outputs of its work."""
    for clause in policy.clauses:
        if not outputs_only or _speaks_of_outputs(clause):
            yield clause
        elif policy.from_outputs is not None:
            yield clause._replace(applies_when=All((clause.applies_when, policy.from_outputs)))


def plan_of(policy: Policy, context: Context) -> Plan:
    """What is the same for a policy over every model of a context."""
    plan = context.plans.get(policy.id)
    if plan is None:
        own: dict[str, Definition] = {definition.name: definition for definition in policy.facts}
        for reading in policy.readings:
            definition = reading_definition(reading)
            own[definition.name] = definition
        texts = {text.name: text for text in policy.texts}
        read = bool(terms_read(policy.id, context.deployment, hashes(policy)))
        plan = context.plans[policy.id] = Plan({**context.vocabulary.facts, **own}, texts, stale(policy, context.as_of), read)
    return plan


def world_of(policy: Policy, binding: Binding, model: BoundModel, context: Context) -> World:
    """The world in which the clauses of a policy are judged for one model."""
    near: dict[str, Fact] = {**binding.facts, **binding.terms}
    return World(
        context.vocabulary,
        context.places,
        plan_of(policy, context).definitions,
        near,
        model.use.facts,
        context.deployment.facts,
        context.as_of,
        policy.released,
        True,
        context.presumed,
        {},
    )


def _speaks_of_outputs(clause: Clause) -> bool:
    """Whether a clause reaches a model that only learned from outputs."""
    return clause.for_each == "outputs.trains" or any(leaf.fact == "work.relation" for leaf in clause_leaves(clause))


def _named(ask: Ask, policy: Policy) -> Ask:
    """Questions of one policy carry its name: two licenses may leave the same point open."""
    part, _, short = ask.fact.partition(".")
    return ask._replace(fact=f"{part}.{policy.id}.{short}") if part in ("terms", "reading") else ask


def _replaced(binding: Binding, model: BoundModel, context: Context) -> Finding:
    """A separate agreement stands in place of the terms; what it says somebody has to read."""
    policy = binding.editions[-1]
    read = terms_read(policy.id, context.deployment)
    issue = Issue(
        "terms-replaced",
        "right",
        "pass" if read else "unknown",
        f"A separate agreement stands in place of `{policy.id}`",
        "The clauses of the public terms do not apply; those of the agreement do, and their text is not in the corpus.",
        (
            "Record under `organization.readings` that the agreement allows this use "
            f"(policy: {policy.id}, reading: terms_read, as: yes).",
        ),
        () if read else (f"reading.{policy.id}.terms_read",),
        model.use.span,
    )
    return _issue(issue)._replace(policy=policy.id, work=binding.work, path=binding.path, why=binding.why)


def _issue(issue: Issue) -> Finding:
    clause = Clause(
        issue.code,
        issue.kind,
        "",
        issue.title,
        ALWAYS,
        (),
        None,
        issue.says,
        issue.remedy,
        "text",
        issue.standing,
        "",
        "",
        "",
        issue.span,
    )
    judged = Judgement(WORDS[issue.verdict], None)
    return Finding("catalog", clause, WORDS[issue.verdict], judged, tuple(Ask(fact) for fact in issue.asks), issue=issue)

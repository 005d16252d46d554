"""What governs one model, judged: the clauses of each policy, several editions joined, and what the catalog says of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licensecheck.catalog.binding import Binding, BoundModel, Issue
from licensecheck.catalog.records import terms_read
from licensecheck.engine.aging import aged
from licensecheck.engine.context import Context, plan_of, world_of
from licensecheck.engine.findings import Finding, Note
from licensecheck.engine.judge import NOT_APPLICABLE, NOTHING_TO_JUDGE, PASS, TERMS_READ, Ask, Judgement, Verdict, judge
from licensecheck.policy.model import ALWAYS, All, Clause, Policy, clause_leaves

WORDS = {verdict.word: verdict for verdict in Verdict}


def binding_findings(binding: Binding, model: BoundModel, context: Context) -> tuple[list[Finding], list[Note]]:
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
        asks = tuple([named(ask, policy) for ask in judged.asks]) if judged.asks else ()
        text = plan.texts.get(clause.text)
        yield Finding(policy.id, clause, judged.verdict, judged, asks, binding.why, binding.work, binding.path, text)


def clauses_over(policy: Policy, outputs_only: bool) -> Iterator[Clause]:
    """The clauses of a policy, or those that reach a model which only learned from the outputs of its work."""
    for clause in policy.clauses:
        if not outputs_only or _speaks_of_outputs(clause):
            yield clause
        elif policy.from_outputs is not None:
            yield clause._replace(applies_when=All((clause.applies_when, policy.from_outputs)))


def _speaks_of_outputs(clause: Clause) -> bool:
    """Whether a clause reaches a model that only learned from outputs."""
    return clause.for_each == "outputs.trains" or any(leaf.fact == "work.relation" for leaf in clause_leaves(clause))


def named(ask: Ask, policy: Policy) -> Ask:
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
    return issue_finding(issue)._replace(policy=policy.id, work=binding.work, path=binding.path, why=binding.why)


def issue_finding(issue: Issue) -> Finding:
    """What the catalog says of a model itself, as a finding."""
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

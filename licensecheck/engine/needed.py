"""What the duties of a report ask to be shipped, shown or agreed: the words, the places and the text they come from."""

from typing import NamedTuple

from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.engine.context import Context, world_of
from licensecheck.engine.evaluate import Evaluation, Trace
from licensecheck.engine.findings import Finding, ModelReport, Report
from licensecheck.engine.judge import Verdict
from licensecheck.engine.truth import TRUE, UNSURE
from licensecheck.policy.model import All, Any, Leaf, Policy


class Need(NamedTuple):
    """One piece of evidence that one clause asks for. `words` is empty where no exact words are asked for.

    `named` is false where the words hold a name that nobody declared; `passes` tells whether the clause passes today.
    """

    evidence: str
    words: str
    places: tuple[str, ...]
    model: str
    work: str
    developer: str
    policy: Policy
    finding: Finding
    named: bool
    passes: bool


class Needed(NamedTuple):
    """All that is needed, and the duties of which it is not decided whether they bind."""

    needs: tuple[Need, ...]
    open: tuple[tuple[ModelReport, Finding], ...]


def needed(models: tuple[BoundModel, ...], report: Report, context: Context) -> Needed:
    """Every piece of evidence that a binding clause asks for, whether it is there already or not."""
    needs: dict[tuple[object, ...], Need] = {}
    undecided: list[tuple[ModelReport, Finding]] = []
    for model, judged in zip(models, report.models, strict=True):
        for finding in judged.findings:
            for need in _of_finding(finding, model, context):
                needs.setdefault((*need[:5], need.finding.policy, need.finding.clause.id), need)
            if _is_open(finding):
                undecided.append((judged, finding))
    return Needed(tuple(needs.values()), tuple(undecided))


def _of_finding(finding: Finding, model: BoundModel, context: Context) -> list[Need]:
    leaves = [leaf for each in _binding_evaluations(finding) if each.requires for leaf in _wanted(each.requires) or ()]
    if not leaves:
        return []
    policy, binding = _governing(finding, model)
    world = world_of(policy, binding, model, context)
    passes = finding.verdict is Verdict.PASS
    found = []
    for leaf in leaves:
        literal = leaf.constant if isinstance(leaf.constant, str) else ""
        words = world.filled(literal)
        short, name = leaf.fact.partition(".")[2], model.use.name
        wanted = literal if words is None else words
        found.append(
            Need(short, wanted, leaf.places, name, finding.work, binding.developer, policy, finding, words is not None, passes)
        )
    return found


def _binding_evaluations(finding: Finding) -> list[Evaluation]:
    judged = finding.judgement
    each = [one.evaluation for one in (judged.each or (judged,)) if one.evaluation]
    return [one for one in each if one.binds is TRUE and not finding.clause.standing]


def _is_open(finding: Finding) -> bool:
    """Whether a duty about evidence may bind, and it is not known."""
    judged = finding.judgement
    each = [one.evaluation for one in (judged.each or (judged,)) if one.evaluation]
    return not finding.clause.standing and any(one.binds is UNSURE and one.requires and _wanted(one.requires) for one in each)


def _wanted(trace: Trace) -> list[Leaf] | None:
    """The evidence that would make a requirement met: empty when nothing more is needed, None when evidence cannot do it."""
    condition = trace.condition
    if isinstance(condition, Leaf):
        if condition.fact.startswith("evidence.") and condition.constant is not False:
            return [condition]
        return [] if trace.truth is TRUE else None
    parts = [_wanted(part) for part in trace.parts]
    if isinstance(condition, All):
        return [leaf for part in parts for leaf in part or ()] if any(parts) or trace.truth is TRUE else None
    if isinstance(condition, Any):
        done = [part for part in parts if part == []]
        return [] if done else next((part for part in parts if part), None)
    return [] if trace.truth is TRUE else None


def _governing(finding: Finding, model: BoundModel) -> tuple[Policy, Binding]:
    """The policy of a finding with the binding by which it governs."""
    of_work = (binding for binding in model.bindings if binding.work == finding.work)
    return next((policy, binding) for binding in of_work for policy in binding.editions if policy.id == finding.policy)

"""License drift: a label on a derivative of one's own that offers more than the works it was made from allow."""

from __future__ import annotations

from collections.abc import Callable

from licensecheck.catalog.binding import Binding, Issue
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.disagree import label_policies
from licensecheck.catalog.expression import alternatives
from licensecheck.facts.deployment import Deployment, ModelUse
from licensecheck.facts.values import DERIVED, UNKNOWN, Fact
from licensecheck.policy.model import Clause, Policy, clause_leaves
from licensecheck.source.record import NamedTuple

LEAVES_THE_CHOICE = "any_license"
"""What a policy says under `derivatives` among its values where a derivative may be offered under another license, as long as the
notices of this one go along."""

DOWNSTREAM, RELICENSED = "model.downstream_license", "model.relicensed_as"
GOES_ALONG = ("evidence.restrictions_in_terms", "evidence.license_copy", "evidence.notice")
"""What the clause asks for by which a license goes along with every derivative, the strongest first."""


def license_drift(model: ModelUse, bindings: tuple[Binding, ...], deployment: Deployment, corpus: Corpus) -> tuple[Issue, ...]:
    """A fail for a label on what the organization made and hands out, where an upstream license does not allow it."""
    label = model.license
    if label is None or not isinstance(label.value, str) or not _ours(model, deployment) or not handed_out(model, deployment):
        return ()
    claimed = claimed_by(label, corpus)
    for each in bindings:
        if each.path and not each.outputs_only and drifts(each.editions, claimed):
            return (_drift(model, each.work, each.editions[-1], claimed.policies[-1]),)
    return ()


class Claimed(NamedTuple):
    """What a label offers: the policies that it names, their names in each alternative, and the SPDX id that it means."""

    policies: tuple[Policy, ...]
    ways: tuple[frozenset[str], ...]
    passed_on: str


def claimed_by(label: Fact, corpus: Corpus) -> Claimed:
    """What a label offers; no policies where it is a license of one's own, whose terms nobody has read."""
    ways = alternatives(str(label.value))
    return Claimed(
        tuple(policy for way in ways for name in way for policy in corpus.named_license(name)),
        tuple(frozenset[str]().union(*(label_policies(name, corpus) for name in way)) for way in ways),
        passed_on_as(label, corpus),
    )


def drifts(editions: tuple[Policy, ...], claimed: Claimed) -> bool:
    """Whether a label offers what the license of a parent, in its editions, does not allow."""
    return drifting(editions)(claimed)


def drifting(editions: tuple[Policy, ...]) -> Callable[[Claimed], bool]:
    """The same for many labels of models with one parent."""
    policy = editions[-1]
    names = {name for each in editions for name in (each.id, each.edition_of) if name}
    asked = [leaf for clause in policy.clauses for leaf in clause_leaves(clause) if leaf.fact in (DOWNSTREAM, RELICENSED)]
    # it leaves the choice, or has clauses about the license under which a derivative is passed on
    free = policy.values.get("derivatives") == LEAVES_THE_CHOICE or any(leaf.fact == DOWNSTREAM for leaf in asked)
    settled = frozenset(name for leaf in asked if leaf.fact == RELICENSED for name in leaf.constant)

    def drift(claimed: Claimed) -> bool:
        return (
            bool(claimed.policies)
            and not free
            and claimed.passed_on not in settled
            and not any(names & way for way in claimed.ways)
        )

    return drift


def _drift(model: ModelUse, work: str, policy: Policy, claimed: Policy) -> Issue:
    label = model.license
    assert label is not None
    clause = _goes_along(policy)
    granted = next((each.section for each in claimed.sections if each.reason == "what is permitted"), "")
    granted = granted or (claimed.clauses[0].section if claimed.clauses else "")
    grant = f"section {granted} of the {claimed.name}" if granted else f"the {claimed.name}"
    where = f"section {clause.section} of the {policy.name}" if clause.section else f"the {policy.name}"
    return Issue(
        "license-drift",
        "use",
        "fail",
        f"The label `{label.value}` offers what `{work}` does not allow",
        f"By {where}, that license goes along with every derivative; {grant}, which the label offers, knows nothing of it.",
        (
            f"Label the model with the license of its parent (`{policy.spdx or policy.id}`), or with both.",
            "Use a parent whose license leaves the choice.",
        ),
        (),
        label.span or model.span,
    )


def _goes_along(policy: Policy) -> Clause:
    for fact in GOES_ALONG:
        for clause in policy.clauses:
            if any(leaf.fact == fact for leaf in clause_leaves(clause)):
                return clause
    return policy.clauses[0]


def with_downstream_license(model: ModelUse, deployment: Deployment, corpus: Corpus) -> ModelUse:
    """The model with its label as the license under which it is passed on, where the organization made it and says no other."""
    label = model.license
    said = DOWNSTREAM in model.facts or DOWNSTREAM in deployment.facts
    if said or label is None or not names_a_license(label) or not _ours(model, deployment):
        return model
    where = f"the label of the model, {label.span.file}:{label.span.line}" if label.span else "the label of the model"
    return model._replace(facts={**model.facts, DOWNSTREAM: Fact(passed_on_as(label, corpus), DERIVED, label.span, where)})


def names_a_license(label: Fact) -> bool:
    """Whether a label says under which license a model is passed on."""
    return isinstance(label.value, str) and label.value.casefold() != "other"


def passed_on_as(label: Fact, corpus: Corpus) -> str:
    """The SPDX id that a label means, or the label itself."""
    found = corpus.named_license(str(label.value))
    return found[-1].spdx or found[-1].id if found else str(label.value)


def _ours(model: ModelUse, deployment: Deployment) -> bool:
    said = model.facts.get("model.made_by") or deployment.facts.get("model.made_by")
    if said is None:
        return bool(model.bases)
    return bool(said.value == "us")


def handed_out(model: ModelUse, deployment: Deployment) -> bool:
    """Whether others receive a copy of the model."""
    said = model.facts.get("model.distribution") or deployment.facts.get("model.distribution")
    forms = said.value if said and said.value is not UNKNOWN and isinstance(said.value, tuple) else ()
    return any(str(form).partition("/")[0] not in ("hosted_service", "outputs") for form in forms)

"""What no policy speaks of: a model in no catalog, terms that nobody has read, a label that claims another license."""

from collections.abc import Iterator

from licensecheck.catalog.binding import Issue, Step
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.records import terms_read, terms_refused
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.facts.deployment import Base, Deployment, ModelUse
from licensecheck.facts.values import UNKNOWN, Fact
from licensecheck.source.diagnostic import Span


def unlisted(model: ModelUse, resolution: Resolution) -> Issue:
    """A model that no line of the catalog matches."""
    near = (f"Did you mean `{resolution.near}`?",) if resolution.near else ()
    if resolution.how.startswith("the name means"):
        near = (f"Declare `channel`: {resolution.how}.",)
    return Issue(
        "unlisted-model",
        "right",
        "unknown",
        f"No line of the catalog matches `{model.id}`",
        "Nothing is known about the license of this model, so nothing can be said about its use.",
        (
            *near,
            "Declare its parent under `base:`, or its license (an SPDX id) under `license:`.",
            "Add a line for it to a catalog of your own.",
        ),
        ("model.license",),
        model.span,
    )


def refused(name: str, what: str, at: Span) -> Issue:
    """Terms that somebody read, and recorded that they do not allow the use."""
    return Issue(
        "terms-refused",
        "right",
        "fail",
        f"By a recorded reading, {what} do not allow this use"
        if "terms" in what
        else f"By a recorded reading, {what} does not allow this use",
        "The organization recorded that somebody read these terms for this use, with the answer no.",
        (
            "Use another model, or get an agreement.",
            f"Have the terms read anew, and record the later answer (policy: {name}, reading: terms_read).",
        ),
        (),
        at,
    )


def unread(name: str, what: str, model: ModelUse, deployment: Deployment) -> Issue:
    """Terms that are not in the corpus: not read, or read by somebody who recorded whether they allow the use."""
    no = terms_refused(name, deployment)
    if no:
        return refused(name, what, no)
    read = terms_read(name, deployment)
    if read:
        says = "The organization recorded that somebody read these terms, and that they allow the use."
        return Issue("unread-terms", "right", "pass", f"{what[:1].upper()}{what[1:]}, by a recorded reading", says, (), (), read)
    return Issue(
        "unread-terms",
        "right",
        "unknown",
        f"{what[:1].upper()}{what[1:]} were not read" if "terms" in what else f"{what[:1].upper()}{what[1:]} was not read",
        "Terms exist that bind this use, and their text is not in the corpus.",
        (
            "Have the terms read, and record the answer under `organization.readings` "
            f"(policy: {name}, reading: terms_read, as: yes, by, on).",
        ),
        (f"reading.{name}.terms_read",),
        model.span,
    )


def license_choice(model: ModelUse, taken: str, others: tuple[tuple[str, str], ...]) -> Issue:
    """A label that leaves the choice between licenses, judged under one of them; `others` are the rest with their verdicts."""
    label = next((str(fact.value) for fact in (model.license, *model.claims) if fact), "")
    rest = ", ".join(f"`{way}` comes out as {verdict}" for way, verdict in others)
    return Issue(
        "license-choice",
        "right",
        "pass",
        f"The label `{label}` of `{model.name}` leaves a choice; judged under `{taken}`",
        f"Whoever takes the model may choose, so the alternative with the mildest verdict counts; {rest}.",
        (f"Record the choice: `license_choice: {taken}`.",),
        (),
        (model.license.span if model.license else None) or model.span,
        True,
    )


def closed(model: ModelUse, resolution: Resolution) -> Issue:
    """Closed weights that are declared as run by the organization itself."""
    return Issue(
        "closed-weights",
        "right",
        "unknown",
        f"The weights of `{resolution.id}` are not published, yet it is declared as run by the organization",
        "A model whose weights its maker does not hand out is reached through a provider, and the provider's terms decide.",
        ("Declare the `channel` through which the model is reached.",),
        ("model.channel",),
        model.span,
    )


def unknown_parent(base: Base, model: ModelUse, parent: Resolution) -> Issue:
    """A parent that no line of the catalog matches."""
    near = (f"Did you mean `{parent.near}`?",) if parent.near else ()
    return Issue(
        "unknown-parent",
        "right",
        "unknown",
        f"The parent `{base.id}` is in no catalog",
        "What the parent's license asks of its derivatives is not known.",
        (*near, "Declare the parent by an id of the catalog, or its license under `license:`."),
        ("model.license",),
        base.span or model.span,
    )


def circle(base: Base, model: ModelUse, steps: tuple[Step, ...]) -> Issue:
    """A lineage that leads back to a work that is already on the way."""
    way = " -> ".join((model.name, *(step.id for step in steps), base.id))
    return Issue(
        "lineage-circle",
        "right",
        "unknown",
        f"The lineage of `{model.name}` goes in a circle: {way}",
        "No model is made from itself, so one of these parents is wrong, and another one may be missing.",
        ("Correct the parent in the file that names it, or declare the right one under `base`.",),
        ("model.license",),
        base.span or model.span,
    )


def too_deep(base: Base, model: ModelUse, most: int, what: str) -> Issue:
    """A lineage that is not followed to its end."""
    return Issue(
        "lineage-too-deep",
        "right",
        "unknown",
        f"The lineage of `{model.name}` has more than {most} {what}",
        f"It was followed up to the parent `{base.id}`, and what that one was made from is not known.",
        ("Declare the works at the root of the lineage under `base`.",),
        ("model.license",),
        base.span or model.span,
    )


def label_issues(model: ModelUse, resolution: Resolution, corpus: Corpus) -> Iterator[Issue]:
    """A label that claims another license than the one that governs is listed; it washes nothing off."""
    entry = resolution.entry
    label = model.license.value if model.license else entry.card_license if entry else ""
    # `other` is the tag of cards whose license has no tag: it claims nothing
    if not label or label is UNKNOWN or label == "other":
        return
    named = corpus.named_license(label)
    governed = set(entry.policies) if entry else set()
    bases = (*(entry.base if entry else ()), *(model.bases or ()))
    for base in bases:
        parent = resolve(base.id, corpus.catalog, suggest=False).entry
        governed |= set(parent.policies) if parent else set()
    if not governed or (entry is None and not bases):
        return
    names = {policy.id for policy in named} | {policy.edition_of for policy in named if policy.edition_of}
    upstream = sorted(governed - names)
    if names & governed and not upstream:
        return
    yield Issue(
        "label-differs",
        "use",
        "pass",
        f"The label `{label}` does not take the place of {', '.join(f'`{name}`' for name in upstream)}",
        "Whoever passes a model on can license only their own part; the terms of the works it was made from go along.",
        ("Treat the model under all the licenses named here, and correct the label where it is yours.",),
        (),
        (model.license.span if model.license else None) or model.span,
        True,
    )


def unknown_channel(model: ModelUse, declared: Fact) -> Issue:
    """A channel that is declared as not known: nothing is presumed for it."""
    return Issue(
        "unknown-channel",
        "right",
        "unknown",
        f"It is not known through which channel `{model.name}` is reached",
        "Whose terms bind a call depends on the channel, so the terms of a provider are not among those judged here.",
        ("Declare the `channel` through which the model is reached, or leave it out where it is the usual one.",),
        ("model.channel",),
        declared.span or model.span,
    )

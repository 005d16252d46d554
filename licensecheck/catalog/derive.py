"""Facts that nobody writes: the catalog, the clock and the organization's records give them for one policy over one work."""

from licensecheck.catalog.agreements import agreements
from licensecheck.catalog.binding import Work
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.elements import elements
from licensecheck.catalog.model import Channel, Entry
from licensecheck.catalog.records import readings
from licensecheck.facts.deployment import Deployment, ModelUse
from licensecheck.facts.values import DECLARED, DERIVED, UNKNOWN, Fact
from licensecheck.policy.model import Policy

AGES_AFTER, STALE_AFTER = 180, 400
"""Days after which a captured page is mentioned as aged, and after which it proves nothing any more."""


def governing(editions: tuple[Policy, ...], model: ModelUse, deployment: Deployment, as_of: str) -> tuple[Policy, ...]:
    """The edition that governs, or all that may: weights by the copy in hand, API terms by the day, contracts by theirs."""
    if len(editions) == 1:
        return editions
    day = as_of
    match editions[-1].governs:
        case "by_copy":
            fact = model.facts.get("model.edition") or deployment.facts.get("model.edition")
            named = fact.value if fact else UNKNOWN
            found = tuple(edition for edition in editions if named in (edition.edition, edition.id))
            return found or editions
        case "by_contract":
            fact = model.facts.get("model.contract") or deployment.facts.get("model.contract")
            if fact is None or not isinstance(fact.value, str):
                return editions
            day = fact.value
    found = tuple(edition for edition in editions if edition.starts <= day and (not edition.ends or day <= edition.ends))
    # a day before the first edition or in a gap between two: the text of that day is not known
    return found or editions


def derived_facts(
    editions: tuple[Policy, ...], work: Work, model: ModelUse, deployment: Deployment, channel: Channel, corpus: Corpus, as_of: str
) -> tuple[dict[str, Fact], frozenset[str], bool]:
    """The derived facts of a binding, the clauses that agreements lift, and whether one replaces the terms."""
    policy, entry = editions[-1], work.entry
    facts: dict[str, Fact] = {"model.access": Fact(channel.access, DERIVED)}
    facts["model.only_called"] = Fact(channel.access == "api" and not _hands_over(model, deployment), DERIVED)
    facts["model.own_api"] = Fact(bool(entry) and channel.owner == (entry.licensor if entry else ""), DERIVED)
    relations = tuple(dict.fromkeys(step.relation for step in work.steps)) or ("itself",)
    facts["work.relation"] = Fact(relations, DERIVED)
    facts["work.name"] = Fact(work.id.rpartition("/")[2], DERIVED)
    if entry:
        where = f"{entry.file}:{entry.line}"
        if entry.family:
            facts["work.family"] = Fact(entry.family, DERIVED, said_by=where)
        if entry.multimodal:
            facts["work.multimodal"] = Fact(entry.multimodal == "yes", DERIVED, said_by=where)
        facts["work.stage"] = Fact(entry.stage, DERIVED, said_by=where)
    facts["availability"] = _availability(entry, channel, model, deployment, as_of)
    facts |= _of_model(model, deployment, work)
    facts |= _distribution(model, deployment, work, facts)
    facts |= readings(policy, deployment)
    facts |= elements(model, deployment, work, editions, corpus)
    granted, lifted, replaced = agreements(editions, work.id, entry, deployment, as_of)
    facts["agreement"] = granted
    return facts, lifted, replaced


def _of_model(model: ModelUse, deployment: Deployment, work: Work) -> dict[str, Fact]:
    """What follows for the model from its line: its name, who made it, whether it was changed, who receives it."""
    facts: dict[str, Fact] = {}

    def said(name: str) -> Fact | None:
        return model.facts.get(name) or deployment.facts.get(name)

    # a catalogued model, or somebody's conversion of one, was made by others until somebody changes it
    catalogued = work.entry is not None and (not work.steps or (len(work.steps) == 1 and not model.bases))
    made_by, modified = said("model.made_by"), said("model.modified")
    forms = said("model.distribution")
    kinds = forms.value if forms is not None and isinstance(forms.value, tuple) else ()
    if forms is not None and modified is None and (made_by is None or (made_by.value is not UNKNOWN and made_by.value != "others")):
        # who hands out a fine-tune of a model that came without one has tuned it
        came = {f"weights/{WEIGHTS.get(step.relation, '')}" for step in work.steps}
        if any(each in CHANGED and each not in came for each in kinds):
            modified = facts["model.modified"] = Fact(True, DERIVED, forms.span)
    if made_by is None and (catalogued or model.bases):
        changed = modified is not None and modified.value is True
        made_by = facts["model.made_by"] = Fact("us" if changed or not catalogued else "others", DERIVED, model.span)
    if not catalogued and said("model.name") is None:
        # a model of one's own is known by the name under which it is declared
        facts["model.name"] = Fact(model.name, DERIVED, model.span)
    if modified is None and model.bases and (made_by is None or made_by.value != "others"):
        changed = any(step.relation != "outputs" for step in work.steps)
        facts["model.modified"] = Fact(changed, DERIVED, model.bases[0].span)
    audience = said("deployment.audience")
    if said("model.recipients") is None and audience and isinstance(audience.value, tuple) and audience.value:
        recipients = _recipients(audience.value)
        published = any(each.startswith(("weights", "dataset")) for each in kinds)
        # weights that are handed out reach others than the staff who use the deployment
        if recipients != "employees" or not published:
            facts["model.recipients"] = Fact(recipients, DERIVED, audience.span)
    commercial = said("deployment.commercial")
    if commercial is not None and commercial.value is False and said("deployment.paid") is None:
        # what earns nothing and is not sold is paid for by nobody
        facts["deployment.paid"] = Fact(False, DERIVED, commercial.span)
    return facts


def _recipients(audience: tuple[str, ...]) -> str:
    """Own staff, or only staff, contractors and affiliates, or others too."""
    kinds = {each.partition("/")[0] for each in audience}
    if kinds == {"employees"}:
        return "employees"
    return "group" if kinds <= {"employees", "contractors", "affiliates"} else "third_parties"


WEIGHTS = {
    "itself": "original",
    "fine_tune": "modified",
    "adapter": "adapter",
    "quantized": "quantized",
    "merge": "merged",
    "conversion": "modified",
}
CHANGED = ("weights/modified", "weights/adapter", "weights/quantized", "weights/merged")


def _hands_over(model: ModelUse, deployment: Deployment) -> bool:
    """Whether a declared form of distribution needs a copy of the model."""
    said = model.facts.get("model.distribution") or deployment.facts.get("model.distribution")
    forms = said.value if said is not None and isinstance(said.value, tuple) else ()
    return any(str(form).partition("/")[0] not in ("hosted_service", "outputs") for form in forms)


def _distribution(model: ModelUse, deployment: Deployment, work: Work, derived: dict[str, Fact]) -> dict[str, Fact]:
    """Bare `weights` made exact: by how the model came from its parent, or as they are where nobody changed them."""
    said = model.facts.get("model.distribution") or deployment.facts.get("model.distribution")
    if said is None or not isinstance(said.value, tuple) or "weights" not in said.value:
        return {}
    modified = model.facts.get("model.modified") or deployment.facts.get("model.modified") or derived.get("model.modified")
    if modified and modified.value is UNKNOWN:
        return {}
    changed = modified is not None and modified.value is True
    relation = next((step.relation for step in work.steps if step.relation in WEIGHTS), "fine_tune" if changed else "itself")
    exact = f"weights/{WEIGHTS[relation]}"
    return {"model.distribution": said._replace(value=tuple(exact if each == "weights" else each for each in said.value))}


def _availability(entry: Entry | None, channel: Channel, model: ModelUse, deployment: Deployment, as_of: str) -> Fact:
    """Whether the channel serves the model on the day: by the declaration, else by the catalog while that is fresh."""
    said = model.facts.get("model.still_served") or deployment.facts.get("model.still_served")
    hosted = entry.on(channel.id) if entry else None
    where = f"{entry.file}:{entry.line}" if entry else ""
    successor = f", successor {hosted.successor}" if hosted and hosted.successor else ""
    if hosted is None or entry is None:
        if said and isinstance(said.value, bool):
            return Fact("available" if said.value else "retired", DECLARED, said.span)
        return Fact(UNKNOWN, DERIVED, said_by=where)
    if hosted.retires and as_of >= hosted.retires_latest:
        return Fact("retired", DERIVED, said_by=f"{where}, since {hosted.retires_latest}{successor}")
    if said and isinstance(said.value, bool):
        return Fact("available" if said.value else "retired", DECLARED, said.span)
    if hosted.retires and as_of >= hosted.retires:
        days = f"{hosted.retires} and {hosted.retires_latest}"
        return Fact(UNKNOWN, DERIVED, said_by=f"{where}; sources name {days}")
    if entry.read and days_between(entry.read, as_of) > STALE_AFTER:
        return Fact(UNKNOWN, DERIVED, said_by=f"{where}, read on {entry.read}")
    if hosted.retires:
        return Fact("retires_soon", DERIVED, said_by=f"{where}, on {hosted.retires}{successor}")
    return Fact("available", DERIVED, said_by=where)


def days_between(earlier: str, later: str) -> int:
    """Whole days from one ISO day to another."""
    import datetime

    return (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days

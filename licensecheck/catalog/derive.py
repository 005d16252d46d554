"""Facts that nobody writes: the catalog, the clock and the organization's records give them for one policy over one work."""

from typing import NamedTuple

from licensecheck.catalog.binding import Step
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.model import Channel, Entry
from licensecheck.catalog.resolve import resolve
from licensecheck.facts.deployment import Agreement, Deployment, ModelUse
from licensecheck.facts.parse import Reader
from licensecheck.facts.values import ADOPTED, DECLARED, DERIVED, RECORDED, UNCLAIMED, UNKNOWN, Element, Fact
from licensecheck.policy.model import Policy, reading_definition
from licensecheck.source.diagnostic import Faults, Span
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Scalar

AGES_AFTER, STALE_AFTER = 180, 400
"""Days after which a captured page is mentioned as aged, and after which it proves nothing any more."""


class Work(NamedTuple):
    """What a policy licenses: the model itself or an ancestor, with the steps from the model to it."""

    id: str
    entry: Entry | None
    steps: tuple[Step, ...]


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
    if entry is None or work.steps:
        # a model of one's own is known by the name under which it is declared
        facts |= _of_derivative(model, work)
    facts |= _distribution(model, deployment, work, facts)
    facts |= _readings(policy, deployment)
    facts |= _elements(model, deployment, work, editions, corpus)
    granted, lifted, replaced = _agreements(editions, work, deployment, as_of)
    facts["agreement"] = granted
    return facts, lifted, replaced


def _of_derivative(model: ModelUse, work: Work) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if "model.name" not in model.facts:
        facts["model.name"] = Fact(model.name, DERIVED, model.span)
    made_by = model.facts.get("model.made_by")
    others = made_by is not None and made_by.value == "others"
    if "model.modified" not in model.facts and model.bases and not others:
        changed = any(step.relation != "outputs" for step in work.steps)
        facts["model.modified"] = Fact(changed, DERIVED, model.bases[0].span)
    return facts


WEIGHTS = {"itself": "original", "fine_tune": "modified", "adapter": "adapter", "quantized": "quantized", "merge": "merged", "conversion": "modified"}


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
    if hosted is None or entry is None:
        if said and isinstance(said.value, bool):
            return Fact("available" if said.value else "retired", DECLARED, said.span)
        return Fact(UNKNOWN, DERIVED, said_by=where)
    if hosted.retires and as_of >= hosted.retires_latest:
        return Fact("retired", DERIVED, said_by=f"{where}, since {hosted.retires_latest}")
    if said and isinstance(said.value, bool):
        return Fact("available" if said.value else "retired", DECLARED, said.span)
    if hosted.retires and as_of >= hosted.retires:
        days = f"{hosted.retires} and {hosted.retires_latest}"
        return Fact(UNKNOWN, DERIVED, said_by=f"{where}; sources name {days}")
    if entry.read and days_between(entry.read, as_of) > STALE_AFTER:
        return Fact(UNKNOWN, DERIVED, said_by=f"{where}, read on {entry.read}")
    if hosted.retires:
        successor = f", successor {hosted.successor}" if hosted.successor else ""
        return Fact("retires_soon", DERIVED, said_by=f"{where}, on {hosted.retires}{successor}")
    return Fact("available", DERIVED, said_by=where)


def days_between(earlier: str, later: str) -> int:
    """Whole days from one ISO day to another."""
    import datetime

    return (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days


# readings ------------------------------------------------------------------------------------------------------------
def _readings(policy: Policy, deployment: Deployment) -> dict[str, Fact]:
    """Every open question of the text: as counsel recorded it, else as the policy adopted it, else unknown."""
    facts: dict[str, Fact] = {}
    hashes = {text.sha256 for text in policy.texts}
    for reading in policy.readings:
        definition = reading_definition(reading)
        answer = Fact(UNKNOWN, "missing")
        if reading.adopted:
            answer = Fact(_answer(reading.adopted, definition.type), ADOPTED)
        for recorded in deployment.readings:
            same_text = not recorded.text or recorded.text in hashes
            if recorded.reading == reading.id and recorded.policy in (policy.id, policy.edition_of) and same_text:
                answer = Fact(_answer(recorded.answer, definition.type), RECORDED, recorded.span, f"{recorded.by}, {recorded.on}")
        facts[definition.name] = answer
    return facts


def _answer(text: str, kind: str) -> object:
    return text in ("yes", "true") if kind == "yes_no" else text


def terms_read(policy: str, deployment: Deployment) -> Span | None:
    """Where it is recorded that the terms were read and allow the use."""
    for recorded in deployment.readings:
        if recorded.policy == policy and recorded.reading == "terms_read" and recorded.answer in ("yes", "true"):
            return recorded.span
    return None


# agreements ----------------------------------------------------------------------------------------------------------
def _agreements(editions: tuple[Policy, ...], work: Work, deployment: Deployment, as_of: str) -> tuple[Fact, frozenset[str], bool]:
    granted = Fact("none", UNCLAIMED)
    lifted: set[str] = set()
    replaced = False
    for agreement in deployment.agreements:
        covers = _covers(agreement, editions, work)
        in_force = agreement.granted and agreement.starts <= as_of and (not agreement.expires or as_of <= agreement.expires)
        if covers is False or not in_force:
            if covers is not False and granted.basis == UNCLAIMED:
                granted = Fact("none", DECLARED, agreement.span)
            continue
        if covers is UNKNOWN:
            if granted.value != "in_force":
                granted = Fact(UNKNOWN, DECLARED, agreement.span)
        elif agreement.replaces:
            replaced = True
        elif agreement.lifts:
            lifted |= set(agreement.lifts)
        else:
            granted = Fact("in_force", DECLARED, agreement.span, agreement.reference)
    return granted, frozenset(lifted), replaced


def _covers(agreement: Agreement, editions: tuple[Policy, ...], work: Work) -> object:
    """Whether an agreement covers a policy; unknown when its party fits and it does not say what it covers."""
    names = {_folded(name) for policy in editions for name in (policy.id, policy.name, policy.edition_of) if name}
    names |= {_folded(work.id), _folded(work.entry.family) if work.entry and work.entry.family else _folded(work.id)}
    if agreement.covers:
        return any(_folded(covered) in names for covered in agreement.covers)
    parties = {_folded(policy.licensor) for policy in editions}
    if work.entry:
        parties |= {_folded(work.entry.licensor), _folded(work.entry.developer)}
    party = _folded(agreement.party)
    return UNKNOWN if any(name and (name in party or party in name) for name in parties) else False


def _folded(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


# elements ------------------------------------------------------------------------------------------------------------
def _elements(model: ModelUse, deployment: Deployment, work: Work, editions: tuple[Policy, ...], corpus: Corpus) -> dict[str, Fact]:
    """Trained models and suits, each with what the catalog can say about its relation to this work."""
    facts: dict[str, Fact] = {}
    trains = model.facts.get("outputs.trains") or deployment.facts.get("outputs.trains")
    if any(step.relation == "outputs" for step in work.steps):
        trained = Element(model.name, {"with": Fact(("outputs",), DERIVED), "name": Fact(model.name, DERIVED, model.span)}, model.span)
        trains = Fact((trained,), DERIVED, model.span)
    if trains and isinstance(trains.value, tuple):
        elements = tuple(_joined(each, "base", "same_family", work, editions, corpus) for each in trains.value)
        facts["outputs.trains"] = trains._replace(value=elements)
    claims = deployment.facts.get("organization.infringement_claims")
    if claims and isinstance(claims.value, tuple):
        elements = tuple(_joined(each, "over", "concerns_work", work, editions, corpus) for each in claims.value)
        facts["organization.infringement_claims"] = claims._replace(value=elements)
    return facts


def _joined(element: Element, named: str, derived: str, work: Work, editions: tuple[Policy, ...], corpus: Corpus) -> Element:
    """The element with the answer whether what it names is this work, its license or its family."""
    name = element.facts.get(named)
    if derived in element.facts or name is None or not isinstance(name.value, str):
        return element
    answer = _is_of(name.value, work, editions, corpus)
    if answer is UNKNOWN:
        return element
    return element._replace(facts={**element.facts, derived: Fact(answer, DERIVED, name.span)})


def _is_of(name: str, work: Work, editions: tuple[Policy, ...], corpus: Corpus) -> object:
    """Whether a name means this work or something under the same policy; unknown for a name that means nothing here."""
    if _folded(name) in ("none", "fromscratch", "scratch"):
        return False
    policies = {policy.id for policy in editions} | {policy.edition_of for policy in editions if policy.edition_of}
    low = _folded(name)
    entry = work.entry
    own = {_folded(each) for each in (work.id, work.id.rpartition("/")[2], *(entry and (entry.family,) or ()), *policies) if each}
    if low in own:
        return True
    found = resolve(name, corpus.catalog)
    if found.entry is None:
        return UNKNOWN
    lineage, seen = [found.entry], set()
    while lineage:
        each = lineage.pop()
        if policies & set(each.policies) or (entry and each.family and each.family == entry.family):
            return True
        for base in each.base:
            if base.id not in seen:
                seen.add(base.id)
                parent = resolve(base.id, corpus.catalog).entry
                if parent:
                    lineage.append(parent)
    return False


def terms_of(editions: tuple[Policy, ...], model: ModelUse, corpus: Corpus, faults: Faults) -> dict[str, Fact]:
    """The answers under `models[].terms.<policy>`, typed with that policy's own vocabulary."""
    facts: dict[str, Fact] = {}
    names = {policy.id for policy in editions} | {policy.edition_of for policy in editions if policy.edition_of}
    definitions = {definition.name: definition for policy in editions for definition in policy.facts}
    reader = Reader(corpus.vocabulary, corpus.places, faults)
    for name, node in model.terms:
        if name not in names:
            continue
        for key, value in node.entries:
            definition = definitions.get(f"terms.{key.text}")
            if definition is None:
                help = did_you_mean(key.text, (each.partition(".")[2] for each in definitions))
                faults.add("unknown-fact", f"the policy `{name}` asks for no fact `{key.text}`", key.span, help=help)
            elif isinstance(key, Scalar):
                facts[definition.name] = reader.fact(definition, value)
    return facts

"""The organization's records, as facts about one policy: agreements, readings of counsel, answers to its own questions."""

from licensecheck.catalog.binding import Work
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.model import Entry
from licensecheck.facts.deployment import Agreement, Deployment, ModelUse, RecordedReading
from licensecheck.facts.parse import YES_NO, Reader
from licensecheck.facts.values import ADOPTED, DECLARED, RECORDED, UNCLAIMED, UNKNOWN, Fact
from licensecheck.facts.vocabulary import Definition
from licensecheck.policy.model import Policy, reading_definition
from licensecheck.source.diagnostic import Faults, Span
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Scalar


def readings(policy: Policy, deployment: Deployment) -> dict[str, Fact]:
    """Every open question of the text: as counsel recorded it, else as the policy adopted it, else unknown."""
    facts: dict[str, Fact] = {}
    hashes = {text.sha256 for text in policy.texts}
    for reading in policy.readings:
        definition = reading_definition(reading)
        answer = Fact(UNKNOWN, "missing")
        if reading.adopted:
            answer = Fact(_answer(reading.adopted, definition), ADOPTED)
        for recorded in deployment.readings:
            same_text = not recorded.text or recorded.text in hashes
            if recorded.reading == reading.id and recorded.policy in (policy.id, policy.edition_of) and same_text:
                answer = Fact(_answer(recorded.answer, definition), RECORDED, recorded.span, _signed(recorded))
        facts[definition.name] = answer
    return facts


def _signed(recorded: RecordedReading) -> str:
    """Who answered, when, and by which reference."""
    return ", ".join(word for word in (recorded.by, recorded.on, recorded.reference) if word)


def _answer(text: str, definition: Definition) -> object:
    """The answer as a value of the reading; what is none of its values answers nothing."""
    if definition.type == "yes_no":
        return YES_NO.get(text, UNKNOWN)
    return text if text in definition.values else UNKNOWN


def terms_read(policy: str, deployment: Deployment) -> Span | None:
    """Where it is recorded that the terms were read and allow the use."""
    for recorded in deployment.readings:
        if recorded.policy == policy and recorded.reading == "terms_read" and recorded.answer in ("yes", "true"):
            return recorded.span
    return None


def check_readings(deployment: Deployment, corpus: Corpus, faults: Faults) -> None:
    """Fault a recorded reading that answers no question: of an unknown policy, of no open point, or with no value of it."""
    for recorded in deployment.readings:
        editions = corpus.editions(recorded.policy)
        if recorded.reading == "terms_read":
            if recorded.answer not in ("yes", "no", "true", "false"):
                faults.add("unknown-value", "`terms_read` is answered by yes or no", recorded.span)
            continue
        if not editions:
            help = did_you_mean(recorded.policy, corpus.ids)
            faults.add("unknown-policy", f"no policy is named `{recorded.policy}`", recorded.span, help=help)
            continue
        points = {reading.id: reading for policy in editions for reading in policy.readings}
        point = points.get(recorded.reading)
        if point is None:
            help = did_you_mean(recorded.reading, points) or "it leaves open: " + (", ".join(points) or "nothing")
            faults.add(
                "unknown-reading", f"`{recorded.policy}` leaves no point `{recorded.reading}` open", recorded.span, help=help
            )
        elif {"true": "yes", "false": "no"}.get(recorded.answer, recorded.answer) not in point.values:
            message = f"`{recorded.answer}` is no answer to `{recorded.reading}`"
            faults.add("unknown-value", message, recorded.span, help="one of " + ", ".join(point.values))


def agreements(
    editions: tuple[Policy, ...], work: str, entry: Entry | None, deployment: Deployment, as_of: str
) -> tuple[Fact, frozenset[str], bool]:
    """Whether an agreement over a policy is in force, which clauses agreements lift, and whether one replaces the terms."""
    granted = Fact("none", UNCLAIMED)
    lifted: set[str] = set()
    replaced = False
    for agreement in deployment.agreements:
        covers = _covers(agreement, editions, work, entry)
        if covers is False or not _in_force(agreement, as_of):
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
            said = (f"with {agreement.party}", agreement.reference, agreement.by, agreement.starts and f"from {agreement.starts}")
            granted = Fact("in_force", DECLARED, agreement.span, ", ".join(word for word in said if word))
    return granted, frozenset(lifted), replaced


def covering(editions: tuple[Policy, ...], work: Work, deployment: Deployment, as_of: str) -> tuple[Agreement, ...]:
    """The agreements in force that are known to cover a policy over a work."""
    return tuple(
        each for each in deployment.agreements if _in_force(each, as_of) and _covers(each, editions, work.id, work.entry) is True
    )


def _in_force(agreement: Agreement, as_of: str) -> bool:
    return agreement.granted and agreement.starts <= as_of and (not agreement.expires or as_of <= agreement.expires)


def _covers(agreement: Agreement, editions: tuple[Policy, ...], work: str, entry: Entry | None) -> object:
    """Whether an agreement covers a policy; unknown when its party fits and it does not say what it covers."""
    names = {bare(name) for policy in editions for name in (policy.id, policy.name, policy.edition_of) if name}
    names |= {bare(work), bare(entry.family) if entry and entry.family else bare(work)}
    if agreement.covers:
        return any(bare(covered) in names for covered in agreement.covers)
    parties = {bare(policy.licensor) for policy in editions}
    if entry:
        parties |= {bare(entry.licensor), bare(entry.developer)}
    party = bare(agreement.party)
    return UNKNOWN if any(name and (name in party or party in name) for name in parties) else False


def bare(name: str) -> str:
    """A name by its letters and digits alone."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


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

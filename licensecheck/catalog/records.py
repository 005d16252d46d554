"""The organization's records, as facts about one policy: readings of counsel, and answers to its own questions."""

from functools import lru_cache

from licensecheck.catalog.corpus import Corpus
from licensecheck.facts.deployment import Deployment, ModelUse, RecordedReading
from licensecheck.facts.parse import Reader
from licensecheck.facts.values import ADOPTED, RECORDED, UNKNOWN, Fact
from licensecheck.facts.vocabulary import Definition
from licensecheck.facts.words import YES_NO
from licensecheck.policy.model import Policy, reading_definition
from licensecheck.source.diagnostic import Faults, Span
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Scalar


def readings(policy: Policy, deployment: Deployment) -> dict[str, Fact]:
    """Every open question of the text: as counsel recorded it, else as the policy adopted it, else unknown."""
    facts: dict[str, Fact] = {}
    texts = hashes(policy)
    for reading in policy.readings:
        definition = reading_definition(reading)
        answer = Fact(UNKNOWN, "missing")
        if reading.adopted:
            answer = Fact(_answer(reading.adopted, definition), ADOPTED)
        for recorded in deployment.readings:
            same_text = not recorded.text or recorded.text in texts
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


def terms_read(policy: str, deployment: Deployment, texts: frozenset[str] = frozenset()) -> Span | None:
    """Where it is recorded that the terms were read and allow the use; `texts` are their hashes, where these are known."""
    last = _last_reading(policy, deployment, texts)
    return last.span if last and last.answer in ("yes", "true") else None


def terms_refused(policy: str, deployment: Deployment, texts: frozenset[str] = frozenset()) -> Span | None:
    """Where it is recorded that the terms were read and do not allow the use."""
    last = _last_reading(policy, deployment, texts)
    return last.span if last and last.answer in ("no", "false") else None


def _last_reading(policy: str, deployment: Deployment, texts: frozenset[str]) -> RecordedReading | None:
    """The last answer to whether the terms allow the use, of those that were given for a text at hand; on one day a no counts."""
    found = [
        each
        for each in deployment.readings
        if each.policy == policy and each.reading == "terms_read" and (not each.text or not texts or each.text in texts)
    ]
    return max(found, key=lambda each: (each.on, each.answer in ("no", "false")), default=None)


def hashes(policy: Policy) -> frozenset[str]:
    """The texts of a policy, by their SHA-256."""
    return frozenset(text.sha256 for text in policy.texts if text.sha256)


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


@lru_cache(maxsize=4096)
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

"""Lists of elements, each with what the catalog can say of it: is the trained model, or the work a suit is about, this work?"""

from licensecheck.catalog.binding import Work
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.records import bare
from licensecheck.facts.deployment import Deployment, ModelUse
from licensecheck.facts.values import DERIVED, UNKNOWN, Element, Fact
from licensecheck.policy.model import Policy


def elements(model: ModelUse, deployment: Deployment, work: Work, editions: tuple[Policy, ...], corpus: Corpus) -> dict[str, Fact]:
    """Trained models and suits, each with what the catalog can say about its relation to this work."""
    facts: dict[str, Fact] = {}
    trains = model.facts.get("outputs.trains") or deployment.facts.get("outputs.trains")
    if any(step.relation == "outputs" for step in work.steps):
        trains = Fact((_learned(model, deployment),), DERIVED, model.span)
    if trains and isinstance(trains.value, tuple):
        joined = tuple(_joined(each, "base", "same_family", work, editions, corpus) for each in trains.value)
        facts["outputs.trains"] = trains._replace(value=joined)
    claims = deployment.facts.get("organization.infringement_claims")
    if claims and isinstance(claims.value, tuple):
        joined = tuple(_joined(each, "over", "concerns_work", work, editions, corpus) for each in claims.value)
        facts["organization.infringement_claims"] = claims._replace(value=joined)
    return facts


def _learned(model: ModelUse, deployment: Deployment) -> Element:
    """The model itself, as one that learned from this work's outputs: what its own line says of its kind and whom it reaches."""
    facts = {"with": Fact(("outputs",), DERIVED, model.span)}
    name = model.facts.get("model.name")
    facts["name"] = name or Fact(model.name, DERIVED, model.span)
    if model.bases:
        # all its parents are declared: what it improves is the one whose weights it has, if any
        improved = next((base for base in model.bases if base.relation != "outputs"), None)
        facts["base"] = Fact(improved.id if improved else "none", DERIVED, model.bases[0].span)
    kind = model.facts.get("model.kind") or deployment.facts.get("model.kind")
    if kind:
        facts["kind"] = kind
    said = model.facts.get("model.distribution") or deployment.facts.get("model.distribution")
    if said and isinstance(said.value, tuple):
        forms = {form.partition("/")[0] for form in said.value}
        facts["distributed"] = said._replace(value=bool(forms - {"hosted_service", "outputs"}), basis=DERIVED)
        facts["made_available"] = said._replace(value="hosted_service" in forms, basis=DERIVED)
    return Element(model.name, facts, model.span)


def _joined(element: Element, named: str, derived: str, work: Work, editions: tuple[Policy, ...], corpus: Corpus) -> Element:
    """The element with the answer whether what it names is this work, its license or its family."""
    name = element.facts.get(named)
    if derived in element.facts or name is None or not isinstance(name.value, str):
        return element
    answer = is_of(name.value, work, editions, corpus)
    if answer is UNKNOWN:
        return element
    return element._replace(facts={**element.facts, derived: Fact(answer, DERIVED, name.span)})


def is_of(name: str, work: Work, editions: tuple[Policy, ...], corpus: Corpus) -> object:
    """Whether a name means this work or something under the same policy; unknown for a name that means nothing here."""
    if bare(name) in ("none", "fromscratch", "scratch"):
        return False
    policies = {policy.id for policy in editions} | {policy.edition_of for policy in editions if policy.edition_of}
    low = bare(name)
    entry = work.entry
    own = {bare(each) for each in (work.id, work.id.rpartition("/")[2], *((entry and (entry.family,)) or ()), *policies) if each}
    if low in own:
        return True
    line = corpus.line(name)
    if line is None:
        return UNKNOWN
    # a license that many makers use (Apache-2.0) makes no family
    shared = {policy.licensor for policy in editions} - {entry.licensor} if entry else set()
    makers = set() if shared else policies
    lineage, seen = [line], set()
    while lineage:
        each = lineage.pop()
        if makers & set(each.policies) or (entry and each.family and each.family == entry.family):
            return True
        for base in each.base:
            if base.id not in seen:
                seen.add(base.id)
                parent = corpus.line(base.id)
                if parent:
                    lineage.append(parent)
    # "Llama" alone may mean any of them
    return UNKNOWN if low.isalpha() and any(each.startswith(low) for each in own) else False

"""The licenses that a label gives a model which no catalog has: all of an AND, and the alternatives of an OR."""

from __future__ import annotations

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.expression import alternatives, combined
from licensecheck.facts.deployment import ModelUse
from licensecheck.source.record import NamedTuple


class Licensed(NamedTuple):
    """One license of a label. `policy` is empty where nobody has read it; `way` is the alternative that it belongs to, if any."""

    name: str
    policy: str
    reason: str
    way: str


class Label(NamedTuple):
    """All licenses of a label, and the alternatives that it leaves to choose: none where there is one way only."""

    licenses: tuple[Licensed, ...]
    ways: tuple[str, ...]


def labelled(model: ModelUse, brought: frozenset[str], corpus: Corpus) -> Label:
    """The licenses of the label and of what bills of materials claim beside it.

    `brought` are policies that govern the model already, by its lineage: a claim that names one of them says nothing new.
    """
    stated = [fact for fact in (model.license, *model.claims) if fact]
    ways = combined(str(fact.value) for fact in stated)
    taken = [way for way in ways if model.license_choice in (*way, " AND ".join(way))] if model.license_choice else []
    ways = tuple(taken[:1]) or ways
    own = {name for way in alternatives(str(model.license.value)) for name in way} if model.license else set()
    reasons = {name: _reason(name, model) for way in ways for name in way}
    licenses = []
    for way in ways:
        for name in way:
            found = corpus.named_license(name)
            policy = (found[-1].edition_of or found[0].id) if found else ""
            if name in own or policy not in brought:
                licenses.append(Licensed(name, policy, reasons[name], " AND ".join(way) if len(ways) > 1 else ""))
    return Label(tuple(licenses), tuple(" AND ".join(way) for way in ways) if len(ways) > 1 else ())


def names_of_label(label: str, corpus: Corpus) -> tuple[str, ...]:
    """The policies that the label of a parent names, or its own words where nobody has read them or it leaves a choice."""
    ways = alternatives(label)
    found = [(name, corpus.named_license(name)) for name in ways[0]] if len(ways) == 1 else [(label, ())]
    return tuple(dict.fromkeys(word for name, each in found for word in ([p.edition_of or p.id for p in each] or [name])))


def _reason(name: str, model: ModelUse) -> str:
    """By whose word a license governs: the label, or the first claim that names it."""
    for fact in (model.license, *model.claims):
        if fact and any(name in way for way in alternatives(str(fact.value))):
            where = "its declared license" if fact is model.license or not fact.said_by else fact.said_by
            return f"{where} `{fact.value}`"
    return "its declared license"

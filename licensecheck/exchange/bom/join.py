"""The models of bills of materials, joined with what deploy.yaml declares: each becomes a declared model, or adds to one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.resolve import resolve
from licensecheck.exchange.bom.model import Bill, Part, Statement
from licensecheck.facts.deployment import Base, Deployment, ModelUse
from licensecheck.facts.models import MOST_MODELS
from licensecheck.facts.values import Fact
from licensecheck.source.diagnostic import Diagnostic, InputError


def with_bills(deployment: Deployment, bills: Sequence[Bill], corpus: Corpus) -> Deployment:
    """The deployment with the models that the documents list.

    A model that is declared already keeps what is said there; the document adds parents, and licenses as further claims. Models
    that only stand there as ancestors are known for the lineage, and are not judged by themselves.

    Raises InputError when there are more models than a deployment may have.
    """
    models = list(deployment.models)
    known: list[ModelUse] = []
    places: dict[str, list[int]] = {}
    taken = {model.name for model in models}
    for index, model in enumerate(models):
        places.setdefault(_work(model.id, corpus), []).append(index)
    for bill in bills:
        for part in bill.parts:
            if not part.used:
                known.append(_model(part, part.id, bill, {}))
                continue
            work = _work(part.id, corpus)
            same = [index for index in places.get(work, ()) if _is(part, models[index])]
            for index in same:
                models[index] = _joined(models[index], part, bill, corpus)
            if not same:
                places.setdefault(work, []).append(len(models))
                models.append(_model(part, _free(part, taken, bill), bill, deployment.defaults))
                taken.add(models[-1].name)
    if len(models) + len(known) > MOST_MODELS:
        message = f"the bills of materials list more than {MOST_MODELS:,} models"
        raise InputError((Diagnostic("too-large", message),), deployment.lines)
    lines = {bill.file: bill.lines for bill in bills}
    return deployment._replace(models=tuple(models), known=tuple(known), lines={**deployment.lines, **lines})


def told(bill: Bill) -> str:
    """What was read of a document, in a sentence."""
    used = sum(part.used for part in bill.parts)
    left = ", ".join(f"{count} {_kind(kind, count)}" for kind, count in bill.left)
    models = f"{used} model{'' if used == 1 else 's'}" if used else "no model"
    return f"`{bill.file}` ({bill.form}) lists {models}" + (f"; left alone: {left}" if left else "")


def _kind(kind: str, count: int) -> str:
    kind = "data set" if kind == "data" else kind.replace("-", " ")
    if count == 1:
        return kind
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _is(part: Part, model: ModelUse) -> bool:
    """Whether a part is this use of its work. A name or a channel that the document gives tells two uses apart."""
    if part.name and part.name != model.name:
        return False
    declared = model.facts.get("model.channel")
    return not (part.channel and declared and declared.value != part.channel)


def _work(id: str, corpus: Corpus) -> str:
    """The work that an id means, in any spelling; a conversion by somebody else is a work of its own."""
    found = resolve(id, corpus.catalog, suggest=False)
    return id.casefold() if found.entry is None or found.relation else found.id.casefold()


def _model(part: Part, name: str, bill: Bill, defaults: dict[str, Fact]) -> ModelUse:
    facts = dict(defaults)
    if part.channel:
        facts["model.channel"] = Fact(part.channel, span=part.span)
    claims = _claims(part.licenses, bill)
    return ModelUse(
        part.id, name, part.span, facts, part.parents or None, "", claims[0] if claims else None, (), part.revision,
        claims=claims[1:],
    )  # fmt: skip


def _joined(model: ModelUse, part: Part, bill: Bill, corpus: Corpus) -> ModelUse:
    bases = list(model.bases or ())
    there = {_work(base.id, corpus) for base in bases}
    bases += [base for base in part.parents if _work(base.id, corpus) not in there]
    claims = _claims(part.licenses, bill)
    license = model.license or (claims[0] if claims else None)
    said = {str(fact.value).casefold() for fact in (license, *model.claims) if fact}
    more = tuple(fact for fact in claims if str(fact.value).casefold() not in said)
    parents: tuple[Base, ...] | None = tuple(bases) if bases else model.bases
    revision = model.revision or part.revision
    return model._replace(bases=parents, license=license, claims=(*model.claims, *more), revision=revision)


def _claims(licenses: tuple[Statement, ...], bill: Bill) -> tuple[Fact, ...]:
    """The licenses that a document gives a model, each once, the declared ones first."""
    unique: dict[str, Statement] = {}
    for said in licenses:
        unique.setdefault(said.text.casefold(), said)
    return tuple(Fact(said.text, span=said.span, said_by=f"its {said.kind} license in {bill.file}") for said in unique.values())


def _free(part: Part, taken: set[str], bill: Bill) -> str:
    """A name that no other model has: that of the document, the id, or the id with where it comes from."""
    marks = (part.name, part.id, f"{part.id} ({part.channel or bill.file})")
    found = next((name for name in marks if name and name not in taken), "")
    return found or next(name for count in itertools.count(2) if (name := f"{part.id} ({count})") not in taken)

"""What trained models and suits name, and whether it is the work of a binding: a list that is moved keeps its names."""

from __future__ import annotations

from collections.abc import Iterable

from licensecheck.catalog.binding import Binding, BoundModel, Work
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.elements import is_of
from licensecheck.catalog.resolve import resolve
from licensecheck.facts.deployment import Deployment
from licensecheck.facts.values import Element

NAMES = {"outputs.trains": "base", "organization.infringement_claims": "over"}
"""The lists of elements that name models, and the fact by which each does."""


def names_in(deployment: Deployment, models: Iterable[BoundModel]) -> tuple[str, ...]:
    """Every model, license or licensor that a trained model is made from or a suit is over."""
    found: dict[str, None] = {}
    for facts in (deployment.facts, *(model.use.facts for model in models)):
        for listed, named in NAMES.items():
            elements = facts[listed].value if listed in facts else ()
            for element in elements if isinstance(elements, tuple) else ():
                name = element.facts.get(named) if isinstance(element, Element) else None
                if name is not None and isinstance(name.value, str):
                    found[name.value] = None
    return tuple(found)


def same(names: Iterable[str], binding: Binding, corpus: Corpus) -> dict[str, bool]:
    """Of each name whether it means the work of a binding, its license or its family, where that can be told."""
    work = Work(binding.work, resolve(binding.work, corpus.catalog).entry, binding.path)
    answers = {name: is_of(name, work, binding.editions, corpus) for name in names}
    return {name: answer for name, answer in answers.items() if isinstance(answer, bool)}

"""The works that a model was made from: through the catalog, through other declared models, and through folders of models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from licensecheck.catalog.binding import Issue, Step
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.issues import circle, too_deep, unknown_parent
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.facts.deployment import Base, Deployment, ModelUse
from licensecheck.facts.values import Fact
from licensecheck.source.record import NamedTuple

if TYPE_CHECKING:
    from licensecheck.folder.model import Folder

DEEPEST, MOST_WORKS = 12, 200
"""Generations and works of a lineage that are followed."""


class Ancestor(NamedTuple):
    """One work in the lineage of a model; the model itself has no steps.

    `bases` and `license` are what a folder or another declared model says of a work that the catalog does not have.
    """

    resolution: Resolution
    steps: tuple[Step, ...]
    bases: tuple[Base, ...] = ()
    license: Fact | None = None
    folder: str = ""


class Bounds(NamedTuple):
    """How much of a lineage is followed; what lies beyond is told."""

    generations: int
    works: int


BOUNDS = Bounds(DEEPEST, MOST_WORKS)


def lineage(
    model: ModelUse,
    resolution: Resolution,
    deployment: Deployment,
    corpus: Corpus,
    issues: list[Issue],
    bounds: Bounds = BOUNDS,
) -> Iterator[Ancestor]:
    """The model and all its ancestors, nearest first; each work once. What cannot be followed becomes an issue."""
    first = (Step(resolution.id, resolution.relation),) if resolution.relation else ()
    queue = [Ancestor(resolution, first, model.bases or (), None, model.folders[0].folder.path if model.folders else "")]
    seen = {resolution.id.casefold()}
    mine = {resolution.id.casefold(), model.id.casefold(), model.name.casefold()}
    parents: dict[tuple[str, str], Ancestor] = {}
    circles: set[str] = set()
    while queue:
        ancestor = queue.pop(0)
        yield ancestor
        known = ancestor.resolution.entry.base if ancestor.resolution.entry else ()
        path = mine | {step.id.casefold() for step in ancestor.steps}
        for base in (*known, *ancestor.bases):
            key = (base.id, ancestor.folder)
            if key not in parents:
                parents[key] = _parent(base, ancestor, model, deployment, corpus)
            parent = parents[key]
            id = parent.resolution.id.casefold()
            declared_again = bool(first) and ancestor.steps == first and id == resolution.id.casefold()
            if id in path and base in ancestor.bases and not declared_again and id not in circles:
                circles.add(id)
                issues.append(circle(base, model, ancestor.steps))
            if id in seen:
                continue
            seen.add(id)
            if len(ancestor.steps) >= bounds.generations:
                issues.append(too_deep(base, model, bounds.generations, "generations"))
                continue
            if len(seen) > bounds.works:
                if len(seen) == bounds.works + 1:
                    issues.append(too_deep(base, model, bounds.works, "works"))
                continue
            if parent.resolution.entry is None and not parent.bases and not parent.license:
                issues.append(unknown_parent(base, model, resolve(base.id, corpus.catalog)))
            relation = parent.resolution.relation or base.relation
            queue.append(parent._replace(steps=(*ancestor.steps, Step(parent.resolution.id, relation))))


def _parent(base: Base, child: Ancestor, model: ModelUse, deployment: Deployment, corpus: Corpus) -> Ancestor:
    """What the catalog has under the name of a parent, else the folder or the declared model of that name."""
    found = resolve(base.id, corpus.catalog, suggest=False)
    if found.entry is not None:
        return Ancestor(found, ())
    link = next((link for link in model.folders if link.name == base.id and link.child == child.folder), None)
    if link:
        return _of_folder(link.folder, model, found, corpus)
    low = base.id.casefold()
    for other in (*deployment.models, *deployment.known):
        if low in (other.id.casefold(), other.name.casefold()) and other.name != model.name:
            if not other.folders:
                return Ancestor(found, (), other.bases or (), _all_claims(other))
            said = _of_folder(other.folders[0].folder, other, found, corpus)
            return said._replace(
                resolution=said.resolution if said.resolution.entry else found,
                bases=(*(other.bases or ()), *said.bases),
                license=other.license or said.license,
            )
    return Ancestor(found, ())


def _all_claims(model: ModelUse) -> Fact | None:
    """The label of a parent, with what bills of materials claim beside it: all of it holds."""
    if not model.license or not model.claims:
        return model.license
    return model.license._replace(value=" AND ".join(f"({fact.value})" for fact in (model.license, *model.claims)))


def _of_folder(folder: Folder, model: ModelUse, found: Resolution, corpus: Corpus) -> Ancestor:
    """What a folder says of itself; one whose name the catalog has is what the catalog says."""
    from licensecheck.catalog.claims import bases_of, label_of

    named = resolve(folder.id, corpus.catalog) if folder.id else found
    if named.entry is not None:
        return Ancestor(named, ())
    shown = found._replace(id=folder.id or found.id)
    return Ancestor(shown, (), bases_of(folder, model.folders, corpus), label_of(folder), folder.path)

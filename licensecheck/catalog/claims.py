"""What the folder of a model claims, joined with what deploy.yaml says of it; where they disagree is an issue."""

from __future__ import annotations

import os

from licensecheck.catalog.binding import Issue
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.disagree import differing_files, differing_labels, differing_parents, troubled
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.facts.deployment import Base, Deployment, ModelUse
from licensecheck.facts.values import DERIVED, Fact
from licensecheck.folder.model import Folder, Parent


class Claimed(Exception):
    """Never raised."""


def with_claims(
    model: ModelUse, resolution: Resolution, deployment: Deployment, corpus: Corpus
) -> tuple[ModelUse, tuple[Issue, ...]]:
    """The model with the parents and the license that its folder names, and what is wrong with them."""
    folder = model.folders[0].folder if model.folders else None
    if folder is None:
        return model, ()
    listed = resolution.entry is not None
    issues = [*troubled(folder, model, listed or bool(model.bases or model.license))]
    issues += differing_labels(folder, model, listed, corpus)
    issues += differing_files(folder, model, listed, corpus)
    issues += differing_parents(folder, model, resolution, corpus)
    facts = _facts(folder, model, deployment)
    if listed:
        # what the catalog knows of a model is not for a card to change
        return model._replace(facts={**model.facts, **facts}), tuple(issues)
    bases = list(model.bases or ())
    named = {base.id.casefold() for base in bases} | names_of(folder) | {model.id.casefold(), model.name.casefold()}
    for base in bases_of(folder, corpus):
        found = resolve(base.id, corpus.catalog).id.casefold()
        if not {base.id.casefold(), found} & named:
            bases.append(base)
            named |= {base.id.casefold(), found}
    license = model.license or label_of(folder)
    said = model._replace(facts={**model.facts, **facts}, bases=tuple(bases) if bases else model.bases, license=license)
    return said, tuple(issues)


def names_of(folder: Folder) -> set[str]:
    """The names by which a folder itself is known."""
    return {folder.id.casefold(), folder.path.casefold(), os.path.basename(folder.path).casefold()} - {""}


def bases_of(folder: Folder, corpus: Corpus) -> tuple[Base, ...]:
    """The parents that the files of a folder name, each once, with how the model came from them.

    What a configuration was loaded from counts only where no file that speaks of parents names one.
    """
    own = names_of(folder)
    strong = [parent for parent in folder.parents if parent.source != "config"]
    weak = [parent for parent in folder.parents if parent.source == "config" and not is_path(parent.id)]
    found: dict[str, Base] = {}
    for parent in strong or weak:
        key = resolve(parent.id, corpus.catalog).id.casefold()
        if parent.id.casefold() in own:
            continue
        relation = parent.relation or _usual(folder)
        if key not in found or (parent.relation and parent.source == "adapter"):
            found[key] = Base(parent.id, relation, parent.span)
    return tuple(found.values())


def label_of(folder: Folder) -> Fact | None:
    """The license that a folder claims: by its card, by the header of its weights, or by the text of its license file."""
    for claim in folder.licenses:
        if claim.value.casefold() != "other":
            return Fact(claim.value, span=claim.span)
    for file in folder.files:
        if len(file.policies) == 1:
            return Fact(file.policies[0], DERIVED, _top(file.file), file.file)
    return Fact("other", span=folder.licenses[0].span) if folder.licenses else None


def is_path(name: str) -> bool:
    """Whether the name of a parent is a path on some machine."""
    return name.startswith(("/", ".", "~")) or "\\" in name or name.count("/") > 1


def _usual(folder: Folder) -> str:
    """How a model came from its parent where no file says it: by the files that there are."""
    sources = {parent.source for parent in folder.parents}
    return "adapter" if "adapter" in sources else "quantized" if "gguf" in sources else "fine_tune"


def _facts(folder: Folder, model: ModelUse, deployment: Deployment) -> dict[str, Fact]:
    """What follows from where the folder lies: somebody else made what was downloaded."""
    found: dict[str, Fact] = {}
    if not folder.downloaded:
        return found
    if "model.made_by" not in model.facts and "model.made_by" not in deployment.facts:
        found["model.made_by"] = Fact("others", DERIVED, model.span, f"{folder.path} is a download")
    if "model.upstream_notice_file" not in model.facts and "model.upstream_notice_file" not in deployment.facts:
        notice = next((file for file in folder.files if file.name.casefold().startswith("notice")), None)
        found["model.upstream_notice_file"] = Fact(notice is not None, DERIVED, model.span, notice.file if notice else folder.path)
    return found

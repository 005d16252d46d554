"""What deploy.yaml says of a model, joined with what its folder claims; where they disagree is an issue."""

from __future__ import annotations

from licensecheck.catalog.binding import Issue
from licensecheck.catalog.claims import bases_of, label_of, names_of
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.disagree import data_sets, differing_files, differing_labels, differing_parents, troubled
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.facts.deployment import Deployment, ModelUse
from licensecheck.facts.values import DERIVED, Fact
from licensecheck.folder.model import Folder


def with_claims(model: ModelUse, resolution: Resolution, deployment: Deployment, corpus: Corpus, issues: list[Issue]) -> ModelUse:
    """The model with the parents and the license that its folder names; what is wrong with them is added to `issues`."""
    folder = model.folders[0].folder
    listed = resolution.entry is not None
    issues += troubled(model, listed or bool(model.bases or model.license))
    issues += differing_labels(folder, model, listed, corpus)
    issues += differing_files(folder, model, listed, corpus)
    issues += differing_parents(folder, model, resolution, corpus)
    issues += data_sets(folder, model)
    facts = _facts(folder, model, deployment)
    if listed:
        # what the catalog knows of a model is not for a card to change
        return model._replace(facts={**model.facts, **facts})
    bases = list(model.bases or ())
    named = {base.id.casefold() for base in bases} | names_of(folder) | {model.id.casefold(), model.name.casefold()}
    for base in bases_of(folder, model.folders, corpus, (model.id, model.name)):
        found = resolve(base.id, corpus.catalog).id.casefold()
        if not {base.id.casefold(), found} & named:
            bases.append(base)
            named |= {base.id.casefold(), found}
    license = model.license or label_of(folder)
    return model._replace(facts={**model.facts, **facts}, bases=tuple(bases) if bases else model.bases, license=license)


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

"""The models that a repository would declare: those that its code names, those in its folders, and those that it publishes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from licensecheck.catalog.claims import bases_of, is_path
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.resolve import resolve
from licensecheck.evidence.folders import with_folders
from licensecheck.facts.deployment import Base, Deployment, ModelUse
from licensecheck.folder.model import Folder
from licensecheck.scan.folders import model_folders
from licensecheck.scan.load import load_rules
from licensecheck.scan.model import IN_FORCE, Component, Reference, Scan
from licensecheck.scan.publish import Published, Publishing, copied
from licensecheck.source.diagnostic import Span
from licensecheck.source.tree import listed

_READ = (".gguf", ".safetensors", "config.json", "model_index.json", "README.md")
_WEIGHTS = (".gguf", ".safetensors", ".bin", ".pt", ".pth", ".onnx", ".tflite", ".npz")
_ID = re.compile(r"[A-Za-z0-9][\w.:-]*(?:/[A-Za-z0-9][\w.:-]*)?\Z")


class Proposal(NamedTuple):
    """A model to declare, with what was read of it. `places` name it; `remarks` are for whoever reads the file.

    `distribution` is filled where code publishes the weights; `handed` are forms in which somebody may receive them.
    """

    id: str
    places: tuple[str, ...] = ()
    path: str = ""
    channel: str = ""
    bases: tuple[Base, ...] = ()
    distribution: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    known: bool = True


def proposals(root: str, deploy: str, scan: Scan, corpus: Corpus, rules: str) -> tuple[Proposal, ...]:
    """What to declare for the tree at `root`, whose deployment is written to the file `deploy`; nothing twice."""
    detect = load_rules(rules)
    paths = model_folders(root, detect)
    folders = _of_folders(root, deploy, paths, corpus, copied(root, paths, detect.kinds) if paths else {})
    used = [each for component in scan.components for each in _of_component(component, paths, corpus)]
    for published in _published(root, scan, rules):
        own = _own(published, scan)
        same = next((each for each in (*folders, *used) if _is_same(each, published)), None)
        if same is None:
            used.append(own)
        elif same in used:
            used[used.index(same)] = own._replace(places=(*same.places, *own.places))
        else:
            folders[folders.index(same)] = same._replace(
                id=own.id, bases=same.bases or own.bases, distribution=own.distribution, places=own.places
            )
    made = {base.id.casefold() for each in (*folders, *used) for base in each.bases}
    only_trained = {
        component.id.casefold()
        for component in scan.components
        if all(each.kind == "train" for each in component.references if each.kind in IN_FORCE)
    }
    # what is only trained from is judged with the model that came of it
    kept = [each for each in used if each.id.casefold() not in made & only_trained]
    return tuple(_named_apart([*kept, *folders]))


# the models that code names --------------------------------------------------------------------------------------------
def _of_component(component: Component, paths: Iterable[str], corpus: Corpus) -> Iterator[Proposal]:
    """One model that is in use; a quantization of it by somebody else is written as it is called."""
    if not component.in_force or component.id.removeprefix("./").rstrip("/") in paths:
        return
    spelled: dict[str, list[Reference]] = {}
    for each in component.references:
        if each.kind in IN_FORCE and not _belongs(each.file, paths):
            converted = bool(_ID.match(each.text)) and bool(resolve(each.text, corpus.catalog, suggest=False).relation)
            spelled.setdefault(each.text if converted else component.id, []).append(each)
    for name, places in spelled.items():
        channel = component.namespace if component.namespace in corpus.catalog.channels else ""
        yield Proposal(name, tuple(f"{each.file}:{each.line}" for each in places), channel=channel, known=component.known)


def _belongs(file: str, paths: Iterable[str]) -> bool:
    """Whether a file is one by which a model folder speaks of itself."""
    folder = os.path.dirname(file) or "."
    return file in paths or (file.endswith(_READ) and any(folder == path or folder.startswith(f"{path}/") for path in paths))


# the models that code publishes ------------------------------------------------------------------------------------------
def _published(root: str, scan: Scan, rules: str) -> Iterator[Published]:
    publishing = Publishing(rules)
    files = {each.file for component in scan.components for each in component.references if each.kind in IN_FORCE}
    seen: set[str] = set()
    for file in sorted(files):
        for each in publishing.find(root, file):
            if each.id.casefold() not in seen:
                seen.add(each.id.casefold())
                yield each


def _own(published: Published, scan: Scan) -> Proposal:
    """A model of one's own that a file publishes, made from what the same file trains."""
    trained = (
        (component.id, next((each for each in component.references if (each.file, each.kind) == (published.file, "train")), None))
        for component in scan.components
    )
    bases = tuple(
        Base(id, published.relation, Span(each.file, each.line, each.column, each.line, each.column))
        for id, each in trained
        if each and id.casefold() != published.id.casefold()
    )
    place = f"{published.file}:{published.line}"
    return Proposal(published.id, (f"{place} publishes it",), bases=bases, distribution=("weights",), known=bool(bases))


def _is_same(proposal: Proposal, published: Published) -> bool:
    low = published.id.casefold()
    return low == proposal.id.casefold() or bool(proposal.path and low.rpartition("/")[2] == proposal.id.casefold())


# the models in folders -------------------------------------------------------------------------------------------------
def _of_folders(
    root: str, deploy: str, paths: tuple[str, ...], corpus: Corpus, images: dict[str, tuple[str, ...]]
) -> list[Proposal]:
    span = Span(deploy, 1, 1, 1, 1)
    models = tuple(ModelUse(path, path, span, {}, path=path) for path in paths)
    read = with_folders(Deployment(deploy, "", "", {}, models, (), (), (), {}))
    found = []
    for model in read.models:
        folder = model.folders[0].folder
        name = folder.id if folder.id not in ("", ".") else os.path.basename(os.path.abspath(root))
        resolution = resolve(name, corpus.catalog, suggest=False)
        if resolution.entry and not resolution.relation:
            name = resolution.id
        bases = bases_of(folder, model.folders, corpus, (name,))
        here = f"{os.path.dirname(deploy)}/" if os.path.dirname(deploy) else ""
        local = any(is_path(base.id) for base in bases)
        remarks = [*_claims(folder, here), *(_parents(bases, here) if local else ()), *images.get(model.path, ())]
        handed = [
            *(["weights"] if _holds_weights(root, model.path) else []),
            *(["container_image"] if model.path in images else []),
        ]
        found.append(
            Proposal(
                name,
                (),
                model.path,
                "",
                # a parent in another folder is found by its place, and so is each one of a card that changes
                () if local or resolution.entry else bases,
                (),
                tuple(handed),
                tuple(remarks),
                bool(bases or folder.licenses or resolution.entry),
            )
        )
    return found


def _claims(folder: Folder, here: str) -> Iterator[str]:
    for claim in folder.licenses[:1]:
        yield f"its files claim the license {claim.value} ({_place(claim.span, here)})"


def _parents(bases: tuple[Base, ...], here: str) -> Iterator[str]:
    for base in bases:
        yield f"{base.relation.replace('_', '-')} of {base.id} ({_place(base.span, here)})"


def _place(span: Span | None, here: str) -> str:
    return f"{span.file.removeprefix(here)}:{span.line}" if span else ""


def _holds_weights(root: str, path: str) -> bool:
    names = listed(os.path.join(root, path))
    return path.endswith(_WEIGHTS) or any(name.endswith(_WEIGHTS) for name in (names.files if names else ()))


def _named_apart(found: list[Proposal]) -> Iterator[Proposal]:
    """Two folders of one name are told apart by their paths."""
    taken: set[str] = set()
    for each in found:
        name = each.id
        if name.casefold() in taken:
            name = each.path or name
            if name.casefold() in taken:
                continue
        taken.add(name.casefold())
        yield each._replace(id=name)

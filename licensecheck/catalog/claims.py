"""What a folder claims of a model: the parents that its files name, and its license."""

from __future__ import annotations

import os

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.resolve import resolve
from licensecheck.facts.deployment import Base
from licensecheck.facts.values import DERIVED, Fact
from licensecheck.folder.model import Folder, Found
from licensecheck.source.diagnostic import Span


def names_of(folder: Folder) -> set[str]:
    """The names by which a folder itself is known."""
    return {folder.id.casefold(), folder.path.casefold(), os.path.basename(folder.path).casefold()} - {""}


def bases_of(folder: Folder, links: tuple[Found, ...], corpus: Corpus, names: tuple[str, ...] = ()) -> tuple[Base, ...]:
    """The parents that the files of a folder name, each once, with how the model came from them.

    What a configuration was loaded from counts only where no file that speaks of parents names one, and so does a path
    of some other machine. `names` are further names of the model itself, which is no parent of its own.
    """
    own = names_of(folder) | {name.casefold() for name in names}
    here = {link.name for link in links if link.child == folder.path}
    named = [parent for parent in folder.parents if parent.id.casefold() not in own]
    told = [parent for parent in named if parent.id in here or not is_path(parent.id)]
    strong = [parent for parent in told if parent.source != "config"]
    paths = [parent for parent in named if parent.source != "config"]
    found: dict[str, Base] = {}
    for parent in strong or paths or told:
        key = resolve(parent.id, corpus.catalog).id.casefold()
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
            return Fact(file.policies[0], DERIVED, Span(file.file, 1, 1, 1, 2), file.file)
    return Fact("other", span=folder.licenses[0].span) if folder.licenses else None


def is_path(name: str) -> bool:
    """Whether the name of a parent is a path on some machine."""
    return name.startswith(("/", ".", "~")) or "\\" in name or name.count("/") > 1


def _usual(folder: Folder) -> str:
    """How a model came from its parent where no file says it: by the files that there are."""
    sources = {parent.source for parent in folder.parents}
    return "adapter" if "adapter" in sources else "quantized" if "gguf" in sources else "fine_tune"

"""Where the files of a folder, deploy.yaml and the catalog say different things of one model; and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.catalog.binding import Issue
from licensecheck.catalog.claims import is_path, names_of
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.facts.deployment import ModelUse
from licensecheck.folder.model import Folder, Parent
from licensecheck.source.diagnostic import Span

MOST_TOLD, MOST_WORKS = 20, 100
"""Files with trouble that are told for one model, and works of a lineage that are compared."""


def _issue(
    code: str, settled: bool, title: str, says: str, remedy: tuple[str, ...], span: Span, ask: str = "model.license"
) -> Issue:
    """An open question, or something that is listed where the catalog settles it."""
    return Issue(code, "right", "pass" if settled else "unknown", title, says, remedy, () if settled else (ask,), span, settled)


def troubled(model: ModelUse, settled: bool) -> Iterator[Issue]:
    """Files that could not be read, or that say what no such file can say."""
    for trouble in [each for link in model.folders for each in link.folder.troubles][:MOST_TOLD]:
        yield _issue(
            "unread-folder",
            settled,
            f"A file of `{model.name}` could not be read: {trouble.message}",
            "What the file says about parents and license is not known.",
            ("Mend the file, or declare `base` and `license` and take the `path` out.",),
            trouble.span,
        )


def differing_labels(folder: Folder, model: ModelUse, settled: bool, corpus: Corpus) -> Iterator[Issue]:
    """Licenses that deploy.yaml, the card and the headers of weights claim, where they are not one."""
    said: list[tuple[str, str, Span]] = []
    if model.license and isinstance(model.license.value, str):
        said.append(
            (
                model.license.span.file if model.license.span else "deploy.yaml",
                model.license.value,
                model.license.span or model.span,
            )
        )
    said += [(claim.span.file, claim.value, claim.span) for claim in folder.licenses if claim.value.casefold() != "other"]
    for file, label, span in said[1:]:
        if not label_policies(label, corpus) & label_policies(said[0][1], corpus):
            yield _issue(
                "license-claims-differ",
                settled,
                f"`{file}` claims the license `{label}`, and `{said[0][0]}` claims `{said[0][1]}`",
                "Of two licenses that a model claims to have, nobody knows which one was granted.",
                ("Find out which one is right, and correct the other place.",),
                span,
            )
            return


def differing_files(folder: Folder, model: ModelUse, settled: bool, corpus: Corpus) -> Iterator[Issue]:
    """A license file that holds another license than the one that is claimed, or one with changed words."""
    labels = [claim.value for claim in folder.licenses if claim.value.casefold() != "other"]
    labels += [str(model.license.value)] if model.license else []
    claimed = set().union(*(label_policies(label, corpus) for label in labels))
    for file in folder.files:
        held = set().union(*(label_policies(policy, corpus) for policy in file.policies))
        top = Span(file.file, 1, 1, 1, 2)
        if labels and held and not held & claimed:
            yield _issue(
                "license-file-differs",
                settled,
                f"`{file.file}` holds `{file.policies[0]}`, and the claimed license is `{labels[0]}`",
                "A label that the license file next to it contradicts grants nothing for certain.",
                ("Put the text of the claimed license there, or correct the label.",),
                top,
            )
        elif file.state == "modified":
            yield _issue(
                "license-file-modified",
                True,
                f"`{file.file}` is a changed copy of a known license",
                "What was changed may change what is granted; `licensecheck identify` shows the sections.",
                (),
                top,
            )


def differing_parents(folder: Folder, model: ModelUse, resolution: Resolution, corpus: Corpus) -> Iterator[Issue]:
    """Parents that the files name, where one of them has no place in the lineage that another place gives."""
    own = names_of(folder) | {model.id.casefold(), model.name.casefold()}
    told = [parent for parent in folder.parents if parent.id.casefold() not in own and not is_path(parent.id)]
    listed = resolution.entry is not None
    reference, where = [resolution.id], "the catalog"
    if not listed:
        reference, where = [base.id for base in model.bases or ()], model.span.file
        if not reference and told:
            first = told[0]
            reference, where = [each.id for each in told if each.source == first.source], first.span.file
    if not reference:
        return
    works = set().union(*(_works(name, corpus) for name in reference))
    for parent in told:
        if not _fits(parent, reference, works, corpus):
            yield _issue(
                "parents-differ",
                listed or parent.source == "config",
                f"`{parent.span.file}` names the parent `{parent.id}`, and {_named(where)} names {_listed(reference)}",
                "The model is judged under the licenses of all parents that are named.",
                ("Find out which one is right, and correct the other place.",),
                parent.span,
            )


def data_sets(folder: Folder, model: ModelUse) -> Iterator[Issue]:
    """The data that a model of one's own says it was trained on."""
    if folder.datasets and not folder.downloaded:
        names = list(dict.fromkeys(claim.value for claim in folder.datasets))
        shown = ", ".join(f"`{name}`" for name in names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        yield _issue(
            "data-sets",
            True,
            f"`{model.name}` was trained on {shown}",
            "The license of data is not judged. Data that another model wrote bring the terms of that model along.",
            ("Declare such a model under `base` with the relation `outputs`.",),
            folder.datasets[0].span,
        )


def label_policies(label: str, corpus: Corpus) -> set[str]:
    """The policies that a label stands for, or the label itself where no policy has that name."""
    found = corpus.named_license(label)
    return {name for policy in found for name in (policy.id, policy.edition_of) if name} or {label.casefold()}


def _fits(parent: Parent, reference: list[str], works: set[str], corpus: Corpus) -> bool:
    """Whether a parent lies on the lineage of the reference, or the other way round, or both are under the same license."""
    mine = _works(parent.id, corpus)
    if mine & works:
        return True
    entry = resolve(parent.id, corpus.catalog).entry
    others = [resolve(name, corpus.catalog).entry for name in reference]
    return entry is not None and any(other and other.policies and other.policies == entry.policies for other in others)


def _works(name: str, corpus: Corpus) -> set[str]:
    """A work and all that the catalog says it was made from."""
    found: set[str] = set()
    queue = [name]
    while queue and len(found) < MOST_WORKS:
        resolution = resolve(queue.pop(), corpus.catalog)
        low = resolution.id.casefold()
        if low not in found:
            found.add(low)
            queue += [base.id for base in resolution.entry.base] if resolution.entry else []
    return found


def _named(where: str) -> str:
    return where if where == "the catalog" else f"`{where}`"


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:4]) + (" and others" if len(names) > 4 else "")

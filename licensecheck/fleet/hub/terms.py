"""The policies that the works and the labels of a hub bring."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.catalog.bind import terms_of_origin
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.labels import names_of_label
from licensecheck.catalog.model import Entry
from licensecheck.fleet.hub.labels import Labels
from licensecheck.fleet.hub.works import Works


class Terms(NamedTuple):
    """The names of policies: for each work of the catalog in the graph, and for each label, in their order."""

    of_works: tuple[tuple[str, ...], ...]
    of_labels: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> set[str]:
        """All of them."""
        return {name for each in (*self.of_works, *self.of_labels) for name in each}


def terms_in(works: Works, labels: Labels, corpus: Corpus) -> Terms:
    """What the works and the labels of a hub bring."""
    return Terms(
        tuple(terms_of(each.entry, corpus) if each.entry else () for each in works.resolutions),
        tuple(tuple(names_of_label(text, corpus)) for text in labels.texts),
    )


def terms_of(entry: Entry, corpus: Corpus) -> tuple[str, ...]:
    """The policies that a line of the catalog brings, with those of the service whose closed weights it is."""
    return (*entry.policies, *(terms_of_origin(entry, corpus) if entry.weights == "closed" else ()))

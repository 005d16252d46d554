"""The occurrences of one model together, whatever their spellings."""

from __future__ import annotations

from licensecheck.scan.model import CLASSES, Component, Reference


def components(references: list[Reference]) -> tuple[Component, ...]:
    """One component for each id, the strongest class of evidence first."""
    by_id: dict[str, list[Reference]] = {}
    for reference in references:
        by_id.setdefault(reference.id.casefold(), []).append(reference)
    found = []
    for several in by_id.values():
        ordered = tuple(sorted(several, key=lambda each: (CLASSES.index(each.kind), each.file, each.line)))
        first = ordered[0]
        found.append(Component(first.id, first.namespace, first.kind, first.known, ordered))
    return tuple(sorted(found, key=lambda each: (CLASSES.index(each.kind), each.id.casefold())))

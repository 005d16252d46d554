"""The works that one model of a hub was made from, as a graph: who came from whom and how, and what the terms of each come to."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import PASS, Verdict
from licensecheck.facts.deployment import Base, Deployment, ModelUse

MOST_FOLLOWED = 5_000
"""Works of one lineage that are looked at."""


class Kin(NamedTuple):
    """One work. `known` tells where from: `hub`, `catalog`, or "" for a name that neither knows.

    `license` is its label, or the policies that the catalog names for it. `verdict` is what its terms come to for the model asked
    (not applicable where it brings none), `clauses` those that count against the model through it.
    """

    id: str
    generation: int
    known: str
    license: str
    verdict: Verdict
    clauses: tuple[str, ...]


class Bond(NamedTuple):
    """One work came from another one, by their places in the list; `back`: which leads in a circle."""

    child: int
    parent: int
    relation: str
    back: bool


class Family(NamedTuple):
    """The lineage of a model, nearest works first; the model itself is the first. `whole` is false where more was not followed."""

    works: tuple[Kin, ...]
    bonds: tuple[Bond, ...]
    whole: bool


def family(deployment: Deployment, report: Report, corpus: Corpus) -> Family:
    """The lineage of the first model of a deployment, with what the report says of each work in it."""
    model = deployment.models[0]
    mine = {each.id.casefold(): each for each in deployment.models}
    own = resolve(model.id, corpus.catalog, suggest=False)
    places = {model.id.casefold(): 0}
    works: list[tuple[str, int, ModelUse | None, Resolution]] = [(model.id, 0, model, own)]
    bonds: list[tuple[int, int, str]] = []
    whole = True
    for child, (_, generation, use, resolution) in enumerate(works):
        for name, relation in _parents(use, resolution, child == 0):
            parent = resolve(name, corpus.catalog, suggest=False)
            known = parent.entry is not None
            id = parent.id if known else name
            if id.casefold() not in places:
                if len(works) >= MOST_FOLLOWED:
                    whole = False
                    continue
                places[id.casefold()] = len(works)
                works.append((id, generation + 1, None if known else mine.get(id.casefold()), parent))
            bonds.append((child, places[id.casefold()], parent.relation or relation))
    found = _found(report)
    kin = tuple(_kin(*each, found, report, number == 0) for number, each in enumerate(works))
    back = _back(len(works), bonds)
    return Family(kin, tuple(Bond(*bond, bond[:2] in back) for bond in dict.fromkeys(bonds)), whole)


def _parents(use: ModelUse | None, resolution: Resolution, first: bool) -> list[tuple[str, str]]:
    """What a work was made from. Whoever converts a work of the catalog under another name has that one for a parent."""
    declared: tuple[Base, ...] = use.bases or () if use else ()
    listed = resolution.entry.base if resolution.entry else ()
    if first and resolution.relation:
        return [(resolution.id, resolution.relation), *((base.id, base.relation) for base in declared)]
    return [(base.id, base.relation) for base in (*listed, *declared)]


def _found(report: Report) -> dict[str, tuple[Verdict, tuple[str, ...]]]:
    """What the terms of each work come to, and the clauses that count."""
    found: dict[str, tuple[Verdict, tuple[str, ...]]] = {}
    for finding in report.models[0].findings:
        verdict, clauses = found.get(finding.work.casefold(), (PASS, ()))
        if finding.red:
            verdict, clauses = max(verdict, finding.verdict), (*clauses, f"{finding.policy}/{finding.clause.id}")
        found[finding.work.casefold()] = verdict, clauses
    return found


def _kin(
    id: str,
    generation: int,
    use: ModelUse | None,
    resolution: Resolution,
    found: dict[str, tuple[Verdict, tuple[str, ...]]],
    report: Report,
    first: bool,
) -> Kin:
    entry = resolution.entry
    label = str(use.license.value) if use and use.license else ""
    listed = (", ".join(entry.policies) or entry.license_name or "the terms of its provider") if entry else ""
    license = label or listed
    known = "hub" if use else "catalog" if entry else ""
    verdict, clauses = found.get(id.casefold(), (Verdict.NOT_APPLICABLE, ()))
    if first:
        own = (f"{each.policy}/{each.clause.id}" for each in report.models[0].findings if each.red and not each.path)
        verdict, clauses = report.models[0].verdict, tuple(own)
    elif not known:
        verdict = Verdict.UNKNOWN
    return Kin(id, generation, known, license, verdict, tuple(dict.fromkeys(clauses)))


def _back(size: int, bonds: list[tuple[int, int, str]]) -> set[tuple[int, int]]:
    """The bonds that lead back to a work from which one came."""
    parents: list[list[int]] = [[] for _ in range(size)]
    for child, parent, _ in bonds:
        parents[child].append(parent)
    found: set[tuple[int, int]] = set()
    done, on_way = set[int](), set[int]()
    stack = [(0, iter(parents[0]))] if size else []
    on_way.add(0)
    while stack:
        place, rest = stack[-1]
        parent = next(rest, -1)
        if parent < 0:
            stack.pop()
            on_way.discard(place)
            done.add(place)
        elif parent in on_way:
            found.add((place, parent))
        elif parent not in done:
            on_way.add(parent)
            stack.append((parent, iter(parents[parent])))
    return found

"""The models of a fleet with what governs them: rows that no catalog, clock or record can tell apart are bound as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from licensecheck.api import Case, bound
from licensecheck.catalog.binding import BoundModel
from licensecheck.catalog.corpus import Corpus
from licensecheck.engine.context import Context
from licensecheck.facts.change import changed
from licensecheck.facts.deployment import Deployment
from licensecheck.facts.values import Fact
from licensecheck.fleet.many.cells import declared, distinct, said_in
from licensecheck.fleet.many.read import File, Table
from licensecheck.fleet.many.rows import Who, Wrong, told, who_of
from licensecheck.fleet.many.said import UNSAID, Numbers, Said, said_by, value_key
from licensecheck.fleet.numbered import numbered
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.text import Text

BOUND_BY = (
    "deployment.audience", "deployment.commercial", "deployment.paid", "evidence.license_copy", "model.channel", "model.contract",
    "model.distribution", "model.downstream_license", "model.edition", "model.kind", "model.made_by", "model.modified",
    "model.name", "model.recipients", "model.still_served", "model.upstream_notice_file", "organization.infringement_claims",
    "outputs.trains",
)  # fmt: skip
"""The declared facts by which the catalog finds what governs a model and derives facts of it; all others wait for the clauses."""


class When(NamedTuple):
    """The day and the facts under which a fleet is judged, and whether presumptions stand."""

    as_of: str
    assignments: tuple[str, ...] = ()
    strict: bool = False


class Group(NamedTuple):
    """Rows that are bound alike: the model, with the choice that its label leaves still open, and facts that binding added."""

    model: BoundModel
    context: Context
    rows: Numbers
    near: dict[str, Fact]


class Part(NamedTuple):
    """Rows of one kind of source, bound. `faults` are those of what cannot be judged, with their lines."""

    said: Said
    groups: tuple[Group, ...]
    who: Who
    faults: tuple[Diagnostic, ...] = ()
    lines: dict[str, tuple[str, ...]] = {}


def bound_files(files: Iterable[File], corpus: Corpus, when: When) -> Part:
    """The models of deploy.yaml files, a row each."""
    rows: list[dict[str, Fact]] = []
    groups: list[Group] = []
    who: list[tuple[str, int, str, str, str]] = []
    faults: list[Diagnostic] = []
    lines: dict[str, tuple[str, ...]] = {}
    for file in files:
        try:
            case = bound(file.text, corpus, when.as_of, when.strict, when.assignments)
        except InputError as error:
            faults += error.diagnostics
            lines |= error.lines
            continue
        for model in case.models:
            groups.append(Group(model, case.context, np.array([len(rows)], np.int32), {}))
            rows.append({**case.context.deployment.facts, **model.use.facts})
            who.append((file.text.name, 0, file.team, file.text.name, model.use.name))
    names, places, teams, deployments, models = zip(*who, strict=True) if who else ((),) * 5
    of = Who(names, np.array(places, np.int32), teams, deployments, models)
    return Part(said_by(rows), tuple(groups), of, tuple(faults), lines)


def bound_table(table: Table, corpus: Corpus, when: When) -> Part:
    """The models of a table of facts, a row each."""
    said, wrong = said_in(table, corpus)
    bad = np.zeros(said.size, np.bool_)
    for each in wrong:
        bad[each.rows] = True
    set_to = _assigned(corpus, when)
    groups: list[Group] = []
    waiting = list(_alike(table, said))
    while waiting:
        rows = waiting.pop()
        good = rows[~bad[rows]]
        try:
            case = _case(declared(table, int((good if len(good) else rows)[0])), corpus, when)
        except InputError as error:
            wrong += [Wrong(fault, rows) for fault in error.diagnostics]
            continue
        names = said.codes.get("model.name", np.zeros(said.size, np.int32))[rows]
        if _learned(case.models[0]) and (names != names[0]).any():
            # what learned from outputs is judged by its name too
            waiting += [rows[names == name] for name in np.unique(names)]
        elif len(good):
            groups.append(_group(case, good, said, set_to))
    return Part(_with(said, set_to), tuple(groups), who_of(table), tuple(told(table, wrong)))


def _alike(table: Table, said: Said) -> Iterator[Numbers]:
    """The rows that are bound alike, as far as can be told before they are."""
    keys = [_codes(table, key) for key in table.about if key not in ("team", "deployment")]
    for name, codes in said.codes.items():
        if name == "model.name":
            keys.append((codes != UNSAID).astype(np.int32))
        elif name in BOUND_BY or (name.startswith("evidence.") and any(map(_names_a_file, said.facts[name]))):
            keys.append(codes - UNSAID)
    places, of = numbered(*keys)
    order = np.argsort(of, kind="stable")
    counts = np.bincount(of, minlength=len(places))
    yield from (rows.astype(np.int32) for rows in np.split(order, np.cumsum(counts)[:-1]) if len(rows))


def _names_a_file(fact: Fact) -> bool:
    return isinstance(fact.value, tuple) and any(item.kind == "path" for item in fact.value)


def _codes(table: Table, key: str) -> Numbers:
    """A column that is no fact, as numbers: 0 where it is empty."""
    codes = np.zeros(table.frame.height, np.int32)
    for number, (_, rows) in enumerate(distinct(table.frame[table.about[key]]), 1):
        codes[rows] = number
    return codes


def _case(text: Text, corpus: Corpus, when: When) -> Case:
    return bound(text, corpus, when.as_of, when.strict, when.assignments)


def _learned(model: BoundModel) -> bool:
    """Whether the model learned from the outputs of another one."""
    return any(step.relation == "outputs" for binding in model.bindings for step in binding.path)


def _group(case: Case, rows: Numbers, said: Said, set_to: dict[str, Fact]) -> Group:
    """Rows with what governs them; what binding added to the facts of the first one, it added to those of all."""
    (model,) = case.models
    row = said.row(int(rows[0])) | set_to
    near = {
        name: fact
        for name, fact in model.use.facts.items()
        if name not in row or value_key(row[name].value) != value_key(fact.value)
    }
    return Group(model, case.context, rows, near)


def _assigned(corpus: Corpus, when: When) -> dict[str, Fact]:
    """The facts that are set for every row. Raises InputError for an assignment that sets none."""
    nothing = Deployment("", "", "", {}, (), (), (), (), {})
    return changed(nothing, when.assignments, corpus.vocabulary, corpus.places).facts


def _with(said: Said, set_to: dict[str, Fact]) -> Said:
    codes = {name: np.zeros(said.size, np.int32) for name in set_to}
    figures = {name: numbers for name, numbers in said.figures.items() if name not in set_to}
    return Said(said.size, said.codes | codes, figures, said.facts | {name: (fact,) for name, fact in set_to.items()})

"""A fleet judged: each deployment by the traced engine, those that say the same once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from licensecheck.api import judged, prepare
from licensecheck.catalog.corpus import Corpus
from licensecheck.engine.findings import ModelReport, Report
from licensecheck.engine.judge import Verdict
from licensecheck.fleet.many.read import Row
from licensecheck.source.diagnostic import Diagnostic, InputError

if TYPE_CHECKING:
    import polars


class When(NamedTuple):
    """The day and the facts under which a fleet is judged."""

    as_of: str
    assignments: tuple[str, ...] = ()


class Told(NamedTuple):
    """What counts against one model, or would if a right were not denied already."""

    policy: str
    clause: str
    verdict: Verdict
    asks: tuple[str, ...]
    moot: bool


class JudgedModel(NamedTuple):
    """One model of one deployment of the fleet, judged."""

    row: Row
    model: str
    verdict: Verdict
    policies: tuple[str, ...]
    told: tuple[Told, ...]


class Fleet(NamedTuple):
    """A fleet judged. `faults` are those of the deployments that could not be judged, with their lines."""

    models: tuple[JudgedModel, ...]
    faults: tuple[Diagnostic, ...]
    lines: dict[str, tuple[str, ...]]


def judge_fleet(rows: Iterable[Row], corpus: Corpus, when: When) -> Fleet:
    """Judge every deployment of a fleet; what cannot be read is told, and the others are judged all the same."""
    models: list[JudgedModel] = []
    faults: list[Diagnostic] = []
    lines: dict[str, tuple[str, ...]] = {}
    for row in rows:
        try:
            report = report_of(row, corpus, when)
        except InputError as error:
            faults += error.diagnostics
            lines |= error.lines
            continue
        models += [_model(row, model) for model in report.models]
    return Fleet(tuple(models), tuple(faults), lines)


def report_of(row: Row, corpus: Corpus, when: When) -> Report:
    """The report on one deployment of a fleet. Raises InputError with every fault of it."""
    try:
        return judged(prepare(row.text, corpus, when.as_of, False, when.assignments))
    except InputError as error:
        if not row.table:
            raise
        # nobody sees the file that the row of a table stands for
        named = (each._replace(span=None, message=f"{row.text.name}: {each.message}") for each in error.diagnostics)
        raise InputError(tuple(named)) from None


def _model(row: Row, model: ModelReport) -> JudgedModel:
    told = tuple(
        Told(each.policy, each.clause.id, each.verdict, tuple(ask.fact for ask in each.asks), each.moot)
        for each in model.findings
        if each.red
    )
    return JudgedModel(row, model.name, model.verdict, model.policies, told)


def findings(fleet: Fleet) -> polars.DataFrame:
    """Every finding that is fail, unknown or due: a row for each row of the fleet, model and clause."""
    import polars as pl

    every = [
        (
            model.row.table or model.row.text.name,
            place if model.row.table else None,
            model.row.team,
            model.model,
            model.verdict.word,
            told.policy,
            told.clause,
            told.verdict.word,
        )
        for model in fleet.models
        for place in model.row.places
        for told in model.told
    ]
    words = ("team", "model", "model_verdict", "policy", "clause", "verdict")
    schema = {"file": pl.String, "row": pl.Int64, **dict.fromkeys(words, pl.String)}
    return pl.DataFrame(every, schema, orient="row")


class Change(NamedTuple):
    """A model whose verdict is another one on another day or under other facts, with the clauses that come out otherwise."""

    row: Row
    model: str
    before: Verdict
    after: Verdict
    clauses: tuple[str, ...]


def changes(before: Fleet, after: Fleet) -> tuple[Change, ...]:
    """What changes between two judgements of the same fleet."""
    found = []
    later = {(model.row.text.name, model.row.places, model.model): model for model in after.models}
    for model in before.models:
        other = later.get((model.row.text.name, model.row.places, model.model))
        if other is not None and other.verdict is not model.verdict:
            stood = {(told.policy, told.clause): told.verdict for told in model.told}
            stands = {(told.policy, told.clause): told.verdict for told in other.told}
            differ = sorted(key for key in {*stood, *stands} if stood.get(key) is not stands.get(key))
            found.append(Change(model.row, model.model, model.verdict, other.verdict, tuple("/".join(key) for key in differ)))
    return tuple(found)

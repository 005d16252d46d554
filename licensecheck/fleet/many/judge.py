"""A fleet judged: each deployment by the traced engine, those that say the same once; then counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from licensecheck.api import judged, prepare
from licensecheck.catalog.corpus import Corpus
from licensecheck.engine.findings import ModelReport, Report
from licensecheck.engine.judge import PASS, Verdict
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


class Counted(NamedTuple):
    """A fleet in figures; every count is of models in deployments. Pairs of a name and its counts, the worst first."""

    models: int
    deployments: int
    verdicts: Counter[Verdict]
    teams: tuple[tuple[str, Counter[Verdict]], ...]
    policies: tuple[tuple[str, Counter[Verdict]], ...]
    failing: tuple[tuple[str, int], ...]
    questions: tuple[tuple[str, int], ...]


def counted(fleet: Fleet) -> Counted:
    """Count a fleet: by verdict, team and policy, the clauses that fail most, the questions that decide most."""
    verdicts: Counter[Verdict] = Counter()
    teams: dict[str, Counter[Verdict]] = {}
    policies: dict[str, Counter[Verdict]] = {}
    failing: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    for model in fleet.models:
        weight = len(model.row.places)
        verdicts[model.verdict] += weight
        teams.setdefault(model.row.team, Counter())[model.verdict] += weight
        worst = dict.fromkeys(model.policies, PASS)
        asked: set[str] = set()
        for told in model.told:
            worst[told.policy] = max(worst.get(told.policy, PASS), told.verdict)
            if told.verdict is Verdict.FAIL:
                failing[f"{told.policy}/{told.clause}"] += weight
            if told.verdict is Verdict.UNKNOWN and not told.moot:
                asked.update(told.asks)
        questions.update(dict.fromkeys(asked, weight))
        for policy, verdict in worst.items():
            policies.setdefault(policy, Counter())[verdict] += weight
    deployments = len({(model.row.text.name, place) for model in fleet.models for place in model.row.places})
    return Counted(
        sum(verdicts.values()),
        deployments,
        verdicts,
        _worst_first(teams),
        _worst_first(policies),
        _most(failing),
        _most(questions),
    )


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


def _worst_first(found: dict[str, Counter[Verdict]]) -> tuple[tuple[str, Counter[Verdict]], ...]:
    def badness(pair: tuple[str, Counter[Verdict]]) -> tuple[int, int, str]:
        return -pair[1][Verdict.FAIL], -pair[1][Verdict.UNKNOWN], pair[0]

    return tuple(sorted(found.items(), key=badness))


def _most(found: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


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

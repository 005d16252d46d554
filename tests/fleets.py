"""Random tables of facts and files, and what the traced engine says of each of their rows."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import polars as pl
from given import AS_OF

from licensecheck.catalog.corpus import load_corpus
from licensecheck.engine.findings import ModelReport
from licensecheck.facts.vocabulary import Definition
from licensecheck.fleet.many.bind import BOUND_BY, When
from licensecheck.fleet.many.fleet import Fleet, judge_fleet, parts_of, report_of
from licensecheck.fleet.many.read import Table, sources

CORPUS = load_corpus()
MODELS = (
    "meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-2-7b-hf", "meta-llama/Llama-3.2-11B-Vision", "google/gemma-2-9b", "gpt-4o", "gpt-4",
    "claude-3-opus-20240229", "gemini-1.5-pro", "mistralai/Mixtral-8x7B-Instruct-v0.1", "Qwen/Qwen2.5-3B", "huggyllama/llama-7b",
    "stabilityai/stable-diffusion-xl-base-1.0", "moonshotai/Kimi-K2-Instruct", "deepseek-ai/DeepSeek-R1-Distill-Llama-8B", "acme/own", "acme/Llama-x",
    "TheBloke/Llama-2-7B-GGUF", "bigscience/bloom-7b1", "tiiuae/falcon-180B", "black-forest-labs/FLUX.1-dev",
)  # fmt: skip
LABELS = (
    None,
    None,
    None,
    "apache-2.0",
    "llama3.1",
    "apache-2.0 OR llama2",
    "mit AND gemma",
    "my-own",
    "cc-by-nc-4.0 OR mit",
    "other",
)
BASES = (None, None, None, "meta-llama/Llama-3.1-8B", "gpt-4o", "nobody/missing", "google/gemma-2-9b")
RELATIONS = (None, "fine_tune", "adapter", "outputs", "quantized", "merge")
FIGURES = (
    "0", "5", "1_000_000", "1000000", "999_999", "700_000_000", "700_000_001", "{at_most: 5}", "{at_least: 1_000_001}", "{2024-06: 5, 2025: 6_000_000}",
    "{2026-10: 900_000_000}", "{own: 5_000, group: 900_000_000}", "{between: [1, 2_000_000_000]}", "unknown", "{2025: {group_50: 20_000_001}}", "100_000",
)  # fmt: skip
PLACES = ("KR", "US", "FR", "NO", "US-TX", "EU", "CN", "GB", "unknown", "US-IL")
NAMES = ("acme/Llama-3-x", "llama 3 mine", "Built", "other", "Kimi K2", "mit", "apache-2.0")
EVIDENCE = (
    "true", "false", "[]", "{attested: true, by: me, on: 2026-01-01}", "{attested: Built with Llama, place: ui}", "NOTICE", "missing.txt",
    "[{attested: 'Built with Llama 3'}, {url: 'https://example.com'}]", "{attested: 'Kimi K2', place: docs}",
)  # fmt: skip
ELEMENTS = {
    "deployment.uses": ("[]", "[military]", "[legal/advice: {human_review: none}, weapons]", "unknown", "[medical]", "[biometrics: {consent: true}]"),
    "outputs.trains": (
        "[]", "[{kind: llm, competes: true, distributed: true}]", "[{kind: llm, base: meta-llama/Llama-3.1-8B, name: x}, embedding]", "unknown",
    ),
    "organization.infringement_claims": ("[]", "[{over: llama}]", "unknown"),
}  # fmt: skip


def random_table(seed: int, rows: int, columns: int = 14) -> pl.DataFrame:
    """A table with some of all facts that a table may hold: a third of the cells is empty, and what is said recurs."""
    chance = random.Random(seed)
    facts = [name for name, each in CORPUS.vocabulary.facts.items() if each.written and name.partition(".")[0] in PARTS]
    known = ("organization.monthly_active_users", "deployment.commercial", "model.distribution", "deployment.uses")
    names = list(dict.fromkeys((*known, *chance.sample(facts, columns))))
    models = chance.sample(MODELS, 8)
    made: list[dict[str, Any]] = []
    for number in range(rows):
        row: dict[str, Any] = {"id": chance.choice(models), "team": f"team {number % 3}"}
        row |= {"license": chance.choice(LABELS), "base_model": chance.choice(BASES), "relation": chance.choice(RELATIONS)}
        for name in names:
            row[name] = random_cell(CORPUS.vocabulary.facts[name], chance) if chance.random() < 0.67 else None
        made.append(row)
    return pl.DataFrame(made, dict.fromkeys(made[0], pl.String))


def neighbours(seed: int, rows: int) -> pl.DataFrame:
    """A table whose rows differ from another one in a single fact: what is taken for the same by mistake is seen."""
    chance = random.Random(seed)
    facts = [name for name, each in CORPUS.vocabulary.facts.items() if each.written and name.partition(".")[0] in PARTS]
    common = {name: random_cell(CORPUS.vocabulary.facts[name], chance) for name in facts if chance.random() < 0.2}
    made: list[dict[str, Any]] = []
    for model in chance.sample(MODELS, 4):
        about = {"license": chance.choice(LABELS), "base_model": chance.choice(BASES), "relation": chance.choice(RELATIONS)}
        for number in range(rows // 4):
            name = BOUND_BY[number % len(BOUND_BY)] if number % 3 else chance.choice(facts)
            row = {"id": model, **about, **dict.fromkeys(facts), **common}
            made.append(row | {name: random_cell(CORPUS.vocabulary.facts[name], chance)})
    return pl.DataFrame(made, dict.fromkeys(made[0], pl.String))


PARTS = ("organization", "deployment", "model", "evidence", "outputs")


def random_cell(definition: Definition, chance: random.Random) -> str:
    """A fact as deploy.yaml would write it."""
    values = definition.values

    def several(some: tuple[str, ...]) -> str:
        return f"[{', '.join(chance.sample(some, chance.randint(0, min(2, len(some)))))}]"

    match definition.type:
        case "figure":
            return chance.choice(FIGURES)
        case "number":
            return chance.choice(("0", "13", "17", "18", "30", "unknown"))
        case "yes_no":
            return chance.choice(("true", "false", "yes", "unknown"))
        case "choice":
            return chance.choice((*values, "unknown"))
        case "choices":
            return chance.choice((several(values), "[]", "unknown"))
        case "place":
            return chance.choice(PLACES)
        case "places":
            return several(tuple(place for place in PLACES if place != "unknown"))
        case "date":
            return chance.choice(("2023-01-01", "2024-06-30", "2026-10-15", "unknown"))
        case "name":
            return chance.choice((*NAMES, "unknown"))
        case "names":
            return several(NAMES)
        case "elements":
            return chance.choice(ELEMENTS[definition.name])
        case _:
            return chance.choice(EVIDENCE)


def written(folder: Path, frame: pl.DataFrame) -> str:
    """A table as CSV, beside the files that its cells name."""
    (folder / "NOTICE").write_text("Llama 3.1 is licensed under the Llama 3.1 Community License.", encoding="utf-8")
    frame.write_csv(folder / "fleet.csv")
    return str(folder / "fleet.csv")


def fleet_of(path: str, when: When, engine: str = "polars") -> tuple[Fleet, tuple[Any, ...]]:
    """A fleet judged by columns, with its sources."""
    found = tuple(sources((path,), CORPUS.vocabulary))
    return judge_fleet(parts_of(found, CORPUS, when), engine), found


def differences(path: str, when: When, engine: str = "polars") -> tuple[list[Any], set[int]]:
    """Where columns and trace differ about the rows of a fleet, and the verdicts that it comes to."""
    fleet, found = fleet_of(path, when, engine)
    assert [each.message for each in fleet.faults] == []
    reports = [
        model
        for source in found
        for row in (range(source.frame.height) if isinstance(source, Table) else [0])
        for model in report_of(source, row, CORPUS, when).models
    ]
    told = by_row(fleet)
    differ = [
        (fleet.who.model[row], sorted(set(mine) ^ set(expected(model)))[:4] or "another order")
        for row, (mine, model) in enumerate(zip(told, reports, strict=True))
        if (mine, int(fleet.verdicts[row])) != (expected(model), int(model.verdict))
    ]
    return differ, set(fleet.verdicts.tolist())


def by_row(fleet: Fleet) -> list[list[tuple[Any, ...]]]:
    """What counts against each row, with what it asks."""
    clauses = list(fleet.names.clauses)
    rows: list[list[tuple[Any, ...]]] = [[] for _ in fleet.verdicts]
    for row, clause, verdict, asks, moot in fleet.lines.select("row", "clause", "verdict", "asks", "moot").iter_rows():
        rows[row].append((*clauses[clause], verdict, fleet.names.asks[asks], moot))
    return rows


def expected(model: ModelReport) -> list[tuple[Any, ...]]:
    """The same by the traced engine."""
    return [
        (each.policy, each.clause.id, each.clause.kind, int(each.verdict), tuple(ask.fact for ask in each.asks), each.moot)
        for each in model.findings
        if each.red
    ]


def when(*assignments: str, strict: bool = False, as_of: str = AS_OF) -> When:
    """The day and the facts of a test."""
    return When(as_of, assignments, strict)

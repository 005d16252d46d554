"""What a fleet comes to: its figures, its findings as a table, and what changes under other facts or on another day."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import polars as pl

from licensecheck.engine.judge import PASS, Verdict
from licensecheck.fleet.many.fleet import Fleet

WORDS = [verdict.word for verdict in Verdict]


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
    there = np.flatnonzero(fleet.verdicts)
    verdicts = fleet.verdicts[there]
    rows = pl.DataFrame({
        "file": pl.Series(fleet.who.file, dtype=pl.String).gather(there),
        "team": pl.Series(fleet.who.team, dtype=pl.String).gather(there),
        "deployment": pl.Series(fleet.who.deployment, dtype=pl.String).gather(there),
        "verdict": verdicts,
    })  # fmt: skip
    return Counted(
        len(there),
        rows.select("file", "team", "deployment").n_unique() if len(there) else 0,
        Counter({Verdict(value): int(count) for value, count in zip(*np.unique(verdicts, return_counts=True), strict=True)}),
        _worst_first(rows.group_by("team", "verdict").len()),
        _worst_first(_by_policy(fleet)),
        _failing(fleet),
        questions(fleet),
    )


def _by_policy(fleet: Fleet) -> pl.DataFrame:
    """For each policy and verdict the rows that it governs, or about which it was found to say something."""
    policies = list(fleet.names.policies)
    of_clause = [fleet.names.policy(policy) for policy, _, _ in fleet.names.clauses]
    policies = list(fleet.names.policies)
    told = fleet.lines.select("row", "verdict", policy=pl.Series(of_clause, dtype=pl.Int32).gather(fleet.lines["clause"]))
    governed = fleet.governed.select("row", pl.lit(int(PASS), pl.UInt8).alias("verdict"), "policy")
    worst = pl.concat((told, governed)).group_by("row", "policy").max()
    counts = worst.group_by("policy", "verdict").len()
    return counts.with_columns(pl.Series("policy", policies, pl.String).gather(counts["policy"]))


def _worst_first(counts: pl.DataFrame) -> tuple[tuple[str, Counter[Verdict]], ...]:
    found: dict[str, Counter[Verdict]] = {}
    for name, verdict, count in counts.iter_rows():
        found.setdefault(name, Counter())[Verdict(verdict)] = count

    def badness(pair: tuple[str, Counter[Verdict]]) -> tuple[int, int, str]:
        return -pair[1][Verdict.FAIL], -pair[1][Verdict.UNKNOWN], pair[0]

    return tuple(sorted(found.items(), key=badness))


def _failing(fleet: Fleet) -> tuple[tuple[str, int], ...]:
    names = [f"{policy}/{clause}" for policy, clause, _ in fleet.names.clauses]
    counts = fleet.lines.filter(pl.col("verdict") == int(Verdict.FAIL)).group_by("clause").len()
    found: Counter[str] = Counter()
    for clause, count in counts.iter_rows():
        found[names[clause]] += count
    return _most(found)


def questions(fleet: Fleet) -> tuple[tuple[str, int], ...]:
    """The facts that are asked for, each with the number of rows of which it can decide an open clause."""
    asked = fleet.lines.filter((pl.col("verdict") == int(Verdict.UNKNOWN)) & ~pl.col("moot")).select("row", "asks").unique()
    pairs = [(number, fact) for number, facts in enumerate(fleet.names.asks) for fact in dict.fromkeys(facts)]
    facts = pl.DataFrame(pairs, {"asks": pl.Int32, "fact": pl.String}, orient="row")
    counts = asked.join(facts, "asks").select("row", "fact").unique().group_by("fact").len()
    return _most(Counter(dict(counts.iter_rows())))


def _most(found: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def findings(fleet: Fleet) -> pl.DataFrame:
    """Every finding that is fail, unknown or due: a line for each row of the fleet, model and clause."""
    rows, clauses = fleet.lines["row"], fleet.lines["clause"]
    place = pl.Series(fleet.who.place, dtype=pl.Int64).gather(rows)
    policies = pl.Series([policy for policy, _, _ in fleet.names.clauses], dtype=pl.String)
    ids = pl.Series([clause for _, clause, _ in fleet.names.clauses], dtype=pl.String)
    words = pl.Series(WORDS, dtype=pl.String)
    return pl.DataFrame({
        "file": pl.Series(fleet.who.file, dtype=pl.String).gather(rows),
        "row": place.set(place == 0, None),
        "team": pl.Series(fleet.who.team, dtype=pl.String).gather(rows),
        "model": pl.Series(fleet.who.model, dtype=pl.String).gather(rows),
        "model_verdict": words.gather(fleet.verdicts[rows.to_numpy()]),
        "policy": policies.gather(clauses),
        "clause": ids.gather(clauses),
        "verdict": words.gather(fleet.lines["verdict"]),
    })  # fmt: skip


class Change(NamedTuple):
    """Rows of one model whose verdict is another one on another day or under other facts, for the same reasons.

    `clauses` are those that come out otherwise, `where` is the first of the rows, `rows` how many there are.
    """

    model: str
    before: Verdict
    after: Verdict
    clauses: tuple[str, ...]
    where: str
    rows: int


def changes(before: Fleet, after: Fleet) -> tuple[Change, ...]:
    """What changes between two judgements of the same rows."""
    moved = np.flatnonzero((before.verdicts != after.verdicts) & (before.verdicts > 0) & (after.verdicts > 0))
    differ = _states(before, moved).join(_states(after, moved), ["row", "name"], "full", coalesce=True)
    differ = differ.filter(pl.col("verdict").ne_missing(pl.col("verdict_right")))
    names = differ.group_by("row").agg(pl.col("name").sort())
    rows = pl.DataFrame({
        "row": moved.astype(np.int32),
        "model": pl.Series(before.who.model, dtype=pl.String).gather(moved),
        "before": before.verdicts[moved],
        "after": after.verdicts[moved],
    }).join(names, "row", "left", maintain_order="left")  # fmt: skip
    kinds = rows.group_by("model", "before", "after", "name", maintain_order=True)
    return tuple(
        Change(model, Verdict(was), Verdict(then), tuple(names or ()), place_words(before, row), count)
        for model, was, then, names, row, count in kinds.agg(pl.col("row").first(), pl.len().alias("rows")).iter_rows()
    )


def _states(fleet: Fleet, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pl.DataFrame:
    """The last verdict on each clause that counts against some rows."""
    names = pl.Series([f"{policy}/{clause}" for policy, clause, _ in fleet.names.clauses], dtype=pl.String)
    lines = fleet.lines.filter(pl.col("row").is_in(rows.astype(np.int32)))
    named = lines.select("row", "verdict", name=names.gather(lines["clause"]))
    return named.unique(["row", "name"], keep="last", maintain_order=True)


def place_words(fleet: Fleet, row: int) -> str:
    """Where a row stands: its file, and its number in a table."""
    place = int(fleet.who.place[row])
    return f"{fleet.who.file[row]} row {place}" if place else fleet.who.file[row]

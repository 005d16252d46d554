"""Compiled clauses over polars columns: strong Kleene logic on nullable booleans, a verdict for each row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from licensecheck.engine.judge import Verdict
from licensecheck.fleet.columns import Begins, Compares, Falls, Formula, Holds, OneOf, Overlaps, Reaches
from licensecheck.fleet.compile import Rule
from licensecheck.policy.model import All, Any, Not

if TYPE_CHECKING:
    import polars

    from licensecheck.fleet.encode import Tables


def verdicts(tables: Tables, rules: Iterable[Rule], read: bool = False) -> polars.DataFrame:
    """A column of verdicts (0 not applicable, 1 pass, 2 due, 3 unknown, 4 fail) for each rule, a row for each world.

    `read`: the organization had the terms read that clauses with basis `secondary` know at second hand.
    """
    import polars as pl

    plain: list[polars.Expr] = []
    through: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.clause.for_each:
            through.setdefault(rule.clause.for_each, []).append(rule)
        else:
            plain.append(verdict(rule, read).alias(rule.clause.id))
    found = tables.rows.select("row", *plain)
    for listed, several in through.items():
        worst = (
            tables.elements[listed]
            .select("row", *(verdict(rule, read).alias(rule.clause.id) for rule in several))
            .group_by("row")
            .max()
        )
        known = tables.rows.select("row", pl.col(listed).alias("count")).join(worst, "row", "left", maintain_order="left")
        found = found.hstack(
            [
                known.select(
                    pl.when(pl.col("count").is_null())
                    .then(pl.lit(_unlisted(rule), pl.UInt8))
                    .otherwise(pl.col(rule.clause.id).fill_null(pl.lit(0, pl.UInt8)))
                    .alias(rule.clause.id)
                ).to_series()
                for rule in several
            ]
        )
    return found


def _unlisted(rule: Rule) -> int:
    return int(Verdict.NOT_APPLICABLE if rule.clause.standing else Verdict.UNKNOWN)


def verdict(rule: Rule, read: bool = False) -> polars.Expr:
    """The verdict on one clause for each row, or for each element."""
    import polars as pl

    clause, binds = rule.clause, expression(rule.binds)

    def word(found: Verdict) -> polars.Expr:
        return pl.lit(int(found), pl.UInt8)

    if clause.standing:
        return pl.when(binds).then(word(Verdict.PASS)).otherwise(word(Verdict.NOT_APPLICABLE))
    loose = pl.when(~binds).then(word(Verdict.NOT_APPLICABLE))
    if clause.basis == "secondary":
        return loose.otherwise(word(Verdict.PASS if read else Verdict.UNKNOWN))
    met = expression(rule.met)
    missing = Verdict.DUE if clause.kind == "duty" else Verdict.UNKNOWN
    return (
        loose.when(met)
        .then(word(Verdict.PASS))
        .when(binds.is_null())
        .then(word(Verdict.UNKNOWN))
        .when(~met)
        .then(word(Verdict.FAIL))
        .otherwise(word(missing))
    )


def expression(formula: Formula) -> polars.Expr:
    """A formula as a nullable boolean expression."""
    import polars as pl

    match formula:
        case Not(part):
            return ~expression(part)
        case All(parts):
            return pl.all_horizontal([expression(part) for part in parts]) if parts else pl.lit(True)
        case Any(parts):
            return pl.any_horizontal([expression(part) for part in parts]) if parts else pl.lit(False)
        case Holds(column):
            return pl.col(column.name)
        case OneOf(column, yes, open):
            text = pl.col(column.name)
            return _or_open(text.is_in(list(yes)), text.is_in(list(open)), open)
        case Overlaps(column, yes, open):
            words = pl.col(column.name).list
            return _or_open(_some(words, yes), _some(words, open), open)
        case Begins(column, folded, word, word_folded):
            begins, nearly = pl.col(column.name).str.starts_with(word), pl.col(folded.name).str.starts_with(word_folded)
            return _or_open(begins, nearly, (word_folded,))
        case Reaches(low, high, operator, constant):
            least, most = pl.col(low.name), pl.col(high.name)
            none, all = {
                "greater_than": (most <= constant, least > constant),
                "at_least": (most < constant, least >= constant),
                "less_than": (least >= constant, most < constant),
                "at_most": (least > constant, most <= constant),
            }[operator]
            return pl.when(none).then(False).when(all).then(True)
        case Compares(column, operator, constant):
            number = pl.col(column.name)
            compared = {
                "greater_than": number > constant,
                "at_least": number >= constant,
                "less_than": number < constant,
                "at_most": number <= constant,
            }[operator]
            return number.is_not_nan() & compared
        case Falls(column, operator, constant):
            day = pl.col(column.name)
            return (day != "") & (day < constant if operator == "before" else day >= constant)


def _or_open(yes: polars.Expr, open: polars.Expr, words: tuple[str, ...]) -> polars.Expr:
    """True for yes, null for open; null where the column is null."""
    import polars as pl

    return pl.when(yes).then(True).when(~open).then(False) if words else yes


def _some(words: polars.expr.list.ExprListNameSpace, wanted: tuple[str, ...]) -> polars.Expr:
    """Whether a list holds any of some words; null for a null list."""
    import polars as pl

    return words.eval(pl.element().is_in(list(wanted))).list.any() if wanted else words.len() < 0

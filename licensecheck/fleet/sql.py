"""Compiled clauses as SQL, whose logic is the same: nullable booleans, null for unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from licensecheck.engine.judge import Verdict
from licensecheck.fleet.columns import Begins, Column, Compares, Falls, Formula, Holds, OneOf, Overlaps, Reaches
from licensecheck.fleet.compile import NOTHING, Rule
from licensecheck.policy.model import All, Any, Not, Policy

OPERATORS = {"greater_than": ">", "at_least": ">=", "less_than": "<", "at_most": "<=", "before": "<", "on_or_after": ">="}


class Dialect(NamedTuple):
    """What one engine writes otherwise: the mark around names, the one before a quote, and how two lists are compared."""

    mark: str
    escape: str
    overlap: str
    array: str
    types: dict[str, str]


DIALECTS = {
    "duckdb": Dialect(
        '"',
        "'",
        "list_has_any({column}, {words})",
        "[{words}]",
        {"yes_no": "BOOLEAN", "text": "VARCHAR", "number": "DOUBLE", "list": "VARCHAR[]"},
    ),
    "spark": Dialect(
        "`",
        "\\",
        "arrays_overlap({column}, {words})",
        "array({words})",
        {"yes_no": "BOOLEAN", "text": "STRING", "number": "DOUBLE", "list": "ARRAY<STRING>"},
    ),
}


def table_of(listed: str) -> str:
    """The table that holds the elements of a list: `deployment_uses`."""
    return listed.replace(".", "_")


def view(policy: Policy, rules: Iterable[Rule], dialect: str) -> str:
    """A policy as a view: a row for each row of `facts` about it, a column for each clause with its verdict."""
    printer = Printer(DIALECTS[dialect])
    words = ", ".join(f"{int(verdict)} {verdict.word.replace('_', ' ')}" for verdict in Verdict)
    about = f"-- {policy.name}\n-- {words}\n"
    query = f"{select(rules, dialect)}\nWHERE facts.policy = {printer.text(policy.id)}"
    return f"{about}CREATE OR REPLACE VIEW {printer.name(view_name(policy.id, dialect))} AS\n{query};\n"


def view_name(policy: str, dialect: str) -> str:
    """The name of a policy's view: Spark takes letters, digits and underscores alone, so that `llama-3.1` is `llama_3_1` there."""
    return re.sub("[^A-Za-z0-9_]", "_", policy) if dialect == "spark" else policy


def schema(rules: Iterable[Rule], dialect: str) -> str:
    """The tables that the views of some rules read: `facts`, and one for each list of elements."""
    spelled = DIALECTS[dialect]
    found: dict[str, dict[str, str]] = {"facts": {}}
    for rule in rules:
        own = {column.name: spelled.types[column.kind] for column in rule.columns}
        found["facts"].update(own)
        if rule.clause.for_each:
            found["facts"][rule.clause.for_each] = "BIGINT"
            inner = {column.name: spelled.types[column.kind] for column in rule.element}
            found.setdefault(table_of(rule.clause.for_each), {}).update(own | inner)
    made = []
    for table, columns in found.items():
        listed = ",\n".join(f"  {_name(name, spelled)} {kind}" for name, kind in sorted(columns.items()))
        key = "  row BIGINT" if table != "facts" else f"  row BIGINT,\n  policy {spelled.types['text']}"
        made.append(f"CREATE TABLE {table} (\n{key},\n{listed}\n);\n")
    return "\n".join(made)


def select(rules: Iterable[Rule], dialect: str, read: bool = False) -> str:
    """The query that gives the verdict on each clause for each row of the table `facts`."""
    printer = Printer(DIALECTS[dialect])
    shown, joins = ["facts.row"], []
    through: dict[str, list[Rule]] = {}
    for rule in rules:
        name = printer.name(rule.clause.id)
        if not rule.clause.for_each:
            shown.append(f"{printer.verdict(rule, 'facts', read)} AS {name}")
            continue
        through.setdefault(rule.clause.for_each, []).append(rule)
        listed, table = printer.name(rule.clause.for_each), table_of(rule.clause.for_each)
        unlisted = int(Verdict.NOT_APPLICABLE if rule.clause.standing else Verdict.UNKNOWN)
        shown.append(f"CASE WHEN facts.{listed} IS NULL THEN {unlisted} ELSE coalesce({table}.{name}, 0) END AS {name}")
    for listed, several in through.items():
        each = (f"max({printer.verdict(rule, 'element', read)}) AS {printer.name(rule.clause.id)}" for rule in several)
        table, worst = table_of(listed), ",\n    ".join(each)
        inner = f"  SELECT element.row,\n    {worst}\n  FROM {table} AS element GROUP BY element.row\n"
        joins.append(f"\nLEFT JOIN (\n{inner}) AS {table} ON {table}.row = facts.row")
    return "SELECT " + ",\n  ".join(shown) + "\nFROM facts" + "".join(joins)


class Printer(NamedTuple):
    """Writes formulas in one dialect. Its methods' `of` is the table whose columns they read."""

    dialect: Dialect

    def name(self, text: str) -> str:
        """A name between marks."""
        return _name(text, self.dialect)

    def text(self, text: str) -> str:
        """A text between quotes."""
        escape = self.dialect.escape
        doubled = text.replace("\\", "\\\\") if escape == "\\" else text
        return "'" + doubled.replace("'", escape + "'") + "'"

    def column(self, column: Column, of: str) -> str:
        """A column of a table."""
        return f"{of}.{self.name(column.name)}"

    def verdict(self, rule: Rule, of: str, read: bool) -> str:
        """The verdict on one clause, as a number; see `engine.judge.decide`."""
        clause, binds = rule.clause, self.formula(rule.binds, of)
        if clause.standing:
            return f"CASE WHEN {binds} THEN {int(Verdict.PASS)} ELSE {int(Verdict.NOT_APPLICABLE)} END"
        loose = f"CASE WHEN NOT {binds} THEN {int(Verdict.NOT_APPLICABLE)}"
        if clause.basis == "secondary":
            return f"{loose} ELSE {int(Verdict.PASS if read else Verdict.UNKNOWN)} END"
        if rule.met == NOTHING:
            return f"{loose} WHEN {binds} THEN {int(Verdict.FAIL)} ELSE {int(Verdict.UNKNOWN)} END"
        met = self.formula(rule.met, of)
        missing = int(Verdict.DUE if clause.kind == "duty" else Verdict.UNKNOWN)
        return (
            f"{loose} WHEN {met} THEN {int(Verdict.PASS)} WHEN {binds} IS NULL THEN {int(Verdict.UNKNOWN)} "
            f"WHEN NOT {met} THEN {int(Verdict.FAIL)} ELSE {missing} END"
        )

    def formula(self, formula: Formula, of: str) -> str:
        """A formula as a nullable boolean, in brackets where it has several words."""
        match formula:
            case Not(part):
                return f"(NOT {self.formula(part, of)})"
            case All(parts):
                return f"({' AND '.join(self.formula(part, of) for part in parts)})" if parts else "TRUE"
            case Any(parts):
                return f"({' OR '.join(self.formula(part, of) for part in parts)})" if parts else "FALSE"
            case Holds(column):
                return self.column(column, of)
            case OneOf(column, yes, open):
                name = self.column(column, of)
                return self._or_open(name, *(f"({name} IN ({self._words(words)}))" if words else "" for words in (yes, open)))
            case Overlaps(column, yes, open):
                name = self.column(column, of)
                return self._or_open(name, *(self._overlap(name, words) if words else "" for words in (yes, open)))
            case Begins(column, folded, word, word_folded):
                name, blurred = self.column(column, of), self.column(folded, of)
                begins = f"left({name}, {len(word)}) = {self.text(word)}"
                return self._or_open(name, begins, f"left({blurred}, {len(word_folded)}) = {self.text(word_folded)}")
            case Reaches(low, high, operator, constant):
                least, most = self.column(low, of), self.column(high, of)
                sign = OPERATORS[operator]
                inner, outer = (least, most) if sign in (">", ">=") else (most, least)
                return f"(CASE WHEN NOT ({outer} {sign} {constant}) THEN FALSE WHEN {inner} {sign} {constant} THEN TRUE END)"
            case Compares(column, operator, constant):
                name = self.column(column, of)
                return f"(NOT isnan({name}) AND {name} {OPERATORS[operator]} {constant})"
            case Falls(column, operator, constant):
                name = self.column(column, of)
                return f"({name} <> '' AND {name} {OPERATORS[operator]} {self.text(constant)})"

    def _words(self, words: tuple[str, ...]) -> str:
        return ", ".join(map(self.text, words))

    def _overlap(self, column: str, words: tuple[str, ...]) -> str:
        return self.dialect.overlap.format(column=column, words=self.dialect.array.format(words=self._words(words)))

    def _or_open(self, column: str, yes: str, open: str) -> str:
        """True for yes, null for open, else false; null where the column is null."""
        if yes and not open:
            return yes
        first = f"WHEN {yes} THEN TRUE " if yes else ""
        left = f"NOT ({open})" if open else f"{column} IS NOT NULL"
        return f"(CASE {first}WHEN {left} THEN FALSE END)"


def _name(text: str, dialect: Dialect) -> str:
    return dialect.mark + text.replace(dialect.mark, dialect.mark * 2) + dialect.mark

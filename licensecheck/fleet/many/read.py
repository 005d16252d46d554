"""The deployments of a fleet: deploy.yaml files below folders, and tables of facts with a row for each model in a deployment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.fleet.table import ENDINGS, collected, lazy_table, named_columns, trouble
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.text import Text, read

if TYPE_CHECKING:
    pass

MOST_FILES = 100_000
NAME = "deploy.yaml"
SKIPPED = ("node_modules", "__pycache__")
ABOUT = {"id": ("id", "model", "model_id"), "team": ("team",), "deployment": ("deployment",), "base": ("base", "base_model")}
OF_MODEL = ("license", "relation", "as")
PARTS = ("organization", "deployment", "model", "evidence", "outputs")


class Row(NamedTuple):
    """One deployment of a fleet, or one model of a table with its facts. `text` is what deploy.yaml says, or would say.

    `places` are the numbers of the rows of a table that say the same, from 1.
    """

    name: str
    team: str
    text: Text
    places: tuple[int, ...] = (1,)
    table: str = ""


def rows(paths: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Row]:
    """The deployments at some paths: files, folders with files, tables.

    Raises InputError for a path that is none of these.
    """
    for path in paths:
        if os.path.isdir(path):
            found = [Row(name, os.path.dirname(os.path.relpath(name, path)), read(name)) for name in _files(path)]
            if not found:
                raise trouble("missing-file", f"no `{NAME}` lies below `{path}`")
            yield from found
        elif path.casefold().endswith(ENDINGS):
            yield from table_rows(path, vocabulary)
        else:
            yield Row(path, os.path.dirname(path), read(path))


def _files(folder: str) -> list[str]:
    """Every deploy.yaml below a folder, in order; no link is followed."""
    found: list[str] = []
    for top, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in SKIPPED)
        if NAME in names:
            found.append(os.path.join(top, NAME))
        if len(found) > MOST_FILES:
            raise trouble("too-large", f"more than {MOST_FILES:,} files lie below `{folder}`")
    return found


def table_rows(path: str, vocabulary: Vocabulary) -> Iterator[Row]:
    """The rows of a table, those that say the same as one.

    Raises InputError for a column that is no fact.
    """
    import polars as pl

    table = lazy_table(path)
    names = table.collect_schema().names()
    about = named_columns(path, names, ABOUT, ("id",))
    facts = [name for name in names if name not in (*about.values(), *OF_MODEL)]
    wrong = [_no_fact(path, name, vocabulary) for name in facts if not _is_fact(name, vocabulary)]
    if wrong:
        raise InputError(tuple(wrong))
    frame = collected(path, table.with_row_index("row number", 1))
    said = [name for name in names if name not in (about.get("deployment", ""),)]
    keys = pl.concat_str([pl.col(name).map_elements(_spelled, pl.String, skip_nulls=False) for name in said], separator="\0")
    grouped = frame.with_columns(keys.alias("what it says")).group_by("what it says", maintain_order=True)
    for _, same in grouped:
        first = same.row(0, named=True)
        team = str(first.get(about.get("team", ""), "") or "")
        text = Text(f"{path} row {first['row number']}", json.dumps(_declared(first, about, facts), default=str))
        yield Row(str(first[about["id"]]), team, text, tuple(same["row number"].to_list()), path)


def _spelled(value: Any) -> str:
    return json.dumps(value.to_list() if hasattr(value, "to_list") else value, default=str)


def _is_fact(name: str, vocabulary: Vocabulary) -> bool:
    definition = vocabulary.facts.get(name)
    return definition is not None and definition.written and name.partition(".")[0] in PARTS


def _no_fact(path: str, name: str, vocabulary: Vocabulary) -> Diagnostic:
    help = did_you_mean(name, (*vocabulary.facts, "id", "team", "deployment", *OF_MODEL))
    return Diagnostic("unknown-fact", f"the column `{name}` of `{path}` is no fact", help=help)


def _declared(row: dict[str, Any], about: dict[str, str], facts: list[str]) -> dict[str, Any]:
    """What a deploy.yaml would say that declares the one model of a row."""
    model: dict[str, Any] = {"id": row[about["id"]]}
    model |= {key: row[key] for key in OF_MODEL if key != "relation" and row.get(key) is not None}
    base = row.get(about.get("base", ""))
    if base is not None:
        several = base if isinstance(base, list) else [base]
        relation = row.get("relation")
        model["base"] = [{"id": each} | ({"relation": relation} if relation else {}) for each in several]
    parts: dict[str, dict[str, Any]] = {part: {} for part in PARTS} | {"model": model}
    for name in facts:
        if row[name] is not None:
            part, _, short = name.partition(".")
            parts[part][short] = _plain(row[name])
    model |= {part: parts[part] for part in ("evidence", "outputs") if parts[part]}
    return {"version": 1, "organization": parts["organization"], "deployment": parts["deployment"], "models": [model]}


def _plain(value: Any) -> Any:
    """A cell as YAML: what CSV writes as text (`true`, `5_000`, `[KR, US]`) is read as deploy.yaml would read it."""
    if not isinstance(value, str):
        return value
    from licensecheck.source.nodes import parse_value, plain

    node = parse_value(value, "a cell of the table")
    return value if node is None else plain(node)

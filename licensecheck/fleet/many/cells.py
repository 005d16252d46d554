"""Cells of a table of facts: read as strictly as deploy.yaml is, each thing that is said once, however many rows say it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from licensecheck.catalog.corpus import Corpus
from licensecheck.facts.parse import Reader
from licensecheck.facts.vocabulary import OF_DEPLOYMENT, Definition
from licensecheck.fleet.many.read import Table
from licensecheck.fleet.many.rows import Wrong
from licensecheck.fleet.many.said import UNSAID, Figures, Kept, Numbers, Said
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence, parse_value
from licensecheck.source.text import Text

if TYPE_CHECKING:
    import polars

BARE, LONGEST = r"^[0-9]+(_[0-9]+)*$", 40
WORD = r"[A-Za-z_]+\Z"
LARGEST = 1e300
"""How a bare number and a word look in a table of texts, and the lengths and numbers that deploy.yaml takes for no number."""


def said_in(table: Table, corpus: Corpus) -> tuple[Said, list[Wrong]]:
    """What the rows of a table say, and what is wrong with their cells."""
    import polars as pl

    codes: dict[str, Numbers] = {}
    figures: dict[str, Figures] = {}
    facts: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for name in table.facts:
        definition, cells = corpus.vocabulary.facts[name], table.frame[name]
        if definition.type == "figure":
            figures[name] = bare_figures(cells)
            if not np.isnan(figures[name]).all():
                cells = cells.set(pl.Series(~np.isnan(figures[name])), None)
        kept = Kept()
        codes[name] = np.full(len(cells), UNSAID, np.int32)
        for cell, rows in distinct(cells):
            fact, faults = _read(cell, definition, corpus)
            wrong += [Wrong(fault, rows) for fault in faults]
            if fact is not None:
                codes[name][rows] = kept.number(fact)
        facts[name] = tuple(kept.facts)
    return Said(table.frame.height, codes, figures, facts), wrong


def distinct(cells: polars.Series) -> list[tuple[Any, Numbers]]:
    """Every cell that is not empty, once, with the rows that hold it."""
    import polars as pl

    frame = pl.DataFrame({"cell": cells}).with_row_index("row").filter(pl.col("cell").is_not_null())
    found = frame.group_by("cell", maintain_order=True).agg(pl.col("row"))
    return [(cell, rows.to_numpy().astype(np.int32)) for cell, rows in zip(found["cell"].to_list(), found["row"], strict=True)]


def bare_figures(cells: polars.Series) -> Figures:
    """The cells that are nothing but a number, as numbers; not-a-number where a cell says more, or nothing."""
    import polars as pl

    if cells.dtype == pl.String:
        text = pl.col("cell")
        plain = pl.when(text.str.contains(BARE) & (text.str.len_chars() < LONGEST)).then(
            text.str.replace_all("_", "", literal=True)
        )
        cells = pl.DataFrame({"cell": cells}).select(plain.cast(pl.Float64)).to_series()
    elif not cells.dtype.is_integer() and not cells.dtype.is_float():
        return np.full(len(cells), np.nan)
    numbers = cells.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return np.where((numbers >= 0) & (numbers < LARGEST), numbers, np.nan)


def _read(cell: Any, definition: Definition, corpus: Corpus) -> tuple[Any, tuple[Diagnostic, ...]]:
    """The fact that a cell states, and what is wrong with it. An empty cell says nothing."""
    faults = Faults()
    try:
        node = node_of(cell)
        if node is None:
            return None, ()
        fact = Reader(corpus.vocabulary, corpus.places, faults).fact(definition, node)
    except InputError as error:
        return None, error.diagnostics
    return fact, tuple(faults.found)


def node_of(cell: Any) -> Node | None:
    """A cell as YAML: what CSV writes as text (`true`, `5_000`, `[KR, US]`) is what deploy.yaml would write."""
    name = "a cell of the table"
    if not isinstance(cell, str):
        if hasattr(cell, "to_list"):
            cell = cell.to_list()
        return parse_value(json.dumps(cell, default=str, ensure_ascii=False), name)
    found = parse_value(cell, name)
    if found is None and cell.strip():  # a null is written: it is not known
        return parse_value("unknown", name)
    return found


def declared(table: Table, row: int) -> Text:
    """What a deploy.yaml would say that declares the one model of a row. Raises InputError for a cell that is no YAML."""
    cells = table.frame.row(row, named=True)
    said = {key: cells[name] for key, name in table.about.items() if cells[name] is not None}
    model: dict[str, str] = {key: _quoted(said[key]) for key in ("id", "license", "as") if key in said}
    if "base" in said:
        several = said["base"] if isinstance(said["base"], list) else [said["base"]]
        relation = {"relation": _quoted(said["relation"])} if said.get("relation") else {}
        model["base"] = f"[{', '.join(_mapping({'id': _quoted(each), **relation}) for each in several)}]"
    parts: dict[str, dict[str, str]] = {part: {} for part in OF_DEPLOYMENT} | {"model": model}
    for name in table.facts:
        node = node_of(cells[name]) if cells[name] is not None else None
        if node is not None:
            part, _, short = name.partition(".")
            parts[part][short] = written(node)
    model |= {part: _mapping(parts[part]) for part in ("evidence", "outputs") if parts[part]}
    root = {"version": "1", "organization": _mapping(parts["organization"]), "deployment": _mapping(parts["deployment"])}
    return Text(f"{table.path} row {row + 1}", _mapping(root | {"models": f"[{_mapping(model)}]"}))


def written(node: Node) -> str:
    """A node as YAML in one line, with the same meaning."""
    match node:
        case Scalar(value=None):
            return "null"
        case Scalar(value=value, text=text, quoted=False) if not isinstance(value, str) or re.match(WORD, text):
            return text
        case Scalar(text=text):
            return _quoted(text)
        case Sequence(items=items):
            return f"[{', '.join(written(each) for each in items)}]"
        case Mapping(entries=entries):
            return _mapping({key.text: written(below) for key, below in entries})


def _mapping(entries: dict[str, str]) -> str:
    return "{" + ", ".join(f"{_quoted(key)}: {value}" for key, value in entries.items()) + "}"


def _quoted(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)

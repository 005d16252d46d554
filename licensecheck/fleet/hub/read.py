"""The models of a hub as arrays: ids, claimed licenses, and edges to the parents that they name."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from licensecheck.catalog.model import Catalog
from licensecheck.facts.deployment import RELATIONS
from licensecheck.facts.models import RELATION_SPELLINGS
from licensecheck.fleet.hub.hashes import distinct, ordered
from licensecheck.fleet.hub.labels import labels_of
from licensecheck.fleet.hub.resolve import Resolver
from licensecheck.fleet.table import collected, lazy_table, named_columns, trouble
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean

if TYPE_CHECKING:
    import numpy
    import polars
    from numpy.typing import NDArray

SPELLINGS = {
    "id": ("id", "model_id", "modelId"),
    "license": ("license",),
    "base": ("base", "base_model"),
    "relation": ("relation", "base_model_relation"),
}
"""The columns of a table of models; the first of each that there is counts."""


class Hub(NamedTuple):
    """A table of models. An edge leads from a row (`child`) to the parent that it names, in the order of the table.

    `maybe` are the rows whose ids a line of the catalog may match; `licenses` are categories. `parent` are the rows of the parents
    (-1: the hub has none of that name), `relation` numbers of RELATIONS; `named` are the parents' names as written, `bases` the
    same by number in lower case.
    """

    ids: polars.Series
    maybe: NDArray[numpy.int64]
    licenses: polars.Series
    child: numpy.ndarray
    relation: numpy.ndarray
    parent: numpy.ndarray
    base: numpy.ndarray
    bases: polars.Series
    named: polars.Series


def read_hub(path: str, catalog: Catalog) -> Hub:
    """Read a table of models, which a catalog is to resolve.

    Raises InputError for a table without ids, with an id twice, or with a relation that is none.
    """
    import polars as pl

    table = lazy_table(path)
    schema = table.collect_schema()
    names = named_columns(path, schema.names(), SPELLINGS, ("id",))
    for key, name in names.items():
        _typed(path, key, name, schema[name])
    wanted = table.select(pl.col(name).alias(key) for key, name in names.items())
    # Parquet is read column by column as it is needed, other tables once
    return hub_of(path, catalog, wanted if path.casefold().endswith(".parquet") else collected(path, wanted).lazy())


def _typed(path: str, key: str, name: str, dtype: polars.DataType) -> None:
    import polars as pl

    text = dtype in (pl.String, pl.Categorical, pl.Null) or isinstance(dtype, pl.Enum | pl.Categorical)
    several = isinstance(dtype, pl.List) and dtype.inner in (pl.String, pl.Null)
    if not text and not (several and key in ("base", "relation")):
        what = "text" if key in ("id", "license") else "text or a list of texts"
        raise trouble("wrong-type", f"the column `{name}` of `{path}` is {str(dtype)[:60]}, not {what}")


def hub_of(path: str, catalog: Catalog, table: polars.LazyFrame) -> Hub:
    """A table of models with columns `id`, and perhaps `license`, `base` and `relation`.

    Raises InputError for a row without an id, an id twice, or a relation that is none.
    """
    import numpy as np

    columns = table.collect_schema().names()
    ids, maybe, hashes = _ids(path, catalog, table)
    with ThreadPoolExecutor(1) as beside:
        by_hash = beside.submit(ordered, hashes)
        edges, relation = _edges(path, table, columns)
        of_names, first, base = distinct(edges["hash"].to_numpy())
        order, in_order = by_hash.result()
        if (in_order[1:] == in_order[:-1]).any():
            twice = ids.filter(ids.str.to_lowercase().is_duplicated())
            message = f"{len(twice):,} rows of `{path}` share their ids, such as `{twice[0]}`"
            raise trouble("duplicate-model", message, "give each model one row")
        bases = edges["low"].gather(first)
        parent_of = np.full(len(of_names), -1, np.int32)
        place = np.searchsorted(in_order, of_names)
        there = np.flatnonzero(place < len(order))
        found = there[in_order[place[there]] == of_names[there]]
        parent_of[found] = order[place[found]]
        other = beside.submit(_differ, ids, parent_of[found], bases.gather(found))
        licenses = _licenses(path, table, columns, len(ids))
        child = edges["row"].to_numpy().astype(np.int32)
        hub = Hub(ids, maybe, licenses, child, relation, parent_of[base], base, bases, edges["base"])
        if other.result():
            raise trouble("not-a-table", f"two names of `{path}` cannot be told apart by their hashes")
        return hub


def _differ(ids: polars.Series, rows: numpy.ndarray, names: polars.Series) -> bool:
    """Whether any name (in lower case) is not the id of its row."""
    return bool((ids.gather(rows).str.to_lowercase() != names).any())


def _ids(path: str, catalog: Catalog, table: polars.LazyFrame) -> tuple[polars.Series, numpy.ndarray, numpy.ndarray]:
    """The ids, the places of those that the catalog may have, and the hashes of all in lower case."""
    import polars as pl

    low = pl.col("low")
    frame = collected(
        path,
        table.select(pl.col("id").cast(pl.String))
        .with_columns(low=pl.col("id").str.to_lowercase())
        .select("id", maybe=Resolver(catalog).maybe(low), hash=low.hash()),
    )
    ids = frame["id"]
    if ids.null_count() or (ids == "").any():
        row = (ids.is_null() | (ids == "")).arg_max()
        raise trouble("missing-key", f"row {(row or 0) + 1} of `{path}` has no id")
    return ids, frame["maybe"].arg_true().to_numpy(), frame["hash"].to_numpy()


def _licenses(path: str, table: polars.LazyFrame, columns: list[str], rows: int) -> polars.Series:
    """What each model claims; null for nothing."""
    import polars as pl

    claims = pl.Categorical(pl.Categories.random())
    if "license" not in columns:
        return pl.Series("license", [None], claims).new_from_index(0, rows)
    said = pl.col("license").cast(pl.String)
    return collected(path, table.select(pl.when(said != "").then(said).cast(claims).alias("license")))["license"]


def _edges(path: str, table: polars.LazyFrame, columns: list[str]) -> tuple[polars.DataFrame, numpy.ndarray]:
    """For each edge the row of the child, the name of the parent, and the same in lower case with its hash; and the numbers of the
    relations: one that is not said is a fine-tune, as in deploy.yaml.
    """
    import numpy as np
    import polars as pl

    there = (pl.col(name) if name in columns else pl.lit(None, pl.String).alias(name) for name in ("base", "relation"))
    edges = table.select("id", *there).drop("id").with_row_index("row").filter(pl.col("base").is_not_null())
    schema = edges.collect_schema()
    several = isinstance(schema["relation"], pl.List)
    if isinstance(schema["base"], pl.List):
        edges = edges.filter(pl.col("base").list.len() > 0)
        edges = edges.with_columns(_one_each()).explode("base", "relation") if several else edges.explode("base")
    elif several:
        edges = edges.with_columns(pl.col("relation").list.first())
    base = pl.col("base").cast(pl.String)
    edges = edges.with_columns(base, pl.col("relation").cast(pl.String)).filter(base.is_not_null() & (base != ""))
    low, words = pl.col("low"), pl.Categorical(pl.Categories.random())
    edges = edges.with_columns(pl.col("relation").cast(words), low=pl.col("base").str.to_lowercase())
    frame = collected(path, edges.with_columns(hash=low.hash()))
    said = labels_of(frame["relation"])
    relation = np.array([0, *(_relation(path, word) for word in said.texts)], np.uint8)[said.codes]
    return frame.drop("relation"), relation


def _one_each() -> polars.Expr:
    """A relation for each parent: one alone is that of all, and of another number none is said."""
    import polars as pl

    some, wanted = pl.col("relation").list.len(), pl.col("base").list.len()
    alone = pl.col("relation").list.first().repeat_by(wanted)
    unsaid = pl.lit("").repeat_by(wanted)
    return pl.when(some == wanted).then(pl.col("relation")).when(some == 1).then(alone).otherwise(unsaid).alias("relation")


def _relation(path: str, word: str) -> int:
    folded = word.strip().casefold().replace("-", "_")
    folded = RELATION_SPELLINGS.get(folded, folded) or "fine_tune"
    if folded not in RELATIONS:
        help = did_you_mean(folded, RELATIONS) or "one of " + ", ".join(RELATIONS)
        raise InputError((Diagnostic("unknown-value", f"`{word}` of `{path}` is no relation to a base", help=help),))
    return RELATIONS.index(folded)

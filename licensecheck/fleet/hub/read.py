"""The models of a hub as arrays: ids, claimed licenses, and edges to the parents that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from licensecheck.facts.deployment import RELATIONS
from licensecheck.facts.models import RELATION_SPELLINGS
from licensecheck.fleet.table import collected, lazy_table, named_columns, trouble
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean

if TYPE_CHECKING:
    import numpy
    import polars

SPELLINGS = {
    "id": ("id", "model_id", "modelId"),
    "license": ("license",),
    "base": ("base", "base_model"),
    "relation": ("relation", "base_model_relation"),
}
"""The columns of a table of models; the first of each that there is counts."""


class Hub(NamedTuple):
    """A table of models. An edge leads from a row (`child`) to the parent that it names, in the order of the table.

    `low` are the ids in lower case, `parent` the rows of the parents (-1: the hub has none of that name), `relation` numbers of
    RELATIONS; `named` are the parents' names as written, `bases` the same by number: one number, one name without regard to case.
    """

    ids: polars.Series
    low: polars.Series
    licenses: polars.Series
    child: numpy.ndarray
    relation: numpy.ndarray
    parent: numpy.ndarray
    base: numpy.ndarray
    bases: polars.Series
    named: polars.Series


def read_hub(path: str) -> Hub:
    """Read a table of models.

    Raises InputError for a table without ids, with an id twice, or with a relation that is none.
    """
    import polars as pl

    table = lazy_table(path)
    schema = table.collect_schema()
    names = named_columns(path, schema.names(), SPELLINGS, ("id",))
    for key, name in names.items():
        _typed(path, key, name, schema[name])
    wanted = [pl.col(name).alias(key) for key, name in names.items()]
    frame = collected(path, table.select(wanted))
    return hub_of(path, frame)


def _typed(path: str, key: str, name: str, dtype: polars.DataType) -> None:
    import polars as pl

    text = dtype in (pl.String, pl.Categorical, pl.Null) or isinstance(dtype, pl.Enum | pl.Categorical)
    several = isinstance(dtype, pl.List) and dtype.inner in (pl.String, pl.Null)
    if not text and not (several and key in ("base", "relation")):
        what = "text" if key in ("id", "license") else "text or a list of texts"
        raise trouble("wrong-type", f"the column `{name}` of `{path}` is {str(dtype)[:60]}, not {what}")


def hub_of(path: str, frame: polars.DataFrame) -> Hub:
    """A table of models with columns `id`, and perhaps `license`, `base` and `relation`."""
    import numpy as np
    import polars as pl

    ids = frame["id"].cast(pl.String)
    if ids.null_count() or (ids == "").any():
        row = (ids.is_null() | (ids == "")).arg_max()
        raise trouble("missing-key", f"row {(row or 0) + 1} of `{path}` has no id")
    low = ids.str.to_lowercase()
    hashes = low.hash()
    _unique(path, ids, low, hashes)
    licenses = (
        frame["license"].cast(pl.String)
        if "license" in frame.columns
        else pl.Series("license", [None], pl.String).new_from_index(0, len(ids))
    )
    licenses = licenses.set(licenses == "", None) if (licenses == "").any() else licenses
    edges = _edges(path, frame)
    named = edges["base"]
    of_names, first, base = np.unique(named.str.to_lowercase().hash().to_numpy(), return_index=True, return_inverse=True)
    bases = named.gather(first)
    # few rows are parents: those whose hash some name has
    some = np.flatnonzero(hashes.is_in(pl.Series(of_names).implode()).to_numpy())
    parent_of = np.full(len(of_names), -1, np.int32)
    parent_of[np.searchsorted(of_names, hashes.gather(some).to_numpy())] = some
    found = np.flatnonzero(parent_of >= 0)
    if (low.gather(parent_of[found]) != bases.gather(found).str.to_lowercase()).any():
        raise trouble("not-a-table", f"two names of `{path}` cannot be told apart by their hashes")
    return Hub(
        ids,
        low,
        licenses,
        edges["child"].cast(pl.Int32).to_numpy(),
        edges["relation"].to_numpy(),
        parent_of[base],
        base,
        bases,
        named,
    )


def _unique(path: str, ids: polars.Series, low: polars.Series, hashes: polars.Series) -> None:
    import numpy as np

    ordered = np.sort(hashes.to_numpy())
    if not (ordered[1:] == ordered[:-1]).any():
        return
    twice = ids.filter(low.is_duplicated())
    raise trouble(
        "duplicate-model", f"{len(twice):,} rows of `{path}` share their ids, such as `{twice[0]}`", "give each model one row"
    )


def _edges(path: str, frame: polars.DataFrame) -> polars.DataFrame:
    """Child, name of the parent and number of the relation; a missing relation is a fine-tune, as in deploy.yaml."""
    import polars as pl

    if "base" not in frame.columns:
        frame = frame.with_columns(base=pl.lit(None, pl.String))
    if "relation" not in frame.columns:
        frame = frame.with_columns(relation=pl.lit(None, pl.String))
    frame = frame.select("base", "relation").with_row_index("child").filter(pl.col("base").is_not_null())
    if isinstance(frame.schema["base"], pl.List):
        frame = frame.filter(pl.col("base").list.len() > 0)
        if isinstance(frame.schema["relation"], pl.List):
            frame = _one_each(frame).explode("base", "relation")
        else:
            frame = frame.explode("base")
    elif isinstance(frame.schema["relation"], pl.List):
        frame = frame.with_columns(relation=pl.col("relation").list.first())
    frame = frame.with_columns(pl.col("base", "relation").cast(pl.String)).filter(
        pl.col("base").is_not_null() & (pl.col("base") != "")
    )
    words = frame["relation"].unique().drop_nulls().to_list()
    numbers = {word: _relation(path, word) for word in words}
    return frame.with_columns(
        relation=pl.col("relation").replace_strict(numbers, default=0, return_dtype=pl.UInt8) if numbers else pl.lit(0, pl.UInt8)
    )


def _one_each(frame: polars.DataFrame) -> polars.DataFrame:
    """A relation for each parent: one alone is that of all, and of another number none is said."""
    import polars as pl

    some, wanted = pl.col("relation").list.len(), pl.col("base").list.len()
    if not frame.select(((some != wanted) | some.is_null()).any()).item():
        return frame
    alone = pl.col("relation").list.first().repeat_by(wanted)
    unsaid = pl.lit("").repeat_by(wanted)
    return frame.with_columns(
        relation=pl.when(some == wanted).then(pl.col("relation")).when(some == 1).then(alone).otherwise(unsaid)
    )


def _relation(path: str, word: str) -> int:
    folded = word.strip().casefold().replace("-", "_")
    folded = RELATION_SPELLINGS.get(folded, folded) or "fine_tune"
    if folded not in RELATIONS:
        help = did_you_mean(folded, RELATIONS) or "one of " + ", ".join(RELATIONS)
        raise InputError((Diagnostic("unknown-value", f"`{word}` of `{path}` is no relation to a base", help=help),))
    return RELATIONS.index(folded)

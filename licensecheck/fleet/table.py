"""Tables of strangers: Parquet, CSV or JSON lines, of which only the columns that are asked for are read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean

if TYPE_CHECKING:
    import polars

MOST_ROWS = 100_000_000
ENDINGS = (".parquet", ".csv", ".jsonl", ".ndjson")


def lazy_table(path: str) -> polars.LazyFrame:
    """A table whose columns are known and whose rows are not read yet.

    Raises InputError for a file that is none of the three kinds, or none at all.
    """
    import polars as pl

    if not os.path.isfile(path):
        raise trouble("missing-file", f"there is no file `{path}`")
    low = path.casefold()
    try:
        if low.endswith(".parquet"):
            table = pl.scan_parquet(path, glob=False)
        elif low.endswith(".csv"):
            table = pl.scan_csv(path, glob=False, infer_schema=False)
        elif low.endswith((".jsonl", ".ndjson")):
            table = pl.scan_ndjson(path, infer_schema_length=None)
        else:
            raise trouble("not-a-table", f"`{path}` is no table", "one of " + ", ".join(ENDINGS))
        table.collect_schema()
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise unreadable(path, error) from None
    return table


def collected(path: str, table: polars.LazyFrame) -> polars.DataFrame:
    """The rows of a table. Raises InputError where they cannot be read, or are too many."""
    import polars as pl

    try:
        found = table.head(MOST_ROWS + 1).collect(engine="streaming")
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if found.height > MOST_ROWS:
        raise trouble("too-large", f"`{path}` has more than {MOST_ROWS:,} rows")
    return found.rechunk()  # rows of one piece are picked ten times as fast


def named_columns(path: str, names: list[str], wanted: dict[str, tuple[str, ...]], needed: tuple[str, ...]) -> dict[str, str]:
    """Which column of a table stands for which of those wanted. Raises InputError for one that is needed and missing."""
    found = {key: next((name for name in spellings if name in names), "") for key, spellings in wanted.items()}
    missing = [key for key in needed if not found[key]]
    if missing:
        help = did_you_mean(missing[0], names) or "it has " + (", ".join(f"`{name}`" for name in names[:12]) or "no column")
        raise trouble("missing-column", f"`{path}` has no column `{missing[0]}`", help)
    return {key: name for key, name in found.items() if name}


def trouble(code: str, message: str, help: str = "") -> InputError:
    """One fault of a table as a whole."""
    return InputError((Diagnostic(code, message, help=help),))


def unreadable(path: str, error: BaseException) -> InputError:
    """A file that polars does not take, with the first line of its reason."""
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return trouble("not-a-table", f"`{path}` cannot be read as a table: {reason}")

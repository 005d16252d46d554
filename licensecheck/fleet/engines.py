"""The engines that evaluate the clauses of a policy over many worlds. All give the same verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from licensecheck.engine.world import World
from licensecheck.fleet import arrays
from licensecheck.fleet.compile import Rule, compiled
from licensecheck.fleet.encode import Tables, tables
from licensecheck.fleet.sql import select, table_of
from licensecheck.policy.model import Policy

if TYPE_CHECKING:
    import numpy
    import polars
    from numpy.typing import NDArray

Engine = Callable[[Policy, Sequence[World], bool], "NDArray[numpy.uint8]"]
"""A policy, worlds for it, and whether terms known at second hand were read: a row of verdicts a world, a column a clause."""
Columns = Callable[[Tables, Sequence[Rule], bool], "polars.DataFrame"]
"""Tables of facts, the rules of a policy, and whether terms known at second hand were read: a verdict for each row and clause."""


def over(columns: Columns) -> Engine:
    """An engine that evaluates compiled clauses over tables of facts. It raises InputError for a clause that cannot be compiled."""

    def engine(policy: Policy, worlds: Sequence[World], read: bool) -> NDArray[numpy.uint8]:
        import numpy as np

        rules = compiled(policy, worlds[0].vocabulary, worlds[0].places) if worlds else ()
        if not rules:
            return np.zeros((len(worlds), 0), np.uint8)
        found = columns(tables(worlds, rules), rules, read).sort("row")
        return found.select(rule.clause.id for rule in rules).to_numpy().astype(np.uint8)

    return engine


def by_polars(tables: Tables, rules: Sequence[Rule], read: bool) -> polars.DataFrame:
    """In this process, over columns in memory."""
    from licensecheck.fleet.frames import verdicts

    return verdicts(tables, rules, read)


def by_duckdb(tables: Tables, rules: Sequence[Rule], read: bool) -> polars.DataFrame:
    """In DuckDB, as SQL."""
    import duckdb
    import polars as pl

    with duckdb.connect() as connection:
        connection.register("facts", tables.rows.to_arrow())
        for listed, frame in tables.elements.items():
            connection.register(table_of(listed), frame.to_arrow())
        found = connection.sql(f"SELECT * FROM ({select(rules, 'duckdb', read)}) ORDER BY row").to_arrow_table()
        return pl.DataFrame(pl.from_arrow(found))


def by_spark(tables: Tables, rules: Sequence[Rule], read: bool) -> polars.DataFrame:
    """In Spark, as SQL, in the session that there is or in one on this machine."""
    import polars as pl

    session = spark_session()
    for name, frame in (("facts", tables.rows), *((table_of(listed), frame) for listed, frame in tables.elements.items())):
        session.createDataFrame(frame.to_arrow()).createOrReplaceTempView(name)
    found = session.sql(select(rules, "spark", read)).orderBy("row").toArrow()
    return pl.DataFrame(pl.from_arrow(found))


def spark_session() -> Any:
    """The session of Spark that is active, or one with two cores on this machine."""
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    builder = SparkSession.builder.master("local[2]").appName("licensecheck")
    quiet = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.ui.showConsoleProgress": "false"}
    for key, value in quiet.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


NEEDS: dict[str, tuple[str, ...]] = {"arrays": (), "polars": (), "duckdb": ("duckdb", "pyarrow"), "spark": ("pyspark", "pyarrow")}
"""The packages that an engine needs besides those of the extra `fleet`; each has an extra of its own name."""
COLUMNS: dict[str, Columns] = {"polars": by_polars, "duckdb": by_duckdb, "spark": by_spark}
ENGINES: dict[str, Engine] = {"arrays": arrays.verdicts, **{name: over(columns) for name, columns in COLUMNS.items()}}

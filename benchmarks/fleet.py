"""A synthetic fleet, and how long it takes to judge it.

    python benchmarks/fleet.py [--rows 100000] [--engines polars,duckdb] [--page]

Rows of fifty models of the catalog, each with users, revenue, regions and more of its own, so that hardly two say the same. Each engine
judges the table in a process of its own; the traced engine judges some rows one by one, from which the ratio is worked out.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from typing import Any

MODELS, TEAMS, SAMPLE = 50, 40, 500
AS_OF = "2026-11-22"


def make(path: str, rows: int, seed: int = 3) -> None:
    """Write a table of facts."""
    import polars as pl

    from licensecheck.catalog.corpus import load_corpus

    chance = random.Random(seed)
    ids = chance.sample([entry.ids[0] for entry in load_corpus().catalog.entries if entry.ids], MODELS)
    choices: dict[str, tuple[Any, ...]] = {
        "organization.country": ("KR", "US", "FR", "DE", "JP", None),
        "deployment.commercial": (True, True, False, None),
        "deployment.regions": (["KR", "US"], ["US"], ["FR", "DE"], ["JP"], None),
        "model.distribution": (["hosted_service"], [], ["weights"], None),
        "deployment.uses": ([], [], [], None),
    }
    columns: dict[str, list[Any]] = {
        "id": [chance.choice(ids) for _ in range(rows)],
        "team": [f"team-{chance.randrange(TEAMS)}" for _ in range(rows)],
        "organization.monthly_active_users": [int(10 ** chance.uniform(2, 9.2)) for _ in range(rows)],
        "organization.annual_revenue_usd": [int(10 ** chance.uniform(4, 9.5)) for _ in range(rows)],
        **{name: [chance.choice(some) for _ in range(rows)] for name, some in choices.items()},
    }
    listed = dict.fromkeys(("deployment.uses", "model.distribution", "deployment.regions"), pl.List(pl.String))
    pl.DataFrame(columns, schema_overrides=listed).write_parquet(path)


def judged(path: str, *arguments: str) -> float:
    """Seconds of a whole process that judges the table."""
    command = [sys.executable, "-m", "licensecheck", "fleet", path, "--as-of", AS_OF, *arguments]
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    assert done.returncode in (1, 3), done.returncode
    return time.perf_counter() - start


def one_by_one(path: str, rows: int) -> float:
    """Seconds for each row when the traced engine judges it by itself."""
    from licensecheck.catalog.corpus import load_corpus
    from licensecheck.fleet.many.bind import When
    from licensecheck.fleet.many.fleet import report_of
    from licensecheck.fleet.many.read import table

    corpus = load_corpus()
    read = table(path, corpus.vocabulary)
    places = random.Random(1).sample(range(rows), min(rows, SAMPLE))
    start = time.perf_counter()
    for row in places:
        report_of(read, row, corpus, When(AS_OF))
    return (time.perf_counter() - start) / len(places)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--engines", default="polars,duckdb")
    options.add_argument("--page", action="store_true", help="with the HTML page too")
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "fleet.parquet")
        make(path, given.rows)
        slow = one_by_one(path, given.rows)
        print(f"traced, one by one   {slow * given.rows:8.1f} s for {given.rows:,} rows, by {SAMPLE} of them")
        for engine in given.engines.split(","):
            spent = min(judged(path, "--engine", engine) for _ in range(given.runs))
            ratio = slow * given.rows / spent
            print(f"{engine:20} {spent:8.1f} s whole process, {given.rows / spent:,.0f} rows a second, {ratio:.0f} times as fast")
        if given.page:
            spent = min(judged(path, "--output", f"html={folder}/page.html") for _ in range(given.runs))
            size = os.path.getsize(f"{folder}/page.html")
            print(f"with the page        {spent:8.1f} s whole process, the page has {size / 1000:,.0f} kB")


if __name__ == "__main__":
    main()

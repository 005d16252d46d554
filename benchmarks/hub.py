"""A synthetic hub, and how long it takes to judge it.

    python benchmarks/hub.py measure [--models 2500000]            # all figures and ratios in one run
    python benchmarks/hub.py make HUB.parquet [--models 2500000]   # write a hub
    python benchmarks/hub.py run HUB.parquet                       # judge it in a process of its own: time, processor time, memory
    python benchmarks/hub.py grow [FOLDER]                         # hubs of 10^4 to 10^7 models, judged and plotted
    python benchmarks/hub.py clauses [--rows 2000000]              # clauses over columns alone: row-clauses a second

The shares are those of a public hub: half of the models name no license, about half a parent; lineages are up to eight generations
deep, popular parents have most children, a few names are wrong, some lineages run in circles and many labels contradict what
they were made from. Nothing in it is real but the names of the works at the roots.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

ROOTS = 400
RELATIONS = ("finetune", "adapter", "quantized", "merge", "outputs")
SHARES = (0.46, 0.27, 0.22, 0.04, 0.01)
LABELS = (
    "apache-2.0", "mit", "openrail", "creativeml-openrail-m", "other", "cc-by-nc-4.0", "llama2", "llama3", "llama3.1", "llama3.2", "gemma",
    "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-sa-4.0", "bigscience-bloom-rail-1.0", "afl-3.0", "gpl-3.0", "cc", "unknown", "bsd-3-clause",
)  # fmt: skip
MISSING, CONTRADICTING = 0.45, 0.25
"""Shares of models without a license, and of children whose label is drawn without regard to their parent's."""
PARENTS, DANGLING, MERGES, CIRCLES = 0.49, 0.015, 0.016, 40
GENERATIONS = 8


def make(path: str, models: int, seed: int = 7) -> dict[str, int]:
    """Write a hub, and count what is in it."""
    import numpy as np
    import polars as pl

    from licensecheck.catalog.corpus import load_corpus

    chance = np.random.default_rng(seed)
    catalog = load_corpus().catalog
    open_ids = [name for entry in catalog.entries for name in entry.ids if entry.weights == "open" and "/" in name]
    roots = [open_ids[place] for place in chance.permutation(len(open_ids))[: min(ROOTS, models // 20)]]
    # a generation for each model; children choose among the generation before, the popular ones most often
    generation = np.minimum(chance.geometric(0.55, models), GENERATIONS)
    generation[chance.random(models) > PARENTS] = 0
    generation[: len(roots)] = 0
    label = np.minimum(chance.geometric(0.22, models) - 1, len(LABELS) - 1)
    label[chance.random(models) < MISSING] = len(LABELS)
    label[: len(roots)] = len(LABELS)
    before = np.arange(len(roots))
    parent = np.full(models, -1)
    for level in range(1, GENERATIONS + 1):
        members = np.flatnonzero(generation == level)
        if not len(members) or not len(before):
            break
        ranks = np.minimum((len(before) * chance.power(0.35 if level == 1 else 0.6, len(members))).astype(int), len(before) - 1)
        parent[members] = before[ranks]
        kept = chance.random(len(members)) > CONTRADICTING
        label[members[kept]] = label[parent[members[kept]]]
        before = members
    relation = chance.choice(len(RELATIONS), models, p=SHARES)
    ids = _names(models, roots, parent, relation, chance)
    child = np.flatnonzero(parent >= 0)
    base = ids.gather(parent[child])
    missing = np.flatnonzero(chance.random(len(child)) < DANGLING)
    base = base.scatter(missing, pl.select(pl.format("gone/model-{}", pl.Series(missing))).to_series())
    first = pl.DataFrame({"row": child, "base_model": base, "relation": relation[child]})
    merged = child[chance.random(len(child)) < MERGES / PARENTS]
    more = pl.DataFrame({"row": np.repeat(merged, 2), "base_model": ids.gather(chance.choice(child, 2 * len(merged)))})
    circles = chance.choice(np.flatnonzero(parent < 0)[len(roots) :], min(2 * CIRCLES, models // 100 * 2), replace=False)
    round = pl.DataFrame({"row": circles, "base_model": ids.gather(circles.reshape(-1, 2)[:, ::-1].ravel())})
    merges, tunes = pl.lit(RELATIONS.index("merge")), pl.lit(0)
    edges = pl.concat([first, more.with_columns(relation=merges), round.with_columns(relation=tunes)], how="vertical_relaxed")
    bases = edges.group_by("row", maintain_order=True).agg("base_model", "relation")
    table = pl.DataFrame({"row": np.arange(models), "id": ids, "license": pl.Series([*LABELS, None]).gather(label)})
    table = table.join(bases, "row", "left", maintain_order="left").drop("row")
    table = table.with_columns(
        pl.col("relation").list.eval(pl.element().replace_strict(dict(enumerate(RELATIONS)), return_dtype=pl.String))
    )
    table[chance.permutation(models)].write_parquet(path, compression="zstd")
    return {"models": models, "edges": len(edges), "bytes": os.path.getsize(path)}


def _names(models: int, roots: list[str], parent: Any, relation: Any, chance: Any) -> Any:
    """The ids of a hub: roots, models by many owners, and quantizations by others under their parents' names."""
    import numpy as np
    import polars as pl

    kinds = pl.Series(["model", "Llama-3-tuned", "chat-7b", "lora", "sd-style", "Mistral-merge", "classifier-base", "Qwen2.5-ft"])
    frame = pl.DataFrame({
        "n": np.arange(models),
        "owner": chance.integers(0, max(models // 6, 1), models),
        "kind": kinds.gather(chance.integers(0, len(kinds), models)),
    })  # fmt: skip
    ids = frame.select(pl.format("user{}/{}-{}", "owner", "kind", "n")).to_series().scatter(range(len(roots)), roots)
    quantized = np.flatnonzero((relation == RELATIONS.index("quantized")) & (parent >= 0) & (chance.random(models) < 0.6))
    behind = ids.gather(parent[quantized]).str.extract(r"([^/]*)$", 1)
    return ids.scatter(quantized, pl.select(pl.format("quant{}/{}-GGUF", pl.Series(quantized), behind)).to_series())


def run(path: str, times: int = 3) -> dict[str, float]:
    """The least wall and processor time of some runs of `licensecheck hub` in processes of their own, and the most memory."""
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "out.parquet")
        return least(["-m", "licensecheck", "hub", path, "--as-of", "2026-11-22", "--output", output], times)


def least(arguments: list[str], times: int) -> dict[str, float]:
    """The same for any command of this Python."""
    walls, cpus, peaks = [], [], []
    for _ in range(times):
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        walls.append(time.perf_counter() - start)
        cpus.append(used.ru_utime + used.ru_stime)
        peaks.append(used.ru_maxrss / 1024)
    return {"wall": min(walls), "cpu": min(cpus), "peak_mib": max(peaks)}


READING = "import sys, polars; polars.read_parquet(sys.argv[1])"


def measure(models: int, times: int) -> None:
    """A hub judged, beside a process that only reads its table, and clauses over columns."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "hub.parquet")
        # in a process of its own, whose memory does not count
        subprocess.run([sys.executable, __file__, "make", path, "--models", str(models)], check=True, stdout=subprocess.DEVNULL)
        hub, reading = run(path, times), least(["-c", READING, path], times)
    for name, found in (("judged", hub), ("only read", reading)):
        print(
            f"{models:,} models {name:9}: {found['wall']:6.2f} s wall {found['cpu']:6.2f} s processor {found['peak_mib']:6.0f} MiB"
        )
    ratios = ", ".join(f"{hub[key] / reading[key]:.1f} times the {word}" for key, word in RATIOS.items())
    print(f"to judge them takes {ratios} of reading them; {models / hub['wall'] / 1e6:.2f} million models a second, whole process")
    clauses(2_000_000)


RATIOS = {"wall": "wall time", "cpu": "processor time", "peak_mib": "memory"}


def grow(folder: str, most: int, times: int) -> None:
    """Hubs of 10^4 models up to a number, each judged; processor time as bars, eight letters for each doubling."""
    models = 10_000
    while models <= most:
        path = os.path.join(folder, f"hub-{models}.parquet")
        if not os.path.exists(path):
            # in a process of its own, whose memory does not count
            subprocess.run([sys.executable, __file__, "make", path, "--models", str(models)], check=True, stdout=subprocess.DEVNULL)
        found = run(path, times)
        bar = "#" * max(1, round(8 * math.log2(1 + found["cpu"])))
        print(
            f"{models:>11,} models {found['wall']:7.2f} s wall {found['cpu']:7.2f} s processor {found['peak_mib']:7.0f} MiB {bar}",
            flush=True,
        )
        models *= 10


def clauses(rows: int) -> None:
    """Forty clauses over columns of facts of which three in ten are unknown: row-clauses a second."""
    import numpy as np
    import polars as pl

    from licensecheck.catalog.corpus import load_corpus
    from licensecheck.fleet.compile import compiled
    from licensecheck.fleet.frames import verdict

    corpus, chance = load_corpus(), np.random.default_rng(3)
    rules = [
        rule
        for name in corpus.ids
        for policy in corpus.editions(name)
        for rule in compiled(policy, corpus.vocabulary, corpus.places)
    ]
    # clauses about yes and no, words and figures: what a table of facts has most of
    plain = [
        rule
        for rule in rules
        if not rule.clause.for_each and all(column.kind in ("yes_no", "number") for column in rule.columns) and rule.columns
    ][:40]
    columns = {column.name: column for rule in plain for column in rule.columns}
    frame = pl.DataFrame({
        name: pl.Series(chance.random(rows) < 0.5 if column.kind == "yes_no" else chance.random(rows) * 1e9).set(pl.Series(chance.random(rows) < 0.3), None)
        for name, column in columns.items()
    })  # fmt: skip
    asked = [verdict(rule).alias(str(number)) for number, rule in enumerate(plain)]
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        frame.lazy().select(asked).select(pl.all().eq(4).sum()).collect()
        best = min(best, time.perf_counter() - start)
    print(
        f"{rows:,} rows x {len(plain)} clauses over {len(columns)} columns: {best * 1000:,.0f} ms, {rows * len(plain) / best / 1e6:,.0f} million row-clauses a second"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("path")
    making.add_argument("--models", type=int, default=2_500_000)
    measuring = commands.add_parser("measure")
    measuring.add_argument("--models", type=int, default=2_500_000)
    measuring.add_argument("--times", type=int, default=3)
    running = commands.add_parser("run")
    running.add_argument("path")
    running.add_argument("--times", type=int, default=3)
    growing = commands.add_parser("grow")
    growing.add_argument("folder", nargs="?", default="")
    growing.add_argument("--most", type=int, default=10_000_000)
    growing.add_argument("--times", type=int, default=3)
    counting = commands.add_parser("clauses")
    counting.add_argument("--rows", type=int, default=2_000_000)
    asked = parser.parse_args()
    if asked.command == "make":
        print(make(asked.path, asked.models))
    elif asked.command == "measure":
        measure(asked.models, asked.times)
    elif asked.command == "run":
        print(run(asked.path, asked.times))
    elif asked.command == "clauses":
        clauses(asked.rows)
    elif asked.folder:
        grow(asked.folder, asked.most, asked.times)
    else:
        with tempfile.TemporaryDirectory() as folder:
            grow(folder, asked.most, asked.times)


if __name__ == "__main__":
    main()

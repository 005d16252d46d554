"""A synthetic hub, and how long it takes to judge it.

    python benchmarks/hub.py make HUB.parquet [--models 2500000]   # write a hub
    python benchmarks/hub.py run HUB.parquet                       # judge it in a process of its own: time, processor time, memory
    python benchmarks/hub.py grow [FOLDER]                         # hubs of 10^4 to 10^7 models, judged and plotted
    python benchmarks/hub.py clauses [--rows 2000000]              # clauses over columns alone: row-clauses a second

The shares are those of a public hub: half of the models name no license, about half a parent; lineages are up to eight generations
deep, popular parents have most children, a few names are wrong, some lineages run in circles and many labels contradict what
they were made from. Nothing in it is real but the names of the works at the roots.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
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
    numbers = np.arange(models)
    kinds = np.array(["model", "Llama-3-tuned", "chat-7b", "lora", "sd-style", "Mistral-merge", "classifier-base", "Qwen2.5-ft"])
    frame = pl.DataFrame(
        {
            "n": numbers,
            "owner": chance.integers(0, max(models // 6, 1), models),
            "kind": kinds[chance.integers(0, len(kinds), models)],
        }
    )
    ids = frame.select(pl.format("user{}/{}-{}", "owner", "kind", "n")).to_series().to_list()
    for place, name in enumerate(roots):
        ids[place] = name
    # a generation for each model; children choose among the generation before, the popular ones most often
    generation = np.minimum(chance.geometric(0.55, models), GENERATIONS)
    generation[chance.random(models) > PARENTS] = 0
    generation[: len(roots)] = 0
    labels = np.where(
        chance.random(models) < MISSING, "", np.array(LABELS)[np.minimum(chance.geometric(0.22, models) - 1, len(LABELS) - 1)]
    )
    labels[: len(roots)] = ""
    before = np.arange(len(roots))
    single = np.full(models, -1)
    for level in range(1, GENERATIONS + 1):
        members = np.flatnonzero(generation == level)
        if not len(members) or not len(before):
            break
        ranks = np.minimum((len(before) * chance.power(0.35 if level == 1 else 0.6, len(members))).astype(int), len(before) - 1)
        single[members] = before[ranks]
        kept = chance.random(len(members)) > CONTRADICTING
        labels[members[kept]] = labels[single[members[kept]]]
        before = members
    names = [ids[each] if each >= 0 else None for each in single]
    relations = np.array(RELATIONS)[chance.choice(len(RELATIONS), models, p=SHARES)]
    # quantized by others, under their names
    quantized = np.flatnonzero((relations == "quantized") & (single >= 0))
    for place in quantized[chance.random(len(quantized)) < 0.6].tolist():
        ids[place] = f"quant{place}/{ids[single[place]].rpartition('/')[2]}-GGUF"
    missing = np.flatnonzero((single >= 0) & (chance.random(models) < DANGLING))
    for place in missing.tolist():
        names[place] = f"gone/model-{place}"
    circles = chance.choice(np.flatnonzero(single < 0)[len(roots) :], min(2 * CIRCLES, models // 100 * 2), replace=False)
    for one, other in zip(circles[::2].tolist(), circles[1::2].tolist(), strict=True):
        names[one], names[other] = ids[other], ids[one]
    several: list[list[str] | None] = [None if name is None else [name] for name in names]
    kinds_of = [None if name is None else [relations[place]] for place, name in enumerate(names)]
    merged = np.flatnonzero((single >= 0) & (chance.random(models) < MERGES / PARENTS))
    for place in merged.tolist():
        others = [ids[each] for each in single[chance.integers(0, models, 2)] if each >= 0]
        several[place] = [*(several[place] or []), *others]
        kinds_of[place] = ["merge"] * len(several[place] or [])
    order = chance.permutation(models)
    table = pl.DataFrame({
        "id": pl.Series([ids[each] for each in order]),
        "license": pl.Series([labels[each] or None for each in order], dtype=pl.String),
        "base_model": pl.Series([several[each] for each in order], dtype=pl.List(pl.String)),
        "relation": pl.Series([kinds_of[each] for each in order], dtype=pl.List(pl.String)),
    })  # fmt: skip
    table.write_parquet(path, compression="zstd")
    return {"models": models, "edges": int(table["base_model"].list.len().sum() or 0), "bytes": os.path.getsize(path)}


def run(path: str, times: int = 1) -> dict[str, Any]:
    """The least wall and processor time of some runs of `licensecheck hub`, and the most memory."""
    walls, cpus, peaks = [], [], []
    for _ in range(times):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "licensecheck", "hub", path, "--as-of", "2026-11-22", "--output", os.devnull + ".parquet" if False else path + ".out.parquet"],
            stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            said = process.communicate()[0]
            walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        peaks.append(after.ru_maxrss / 1024)
    return {"wall": min(walls), "cpu": min(cpus), "peak_mib": max(peaks), "exit": process.returncode, "said": said}

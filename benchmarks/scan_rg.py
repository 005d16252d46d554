"""Finding references alone, as a process, in turn with `rg --no-unicode` over the same files with the same patterns; for benchmarks/scan.py."""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from licensecheck.catalog.corpus import load_corpus, source_folders
from licensecheck.scan.find import Finder
from licensecheck.scan.load import load_rules
from licensecheck.scan.walk import walk
from licensecheck.source.tree import content

HERE = os.path.dirname(os.path.abspath(__file__))

FIND = """
import gc, os, sys
gc.disable()
sys.path.insert(0, sys.argv[1])
from licensecheck.catalog.corpus import load_corpus, source_folders
from licensecheck.scan.find import Finder
from licensecheck.scan.load import load_rules
from licensecheck.scan.walk import walk
from licensecheck.source.tree import content
rules = load_rules(source_folders()[1])
finder = Finder(rules, names=load_corpus().catalog.ids)
count = 0
for file in walk(sys.argv[2], rules.kinds):
    data = content(os.path.join(sys.argv[2], file.path), 3_000_000)
    if data:
        count += len(finder.find(data.lower()).offsets)
print(count)
"""


def written_for_rg(finder: Finder) -> bytes:
    """The patterns for rg, one a line. It knows neither look-around nor possessive repeats: without them it may find a little more."""
    lines: list[bytes] = []
    for pattern in finder.patterns:
        if pattern.fits is None:
            lines += [re.escape(literal.decode()).replace("\\ ", " ").encode() for literal in pattern.literals]
        else:
            lines.append(
                re.sub(rb"\(\?<?[=!](?:[^()\[\]]|\[[^\]]*\])*\)", b"", pattern.fits.pattern)
                .replace(b")*+", b")*")
                .replace(b'\\"', b'"')
            )
    return b"\n".join(lines) + b"\n"


def against_rg(tree: str, runs: int) -> None:
    """Finding hits only, as a process, in turn with rg over the same files with the same patterns."""
    rg = shutil.which("rg")
    rules = load_rules(source_folders()[1])
    finder = Finder(rules, names=load_corpus().catalog.ids)
    files = [os.path.join(tree, file.path) for file in walk(tree, rules.kinds)]
    size = sum(len(content(path, 3_000_000) or b"") for path in files)
    ours = [sys.executable, "-c", FIND, os.path.dirname(HERE), tree]
    with tempfile.TemporaryDirectory() as folder:
        patterns, listing = os.path.join(folder, "patterns"), os.path.join(folder, "files")
        with open(patterns, "wb") as file:
            file.write(written_for_rg(finder))
        with open(listing, "w", encoding="utf-8") as text:
            text.write("\0".join(files))
        limits = "--dfa-size-limit 2G --regex-size-limit 2G"
        # every file in one process; a tree of more files than a command line holds is split by xargs
        theirs = f"xargs -0 -s 2000000 {rg} --no-unicode --no-config {limits} -a -i -o -n -f {patterns} < {listing} > {folder}/out"
        times: dict[str, list[tuple[float, float]]] = {"ours": [], "rg": []}
        for _ in range(runs):
            for name, command in (("ours", ours), ("rg", ["sh", "-c", theirs])):
                if name == "rg" and rg is None:
                    continue
                wall, used = time.perf_counter(), _children()
                done = subprocess.run(command, check=False, capture_output=True)
                times[name].append((time.perf_counter() - wall, _children() - used))
                if done.stderr.strip():
                    print(f"{name} failed, no ratios: {done.stderr.decode(errors='replace')[-300:]}")
                    return
    mine = times["ours"]
    wall, used = statistics.median(w for w, _ in mine), statistics.median(c for _, c in mine)
    name = "ahocorasick-rs" if finder.accelerated else "standard library"
    rates = f"{len(files) / wall:,.0f} files/s, {size / 1e6 / wall:.0f} MB/s"
    print(f"find only ({name}), whole process: {wall:.2f} s, cpu {used:.2f}; {rates}")
    if rg is None:
        print("rg is not installed: no ratios")
        return
    walls, cpus = (
        [a[0] / b[0] for a, b in zip(mine, times["rg"], strict=True)],
        [a[1] / b[1] for a, b in zip(mine, times["rg"], strict=True)],
    )
    their_wall, their_cpu = statistics.median(w for w, _ in times["rg"]), statistics.median(c for _, c in times["rg"])
    print(f"rg --no-unicode, same files, same patterns: {their_wall:.2f} s, cpu {their_cpu:.2f}")
    print(f"ratio to rg: wall {statistics.median(walls):.2f} (goal 1.2), cpu {statistics.median(cpus):.2f} (goal 0.75)")


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime

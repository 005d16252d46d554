"""How much a scan finds, how much of that is right, and how fast it is; against `rg --no-unicode` with the same patterns where rg is installed.

python benchmarks/scan.py                      the labelled set in tests/scan, and the speed on it repeated to 3,400 files
python benchmarks/scan.py --tree PATH          the speed on a tree of yours
python benchmarks/scan.py --same PATH          whether the fast way and the plain one find the same in a tree of yours
python benchmarks/scan.py --set FOLDER LABELS  a labelled set of yours: file, line, id, class, separated by tabs
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

from licensecheck.catalog.corpus import load_corpus, source_folders  # noqa: E402
from licensecheck.scan.find import Finder  # noqa: E402
from licensecheck.scan.load import load_rules  # noqa: E402
from licensecheck.scan.model import CLASSES, IN_FORCE, Reference  # noqa: E402
from licensecheck.scan.survey import Scanner  # noqa: E402

FIXTURE = os.path.join(os.path.dirname(HERE), "tests", "scan")
RUNS = 5


class Label(NamedTuple):
    file: str
    line: int
    id: str
    kind: str


class Score(NamedTuple):
    """Per class how many labels there are, were found, and were found with their class; then what was reported."""

    labels: Counter[str]
    found: Counter[str]
    agreed: Counter[str]
    reported: int
    right: int
    missed: tuple[Label, ...]
    wrong: tuple[Reference, ...]

    @property
    def precision(self) -> float:
        return self.right / self.reported if self.reported else 1.0

    def recall(self, *kinds: str) -> float:
        total = sum(self.labels[kind] for kind in kinds)
        return sum(self.found[kind] for kind in kinds) / total if total else 1.0


def read_labels(path: str) -> tuple[Label, ...]:
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    return tuple(Label(row[0], int(row[1]), row[2], row[3]) for row in rows)


def score(references: tuple[Reference, ...], labels: tuple[Label, ...]) -> Score:
    """Each label may be met by one reference on its line that spells or means the same."""
    at: dict[tuple[str, int], list[Reference]] = {}
    for reference in references:
        at.setdefault((reference.file, reference.line), []).append(reference)
    found: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    missed: list[Label] = []
    met: set[int] = set()
    for label in labels:
        same = [each for each in at.get((label.file, label.line), []) if id(each) not in met and _same(each, label.id)]
        if not same:
            missed.append(label)
            continue
        met.add(id(same[0]))
        found[label.kind] += 1
        agreed[label.kind] += same[0].kind == label.kind
    wrong = tuple(each for each in references if id(each) not in met)
    return Score(Counter(label.kind for label in labels), found, agreed, len(references), len(met), tuple(missed), wrong)


def _same(reference: Reference, wanted: str) -> bool:
    low, text = wanted.casefold(), reference.text.casefold()
    return (
        low in (text, reference.id.casefold())
        or low.endswith("/" + text)
        or re.search(rf"(?<![\w.-]){re.escape(low)}(?![\w.-])", text) is not None
    )


def quality(folder: str, labels: str, verbose: bool) -> Score:
    scan = Scanner(load_rules(source_folders()[1]), load_corpus().catalog).scan(folder)
    result = score(scan.references, read_labels(labels))
    print(f"{'class':10} labels  found  recall  same class")
    for kind in CLASSES:
        if result.labels[kind]:
            count = result.labels[kind]
            print(
                f"{kind:10} {count:6} {result.found[kind]:6}  {result.found[kind] / count:6.3f}  {result.agreed[kind] / count:6.3f}"
            )
    print(f"in force   {sum(result.labels[kind] for kind in IN_FORCE):6}         {result.recall(*IN_FORCE):6.3f}")
    print(
        f"precision  {result.precision:.3f} ({result.right} of {result.reported}); {len({label.file for label in read_labels(labels)})} files with labels"
    )
    if verbose:
        for label in result.missed:
            print(f"  missed {label.file}:{label.line} {label.id} [{label.kind}]")
        for each in result.wrong:
            print(f"  wrong  {each.file}:{each.line} {each.text} [{each.kind}] {each.how}")
    return result


def _cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def speed(tree: str, fast: bool | None) -> None:
    rules, catalog = load_rules(source_folders()[1]), load_corpus().catalog
    whole, cpu = [], []
    for _ in range(RUNS):
        scanner = Scanner(rules, catalog, fast)
        wall, used = time.perf_counter(), _cpu(resource.RUSAGE_SELF)
        scan = scanner.scan(tree)
        whole.append(time.perf_counter() - wall)
        cpu.append(_cpu(resource.RUSAGE_SELF) - used)
        gc.collect()
    name = "ahocorasick-rs" if scanner.finder.accelerated else "standard library"
    seconds = statistics.median(whole)
    print(
        f"scan, {name}: {seconds:.2f} s (cpu {statistics.median(cpu):.2f}, best {min(cpu):.2f}), {scan.files} files, {scan.size / 1e6:.1f} MB, "
        f"{scan.parsed} parsed, {len(scan.references)} references; {scan.files / seconds:,.0f} files/s, {scan.size / 1e6 / seconds:.1f} MB/s"
    )


def command(tree: str) -> None:
    """`licensecheck scan` as people run it: a process with its start, its report and its end."""
    times = []
    for _ in range(RUNS):
        used = _cpu(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "licensecheck", "scan", tree], check=True, capture_output=True, env=_environment())
        times.append(_cpu(resource.RUSAGE_CHILDREN) - used)
    print(f"`licensecheck scan`, whole process: cpu {statistics.median(times):.2f}, best {min(times):.2f} (goal 3 for 25 MB)")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.path.dirname(HERE)}


def same(tree: str) -> None:
    """What the fast way finds, held against parsing every file and judging every text."""
    rules, catalog = load_rules(source_folders()[1]), load_corpus().catalog
    fast, plain = (Scanner(rules, catalog, None, plainly).scan(tree) for plainly in (False, True))
    for name in ("references", "aliases", "run_time"):
        ours, all_ = Counter(getattr(fast, name)), Counter(getattr(plain, name))
        lost, more = all_ - ours, ours - all_
        print(f"{name:10} fast {ours.total()}, plain {all_.total()}; only plain {lost.total()}, only fast {more.total()}")
        for each in sorted((*lost, *more)):
            print(f"  {each.file}:{each.line} {each.text}")


def repeated(folder: str, files: int) -> None:
    """The labelled files again and again among plain code, until there are as many files as wanted."""
    source = os.path.join(FIXTURE, "repository")
    padding = "def work(value):\n    total = value + 1\n    return total\n\n\n" * 130
    count = 0
    while count < files:
        target = os.path.join(folder, f"part{count:05}")
        if count % 850 == 0:
            shutil.copytree(source, target)
            count += sum(len(names) for _, _, names in os.walk(target))
        else:
            os.makedirs(target)
            for index in range(50):
                with open(os.path.join(target, f"module{index}.py"), "w", encoding="utf-8") as file:
                    file.write(f"# part {count} {index}\n{padding}")
            count += 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree")
    parser.add_argument("--same", metavar="PATH")
    parser.add_argument("--set", nargs=2, metavar=("FOLDER", "LABELS"))
    parser.add_argument("--quality-only", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    gc.disable()
    if options.same is not None:
        same(options.same)
        return
    folder, labels = options.set or (os.path.join(FIXTURE, "repository"), os.path.join(FIXTURE, "labels.tsv"))
    if options.tree is None:
        quality(folder, labels, options.verbose)
    if options.quality_only:
        return
    with tempfile.TemporaryDirectory() as temporary:
        tree = options.tree
        if tree is None:
            tree = temporary
            repeated(temporary, 3_400)
        speed(tree, None)
        if Finder(load_rules(source_folders()[1])).accelerated:
            speed(tree, False)
        command(tree)
        from scan_rg import against_rg

        against_rg(tree, RUNS)


if __name__ == "__main__":
    main()

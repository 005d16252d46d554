"""How well texts are identified, and how fast: `python benchmarks/identify.py [TEXTS]`.

Prints recall per perturbation, every confusion, the size of the index, the ratio of a cold start to `licensecheck --version`
(measured in turn) and the milliseconds that each further file takes.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), os.path.join(os.path.dirname(HERE), "tests")]

from perturb import SAME_WORDS, cut, headed, noisy  # noqa: E402

from licensecheck.identify.found import Identification, Match  # noqa: E402
from licensecheck.identify.identify import identify  # noqa: E402
from licensecheck.identify.index import Index, Reference, load, shipped  # noqa: E402

TEXTS = os.path.join(HERE, "..", "..", "shared", "texts")
SEEDS = 5
PAIRS = 300
RUNS = 21


def known(folder: str, index: Index) -> list[tuple[str, str, Reference]]:
    """The texts of a folder that the index holds: name, text and what they are."""
    found = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".txt"):
            with open(os.path.join(folder, name), encoding="utf-8-sig") as file:
                text = file.read()
            said = identify(text, index)
            if said.state == "exact":
                found.append((name, text, said.matches[0].reference))
    return found


def right(match: Match, wanted: Reference) -> bool:
    return (match.reference.policy, match.reference.kind) == (wanted.policy, wanted.kind)


def silent(said: Identification, wanted: Reference) -> bool:
    """Whether a text is claimed to be something else, without a doubt."""
    return any(match.certain and not right(match, wanted) for match in said.matches)


def perturbed(text: str) -> Iterator[tuple[str, str]]:
    for name, change in SAME_WORDS.items():
        yield name, change(text)
    yield "headed", headed(text)
    yield "last fifth cut", cut(text)
    yield "second half cut", cut(text, 0.5)
    for seed in range(SEEDS):
        yield "2% noise", noisy(text, seed)
        yield "2% noise, fifth cut", cut(noisy(text, seed + 100))


def recall(texts: list[tuple[str, str, Reference]], index: Index) -> None:
    counts: dict[str, list[int]] = {}
    for file, text, wanted in texts:
        for name, changed in perturbed(text):
            said = identify(changed, index)
            named = [match for match in said.matches if right(match, wanted)]
            count = counts.setdefault(name, [0, 0, 0, 0])
            count[0] += 1
            count[1] += bool(named)
            count[2] += any(match.certain for match in named)
            if silent(said, wanted):
                count[3] += 1
                print(f"  silent confusion: {file} {name}: {[match.reference.policy for match in said.matches]}")
            elif not named:
                print(f"  not named: {file} {name}: {said.state} {[match.reference.policy for match in said.matches]}")
    print(f"{'perturbation':22}{'copies':>8}{'named':>9}{'certain':>9}{'silently wrong':>16}")
    for name, (copies, named_copies, certain, wrong) in counts.items():
        print(f"{name:22}{copies:>8}{named_copies / copies:>9.1%}{certain / copies:>9.1%}{wrong:>16}")


def concatenated(texts: list[tuple[str, str, Reference]], index: Index) -> None:
    draw = random.Random(7)
    both = wrong = 0
    for _ in range(PAIRS):
        (one_file, one, first), (other_file, other, second) = draw.sample(texts, 2)
        said = identify(one + "\n\n" + other, index)
        found = all(any(right(match, each) for match in said.matches) for each in (first, second))
        both += found
        extra = [match for match in said.matches if match.certain and not right(match, first) and not right(match, second)]
        wrong += bool(extra)
        if not found or extra:
            print(f"  {one_file} + {other_file}: {[match.reference.policy for match in said.matches]}")
    print(f"two texts in one file: both named {both / PAIRS:.1%} of {PAIRS}, silently wrong {wrong}")


def speed(texts: list[tuple[str, str, Reference]], folder: str) -> None:
    file = os.path.join(folder, texts[len(texts) // 2][0])
    with tempfile.TemporaryDirectory() as scratch:
        changed = os.path.join(scratch, "changed.txt")
        with open(file, encoding="utf-8") as source, open(changed, "w", encoding="utf-8") as target:
            target.write(noisy(source.read()))
        every = [os.path.join(folder, name) for name, _, _ in texts]
        commands = {"version": ["--version"], "exact": ["identify", file], "fuzzy": ["identify", changed]}
        commands["all"] = ["identify", *every]
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(RUNS):
            for name, arguments in commands.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, "-m", "licensecheck", *arguments], stdout=subprocess.DEVNULL, check=False)
                if run:
                    times[name].append(time.perf_counter() - start)
        median = {name: statistics.median(each) for name, each in times.items()}
        for name in ("exact", "fuzzy"):
            ratio = statistics.median(one / other for one, other in zip(times[name], times["version"], strict=True))
            base = f"{ratio:.2f}x of `licensecheck --version` ({median['version'] * 1000:.0f} ms)"
            print(f"cold start, {name}: {median[name] * 1000:.0f} ms, {base}")
        print(f"each further file, exact: {(median['all'] - median['exact']) / (len(every) - 1) * 1000:.2f} ms")


def warm(texts: list[tuple[str, str, Reference]], index: Index) -> None:
    for name, change in (("exact", str), ("headed", headed), ("2% noise", noisy)):
        taken = []
        for _, text, _ in texts:
            changed = change(text)
            start = time.process_time()
            identify(changed, index)
            taken.append((time.process_time() - start) * 1000)
        median, mean = statistics.median(taken), statistics.mean(taken)
        print(f"identify, {name}, processor time: median {median:.2f} ms, mean {mean:.2f} ms, most {max(taken):.1f} ms")


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else TEXTS
    if not os.path.isdir(folder):
        sys.exit("there is no folder with texts; name one")
    index = load()
    print(f"index: {len(index.references)} texts, {os.path.getsize(shipped()):,} bytes")
    texts = known(folder, index)
    print(f"texts of the folder that are known: {len(texts)}")
    recall(texts, index)
    concatenated(texts, index)
    warm(texts, index)
    speed(texts, folder)


if __name__ == "__main__":
    main()

"""Measures `licensecheck audit` as a whole process against its floor, and the cost of a model.

Run with the interpreter of the environment in which licensecheck is installed: `python benchmarks/bench.py`. Anchor and product run in
turn, so that drift of the machine hits both; ratios are of medians. `--smoke` runs everything once and asserts no time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

HEAD = """version: 1
organization: {type: company, country: KR, monthly_active_users: 1_200_000, annual_revenue_usd: 3_000_000, monthly_revenue_usd: 250_000}
deployment:
  environment: production
  commercial: true
  purpose: [business/product]
  audience: [consumers]
  regions: [KR, US]
  interface: [chatbot]
  uses: []
  data: [business]
  ai_disclosure: each_session
  accuracy_notice: true
  minimum_age: 18
  directed_to_minors: false
models:
"""
MODELS = (
    "  - {{id: meta-llama/Llama-3.1-8B-Instruct, as: m{0}, distribution: [], received_as: direct_download}}",
    "  - {{id: mistralai/Mixtral-8x7B-Instruct-v0.1, as: m{0}, distribution: []}}",
    "  - {{id: google/gemma-2-9b-it, as: m{0}, distribution: []}}",
    "  - {{id: claude-sonnet-4-5, as: m{0}, channel: anthropic-api}}",
    "  - {{id: gpt-4o, as: m{0}, channel: openai-api}}",
)


def deployment(models: int) -> str:
    """A deploy.yaml with that many models, five kinds in turn."""
    return HEAD + "\n".join(MODELS[index % len(MODELS)].format(index) for index in range(models)) + "\n"


def once(command: list[str]) -> float:
    """Seconds from start to end of one process."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{command} ended with {done.returncode}: {done.stderr.decode()}")
    return time.perf_counter() - start


def in_turn(commands: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """The times of several commands, run one after the other in every round."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            taken = once(command)
            if number:  # the first round warms up
                times[name].append(taken)
    return times


def clauses_a_second(models: int) -> tuple[float, int]:
    """Traced clause evaluations a second, inside one process."""
    from licensecheck.api import audit_text, load_corpus
    from licensecheck.engine.judge import judge
    from licensecheck.engine.world import World
    from licensecheck.source.text import Text

    corpus = load_corpus()
    report = audit_text(Text("deploy.yaml", deployment(models)), corpus, "2026-11-22")
    policy = corpus.policy("llama-3.1-community")
    assert policy is not None
    from licensecheck.engine.prove.worlds import empty_world

    world: World = empty_world(policy, corpus.vocabulary, corpus.places)
    clauses = [clause for clause in policy.clauses if not clause.for_each]
    start = time.perf_counter()
    count = 0
    while time.perf_counter() - start < 0.5:
        for clause in clauses:
            judge(clause, world)
        count += len(clauses)
    return count / (time.perf_counter() - start), sum(len(model.findings) for model in report.models)


OPEN = """version: 1
organization: {type: company, country: KR, monthly_active_users: 5_000_000}
deployment:
  environment: production
  commercial: true
  purpose: [business/product]
  regions: [KR, EU]
  uses: [legal/advice, military]
models:
"""
AGAINST = (
    "  - {{id: meta-llama/Llama-3.1-8B-Instruct, as: m{0}, distribution: [weights, hosted_service/api]}}",
    "  - {{id: google/gemma-2-9b-it, as: m{0}, distribution: [weights/modified], modified: true}}",
    "  - {{id: meta-llama/Llama-3.2-11B-Vision-Instruct, as: m{0}, distribution: [hosted_service/application]}}",
    "  - {{id: claude-sonnet-4-5, as: m{0}, channel: anthropic-api}}",
    "  - {{id: gpt-4o, as: m{0}, channel: openai-api}}",
)
"""Models against which something stands under those facts: about five findings each that fail, are due or unknown."""


def documents(findings: int) -> list[tuple[str, int, float, int]]:
    """Every format but the two pages with that many findings, all of them loud: form, findings, milliseconds, characters.

    The models are audited one by one, as in a real deployment: none shares its findings with another.
    """
    import gc

    from licensecheck.api import audit_text, load_corpus
    from licensecheck.report.formats import FORMATS, Asked
    from licensecheck.report.paint import plain
    from licensecheck.source.text import Text

    corpus = load_corpus()
    text = OPEN + "\n".join(AGAINST[number % len(AGAINST)].format(number) for number in range(findings // 5)) + "\n"
    report = audit_text(Text("deploy.yaml", text), corpus, "2026-11-22")
    loud = [
        model._replace(findings=tuple(each for each in model.findings if each.red and not each.moot)) for model in report.models
    ]
    report = report._replace(models=tuple(loud))
    count = sum(len(model.findings) for model in loud)
    asked = Asked((report,), (1,), "0", corpus.vocabulary, plain)
    gc.disable()  # as in the command
    found = []
    for form, render in FORMATS.items():
        if form in ("html", "signoff"):
            continue  # they are made from the rules and the bound models: no mere rendering of findings
        times = []
        for _ in range(5):
            start = time.perf_counter()
            size = len(render(asked))
            times.append(time.perf_counter() - start)
        found.append((form, count, min(times) * 1000, size))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--smoke", action="store_true", help="run everything once")
    options = parser.parse_args()
    rounds = 1 if options.smoke else options.rounds
    python = sys.executable
    tool = os.path.join(os.path.dirname(python), "licensecheck")
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for models in (3, 10, 100, 1000):
            files[models] = os.path.join(folder, f"deploy-{models}.yaml")
            with open(files[models], "w", encoding="utf-8") as file:
                file.write(deployment(models))
        commands = {
            "python -c pass": [python, "-c", "pass"],
            "floor: import click, yaml": [python, "-c", "import click, yaml"],
            **{f"audit, {models} models": [tool, "audit", "--as-of", "2026-11-22", path] for models, path in files.items()},
            "audit, 10 models, JSON": [tool, "audit", "--as-of", "2026-11-22", "--format", "json", files[10]],
        }
        times = in_turn(commands, rounds)
    middle = {name: statistics.median(each) for name, each in times.items()}
    print(f"{'command':28} {'median ms':>9} {'min':>7} {'max':>7} {'x pass':>7} {'x floor':>8}")
    for name, each in times.items():
        low, high = min(each) * 1000, max(each) * 1000
        to_pass, to_floor = middle[name] / middle["python -c pass"], middle[name] / middle["floor: import click, yaml"]
        print(f"{name:28} {middle[name] * 1000:9.1f} {low:7.1f} {high:7.1f} {to_pass:7.2f} {to_floor:8.2f}")
    each_model = (middle["audit, 1000 models"] - middle["audit, 10 models"]) / 990
    print(f"one model more: {each_model * 1e6:.0f} microseconds")
    rate, findings = clauses_a_second(10)
    print(f"traced clause evaluations: {rate:,.0f} a second ({findings} findings in 10 models)")
    for form, count, taken, size in documents(25 if options.smoke else 10_000):
        print(f"{count:,} findings as {form:9} {taken:7.0f} ms {size:12,} characters")


if __name__ == "__main__":
    main()

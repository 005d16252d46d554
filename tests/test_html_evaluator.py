"""The page's evaluator and the engine agree: on every policy example, on whole deployments, on facts and days that are tried."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from agreement import CORPUS, again, agreement, on, scenario_cases, told, within
from deployments import BAD, FEW, FULL, USES, waiver
from evaluator import EXAMPLES, NODE, WHY_SKIPPED, run
from given import AS_OF
from small import small, written

from licensecheck.api import prepare
from licensecheck.catalog.sources import read_sources
from licensecheck.engine.audit import audit
from licensecheck.engine.judge import judge
from licensecheck.engine.prove.worlds import example_world
from licensecheck.report.page.rules import Rules
from licensecheck.report.page.values import Origin
from licensecheck.source.text import Text

pytestmark = pytest.mark.skipif(NODE is None, reason=WHY_SKIPPED)

LEAST = 10_000
"""Examples that the shipped corpus has at least."""


def test_every_policy_example() -> None:
    sources = read_sources()
    rules = Rules(sources.vocabulary, sources.places)
    numbers = [rules.policy(policy) for policy in sources.policies]
    origin = Origin("examples", literals=rules.literals())
    examples, expected, names = [], [], []
    for policy, number in zip(sources.policies, numbers, strict=True):
        for place, clause in enumerate(policy.clauses):
            for example in clause.examples:
                world, faults = example_world(policy, example, sources.vocabulary, sources.places)
                assert faults == ()
                found = judge(clause, world)
                expected.append([found.verdict.word, [list(ask) for ask in found.asks], list(found.presumed)])
                examples.append({"policy": number, "clause": place, "near": origin.facts(world.near), "day": world.as_of})
                names.append(f"{policy.id}/{clause.id}/{example.name}")
    data = {
        "places": {"groups": {key: sorted(codes) for key, codes in sources.places.groups.items()}, "names": {}},
        "definitions": rules.definitions(),
        "leaves": rules.leaves,
        "policies": rules.policies,
        "examples": examples,
    }
    found = run(EXAMPLES, data)
    differs = [(name, mine, theirs) for name, mine, theirs in zip(names, found, expected, strict=True) if mine != theirs]
    assert differs[:5] == []
    assert len(found) >= LEAST


@pytest.mark.parametrize("strict", [False, True])
def test_every_scenario(strict: bool, tmp_path: Path) -> None:
    cases = scenario_cases(tmp_path, strict)
    assert len(cases) > 300
    agreement(cases)


MOVES = tuple(
    """
    organization.monthly_active_users=800000000 / organization.monthly_active_users={at_most: 5} / organization.country=FR
    organization.annual_revenue_usd=30000000 / organization.country=US / organization.type=individual
    organization.founded=2026-01-01 / organization.competes_with=[] / deployment.commercial=true / deployment.commercial=false
    deployment.commercial=unknown / deployment.regions=[EU] / deployment.regions=[US, CN] / deployment.audience=[employees]
    deployment.audience=[consumers, minors] / deployment.audience=[affiliates] / deployment.purpose=[research]
    deployment.uses=[] / deployment.uses=[legal\u2215advice, military] / deployment.minimum_age=13 / deployment.ai_disclosure=none
    deployment.environment=research / deployment.data=[personal] / model.distribution=[] / model.distribution=[weights]
    model.distribution=[weights\u2215adapter] / model.distribution=[hosted_service\u2215api, outputs] / model.modified=true
    model.modified=false / model.made_by=us / model.received_as=integrated_end_user_product / model.kind=llm
    model.recipients=employees / model.still_served=true / model.still_served=false / model.tier=unpaid
    evidence.notice=true / evidence.license_copy=true / evidence.display=[]
    """.strip()
    .replace("\n", "/")
    .split("/")
)
"""Facts to try, as `--set` takes them; a slash in a value is written as a division slash."""


def test_facts_tried_in_the_page_come_out_as_with_set(tmp_path: Path) -> None:
    """A fact moved in the page, and the same fact under `--set`: with what follows from it."""
    chance = random.Random(5)
    cases = chance.sample(scenario_cases(tmp_path), 160)
    origin = Origin("deploy.yaml")
    tries, expected = [], []
    for _, case in cases:
        mine, theirs = [], []
        for _ in range(8):
            chosen = tuple(each.strip().replace("\u2215", "/") for each in chance.sample(MOVES, chance.choice([1, 1, 2, 3])))
            names = [each.partition("=")[0] for each in chosen]
            if len(set(names)) < len(names):
                continue
            moved = again(case, chosen)
            facts = moved.context.deployment.facts
            mine.append({"moves": [{"fact": name, "model": None, "value": origin.fact(facts[name], name)} for name in names]})
            theirs.append((chosen, told(audit(moved.models, moved.context))))
        tries.append(mine)
        expected.append(theirs)
    found = agreement(cases, tries)
    pairs = [(name, *theirs, mine) for (name, _), wanted, each in zip(cases, expected, found, strict=True)
             for theirs, mine in zip(wanted, each["tried"], strict=True)]  # fmt: skip
    assert [pair for pair in pairs if pair[2] != pair[3]][:2] == []
    assert len(pairs) > 800


def test_days_tried_in_the_page_come_out_as_with_as_of(tmp_path: Path) -> None:
    chance = random.Random(6)
    every = scenario_cases(tmp_path)
    hosted = [each for each in every if any(model.channel != "self-hosted" for model in each[1].models)]
    cases = chance.sample(hosted, 150) + chance.sample(every, 50)
    days = ("2026-01-15", "2026-06-17", "2026-10-24", "2026-12-31", "2027-03-01", "2027-10-23", "2028-06-15")
    tries = [[{"day": day, "moves": []} for day in days if within(day, case.context.as_of)] for _, case in cases]
    found = agreement(cases, tries)
    count = 0
    for (name, case), wanted, each in zip(cases, tries, found, strict=True):
        for one, mine in zip(wanted, each["tried"], strict=True):
            assert (name, one["day"], mine) == (name, one["day"], told(on(case, one["day"])))
            count += 1
    assert count > 700


def test_waivers_hold_in_the_page_as_they_do_in_the_engine() -> None:
    """In force, expired, not yet signed, lapsed; and what becomes of one when a fact is tried, or another day."""
    waived = {
        "in force": waiver(),
        "expired": waiver(expires="2026-11-10"),
        "later": waiver(on="2026-12-01"),
        "lapsed": waiver(seal="0" * 12),
    }
    cases = [(name, prepare(Text("deploy.yaml", written(BAD, FEW, USES, each)), small(), AS_OF)) for name, each in waived.items()]
    days = ("2026-11-05", "2026-12-15", "2027-01-02")
    moves = ("deployment.uses=[]", "organization.monthly_active_users=6", "organization.monthly_active_users=900000000")
    origin = Origin("deploy.yaml")
    tries: list[list[dict[str, Any]]] = []
    expected: list[list[Any]] = []
    for _, case in cases:
        tried: list[dict[str, Any]] = [{"day": day, "moves": []} for day in days]
        wanted = [told(on(case, day, small())) for day in days]
        for move in moves:
            moved = again(case, (move,), small())
            name = move.partition("=")[0]
            value = origin.fact(moved.context.deployment.facts[name], name)
            tried.append({"moves": [{"fact": name, "model": None, "value": value}]})
            wanted.append(told(audit(moved.models, moved.context)))
        tries.append(tried)
        expected.append(wanted)
    found = agreement(cases, tries, small())
    assert [each["tried"] for each in found] == expected
    assert ["W" in "".join(each["declared"][1]) for each in found] == [True, False, False, False]
    assert ["W" in "".join(states) for _, states in found[0]["tried"]] == [True, True, False, False, True, True]
    assert "W" in "".join(found[1]["tried"][0][1])


def test_the_small_corpus_with_every_kind_of_model() -> None:
    text = yaml.safe_dump(FULL)
    cases = [(str(strict), prepare(Text("deploy.yaml", text), small(), AS_OF, strict)) for strict in (False, True)]
    days = ("2025-12-01", "2026-06-01", "2027-06-01", "2028-06-01")
    tries = [[{"day": day, "moves": []} for day in days] for _ in cases]
    found = agreement(cases, tries, small())
    for (_, case), each in zip(cases, found, strict=True):
        assert each["tried"] == [told(on(case, day, small())) for day in days]


LINES = """
{id: meta-llama/Llama-3.1-8B-Instruct, distribution: [weights]} / {id: gpt-4, channel: azure-openai}
{id: gemini-1.5-pro, channel: gemini-api} / {id: claude-3-opus-20240229, channel: anthropic-api}
{id: acme/a, base: [{id: meta-llama/Llama-3.1-8B, relation: adapter}], distribution: [weights]}
{id: acme/b, base: [{id: google/gemma-2-9b, relation: quantized}], distribution: [weights, hosted_service]}
{id: acme/c, base: [{id: meta-llama/Llama-3.1-8B, relation: outputs}], kind: llm, distribution: [hosted_service]}
{id: acme/d, base: [{id: gpt-4o, relation: outputs}, {id: google/gemma-2-9b, relation: fine_tune}], distribution: [on_device]}
{id: acme/e, base: [{id: meta-llama/Llama-2-7b-hf, relation: fine_tune}], modified: unknown, distribution: [weights]}
{id: bartowski/gemma-2-9b-it-GGUF, distribution: [weights/quantized]} / {id: google/gemma-2-9b-it, distribution: [weights]}
{id: huggyllama/llama-7b, audience: [employees], commercial: false, distribution: [weights]}
{id: TheBloke/Llama-2-7B-GGUF, distribution: [weights/quantized]} / {id: mistral-large-latest, channel: mistral-api}
"""
OWN_MOVES = (
    ("model.modified", ("true", "false", "unknown")),
    (
        "model.distribution",
        ("[]", "[weights]", "[weights/adapter]", "[weights/quantized]", "[hosted_service]", "[on_device, outputs]"),
    ),
    ("model.made_by", ("us", "others", "unknown")),
    ("model.kind", ("llm", "classifier")),
    ("model.still_served", ("true", "false", "unknown")),
    ("deployment.audience", ("[employees]", "[affiliates, contractors]", "[consumers]")),
    ("deployment.commercial", ("true", "false")),
)


def test_what_follows_from_a_moved_fact() -> None:
    """Derived, adapted, distilled and retired models, with every pair of the facts from which others follow."""
    lines = [line.strip() for line in LINES.strip().replace("\n", " / ").split(" / ")]
    cases = [(line, prepare(Text("deploy.yaml", f"version: 1\nmodels:\n  - {line}\n"), CORPUS, AS_OF)) for line in lines]
    trials = [
        (f"{one}={value}", f"{other}={second}")
        for number, (one, values) in enumerate(OWN_MOVES)
        for other, seconds in OWN_MOVES[number + 1 :]
        for value in values
        for second in seconds
    ]
    origin = Origin("deploy.yaml")
    tries, expected = [], []
    for _, case in cases:
        moved = [again(case, trial) for trial in trials]
        facts = [each.context.deployment.facts for each in moved]
        names = [[move.partition("=")[0] for move in trial] for trial in trials]
        tries.append(
            [
                {"moves": [{"fact": name, "model": None, "value": origin.fact(known[name], name)} for name in mine]}
                for mine, known in zip(names, facts, strict=True)
            ]
        )
        expected.append([told(audit(each.models, each.context)) for each in moved])
    found = agreement(cases, tries)
    wrong = [
        (line, trial, mine, theirs)
        for (line, _), each, wanted in zip(cases, found, expected, strict=True)
        for trial, mine, theirs in zip(trials, each["tried"], wanted, strict=True)
        if mine != theirs
    ]
    assert wrong[:3] == []

"""The page's evaluator and the engine agree: on every policy example, on whole deployments, on facts and days that are tried."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from page import EXAMPLES, NODE, REPORTS, WHY_SKIPPED, data_of, run
from test_scenarios import FOLDER, scenarios

from licensecheck.api import Case, prepare
from licensecheck.catalog.bind import bind
from licensecheck.catalog.corpus import load_corpus
from licensecheck.catalog.sources import read_sources
from licensecheck.engine.audit import audit
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import judge
from licensecheck.engine.prove.worlds import example_world
from licensecheck.facts.change import changed
from licensecheck.report.page.days import AFTER, BEFORE, shifted
from licensecheck.report.page.models import LETTERS
from licensecheck.report.page.rules import Rules
from licensecheck.report.page.values import Origin
from licensecheck.report.story import state
from licensecheck.source.diagnostic import Faults
from licensecheck.source.text import Text

pytestmark = pytest.mark.skipif(NODE is None, reason=WHY_SKIPPED)

CORPUS = load_corpus()
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


def told(report: Report) -> list[Any]:
    """Verdict and states of every finding, as the page writes them."""
    return [report.verdict.word, ["".join(LETTERS[state(finding)] for finding in model.findings) for model in report.models]]


def asks(report: Report) -> list[Any]:
    return [[[ask.fact for ask in finding.asks] for finding in model.findings] for model in report.models]


def scenario_cases(strict: bool) -> list[tuple[str, Case]]:
    """Every scenario that needs no files, bound."""
    found = []
    for file in sorted(os.listdir(FOLDER)):
        for each in scenarios(file) if file.endswith(".yaml") else ():
            if not each.files:
                found.append((each.id, prepare(Text("deploy.yaml", each.deploy), CORPUS, each.as_of, strict)))
    return found


def agreement(cases: list[tuple[str, Case]], tries: list[list[dict[str, Any]]] | None = None) -> list[Any]:
    """What the page makes of the cases; it must be what the engine makes of them."""
    pages, expected = [], []
    for _, case in cases:
        report, data = data_of(case, CORPUS)
        expected.append((told(report), asks(report)))
        pages.append(data | {"tries": []})
    # each page numbers policies and leaves by itself
    found = [each[0] for each in run(EACH, {"pages": pages, "tries": tries or [[] for _ in pages]})]
    wrong = [
        (name, mine["declared"], theirs)
        for (name, _), mine, (theirs, _) in zip(cases, found, expected, strict=True)
        if mine["declared"] != theirs
    ]
    assert wrong[:3] == []
    assert [each["differs"] for each in found if each["differs"]] == []
    for mine, (_, wanted) in zip(found, expected, strict=True):
        assert mine["asks"] == wanted
    return found


EACH = f"""
const found = DATA.pages.map((page, number) => {{
  const inner = {{ ...page, tries: [DATA.tries[number]] }};
  return ((DATA) => {{ {REPORTS} return found; }})(inner);
}});
"""


@pytest.mark.parametrize("strict", [False, True])
def test_every_scenario(strict: bool) -> None:
    cases = scenario_cases(strict)
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


def test_facts_tried_in_the_page_come_out_as_with_set() -> None:
    """A fact moved in the page, and the same fact under `--set`: with what follows from it."""
    chance = random.Random(5)
    cases = chance.sample(scenario_cases(False), 160)
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


def test_days_tried_in_the_page_come_out_as_with_as_of() -> None:
    chance = random.Random(6)
    every = scenario_cases(False)
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


def within(day: str, as_of: str) -> bool:
    """Whether the page's scale reaches that day."""
    return shifted(as_of, -BEFORE) <= day <= shifted(as_of, AFTER)


def again(case: Case, assignments: tuple[str, ...]) -> Case:
    """The case with facts set to other values, as `--set` sets them."""
    context = case.context
    deployment = changed(context.deployment, assignments, CORPUS.vocabulary, CORPUS.places)
    models = tuple(bind(model, deployment, CORPUS, context.as_of, Faults()) for model in deployment.models)
    return Case(models, context._replace(deployment=deployment, presumed=set(), plans={}))


def on(case: Case, day: str) -> Report:
    """The case judged on another day."""
    context = case.context._replace(as_of=day, presumed=set(), plans={})
    models = [bind(model, context.deployment, CORPUS, day, Faults()) for model in context.deployment.models]
    return audit(models, context)

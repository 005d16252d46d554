"""The page's evaluator and the engine agree: on every policy example, on whole deployments, on facts and days that are tried."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from deployments import BAD, FEW, FULL, USES, waiver
from given import AS_OF, RELEASED
from page import EXAMPLES, LEAVES, NODE, REPORTS, WHY_SKIPPED, data_of, run
from small import small, written
from test_scenarios import FOLDER, scenarios

from licensecheck.api import Case, prepare
from licensecheck.catalog.bind import bind
from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.catalog.sources import read_sources
from licensecheck.engine.audit import audit
from licensecheck.engine.evaluate import ELEMENT_FACTS
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import judge
from licensecheck.engine.prove.worlds import example_world
from licensecheck.engine.world import World
from licensecheck.facts.change import changed
from licensecheck.facts.values import UNKNOWN, Bound, Fact, Figure, Item
from licensecheck.policy.conditions import OPERATORS
from licensecheck.policy.model import Leaf
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


def scenario_cases(folder: Path, strict: bool = False) -> list[tuple[str, Case]]:
    """Every scenario, bound; the files that it points at are written below a folder."""
    found = []
    for file in sorted(os.listdir(FOLDER)):
        for each in scenarios(file) if file.endswith(".yaml") else ():
            name = str(folder / each.id / "deploy.yaml") if each.files else "deploy.yaml"
            for path, text in each.files.items():
                (folder / each.id / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / each.id / path).write_text(text, encoding="utf-8")
            found.append((each.id, prepare(Text(name, each.deploy), CORPUS, each.as_of, strict)))
    return found


def agreement(cases: list[tuple[str, Case]], tries: list[list[dict[str, Any]]] | None = None, corpus: Corpus = CORPUS) -> list[Any]:
    """What the page makes of the cases; it must be what the engine makes of them."""
    pages, expected = [], []
    for _, case in cases:
        report, data = data_of(case, corpus)
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


def within(day: str, as_of: str) -> bool:
    """Whether the page's scale reaches that day."""
    return shifted(as_of, -BEFORE) <= day <= shifted(as_of, AFTER)


def again(case: Case, assignments: tuple[str, ...], corpus: Corpus = CORPUS) -> Case:
    """The case with facts set to other values, as `--set` sets them."""
    context = case.context
    read = context.deployment._replace(models=tuple(bound.use for bound in case.models))
    deployment = changed(read, assignments, corpus.vocabulary, corpus.places)
    models = tuple(bind(model, deployment, corpus, context.as_of, Faults()) for model in deployment.models)
    return Case(models, context._replace(deployment=deployment, presumed=set(), plans={}))


def on(case: Case, day: str, corpus: Corpus = CORPUS) -> Report:
    """The case judged on another day."""
    context = case.context._replace(as_of=day, presumed=set(), plans={})
    models = [bind(bound.use, context.deployment, corpus, day, Faults()) for bound in case.models]
    return audit(models, context)


def random_value(kind: str, name: str, chance: random.Random) -> Any:
    """A value of a type that a deploy.yaml could give, or unknown."""
    if chance.random() < 0.05:
        return UNKNOWN
    places = ("KR", "US", "US-IL", "US-TX", "EU", "DE", "FR", "EEA", "WORLD", "NO", "EFTA", "CN")
    names = ("Llama-3.1", "acme/Llama 3", "llama_3-X", "meta llama", "LLAMA", "Straße", "STRASSE", "ΣΑΣ", "σας", "İx", "ıx", "")
    values = CORPUS.vocabulary.facts[name].values
    match kind:
        case "figure":
            bounds = []
            for _ in range(chance.randint(0, 3)):
                low = chance.choice([0, 1, 5, 99, 100, 101, 1_000])
                high = chance.choice([low, low + 1, 100, 2_000, float("inf")])
                period = chance.choice(["", "", "2024-06", "2024-07", "2024", "2025", "2026-10", "any_12_months", "total"])
                bounds.append(Bound(period, chance.choice(["own", "group", "group_50", "employer"]), low, max(low, high)))
            return Figure(tuple(bounds))
        case "number":
            return chance.choice([0, 1, 17, 18, 18.5, 100])
        case "place":
            return chance.choice((*places, ""))
        case "places":
            return tuple(chance.sample(places, chance.randint(0, 3)))
        case "choice":
            return chance.choice((*values, ""))
        case "choices":
            return tuple(chance.sample(values, chance.randint(0, 3)))
        case "date":
            return chance.choice(["2023-01-01", "2024-06-30", "2024-07-01", ""])
        case "name":
            return chance.choice(names)
        case "names":
            return tuple(chance.sample(names, chance.randint(0, 3)))
        case "evidence":
            return tuple(random_item(chance) for _ in range(chance.randint(0, 3)))
        case _:
            return chance.random() < 0.5


def random_item(chance: random.Random) -> Item:
    words = (
        "Kimi K2",
        "MyKimi K2",
        "x Kimi K2.5",
        "Kimi K2. Next",
        "Kimi\u00a0K2 (c)",
        "“Kimi K2”",
        "Kimi K2-",
        "𝒜Kimi K2",
        None,
        "",
    )
    place = chance.choice(["", "", "ui", "docs", "with_copy"])
    kind = chance.choice(["path", "attested", "stated", "url"])
    return Item(kind, "NOTICE", place, chance.choice(words), wrong=chance.random() < 0.1)


def random_leaf(name: str, chance: random.Random) -> Leaf:
    kind = CORPUS.vocabulary.facts[name].type
    operator = chance.choice(OPERATORS[kind])
    values = CORPUS.vocabulary.facts[name].values

    def several(all_of: tuple[str, ...]) -> Any:
        one = operator in ("is", "includes", "starts_with", "contain", "before", "on_or_after")
        return chance.choice(all_of) if one else tuple(chance.sample(all_of, min(len(all_of), chance.randint(1, 3))))

    match kind:
        case "figure":
            periods = ("month_before_release", "previous_month", "previous_year", "total", "any_12_months", "2024-06", "2024")
            entity = chance.choice(["own", "group", "group_50", "employer"])
            return Leaf(name, operator, chance.choice([0, 1, 100, 101]), entity, chance.choice(periods))
        case "number":
            return Leaf(name, operator, chance.choice([1, 18, 100]))
        case "place" | "places":
            return Leaf(name, operator, several(("KR", "US", "US-IL", "EU", "DE", "EEA", "WORLD", "NO", "CN")))
        case "choice" | "choices":
            return Leaf(name, operator, several(values))
        case "date":
            return Leaf(name, operator, "2024-07-01")
        case "name" | "names":
            return Leaf(name, operator, several(("Llama-3.1", "Llama 3", "meta-llama", "straße", "σασ", "i\u0307x", "ix")))
        case "evidence":
            places = tuple(chance.sample(("ui", "docs", "with_copy"), chance.randint(0, 2)))
            literal = chance.choice(["Kimi K2", "Kimi  K2 ©", '"Kimi K2"', "{model.name}", "K2 {year}"])
            return Leaf(name, operator, chance.random() < 0.7 if operator == "is" else literal, places=places)
        case _:
            return Leaf(name, "is", chance.random() < 0.5)


def test_random_leaves_over_random_facts() -> None:
    """Every type of fact with every operator, where no policy happens to look."""
    chance = random.Random(7)
    facts = CORPUS.vocabulary.facts
    names = [
        name for name, each in facts.items() if each.type in OPERATORS and not each.asks and not name.startswith(ELEMENT_FACTS)
    ]
    rules, origin = Rules(CORPUS.vocabulary, CORPUS.places), Origin("x", literals={})
    cases: list[dict[str, Any]] = []
    expected = []
    derived = [name for name in names if facts[name].copies]
    for _ in range(12_000):
        name = chance.choice(names if chance.random() < 0.9 else derived)
        leaf = random_leaf(name, chance)
        near = {"model.name": Fact(chance.choice(["acme/Kimi K2", "", UNKNOWN]))}
        for copied in facts[name].copies:
            if chance.random() < 0.5:
                near[copied] = Fact(random_value(facts[copied].type, copied, chance))
        if chance.random() < 0.9 and not facts[name].copies:
            near[name] = Fact(random_value(facts[name].type, name, chance))
        if name.startswith("deployment.") and facts[name].type == "figure":
            near["organization." + name.partition(".")[2]] = Fact(random_value("figure", name, chance))
        if chance.random() < 0.3:
            near["organization.founded"] = Fact(chance.choice(["2024-07-01", "2024-06-15", "2026-11-01", UNKNOWN]))
        presume = chance.random() < 0.8
        world = World(CORPUS.vocabulary, CORPUS.places, {}, near, {}, {}, AS_OF, RELEASED, presume, set(), {})
        found = world.outcome(leaf)
        expected.append([found.truth.value, found.fact.basis, found.period])
        number = rules.leaf(leaf)
        cases.append({"leaf": number, "near": origin.facts(near), "presume": presume})
    data = {
        "places": {"groups": {key: sorted(codes) for key, codes in CORPUS.places.groups.items()}, "names": {}},
        "definitions": rules.definitions(),
        "leaves": rules.leaves,
        "policies": [],
        "cases": cases,
    }
    found_by_page = run(LEAVES, data)
    differs = [
        (case, rules.leaves[case["leaf"]], mine, theirs)
        for case, mine, theirs in zip(cases, found_by_page, expected, strict=True)
        if mine != theirs
    ]
    assert differs[:3] == []
    assert {truth for truth, *_ in expected} == {"true", "false", "unknown"}


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

"""The page's evaluator and the engine agree on every type of fact with every operator, over random values."""

from __future__ import annotations

import random
from typing import Any

import pytest
from agreement import CORPUS
from evaluator import LEAVES, NODE, WHY_SKIPPED, run
from given import AS_OF, RELEASED

from licensecheck.engine.evaluate import ELEMENT_FACTS
from licensecheck.engine.world import World
from licensecheck.facts.values import UNKNOWN, Bound, Fact, Figure, Item
from licensecheck.policy.conditions import OPERATORS
from licensecheck.policy.model import Leaf
from licensecheck.report.page.rules import Rules
from licensecheck.report.page.values import Origin

pytestmark = pytest.mark.skipif(NODE is None, reason=WHY_SKIPPED)


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

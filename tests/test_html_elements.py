"""Trained models, suits and the day of a contract, moved in the page: what comes out under `--set` as well."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from agreement import CORPUS, again, agreement, told
from evaluator import NODE, WHY_SKIPPED, data_of
from given import AS_OF
from small import small, written

from licensecheck.api import Case, prepare
from licensecheck.catalog.corpus import Corpus
from licensecheck.engine.audit import audit
from licensecheck.report.page.values import Origin
from licensecheck.source.text import Text

pytestmark = pytest.mark.skipif(NODE is None, reason=WHY_SKIPPED)

LINES = """
{id: meta-llama/Llama-3.1-8B-Instruct} / {id: meta-llama/Llama-2-7b-hf} / {id: huggyllama/llama-7b} / {id: google/gemma-2-9b-it}
{id: gpt-4o, channel: openai-api} / {id: claude-sonnet-4-5} / {id: mistral-large-latest} / {id: gemini-2.5-pro, channel: gemini-api}
{id: mistralai/Mixtral-8x7B-Instruct-v0.1} / {id: Qwen/Qwen2.5-72B-Instruct} / {id: black-forest-labs/FLUX.1-dev}
{id: acme/c, base: [{id: meta-llama/Llama-3.1-8B, relation: outputs}], kind: llm, distribution: [hosted_service]}
{id: acme/d, base: [{id: gpt-4o, relation: outputs}, {id: google/gemma-2-9b, relation: fine_tune}], distribution: [on_device]}
"""
NAMES = ("meta-llama/Llama-3.1-8B", "mistralai/Mistral-7B-v0.1", "gpt-4o", "Llama", "nobody/knows-it")
"""What the file says of a base or a suit; the page keeps such names, and knows what each means to every model."""
YES_NO = ("", "true", "false", "unknown")
TRAINED = {
    "kind": ("", "llm", "classifier/text", "generative/image", "embedding"),
    "with": ("", "[outputs]", "[weights]", "[outputs, weights]"),
    "base": ("", *NAMES),
    **dict.fromkeys(("same_family", "competes", "similar", "distributed", "made_available", "commercial", "authorized"), YES_NO),
}
CLAIM = {"kind": ("", "patent", "copyright", "other"), "concerns_work": YES_NO, "defensive": YES_NO, "over": ("", *NAMES)}


def element(said: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items() if value) + "}"


def cases() -> list[tuple[str, Case]]:
    lines = [line.strip() for line in LINES.strip().replace("\n", " / ").split(" / ")]
    suits = ", ".join(f"{{over: {name}, kind: copyright}}" for name in NAMES)
    bases = ", ".join(f"{{kind: llm, base: {name}}}" for name in NAMES)
    declared = f"organization: {{infringement_claims: [{suits}]}}\n"
    texts = [f"version: 1\n{declared}models:\n  - {line[:-1]}, outputs: {{trains: [{bases}]}}}}\n" for line in lines]
    return [(text, prepare(Text("deploy.yaml", text), CORPUS, AS_OF)) for text in texts]


def compared(every: list[tuple[str, Case]], trials: list[tuple[str, ...]], corpus: Corpus = CORPUS) -> int:
    """Every trial over every case, in the page and under `--set`; how many different outcomes there are."""
    origin = Origin("deploy.yaml")
    tries, expected = [], []
    for _, case in every:
        moved = [again(case, trial, corpus) for trial in trials]
        names = [[each.partition("=")[0] for each in trial] for trial in trials]
        tries.append(
            [
                {
                    "moves": [
                        {"fact": name, "model": None, "value": origin.fact(there.context.deployment.facts[name], name)}
                        for name in mine
                    ]
                }
                for mine, there in zip(names, moved, strict=True)
            ]
        )
        expected.append([told(audit(each.models, each.context)) for each in moved])
    found = agreement(every, tries, corpus)
    wrong = [
        (name, trial, mine, theirs)
        for (name, _), each, wanted in zip(every, found, expected, strict=True)
        for trial, mine, theirs in zip(trials, each["tried"], wanted, strict=True)
        if mine != theirs
    ]
    assert wrong[:2] == []
    return len({str(each) for wanted in expected for each in wanted})


def test_trained_models() -> None:
    chance = random.Random(11)
    some = [{key: chance.choice(values) for key, values in TRAINED.items()} for _ in range(80)]
    lists = [f"[{element(one)}]" for one in some] + [
        f"[{element(one)}, {element(two)}]" for one, two in itertools.pairwise(some[:30])
    ]
    assert compared(cases(), [(f"outputs.trains={each}",) for each in ("[]", "unknown", *lists)]) > 50


def test_suits() -> None:
    """Every suit that can be written with these names."""
    every = [dict(zip(CLAIM, values, strict=True)) for values in itertools.product(*CLAIM.values())]
    kept = [each for number, each in enumerate(every) if not each["over"] or number % 7 == 0]
    trials = [(f"organization.infringement_claims=[{element(each)}]",) for each in kept]
    assert compared(cases(), [("organization.infringement_claims=[]",), *trials]) > 20


def test_both_with_what_else_is_moved() -> None:
    trials: list[tuple[str, ...]] = [
        (f"outputs.trains=[{element({'kind': kind, 'competes': 'true', 'distributed': 'true'})}]", f"model.distribution={forms}")
        for kind in ("llm", "classifier/text")
        for forms in ("[]", "[weights]", "[hosted_service/api]")
    ]
    assert compared(cases(), trials) > 20


MARKED = ("2023-06-01", "2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", "2026-05-01")


@pytest.mark.parametrize("said", ["", ", contract: 2024-03-01"], ids=["not said", "said"])
def test_the_day_of_a_contract_brings_its_edition(said: str) -> None:
    text = written(f"{{id: ibis-1, channel: anthropic-api, minimum_age: 15{said}}}")
    case = prepare(Text("deploy.yaml", text), small(), AS_OF)
    (model,) = data_of(case, small())[1]["reports"][0]["models"]
    assert {contract for _, _, contract, _ in model["ways"] if contract} == {"0001-01-01", "2024-01-01", "2025-01-01"}
    outcomes = compared([(text, case)], [(f"model.contract={day}",) for day in MARKED], small())
    assert outcomes > 1


def test_a_contract_that_is_said_no_more() -> None:
    text = written("{id: ibis-1, channel: anthropic-api, minimum_age: 15, contract: 2024-03-01}")
    case = prepare(Text("deploy.yaml", text), small(), AS_OF)
    silent = prepare(Text("deploy.yaml", text.replace(", contract: 2024-03-01", "")), small(), AS_OF)
    tries: list[dict[str, Any]] = [{"moves": [{"fact": "model.contract", "model": only}]} for only in (None, 0)]
    (found,) = agreement([(text, case)], [tries], small())
    assert found["tried"] == [told(audit(silent.models, silent.context))] * 2


def test_the_day_that_a_clause_names_is_moved_without_editions() -> None:
    facts = "deployment: {uses: [national_security], terms: {}}\n".replace(", terms: {}", "")
    text = f"version: 1\n{facts}models:\n  - {{id: gpt-4o, channel: openai-api, terms: {{openai-usage-policies: {{signed_order_form: yes, model_launched_after_order_form: no}}}}}}\n"
    case = prepare(Text("deploy.yaml", text), CORPUS, AS_OF)
    assert compared([(text, case)], [("model.contract=2025-10-28",), ("model.contract=2025-10-29",)]) == 2

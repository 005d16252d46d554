"""Another channel or another edition in the page: what the catalog makes of it, under `--set`."""

from __future__ import annotations

from typing import Any

import pytest
from agreement import CORPUS, again, agreement, on, told
from evaluator import NODE, WHY_SKIPPED, data_of
from given import AS_OF

from licensecheck.api import Case, prepare
from licensecheck.engine.audit import audit
from licensecheck.report.page.values import Origin
from licensecheck.report.page.ways import MOST_MODELS
from licensecheck.source.text import Text

needs_node = pytest.mark.skipif(NODE is None, reason=WHY_SKIPPED)

MODELS = """
claude-sonnet-4-5 / {id: claude-sonnet-4-5, channel: bedrock} / {id: claude-3-opus-20240229, channel: vertex-ai} / gpt-4o
{id: gpt-4, channel: azure-openai, still_served: true} / {id: gemini-1.5-pro, channel: gemini-api} / {id: mistral-large-latest}
{id: google/gemma-2-9b-it, distribution: [weights]} / {id: google/gemma-2-9b-it, edition: "2024-04-01", distribution: [weights]}
{id: bartowski/gemma-2-9b-it-GGUF, distribution: [hosted_service]} / {id: meta-llama/Llama-3.1-8B-Instruct, distribution: [weights]}
{id: black-forest-labs/FLUX.1-dev, distribution: [weights/adapter], edition: unknown} / {id: acme/x, channel: bedrock}
{id: acme/b, base: [{id: google/gemma-2-9b, relation: quantized}], distribution: [weights], edition: "2025-03-24"}
"""
HEADS = ("", "deployment: {commercial: true, regions: [DE], uses: [military], defaults: {edition: '2024-02-21'}}\n")
DAYS = ("", "2026-03-01", "2027-05-01")


def cases() -> list[tuple[str, Case]]:
    lines = [line.strip() for line in MODELS.strip().replace("\n", " / ").split(" / ")]
    texts = [f"version: 1\n{head}models:\n  - {line}\n" for head in HEADS for line in lines]
    return [(text, prepare(Text("deploy.yaml", text), CORPUS, AS_OF)) for text in texts]


def moved(case: Case, channel: str | None, edition: str | None) -> Case:
    """The case as the engine has it under those facts; "" where the edition is not said."""
    said = [f"model.channel={channel}"] if channel is not None else []
    said += [f'model.edition="{edition}"'] if edition else []
    if edition == "":
        context, (model,) = case.context, case.models
        silent = {name: fact for name, fact in context.deployment.facts.items() if name != "model.edition"}
        use = model.use._replace(facts={name: fact for name, fact in model.use.facts.items() if name != "model.edition"})
        case = Case((model._replace(use=use),), context._replace(deployment=context.deployment._replace(facts=silent)))
    return again(case, tuple(said))


@needs_node
def test_other_channels_and_editions_come_out_as_with_set() -> None:
    every = cases()
    tries, expected, names = [], [], []
    for text, case in every:
        mine: list[dict[str, Any]] = []
        theirs = []
        (model,) = data_of(case, CORPUS)[1]["reports"][0]["models"]
        for channel, edition, *_ in model["ways"]:
            there = moved(case, channel, edition)
            moves = [("model.channel", channel)] if channel is not None else []
            moves += [("model.edition", edition)] if edition is not None else []
            for only in (None, 0):
                for day in DAYS:
                    facts = [{"fact": name, "model": only} | ({"value": {"v": value}} if value else {}) for name, value in moves]
                    mine.append({"moves": facts, "day": day})
                    theirs.append(told(on(there, day) if day else audit(there.models, there.context)))
                    names.append((text, channel, edition, only, day))
        tries.append(mine)
        expected.append(theirs)
    found = agreement(every, tries)
    pairs = [
        (mine, wanted)
        for each, several in zip(found, expected, strict=True)
        for mine, wanted in zip(each["tried"], several, strict=True)
    ]
    wrong = [(name, mine, theirs) for name, (mine, theirs) in zip(names, pairs, strict=True) if mine != theirs]
    assert wrong[:2] == []
    assert len(pairs) > 300
    assert len({str(mine) for mine, _ in pairs}) > 30


@needs_node
def test_another_channel_and_a_fact_of_its_terms_together() -> None:
    text = "version: 1\nmodels:\n  - {id: claude-sonnet-4-5, channel: anthropic-api}\n"
    case = prepare(Text("deploy.yaml", text), CORPUS, AS_OF)
    trials = [
        (f"model.channel={channel}", f"deployment.regions=[{region}]")
        for channel in ("bedrock", "vertex-ai")
        for region in ("KR", "RU", "DE")
    ]
    origin, tries, expected = Origin("deploy.yaml"), [], []
    for trial in trials:
        there = again(case, trial)
        facts = there.context.deployment.facts
        names = [each.partition("=")[0] for each in trial]
        tries.append({"moves": [{"fact": name, "model": None, "value": origin.fact(facts[name], name)} for name in names]})
        expected.append(told(audit(there.models, there.context)))
    assert agreement([(text, case)], [tries])[0]["tried"] == expected


def test_ways_are_those_that_the_catalog_has() -> None:
    models = ("claude-sonnet-4-5", "google/gemma-2-9b-it", "{id: google/gemma-2-9b-it, as: copy, edition: '2024-04-01'}", "acme/x")
    text = "version: 1\nmodels:\n" + "".join(f"  - {model}\n" for model in models)
    case = prepare(Text("deploy.yaml", text), CORPUS, AS_OF)
    claude, gemma, copy, unlisted = data_of(case, CORPUS)[1]["reports"][0]["models"]
    entry = case.models[0].entry
    assert entry is not None
    served = {hosted.channel for hosted in entry.hosted} - {case.models[0].channel}
    assert {(channel, edition) for channel, edition, *_ in claude["ways"]} == {(channel, None) for channel in served}
    editions = {each.edition for each in CORPUS.editions("gemma-terms")}
    assert {edition for _, edition, *_ in gemma["ways"]} - {None} == editions
    # who said which edition it is may also not have said it
    assert {edition for _, edition, *_ in copy["ways"]} - {None} == (editions - {"2024-04-01"}) | {""}
    assert unlisted["ways"] == []


def test_a_report_of_many_models_says_that_it_has_no_other_ways() -> None:
    models = "".join(f"  - {{id: gpt-4o, as: m{number}}}\n" for number in range(MOST_MODELS + 1))
    report = data_of(prepare(Text("deploy.yaml", f"version: 1\nmodels:\n{models}"), CORPUS, AS_OF), CORPUS)[1]["reports"][0]
    assert report["other_ways"] is False
    assert {len(each["ways"]) for each in report["models"]} == {0}


@needs_node
def test_the_license_that_was_chosen_stays_chosen_on_other_days() -> None:
    model = "{id: acme/x, license: 'apache-2.0 OR cc-by-nc-4.0', distribution: [weights]}"
    case = prepare(Text("deploy.yaml", f"version: 1\ndeployment: {{commercial: true}}\nmodels:\n  - {model}\n"), CORPUS, AS_OF)
    assert [issue.code for issue in case.models[0].issues] == ["license-choice"]
    (found,) = agreement([("choice", case)], [[{"day": "2027-03-01", "moves": []}]])
    assert found["tried"] == [found["declared"]]

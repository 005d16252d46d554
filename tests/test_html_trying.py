"""What-if in a real browser beyond single facts: another channel, reports of many models, and what the page says it cannot move."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import CHROMIUM, DRIVER, WHY_SKIPPED, Browser
from test_html import made

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=WHY_SKIPPED)

CHANNEL = '[data-fact="model.channel"] select'
CHOOSE = "const box = document.querySelector(arguments[0]); box.value = arguments[1]; box.dispatchEvent(new Event('change'))"
FACTS = "version: 1\ndeployment: {commercial: true, uses: [], regions: [US]}\nmodels:\n"


def opened(browser: Browser, folder: Path, deploy: str) -> Browser:
    (folder / "page.html").write_text(made(deploy)[2], encoding="utf-8")
    browser.log()
    browser.emulate()
    browser.open(str(folder / "page.html"))
    browser.eventually("return document.querySelectorAll('.control').length > 10")
    return browser


def test_another_channel_brings_other_terms(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, FACTS + "  - {id: gpt-4o, channel: openai-api}\n")
    terms = "return [...document.querySelectorAll('.matrix th[scope=col], .matrix .pair')].map((each) => each.innerText).join()"
    assert "azure-openai-terms" not in page.run(terms)
    assert page.run("return [...document.querySelectorAll(arguments[0] + ' option')].map((each) => each.value)", CHANNEL) == [
        "openai-api",
        "azure-openai",
    ]
    page.run(CHOOSE, CHANNEL, "azure-openai")
    assert "azure-openai-terms" in page.run(terms)
    assert page.text(".matrix .channel") == "azure-openai"
    assert page.text(".command") == "licensecheck audit --set model.channel=azure-openai deploy.yaml"
    page.run(CHOOSE, CHANNEL, "openai-api")
    assert not page.run("return document.querySelector('.summary').classList.contains('tried')")
    assert "azure-openai-terms" not in page.run(terms)
    assert page.log() == []


def test_channels_of_several_models_are_moved_one_by_one(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, FACTS + "  - {id: gpt-4o, channel: openai-api}\n  - {id: google/gemma-2-9b-it}\n")
    assert page.count(CHANNEL) == 0
    assert page.text(".fixed").startswith(
        "Channel and edition are moved model by model: choose one above. Not moved on this page: "
    )
    page.run(CHOOSE, ".scope select", "1")
    assert page.count(CHANNEL) == 0
    editions = page.run(
        "return [...document.querySelectorAll('[data-fact=\"model.edition\"] option')].map((each) => each.innerText)"
    )
    assert editions == ["not said", "2024-02-21", "2024-04-01", "2025-03-24", "2026-04-01"]
    page.run(CHOOSE, ".scope select", "0")
    assert page.count(CHANNEL) == 1
    page.run(CHOOSE, CHANNEL, "azure-openai")
    channels = page.run(
        "return [...document.querySelectorAll('.matrix tr')].slice(1).map((each) => each.querySelector('.channel').innerText)"
    )
    assert sorted(channels) == ["azure-openai", "self-hosted"]
    assert page.text(".command-line:last-child") == "In the file, since no option says it: model.channel of gpt-4o."
    assert page.log() == []


def test_many_models_that_are_alike_have_their_outcomes_beforehand(browser: Browser, tmp_path: Path) -> None:
    models = "".join(
        f"  - {{id: meta-llama/Llama-3.1-8B-Instruct, as: m{number}, distribution: [weights]}}\n" for number in range(500)
    )
    page = opened(browser, tmp_path, FACTS + models)
    page.eventually("return document.querySelectorAll('.outcome').length > 5")
    assert page.count(".what-if .warning, .place-what-if .warning") == 0
    assert "the channel and the edition (of more than 40 models)" in page.text(".fixed")
    assert page.log() == []


def test_a_large_report_of_models_that_differ_is_tried_when_asked_and_says_so(browser: Browser, tmp_path: Path) -> None:
    forms = ("weights", "hosted_service/api", "hosted_service/application", "on_device", "outputs")
    models = "".join(
        f"  - {{id: meta-llama/Llama-3.1-8B-Instruct, as: m{number}, minimum_age: {number % 40}, "
        f"distribution: [{forms[number % 5]}, {forms[(number + 1 + number // 40) % 5]}]}}\n"
        for number in range(160)
    )
    page = opened(browser, tmp_path, FACTS + models)
    assert page.text(".place-what-if .warning").startswith("This report is large: ")
    assert page.count(".outcome") == 0
    shape = '[data-fact="model.distribution"]'
    page.run("document.querySelector('details.rest').open = true")
    page.run("document.querySelector(arguments[0]).click()", f"{shape} .ask")
    assert page.count(f"{shape} .outcome") > 0
    assert not page.run("return document.querySelector(arguments[0]).checkVisibility()", f"{shape} .ask")
    users = '[data-fact="organization.monthly_active_users"]'
    page.run("document.querySelector(arguments[0]).click()", f"{users} .ask")
    assert "above 700,000,000" in page.text(f"{users} .runs")
    # what was told is no longer true once another fact is moved
    page.run("document.querySelector(arguments[0]).click()", f"{users} .jump")
    assert page.count(".outcome, .runs li") == 0
    assert page.run("return document.querySelector(arguments[0]).checkVisibility()", f"{shape} .ask")
    assert page.log() == []

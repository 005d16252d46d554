"""Trained models, suits and the day of a contract in a real browser: by keyboard, with names, and as the command beside them says."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from agreement import CORPUS, again, told
from browser import CHROMIUM, DRIVER, END, RIGHT, SPACE, TAB, WHY_SKIPPED, Browser
from given import AS_OF
from test_html import made

from licensecheck.api import prepare
from licensecheck.engine.audit import audit
from licensecheck.source.text import Text

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=WHY_SKIPPED)

DEPLOY = """version: 1
deployment: {commercial: true, uses: [national_security], regions: [US]}
models:
  - id: meta-llama/Llama-3.1-8B-Instruct
    distribution: []
    outputs: {trains: [{kind: llm, base: "mistralai/Mistral-7B-v0.1 <b>", distributed: false}]}
  - {id: gpt-4o, channel: openai-api, terms: {openai-usage-policies: {signed_order_form: yes, model_launched_after_order_form: no}}}
"""
SUITS = '[data-fact="organization.infringement_claims"]'
TRAINS = '[data-fact="outputs.trains"]'
CONTRACT = '[data-fact="model.contract"]'


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    (tmp_path / "page.html").write_text(made(DEPLOY)[2], encoding="utf-8")
    browser.log()
    browser.emulate()
    browser.open(str(tmp_path / "page.html"))
    browser.eventually("return document.querySelectorAll('.outcome').length > 5")
    browser.run("document.querySelector('details.rest').open = true")
    yield browser
    assert browser.log() == []


def focus(page: Browser, control: str, words: str) -> None:
    """The focus on the button of a control that says this."""
    script = "[...document.querySelector(arguments[0]).querySelectorAll('button')].find((each) => each.innerText === arguments[1]).focus()"
    page.run(script, control, words)


def as_the_command_says(page: Browser) -> None:
    """What the page shows is what the engine says under the command that the page shows."""
    words = shlex.split(page.text(".command"))
    assert (words[:2], words[-1]) == (["licensecheck", "audit"], "deploy.yaml")
    assert set(words[2:-1:2]) == {"--set"}
    case = again(prepare(Text("deploy.yaml", DEPLOY), CORPUS, AS_OF), tuple(words[3:-1:2]))
    report = audit(case.models, case.context)
    assert page.run("return document.querySelector('.summary').dataset.state") == report.verdict.word
    loud = sum(letter in "FUD" for states in told(report)[1] for letter in states)
    page.run("document.querySelectorAll('.more').forEach((each) => each.click())")
    assert page.count(".finding:is([data-state=fail], [data-state=unknown], [data-state=due])") == loud


def test_a_suit_is_tried_by_keyboard(page: Browser) -> None:
    focus(page, SUITS, "Add a suit")
    page.press(SPACE)
    assert page.text(f"{SUITS} legend") == "suit 1"
    page.run("document.querySelector(arguments[0]).focus()", f"{SUITS} fieldset select")
    page.type(f"{SUITS} fieldset select", "patent")
    page.press(TAB)
    page.press(RIGHT)
    assert page.run("return document.activeElement.closest('.part').innerText.split('\\n')[0]") == "Concerns work"
    assert "organization.infringement_claims=[{kind: patent, concerns_work: true}]" in page.text(".command")
    as_the_command_says(page)
    focus(page, SUITS, "Remove")
    page.press(SPACE)
    assert page.text(".command").endswith("'organization.infringement_claims=[]' deploy.yaml")
    as_the_command_says(page)
    focus(page, SUITS, "Back")
    page.press(SPACE)
    assert page.run("return document.querySelector('.banner').hidden")


def test_trained_models_keep_their_names_and_take_other_facts(page: Browser) -> None:
    page.run("const box = document.querySelector('.scope select'); box.value = '0'; box.dispatchEvent(new Event('change'))")
    assert page.text(f"{TRAINS} legend") == "trained model 1: mistralai/Mistral-7B-v0.1 <b>"
    focus(page, TRAINS, "Add a trained model")
    page.press(SPACE)
    assert page.count(f"{TRAINS} fieldset") == 2
    assert page.text(".command-line:last-child") == (
        "In the file, since no option says it: outputs.trains of meta-llama/Llama-3.1-8B-Instruct."
    )
    page.run("const box = document.querySelector('.scope select'); box.value = ''; box.dispatchEvent(new Event('change'))")
    page.run("document.querySelector('.banner .reset').click()")
    focus(page, TRAINS, "Add a trained model")
    page.press(SPACE)
    assert '{kind: llm, base: "mistralai/Mistral-7B-v0.1 <b>", distributed: false}, {}]' in page.text(".command")
    as_the_command_says(page)


def test_the_day_of_a_contract_is_on_a_scale(page: Browser) -> None:
    slider = f"{CONTRACT} input[type=range]"
    assert page.run("return document.querySelector(arguments[0]).getAttribute('aria-valuetext')", slider) == "not said"
    page.eventually("return document.querySelectorAll('[data-fact=\"model.contract\"] .runs li').length", 2)
    assert page.text(f"{CONTRACT} .runs").split("\n") == [
        "?", "unknown before 29 October 2025", "✕", "fail from 29 October 2025",
    ]  # fmt: skip
    page.run("document.querySelector(arguments[0]).focus()", slider)
    page.press(END)
    assert page.text(".command").startswith("licensecheck audit --set model.contract=2")
    as_the_command_says(page)
    page.run("document.querySelector(arguments[0]).click()", f"{CONTRACT} .jump")
    assert page.text(".command") == "licensecheck audit --set model.contract=2025-10-29 deploy.yaml"
    as_the_command_says(page)


def test_every_part_of_an_element_has_a_name(page: Browser) -> None:
    nodes = page.command("Accessibility.getFullAXTree")["nodes"]
    named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")]
    asks = {"button", "slider", "combobox", "textbox", "radio", "Date"}
    assert [role for role, name in named if role in asks and not name] == []
    names = {name for _, name in named}
    assert {
        "kind of trained model 1",
        "Remove trained model 1",
        "Not said: trains",
        "contract, exactly",
        "Not said: contract",
    } <= names
    assert page.run("return document.querySelector(arguments[0] + ' .part').getAttribute('aria-labelledby')", TRAINS)


@pytest.mark.parametrize("width", [360, 1360])
def test_no_element_scrolls_sideways(page: Browser, width: int) -> None:
    page.emulate(width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width
    wide = "return [...document.querySelectorAll('.element')].filter((each) => each.scrollWidth > each.clientWidth + 1).length"
    assert page.run(wide) == 0


def test_what_cannot_be_moved_is_said(page: Browser) -> None:
    assert page.text(".fixed").endswith(
        "Not moved on this page: a channel on which the catalog does not have the model, the parent of a trained model "
        "or what a suit is about. Change it in the file and audit again."
    )

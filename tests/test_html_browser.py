"""The HTML page in a real browser: it loads in silence, what-if flips, search and filters work, keys reach everything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, DRIVER, END, ENTER, RIGHT, TAB, WHY_SKIPPED, Browser
from test_html import EVIL, made

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=WHY_SKIPPED)

DEPLOY = """version: 1
organization: {name: Example, type: company, country: US, monthly_active_users: 5_000_000, annual_revenue_usd: 900_000}
deployment: {commercial: true, audience: [consumers], regions: [US], uses: [], directed_to_minors: false, minimum_age: 18}
models:
  - id: meta-llama/Llama-3.1-8B-Instruct
    distribution: [hosted_service/application]
    outputs: {trains: []}
    evidence: {display: [{attested: Built with Llama, place: ui}],
      license_copy: true, restrictions_in_terms: true, users_told: true}
  - {id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: [weights/original]}
  - {id: gpt-4o, channel: azure-openai}
  - {id: %s, as: evil}
"""
USERS = '[data-fact="organization.monthly_active_users"]'
PASSING = "\n".join(line for line in DEPLOY.splitlines() if "Mixtral" not in line and "gpt-4o" not in line and "evil" not in line)


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    """The page of the whole deployment."""
    yield from _opened(browser, tmp_path, DEPLOY % json.dumps(EVIL))


@pytest.fixture
def passing(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    """The page of one model for which everything is settled."""
    yield from _opened(browser, tmp_path, PASSING)


def _opened(browser: Browser, folder: Path, deploy: str) -> Iterator[Browser]:
    (folder / "page.html").write_text(made(deploy)[2], encoding="utf-8")
    browser.log(), browser.requests()
    browser.emulate()
    browser.open(str(folder / "page.html"))
    browser.eventually("return document.querySelectorAll('.control').length > 10")
    yield browser
    assert browser.log() == []
    assert [url for url in browser.requests() if url.startswith(("http:", "https:", "ws"))] == []


def slide(browser: Browser, selector: str, key: str) -> None:
    """Move a slider by a key, as somebody without a mouse does."""
    browser.run("document.querySelector(arguments[0]).focus()", f"{selector} input[type=range]")
    browser.press(key)


def choose(browser: Browser, selector: str, value: str) -> None:
    """Give a field or a list a value, and leave it."""
    script = "const box = document.querySelector(arguments[0]); box.value = arguments[1]; box.dispatchEvent(new Event('change'))"
    browser.run(script, selector, value)


def test_a_slider_past_the_limit_flips_the_clause_and_the_verdict(passing: Browser) -> None:
    assert passing.run("return document.querySelector('.summary').dataset.state") != "fail"
    slide(passing, USERS, END)
    passing.eventually("return document.querySelector('.summary').dataset.state", "fail")
    assert passing.text(".verdict").split() == ["✕", "fail"]
    assert "Over 700 million" in passing.text(".banner .flips")
    assert "What if" in passing.text(".means")
    assert "changes to fail" in passing.run("return document.getElementById('live').textContent")
    assert "--set organization.monthly_active_users=" in passing.text(".command")
    assert passing.run("return document.title").startswith("fail")
    assert "fail" in passing.text(".matrix tbody tr .badge.flipped")
    passing.click(".banner .reset")
    passing.eventually("return document.querySelector('.summary').classList.contains('tried')", False)
    assert passing.run("return document.querySelector('.summary').dataset.state") != "fail"
    assert not passing.run("return document.querySelector('.banner').checkVisibility()")


def test_the_limit_itself_still_passes(passing: Browser) -> None:
    exact = f"{USERS} .exact"
    for number, flips in (("700,000,000", False), ("700,000,001", True)):
        choose(passing, exact, number)
        assert (passing.run("return document.querySelector('.summary').dataset.state") == "fail") is flips


def test_the_scale_says_where_it_fails(passing: Browser) -> None:
    passing.eventually(f"return document.querySelector('{USERS} .runs').innerText.includes('above 700,000,000')")
    assert passing.text(f"{USERS} .runs").split()[1:7] == ["pass", "up", "to", "700,000,000", "✕", "fail"]


def test_the_day_moves_retirements(shown: Browser) -> None:
    before = shown.run("return document.querySelector('.matrix').innerText")
    slide(shown, '[data-fact="day"]', END)
    shown.eventually("return document.querySelector('.summary').classList.contains('tried')")
    assert shown.run("return document.querySelector('.matrix').innerText") != before
    assert "--as-of" in shown.text(".command")


def test_a_switch_and_a_list_flip_clauses(shown: Browser) -> None:
    shown.run("document.querySelector('details.rest').open = true")
    choose(shown, '[data-fact="deployment.uses"] select', "military")
    assert shown.run("return document.querySelector('.summary').dataset.state") == "fail"
    assert "military" in shown.text('[data-fact="deployment.uses"] .held')
    shown.run("document.querySelector('[data-fact=\"deployment.uses\"] .back').click()")
    assert "none" in shown.text('[data-fact="deployment.uses"] .held')
    assert not shown.run("return document.querySelector('.summary').classList.contains('tried')")


def test_search_and_filters(shown: Browser) -> None:
    first = shown.count(".finding")
    assert first > 0
    shown.type(".filters input", "mixtral")
    models = "[...document.querySelectorAll('.finding .model')]"
    shown.eventually(f"return {models}.every((each) => each.innerText.includes('Mixtral'))")
    assert 0 < shown.count(".finding") < first
    shown.type(".filters input", " nothing has these words")
    shown.eventually("return document.querySelectorAll('.finding').length", 0)
    assert "No finding fits" in shown.text(".count")
    shown.click(".selects .quiet")
    shown.eventually("return document.querySelectorAll('.finding').length", first)
    shown.run("document.querySelector('.chip[data-state=not_applicable]').click()")
    assert shown.count(".finding") > first
    choose(shown, ".filters select", "duty")
    assert shown.run("return [...document.querySelectorAll('.finding .meta')].every((each) => each.innerText.includes('duty'))")


def test_every_finding_is_in_the_page_once(shown: Browser) -> None:
    shown.run("document.querySelectorAll('.chip[aria-pressed=false]').forEach((chip) => chip.hidden || chip.click())")
    shown.run("onbeforeprint()")
    told = int(shown.text(".count").split()[0].replace(",", ""))
    assert shown.count(".finding") == told
    assert shown.text(".count") == f"{told} findings of {told} shown"


def test_a_cell_of_the_matrix_leads_to_its_findings(shown: Browser) -> None:
    row = "[...document.querySelectorAll('.matrix tr')].find((row) => row.innerText.includes('Mixtral'))"
    shown.run(f"{row}.querySelector('.cell').click()")
    models = shown.run("return [...document.querySelectorAll('.finding .model')].map((each) => each.innerText)")
    assert set(models) == {"mistralai/Mixtral-8x7B-Instruct-v0.1"}
    assert shown.run("return document.activeElement.id") == "findings-title"


def test_a_trace_unfolds(shown: Browser) -> None:
    assert not shown.count(".trace li")
    shown.run("document.querySelector('.finding details summary').click()")
    shown.eventually("return document.querySelectorAll('.trace li').length > 0")


def test_hostile_names_stay_text(shown: Browser) -> None:
    assert shown.count("img") == 0
    assert shown.count("script") == 2
    shown.type(".filters input", "alert(1)")
    shown.eventually("return document.querySelectorAll('.finding').length > 0")
    assert EVIL in shown.run("return JSON.parse(document.getElementById('data').textContent).reports[0].models[3].id")


def test_light_and_dark(shown: Browser) -> None:
    paper = "return getComputedStyle(document.body).backgroundColor"
    light = shown.run(paper)
    shown.emulate(dark=True)
    dark = shown.run(paper)
    assert light != dark
    while shown.run("return document.documentElement.dataset.theme") != "light":
        shown.click(".theme")
    assert shown.run(paper) == light
    shown.click(".theme")
    assert (shown.run(paper), shown.run("return document.documentElement.dataset.theme")) == (dark, "dark")
    shown.click(".theme")


CONTRAST = """
const shade = (text) => {
  const canvas = document.createElement('canvas').getContext('2d');
  canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
};
const light = (text) => shade(text).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
const behind = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const color = getComputedStyle(each).backgroundColor;
    if (!/^rgba\\(.*, 0\\)$/.test(color)) return color;
  }
  return 'white';
};
const poor = [];
const words = '.badge, .meta, .about, .chip, .count, .effect, .declared, .phrase, .lead, a, button, dt, h4';
for (const element of document.querySelectorAll(words)) {
  if (!element.checkVisibility() || !element.innerText.trim()) continue;
  const [one, other] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
  if ((one + 0.05) / (other + 0.05) < 4.5) poor.push(element.className + ' ' + element.innerText.slice(0, 30));
}
return poor.slice(0, 5);
"""


@pytest.mark.parametrize("dark", [False, True])
def test_all_words_can_be_read(shown: Browser, dark: bool) -> None:
    shown.emulate(dark=dark)
    assert shown.run(CONTRAST) == []


def test_keys_reach_every_kind_of_control(shown: Browser) -> None:
    shown.run("document.body.focus(); window.scrollTo(0, 0)")
    reached = set()
    name = "const at = document.activeElement; return at.className.split(' ')[0] || at.type || at.tagName.toLowerCase()"
    # a radio is drawn by the word beside it
    ring = "const at = document.activeElement; return getComputedStyle(at).outlineStyle !== 'none' || at.type === 'radio'"
    for _ in range(140):
        shown.press(TAB)
        reached.add(shown.run(name))
        assert shown.run(f"if (document.activeElement === document.body) return true; {ring}")
    assert {"skip", "theme", "cell", "range", "exact", "search", "chip", "jump"} <= reached


def test_a_slider_moves_by_arrow_keys_and_says_its_value(passing: Browser) -> None:
    slide(passing, USERS, RIGHT)
    told = passing.run(f"return document.querySelector('{USERS} input[type=range]').getAttribute('aria-valuetext')")
    assert told.endswith(" users")
    assert told != "5,000,000 users"
    passing.run("document.querySelector('.banner .reset').focus()")
    passing.press(ENTER)
    assert not passing.run("return document.querySelector('.summary').classList.contains('tried')")


def test_names_for_screen_readers(shown: Browser) -> None:
    nodes = shown.command("Accessibility.getFullAXTree")["nodes"]
    asks = {"button", "slider", "combobox", "textbox", "searchbox", "radio", "link", "checkbox", "region", "table"}
    named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")]
    assert [role for role, name in named if role in asks and not name] == []
    roles = {role for role, _ in named}
    assert {"main", "banner", "navigation", "contentinfo", "search", "status", "heading"} <= roles
    assert shown.run("return document.querySelectorAll('h1').length") == 1


@pytest.mark.parametrize("width", [360, 390, 768, 1360])
def test_no_width_scrolls_sideways(shown: Browser, width: int) -> None:
    shown.emulate(width=width)
    assert shown.run("return document.documentElement.scrollWidth") <= width


def test_print_shows_every_loud_finding_and_no_control(shown: Browser) -> None:
    loud = shown.count(".finding")
    # at once: the paper does not wait for what is drawn later
    assert shown.run("onbeforeprint(); return document.querySelectorAll('.trace li').length") > 0
    shown.emulate(media="print", dark=True)
    assert shown.run("return [...document.querySelectorAll('.finding')].filter((each) => each.checkVisibility()).length") == loud
    assert not shown.run("return document.querySelector('.place-what-if').checkVisibility()")
    assert shown.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_thousand_models_stay_usable(browser: Browser, tmp_path: Path) -> None:
    ids = ("meta-llama/Llama-3.1-8B-Instruct", "mistralai/Mixtral-8x7B-v0.1", "google/gemma-2-9b-it", "gpt-4o", "claude-sonnet-4-5")
    models = "\n".join(f"  - {{id: {ids[number % 5]}, as: m{number}, distribution: []}}" for number in range(1_000))
    page = f"version: 1\norganization: {{monthly_active_users: 5}}\nmodels:\n{models}\n"
    for opened in _opened(browser, tmp_path, page):
        assert opened.count(".matrix tbody tr") < 200
        assert opened.count(".finding") < 200
        script = "const start = performance.now(); document.querySelector(arguments[0]).click(); return performance.now() - start"
        spent = opened.run(script, f"{USERS} .jump")
        assert opened.run("return document.querySelector('.summary').dataset.state") == "fail"
        assert spent < 5_000  # a fraction of that on a quiet machine


def test_where_page_and_engine_differ_the_engine_stands_and_what_if_is_closed(browser: Browser, tmp_path: Path) -> None:
    page = made(PASSING)[2]
    judged = re.search(r'"verdict":"(\w+)","found":"([A-Z]+)"', page)
    assert judged
    assert judged[1] != "fail"
    page = page.replace(judged[0], f'"verdict":"fail","found":"F{judged[2][1:]}"')
    page = page.replace(f'"what_if":false,"verdict":"{judged[1]}"', '"what_if":false,"verdict":"fail"')
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    browser.emulate()
    browser.open(str(tmp_path / "page.html"))
    assert "disagree" in browser.text(".warning")
    assert browser.text(".verdict").split() == ["✕", "fail"]
    assert browser.text(".finding .badge").split() == ["✕", "fail"]
    assert browser.count(".control") == 0

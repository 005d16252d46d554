"""The HTML page as a file: well formed, closed to the network, and nothing in it but what the report says."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from command import DUE, judged, run
from given import AS_OF, PACKAGE

from licensecheck.api import Case, prepare
from licensecheck.catalog.corpus import load_corpus
from licensecheck.engine.audit import audit
from licensecheck.engine.findings import Report
from licensecheck.report import html
from licensecheck.report.page.models import LETTERS
from licensecheck.report.page.values import SHORT, Origin
from licensecheck.report.story import LOUD, state
from licensecheck.source.text import Text

CORPUS = load_corpus()
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>]]>-->"
DEPLOY = """version: 1
organization: {name: "A & <b>B</b>", type: company, country: US, monthly_active_users: 5_000_000, annual_revenue_usd: 900_000}
deployment: {commercial: true, audience: [consumers], regions: [US], uses: []}
models:
  - {id: meta-llama/Llama-3.1-8B-Instruct, distribution: [hosted_service/application]}
  - {id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: [weights]}
  - {id: gpt-4o, channel: azure-openai}
  - {id: %s, as: "javascript:alert(3)"}
"""
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Collects elements and texts, and sees to it that every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)


def made(deploy: str = DEPLOY % json.dumps(EVIL), strict: bool = False) -> tuple[Report, Case, str]:
    """A report, its case and its page."""
    case = prepare(Text("deploy.yaml", deploy), CORPUS, AS_OF, strict)
    report = audit(case.models, case.context)
    return report, case, html.render((report,), (case,), CORPUS, "1.2.3")


def embedded(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    value: dict[str, Any] = json.loads(found[1])
    return value


def test_the_page_is_well_formed_and_has_only_its_own_elements() -> None:
    page = Page(made()[2])
    tags = [tag for tag, _ in page.elements]
    assert tags.count("script") == 2
    assert not {"img", "link", "iframe", "object", "embed", "form", "base", "b"} & set(tags)
    assert {"html", "head", "body", "title", "noscript"} <= set(tags)
    assert dict(page.elements)["html"] == {"lang": "en"}


def test_nothing_is_fetched() -> None:
    page = made()[2]
    for tag, attributes in Page(page).elements:
        assert not {"src", "href", "srcset", "action", "data", "poster"} & set(attributes), tag
    style = "".join(Page(page).texts["style"])
    assert not re.search(r"url\(|@import|@font-face", style)
    script = html.scripts((*html.EVALUATOR, *html.VIEW))
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "import(", "eval(", "new Function"):
        assert word not in script
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "createContextualFragment"):
        assert word not in script


def test_the_policy_of_the_page_lets_in_its_own_style_and_script_alone() -> None:
    page = made()[2]
    parsed = Page(page)
    policy = next(each["content"] for tag, each in parsed.elements if tag == "meta" and "http-equiv" in each)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert text
        hashed = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{hashed}'" in policy
    # a policy of hashes lets no inline attribute through
    assert not [name for _, attributes in parsed.elements for name in attributes if name == "style" or name.startswith("on")]


def test_hostile_names_stay_text() -> None:
    page = made()[2]
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>B" not in page
    found = embedded(page)
    assert found["reports"][0]["models"][3]["id"] == EVIL
    assert EVIL in "".join(Page(page).texts["p"] + Page(page).texts["h2"])


@pytest.mark.parametrize("strict", [False, True])
def test_every_finding_stands_in_the_page_once(strict: bool) -> None:
    report, _, page = made(strict=strict)
    found = embedded(page)["reports"][0]
    assert found["strict"] is strict
    assert (found["file"], found["as_of"], found["verdict"]) == (report.file, report.as_of, report.verdict.word)
    for mine, model in zip(found["models"], report.models, strict=True):
        assert mine["found"] == "".join(LETTERS[state(finding)] for finding in model.findings)
        assert (mine["name"], mine["line"], mine["verdict"]) == (model.name, model.span.line, model.verdict.word)
        start = max(number for day, number in mine["days"] if day <= report.as_of)
        held = found["tables"]["states"][start]
        policies = embedded(page)["policies"]
        clauses = [clause["id"] for each in held["bindings"] for clause in policies[each["editions"][0]]["clauses"]]
        assert [issue["code"] for issue in held["issues"]] + clauses == [finding.clause.id for finding in model.findings]


def test_without_scripts_the_findings_are_told_in_plain_text() -> None:
    report, _, page = made()
    static = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert static
    words = "".join("".join(texts) for texts in Page(static[1]).texts.values())
    loud = [finding for model in report.models for finding in model.findings if state(finding) in LOUD]
    assert loud
    for finding in loud:
        assert finding.clause.title in words


def test_the_page_is_the_same_every_time() -> None:
    assert made()[2] == made()[2]


def test_no_path_of_this_machine_gets_into_the_page(tmp_path: Path) -> None:
    (tmp_path / "deploy.yaml").write_text(DUE, encoding="utf-8")
    done = judged("deploy.yaml", "--output", "html=page.html", folder=tmp_path)
    assert done.returncode == 3
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert str(tmp_path) not in page
    assert os.path.dirname(PACKAGE) not in page


def test_several_files_share_a_page(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(DUE, encoding="utf-8")
    done = run("audit", "--as-of", AS_OF, "--format", "html", "a.yaml", "b.yaml", folder=tmp_path)
    assert done.returncode == 3
    assert [each["file"] for each in embedded(done.stdout.decode())["reports"]] == ["a.yaml", "b.yaml"]


def test_long_evidence_is_cut_to_what_clauses_look_for() -> None:
    from licensecheck.facts.values import Fact, Item

    words = "x " * 40_000 + "Built with Llama" + " y" * 40_000 + " Built with {" + " z" * 9_000
    origin = Origin("deploy.yaml", 0, {"evidence.display": ("Built with Llama", "Nothing {model.name} like this")})
    kept = origin.fact(Fact((Item("path", "README.md", "docs", words),)), "evidence.display")["v"][0]["words"]
    assert "Built with Llama" in kept
    assert len(kept) < SHORT


def test_a_thousand_models_make_a_page_of_bounded_size() -> None:
    models = "\n".join(f"  - {{id: meta-llama/Llama-3.1-8B-Instruct, as: m{number}, distribution: []}}" for number in range(1_000))
    page = made(f"version: 1\ndeployment: {{uses: []}}\nmodels:\n{models}\n")[2]
    assert len(page) < 1_000_000
    assert len(embedded(page)["reports"][0]["tables"]["states"]) < 5


def test_scripts_and_styles_are_files_of_bounded_size() -> None:
    folder = os.path.join(PACKAGE, "report", "page")
    files = {name for name in os.listdir(folder) if name.endswith((".js", ".css"))}
    mine = {f"{name}.js" for name in (*html.EVALUATOR, *html.VIEW)} | {f"{name}.css" for name in html.STYLES}
    assert files == mine | {
        "signoff.css",
        "fleet.css",
        "fleet.js",
    }  # of the page that is printed and signed, and of that of a fleet
    for name in files:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read()
        assert len(text.splitlines()) < 200
        assert "</" not in text.replace("</g", "")
        assert "<!--" not in text

"""The lineage of one model as a page: the works with their licenses and verdicts, circles and strangers told, bounded and silent."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from browser import Browser
from click.testing import CliRunner
from given import AS_OF
from test_html import EVIL
from test_html_browser import CONTRAST

from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli.main import cli
from licensecheck.engine.judge import Verdict
from licensecheck.fleet.hub.family import MOST_FOLLOWED, Bond, Family, family
from licensecheck.fleet.hub.read import hub_of
from licensecheck.fleet.hub.run import context_of, declared, traced

CORPUS = load_corpus()
ROWS = [
    ("acme/merged", "apache-2.0", ["acme/smaller", "acme/round", "gone/model", "gpt-4o"], ["merge", "merge", "adapter", "outputs"]),
    ("acme/smaller", None, ["acme/tuned"], ["quantized"]),
    ("acme/tuned", "apache-2.0", ["meta-llama/Llama-3.1-8B"], ["finetune"]),
    ("acme/round", "mit", ["acme/other"], ["finetune"]),
    ("acme/other", None, ["acme/round"], ["finetune"]),
    (EVIL, EVIL, [EVIL + "2"], ["merge"]),
    ("TheBloke/Llama-2-7B-GGUF", None, ["acme/tuned"], ["merge"]),
]
SCHEMA = {"id": pl.String, "license": pl.String, "base": pl.List(pl.String), "relation": pl.List(pl.String)}


def family_of(name: str, rows: list[tuple[str, str | None, list[str], list[str]]]) -> Family:
    hub = hub_of("hub", CORPUS.catalog, pl.DataFrame(rows, SCHEMA, orient="row").lazy())
    context = context_of(CORPUS, AS_OF)
    row = hub.ids.to_list().index(name)
    return family(declared(hub, row, context.deployment), traced(hub, row, CORPUS, context), CORPUS)


def test_works_and_how_they_came_about() -> None:
    found = family_of("acme/merged", ROWS)
    assert [(each.id, each.generation, each.known, each.license, each.verdict.word) for each in found.works] == [
        ("acme/merged", 0, "hub", "apache-2.0", "fail"),
        ("acme/smaller", 1, "hub", "", "not_applicable"),
        ("acme/round", 1, "hub", "mit", "due"),
        ("gone/model", 1, "", "", "unknown"),
        ("gpt-4o", 1, "catalog", "the terms of its provider", "unknown"),
        ("acme/tuned", 2, "hub", "apache-2.0", "unknown"),
        ("acme/other", 2, "hub", "", "not_applicable"),
        ("meta-llama/Llama-3.1-8B", 3, "catalog", "llama-3.1-community", "fail"),
    ]
    assert found.bonds == (
        Bond(0, 1, "merge", False),
        Bond(0, 2, "merge", False),
        Bond(0, 3, "adapter", False),
        Bond(0, 4, "outputs", False),
        Bond(1, 5, "quantized", False),
        Bond(2, 6, "fine_tune", False),
        Bond(5, 7, "fine_tune", False),
        Bond(6, 2, "fine_tune", True),
    )
    assert "llama-3.1-community/derived-model-name" in found.works[7].clauses


def test_a_conversion_of_a_work_of_the_catalog_has_that_one_for_a_parent() -> None:
    found = family_of("TheBloke/Llama-2-7B-GGUF", ROWS)
    assert [(each.id, each.generation) for each in found.works][:3] == [
        ("TheBloke/Llama-2-7B-GGUF", 0),
        ("meta-llama/Llama-2-7b", 1),
        ("acme/tuned", 1),
    ]
    assert found.bonds[0] == Bond(0, 1, "quantized", False)


@pytest.mark.parametrize(("name", "bonds"), [("a/itself", 1), ("a/two", 2)])
def test_circles_alone(name: str, bonds: int) -> None:
    rows = [
        ("a/itself", None, ["a/itself"], ["merge"]),
        ("a/two", None, ["a/three"], ["merge"]),
        ("a/three", None, ["a/two"], ["merge"]),
    ]
    found = family_of(name, rows)
    assert (len(found.bonds), [bond.back for bond in found.bonds].count(True)) == (bonds, 1)


# the page ------------------------------------------------------------------------------------------------------------
def page(folder: Path, name: str, rows: list[tuple[str, str | None, list[str], list[str]]]) -> str:
    """The page that the command writes."""
    pl.DataFrame(rows, SCHEMA, orient="row").write_parquet(folder / "hub.parquet")
    arguments = ["hub", str(folder / "hub.parquet"), "--as-of", AS_OF, "--why", name, "--output", f"html={folder / 'page.html'}"]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert done.exception is None, done.exception
    return (folder / "page.html").read_text(encoding="utf-8")


def words(markup: str) -> list[str]:
    """The works of the list, each with its lines."""
    items = markup.partition('<ol class="works">')[2].partition("</ol>")[0].split("<li><h3>")[1:]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", item)).strip() for item in items]


def test_the_list_says_what_the_graph_shows(tmp_path: Path) -> None:
    markup = page(tmp_path, "acme/merged", ROWS)
    told = words(markup)
    assert told[1] == "acme/smaller no terms of its own in the hub, no license is claimed quantized of acme/tuned"
    assert told[3].startswith("gone/model ? unknown neither in the hub nor in the catalog, no license is claimed")
    assert told[6].endswith("fine-tune of acme/round , which leads in a circle")
    assert markup.count('<g class="') == len(told) == 8
    assert [each.partition("<")[0] for each in markup.split('text-anchor="middle">')[1:]] == [
        "merge of", "merge of", "adapter of", "learned from outputs of", "quantized of", "fine-tune of", "fine-tune of", "fine-tune of (in a circle)",
    ]  # fmt: skip
    assert '<h1 id="model">acme/merged</h1>' in markup


def test_names_of_strangers_stay_text(tmp_path: Path) -> None:
    markup = page(tmp_path, EVIL, ROWS)
    assert markup.count("<script") == 1
    assert "<img" not in markup


def test_a_long_lineage_is_cut_and_counted(tmp_path: Path) -> None:
    rows: list[tuple[str, str | None, list[str], list[str]]] = [
        (f"a/m{number}", None, [f"a/m{number + 1}"], ["merge"]) for number in range(300)
    ]
    rows.append(("a/wide", None, [f"b/p{number}" for number in range(MOST_FOLLOWED + 10)], ["merge"]))
    deep = page(tmp_path, "a/m0", rows)
    assert "301 works" in deep
    assert "and 241 more works that are not drawn" in deep
    wide = page(tmp_path, "a/wide", rows)
    assert "5,000 works and more, which were not followed" in wide
    assert "and 4,940 more works that are not drawn" in wide
    assert "and 4,600 more works</p>" in wide
    assert len(wide) < 400_000


@pytest.mark.parametrize("dark", [False, True])
def test_in_a_browser(browser: Browser, dark: bool, tmp_path: Path) -> None:
    page(tmp_path, "acme/merged", ROWS)
    browser.log(), browser.requests()
    browser.emulate(dark=dark, width=390)
    browser.open(str(tmp_path / "page.html"))
    assert browser.run("return document.documentElement.scrollWidth") <= 390
    assert browser.count("svg g") == 8
    seen = "const box = document.querySelector('svg g').getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth"
    assert browser.run(seen)  # the model itself, although its parents reach beyond the screen
    assert browser.text("h1") == "acme/merged"
    assert browser.text(".about .badge").split() == ["✕", Verdict.FAIL.word]
    assert browser.run(CONTRAST) == []
    nodes = browser.command("Accessibility.getFullAXTree")["nodes"]
    named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")]
    assert ("image", "The lineage as a graph; the list below says the same") in named
    assert browser.log() == []
    assert [url for url in browser.requests() if url.startswith(("http:", "https:", "ws"))] == []

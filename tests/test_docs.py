"""The documentation: it builds from the data, every link and anchor holds, and what it promises of the pages is there."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, DRIVER, WHY_SKIPPED, Browser
from command import environment
from given import ROOT
from test_examples import COMMANDS

from licensecheck.catalog.packs import shipped_packs
from licensecheck.catalog.sources import Sources, read_sources
from licensecheck.policy.model import clause_leaves

pytest.importorskip("markdown_it", reason="the documentation is built with markdown-it-py")
SITE = Path(ROOT, "docs", "site")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built by its command."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run([sys.executable, str(SITE), str(folder)], env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert re.fullmatch(r"\d+ pages, [\d,]+ links: every one holds\n", done.stdout)
    return folder


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources()


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Imports a file of the builder by its name."""
    monkeypatch.syspath_prepend(str(SITE))
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_a_page_for_every_policy_and_command(built: Path, sources: Sources) -> None:
    assert {each.stem for each in (built / "policies").iterdir()} == {policy.id for policy in sources.policies} | set(
        shipped_packs()
    )
    assert {each.stem for each in (built / "commands").iterdir()} == {name.replace(" ", "-") for name in COMMANDS}


def test_a_policy_page_tells_all_that_decides(built: Path, sources: Sources) -> None:
    """Each clause with its anchor, each section, each text with its whole hash, each exact string, each threshold."""
    from html import escape

    for policy in sources.policies:
        page = (built / "policies" / f"{policy.id}.html").read_text(encoding="utf-8")
        for clause in policy.clauses:
            assert f'id="{clause.id}"' in page, (policy.id, clause.id)
            assert f"<td>{escape(clause.section)}</td>" in page, (policy.id, clause.section)
            for leaf in clause_leaves(clause) if not clause.derived else ():
                if leaf.operator in ("contain", "starts_with"):
                    assert f"<code>{escape(str(leaf.constant))}</code>" in page, (policy.id, leaf.constant)
                if leaf.operator in ("greater_than", "less_than", "at_least", "at_most"):
                    assert f"<b>{escape(f'{leaf.constant:,}')}</b>" in page, (policy.id, leaf.constant)
        for section in policy.sections:
            assert f"<td>{escape(section.section)}</td>" in page, (policy.id, section.section)
        for text in policy.texts:
            assert text.sha256 in page
            assert text.read in page
        assert page.count(", each a test</summary>") == sum(bool(clause.examples) for clause in policy.clauses)


def test_a_command_page_tells_every_option_and_example(built: Path) -> None:
    from html import escape

    for name, command in COMMANDS.items():
        page = (built / "commands" / f"{name.replace(' ', '-')}.html").read_text(encoding="utf-8")
        for option in command.params:
            if option.param_type_name == "option":
                assert all(f"{spelled}" in page for spelled in option.opts), (name, option.opts)
        for line in (command.epilog or "").splitlines()[2:]:
            assert escape(line.strip()) in page, name


def test_a_newcomer_gets_from_readme_to_the_answer(built: Path) -> None:
    """One click from the first page to "May we ship this model?", and a table that says what each verdict means for them."""
    first = (built / "index.html").read_text(encoding="utf-8")
    assert '<a href="ship.html">May we ship it?</a>' in first
    page = (built / "ship.html").read_text(encoding="utf-8")
    assert all(f"<strong>{verdict}</strong>" in page for verdict in ("pass", "due", "unknown", "fail"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<a href="no.html">', "a.html: `no.html` leads to no file"),
        ('<a href="b.html#no">', "a.html: `b.html#no` leads to no anchor"),
        ('<a href="#no">', "a.html: `#no` leads to no anchor"),
        ('<a href="http://example.com">', "a.html: `http://example.com` is not https"),
        ('<p id="x"></p><p id="x"></p>', "a.html: the anchor `x` stands twice"),
        ('<script src="no.js"></script>', "a.html: `no.js` leads to no file"),
        ('<a href="b.html#yes">', ""),
    ],
)
def test_a_broken_link_is_found(text: str, fault: str, tmp_path: Path, modules: Any) -> None:
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="yes"></p>', encoding="utf-8")
    found, _ = modules("links").faults(str(tmp_path))
    assert found == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("`licensecheck audit --nothing`", "docs/a.md: `licensecheck audit` has no option `--nothing`"),
        ("```\nlicensecheck policies check --strict\n```", "docs/a.md: `licensecheck policies check` has no option `--strict`"),
        ("the option `--nobody`", "docs/a.md: no command has an option `--nobody`"),
        ("`licensecheck audit --scan --strict -v`, `--as-of DATE`", ""),
    ],
)
def test_an_option_that_does_not_exist_is_found(text: str, fault: str, tmp_path: Path, modules: Any) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "README.md").write_text(" ".join(f"`licensecheck {name}`" for name in COMMANDS), encoding="utf-8")
    assert modules("options").faults(str(tmp_path)) == ([fault] if fault else [])


def test_an_option_that_a_guide_leaves_out_is_found(tmp_path: Path, modules: Any) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "scan.md").write_text("`--class`, `--all`\n", encoding="utf-8")
    (tmp_path / "README.md").write_text(" ".join(f"`licensecheck {name}`" for name in COMMANDS), encoding="utf-8")
    assert modules("options").faults(str(tmp_path)) == ["docs/scan.md: `--since` is not told"]


def test_a_link_of_markdown_that_leads_nowhere_is_found(tmp_path: Path, modules: Any) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        (tmp_path / name).write_text("# T\n\n[x](docs/no.md) [y](../outside.md)\n", encoding="utf-8")
    faults = modules("written_pages").written_pages(str(tmp_path), lambda name: "").faults
    assert faults[:2] == ["README.md: `docs/no.md` leads to no file", "README.md: `../outside.md` leads to no file"]


@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=WHY_SKIPPED)
def test_the_pages_in_a_browser(built: Path) -> None:
    """Light and dark, wide and narrow: nothing sticks out, nothing is complained of, the search finds a model by any spelling."""
    browser = Browser()
    try:
        for path in (
            "index.html",
            "ship.html",
            "models.html",
            "policies/llama-3.1-community.html",
            "commands/audit.html",
            "report.html",
        ):
            for dark, width in ((False, 0), (True, 390)):
                browser.emulate(dark=dark, width=width)
                browser.open(os.fspath(built / path))
                assert browser.run("return document.documentElement.scrollWidth <= innerWidth"), (path, width)
                ink, paper = browser.run("const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]")
                assert (sum(map(int, re.findall(r"\d+", ink)[:3])) > sum(map(int, re.findall(r"\d+", paper)[:3]))) is dark
        for width in (0, 390):
            browser.emulate(width=width)
            browser.open(os.fspath(built / "policies" / "llama-3.1-community.html"))
            browser.run("location.hash = 'built-with-display'")
            covered = "const top = document.querySelector(':target').getBoundingClientRect().top"
            browser.eventually(
                f"{covered}; return top < 200 && top >= Math.max(0, document.querySelector('header').getBoundingClientRect().bottom)"
            )
        browser.emulate()
        browser.open(os.fspath(built / "policies" / "mit.html"))
        browser.type(".search input", "llama3.1:8b")
        browser.eventually("return document.querySelectorAll('.found a').length > 0")
        assert "meta-llama/Llama-3.1-8B-Instruct" in browser.text(".found")
        browser.run("document.querySelector('.found a').click()")
        browser.eventually("return location.pathname.endsWith('/models.html') && location.hash.length > 1")
        assert browser.log() == []
    finally:
        browser.close()

"""The page of a fleet: what it shows is what the summary says, on every day; strangers' names stay text; it is bounded and silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from browser import Browser
from click.testing import CliRunner
from fleets import CORPUS, fleet_of, when
from given import AS_OF
from test_html import EVIL
from test_html_browser import CONTRAST

from licensecheck import api
from licensecheck.cli.main import cli
from licensecheck.engine.judge import Verdict
from licensecheck.engine.waive import seal
from licensecheck.fleet.many.days import over_time
from licensecheck.fleet.many.fleet import parts_of
from licensecheck.fleet.many.read import sources
from licensecheck.fleet.many.scales import scales
from licensecheck.fleet.many.tell import counted

IDS = (
    "meta-llama/Llama-3.1-8B-Instruct",
    "gpt-4o",
    "mistralai/Mixtral-8x7B-Instruct-v0.1",
    "google/gemma-2-9b",
    "claude-sonnet-4-5",
)


def table(rows: int, names: tuple[str, ...] = ("search", "maps")) -> pl.DataFrame:
    """Deployments of five models, some with more users than the Llama license allows."""
    users = [700_000_001, 600_000_000, 5_000, 0, None]
    made: list[dict[str, Any]] = [
        {
            "id": IDS[number % 5],
            "team": names[number % len(names)],
            "deployment": f"{names[number % len(names)]}-{number}",
            "organization.monthly_active_users": users[number // 5 % 5],
            "deployment.commercial": number % 2 == 0,
            "deployment.uses": [],
            "model.distribution": ["hosted_service"] if number % 3 else [],
        }
        for number in range(rows)
    ]
    return pl.DataFrame(made, schema_overrides={"deployment.uses": pl.List(pl.String), "model.distribution": pl.List(pl.String)})


def page(folder: Path, frame: pl.DataFrame, *arguments: str) -> str:
    """The page that the command writes."""
    frame.write_parquet(folder / "fleet.parquet")
    output = ("--output", f"html={folder / 'page.html'}")
    done = CliRunner().invoke(
        cli, ["fleet", str(folder / "fleet.parquet"), "--as-of", AS_OF, *output, *arguments], standalone_mode=False
    )
    assert done.exception is None, done.exception
    return (folder / "page.html").read_text(encoding="utf-8")


def cells(markup: str, label: str) -> list[list[str]]:
    """The rows of one table, as words."""
    whole = markup.partition(f'aria-label="{label}" tabindex')[2].partition("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", whole.partition("<tbody>")[2], re.DOTALL)
    return [[re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


# over time -----------------------------------------------------------------------------------------------------------
def test_between_and_on_the_days_told_the_fleet_comes_out_so(tmp_path: Path) -> None:
    users = "organization.monthly_active_users"
    frame = table(60).with_columns(pl.col(users).cast(pl.String))
    stated = {users: "{2026-12: 900_000_000}", "id": "acme/voice", "license": "bilibili-indextts2"}
    dated = frame.head(3).with_columns(pl.lit(value).alias(name) for name, value in stated.items())
    path = str(tmp_path / "fleet.parquet")
    pl.concat([frame.with_columns(pl.lit(None, pl.String).alias("license")), dated]).write_parquet(path)
    found = tuple(sources((path,), CORPUS.vocabulary))
    now = fleet_of(path, when())[0]
    moments = over_time(parts_of(found, CORPUS, when()), now, CORPUS, AS_OF)
    assert {"2027-01-01", "2027-02-01"} < {each.day for each in moments}  # December is the month before, and then no more
    assert [each.moved > 0 for each in moments] == [False] + [True] * (len(moments) - 1)
    days = [each.day for each in moments]
    for day in sorted({*days, "2026-11-29", "2026-12-31", "2027-01-01", "2027-01-31", "2027-06-15", "2028-02-29", "2028-11-21"}):
        expected = counted(fleet_of(path, when(as_of=day))[0]).verdicts
        assert [each.verdicts for each in moments if each.day <= day][-1] == expected, day


RECORDS = """\
version: 1
organization:
  country: KR
  monthly_active_users: 800_000_000
  agreements:
    - {with: Meta, covers: [llama-3.1-community], lifts: [additional-commercial-terms], starts: 2027-02-01, expires: 2027-05-01}
    - {with: Google, covers: [gemma-terms], replaces_terms: true, expires: 2027-03-03}
deployment: {commercial: true, uses: [], regions: [KR]}
models:
  - {id: meta-llama/Llama-3.1-8B-Instruct, distribution: []}
  - {id: google/gemma-2-9b, distribution: []}
"""


def test_agreements_and_waivers_that_start_and_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deploy = tmp_path / "deploy.yaml"
    deploy.write_text(RECORDS, encoding="utf-8")
    model = api.audit("deploy.yaml", as_of=AS_OF).models[0]
    finding = next(each for each in model.findings if each.clause.id == "additional-commercial-terms")
    signed = f"reason: a test, approver: J. Doe, on: 2026-11-01, expires: 2027-01-15, seal: '{seal(finding)}'"
    waived = f"- {{clause: llama-3.1-community/additional-commercial-terms, model: {model.name}, {signed}}}"
    deploy.write_text(f"{RECORDS}waivers:\n{waived}\n", encoding="utf-8")
    found = tuple(sources(("deploy.yaml",), CORPUS.vocabulary))
    moments = over_time(parts_of(found, CORPUS, when()), fleet_of("deploy.yaml", when())[0], CORPUS, AS_OF)
    assert [(each.day, each.what) for each in moments[:5]] == [
        (AS_OF, ()),
        ("2027-01-16", ("a waiver of llama-3.1-community/additional-commercial-terms has ended",)),
        ("2027-02-01", ("the agreement with Meta starts",)),
        ("2027-03-04", ("the agreement with Google has expired",)),
        ("2027-05-02", ("the agreement with Meta has expired",)),
    ]
    assert [each.verdicts[Verdict.FAIL] for each in moments[:5]] == [0, 1, 0, 0, 1]


def test_thresholds_tell_who_is_over_and_who_is_near(tmp_path: Path) -> None:
    table(50).write_parquet(tmp_path / "fleet.parquet")
    found = tuple(sources((str(tmp_path / "fleet.parquet"),), CORPUS.vocabulary))
    fleet = fleet_of(str(tmp_path / "fleet.parquet"), when())[0]
    (scale,) = scales(parts_of(found, CORPUS, when()), fleet, ("organization.monthly_active_users", "organization.employees"))
    assert (scale.fact, scale.zero, scale.silent, sum(count for _, count in scale.bins)) == (
        "organization.monthly_active_users",
        10,
        10,
        30,
    )
    (llama,) = [each for each in scale.thresholds if each.policy == "llama-3.1-community"]
    assert llama[:3] == (700_000_000, "llama-3.1-community", "additional-commercial-terms")
    assert llama[4:] == (False, 10, 2, 2, ("search-0", "maps-25"))


# the page as a file --------------------------------------------------------------------------------------------------
def test_the_page_says_what_the_summary_says(tmp_path: Path) -> None:
    markup = page(tmp_path, table(60))
    summary = counted(fleet_of(str(tmp_path / "fleet.parquet"), when())[0])
    tiles = re.findall(r'<li class="tile" data-state="(\w+)">.*?<strong>([\d,]+)</strong>', markup)
    assert {word: int(count) for word, count in tiles} == {
        each.word: summary.verdicts[each] for each in Verdict if each is not Verdict.NOT_APPLICABLE
    }
    order = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.DUE, Verdict.PASS)
    for label, expected in (("Verdicts by team", summary.teams), ("Verdicts by policy", summary.policies)):
        assert cells(markup, label) == [[name, *(str(counts[each]) for each in order), ""] for name, counts in expected]
    assert cells(markup, "Clause") == [[name, str(count)] for name, count in summary.failing]
    assert [row[0].split()[0] for row in cells(markup, "Fact")] == [name for name, _ in summary.questions]
    assert len(cells(markup, "Models in deployments")) == 60
    assert cells(markup, "Models in deployments")[0][1] == "✕ fail"


def test_names_of_strangers_stay_text(tmp_path: Path) -> None:
    frame = table(10, (EVIL, "a\u202eb\x1b[31m", "javascript:alert(1)")).with_columns(pl.lit(EVIL).alias("as"))
    markup = page(tmp_path, frame)
    assert markup.count("<script") == 1
    assert "<img" not in markup
    assert "\u202e" not in markup
    assert "\x1b" not in markup
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in markup


def test_a_page_of_many_rows_is_bounded(tmp_path: Path) -> None:
    names = tuple(f"team {number} " + "x" * 60 for number in range(300))
    markup = page(tmp_path, table(30_000, names))
    assert len(markup) < 1_500_000
    assert "29,000 more are counted above and not told here." in markup
    assert "and 240 more lines" in markup


def test_what_if_is_said(tmp_path: Path) -> None:
    assert "What if: judged under deployment.commercial=false" in page(tmp_path, table(5), "--set", "deployment.commercial=false")


def test_nothing_that_is_wrong_is_drawn(tmp_path: Path) -> None:
    table(5).with_columns(pl.lit("perhaps").alias("deployment.commercial")).write_parquet(tmp_path / "fleet.parquet")
    output = ("--output", f"html={tmp_path / 'page.html'}")
    done = CliRunner().invoke(cli, ["fleet", str(tmp_path / "fleet.parquet"), *output], standalone_mode=False)
    assert done.return_value == 2
    assert not (tmp_path / "page.html").exists()
    done = CliRunner().invoke(cli, ["fleet", str(tmp_path / "fleet.parquet"), "--output", "htm=x"], standalone_mode=False)
    assert (done.return_value, done.stderr.splitlines()[0]) == (2, "error[unknown-format]: no format is named `htm`")


# in a browser --------------------------------------------------------------------------------------------------------
@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    """A fleet of two hundred rows, one with a name that means harm."""
    page(tmp_path, table(200, ("search", "maps", EVIL)))
    browser.log(), browser.requests()
    browser.emulate()
    browser.open(str(tmp_path / "page.html"))
    yield browser
    assert browser.log() == []
    assert [url for url in browser.requests() if url.startswith(("http:", "https:", "ws"))] == []


def test_search_and_all_rows(shown: Browser) -> None:
    visible = "return [...document.querySelectorAll('.rows-table tbody tr')].filter((row) => row.checkVisibility()).length"
    assert shown.run(visible) == 100
    shown.type(".search", "mixtral maps")
    wanted = shown.run("return [...document.querySelectorAll('.rows-table tbody tr')].filter((row) => /Mixtral/.test(row.textContent) && /maps/.test(row.textContent)).length")  # fmt: skip
    shown.eventually(visible, wanted)
    assert shown.text(".found") == f"{wanted} of 200 rows"
    shown.run("const box = document.querySelector('.search'); box.value = ''; box.dispatchEvent(new Event('input'))")
    shown.run("document.querySelector('.more').click()")
    assert shown.run(visible) == 200


@pytest.mark.parametrize("width", [360, 768, 1360])
def test_no_width_scrolls_sideways(shown: Browser, width: int) -> None:
    shown.emulate(width=width)
    assert shown.run("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True])
def test_all_words_can_be_read(shown: Browser, dark: bool) -> None:
    shown.emulate(dark=dark)
    assert shown.run(CONTRAST) == []
    background = shown.run("return getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(20, 21, 23)" if dark else "rgb(247, 247, 245)")


def test_names_for_screen_readers_and_paper(shown: Browser) -> None:
    nodes = shown.command("Accessibility.getFullAXTree")["nodes"]
    named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")]
    assert [role for role, name in named if role in ("button", "searchbox", "link", "region", "image") and not name] == []
    assert ("image", "Verdicts over time; the table below says the same") in named
    shown.emulate(media="print", dark=True)
    assert not shown.run("return document.querySelector('.search').checkVisibility()")
    assert shown.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

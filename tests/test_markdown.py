"""Markdown: read back by a real renderer, hostile names are text and nothing else."""

from __future__ import annotations

import html
import re

import pytest
from markdown_it import MarkdownIt
from told import EVIL, hostile, rendered, reports

from licensecheck.report.markdown import cell, code, link, prose
from licensecheck.report.paint import shown

TAGS = {"h3", "p", "code", "strong", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "b", "ul", "li", "a"}


def drawn(text: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


def test_one_table_and_folded_details() -> None:
    document = rendered("markdown", reports())
    assert document.splitlines()[:3] == ["<!-- licensecheck -->", "", "### Model licenses: fail"]
    page = drawn(document)
    assert page.count("<table>") == 1
    assert [row.count("<td") for row in page.split("<tr>")[2:]] == [4] * 7
    assert page.count("<details>") == page.count("</details>") == 9
    assert set(re.findall(r"<(\w+)", page)) <= TAGS


def test_hostile_names_are_text() -> None:
    page = drawn(rendered("markdown", hostile()))
    assert set(re.findall(r"<(\w+)", page)) <= TAGS
    assert [row.count("<td") for row in page.split("<tr>")[2:]] == [4] * (len(EVIL) + 1)
    assert {address.split("/")[2] for address in re.findall(r'href="([^"]*)"', page)} == {"crane.example", "heron.example"}
    outside_code = re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL)
    assert not re.search(r"@\w|#\d|www\.|://evil", outside_code)


@pytest.mark.parametrize(
    "text", [*EVIL, "a``b`", "`", "``", " padded ", "\\", "\\\\|", "x\ny", "", "*a* _b_ ~c~ $d$", "GH-12 a@b.example"]
)
def test_code_and_prose_say_what_they_were_given(text: str) -> None:
    page = drawn(f"| a |\n|:--|\n| {cell(code(text))} |\n| {cell(prose(text) or '-')} |\n")
    cells = [html.unescape(re.sub(r"<[^>]*>", "", each)).replace("\u200b", "") for each in re.findall(r"<td[^>]*>(.*?)</td>", page)]
    # a cell has no spaces at its ends, and a sentence has one between its words
    assert cells[0].strip() == (shown(text).strip() or "-")
    assert cells[1].replace("`", "") == (shown(" ".join(text.split())) or "-").replace("`", "")
    assert set(re.findall(r"<(\w+)", page)) <= {"table", "thead", "tbody", "tr", "th", "td", "code"}


@pytest.mark.parametrize("text", ["# a", "- a", "+ a", "1. a", "1) a", "> a", "=== a", "--- a", "    a"])
def test_a_sentence_begins_no_block(text: str) -> None:
    assert set(re.findall(r"<(\w+)", drawn(prose(text)))) == {"p"}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "ftp://x", "data:text/html,x", " https://x"])
def test_only_pages_of_the_web_are_linked(url: str) -> None:
    assert link("text", url) == ""


def test_a_link_ends_where_it_should() -> None:
    assert link("text", 'https://x.example/a) [b](c "d" <e>') == "[text](https://x.example/a%29%20%5Bb%5D%28c%20%22d%22%20%3Ce%3E)"


def test_a_comment_keeps_to_its_size() -> None:
    report = reports()[0]
    models = tuple(report.models[0]._replace(name=f"m{number}") for number in range(1_000))
    document = rendered("markdown", (report._replace(models=models),))
    assert 60_000 < len(document) <= 65_536
    assert "... and 980 more models" in document
    assert re.search(r"\d+ more findings do not fit here", document)
    assert document.count("<details>") == document.count("</details>")

"""A page of the site: its place, its words, and the frame around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

NAVIGATION = (
    ("ship.html", "May we ship it?"), ("policies.html", "Policies"), ("models.html", "Models"), ("commands.html", "Commands"),
    ("guides.html", "Guides"),
)  # fmt: skip


class Page(NamedTuple):
    """`path` is below the top of the site; `body` is HTML; a search shows `about`, and finds `words` as well."""

    path: str
    title: str
    body: str
    kind: str
    about: str = ""
    words: str = ""


def document(page: Page) -> str:
    """The whole HTML of a page."""
    top = "../" * page.path.count("/")
    links = "".join(f'<a href="{top}{path}"{_here(page.path == path)}>{escape(name)}</a>' for path, name in NAVIGATION)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(page.title)} - licensecheck</title>
<meta name="description" content="{escape(page.about)}">
<link rel="stylesheet" href="{top}site.css">
<script src="{top}site.js" data-top="{top}" defer></script>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<a class="brand" href="{top}index.html">licensecheck</a>
<nav aria-label="Site">{links}</nav>
<form class="search" role="search" hidden><input type="search" placeholder="Model, policy, clause, command" aria-label="Search">
<ol class="found" hidden></ol></form>
</header>
<main id="content">
{page.body}
</main>
<footer>Readings of license texts in our own words, made from the data that decides. Not legal advice.</footer>
</body>
</html>
"""


def _here(here: bool) -> str:
    return ' aria-current="page"' if here else ""


def slug(text: str) -> str:
    """The anchor of a heading, as GitHub makes it: lower case, punctuation gone, spaces as hyphens."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def anchor(name: str) -> str:
    """The anchor of a model: its id with hyphens for what would have to be escaped in an address."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", name)


def marked(text: str) -> str:
    """Words between backticks as code."""
    pieces = text.split("`")
    return "".join(f"<code>{escape(each)}</code>" if index % 2 else escape(each) for index, each in enumerate(pieces))


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table of cells that are HTML."""
    top = "".join(f'<th scope="col">{escape(each)}</th>' for each in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table></div>'


def pairs(rows: list[tuple[str, str]]) -> str:
    """Names with what belongs to them, which is HTML."""
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows) + "</dl>"

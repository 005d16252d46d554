"""The pages that were written by hand, from Markdown; links between files of the repository become links of the site."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from page import Page, slug

MARKDOWN = MarkdownIt("commonmark").enable("table")
ANSWER = '<p class="answer"><a href="ship.html">May we ship this model?</a> An answer in a minute.</p>'
TOP = {"README.md": "index.html", "CONTRIBUTING.md": "contributing.html", "CHANGELOG.md": "changelog.html"}


class Written(NamedTuple):
    """Pages, files of the repository that they link to, and links that lead nowhere."""

    pages: list[Page]
    files: set[str]
    faults: list[str]


def written_pages(root: str, named: Callable[[str], str]) -> Written:
    """README, CONTRIBUTING, CHANGELOG and docs/*.md; `named` gives the page of a policy or clause in backticks, or ""."""
    docs = sorted(name for name in os.listdir(os.path.join(root, "docs")) if name.endswith(".md"))
    places = TOP | {f"docs/{name}": f"{name[:-3]}.html" for name in docs}
    written = Written([], set(), [])
    for source, path in places.items():
        with open(os.path.join(root, source), encoding="utf-8") as file:
            tokens = MARKDOWN.parse(file.read())
        title = _anchored(tokens)
        for token in tokens:
            for child in token.children or ():
                if child.type in ("link_open", "image"):
                    key = "href" if child.type == "link_open" else "src"
                    child.attrs[key] = _target(str(child.attrs[key]), source, root, places, written)
            if token.type == "inline" and not any(child.type == "link_open" for child in token.children or ()):
                token.children = [each for child in token.children or () for each in _linked(child, named)]
        body = (
            MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
            .replace("<table>", '<div class="wide"><table>')
            .replace("</table>", "</table></div>")
        )
        if path == "index.html":
            body = body.replace("</h1>", f"</h1>\n{ANSWER}", 1)
        about = next((token.content for token in tokens if token.type == "inline" and token.map != tokens[1].map), "")
        written.pages.append(Page(path, title or source, body, "guide", _first(about)))
    return written


def _anchored(tokens: list[Token]) -> str:
    """Give every heading its anchor; the first heading is the title."""
    title, seen = "", dict[str, int]()
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in inline.children or ())
            name = slug(words)
            seen[name] = seen.get(name, -1) + 1
            token.attrs["id"] = f"{name}-{seen[name]}" if seen[name] else name
            title = title or words
    return title


def _target(link: str, source: str, root: str, places: dict[str, str], written: Written) -> str:
    """Where a link of a Markdown file leads in the site."""
    if "://" in link or link.startswith(("#", "mailto:")):
        return link
    path, _, anchor = link.partition("#")
    file = os.path.normpath(os.path.join(os.path.dirname(source), path)).replace(os.sep, "/")
    end = f"#{anchor}" if anchor else ""
    if file in places:
        return places[file] + end
    if os.path.isfile(os.path.join(root, file)) and not file.startswith("../"):
        written.files.add(file)
        return f"files/{file}{end}"
    written.faults.append(f"{source}: `{link}` leads to no file")
    return link


def _linked(token: Token, named: Callable[[str], str]) -> list[Token]:
    """The id of a policy or clause in backticks, with a link to its page."""
    path = named(token.content) if token.type == "code_inline" else ""
    if not path:
        return [token]
    return [Token("link_open", "a", 1, attrs={"href": path}), token, Token("link_close", "a", -1)]


def _first(text: str) -> str:
    """The first sentence of a text, without marks."""
    plain = " ".join(text.replace("**", "").replace("`", "").split())
    return plain.partition(". ")[0].rstrip(".:")[:160]

"""An HTML document that asks nothing of the network: the frame around a page that needs no script to be read."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable

from licensecheck.report.paint import shown
from licensecheck.source.packaged import packaged

STYLES = ("base", "parts", "print", "fleet")
SIGNS = {"fail": "✕", "unknown": "?", "due": "!", "pass": "✓"}
"""A sign for each verdict, so that none is told by its colour alone."""


def safe(text: str) -> str:
    """A text of a stranger: no markup, and nothing that reorders or hides."""
    return html.escape(shown(text.encode("utf-8", "replace").decode()))


def badge(verdict: str, flat: bool = False) -> str:
    """A verdict as sign and word."""
    sign = f'<span class="sign" aria-hidden="true">{SIGNS[verdict]}</span>'
    return f'<span class="badge{" flat" if flat else ""}" data-state="{verdict}">{sign}{verdict}</span>'


def document(title: str, links: Iterable[tuple[str, str]], body: str, foot: str) -> str:
    """A whole page. `links` lead to its parts, by their ids; `body` and `foot` are markup already."""
    style = "\n".join(packaged("report", "page", f"{name}.css") for name in STYLES)
    code = packaged("report", "page", "fleet.js")
    script = f'(() => {{\n"use strict";\n{code}}})();'
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    nav = "".join(f'<a href="#{part}">{safe(words)}</a>' for part, words in links)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{safe(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<header class="top"><span class="brand">licensecheck</span>'
        f'<nav aria-label="Parts of the page">{nav}</nav><button type="button" class="theme" hidden></button></header>\n'
        f'<main class="layout">\n{body}</main>\n<footer class="bottom">{foot}'
        "<p>It reads clauses against facts; it is not legal advice. This page asks nothing of the network.</p></footer>\n"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def section(id: str, title: str, *parts: str) -> str:
    """One part of a page under its heading; nothing where it has no content."""
    inner = "\n".join(part for part in parts if part)
    head = f'<h2 id="{id}-title">{safe(title)}</h2>'
    return f'<section id="{id}" aria-labelledby="{id}-title">{head}\n{inner}\n</section>\n' if inner else ""


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], label: str, classes: str = "") -> str:
    """A table of cells that are markup already; the first one of a row names it."""
    head = "".join(f'<th scope="col">{safe(each)}</th>' for each in heads)
    lines = []
    for first, *rest in rows:
        lines.append(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>')
    if not lines:
        return ""
    whole = f"<table><thead><tr>{head}</tr></thead><tbody>\n{chr(10).join(lines)}\n</tbody></table>"
    return f'<div class="scroll {classes}" role="region" aria-label="{safe(label)}" tabindex="0">{whole}</div>'


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

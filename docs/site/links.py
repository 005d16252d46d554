"""Holds every link and anchor of the built site."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit


class _Reader(HTMLParser):
    """The anchors of a page, and what it links to."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.append(value)
            elif name in ("href", "src") and value is not None:
                self.links.append(value)


def faults(folder: str) -> tuple[list[str], int]:
    """Each link that leads nowhere and each anchor that stands twice; and how many links were followed.

    Addresses of the web are not asked; they must be https.
    """
    pages: dict[str, _Reader] = {}
    for top, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".html"):
                path = os.path.join(top, name)
                pages[path] = _Reader()
                with open(path, encoding="utf-8") as file:
                    pages[path].feed(file.read())
    found, count = [], 0
    for path, page in sorted(pages.items()):
        shown = os.path.relpath(path, folder)
        found += [
            f"{shown}: the anchor `{each}` stands twice"
            for each in sorted({each for each in page.anchors if page.anchors.count(each) > 1})
        ]
        for link in dict.fromkeys(page.links):
            count += 1
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if parts.scheme not in ("https", "mailto"):
                    found.append(f"{shown}: `{link}` is not https")
                continue
            target = os.path.normpath(os.path.join(os.path.dirname(path), unquote(parts.path))) if parts.path else path
            if not os.path.isfile(target):
                found.append(f"{shown}: `{link}` leads to no file")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                found.append(f"{shown}: `{link}` leads to no anchor")
    return found, count

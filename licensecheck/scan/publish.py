"""Where code hands the weights of a model to others: calls, keys and commands that upload, with the id they give it."""

from __future__ import annotations

import os
import re
from typing import Any, NamedTuple

from licensecheck.scan.rules import Kinds
from licensecheck.scan.walk import walk
from licensecheck.source.nodes import parse, plain
from licensecheck.source.text import read
from licensecheck.source.tree import content

LARGEST = 3_000_000
_ID = r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}"

_COPY = re.compile(r"\s*(?:COPY|ADD)\s+((?:--\S+\s+)*)(.+)", re.IGNORECASE)


class Published(NamedTuple):
    """One place that publishes weights; `relation` is how they came from what the same file trains."""

    id: str
    file: str
    line: int
    relation: str


class Publishing:
    """Finds the places that publish, by the rules below a `rules` folder."""

    def __init__(self, rules: str) -> None:
        data: dict[str, Any] = plain(parse(read(os.path.join(rules, "detect", "publish.yaml"))))
        self.not_of = frozenset(data["not_of"])
        self.adapter, self.merged = tuple(data["adapter"]), tuple(data["merged"])
        calls, keys, commands = ("|".join(map(re.escape, data[part])) for part in ("calls", "keys", "commands"))
        self.call = re.compile(
            rf"(?:\b(\w{{1,60}})(?:\(\))?\.)?(?:{calls})\s{{0,9}}\(\s{{0,99}}(?:(?:[^()]{{0,300}}?\b(?:repo_id|repo_name)\s?=\s?)?[\"']({_ID})[\"'])([^()]{{0,300}})"
        )
        self.key = re.compile(rf"\b(?:{keys})[\"']?\s{{0,3}}[:=\s]\s{{0,3}}[\"']?({_ID})")
        self.command = re.compile(rf"(?:{commands})\s[^\n]{{0,200}}?(?<![\w./-])({_ID})")
        self.words = (*data["calls"], *data["keys"], *data["commands"])

    def find(self, root: str, file: str) -> tuple[Published, ...]:
        """The places of one file, each id once."""
        text = (content(os.path.join(root, file), LARGEST) or b"").decode("utf-8", "replace")
        if not any(word in text for word in self.words):
            return ()
        relation = "fine_tune"
        if any(mark in text for mark in self.adapter) and not any(mark in text for mark in self.merged):
            relation = "adapter"
        places = [(found.start(2), found[2]) for found in self.call.finditer(text) if self._weights(found)]
        places += [(found.start(1), found[1]) for each in (self.key, self.command) for found in each.finditer(text)]
        by_id: dict[str, Published] = {}
        for at, id in sorted(places):
            by_id.setdefault(id.casefold(), Published(id, file, text.count("\n", 0, at) + 1, relation))
        return tuple(by_id.values())

    def _weights(self, call: re.Match[str]) -> bool:
        kind = re.search(r"repo_type\s?=\s?[\"'](\w+)", call[0])
        return (call[1] or "").lower() not in self.not_of and (kind is None or kind[1] == "model")


def copied(root: str, paths: tuple[str, ...], kinds: Kinds) -> dict[str, tuple[str, ...]]:
    """The places of container files that copy these paths into an image; not what comes from another stage."""
    found: dict[str, tuple[str, ...]] = {}
    for file in walk(root, kinds):
        if file.kind != "dockerfile":
            continue
        lines = (content(os.path.join(root, file.path), LARGEST) or b"").decode("utf-8", "replace").split("\n")
        for number, line in enumerate(lines, 1):
            copy = _COPY.match(line[:2_000])
            if copy is None or "--from" in copy[1]:
                continue
            sources = [os.path.normpath(each.strip("[]\",' ")) for each in copy[2].split()[:-1]]
            for path in paths:
                # the whole context (`COPY . .`) says nothing of models: .dockerignore decides
                if any(path == each or path.startswith(f"{each}/") for each in sources if each != "."):
                    found[path] = (*found.get(path, ()), f"{file.path}:{number} copies it into an image")
    return found

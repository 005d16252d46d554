"""Settings as `key = value` lines: .env, properties, INI, TOML, HOCON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.scan.braces import braces
from licensecheck.scan.flags import parts
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules
from licensecheck.scan.shell import arguments, is_command, split

LONGEST = 10_000
_SECTION = re.compile(r"\s*\[{1,2}\s*([A-Za-z0-9_.\"' -]{1,120})\]{1,2}\s*(?:#.*)?\Z")
_ENTRY = re.compile(
    r"\s*(?:export\s+|set\s+|%[a-z0-9_-]{1,40}\.)?([A-Za-z_\"'][A-Za-z0-9_.\"'-]{0,120})\s*(?:\?=|\+=|[=:])\s*(.*)\Z"
)
_OPENS = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_.-]{0,80})\s*[={]\s*\{?\s*\Z")
_PLACED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_.-]{0,80}):-?([^}$\s]{1,160})\}\Z")


def settings(text: str, rules: Rules) -> Iterator[Piece]:
    """The pieces of a file of settings; sections are parents of the keys in them."""
    section: tuple[str, ...] = ()
    blocks: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line, number = lines[at].rstrip("\r"), at + 1
        at += 1
        stripped = line.lstrip()
        if not stripped or stripped[0] in "#;!" or stripped.startswith("//") or len(line) > LONGEST:
            continue
        head = _SECTION.match(line)
        if head:
            section = tuple(part.strip("\"' ") for part in head[1].split("."))[-4:]
            continue
        if stripped.startswith("}"):
            blocks = blocks[:-1]
            continue
        entry = _ENTRY.match(line)
        opens = _OPENS.match(line)
        if opens and (entry is None or entry[2] in ("{", "")):
            if line.rstrip().endswith("{") and len(blocks) < 40:
                blocks.append(opens[1])
            continue
        if entry is None:
            continue
        path = entry[1].strip("\"'").split(".")
        key, parents = path[-1], (*section, *blocks, *path[:-1])[-6:]
        value, column = entry[2], entry.start(2) + 1
        if value[:1] in ("[", "{") and not value.startswith("{{"):
            whole = value
            while (
                at < len(lines) and at - number < 200 and whole.count("[") + whole.count("{") > whole.count("]") + whole.count("}")
            ):
                whole += "\n" + lines[at]
                at += 1
            yield from braces(whole, "terraform", rules, number, key, parents, column)
            continue
        if value[:2] in ("'[", "'{", "`[", "`{"):
            end = value.find(value[0], 1)
            yield from braces(value[1 : end if end > 0 else len(value)], "json", rules, number, key, parents, column + 1)
            continue
        quoted = value[:1] in ('"', "'")
        if quoted:
            end = value.find(value[0], 1)
            value, column = value[1:end] if end > 0 else value[1:], column + 1
        else:
            value = re.split(r"\s+[#;]", value, maxsplit=1)[0].strip()
        placed = _PLACED.match(value)
        if placed:
            yield Piece(
                placed[2],
                number,
                column + placed.start(2),
                key if "model" in key.lower() else placed[1],
                parents,
                "",
                "default",
                quoted,
            )
        elif " " in value:
            if is_command(value, rules):
                yield from arguments(split(value, number, column), rules)
        elif "," in value:
            for part, at_part in parts(value, column):
                yield Piece(part, number, at_part, key, parents, "", "value", quoted)
        else:
            yield Piece(value, number, column, key, parents, "", "value", quoted, "/".join(parents))

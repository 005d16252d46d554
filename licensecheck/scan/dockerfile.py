"""Dockerfiles: environment, build arguments, commands, and images that are models. Modelfiles: what they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.scan.braces import braces
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules
from licensecheck.scan.shell import shell

_INSTRUCTION = re.compile(
    r"\s*(ENV|ARG|CMD|ENTRYPOINT|RUN|FROM|LABEL|COPY|ADD|HEALTHCHECK|SHELL)\s+(.*)\Z", re.IGNORECASE | re.DOTALL
)
_SPACED = re.compile(r"([A-Za-z_][A-Za-z0-9_]{0,80})\s+(\S.{0,300})\Z")
_FROM = re.compile(r"\s*(FROM|ADAPTER)\s+(\S{1,300})", re.IGNORECASE)


def dockerfile(text: str, rules: Rules) -> Iterator[Piece]:
    """The pieces of a Dockerfile."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        start = at
        match = _INSTRUCTION.match(lines[at].rstrip("\r"))
        at += 1
        if match is None:
            yield from shell(lines[start], rules, start + 1)
            continue
        while lines[at - 1].rstrip().endswith("\\") and at < len(lines) and at - start < 500:
            at += 1
        whole = "\n".join(lines[start:at])
        word, offset = match[1].upper(), match.start(2)
        blank, names = " " * offset + whole[offset:], whole[offset:].split()
        match word:
            case "FROM" if names:
                yield Piece(names[0], start + 1, offset + 1, "image")
            case "CMD" | "ENTRYPOINT" if match[2].lstrip().startswith("["):
                yield from braces(blank, "json", rules, start + 1)
            case "ENV" | "ARG":
                spaced = _SPACED.match(whole[offset:].strip())
                if word == "ENV" and spaced and "=" not in spaced[1] and "=" not in names[0]:
                    yield Piece(spaced[2].strip("\"' "), start + 1, offset + whole[offset:].find(spaced[2]) + 1, spaced[1])
                    continue
                for piece in shell(blank, rules, start + 1):
                    yield piece._replace(role="default") if word == "ARG" and piece.role == "value" else piece
            case "RUN" | "CMD" | "ENTRYPOINT" | "HEALTHCHECK":
                yield from shell(blank, rules, start + 1)
            case _:
                pass


def modelfile(text: str) -> Iterator[Piece]:
    """The pieces of a Modelfile: the model it comes from, and its adapter."""
    for number, line in enumerate(text.split("\n"), 1):
        match = _FROM.match(line[:1_000])
        if match:
            yield Piece(match[2], number, match.start(2) + 1, call="ollama", role="command")

"""The pieces of one file, by its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from licensecheck.scan.blocks import blocks
from licensecheck.scan.braces import braces
from licensecheck.scan.dockerfile import dockerfile, modelfile
from licensecheck.scan.embedded import Snippet, snippets
from licensecheck.scan.interest import lines_of
from licensecheck.scan.lines import LONGEST_LINE, comment_in, mentions
from licensecheck.scan.model import Piece
from licensecheck.scan.notebook import cells, notebook
from licensecheck.scan.prose import prose
from licensecheck.scan.python import fallback, python, settled
from licensecheck.scan.rules import Rules
from licensecheck.scan.settings import settings
from licensecheck.scan.shell import shell
from licensecheck.scan.walk import kind_of
from licensecheck.scan.wanted import ALL, Wanted
from licensecheck.scan.yaml_comments import commented_out
from licensecheck.scan.yaml_config import yaml_config

MARKS = {
    "python": "#", "shell": "#", "yaml": "#", "settings": "#;", "dockerfile": "#", "modelfile": "#", "hashes": "#",
    "javascript": "//", "braces": "//", "terraform": "#//", "json": "//",
}  # fmt: skip

_TELLING = ("python", "javascript", "braces", "hashes", "terraform")
_SETTINGS = ("shell", "yaml", "settings", "dockerfile")
_RUNS = ("shell", "dockerfile", "yaml")
_COMMENTED = re.compile(r"\n[^\S\n]*+[#;][^\n]*?(?i:model)")


def pieces(
    text: str,
    kind: str,
    hit_lines: frozenset[int],
    rules: Rules,
    interest: frozenset[int] | None = None,
    wanted: Wanted = ALL,
) -> Iterator[Piece]:
    """Everything in a file that may name a model.

    `hit_lines` are those on which a literal was found; `interest` those outside which code need not be read, None for all.
    What is not `wanted` may be left out.
    """
    docs: tuple[tuple[int, int], ...] = ()
    match kind:
        case "python":
            parsed = python(text, rules, interest=interest)
            if parsed is None:
                yield from fallback(text, rules)
            else:
                docs = parsed.docs
                yield from settled([parsed], rules)
        case "notebook":
            yield from notebook(text, rules, partial(_within, rules=rules, depth=1))
            yield from _markdown_cells(text, hit_lines)
            return
        case "yaml":
            yield from yaml_config(text, rules, 1, partial(_within, rules=rules, depth=1), wanted=wanted)
            for first, inner, lines_out in commented_out(text):
                found = yaml_config(inner, rules, first)
                yield from (each._replace(role="comment") for each in found if each.line in lines_out and each.role == "value")
        case "settings":
            yield from settings(text, rules)
        case "shell":
            yield from shell(text, rules)
        case "dockerfile":
            yield from dockerfile(text, rules)
        case "modelfile":
            yield from modelfile(text)
        case "prose":
            yield from prose(text, hit_lines, rules, lambda kind, inner, first: _fenced(kind, inner, first, hit_lines, rules))
            return
        case "json" | "terraform":
            yield from braces(text, kind, rules, wanted=wanted)
        case _ if interest is None:
            yield from braces(text, kind, rules)
        case _:
            lines = text.split("\n")
            for first, last in blocks(text, interest):
                yield from braces("\n".join(lines[first - 1 : last]), kind, rules, first, wanted=wanted)
    if kind in _RUNS and ("<<" in text or "-c" in text):
        for snippet in snippets(text):
            for piece in _snippet(snippet, rules):
                column = piece.column + (snippet.column if piece.line == 1 or snippet.name != ".py" else 0)
                yield piece._replace(line=piece.line + snippet.first - 1, column=column)
    yield from _comments(text, kind, hit_lines, docs, rules)


def _snippet(snippet: Snippet, rules: Rules) -> Iterator[Piece]:
    """The pieces of code within a command, counted from its own first line."""
    kind = kind_of(snippet.name, rules.kinds)
    if kind == "python":
        yield from fallback(snippet.text, rules)
    elif kind and kind not in ("shell", "prose", "notebook", "gguf", "safetensors"):
        yield from _within(snippet.name, snippet.text, 1, rules, 2)


def _within(name: str, text: str, first: int, rules: Rules, depth: int) -> Iterator[Piece]:
    """The pieces of a file that stands in a file, such as in a ConfigMap."""
    kind = kind_of(name, rules.kinds) or "settings"
    if kind == "yaml" and depth < 3:
        yield from yaml_config(text, rules, first, partial(_within, rules=rules, depth=depth + 1))
        return
    if kind in ("prose", "notebook", "gguf", "safetensors", "yaml"):
        return
    for piece in pieces(text, kind, frozenset(), rules):
        yield piece._replace(line=piece.line + first - 1)


def _fenced(kind: str, text: str, first: int, hit_lines: frozenset[int], rules: Rules) -> Iterator[Piece]:
    """The pieces of a block of a document; `first` is its first line, `hit_lines` are those of the document."""
    last = first + text.count("\n")
    inside = frozenset(number - first + 1 for number in hit_lines if first <= number <= last)
    # of a syntax tree only what stands on lines with a hit is wanted
    for piece in pieces(text, kind, inside, rules, (inside or None) if kind == "python" else None):
        role = "prose" if piece.role == "comment" else piece.role
        yield piece._replace(line=piece.line + first - 1, role=role)


def _comments(text: str, kind: str, hit_lines: frozenset[int], docs: tuple[tuple[int, int], ...], rules: Rules) -> Iterator[Piece]:
    """Ids in comments, docstrings and what a line says in words about an option, on the lines that hold a hit."""
    lines = text.split("\n")
    told = _told(rules.keys.tells) if kind in _TELLING else None
    marks = MARKS.get(kind, "#")
    if kind in _SETTINGS:
        # commented out settings, whoever the model is of
        hit_lines |= frozenset(lines_of(_COMMENTED, text))
    for number in sorted(hit_lines):
        line = lines[number - 1] if number <= len(lines) else ""
        if len(line) > LONGEST_LINE:
            continue
        if any(first <= number <= last for first, last in docs):
            yield from mentions(line, number, 1, "prose")
            continue
        at = comment_in(line, marks)
        if at >= 0:
            yield from mentions(line[at:], number, at + 1, "comment")
            continue
        words = told.search(line) if told else None
        if words:
            yield from mentions(words[2], number, words.start(2) + 1, "prose")


@lru_cache(maxsize=4)
def _told(keys: tuple[str, ...]) -> re.Pattern[str]:
    """A key under which code tells people about an option, with its text in quotes."""
    names = "|".join(keys)
    return re.compile(rf"\b(?:{names})[\"']?\s{{0,3}}[:=]\s{{0,3}}[a-z]?([\"'`])(.{{2,400}}?)\1", re.IGNORECASE)


def _markdown_cells(text: str, hit_lines: frozenset[int]) -> Iterator[Piece]:
    for cell in cells(text):
        if cell.kind == "markdown":
            for number, line in zip(cell.lines, cell.text.split("\n"), strict=False):
                if number in hit_lines:
                    yield from mentions(line, number, 1, "prose")
        elif cell.kind == "code":
            for number, line in zip(cell.lines, cell.text.split("\n"), strict=False):
                at = comment_in(line, "#") if number in hit_lines else -1
                if at >= 0:
                    yield from mentions(line[at:], number, at + 1, "comment")

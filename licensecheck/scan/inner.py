"""What a string of code holds: pairs of JSON, lines of YAML, settings of a connection, the default in the tag of a field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.scan.model import Piece

_PAIR = re.compile(
    r"\\?[\"']{1,2}([A-Za-z_][A-Za-z0-9_]{0,40})\\?[\"']{1,2}\s{0,3}:\s{0,3}\\?[\"']{1,2}([^\"'\\\s]{2,160})\\?[\"']"
)
_LINE = re.compile(
    r"^[^\S\n]{0,12}(?:- )?([A-Za-z_]{0,30}(?:model|llm)(?:_(?:name|id))?):[^\S\n]+[\"']?([^\s#\"']{2,160})[\"']?[^\S\n]*$",
    re.MULTILINE,
)
_KEYWORD = re.compile(r"\b(model(?:_name|_id)?)\s?=\s?[\"']([^\"'\s]{2,160})[\"']")
_SETTING = re.compile(r"(?:\A|;)\s?([A-Za-z]{0,20}[Mm]odel(?:Id|Name)?)=([^;\s\"']{2,120})")
_TAG = re.compile(r"\b(?:env)?[dD]efault(?:_value)?:\"([^\"\s]{2,160})\"")
_NAMED = re.compile(r"\b(?:env|envconfig|mapstructure|yaml|json|toml|name):\"([A-Za-z_][A-Za-z0-9_-]{1,60})")


def inner(text: str, line: int, column: int, key: str = "") -> Iterator[Piece]:
    """The pieces in a string that begins at a place; `key` holds the string."""
    if ":" in text and ('"' in text or "'" in text):
        for match in _PAIR.finditer(text):
            yield _placed(match, 2, match[1], text, line, column)
        tag = _TAG.search(text)
        if tag:
            named = _NAMED.search(text)
            name = key if "model" in key.lower() or named is None else named[1]
            yield _placed(tag, 1, name, text, line, column)._replace(role="default")
    if "\n" in text:
        for pattern in (_LINE, _KEYWORD):
            for match in pattern.finditer(text):
                yield _placed(match, 2, match[1], text, line, column)
    if "odel" in text and "=" in text:
        for match in _SETTING.finditer(text):
            yield _placed(match, 2, match[1], text, line, column)


def _placed(match: re.Match[str], group: int, key: str, text: str, line: int, column: int) -> Piece:
    at = match.start(group)
    above = text.count("\n", 0, at)
    return Piece(match[group], line + above, at - text.rfind("\n", 0, at) if above else column + at, key)

"""The tokens of languages with braces: comments, strings, names, and the signs that say what holds what."""

from __future__ import annotations

import re

_STRING = r"\"(?:[^\"\\\n]|\\.){0,4000}\"|'(?:[^'\\\n]|\\.){0,4000}'|`(?:[^`\\]|\\.){0,4000}`"
_NAME = r"[A-Za-z_$@][A-Za-z0-9_$.]*"


def _tokens(comment: str, sign: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<comment>{comment})|(?P<string>{_STRING})|(?P<name>{_NAME})|(?P<sign>{sign})")


_SLASHES = _tokens(r"//[^\n]*|/\*", r"===?|!==?|=>|:=|::|\?\?=?|\|\||&&|[{}\[\](),;:=?]")
_HASHES = _tokens(r"\#[^\n]*", r"==|!=|=>|:=|<-|\|\||&&|[{}\[\](),;:=?]")
_BOTH = _tokens(r"//[^\n]*|\#[^\n]*|/\*", r"===?|!==?|=>|:=|\?\?|\|\||&&|[{}\[\](),;:=?]")
_JSON = re.compile(r"(?P<comment>//[^\n]*|/\*)|(?P<string>\"(?:[^\"\\\n]|\\.){0,100000}\")|(?P<sign>[{}\[\],:])")

TOKENS = {
    "javascript": _SLASHES,
    "braces": _SLASHES,
    "hashes": _HASHES,
    "python": _HASHES,
    "terraform": _BOTH,
    "flow": _BOTH,
    "json": _JSON,
}
"""By the kind of a file. `flow`: lists and mappings of YAML in brackets."""

TYPES = frozenset(("string", "String", "str", "text"))
"""Names of types that may stand between a name and its value."""

TAKES_NO_MODEL = frozenset(
    ("case", "import", "from", "require", "package", "using", "include", "extends", "namespace", "typeof", "instanceof", "throw")
)
"""Words after which a string is no value."""

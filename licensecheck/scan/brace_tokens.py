"""The tokens of languages with braces: comments, strings, names, and the signs that say what holds what."""

from __future__ import annotations

import re

_NAME = r"[A-Za-z_$@][A-Za-z0-9_$.]*"
_RAW = r"r#{1,3}\"(?:[^\"]++|\"(?!#)){0,4000}+\"#{1,3}|\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\")){1,4000}+\"\"\""
"""Strings of Rust between `r#"` and `"#`, and those in three quotes."""

_STRING = _RAW + r"|\"(?:[^\"\\\n]|\\.){0,4000}+\"|'(?:[^'\\\n]|\\.){0,4000}+'|`(?:[^`\\]|\\.){0,4000}+`"
_LONG_STRING = rf"(?<![^\s\[{{,:])(?:\"(?:[^\"\\]|\\[\s\S]){{0,8000}}+\"|'[^']{{0,8000}}+')|{_STRING}"
"""In YAML a string may go on over lines."""

_JSON_STRING = r"\"(?:[^\"\\\n]|\\.){0,100000}+\""
_ESCAPED = r"\\[\"'`]"
"""A quote that begins no string, such as in an expression of JavaScript."""

_LONG_COMMENT = r"/\*(?:[^*]++|\*(?!/))*+"
_BRACKETS = ((r"\(", r"\)"), (r"\[", r"\]"), (r"\{", r"\}"))
_PLAIN = r"[^()\[\]{}\"'`/#]"
"""What is no bracket and begins neither a string nor a comment."""


def _quiet() -> str:
    """Brackets, with others in them at most one level deep, and no strings: nothing in them can be a model."""
    inner = "|".join(rf"{opens}{_PLAIN}*+{closes}" for opens, closes in _BRACKETS)
    return "|".join(rf"{opens}(?:{_PLAIN}++|{inner})*+{closes}" for opens, closes in _BRACKETS)


def _tokens(comment: str, sign: str, quiet: bool = True, string: str = _STRING) -> re.Pattern[str]:
    """A name is one token with the sign behind it, `after`; `quiet`: brackets without strings are one sign."""
    signs = rf"{_quiet()}|{sign}" if quiet else sign
    return re.compile(
        rf"(?P<string>{string})|(?P<name>{_NAME})(?:\s*+(?P<after>{signs}))?+|(?P<none>{comment}|{_ESCAPED})|(?P<sign>{signs})"
    )


_SLASHES = _tokens(rf"//[^\n]*|{_LONG_COMMENT}", r"===?|!==?|=>|:=|::|\?\?=?|\|\||&&|[{}\[\](),;:=?]")
_HASHES = _tokens(r"\#[^\n]*", r"==|!=|=>|:=|<-|\|\||&&|[{}\[\](),;:=?]")
_BOTH = rf"//[^\n]*|\#[^\n]*|{_LONG_COMMENT}", r"===?|!==?|=>|:=|\?\?|\|\||&&|[{}\[\](),;:=?]"
_JSON = re.compile(rf"(?P<string>{_JSON_STRING})|(?P<sign>{_quiet()}|[{{}}\[\],:])|(?P<none>//[^\n]*|{_LONG_COMMENT}|{_ESCAPED})")

TOKENS = {
    "javascript": _SLASHES,
    "braces": _SLASHES,
    "hashes": _HASHES,
    "python": _HASHES,
    "terraform": _tokens(*_BOTH),
    "flow": _tokens(*_BOTH, quiet=False, string=_LONG_STRING),
    "json": _JSON,
}
"""By the kind of a file. `flow`: lists and mappings of YAML in brackets."""

TYPES = frozenset(("string", "String", "str", "text"))
"""Names of types that may stand between a name and its value."""

TAKES_NO_MODEL = frozenset(
    ("case", "import", "from", "require", "package", "using", "include", "extends", "namespace", "typeof", "instanceof", "throw")
)
"""Words after which a string is no value."""


def within(token: str) -> str:
    """What stands between the quotes of a string."""
    if token[0] == "r":
        return token[token.index('"') + 1 : token.rindex('"')]
    return token[3:-3] if len(token) > 6 and token.startswith('"' * 3) else token[1:-1]

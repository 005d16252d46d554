"""JSON with positions: what the standard library reads is read alike, and everything else is refused with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from given import shown
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.source.diagnostic import InputError
from licensecheck.source.json_nodes import DEEPEST, parse_json
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence, plain
from licensecheck.source.text import Text

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def refused(text: str) -> list[tuple[str, str, Any, str, str]]:
    try:
        parse_json(Text("x.json", text))
    except InputError as error:
        return shown(error.diagnostics)
    raise AssertionError("the text was taken")


@given(VALUES, st.sampled_from((None, 0, 2, "\t")), st.booleans())
def test_what_was_written_is_read(value: Any, indent: int | str | None, ascii: bool) -> None:
    node = parse_json(Text("x.json", json.dumps(value, indent=indent, ensure_ascii=ascii)))
    # half a surrogate pair becomes the character that stands for what is none
    whole = json.loads(json.dumps(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    assert plain(node) == whole


@given(VALUES, st.sampled_from((None, 1, "\t")))
def test_every_node_stands_where_it_says(value: Any, indent: int | str | None) -> None:
    text = json.dumps(value, indent=indent)
    lines = text.split("\n")

    def check(node: Node) -> None:
        span = node.span
        if span.line == span.end_line:
            assert plain_of(lines[span.line - 1][span.column - 1 : span.end_column - 1]) == plain(node)
        for child in node.items if isinstance(node, Sequence) else ():
            check(child)
        for key, child in node.entries if isinstance(node, Mapping) else ():
            assert isinstance(key, Scalar)
            check(child)

    check(parse_json(Text("x.json", text)))


def plain_of(text: str) -> Any:
    return plain(parse_json(Text("x.json", text)))


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "`x.json` is not JSON: it ends too early", (1, 1, 1, 2)),
        ('{"a":\n', "`x.json` is not JSON: it ends too early", (1, 6, 1, 7)),
        ("[1,]", "this is not JSON: `]` stands where a value should", (1, 4, 1, 5)),
        ('{"a": 1,}', "this is not JSON: `}` stands where a key should", (1, 9, 1, 10)),
        ('{"a" 1}', "this is not JSON: `1}` stands where a colon should", (1, 6, 1, 7)),
        ("[1 2]", "this is not JSON: `2]` stands where a comma should", (1, 4, 1, 5)),
        ("[1}", "this is not JSON: `}` stands where a comma should", (1, 3, 1, 4)),
        ("[1]\n\n x", "this is not JSON: `x` stands where the end should", (3, 2, 3, 3)),
        ("01", "this is not JSON: `01` stands where a value should", (1, 1, 1, 2)),
        ("NaN", "this is not JSON: `NaN` stands where a value should", (1, 1, 1, 2)),
        ("{a: 1}", "this is not JSON: `a: 1}` stands where a key should", (1, 2, 1, 3)),
        ('"a\nb"', 'this is not JSON: `"a` stands where a value should', (1, 1, 1, 2)),
        ('["\\x"]', "this is not JSON: the string holds an escape that means nothing", (1, 2, 1, 3)),
        ("[" * (DEEPEST + 1), f"this is nested more than {DEEPEST} levels deep", (1, DEEPEST + 1, 1, DEEPEST + 2)),
    ],
)
def test_what_is_no_json(text: str, message: str, place: tuple[int, ...]) -> None:
    code = "too-deep" if "nested" in message else "not-json"
    assert refused(text) == [(code, message, place, "", "")]


def test_a_key_that_stands_twice() -> None:
    assert refused('{"a": 1,\n "a": 2}') == [("duplicate-key", "the key `a` is written twice", (2, 2, 2, 5), "first on line 1", "")]


@given(st.text(alphabet='{}[]",:1ae\\u \n', max_size=40))
def test_nothing_but_json_is_taken(text: str) -> None:
    try:
        expected = json.loads(text, object_pairs_hook=_no_twin)
    except (ValueError, RecursionError):
        assert refused(text)
    else:
        assert plain(parse_json(Text("x.json", text))) == expected


def _no_twin(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)

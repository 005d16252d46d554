"""Nodes: what YAML is taken, what is refused and with which words, and where everything stands."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from given import node, refused
from hypothesis import example, given
from hypothesis import strategies as st

from licensecheck.source.diagnostic import InputError
from licensecheck.source.nodes import Mapping, Scalar, Sequence, parse, parse_value, plain
from licensecheck.source.scalars import scalar_value
from licensecheck.source.text import Text


def test_values_and_their_order() -> None:
    text = "b: 1\na: [x, {c: ~}]\n'3': \"NO\"\n"
    assert plain(node(text)) == {"b": 1, "a": ["x", {"c": None}], "3": "NO"}
    assert [key.text for key, _ in node(text).entries] == ["b", "a", "3"]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment", "---", "--- ~", "null", "\ufeff", "---\n...\n"])
def test_a_text_that_holds_nothing(text: str) -> None:
    assert parse(Text("deploy.yaml", text)) is None


def test_an_empty_text_is_no_null() -> None:
    assert plain(node('""')) == ""


def test_a_value_given_outside_a_file() -> None:
    assert parse_value("[KR, US]", "--set") == Sequence(
        (Scalar("KR", "KR", ("--set", 1, 2, 1, 4)), Scalar("US", "US", ("--set", 1, 6, 1, 8))), ("--set", 1, 1, 1, 9)
    )


def test_the_node_under_a_key() -> None:
    mapping = node("a: 1\nb: 2\n")
    assert (plain(mapping.get("b")), mapping.get("c")) == (2, None)


# refused -------------------------------------------------------------------------------------------------------------
FAULTS = {
    "a: 1\nb: 2\na: 3\n": [("duplicate-key", "the key `a` is written twice", (3, 1, 3, 2), "first on line 1", "")],
    "a: 1\n'a': 2\na: 3\n": [
        ("duplicate-key", "the key `a` is written twice", (2, 1, 2, 4), "first on line 1", ""),
        ("duplicate-key", "the key `a` is written twice", (3, 1, 3, 2), "first on line 1", ""),
    ],
    "a: {b: 1, b: 2}\nc: !x 1\n": [
        ("duplicate-key", "the key `b` is written twice", (1, 11, 1, 12), "first on line 1", ""),
        ("tag", "the tag `!x` is not allowed", (2, 4, 2, 8), "", ""),
    ],
    "? [a]\n: 1\n": [("bad-key", "a key must be a word", (1, 3, 1, 6), "this is a list or a mapping", "")],
    "{{a: 1}: 2}": [("bad-key", "a key must be a word", (1, 2, 1, 8), "this is a list or a mapping", "")],
    "a: !!python/object/apply:os.system [ls]\n": [
        ("tag", "the tag `tag:yaml.org,2002:python/object/apply:os.system` is not allowed", (1, 4, 1, 37), "", "")
    ],
    "!!str 1": [("tag", "the tag `tag:yaml.org,2002:str` is not allowed", (1, 1, 1, 8), "", "")],
    "! a": [("tag", "the tag `!` is not allowed", (1, 1, 1, 4), "", "")],
    "!<x%1B%5B31m> a": [("tag", "the tag `x\ufffd[31m` is not allowed", (1, 1, 1, 16), "", "")],
    "%TAG !a! x\n" * 101 + "--- a": [("tag", "`deploy.yaml` declares more than 100 tags", None, "", "")],
    "a: 1\n---\nb: 2\n": [("several-documents", "the file holds more than one YAML document", (2, 1, 2, 4), "", "")],
    "a: *x\n": [("unknown-alias", "no anchor is named `x`", (1, 4, 1, 6), "", "")],
    "a: &x [*x]\n": [("unknown-alias", "no anchor is named `x`", (1, 8, 1, 10), "", "")],
    "a: [1\nb: 2\n": [
        ("not-yaml", "this is not YAML: while parsing a flow sequence did not find expected ',' or ']'", (2, 2, 2, 2), "", "")
    ],
    "a:\n\tb: 1\n": [
        (
            "not-yaml",
            "this is not YAML: while scanning for the next token found character that cannot start any token",
            (2, 1, 2, 1),
            "",
            "",
        )
    ],
    "a: b\0c": [("not-yaml", "`deploy.yaml` holds the character U+0000, which YAML forbids", (1, 5, 1, 6), "", "")],
    "é: 1\r\nb: \x1b[31m": [("not-yaml", "`deploy.yaml` holds the character U+001B, which YAML forbids", (2, 4, 2, 5), "", "")],
    "a: 1\n\u200bb\x85c: \udc00\n": [
        ("not-yaml", "`deploy.yaml` holds the character U+DC00, which YAML forbids", (3, 4, 3, 5), "", "")
    ],
}


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: ascii(text[:40]))
def test_what_is_refused(text: str) -> None:
    assert refused(text) == FAULTS[text]


def test_after_very_many_faults_it_gives_up() -> None:
    found = refused("a: 1\n" * 10_000)
    assert len(found) == 201
    assert found[:2] == [
        ("duplicate-key", "the key `a` is written twice", (each, 1, each, 2), "first on line 1", "") for each in (2, 3)
    ]
    assert ("too-many-faults", "there are 200 faults and more; the rest is not told", (201, 1, 201, 2), "", "") in found


def test_a_long_key_is_cut() -> None:
    text = f"? {'k' * 5000}\n: 1\n" * 2
    assert refused(text) == [("duplicate-key", f"the key `{'k' * 80}...` is written twice", (3, 3, 3, 5003), "first on line 1", "")]


# where things stand --------------------------------------------------------------------------------------------------
def test_spans_count_characters() -> None:
    root = node("é: \U0001f600x\n한국: [ß, 'q']\n")
    (first, value), (second, listed) = root.entries
    assert [each.span[1:] for each in (first, value, second, listed, *listed.items)] == [
        (1, 1, 1, 2), (1, 4, 1, 6), (2, 1, 2, 3), (2, 5, 2, 13), (2, 6, 2, 7), (2, 9, 2, 12)
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark(end: str) -> None:
    root = node(f"\ufeffa: 1{end}b:{end}  - x\t# said{end}")
    assert plain(root) == {"a": 1, "b": ["x"]}
    assert [key.span[1:] for key, _ in root.entries] == [(1, 1, 1, 2), (2, 1, 2, 2)]
    assert root.get("b").items[0].span[1:] == (3, 5, 3, 6)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_they_are_shown(end: str) -> None:
    text = Text("deploy.yaml", f"a: 1{end}# {end}bb: [x]{end}")
    root = parse(text)
    assert isinstance(root, Mapping)
    span = root.get("bb").items[0].span
    assert text.lines[span.line - 1][span.column - 1 : span.end_column - 1] == "x"


def test_an_alias_stands_where_its_anchor_stands() -> None:
    root = node("a: &x [1, {b: 2}]\nc: *x\n")
    assert root.get("c") is root.get("a")
    assert plain(root) == {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}


# PyYAML writes words such as `0E0` bare, since they are no numbers in YAML 1.1
words = st.text(
    alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x2FF, exclude_categories=("Cc", "Cs")), max_size=8
).filter(lambda word: word == "" or isinstance(scalar_value(word), str))
data = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | words,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(words, below, max_size=4),
    max_leaves=20,
)


@given(data, st.booleans())
def test_plain_data_comes_back(value: Any, flow: bool) -> None:
    text = yaml.dump(value, Dumper=yaml.SafeDumper, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    again = plain(parse(Text("deploy.yaml", text)))
    assert again == value or (value is None and again is None)


@given(st.text(max_size=60) | st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#\n\t \\\0\ufeff\ud800\x85", max_size=40))
@example("%YAML 9.9\n---\n")
@example("&a &b c")
@example("? ? ?")
@example("- |9\n x")
@example('"\\ud800"')
@example('"\\UFFFFFFFF"')
@example("a: &a\n*a : b")
def test_any_text_is_read_or_refused(text: str) -> None:
    source = Text("deploy.yaml", text)
    try:
        root, faults = parse(source), ()
    except InputError as error:
        root, faults = None, error.diagnostics
        assert faults
    for each in faults:
        assert each.message.isprintable()
        # a fault may stand just after the last line
        assert each.span is None or 1 <= each.span.line <= len(source.lines) + 2
    assert all(1 <= span.line <= span.end_line and span.column >= 1 for span in walk(root))


def walk(root: Any) -> Any:
    match root:
        case Scalar():
            yield root.span
        case Sequence(items=items):
            yield root.span
            for item in items:
                yield from walk(item)
        case Mapping(entries=entries):
            yield root.span
            for key, value in entries:
                yield from walk(key)
                yield from walk(value)

"""Entries added to a YAML text: nothing that stood there is lost, moved or said otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.source.additions import Page, inserted, proven
from licensecheck.source.diagnostic import InputError
from licensecheck.source.nodes import Mapping, Sequence, parse, plain
from licensecheck.source.text import Text


def grown(text: str, item: str = "id: new") -> str:
    """The text with one more item at the end of its list `m`."""
    root = parse(Text("x.yaml", text))
    assert isinstance(root, Mapping)
    node, page = root.get("m"), Page(text)
    assert isinstance(node, Sequence)
    if page.is_flow(node):
        return inserted(text, [page.before_close(node, f"{{{item}}}")])
    return inserted(text, [page.below(page.last_line(node), [" " * (node.span.column - 1) + f"- {item}"])])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("m:\n  - a\n", "m:\n  - a\n  - id: new\n"),
        ("m:\n- a", "m:\n- a\n- id: new\n"),
        ("m:\r\n- a\r\nb: 1\r\n", "m:\r\n- a\r\n- id: new\r\nb: 1\r\n"),
        ("m:\n  - a  # why\n    # of a\n  # of all\n\nb: 1\n", "m:\n  - a  # why\n    # of a\n  - id: new\n  # of all\n\nb: 1\n"),
        ("m:\n  - id: a\n    b:\n# end\n", "m:\n  - id: a\n    b:\n  - id: new\n# end\n"),
        ("m:\n  - id: a\n    b: |\n      c\n\n      d\nn: 1\n", "m:\n  - id: a\n    b: |\n      c\n\n      d\n  - id: new\nn: 1\n"),
        ("m:\n  - {id: a,\nb: c}\nn: 1\n", "m:\n  - {id: a,\nb: c}\n  - id: new\nn: 1\n"),
        ("m:\n  - 'a\n\n  b'\n", "m:\n  - 'a\n\n  b'\n  - id: new\n"),
        ("m: []\n", "m: [{id: new}]\n"),
        ("m: [a]  # why\n", "m: [a, {id: new}]  # why\n"),
        ("m: [a, ]\n", "m: [a, {id: new}]\n"),
        ("m: [\n  a  # ,\n]\n", "m: [\n  a  # ,\n, {id: new}]\n"),
        ("m: [[a, b], {c: d}]\n", "m: [[a, b], {c: d}, {id: new}]\n"),
    ],
)
def test_where_an_item_goes(before: str, after: str) -> None:
    assert grown(before) == after
    assert proven(Text("x.yaml", before), after) == after


@pytest.mark.parametrize(
    "after", ["m: [b]\n", "m: [a\n", "m: []\n", "m: {}\n", "n: [a]\n", "m: [b, a]\n", "m: ['1']\n", "[m, a]\n", "m: a\n", ""]
)
def test_what_says_less_is_refused(after: str) -> None:
    with pytest.raises(InputError) as caught:
        proven(Text("x.yaml", "m: [a]\n"), after)
    assert [each.message for each in caught.value.diagnostics] == ["nothing can be added to `x.yaml` without changing what it says"]


def test_an_alias_in_the_last_place_is_never_broken() -> None:
    before = "t: &t {a: 1}\nm:\n  - id: a\n    terms: *t\n"
    try:
        after = proven(Text("x.yaml", before), grown(before))
    except InputError:
        return
    assert plain(parse(Text("x.yaml", after)))["m"][0] == {"id": "a", "terms": {"a": 1}}


WORDS = st.text("ab #'\"|>-:,[]{}&*\u2028\x85\té", max_size=8)
VALUES = st.recursive(
    st.one_of(st.integers(0, 9), st.booleans(), WORDS),
    lambda below: st.one_of(
        st.lists(below, max_size=3), st.dictionaries(st.text("xyz", min_size=1, max_size=3), below, max_size=3)
    ),
    max_leaves=6,
)
TAILS = st.sampled_from(["", "n: 1\n", "# end\n", "\n\n# end\nn: 1", "...\n"])


@given(st.lists(VALUES, min_size=1, max_size=4), st.booleans(), st.integers(0, 3), st.booleans(), TAILS)
def test_old_lines_stand_in_order_and_what_they_said_is_said(
    items: list[object], flow: bool, indent: int, crlf: bool, tail: str
) -> None:
    import yaml

    text = yaml.safe_dump({"m": items}, default_flow_style=flow, allow_unicode=True, width=30)
    text = "".join(f"{' ' * indent if line[:1] in '- ' else ''}{line}" for line in text.splitlines(True)) if not flow else text
    text += tail
    text = text.replace("\n", "\r\n") if crlf else text
    try:
        before = plain(parse(Text("x.yaml", text)))
    except InputError:
        return
    after = grown(text)
    if not flow:
        lines = iter(after.splitlines())
        assert [line for line in text.splitlines() if line not in lines] == []
    assert proven(Text("x.yaml", text), after) == after
    assert plain(parse(Text("x.yaml", after))) == {**before, "m": [*before["m"], {"id": "new"}]}

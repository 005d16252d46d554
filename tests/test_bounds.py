"""Hostile YAML: bounded in depth, in time and in memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from given import refused

from licensecheck.source.diagnostic import InputError
from licensecheck.source.near import did_you_mean, nearest
from licensecheck.source.nodes import parse, plain
from licensecheck.source.quoted import tamed
from licensecheck.source.text import Text

DEEP = "this is nested more than 40 levels deep"
LAUGHS = "a0: &a0 [" + "x, " * 10 + "]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30))
CHAIN = "- &a0 x\n" + "".join(f"- &a{n} [[[[[[[[[*a{n - 1}]]]]]]]]]\n" for n in range(1, 400))

HOSTILE = {
    "brackets": ("[" * 100_000, "too-deep", DEEP),
    "closed brackets": ("[" * 100_000 + "]" * 100_000, "too-deep", DEEP),
    "braces": ("{a: " * 100_000, "too-deep", DEEP),
    "dashes": ("- " * 100_000, "too-deep", DEEP),
    "question marks": ("? " * 100_000, "too-deep", DEEP),
    "a ladder": ("".join(f"{' ' * n}a:\n" for n in range(1_000)), "too-deep", DEEP),
    "a billion laughs": (LAUGHS, "too-many-aliases", "aliases repeat more than 100,000 nodes"),
    "deep through aliases": (CHAIN, "too-deep", DEEP),
    "many tags": ("%TAG !a! x\n" * 300_000, "tag", "`deploy.yaml` declares more than 100 tags"),
    "many tagged": ("- !x y\n" * 300_000, "tag", "the tag `!x` is not allowed"),
    "many of one key": ("a: 1\n" * 300_000, "duplicate-key", "the key `a` is written twice"),
    "an open quote": (
        '"' + "a\n" * 1_000_000,
        "not-yaml",
        "this is not YAML: while scanning a quoted scalar found unexpected end of stream",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_soon(name: str) -> None:
    text, code, message = HOSTILE[name]
    started = time.process_time()
    found = refused(text)
    assert time.process_time() - started < 10
    assert found[0][:2] == (code, message)


def test_forty_levels_are_read_and_one_more_is_not() -> None:
    assert plain(parse(Text("f", "[" * 40 + "x" + "]" * 40))) is not None
    assert [each[:3] for each in refused("[" * 41 + "x" + "]" * 41)] == [("too-deep", DEEP, (1, 41, 1, 42))]


@pytest.mark.parametrize(
    ("inner", "outer", "read"), [(20, 20, True), (20, 21, False), (39, 1, True), (39, 2, False), (1, 39, True)]
)
def test_what_an_alias_adds_to_the_depth(inner: int, outer: int, read: bool) -> None:
    # the mapping around both is a level of its own
    text = f"a: &a {'[' * (inner - 1)}x{']' * (inner - 1)}\nb: {'[' * outer}*a{']' * outer}\n"
    if read:
        assert plain(parse(Text("f", text)))["b"]
    else:
        assert refused(text)[0][:2] == ("too-deep", DEEP)


def test_laughs_take_little_memory() -> None:
    tracemalloc.start()
    try:
        refused(LAUGHS)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_too_many_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licensecheck.source.nodes.MOST_NODES", 4)
    assert plain(parse(Text("f", "[a, b, c]"))) == ["a", "b", "c"]
    assert refused("[a, b, c, d]") == [("too-large", "the file holds more than 4 nodes", (1, 11, 1, 12), "", "")]


def test_messages_are_bounded() -> None:
    with pytest.raises(InputError) as raised:
        parse(Text("f", f'"{"k" * 100_000}\\e[2J": 1\n"{"k" * 100_000}\\e[2J": 1\n*{"z" * 1000}'))
    assert all(len(each.message) < 700 and each.message.isprintable() for each in raised.value.diagnostics)
    assert len(str(raised.value)) < 2_000


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain é한", "plain é한"),
        ("a\x1b[31mb\x07\x9b\u202e\ud800\nc\td", "a\ufffd[31mb\ufffd\ufffd\ufffd\ufffd\ufffdc\ufffdd"),
        (f"no `{'x' * 80}` here", f"no `{'x' * 80}` here"),
        (f"no `{'x' * 81}` here", f"no `{'x' * 80}...` here"),
        (f"`a` and `{'y' * 200}`", f"`a` and `{'y' * 80}...`"),
        ("z" * 600, "z" * 600),
        ("z" * 601, "z" * 600 + "..."),
        ("", ""),
    ],
)
def test_text_of_strangers_is_tamed(text: str, safe: str) -> None:
    assert tamed(text) == safe


# the word that was meant ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("word", "choices", "meant"),
    [
        ("comercial", ("commercial", "country"), "commercial"),
        ("Commercial", ("commercial",), "commercial"),
        ("psas", ("pass", "fail"), "pass"),
        ("regoins", ("regions", "reviewed", "requires"), "regions"),
        ("zzz", ("regions",), None),
        ("", ("regions",), None),
        ("x", (), None),
        ("a" * 120, ("a" * 119,), "a" * 119),
        ("a" * 121, ("a" * 121,), None),
        ("a" * 120, ("a" * 121,), None),
    ],
)
def test_the_nearest_word(word: str, choices: tuple[str, ...], meant: str | None) -> None:
    assert nearest(word, choices) == meant
    assert did_you_mean(word, choices) == (f"did you mean `{meant}`?" if meant else "")


def test_hostile_words_take_little_time() -> None:
    alike = ["ab" * 50 + str(each) for each in range(3_000)]
    started = time.process_time()
    for _ in range(20):
        nearest("ab" * 60, alike)
        nearest("ab" * 2_000_000, alike)
    nearest("ab", ["ab" * 5_000_000] * 100)
    assert time.process_time() - started < 10

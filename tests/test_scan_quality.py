"""Recall and precision on the labelled repository, and that the fast way finds what the plain one finds."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanned import LABELLED, LABELS, ROOT, benchmark, rules, scanner

from licensecheck.catalog.corpus import load_corpus
from licensecheck.scan.brace_tokens import TOKENS, _quiet
from licensecheck.scan.braces import braces
from licensecheck.scan.find import Finder
from licensecheck.scan.interest import numbers_of
from licensecheck.scan.model import IN_FORCE
from licensecheck.scan.parse import pieces
from licensecheck.scan.rules import Family
from licensecheck.scan.walk import walk
from licensecheck.scan.wanted import Wanted

BENCHMARK = benchmark()
SCORE = BENCHMARK.score(scanner().scan(os.fspath(LABELLED)).references, BENCHMARK.read_labels(os.fspath(LABELS)))


def test_the_labels_are_many() -> None:
    labels = BENCHMARK.read_labels(os.fspath(LABELS))
    assert len(labels) >= 300
    assert len({label.file for label in labels}) >= 60
    assert all((LABELLED / label.file).is_file() for label in labels)


@pytest.mark.parametrize("kind", IN_FORCE)
def test_recall_of_what_is_in_force(kind: str) -> None:
    assert SCORE.recall(kind) >= 0.95, SCORE.missed


def test_precision() -> None:
    assert SCORE.precision >= 0.90, SCORE.wrong


def test_the_class_is_mostly_the_labelled_one() -> None:
    assert sum(SCORE.agreed.values()) >= 0.95 * sum(SCORE.labels.values())


@pytest.mark.parametrize("folder", ["hard", "vendor", "node_modules"])
def test_nothing_in_the_hard_negatives(folder: str) -> None:
    assert [each for each in SCORE.wrong if each.file.startswith(f"{folder}/")] == []


def test_a_generation_of_graphics_cards_is_no_model() -> None:
    look = scanner().resolver.judge.looker.look
    assert [found.sort for name in ("ada-lovelace", "text-search-ada-doc-001") if (found := look(name))] == ["word", "hosted"]


def test_the_fast_way_loses_nothing() -> None:
    fast = scanner().scan(os.fspath(LABELLED))
    plain = scanner(plainly=True).scan(os.fspath(LABELLED))
    assert set(fast.references) == set(plain.references)
    assert fast.run_time == plain.run_time
    assert fast.aliases == plain.aliases


def test_both_ways_of_finding_literals_agree() -> None:
    names = tuple(load_corpus().catalog.ids)
    plain, fast = Finder(rules(), fast=False, names=names), Finder(rules(), names=names)
    if not fast.accelerated:
        pytest.skip("ahocorasick-rs is not installed")
    for file in walk(os.fspath(ROOT), rules().kinds):
        data = (ROOT / file.path).read_bytes()[:200_000].lower()
        ours, theirs = fast.find(data), plain.find(data)
        assert set(numbers_of(data, ours.offsets)) == set(numbers_of(data, theirs.offsets)), file.path
        assert ours._replace(offsets=()) == theirs._replace(offsets=()), file.path


def test_the_fast_hits_hold_the_lines_of_the_plain_ones() -> None:
    finder = Finder(rules(), fast=False, names=load_corpus().catalog.ids)
    chance = random.Random(7)
    files = [(LABELLED / file.path).read_bytes().lower() for file in walk(os.fspath(LABELLED), rules().kinds)]
    noise = bytes(chance.choice(b"abcdefghijklmnop-/.:0123456789\"'= \n") for _ in range(20_000))
    for data in (*files, noise, b"\n".join(files)):
        fast, plain = finder.find(data), finder.find_plainly(data)
        assert {data.count(b"\n", 0, at) for at in plain.offsets} <= {data.count(b"\n", 0, at) for at in fast.offsets}
        assert fast.keyed == plain.keyed
        assert fast.sure == plain.sure


@pytest.mark.parametrize(
    "family", [each for each in (*rules().families, rules().bedrock) if each.anywhere], ids=lambda family: family.words[0]
)
@given(data=st.data())
def test_a_family_needs_one_of_its_words(family: Family, data: st.DataObject) -> None:
    """What makes literals first safe: a text that a pattern fits holds a literal of the pattern."""
    # the generator knows no possessive repeats
    text = data.draw(st.from_regex(re.compile(family.name.replace("*+", "*"), re.ASCII), fullmatch=True))
    if re.fullmatch(family.name, text):
        assert any(word in text for word in family.words), text


def test_every_model_of_the_catalog_is_found_in_prose_and_comments() -> None:
    """They are read on the lines with a hit only: what looks like a model by itself must be a hit."""
    looker, finder = scanner().resolver.judge.looker, scanner().finder
    ids = [
        each
        for each in load_corpus().catalog.ids
        if (look := looker.look(each)) and look.sort in ("hub", "hosted", "owned", "named")
    ]
    assert len(ids) > 500
    assert [each for each in ids if not finder.find(f"see {each}, or".encode()).offsets] == []


def test_code_in_long_strings_does_not_hide_what_follows(tmp_path: Path) -> None:
    """A line at the margin that stands in a string begins no stretch of code."""
    text = 'func a() {\n\tinput := `one\ntype value =\n"x`\n\tmodel := "gpt-4o"\n}\n'
    (tmp_path / "a.go").write_text(text * 30)
    fast, plain = scanner().scan(os.fspath(tmp_path)), scanner(plainly=True).scan(os.fspath(tmp_path))
    assert len(fast.references) == 30
    assert fast.references == plain.references


def test_what_is_left_out_could_not_be_a_model() -> None:
    """The parsers make no pieces where neither a hit nor a key asks for one: never of what would be judged."""
    finder, may_name = scanner().finder, scanner().resolver.judge.may_name
    left_out = 0
    for file in walk(os.fspath(LABELLED), rules().kinds):
        data = (LABELLED / file.path).read_bytes()
        lines = frozenset(numbers_of(data.lower(), finder.find(data.lower()).offsets))
        text = data.decode("utf-8", "replace")
        every = list(pieces(text, file.kind, lines, rules()))
        some = list(pieces(text, file.kind, lines, rules(), wanted=Wanted(lines, rules().keys)))
        assert [each for each in every if each.line in lines or may_name(each)] == [
            each for each in some if each.line in lines or may_name(each)
        ], file.path
        left_out += len(every) - len(some)
    assert left_out > 100


SIGNS = """model f a.b type string const 'x' `y` "gpt-4o" "k": ( ) [ ] { } () [1] {} f(a) (a(b),[c]) = : := => , ; ? ?? == ||"""
CODE = st.lists(st.sampled_from([*SIGNS.split(), "/* ( */", "// c\n", "# d\n", "\n"]), max_size=40).map(" ".join)


@given(CODE, st.sampled_from(["javascript", "braces", "hashes", "terraform", "json"]))
def test_brackets_without_strings_may_be_passed_by(text: str, kind: str) -> None:
    """Read as one token or as many, code gives the same pieces."""
    slowly = re.compile(TOKENS[kind].pattern.replace(_quiet(), "(?!)"))
    with pytest.MonkeyPatch.context() as patch:
        passed = list(braces(text, kind, rules()))
        patch.setitem(TOKENS, kind, slowly)
        assert [each._replace(group="") for each in passed] == [each._replace(group="") for each in braces(text, kind, rules())]


def test_a_packed_script_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "packed.js").write_text('var a={model:"gpt-4o"};' * 400)
    (tmp_path / "source.js").write_text('var a={model:"gpt-4o"};\n' * 400)
    assert {each.file for each in scanner().scan(os.fspath(tmp_path)).references} == {"source.js"}


def test_the_shipped_rules_fit_together(tmp_path: Path) -> None:
    """Every family fits under one key or another, and no folder is both skipped and a class."""
    shipped = rules()
    assert all(
        (family.words or not family.anywhere) and family.alone in ("anywhere", "sized", "keyed") for family in shipped.families
    )
    assert not shipped.keys.model & shipped.keys.never
    assert not shipped.keys.draft & shipped.keys.alias
    assert not {name for each in shipped.paths for name in each.folders} & shipped.kinds.skipped_folders

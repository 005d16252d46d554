"""Texts are identified by their words, versions by the words that tell them apart, and nothing is guessed.

The families here are nonsense made in the test; the texts of real licenses are used where they are at hand.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from given import ROOT
from perturb import SAME_WORDS, cut, headed, noisy

from licensecheck.identify.build import Known, build, index_of, known_texts
from licensecheck.identify.chains import chains
from licensecheck.identify.found import Identification
from licensecheck.identify.grams import RUN, grams, winnowed
from licensecheck.identify.identify import identify
from licensecheck.identify.index import Index, Reference, load, packed, unpacked
from licensecheck.identify.outline import outline
from licensecheck.identify.places import Span, differences, own
from licensecheck.identify.words import MOST_WORDS, words_of
from licensecheck.report.identified import identified, record

TEXTS = os.path.join(ROOT, "..", "shared", "texts")
with_texts = pytest.mark.skipif(not os.path.isdir(TEXTS), reason="the folder with license texts is not here")

SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "dri", "pla")


def nonsense(seed: int, words: int = 600) -> list[str]:
    """Words of no language, the commoner ones more often, so that runs of two or three repeat."""
    draw = random.Random(seed)
    lexicon = ["".join(draw.choice(SYLLABLES) for _ in range(draw.randint(1, 3))) + "x" for _ in range(300)]
    return [lexicon[min(int(draw.expovariate(0.02)), 299)] for _ in range(words)]


def numbered(words: list[str]) -> str:
    """Words as a text of twelve numbered sections of equal length."""
    size = len(words) // 12
    return "\n\n".join(f"{at + 1}. {' '.join(words[at * size : (at + 1) * size])}." for at in range(12))


def family(seed: int, members: int, changed: int = 8) -> dict[str, str]:
    """Texts that differ from one another in a few words, all in the same places, the first in the second section."""
    common = nonsense(seed)
    places = [60 + at * 65 for at in range(changed)]
    texts = {}
    for member in range(members):
        words = list(common)
        for at in places:
            words[at] = f"member{chr(97 + member) * 3}w"
        texts[f"family-{seed}-{member}"] = numbered(words)
    return texts


def known(name: str, text: str, kind: str = "license", optional: str = "") -> Known:
    parts, numbering = outline(text)
    return Known(name, "", kind, name.title(), frozenset(optional.split("|")) - {""}, words_of(text).words, parts, numbering)


TRIPLE = family(1, 3)
OTHER = {"other": numbered(nonsense(2)), "policy": numbered(nonsense(3, 300))}
INDEX = index_of([known(name, text) for name, text in sorted({**TRIPLE, **OTHER}.items())])
FIRST, SECOND, THIRD = TRIPLE.values()


def policies(said: Identification) -> list[str]:
    return [match.reference.policy for match in said.matches]


@pytest.mark.parametrize("name", [*TRIPLE, *OTHER])
@pytest.mark.parametrize("change", SAME_WORDS.values(), ids=SAME_WORDS)
def test_the_same_words_are_the_same_text(name: str, change: Callable[[str], str]) -> None:
    said = identify(change({**TRIPLE, **OTHER}[name]), INDEX)
    assert (said.state, policies(said)) == ("exact", [name])
    assert said.matches[0].certain


def test_a_header_leaves_a_text_unmodified() -> None:
    said = identify(headed(SECOND), INDEX)
    assert (said.state, policies(said)) == ("unmodified", ["family-1-1"])
    assert (said.others[0].first, said.others[-1].last) == (1, 4)
    assert said.matches[0].lines[0] == 6


def test_words_behind_a_text_may_be_terms() -> None:
    said = identify(SECOND + "\n\nNot for sale.", INDEX)
    assert (said.state, said.matches[0].state, said.others[0].words) == ("modified", "unmodified", 3)


def test_copyright_lines_are_no_terms() -> None:
    said = identify("Copyright (c) 2024 Somebody\nAll rights reserved.\n\n" + FIRST, INDEX)
    assert (said.state, said.others) == ("unmodified", ())


def test_one_changed_word_is_seen_and_its_section_named() -> None:
    common = words_of(FIRST).words
    for at in range(15, len(common), 37):
        words = [*common[:at], "zyzzyva", *common[at + 1 :]]
        match = identify(" ".join(words), INDEX).matches[0]
        section = next(each.label for each in reversed(INDEX.sections(0)) if each.start <= at)
        assert (match.state, match.changed) == ("modified", (section,))


def test_a_changed_decisive_word_makes_the_version_uncertain() -> None:
    words = words_of(FIRST).words
    decisive = [at for at, word in enumerate(words) if word.startswith("member")]
    assert len(decisive) == 8
    for at in decisive:
        for word in ("zyzzyva", words_of(SECOND).words[at]):
            said = identify(" ".join([*words[:at], word, *words[at + 1 :]]), INDEX)
            match = said.matches[0]
            assert (match.reference.policy, match.certain) == ("family-1-0", False)
            assert {doubt.other.policy for doubt in match.doubts if doubt.other} == {"family-1-1", "family-1-2"}
            assert match.changed == match.doubts[0].sections
    # another word leaves the version as it is, and the text modified
    said = identify(" ".join([*words[:30], "zyzzyva", *words[31:]]), INDEX)
    assert (said.state, said.matches[0].certain) == ("modified", True)


def test_a_mixture_of_versions_is_not_named_as_one() -> None:
    one, other = words_of(FIRST).words, words_of(SECOND).words
    match = identify(" ".join(one[:320] + other[320:]), INDEX).matches[0]
    assert not match.certain
    assert any(doubt.other_agrees for doubt in match.doubts)


def test_the_version_is_uncertain_when_what_tells_it_was_cut() -> None:
    words = words_of(FIRST).words
    kept = " ".join([*words[:10], *words[525:]])
    assert all(not match.certain for match in identify(kept, INDEX).matches)
    tail = " ".join(words[: int(len(words) * 0.8)])
    match = identify(tail, INDEX).matches[0]
    assert (match.reference.policy, match.certain, match.changed) == ("family-1-0", True, ("10",))
    assert match.missing == ("11", "12")


def test_sections_that_are_cut_and_added_are_told() -> None:
    paragraphs = FIRST.split("\n\n")
    match = identify("\n\n".join(paragraphs[:4] + paragraphs[6:]), INDEX).matches[0]
    assert (match.missing, match.changed) == (("5", "6"), ())
    said = identify("\n\n".join([*paragraphs[:4], "Never on a Sunday.", *paragraphs[4:]]), INDEX)
    assert (said.matches[0].state, said.matches[0].added, said.matches[0].changed) == ("modified", ((9, 9),), ())


def test_two_texts_in_one_file_are_both_named() -> None:
    said = identify(THIRD + "\n\n" + OTHER["other"], INDEX)
    assert (said.state, policies(said)) == ("unmodified", ["family-1-2", "other"])
    assert said.matches[0].lines[1] < said.matches[1].lines[0]
    said = identify(OTHER["policy"] + "\n\n" + FIRST + "\n\n" + SECOND, INDEX)
    assert policies(said) == ["policy", "family-1-0", "family-1-1"]


def test_a_text_inside_another_does_not_take_its_name() -> None:
    short = numbered(nonsense(8, 240))
    long = short + "\n\n13. " + " ".join(nonsense(9, 70))
    index = index_of([known("short", short), known("long", long)])
    assert policies(identify(short, index)) == ["short"]
    assert policies(identify(headed(short), index)) == ["short"]
    for seed in range(20):
        said = identify(noisy(long, seed), index)
        assert not [match for match in said.matches if match.certain and match.reference.policy == "short"]


def test_noise_never_makes_a_version_of_another() -> None:
    named = 0
    for name, text in TRIPLE.items():
        for seed in range(40):
            said = identify(noisy(text, seed), INDEX)
            assert not [match for match in said.matches if match.certain and match.reference.policy != name]
            named += policies(said) == [name]
    assert named == 120


def test_an_unlisted_version_is_never_unmodified() -> None:
    index = index_of([known(name, TRIPLE[name]) for name in sorted(TRIPLE)[:2]])
    said = identify(THIRD, index)
    assert said.state == "modified"
    assert not said.matches[0].certain


def test_optional_sections_may_differ() -> None:
    index = index_of([known("text", FIRST, optional="12")])
    words = words_of(FIRST).words
    assert identify(" ".join(words[:-20]), index).state == "unmodified"
    assert identify(" ".join(words[:-70]), index).state == "modified"


HOSTILE = {
    "empty": "",
    "white": " \n\t\n ",
    "one word": "word " * 800_000,
    "one letter": "a " * 2_000_000,
    "no spaces": "x" * 4_000_000,
    "hashes": "#" * 4_000_000,
    "tags": "<" * 2_000_000 + ">" * 2_000_000,
    "open tags": "<a " * 1_000_000,
    "scripts": "<script" * 500_000,
    "links": "[" * 2_000_000 + "](" * 500_000,
    "link parts": "[a](" * 800_000,
    "entities": "&" * 4_000_000,
    "binary": "".join(map(chr, range(256))) * 4_000,
    "numbers": " ".join(f"{at:08x}" for at in range(300_000)),
    "one run": " ".join(words_of(FIRST).words[:40]) * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_unknown_in_bounded_time(name: str) -> None:
    start = time.process_time()
    said = identify(HOSTILE[name], INDEX)
    assert said.state == "unknown"
    assert time.process_time() - start < 8


def test_a_text_of_many_copies_is_bounded() -> None:
    start = time.process_time()
    said = identify((FIRST + "\n\n") * 900, INDEX)
    assert said.state == "modified"
    assert not said.whole
    assert time.process_time() - start < 20


def test_long_texts_are_looked_at_in_part() -> None:
    held = words_of("word " * (MOST_WORDS + 5))
    assert (len(held.words), held.whole) == (MOST_WORDS, False)


def test_words_lose_layout_and_keep_lines() -> None:
    text = "## **The** \u201cLicensor\u2019s\u201d\n<p class='x'>re-use</p>&nbsp;v3.1\n(a) fa\u00dfade \ufb01x [https://x.y/z](https://x.y/z)"
    held = words_of(text)
    assert held.words == ["the", "licensors", "re", "use", "v3", "1", "fassade", "fix", "https"]
    assert [held.line(at) for at in range(len(held.words))] == [1, 1, 2, 2, 2, 2, 3, 3, 3]


def test_winnowing_keeps_one_of_every_window() -> None:
    hashes = grams(nonsense(5))
    chosen = winnowed(hashes, 8)
    assert max(after - before for before, after in pairwise(chosen)) <= 8
    assert len(grams(["a"] * (RUN - 1))) == 0
    assert winnowed([], 8) == []


def test_sections_are_numbered_as_in_the_text() -> None:
    lines = ["Title of it", "1. One", "a. first", "i. deep", "ii. deeper", "b. second", "2. Two", "2.1 dotted", "(a) under"]
    parts, numbering = outline("\n".join([*lines, "Appendix", "end"]))
    assert [part.label for part in parts] == ["opening", "1", "1.a", "1.a.i", "1.a.ii", "1.b", "2", "2.1", "2.1.a", "appendix"]
    assert len(numbering) == 4
    assert [part.label for part in outline("one\n\ntwo\n\nthree")[0]] == ["paragraph 1", "paragraph 2", "paragraph 3"]


def test_differences_close_together_are_one() -> None:
    one = words_of("a1 b1 c1 d1 e1 f1 g1 h1 i1 j1").words
    other = words_of("a1 b1 zz d1 yy f1 g1 h1 i1 j1 k1").words
    assert differences(one, other) == [(Span(2, 5), Span(2, 5)), (Span(10, 10), Span(10, 11))]
    assert own(one, set())[0] == Span(0, 10)


def test_the_index_survives_its_bytes() -> None:
    again = unpacked(packed(INDEX))
    assert packed(again) == packed(INDEX)
    assert again.references == INDEX.references
    assert again.sections(2) == INDEX.sections(2)
    assert again.places(1) == INDEX.places(1)
    with pytest.raises(ValueError, match="no index"):
        unpacked(b"something else")


def test_the_index_holds_no_words() -> None:
    data = packed(INDEX)
    assert not [word for word in set(words_of(FIRST).words) if len(word) > 5 and word.encode() in data]


def test_chains_find_nothing_in_nothing() -> None:
    assert chains([], INDEX) == []


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "licensecheck", "identify", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_tells_what_it_cannot_read(tmp_path: os.PathLike[str]) -> None:
    binary = os.path.join(tmp_path, "binary")
    with open(binary, "wb") as file:
        file.write(b"\xff\xfe\x00")
    none = os.path.join(tmp_path, "none")
    for path, words in ((str(tmp_path), "is a directory"), (binary, "is not UTF-8"), (none, "there is no file")):
        done = run(path)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr


def test_the_command_says_unknown(tmp_path: os.PathLike[str]) -> None:
    path = os.path.join(tmp_path, "note.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("Remember the milk.")
    done = run(path)
    assert (done.returncode, done.stdout.endswith("unknown\n")) == (3, True)
    done = run("--format", "json", path)
    assert (done.returncode, json.loads(done.stdout)[0]["state"]) == (3, "unknown")


def test_the_report_names_doubts_and_sections() -> None:
    words = words_of(FIRST).words
    at = next(at for at, word in enumerate(words) if word.startswith("member"))
    said = identify(" ".join([*words[:at], "zyzzyva", *words[at + 1 :]]), INDEX)
    text = identified("LICENSE", said, width=100)
    assert "the version is not certain" in text
    assert "changed: 2" in text
    values = record("LICENSE", said)
    assert values["matches"][0]["version_certain"] is False
    json.dumps(values)
    assert "\x1b" not in identified("evil\x1b[2J", said)


def real_texts() -> list[tuple[str, str, Reference]]:
    """The texts at hand that the shipped index knows."""
    index = load()
    found = []
    for name in sorted(os.listdir(TEXTS)) if os.path.isdir(TEXTS) else ():
        if name.endswith(".txt"):
            with open(os.path.join(TEXTS, name), encoding="utf-8-sig") as file:
                text = file.read()
            said = identify(text, index)
            if said.state == "exact":
                found.append((name, text, said.matches[0].reference))
    return found


@pytest.fixture(scope="module")
def real() -> tuple[Index, list[tuple[str, str, Reference]]]:
    return load(), real_texts()


@with_texts
def test_the_shipped_index_is_what_the_texts_give() -> None:
    rules = os.path.join(ROOT, "rules")
    with open(os.path.join(rules, "fingerprints.bin"), "rb") as file:
        shipped = file.read()
    assert len(shipped) <= 500_000
    assert build(TEXTS, rules, os.path.join(ROOT, "policies")) == shipped, "run python -m licensecheck.identify.build"


@with_texts
def test_real_texts_keep_their_names(real: tuple[Index, list[tuple[str, str, Reference]]]) -> None:
    index, texts = real
    assert len(texts) >= 130
    for name, text, wanted in texts:
        for change, changed in SAME_WORDS.items():
            said = identify(changed(text), index)
            assert any(same(match.reference, wanted) for match in said.matches), (name, change)
            assert not wrong(said, wanted), (name, change)


@with_texts
def test_damaged_real_texts_are_named_and_never_silently_as_another(real: tuple[Index, list[tuple[str, str, Reference]]]) -> None:
    index, texts = real
    named = {"headed": 0, "noisy": 0, "cut": 0}
    for name, text, wanted in texts:
        copies = (("headed", headed(text)), ("noisy", noisy(text, 11)), ("cut", cut(text)), ("cut", cut(noisy(text, 3))))
        for change, changed in copies:
            said = identify(changed, index)
            assert not wrong(said, wanted), (name, change)
            named[change] += any(same(match.reference, wanted) for match in said.matches)
    assert named["headed"] == named["noisy"] == len(texts)
    assert named["cut"] >= 0.91 * 2 * len(texts)


@with_texts
def test_two_real_texts_in_one_file(real: tuple[Index, list[tuple[str, str, Reference]]]) -> None:
    index, texts = real
    draw = random.Random(2)
    both = 0
    for _ in range(100):
        (_, one, first), (_, other, second) = draw.sample(texts, 2)
        said = identify(one + "\n\n" + other, index)
        both += all(any(same(match.reference, wanted) for match in said.matches) for wanted in (first, second))
    assert both >= 95


@with_texts
def test_policies_of_use_are_told_from_licenses(real: tuple[Index, list[tuple[str, str, Reference]]]) -> None:
    _, texts = real
    kinds = {name: reference.kind for name, _, reference in texts}
    assert {kinds[f"llama-{version}-aup.txt"] for version in ("2", "3", "3.1", "3.2", "3.3", "4")} == {"aup"}
    assert {kinds[f"llama-{version}-community.txt"] for version in ("2", "3", "3.1", "3.2", "3.3", "4")} == {"license"}


@with_texts
def test_a_text_that_is_named_must_be_there() -> None:
    with pytest.raises(ValueError, match="no text of the folder is named nothing-like-it"):
        known_texts(TEXTS, {"nothing-like-it": {}}, {})


def same(one: Reference, other: Reference) -> bool:
    return (one.policy, one.kind) == (other.policy, other.kind)


def wrong(said: Identification, wanted: Reference) -> list[str]:
    """The policies that a text is claimed to be without a doubt, and is not."""
    return [match.reference.policy for match in said.matches if match.certain and not same(match.reference, wanted)]

"""A declared copy of a license is the right license in the right version, not only a text with the right title."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from command import judged

from licensecheck.catalog.corpus import load_corpus
from licensecheck.catalog.texts import NOTICE_MARK, checked_copies
from licensecheck.facts.values import Copy, Fact, Item

CORPUS = load_corpus()
LLAMA = CORPUS.editions("llama-3.1-community")
GEMMA = CORPUS.editions("gemma-terms")
TITLE = "LLAMA 3.1 COMMUNITY LICENSE AGREEMENT"


LONG = f"{TITLE} " + "words " * 200


def checked(editions: tuple[Any, ...], *copies: Copy, words: str = LONG) -> tuple[bool, bool, str]:
    """What one file counts for: whether it can be read, whether it is wrong, and why."""
    item = Item("path", "LICENSE", "", words, copies=copies)
    (found,) = checked_copies(Fact((item,)), editions).value
    return found.words is not None, found.wrong, found.trouble


@pytest.mark.parametrize("state", ["exact", "unmodified"])
def test_a_whole_copy(state: str) -> None:
    other = Copy("mit", "MIT License", "exact")
    assert checked(LLAMA, other, Copy("llama-3.1-community", "Llama 3.1", state)) == (True, False, "")
    assert checked(GEMMA, Copy("gemma-terms-2024-04-01", "Gemma", state)) == (True, False, "")


def test_another_version_is_no_copy() -> None:
    found = Copy("llama-3-community", "Meta Llama 3 Community License Agreement", "exact")
    trouble = "expected the Llama 3.1 Community License Agreement; `LICENSE` holds the Meta Llama 3 Community License Agreement"
    assert checked(LLAMA, found) == (True, True, trouble)


@pytest.mark.parametrize(
    ("copies", "trouble"),
    [
        ((Copy("llama-3.1-community", "", "modified"),), "`LICENSE` holds a changed copy of it"),
        ((Copy("llama-3.1-community", "", "doubtful"),), "`LICENSE` holds a text that may be another version of it"),
        ((Copy("llama-3-community", "", "doubtful"),), "`LICENSE` does not hold its text"),
        ((), "`LICENSE` does not hold its text"),
    ],
)
def test_what_is_not_certain_stays_open(copies: tuple[Copy, ...], trouble: str) -> None:
    assert checked(LLAMA, *copies) == (False, False, f"expected the Llama 3.1 Community License Agreement; {trouble}")


def test_a_title_is_judged_by_its_words_and_a_list_of_licenses_is_no_copy() -> None:
    assert checked(LLAMA, words=TITLE) == (True, False, "")
    assert checked(LLAMA, words=f"This file is {NOTICE_MARK}.\n{TITLE}")[0] is False


def test_a_license_whose_text_is_not_known_is_checked_by_its_words_alone() -> None:
    unknown = (LLAMA[0]._replace(id="acme-license"),)
    assert checked(unknown) == (True, False, "")
    attested = Fact((Item("attested", TITLE, "", TITLE),))
    assert checked_copies(attested, LLAMA) == attested


# with the texts themselves, where they are ---------------------------------------------------------------------------
TEXTS = Path(
    os.environ.get(
        "LICENSECHECK_TEXTS", os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(__file__))), "shared", "texts")
    )
)


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts are not here")
def test_the_whole_way(tmp_path: Path) -> None:
    texts = {"right": "llama-3.1-community.txt", "wrong": "llama-3-community.txt"}
    held = {name: (TEXTS / file) for name, file in texts.items()}
    if not all(path.is_file() for path in held.values()):
        pytest.skip("the texts have other names")
    verdicts = {}
    for name, path in held.items():
        (tmp_path / "LICENSE").write_text(
            path.read_text(encoding="utf-8") + ("" if name == "right" else f"\n{TITLE}\n"), encoding="utf-8"
        )
        line = "{id: meta-llama/Llama-3.1-8B, distribution: [weights], evidence: {license_copy: [LICENSE]}}"
        (tmp_path / "deploy.yaml").write_text(f"version: 1\nmodels: [{line}]\n", encoding="utf-8")
        report: Any = json.loads(judged("deploy.yaml", "--format", "json", folder=tmp_path).stdout)
        found = {each["clause"]: each["verdict"] for each in report["models"][0]["findings"]}
        verdicts[name] = found["agreement-copy"]
    assert verdicts == {"right": "pass", "wrong": "fail"}

"""Evidence: files are read inside the tree, each once, within bounds, and never judged."""

from __future__ import annotations

from pathlib import Path

import pytest
from given import VOCABULARY, declared

from licensecheck.evidence import read as reading
from licensecheck.evidence.read import EvidenceReader
from licensecheck.facts.deployment import ModelUse
from licensecheck.facts.values import UNKNOWN, Item
from licensecheck.folder.model import Folder, Found, Words


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repo"
    (root / "app" / "docs").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "app" / "NOTICE").write_text("Llama is licensed\n", encoding="utf-8")
    (root / "shared.txt").write_text("shared", encoding="utf-8")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    monkeypatch.chdir(root / "app")
    return root


def model(evidence: str) -> ModelUse:
    (found,) = declared(f"version: 1\nmodels: [{{id: a, evidence: {evidence}}}]\n").models
    return found


def items(repo: Path, written: str, name: str = "notice") -> tuple[Item, ...]:
    use = model(f"{{{name}: {written}}}")
    found = EvidenceReader("deploy.yaml", VOCABULARY).read(use)
    value = found.facts[f"evidence.{name}"].value
    assert isinstance(value, tuple)
    return value


def one(repo: Path, written: str, name: str = "notice") -> tuple[str | None, str, str]:
    (item,) = items(repo, written, name)
    return item.words, item.place, item.trouble


def test_a_file_is_read(repo: Path) -> None:
    assert one(repo, "NOTICE") == ("Llama is licensed\n", "with_copy", "")
    assert one(repo, "{path: NOTICE, place: ui}") == ("Llama is licensed\n", "ui", "")
    assert one(repo, "../shared.txt") == ("shared", "", "")


def test_what_cannot_be_read_is_left_open_and_says_why(repo: Path) -> None:
    (repo / "app" / "link").symlink_to(repo.parent / "secret")
    (repo / "app" / "latin").write_bytes(b"caf\xe9")
    (repo / "app" / "large").write_bytes(b"x" * 2_000_001)
    assert [(item.words, item.trouble) for item in items(repo, '[none, docs, ../../secret, link, latin, large, "a\\0b"]')] == [
        (None, "there is no file `none`"),
        (None, "`docs` is a directory, not a file"),
        (None, "`../../secret` lies outside `repo`"),
        (None, "`link` lies outside `repo`"),
        (None, "`latin` is not UTF-8 text"),
        (None, "`large` is larger than 2,000,000 bytes"),
        (None, "`a\ufffdb` cannot be read: the name is not usable"),
    ]
    words, _, trouble = one(repo, str(repo.parent / "secret"))
    assert (words, trouble.endswith(" lies outside `repo`")) == (None, True)


def test_without_a_repository_the_tree_is_the_folder(repo: Path) -> None:
    (repo / ".git").rmdir()
    assert one(repo, "NOTICE")[0] == "Llama is licensed\n"
    assert one(repo, "../shared.txt")[0] is None


def test_only_paths_are_read(repo: Path) -> None:
    attested, link, stated = items(repo, "[{attested: words}, 'https://x.example', yes]")
    assert [(each.kind, each.words, each.trouble) for each in (attested, link, stated)] == [
        ("attested", "words", ""), ("url", None, ""), ("stated", "", "")
    ]  # fmt: skip
    untouched = model("{notice: [], display: unknown}")
    found = EvidenceReader("deploy.yaml", VOCABULARY).read(untouched)
    assert found is untouched
    assert (found.facts["evidence.notice"].value, found.facts["evidence.display"].value) == ((), UNKNOWN)


def test_a_duty_that_no_file_can_show(repo: Path) -> None:
    assert VOCABULARY.facts["evidence.users_told"].stated
    assert one(repo, "NOTICE", "users_told") == (
        None,
        "",
        "a file cannot show this; attest it with `attested: true`, `by` and `on`",
    )


def test_each_file_is_read_once_and_in_the_order_it_is_named(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = reading.read_below
    monkeypatch.setattr(reading, "read_below", lambda *args: seen.append(args[1].rpartition("/")[2]) or real(*args))
    reader = EvidenceReader("deploy.yaml", VOCABULARY)
    for use in (model("{notice: [NOTICE, none]}"), model("{display: [none, NOTICE, ../shared.txt]}")):
        reader.read(use)
    assert seen == ["NOTICE", "none", "shared.txt"]


def test_files_and_letters_are_bounded(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_FILES", 1)
    assert [(item.words, item.trouble) for item in items(repo, "[NOTICE, ../shared.txt, NOTICE]")] == [
        ("Llama is licensed\n", ""), (None, "more than 1 files of evidence"), ("Llama is licensed\n", "")
    ]  # fmt: skip
    monkeypatch.setattr(reading, "MOST_FILES", 500)
    monkeypatch.setattr(reading, "MOST_LETTERS", 5)
    assert [(item.words, item.trouble) for item in items(repo, "[NOTICE, ../shared.txt]")] == [
        ("Llama is licensed\n", ""), (None, "more than 5 letters of evidence")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("README.md", "docs"), ("docs/x.html", "docs"), ("./docs/x.html", "docs"), ("doc/x", "docs"), ("app/readme", "docs"),
        ("docs/../ui.html", ""), ("docs2/x", ""), ("MODEL_CARD.md", "card"), ("model-card.md", "card"), ("LICENSE", "with_copy"),
        ("LICENCE.txt", "with_copy"), ("weights/Notice.txt", "with_copy"), ("COPYING", "with_copy"), ("web/index.html", ""),
        ("src/about.tsx", ""),
    ],
)  # fmt: skip
def test_the_place_that_a_name_leaves_no_doubt_about(repo: Path, path: str, place: str) -> None:
    assert one(repo, path)[1] == place


def carried(repo: Path, written: str, *upstream: tuple[bool, str]) -> list[tuple[str | None, bool, str]]:
    """Items of `upstream_notice`, beside folders (a download or not) with NOTICE files; the first is the model's own."""
    folders = tuple(
        Found("", "", Folder(f"f{place}", "", downloaded, files=(Words("NOTICE.txt", f"f{place}/NOTICE.txt", text),)))
        for place, (downloaded, text) in enumerate(upstream)
    )
    found = EvidenceReader("deploy.yaml", VOCABULARY).read(model(f"{{upstream_notice: {written}}}")._replace(folders=folders))
    return [(item.words, item.wrong, item.trouble) for item in found.facts["evidence.upstream_notice"].value]


def test_a_file_carries_the_upstream_notice_where_every_line_of_it_stands_there(repo: Path) -> None:
    (repo / "app" / "OURS").write_text("Ours.\nAcme  Model\nCopyright 2024 Acme\n", encoding="utf-8")
    ours = (repo / "app" / "OURS").read_text(encoding="utf-8")
    unshown = "a file cannot show this; attest it with `attested: true`, `by` and `on`"
    assert carried(repo, "OURS", (True, "Acme Model\n\n  Copyright 2024 Acme\n")) == [(ours, False, "")]
    lacking = "OURS: line 2 of `f0/NOTICE.txt` does not stand in it: `With parts by Bolt`"
    assert carried(repo, "OURS", (True, "Acme Model\nWith parts by Bolt\n")) == [(ours, True, lacking)]
    # a parent's NOTICE counts, one's own is not upstream, and without any nothing is shown
    assert carried(repo, "OURS", (False, "Our own line"), (False, "Acme Model")) == [(ours, False, "")]
    assert carried(repo, "OURS", (False, "Acme Model")) == [(None, False, unshown)]
    assert carried(repo, "OURS") == [(None, False, unshown)]
    assert carried(repo, "[{attested: kept, by: J, on: 2026-01-02}, none]", (True, "Acme Model")) == [
        ("kept", False, ""), (None, False, "there is no file `none`")
    ]  # fmt: skip

"""Model folders: cards, configurations and headers of weights are read within bounds, whatever a stranger put there."""

from __future__ import annotations

import json
import os
import struct
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.folder.card import read_card
from licensecheck.folder.config import read_adapter, read_config
from licensecheck.folder.gguf import read_gguf
from licensecheck.folder.model import Said
from licensecheck.folder.read import cache_entry, read_folder
from licensecheck.folder.safetensors import read_safetensors
from licensecheck.source.below import Head
from licensecheck.source.diagnostic import InputError


def claims(said: Said) -> dict[str, list[Any]]:
    """What a file says, in short."""
    return {
        "license": [(claim.value, claim.span.line) for claim in said.licenses],
        "parents": [(parent.id, parent.relation, parent.span.line) for parent in said.parents],
        "data": [claim.value for claim in said.datasets],
        "trouble": [trouble.message for trouble in said.troubles],
    }


# cards ---------------------------------------------------------------------------------------------------------------
def card(matter: str) -> dict[str, list[Any]]:
    return claims(read_card("README.md", f"---\n{matter}---\n# A model\nlicense: none of this\n"))


def test_a_card() -> None:
    assert card("license: llama3.1\nbase_model: meta-llama/Llama-3.1-8B\nbase_model_relation: adapter\ndatasets: [a/b, c]\n") == {
        "license": [("llama3.1", 2)],
        "parents": [("meta-llama/Llama-3.1-8B", "adapter", 3)],
        "data": ["a/b", "c"],
        "trouble": [],
    }


@pytest.mark.parametrize(
    ("matter", "license"),
    [
        ("license: other\nlicense_name: gemma\nlicense_link: LICENSE\n", [("gemma", 3)]),
        ("license: other\nlicense_link: https://x.example\n", [("https://x.example", 3)]),
        ("license: other\n", [("other", 2)]),
        ("license: [apache-2.0, mit]\n", [("apache-2.0", 2), ("mit", 2)]),
        ("license: {a: b}\n", []),
        ("license: \n", []),
        ("tags: [x]\n", []),
    ],
)
def test_the_license_of_a_card(matter: str, license: list[Any]) -> None:
    assert card(matter)["license"] == license


@pytest.mark.parametrize(
    ("matter", "parents"),
    [
        ("base_model: [a/b, c/d]\n", [("a/b", "merge", 2), ("c/d", "merge", 2)]),
        ("base_model:\n- a/b\n- c/d\nbase_model_relation: quantized\n", [("a/b", "quantized", 3), ("c/d", "quantized", 4)]),
        ("base_model: a/b\nbase_model_relation: finetune\n", [("a/b", "fine_tune", 2)]),
        ("base_model: a/b\nbase_model_relation: strange\n", [("a/b", "", 2)]),
        ("tags:\n- base_model:adapter:a/b\n- base_model:a/b\n- base_model:c/d\n", [("a/b", "adapter", 3), ("c/d", "", 5)]),
        ("base_model: {id: a/b}\n", []),
        (f"base_model: {'x' * 301}\n", []),
    ],
)
def test_the_parents_of_a_card(matter: str, parents: list[Any]) -> None:
    assert card(matter)["parents"] == parents


def test_cards_without_front_matter_and_broken_ones() -> None:
    nothing = {"license": [], "parents": [], "data": [], "trouble": []}
    assert claims(read_card("README.md", "# A model\n---\nlicense: mit\n---\n")) == nothing
    assert claims(read_card("README.md", "")) == nothing
    assert claims(read_card("README.md", "---\nlicense: mit\n"))["trouble"] == ["the front matter of the card does not end"]
    assert card("a: [\n")["trouble"][0].startswith("the front matter of the card cannot be read: this is not YAML")
    assert card("- a\n") == nothing
    assert card("x: " + "y" * 200_000 + "\n")["trouble"] == ["the front matter of the card has more than 200,000 letters"]


def test_a_bomb_of_aliases() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    start = time.perf_counter()
    said = card("\n".join(lines) + "\n")
    assert time.perf_counter() - start < 2
    assert said["trouble"] == ["the front matter of the card cannot be read: aliases repeat more than 100,000 nodes"]
    assert card("x: " + "[" * 5_000 + "\n")["trouble"][0].startswith("the front matter of the card cannot be read: ")


@given(st.text(max_size=300))
def test_any_card_is_read(words: str) -> None:
    read_card("README.md", f"---\n{words}\n---\n")


# configurations ------------------------------------------------------------------------------------------------------
def test_configurations() -> None:
    assert claims(read_config("config.json", '{\n  "a": 1,\n  "_name_or_path": "a/b"\n}'))["parents"] == [("a/b", "", 3)]
    assert claims(read_adapter("adapter_config.json", '{"base_model_name_or_path": "a/b"}'))["parents"] == [("a/b", "adapter", 1)]
    for words in ('{"_name_or_path": ""}', '{"_name_or_path": 3}', '{"_name_or_path": "a\\u0007b"}', "{}"):
        assert claims(read_config("config.json", words))["parents"] == []
    for words in ("", "[]", "{", '"a"', "[" * 100_000, '{"a": ' + "9" * 5_000 + "}"):
        assert claims(read_config("config.json", words))["trouble"] == ["this is no JSON that can be read"], words[:10]


# weights -------------------------------------------------------------------------------------------------------------
def text(words: str) -> bytes:
    data = words.encode()
    return struct.pack("<Q", len(data)) + data


def gguf(*entries: tuple[str, int, bytes], count: int | None = None, version: int = 3) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", version, 0, len(entries) if count is None else count)
    return head + b"".join(text(key) + struct.pack("<I", kind) + value for key, kind, value in entries)


def of(data: bytes, size: int | None = None) -> dict[str, list[Any]]:
    return claims(read_gguf("m.gguf", Head(data, len(data) if size is None else size)))


def test_a_gguf_header() -> None:
    data = gguf(
        ("general.architecture", 8, text("llama")),
        ("general.license", 8, text("llama3.1")),
        ("tokenizer.tokens", 9, struct.pack("<IQ", 8, 2) + text("a") + text("b")),
        ("tokenizer.scores", 9, struct.pack("<IQ", 6, 3) + b"\0" * 12),
        ("general.base_model.count", 4, struct.pack("<I", 2)),
        ("general.base_model.0.repo_url", 8, text("https://huggingface.co/meta-llama/Llama-3.1-8B")),
        ("general.base_model.1.name", 8, text("Gemma 2 9b It")),
        ("general.base_model.1.organization", 8, text("Google")),
        ("general.datasets", 9, struct.pack("<IQ", 8, 1) + text("a/b")),
        ("x.flag", 7, b"\1"),
    )
    assert of(data) == {
        "license": [("llama3.1", 1)],
        "parents": [("meta-llama/Llama-3.1-8B", "merge", 1), ("Google/Gemma-2-9b-It", "merge", 1)],
        "data": ["a/b"],
        "trouble": [],
    }


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", "a length that is larger than the file"),
        (b"GGML" + b"\0" * 20, "it does not begin with GGUF"),
        (gguf(version=1), "version 1 is not known"),
        (gguf(version=0x03000000), "version 50331648 is not known"),
        (gguf(count=2**63), "9,223,372,036,854,775,808 keys"),
        (gguf(count=5), "a length that is larger than the file"),
        (gguf() [:16] + struct.pack("<QQ", 1, 2**63), "a key of 9,223,372,036,854,775,808 bytes"),
        (gguf(("general.name", 8, struct.pack("<Q", 2**63))), "a length that is larger than the file"),
        (gguf(("general.tags", 9, struct.pack("<IQ", 8, 2**60))), "a list of 1,152,921,504,606,846,976 items"),
        (gguf(("x", 9, struct.pack("<IQ", 4, 2**62))), "a length that is larger than the file"),
        (gguf(("x", 9, struct.pack("<IQ", 9, 1) * 9 + b"\0" * 99)), "lists within lists, more than 4 deep"),
        (gguf(("x", 77, b"")), "a value of kind 77"),
    ],
)  # fmt: skip
def test_absurd_gguf_headers(data: bytes, trouble: str) -> None:
    assert of(data)["trouble"] == [f"the header is damaged: {trouble}"]


def test_only_the_beginning_of_a_gguf_file_is_read_and_what_it_says_stands() -> None:
    data = gguf(("general.license", 8, text("mit")), ("tokenizer", 9, struct.pack("<IQ", 8, 10**6)))
    assert of(data, 10**9) == {"license": [("mit", 1)], "parents": [], "data": [], "trouble": []}
    # a million empty texts in two million bytes
    start = time.perf_counter()
    of(gguf(("x", 9, struct.pack("<IQ", 8, 10**8) + b"\0" * 2_000_000)), 10**10)
    assert time.perf_counter() - start < 2


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    of(b"GGUF\3\0\0\0" + data, 10**6)
    read_safetensors("m.safetensors", Head(data, 10**6 if len(data) > 8 else len(data)))


def safetensors(header: object, length: int | None = None) -> dict[str, list[Any]]:
    words = header if isinstance(header, bytes) else json.dumps(header).encode()
    data = struct.pack("<Q", len(words) if length is None else length) + words
    return claims(read_safetensors("m.safetensors", Head(data, len(data))))


def test_safetensors_headers() -> None:
    said = safetensors(
        {"__metadata__": {"format": "pt", "modelspec.license": "mit", "ss_sd_model_name": "a/b", "base_model": 3}, "w": {}}
    )
    assert (said["license"], said["parents"]) == ([("mit", 1)], [("a/b", "", 1)])
    assert safetensors({"w": {}}) == {"license": [], "parents": [], "data": [], "trouble": []}
    assert safetensors({"__metadata__": [1]})["trouble"] == []
    assert safetensors(b"{")["trouble"] == ["the header is damaged: this is no JSON that can be read"]
    assert safetensors(b"[" * 100_000)["trouble"] == ["the header is damaged: this is no JSON that can be read"]
    assert safetensors({}, 2**60)["trouble"] == [f"the header is damaged: a length of {2**60:,} that is larger than the file"]
    large = Head(struct.pack("<Q", 9_000_000) + b"{}", 10**9)
    assert claims(read_safetensors("m", large))["trouble"] == ["the header is larger than 8,000,000 bytes, and was not read"]
    assert claims(read_safetensors("m", Head(b"abc", 3)))["trouble"] == ["the header is damaged: the file is shorter than a header"]


# folders -------------------------------------------------------------------------------------------------------------
def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "README.md").write_text("---\nlicense: mit\n---\n", encoding="utf-8")
    (tmp_path / "m" / "config.json").write_text('{"_name_or_path": "a/b"}', encoding="utf-8")
    (tmp_path / "m" / "model.gguf").write_bytes(gguf(("general.license", 8, text("apache-2.0"))))
    (tmp_path / "m" / "LICENSE.txt").write_text("words", encoding="utf-8")
    (tmp_path / "m" / "licenses").mkdir()
    folder = read_folder(str(tmp_path / "m"), str(tmp_path))
    assert [(claim.value, claim.source) for claim in folder.licenses] == [("mit", "card"), ("apache-2.0", "gguf")]
    assert [parent.id for parent in folder.parents] == ["a/b"]
    assert [(file.name, file.text) for file in folder.files] == [("LICENSE.txt", "words")]
    assert (folder.id, folder.downloaded, folder.troubles) == ("m", False, ())
    assert [os.path.basename(path) for path, _ in folder.read] == ["README.md", "config.json", "LICENSE.txt"]
    alone = read_folder(str(tmp_path / "m" / "model.gguf"), str(tmp_path))
    assert ([claim.value for claim in alone.licenses], alone.id) == (["apache-2.0"], "model")


def test_a_folder_from_a_stranger(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("---\nlicense: secret\n---\n", encoding="utf-8")
    tree = tmp_path / "tree"
    folder = tree / "m"
    folder.mkdir(parents=True)
    (folder / "README.md").symlink_to(tmp_path / "secret")
    (folder / "LICENSE").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "config.json")
    (folder / "adapter_config.json").mkdir()
    found = read_folder(str(folder), str(tree))
    # pipes and folders are no files, and no link leads out
    assert (found.licenses, found.parents, found.files, found.read) == ((), (), (), ())
    assert [trouble.message for trouble in found.troubles] == ["`README.md` lies outside `tree`"]
    (folder / "README.md").unlink()
    (tree / "card").write_text("---\nlicense: mit\n---\n", encoding="utf-8")
    (folder / "README.md").symlink_to(tree / "card")
    assert [claim.value for claim in read_folder(str(folder), str(tree)).licenses] == ["mit"]
    with pytest.raises(InputError, match="lies outside"):
        read_folder(str(tmp_path), str(tree))
    (tree / "out").symlink_to(tmp_path)
    with pytest.raises(InputError, match="lies outside"):
        read_folder(str(tree / "out"), str(tree))


def test_a_card_of_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    with open(path, "wb") as file:
        file.write(b"---\nlicense: mit\n---\n")
        file.truncate(1_000_000_000)
    with open(tmp_path / "config.json", "wb") as file:
        file.truncate(1_000_000_000)
    with open(tmp_path / "LICENSE", "wb") as file:
        file.truncate(1_000_000_000)
    start = time.perf_counter()
    found = read_folder(str(tmp_path), str(tmp_path))
    assert time.perf_counter() - start < 2
    assert [claim.value for claim in found.licenses] == ["mit"]
    assert [trouble.message for trouble in found.troubles] == ["it is larger than 2,000,000 bytes, and was not read"]
    assert found.files == ()


def cached(folder: Path, name: str, readme: str) -> Path:
    """An entry of a download cache: files lie under blobs, and a snapshot links to them."""
    entry = folder / ("models--" + name.replace("/", "--"))
    snapshot = entry / "snapshots" / "abcdef0"
    snapshot.mkdir(parents=True)
    (entry / "blobs").mkdir()
    (entry / "blobs" / "1").write_text(readme, encoding="utf-8")
    (snapshot / "README.md").symlink_to("../../blobs/1")
    (entry / "refs").mkdir()
    (entry / "refs" / "main").write_text("abcdef0", encoding="utf-8")
    return entry


def test_an_entry_of_a_download_cache(tmp_path: Path) -> None:
    entry = cached(tmp_path / "hub", "acme/x-7b", "---\nlicense: mit\n---\n")
    for path in (entry, entry / "snapshots" / "abcdef0"):
        folder = read_folder(str(path), str(tmp_path / "elsewhere"))
        assert ([claim.value for claim in folder.licenses], folder.id, folder.downloaded) == (["mit"], "acme/x-7b", True)
    (tmp_path / "secret").write_text("---\nlicense: secret\n---\n", encoding="utf-8")
    (entry / "snapshots" / "abcdef0" / "README.md").unlink()
    (entry / "snapshots" / "abcdef0" / "README.md").symlink_to(tmp_path / "secret")
    folder = read_folder(str(entry), str(tmp_path / "elsewhere"))
    assert (folder.licenses, [trouble.message for trouble in folder.troubles]) == (
        (), ["`README.md` lies outside `models--acme--x-7b`"]
    )  # fmt: skip
    (entry / "refs" / "main").write_text("../../..", encoding="utf-8")
    assert read_folder(str(entry), str(tmp_path)).id == "acme/x-7b"
    assert cache_entry(str(tmp_path)) == ""

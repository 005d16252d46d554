"""Heads of weights: what GGUF and safetensors files say of themselves."""

from __future__ import annotations

import json
import struct
from pathlib import Path

from scanned import scan_tree

from licensecheck.scan.gguf import metadata


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def gguf(**entries: str) -> bytes:
    body = b"".join(text(key.replace("__", ".")) + struct.pack("<I", 8) + text(value) for key, value in entries.items())
    tokens = text("tokenizer.list") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("b")
    count = text("general.base_model.count") + struct.pack("<II", 4, 1)
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(entries) + 2) + tokens + count + body


def test_texts_after_arrays_and_numbers_are_read() -> None:
    assert metadata(gguf(general__license="apache-2.0", general__name="x")) == {
        "general.license": "apache-2.0",
        "general.name": "x",
    }


def test_the_parent_of_a_gguf_file(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").write_bytes(
        gguf(general__base_model__0__repo_url="https://huggingface.co/Qwen/Qwen3-8B", general__name="Tuned 8B")
    )
    (tmp_path / "b.gguf").write_bytes(
        gguf(general__base_model__0__name="Llama 3.1 8B", general__base_model__0__organization="Meta Llama")
    )
    (tmp_path / "c.gguf").write_bytes(gguf(general__name="Qwen3 8B"))
    found = scan_tree(tmp_path)
    assert next((each.file, each.id) for each in found.references) == ("a.gguf", "Qwen/Qwen3-8B")
    assert {each.file for each in found.references} == {"a.gguf", "b.gguf", "c.gguf"}


def test_the_parent_of_a_safetensors_file(tmp_path: Path) -> None:
    head = json.dumps(
        {
            "__metadata__": {"base_model": "Qwen/Qwen3-8B", "format": "pt"},
            "w": {"dtype": "F16", "shape": [1], "data_offsets": [0, 2]},
        }
    ).encode()
    (tmp_path / "a.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + b"\0\0")
    assert [(each.line, each.column, each.id) for each in scan_tree(tmp_path).references] == [(1, 1, "Qwen/Qwen3-8B")]

"""Hostile trees: whatever lies there, a scan ends soon, stays inside, and never fails."""

from __future__ import annotations

import json
import os
import struct
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanned import rules, scan_text, scanner

from licensecheck.scan.find import Finder
from licensecheck.scan.gguf import metadata as gguf_metadata
from licensecheck.scan.ignore import is_ignored, read_ignore
from licensecheck.scan.parse import pieces
from licensecheck.scan.safetensors import metadata as safetensors_metadata

KINDS = (
    "python",
    "javascript",
    "braces",
    "hashes",
    "json",
    "terraform",
    "yaml",
    "settings",
    "shell",
    "dockerfile",
    "modelfile",
    "prose",
    "notebook",
)
SECONDS = 12.0
"""What one hostile file may take on a busy machine; quadratic work would take minutes."""

LINES = frozenset(range(1, 50))
HOSTILE = {
    "brackets": "[" * 100_000,
    "braces": "{" * 100_000 + "}" * 100_000,
    "keys": '{"model":' * 30_000,
    "flow": "a: " + "{a: [" * 20_000,
    "dashes": "- " * 50_000 + "x",
    "items": "- - - - model: gpt-4o\n" * 5_000,
    "indents": "\n".join(" " * n + "model:" for n in range(3_000)),
    "quotes": "\"" * 100_001,
    "open quotes": "model='" * 30_000,
    "backticks": "`${" * 50_000,
    "escapes": '"' + "\\" * 200_001,
    "comments": "/*" * 100_000,
    "slashes": "//" * 100_000,
    "hashes": "# gpt-4o " * 30_000,
    "dollars": "${" * 100_000,
    "templates": "{{ a | default " * 20_000,
    "flags": "--model " * 40_000,
    "equals": "model=" * 50_000,
    "one word": "gpt-4" + "o" * 1_000_000,
    "llamas": "llama-" * 150_000,
    "slashed": "a/" * 300_000,
    "dots": "meta-llama/" + "." * 500_000,
    "colons": "openai:" * 100_000,
    "minus": "x = " + "-" * 100_000 + "1",
    "attributes": "a" + ".b" * 50_000,
    "elif": "if a: pass\n" + "elif a: pass\n" * 10_000,
    "sums": "model = " + "+".join(["'gpt-4o'"] * 20_000),
    "parens": "f(" * 50_000,
    "pairs": "f(" + "(x)" * 100_000,
    "open pairs": "f((x)" * 50_000,
    "escaped backticks": "`" + "\\`" * 100_000,
    "half a comment": "/*" * 100_000,
    "three quotes": "\"\"\" ''' #\n" * 50_000,
    "spaces": "model" + " " * 500_000 + "= 'gpt-4o'",
    "continued": "ollama \\\n" * 50_000,
    "heredoc": "cat <<EOF\n" * 20_000,
    "front": "---\n" * 50_000,
    "fences": "```\n" * 50_000 + "ollama pull gpt-4o",
    "block": "a: |\n" + "  ollama pull llama3\n" * 20_000,
    "blocks": "a: |\n  b.yaml: |\n" * 10_000,
    "nulls": "\x01\x7f\ufffe" * 50_000,
    "claude": "claude-" + "3-5-" * 50_000,
    "cells": '{"cells": [' + '{"cell_type": "code", "source": ["x"]},' * 8_000,
    "nested cells": '{"cells": ' + "[" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long_in_any_parser(name: str) -> None:
    text = HOSTILE[name]
    for kind in KINDS:
        start = time.process_time()
        for _ in pieces(text, kind, LINES, rules()):
            pass
        for _ in pieces(text, kind, LINES, rules(), frozenset(range(1, 2_000))):
            pass
        assert time.process_time() - start < SECONDS, kind


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long_to_search(name: str) -> None:
    data = HOSTILE[name].lower().encode("utf-8", "replace")
    start = time.process_time()
    finder = Finder(rules(), fast=False)
    scanner().interest.lines(data, finder.find(data))
    assert time.process_time() - start < SECONDS


@given(st.text(max_size=300), st.sampled_from(KINDS))
def test_any_text_is_parsed(text: str, kind: str) -> None:
    for piece in pieces(text, kind, LINES, rules()):
        assert piece.line >= 1


@given(st.text(alphabet="model:=\"'[]{}(),-#$/\\ \n\tgpt4o|>&*!?`", max_size=200), st.sampled_from(KINDS))
def test_any_syntax_is_parsed(text: str, kind: str) -> None:
    list(pieces(text, kind, LINES, rules()))


@given(st.binary(max_size=400))
def test_any_bytes_have_a_head(data: bytes) -> None:
    assert isinstance(gguf_metadata(b"GGUF\x03\0\0\0" + data), dict)
    assert isinstance(safetensors_metadata(data), dict)


def test_absurd_lengths_in_a_gguf_head(tmp_path: Path) -> None:
    huge = (1 << 63) + 5
    key = struct.pack("<Q", 12) + b"general.name"
    heads = {
        "count": struct.pack("<QQ", 0, huge),
        "key": struct.pack("<QQ", 0, 1) + struct.pack("<Q", huge),
        "text": struct.pack("<QQ", 0, 1) + key + struct.pack("<IQ", 8, huge),
        "array": struct.pack("<QQ", 0, 1) + key + struct.pack("<IIQ", 9, 8, huge),
        "numbers": struct.pack("<QQ", 0, 1) + key + struct.pack("<IIQ", 9, 0, huge),
        "kind": struct.pack("<QQ", 0, 1) + key + struct.pack("<I", 77),
        "arrays": struct.pack("<QQ", 0, 1) + key + struct.pack("<I", 9) + struct.pack("<IQ", 9, 3) * 5_000,
    }
    for name, head in heads.items():
        (tmp_path / f"{name}.gguf").write_bytes(b"GGUF" + struct.pack("<I", 3) + head)
    found = scanner().scan(os.fspath(tmp_path))
    assert found.references == ()
    assert found.files == len(heads)


def test_absurd_lengths_in_a_safetensors_head(tmp_path: Path) -> None:
    nested = b'{"__metadata__":' + b"[" * 200_000
    for name, data in {
        "long": struct.pack("<Q", (1 << 63) + 1) + b"{}",
        "short": b"\x02",
        "nested": struct.pack("<Q", len(nested)) + nested,
        "list": struct.pack("<Q", 2) + b"[]",
        "strange": struct.pack("<Q", 24) + b'{"__metadata__":{"a":1}}',
    }.items():
        (tmp_path / f"{name}.safetensors").write_bytes(data)
    assert scanner().scan(os.fspath(tmp_path)).references == ()


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text('model = "gpt-4o"\n')
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "loop").symlink_to(tree)
    (tree / "up").symlink_to(tmp_path)
    (tree / "a.py").symlink_to(outside / "secret.py")
    (tree / "gone.py").symlink_to(tree / "nowhere")
    (tree / "real.py").write_text('model = "gpt-4.1"\n')
    assert [each.file for each in scanner().scan(os.fspath(tree)).references] == ["real.py"]


def test_what_cannot_be_read_is_said_and_skipped(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    with open(tmp_path / "huge.json", "wb") as file:
        file.truncate(1_000_000_000)
    with open(tmp_path / "huge.gguf", "wb") as file:
        file.write(b"GGUF")
        file.truncate(1_000_000_000)
    (tmp_path / "bytes.py").write_bytes(b'x = "\xff\xfe\xe9"\nmodel = "gpt-4o"\n')
    (tmp_path / "binary.py").write_bytes(b'\0\0model = "gpt-4o"\n')
    (tmp_path / "mark.py").write_bytes(b'\xef\xbb\xbfmodel = "gpt-4o"\r\n')
    start = time.process_time()
    found = scanner().scan(os.fspath(tmp_path))
    assert time.process_time() - start < SECONDS
    assert [(each.file, each.line, each.column) for each in found.references] == [("bytes.py", 2, 10), ("mark.py", 1, 10)]
    assert [file for file, _ in found.skipped] == ["huge.json"]


def test_a_deep_notebook(tmp_path: Path) -> None:
    deep = (
        '{"cells":[{"cell_type":"code","metadata":' + '{"a":' * 60_000 + "1" + "}" * 60_000 + ',"source":["f(model=\'gpt-4o\')"]}]}'
    )
    scan_text(tmp_path, "deep.ipynb", deep)
    fine = json.dumps({"cells": [{"cell_type": "code", "source": ["f(model='gpt-4o')"]}]})
    assert len(scan_text(tmp_path, "fine.ipynb", fine)) == 1


def test_catastrophic_ignore_patterns() -> None:
    ignore = read_ignore("*a" * 90 + "b\n" + "**/" * 60 + "x\n" + "[" * 150 + "\n!\n\\\n" + "a" * 5_000, "")
    start = time.process_time()
    assert not is_ignored("a" * 400, False, (ignore,))
    assert time.process_time() - start < SECONDS


def test_many_references_in_one_line(tmp_path: Path) -> None:
    text = "x = [" + ", ".join(f'"gpt-4o-{n:05}"' for n in range(5_000)) + "]\n"
    assert len(scan_text(tmp_path, "a.py", text)) == 5_000

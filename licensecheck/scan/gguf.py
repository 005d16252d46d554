"""The head of a GGUF file: what it says of the model and of its parents. Read within bounds, never loaded."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.scan.model import Piece

HEAD = 1_000_000
"""Bytes that are read; metadata about the model stands before the tokens."""

MOST_ENTRIES = 4_000
LONGEST_KEY, LONGEST_TEXT = 65_535, 20_000
DEEPEST = 4
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_STRING, _ARRAY = 8, 9


class _Broken(Exception):
    pass


def metadata(data: bytes) -> dict[str, str]:
    """The entries of the head that are texts, by their keys; as many as can be read."""
    found: dict[str, str] = {}
    if data[:4] != b"GGUF" or int.from_bytes(data[4:8], "little") not in (2, 3):
        return found
    entries = int.from_bytes(data[16:24], "little")
    at = 24
    try:
        for _ in range(min(entries, MOST_ENTRIES)):
            key, at = _text(data, at, LONGEST_KEY)
            kind, at = _number(data, at, 4)
            if kind == _STRING:
                value, at = _text(data, at, len(data))
                found.setdefault(key, value[:LONGEST_TEXT])
            else:
                at = _passed(data, at, kind, 0)
    except _Broken:
        pass
    return found


def gguf(data: bytes) -> Iterator[Piece]:
    """The parents that the head names; else the model itself, by its repository or its name."""
    found = metadata(data)
    named = False
    for key, value in found.items():
        part = key.split(".")
        if key.startswith("general.base_model.") and part[-1] == "repo_url":
            named = True
            yield Piece(value, 1, 1, "base_model", ("general",))
        elif key in ("general.source.huggingface.repository", "general.source.repo_url", "general.repo_url", "general.source.url"):
            named = True
            yield Piece(value, 1, 1, "model_id", ("general",))
    if named:
        return
    for index in range(16):
        owner, name = found.get(f"general.base_model.{index}.organization", ""), found.get(f"general.base_model.{index}.name", "")
        if name:
            named = True
            yield Piece("/".join(part.replace(" ", "-") for part in (owner, name) if part), 1, 1, "base_model", ("general",))
    if not named:
        for key in ("general.name", "general.basename"):
            if found.get(key):
                yield Piece(found[key].replace(" ", "-"), 1, 1, "model_id", ("general",))
                return


def _number(data: bytes, at: int, size: int) -> tuple[int, int]:
    if at + size > len(data):
        raise _Broken
    return int.from_bytes(data[at : at + size], "little"), at + size


def _text(data: bytes, at: int, longest: int) -> tuple[str, int]:
    length, at = _number(data, at, 8)
    if length > longest or at + length > len(data):
        raise _Broken
    return data[at : at + length].decode("utf-8", "replace"), at + length


def _passed(data: bytes, at: int, kind: int, depth: int) -> int:
    """The offset after a value that is not read."""
    if kind in _SIZES:
        return at + _SIZES[kind]
    if kind == _STRING:
        length, at = _number(data, at, 8)
        if at + length > len(data):
            raise _Broken
        return at + length
    if kind != _ARRAY or depth > DEEPEST:
        raise _Broken
    inner, at = _number(data, at, 4)
    count, at = _number(data, at, 8)
    if inner in _SIZES:
        return at + _SIZES[inner] * count if count <= len(data) else len(data) + 1
    if count > len(data):
        raise _Broken
    for _ in range(count):
        at = _passed(data, at, inner, depth + 1)
    return at

"""The header of a GGUF file, as far as it speaks of the model: keys that begin with `general.`.

Format: github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little endian.
"""

from __future__ import annotations

import struct
from typing import Any, TypeGuard

from licensecheck.folder.model import Claim, Parent, Said, Trouble, at
from licensecheck.source.below import Head

MOST_KEYS, LONGEST_KEY, LONGEST_VALUE, MOST_PARENTS, DEEPEST = 100_000, 65_535, 4_096, 100, 4
"""Bounds: keys of a header, bytes of a key, bytes of a text that is kept, parents, and levels of nested lists."""

SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
NUMBERS = {4: "<I", 5: "<i", 10: "<Q", 11: "<q"}
TEXT, LIST = 8, 9


class _End(Exception):
    """The bytes at hand end here."""


class _Absurd(Exception):
    """The header says what no header can say."""


class _Bytes:
    def __init__(self, head: Head) -> None:
        self.data, self.size, self.at = head.data, head.size, 0

    def take(self, count: int) -> bytes:
        self.skip(count)
        return self.data[self.at - count : self.at]

    def skip(self, count: int) -> None:
        if self.at + count > self.size:
            raise _Absurd("a length that is larger than the file")
        if self.at + count > len(self.data):
            raise _End
        self.at += count

    def number(self, form: str) -> int:
        (found,) = struct.unpack(form, self.take(struct.calcsize(form)))
        return int(found)


def read_gguf(file: str, head: Head) -> Said:
    """License, parents and data that a header names."""
    found: dict[str, Any] = {}
    troubles: tuple[Trouble, ...] = ()
    try:
        _header(_Bytes(head), found)
    except _End:
        pass  # only the beginning is read; what it says stands
    except _Absurd as error:
        troubles = (Trouble(f"the header is damaged: {error}", at(file)),)
    licenses = [found.get(f"general.license{part}") for part in ("", ".name", ".link")]
    names = [found.get("general.name")]
    data = found.get("general.datasets")
    return Said(
        tuple(Claim(each, at(file), "gguf") for each in licenses if _is_text(each))[:1],
        _parents(file, found),
        tuple(Claim(each, at(file), "gguf") for each in (data if isinstance(data, list) else ()) if _is_text(each)),
        tuple(Claim(each, at(file), "gguf") for each in names if _is_text(each)),
        troubles,
    )


def _header(data: _Bytes, found: dict[str, Any]) -> None:
    if data.take(4) != b"GGUF":
        raise _Absurd("it does not begin with GGUF")
    version = data.number("<I")
    if version not in (2, 3):
        raise _Absurd(f"version {version} is not known")
    data.number("<Q")
    count = data.number("<Q")
    if count > MOST_KEYS:
        raise _Absurd(f"{count:,} keys")
    for _ in range(count):
        length = data.number("<Q")
        if length > LONGEST_KEY:
            raise _Absurd(f"a key of {length:,} bytes")
        key = data.take(length).decode("utf-8", "replace")
        value = _value(data, data.number("<I"), key.startswith("general."))
        if key.startswith("general."):
            found.setdefault(key, value)


def _value(data: _Bytes, kind: int, keep: bool, depth: int = 0) -> Any:
    if kind == TEXT:
        length = data.number("<Q")
        if not keep or length > LONGEST_VALUE:
            data.skip(length)
            return None
        return data.take(length).decode("utf-8", "replace")
    if kind == LIST:
        if depth >= DEEPEST:
            raise _Absurd(f"lists within lists, more than {DEEPEST} deep")
        inner, count = data.number("<I"), data.number("<Q")
        if inner in SIZES:
            data.skip(SIZES[inner] * count)
            return None
        if count > data.size:
            raise _Absurd(f"a list of {count:,} items")
        values = [_value(data, inner, keep, depth + 1) for _ in range(min(count, MOST_PARENTS))]
        for _ in range(count - len(values)):
            _value(data, inner, False, depth + 1)
        return values
    if kind not in SIZES:
        raise _Absurd(f"a value of kind {kind}")
    if kind in NUMBERS:
        return data.number(NUMBERS[kind])
    data.skip(SIZES[kind])
    return None


def _parents(file: str, found: dict[str, Any]) -> tuple[Parent, ...]:
    count = found.get("general.base_model.count")
    parents = []
    for number in range(min(count, MOST_PARENTS) if isinstance(count, int) and count > 0 else 0):
        part = {key: found.get(f"general.base_model.{number}.{key}") for key in ("repo_url", "organization", "name")}
        name = _of_address(part["repo_url"])
        if not name and _is_text(part["name"]):
            plain = str(part["name"]).replace(" ", "-")
            name = f"{str(part['organization']).replace(' ', '-')}/{plain}" if _is_text(part["organization"]) else plain
        if name:
            # a merge names its parents; what was only converted names the one it was made from
            parents.append(Parent(name, "merge" if count and count > 1 else "", at(file), "gguf"))
    return tuple(parents)


def _of_address(address: object) -> str:
    """`owner/name` of an address of the hub."""
    if not isinstance(address, str) or "huggingface.co/" not in address:
        return ""
    parts = address.partition("huggingface.co/")[2].strip("/").split("/")
    return "/".join(parts[:2]) if len(parts) >= 2 and _is_text("/".join(parts[:2])) else ""


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value.strip()) <= 300 and value.isprintable()

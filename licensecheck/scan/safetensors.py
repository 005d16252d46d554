"""The head of a safetensors file: its metadata, where it names a model. Read within bounds, never loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator

from licensecheck.scan.model import Piece

HEAD = 8_000_000
DEEPEST = 64
NAMES = (
    "base_model",
    "base_model_name_or_path",
    "ss_sd_model_name",
    "ss_base_model_version",
    "modelspec.title",
    "source_model",
    "_name_or_path",
    "model_name",
)


def metadata(data: bytes) -> dict[str, str]:
    """The texts under `__metadata__`, or nothing when the head is too long or no JSON."""
    length = int.from_bytes(data[:8], "little")
    if not 2 <= length <= min(HEAD, len(data) - 8) or data[8:9] != b"{":
        return {}
    try:
        head = json.loads(data[8 : 8 + length])
    except (ValueError, RecursionError):
        return {}
    found = head.get("__metadata__") if isinstance(head, dict) else None
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(key, str) and isinstance(value, str)}


def safetensors(data: bytes) -> Iterator[Piece]:
    """The models that the metadata names."""
    for key, value in metadata(data).items():
        if key in NAMES:
            yield Piece(value.replace(" ", "-"), 1, 1, "base_model", ("metadata",))

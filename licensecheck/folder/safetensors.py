"""The header of a safetensors file: eight bytes of length, then JSON whose `__metadata__` speaks of the model."""

from __future__ import annotations

from licensecheck.folder.config import loaded, read_metadata
from licensecheck.folder.model import Said, Trouble, at
from licensecheck.source.below import Head

LARGEST = 8_000_000
"""Bytes of a header that is read; the format itself allows a hundred million."""


def read_safetensors(file: str, head: Head) -> Said:
    """License, parent and title that the metadata name."""
    if len(head.data) < 8:
        return Said(troubles=(Trouble("the header is damaged: the file is shorter than a header", at(file)),))
    length = int.from_bytes(head.data[:8], "little")
    if 8 + length > head.size:
        return Said(troubles=(Trouble(f"the header is damaged: a length of {length:,} that is larger than the file", at(file)),))
    if length > LARGEST:
        return Said(troubles=(Trouble(f"the header is larger than {LARGEST:,} bytes, and was not read", at(file)),))
    data = loaded(head.data[8 : 8 + length])
    if data is None:
        return Said(troubles=(Trouble("the header is damaged: this is no JSON that can be read", at(file)),))
    metadata = data.get("__metadata__")
    return read_metadata(file, metadata) if isinstance(metadata, dict) else Said()

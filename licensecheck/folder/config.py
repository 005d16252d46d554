"""config.json and adapter_config.json: what the weights were loaded from."""

from __future__ import annotations

import json
import re
from typing import Any, TypeGuard

from licensecheck.folder.model import Claim, Parent, Said, Trouble, at
from licensecheck.source.diagnostic import Span

LONGEST_NAME = 300


def read_config(file: str, words: str) -> Said:
    """The checkpoint that a configuration was made from, and the architecture."""
    data = loaded(words)
    if data is None:
        return Said(troubles=(Trouble("this is no JSON that can be read", at(file)),))
    name = _named(data, "_name_or_path")
    parents = (Parent(name, "", place(file, words, "_name_or_path"), "config"),) if name else ()
    return Said(parents=parents)


def read_adapter(file: str, words: str) -> Said:
    """The model that an adapter was trained on."""
    data = loaded(words)
    if data is None:
        return Said(troubles=(Trouble("this is no JSON that can be read", at(file)),))
    name = _named(data, "base_model_name_or_path")
    span = place(file, words, "base_model_name_or_path")
    return Said(parents=(Parent(name, "adapter", span, "adapter"),) if name else ())


def read_metadata(file: str, data: dict[str, Any]) -> Said:
    """The metadata in the header of a file of weights in the safetensors format."""
    licenses = tuple(
        Claim(data[key], at(file), "safetensors") for key in ("modelspec.license", "license") if _is_name(data.get(key))
    )
    names = tuple(Claim(data[key], at(file), "safetensors") for key in ("modelspec.title",) if _is_name(data.get(key)))
    bases = [data[key] for key in ("base_model", "ss_sd_model_name") if _is_name(data.get(key)) and _is_id(data[key])]
    return Said(licenses[:1], tuple(Parent(base, "", at(file), "safetensors") for base in bases[:1]), (), names)


def loaded(words: str | bytes) -> dict[str, Any] | None:
    """The object of a JSON text, or None where it is none, or one that nobody can read."""
    try:
        data = json.loads(words)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _named(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value.strip() if _is_name(value) else ""


def _is_name(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_NAME and value.isprintable()


def _is_id(value: str) -> bool:
    return re.fullmatch(r"[\w.-]{1,96}/[\w.-]{1,96}", value) is not None


def place(file: str, words: str, key: str) -> Span:
    """Where a key of a JSON text stands first."""
    start = words.find(f'"{key}"')
    if start < 0:
        return at(file)
    return at(file, words.count("\n", 0, start) + 1, start - words.rfind("\n", 0, start), len(key) + 2)

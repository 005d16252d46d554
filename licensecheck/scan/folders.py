"""The model folders of a tree: what holds weights, an adapter, or a card that names a parent."""

from __future__ import annotations

import json
import os
import re

from licensecheck.folder.card import read_card
from licensecheck.scan.evidence import file_of
from licensecheck.scan.rules import Rules
from licensecheck.scan.walk import walk
from licensecheck.source.tree import content

MOST = 200
LARGEST = 1_000_000
"""Folders of one tree, and bytes of a card or configuration that is looked at."""

_WEIGHTS = ("gguf", "safetensors")
_SPLIT = re.compile(r"-[0-9]{5}-of-[0-9]{5}(?=\.gguf\Z)")


def model_folders(root: str, rules: Rules) -> tuple[str, ...]:
    """Their paths from the root, with slashes; `.` is the root itself. Tests and examples are left out.

    What lies inside of one belongs to it. Several GGUF files without a card beside them are models of their own.
    """
    found: dict[str, list[str]] = {}
    sure: set[str] = set()
    for file in walk(root, rules.kinds):
        folder, _, name = file.path.rpartition("/")
        if file.kind in _WEIGHTS:
            found.setdefault(folder, []).append(name)
        elif _speaks_of_a_model(os.path.join(root, file.path), name):
            found.setdefault(folder, []).append(name)
            sure.add(folder)
    paths: list[str] = []
    for folder in sorted(found, key=lambda each: (each.count("/") if each else -1, each)):
        above = {folder[: match.start()] for match in re.finditer("/", folder)} | ({""} if folder else set())
        if above & sure or file_of(f"{folder}/weights.gguf", "gguf", rules).evidence:
            continue
        files = [name for name in found[folder] if name.lower().endswith(".gguf")]
        if folder in sure or len(files) < len(found[folder]):
            sure.add(folder)
            paths.append(folder or ".")
        else:
            firsts = {_SPLIT.sub("", name): name for name in sorted(files, reverse=True)}
            paths += sorted(f"{folder}/{name}" if folder else name for name in firsts.values())
    return tuple(paths[:MOST])


def _speaks_of_a_model(path: str, name: str) -> bool:
    """Whether a file stands only in the folder of a model: an adapter's configuration, a checkpoint's, or a card with a parent."""
    if name == "adapter_config.json":
        return True
    if name not in ("config.json", "model_index.json", "README.md"):
        return False
    words = (content(path, LARGEST) or b"").decode("utf-8-sig", "replace")
    if name == "README.md":
        return bool(read_card(path, words).parents)
    try:
        data = json.loads(words)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and bool(
        {"architectures", "_diffusers_version"} & set(data) or {"_name_or_path", "model_type"} <= set(data)
    )

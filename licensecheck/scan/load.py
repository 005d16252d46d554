"""The detection rules as they are read from their files."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import Any

from licensecheck.scan.rules import Call, Command, Family, Hub, Keys, Kinds, Paths, Rules, Shapes
from licensecheck.source.nodes import parse, plain
from licensecheck.source.text import read


@lru_cache(maxsize=4)
def load_rules(folder: str) -> Rules:
    """The rules below a `rules` folder. Raises InputError when one is no YAML."""
    files, families, keys, shapes, classes, calls = (
        plain(parse(read(os.path.join(folder, "detect", f"{name}.yaml"))))
        for name in ("files", "families", "keys", "shapes", "classes", "calls")
    )
    commands = tuple(
        Command(tuple(each["words"]), bool(each.get("ollama")), bool(each.get("flags_only"))) for each in calls["commands"]
    )
    return Rules(
        _kinds(files),
        tuple(_family(each) for each in families["families"]),
        _family({**families["bedrock"], "alone": "anywhere", "host": "bedrock"}),
        tuple(families["constants"]),
        tuple(families["constant_owners"]),
        tuple(families["constant_classes"]),
        frozenset(families["model_orgs"]),
        frozenset(families["other_orgs"]),
        _keys(keys),
        _shapes(shapes),
        tuple(Paths(kind, frozenset(each["folders"]), _globs(each["names"])) for kind, each in classes["paths"].items()),
        tuple(classes["train_code"]),
        tuple(classes["train_config"]),
        classes["train_needs"],
        classes["many"],
        {name: _call(each) for name, each in calls["calls"].items()},
        tuple(sorted({literal for each in calls["calls"].values() for literal in each.get("literals", ())})),
        tuple(sorted({literal for each in calls["calls"].values() if _sure(each) for literal in each.get("literals", ())})),
        commands,
        re.compile("|".join(re.escape(words) for words in dict.fromkeys(" ".join(each.words) for each in commands))),
        dict(calls["flags"]),
        frozenset(calls["other_m"]),
        frozenset(calls["file_commands"]),
    )


def _kinds(data: dict[str, Any]) -> Kinds:
    names: dict[str, str] = {}
    endings: dict[str, str] = {}
    fences: dict[str, str] = {}
    starts: list[tuple[str, str]] = []
    for kind, each in data["kinds"].items():
        names |= dict.fromkeys(each.get("names", ()), kind)
        endings |= dict.fromkeys(each.get("endings", ()), kind)
        fences |= dict.fromkeys(each.get("fences", ()), kind)
        starts += [(start, kind) for start in each.get("starts", ())]
    return Kinds(
        names,
        tuple(starts),
        endings,
        fences,
        tuple(data["templates"]),
        frozenset(data["skipped_folders"]),
        frozenset(data["skipped_names"]),
        tuple(data["skipped_endings"]),
        tuple(each.encode() for each in (*data["generated"], *data["written_here"])),
    )


def _family(data: dict[str, Any]) -> Family:
    return Family(tuple(data.get("words", ())), data["name"], data["alone"], data.get("host", ""))


def _call(data: dict[str, Any]) -> Call:
    return Call(
        data.get("at", -1),
        data.get("owner", ""),
        bool(data.get("ollama")),
        bool(data.get("plain")),
        data.get("only") == "family",
        bool(data.get("never")),
    )


def _sure(data: dict[str, Any]) -> bool:
    return any(data.get(key) for key in ("ollama", "owner", "plain"))


def _keys(data: dict[str, Any]) -> Keys:
    return Keys(
        frozenset(data["model"]["names"]),
        tuple(data["model"]["endings"]),
        tuple(data["model"]["id_endings"]),
        frozenset(data["model"]["inner"]),
        frozenset(data["family_only"]),
        frozenset(data["sure_only"]),
        frozenset(data["draft"]),
        frozenset(data["alias"]),
        tuple(data["alias_endings"]),
        frozenset(data["never"]),
        tuple(data["never_endings"]),
        frozenset(data["below"]),
        frozenset(data["talk"]),
        tuple(data["tells"]),
        frozenset(data["shows"]),
        frozenset(data["loads"]),
        frozenset(data["paths"]),
        tuple(data["path_endings"]),
        frozenset(data["links"]),
        frozenset(data["label"]),
        tuple(data["label_endings"]),
        (tuple(data["runs"]["starts"]), tuple(data["runs"]["endings"])),
        frozenset(data["catalog"]["names"]),
        tuple(data["catalog"]["endings"]),
        frozenset(data["shelves"]),
        tuple(data["default_names"]),
    )


def _shapes(data: dict[str, Any]) -> Shapes:
    prefixes = sorted(data["prefixes"].items(), key=lambda pair: -len(pair[0]))
    return Shapes(
        frozenset(data["placeholders"]),
        tuple(data["placeholder_parts"]),
        frozenset(data["no_owners"]),
        frozenset(data["not_models"]),
        tuple(data["dataset_parts"]),
        tuple(data["not_endings"]),
        tuple(data["weights"]),
        frozenset(data["not_names"]),
        tuple(data["served_endings"]),
        tuple(Hub(**each) for each in data["hubs"]),
        frozenset(data["not_owners"]),
        tuple(data["converted"]),
        frozenset(data["kaggle"]),
        tuple(prefixes),
    )


def _globs(names: list[str]) -> re.Pattern[str]:
    """File name patterns as one expression; `*` fits what holds no slash."""
    return re.compile("|".join(".*".join(re.escape(part) for part in name.split("*")) for name in names))

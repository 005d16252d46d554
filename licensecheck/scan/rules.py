"""The rules of detection, rules/detect/*.yaml, read into the forms in which they are used."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from licensecheck.source.nodes import parse, plain
from licensecheck.source.text import read


class Kinds(NamedTuple):
    """Which kind of file a name means, and what is never opened."""

    names: dict[str, str]
    starts: tuple[tuple[str, str], ...]
    endings: dict[str, str]
    fences: dict[str, str]
    templates: tuple[str, ...]
    skipped_folders: frozenset[str]
    skipped_names: frozenset[str]
    skipped_endings: tuple[str, ...]
    generated: tuple[bytes, ...]


class Family(NamedTuple):
    """A family of model names. `alone`: where a name says by itself that it is a model; `host`: who serves it."""

    words: tuple[str, ...]
    name: str
    alone: str
    host: str

    @property
    def anywhere(self) -> bool:
        return self.alone != "keyed"


class Call(NamedTuple):
    """A call that names a model by a positional argument; `at` is -1 where only keywords do."""

    at: int
    owner: str
    ollama: bool
    plain: bool
    family: bool
    never: bool


class Command(NamedTuple):
    words: tuple[str, ...]
    ollama: bool
    flags_only: bool


class Hub(NamedTuple):
    literal: str
    namespace: str
    parts: int


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """What names of keys say. There is one for all files, equal to itself only: what a key says is looked up by it."""

    model: frozenset[str]
    endings: tuple[str, ...]
    id_endings: tuple[str, ...]
    inner: frozenset[str]
    family_only: frozenset[str]
    sure_only: frozenset[str]
    draft: frozenset[str]
    alias: frozenset[str]
    alias_endings: tuple[str, ...]
    never: frozenset[str]
    never_endings: tuple[str, ...]
    below: frozenset[str]
    talk: frozenset[str]
    tells: tuple[str, ...]
    shows: frozenset[str]
    loads: frozenset[str]
    paths: frozenset[str]
    path_endings: tuple[str, ...]
    links: frozenset[str]
    label: frozenset[str]
    label_endings: tuple[str, ...]
    catalog: frozenset[str]
    catalog_endings: tuple[str, ...]
    shelves: frozenset[str]
    default: tuple[str, ...]


class Shapes(NamedTuple):
    placeholders: frozenset[str]
    placeholder_parts: tuple[str, ...]
    no_owners: frozenset[str]
    not_models: frozenset[str]
    dataset_parts: tuple[str, ...]
    not_endings: tuple[str, ...]
    weights: tuple[str, ...]
    not_names: frozenset[str]
    served_endings: tuple[str, ...]
    hubs: tuple[Hub, ...]
    not_owners: frozenset[str]
    prefixes: tuple[tuple[str, str], ...]


class Paths(NamedTuple):
    """Folders and patterns of file names that decide the class of what stands in a file."""

    kind: str
    folders: frozenset[str]
    names: re.Pattern[str]


class Rules(NamedTuple):
    kinds: Kinds
    families: tuple[Family, ...]
    bedrock: Family
    constants: tuple[str, ...]
    model_orgs: frozenset[str]
    other_orgs: frozenset[str]
    keys: Keys
    shapes: Shapes
    paths: tuple[Paths, ...]
    train_code: tuple[str, ...]
    train_config: tuple[str, ...]
    train_needs: int
    many: int
    calls: dict[str, Call]
    call_literals: tuple[str, ...]
    sure_literals: tuple[str, ...]
    commands: tuple[Command, ...]
    command: re.Pattern[str]
    flags: dict[str, str]
    other_m: frozenset[str]
    file_commands: frozenset[str]


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


def bare(name: str) -> str:
    """A name of a key by its letters and digits, in lower case."""
    return _bare(name) if len(name) <= 80 else ""


@lru_cache(maxsize=20_000)
def _bare(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


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
        tuple(prefixes),
    )


def _globs(names: list[str]) -> re.Pattern[str]:
    """File name patterns as one expression; `*` fits what holds no slash."""
    return re.compile("|".join(".*".join(re.escape(part) for part in name.split("*")) for name in names))

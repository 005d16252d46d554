"""The rules of detection, rules/detect/*.yaml, in the forms in which they are used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


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
    runs: tuple[tuple[str, ...], tuple[str, ...]]
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
    converted: tuple[str, ...]
    kaggle: frozenset[str]
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
    constant_owners: tuple[str, ...]
    constant_classes: tuple[str, ...]
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


def bare(name: str) -> str:
    """A name of a key by its letters and digits, in lower case."""
    return _bare(name) if len(name) <= 80 else ""


@lru_cache(maxsize=20_000)
def _bare(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())

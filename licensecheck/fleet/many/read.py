"""The deployments of a fleet: deploy.yaml files below folders, and tables of facts with a row for each model in a deployment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.fleet.table import ENDINGS, collected, lazy_table, named_columns, trouble
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.text import Text, read

if TYPE_CHECKING:
    import polars

MOST_FILES = 100_000
NAME = "deploy.yaml"
SKIPPED = ("node_modules", "__pycache__")
ABOUT = {
    "id": ("id", "model", "model_id"),
    "team": ("team",),
    "deployment": ("deployment",),
    "base": ("base", "base_model"),
    "license": ("license",),
    "relation": ("relation",),
    "as": ("as",),
}
"""The columns of a table that are no facts, each with its spellings; the first that there is counts."""


class File(NamedTuple):
    """One deploy.yaml; its team is the folder in which it lies."""

    team: str
    text: Text


class Table(NamedTuple):
    """A table of facts. `about` are the columns that are none, by what they hold, and `facts` the others."""

    path: str
    frame: polars.DataFrame
    about: dict[str, str]
    facts: tuple[str, ...]


def sources(paths: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[File | Table]:
    """The deployments at some paths: files, folders with files, tables.

    Raises InputError for a path that is none of these, and for a table with a column that is no fact.
    """
    for path in paths:
        if os.path.isdir(path):
            found = [File(os.path.dirname(os.path.relpath(name, path)), read(name)) for name in _files(path)]
            if not found:
                raise trouble("missing-file", f"no `{NAME}` lies below `{path}`")
            yield from found
        elif path.casefold().endswith(ENDINGS):
            yield table(path, vocabulary)
        else:
            yield File(os.path.dirname(path), read(path))


def _files(folder: str) -> list[str]:
    """Every deploy.yaml below a folder, in order; no link is followed."""
    found: list[str] = []
    for top, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in SKIPPED)
        if NAME in names:
            found.append(os.path.join(top, NAME))
        if len(found) > MOST_FILES:
            raise trouble("too-large", f"more than {MOST_FILES:,} files lie below `{folder}`")
    return found


def table(path: str, vocabulary: Vocabulary) -> Table:
    """A table of facts, read.

    Raises InputError for a file that is none, and for a column that is no fact.
    """
    lazy = lazy_table(path)
    names = lazy.collect_schema().names()
    about = named_columns(path, names, ABOUT, ("id",))
    facts = tuple(name for name in names if name not in about.values())
    wrong = [_no_fact(path, name, vocabulary) for name in facts if not _is_fact(name, vocabulary)]
    if wrong:
        raise InputError(tuple(wrong))
    return Table(path, collected(path, lazy), about, facts)


def _is_fact(name: str, vocabulary: Vocabulary) -> bool:
    definition = vocabulary.facts.get(name)
    return definition is not None and definition.of_deployment


def _no_fact(path: str, name: str, vocabulary: Vocabulary) -> Diagnostic:
    help = did_you_mean(name, (*vocabulary.facts, "id", "team", "deployment", "license", "relation", "as"))
    return Diagnostic("unknown-fact", f"the column `{name}` of `{path}` is no fact", help=help)

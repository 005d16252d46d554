"""The files of a tree that are worth opening, each with its kind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.scan.ignore import Ignore, is_ignored, read_ignore
from licensecheck.scan.rules import Kinds
from licensecheck.source.tree import content, listed

DEEPEST = 60
LARGEST_IGNORE = 200_000


class Found(NamedTuple):
    """One file: its path from the root, with slashes, and its kind."""

    path: str
    kind: str


def walk(root: str, kinds: Kinds) -> Iterator[Found]:
    """The files below a folder in the order of their names; what .gitignore, the rules and links say is left out."""
    pending: list[tuple[str, tuple[Ignore, ...]]] = [("", ())]
    while pending:
        folder, ignores = pending.pop()
        here = listed(os.path.join(root, folder))
        if here is None:
            continue
        if ".gitignore" in here.files:
            data = content(os.path.join(root, folder, ".gitignore"), LARGEST_IGNORE)
            if data:
                ignores = (*ignores, read_ignore(data.decode("utf-8", "replace"), folder))
        for name in here.files:
            kind = kind_of(name, kinds)
            if kind and not (ignores and is_ignored(folder + name, False, ignores)):
                yield Found(folder + name, kind)
        if folder.count("/") >= DEEPEST:
            continue
        for name in reversed(here.folders):
            if name.lower() in kinds.skipped_folders or (ignores and is_ignored(folder + name, True, ignores)):
                continue
            pending.append((f"{folder}{name}/", ignores))


def below_skipped(path: str, kinds: Kinds) -> bool:
    """Whether a path lies in a folder that is never opened."""
    return any(part.lower() in kinds.skipped_folders for part in path.split("/")[:-1])


def kind_of(name: str, kinds: Kinds) -> str:
    """The kind of a file by its name, or "" when it is not opened."""
    low = name.lower()
    if low in kinds.skipped_names or low.endswith(kinds.skipped_endings):
        return ""
    if low in kinds.names:
        return kinds.names[low]
    for start, kind in kinds.starts:
        if low.startswith(start) and _by_ending(low, kinds) not in ("python", "javascript", "braces", "prose"):
            return kind
    stem = low
    for _ in range(3):
        taken = next((each for each in kinds.templates if stem.endswith(each) and len(stem) > len(each)), None)
        if taken is None:
            break
        inner = _by_ending(stem[: -len(taken)], kinds)
        if inner:
            return inner
        stem = stem[: -len(taken)]
    return _by_ending(low, kinds)


def _by_ending(low: str, kinds: Kinds) -> str:
    if low in kinds.names:
        return kinds.names[low]
    dot = low.rfind(".")
    return kinds.endings.get(low[dot:], "") if dot >= 0 else ""

"""The first bytes of a file that must lie below a folder, links resolved: weights are headed by what they say of themselves."""

import os
from typing import NamedTuple

from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.tree import head


class Head(NamedTuple):
    """The beginning of a file, and how large the whole is."""

    data: bytes
    size: int

    @property
    def whole(self) -> bool:
        return len(self.data) == self.size


def head_below(root: str, path: str, count: int) -> Head | None:
    """The first bytes of a file; None where there is none.

    Raises InputError when it leads out of `root`, is no regular file, or cannot be read.
    """
    if not os.path.lexists(path):
        return None
    name = os.path.basename(path)
    real = inside(root, path)
    data = head(real, count)
    if data is None:
        raise InputError((Diagnostic("unreadable-file", f"`{name}` is no file that can be read"),))
    return Head(data, max(len(data), os.stat(real).st_size))


def inside(root: str, path: str) -> str:
    """The real path of something below a folder. Raises InputError when it leads out of it."""
    try:
        real_root, real = os.path.realpath(root), os.path.realpath(path)
    except (OSError, ValueError):
        raise InputError((Diagnostic("unreadable-file", f"`{path}` cannot be read: the name is not usable"),)) from None
    if os.path.commonpath([real_root, real]) != real_root:
        where = os.path.basename(real_root) or real_root
        raise InputError((Diagnostic("outside-the-tree", f"`{os.path.basename(path)}` lies outside `{where}`"),))
    return real


def is_folder(path: str) -> bool:
    """Whether there is a folder of that path."""
    return os.path.isdir(path)


def links(folder: str, most: int) -> tuple[str, ...]:
    """The names of the links in a folder; a download cache keeps its files elsewhere and links to them."""
    try:
        with os.scandir(folder) as entries:
            return tuple(entry.name for _, entry in zip(range(most), entries, strict=False) if entry.is_symlink())
    except OSError:
        return ()

"""A tree of files, as bytes: folders are listed and files are read with bounds, and no link is followed."""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

# O_NONBLOCK: opening a named pipe must not wait for a writer
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class Listed(NamedTuple):
    """What one folder holds, links left out; names are sorted."""

    folders: tuple[str, ...]
    files: tuple[str, ...]


def listed(folder: str, most: int = 200_000) -> Listed | None:
    """The names in a folder, or None when it cannot be read."""
    folders: list[str] = []
    files: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(folders) + len(files) >= most:
                    break
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif entry.is_file(follow_symlinks=False):
                    files.append(entry.name)
    except (OSError, ValueError):
        return None
    return Listed(tuple(sorted(folders)), tuple(sorted(files)))


def content(path: str, largest: int) -> bytes | None:
    """The bytes of a file; None when it is a link, no regular file, unreadable, or larger than that."""
    data = head(path, largest + 1)
    return None if data is None or len(data) > largest else data


def head(path: str, count: int) -> bytes | None:
    """The first bytes of a file; None when it is a link, no regular file, or unreadable."""
    try:
        handle = os.open(path, _FLAGS)
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                return None
            size = min(status.st_size, count)
            data = os.read(handle, size)
            while len(data) < size:
                more = os.read(handle, size - len(data))
                if not more:
                    break
                data += more
        finally:
            os.close(handle)
    except (OSError, ValueError):
        return None
    return data[:count]

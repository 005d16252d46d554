"""The only place that opens a file: bounded, inside a tree, and never through a link that leaves it."""

from __future__ import annotations

import os
import stat

from licensecheck.source.diagnostic import Diagnostic, InputError, Span
from licensecheck.source.record import NamedTuple

LARGEST = 4_000_000
"""Bytes of the largest file that is read; a deploy.yaml with 10,000 models has 1 MB."""


class Text(NamedTuple):
    """The text of one file and the name by which reports call it."""

    name: str
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.splitlines())


def read(path: str, name: str | None = None, largest: int = LARGEST) -> Text:
    """Read a UTF-8 file of bounded size.

    Raises InputError with one diagnostic when there is no such file, or it is a directory, a device, too large or
    not UTF-8.
    """
    shown = name or path
    try:
        with open(path, "rb", opener=_open_regular) as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        raise _refuse("missing-file", f"there is no file `{shown}`") from None
    except IsADirectoryError:
        raise _refuse("not-a-file", f"`{shown}` is a directory, not a file") from None
    except _NotRegular:
        raise _refuse("not-a-file", f"`{shown}` is not a regular file") from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "the name is not usable").lower()
        raise _refuse("unreadable-file", f"`{shown}` cannot be read: {reason}") from None
    if len(data) > largest:
        raise _refuse("file-too-large", f"`{shown}` is larger than {largest:,} bytes")
    try:
        return Text(shown, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = error.object[: error.start]  # without the byte order mark
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode()) + 1
        span = Span(shown, line, column, line, column + 1)
        fault = Diagnostic("not-utf-8", f"`{shown}` is not UTF-8 text", span, "this byte", "save the file as UTF-8")
        raise InputError((fault,), {shown: Text(shown, data.decode("utf-8-sig", "replace")).lines}) from None


def read_below(root: str, path: str, largest: int = LARGEST) -> Text:
    """Read a file that must lie inside `root`, links resolved; `path` is relative to the current directory or absolute.

    Raises InputError as `read` does, and when the path leaves the tree.
    """
    try:
        real_root, real = os.path.realpath(root), os.path.realpath(path)
    except (OSError, ValueError):
        raise _refuse("unreadable-file", f"`{path}` cannot be read: the name is not usable") from None
    if os.path.commonpath([real_root, real]) != real_root:
        raise _refuse("outside-the-tree", f"`{path}` lies outside `{os.path.basename(real_root) or real_root}`")
    return read(real, path, largest)


def starts_with_mark(path: str) -> bool:
    """Whether a file begins with a byte order mark, which `read` leaves out."""
    with open(path, "rb", opener=_open_regular) as file:
        return file.read(3) == b"\xef\xbb\xbf"


def is_file(path: str) -> bool:
    """Whether there is a file of that path."""
    return os.path.isfile(path)


def same_file(path: str, other: str) -> bool:
    """Whether two paths lead to one file, links resolved."""
    try:
        return os.path.realpath(path) == os.path.realpath(other)
    except (OSError, ValueError):
        return False


def tree_of(path: str) -> str:
    """The directory that nothing may leave: the nearest one above with a `.git`, else the folder of the file."""
    folder = os.path.dirname(os.path.realpath(path))
    above = folder
    while True:
        if os.path.exists(os.path.join(above, ".git")):
            return above
        parent = os.path.dirname(above)
        if parent == above:
            return folder
        above = parent


class _NotRegular(Exception):
    pass


def _open_regular(path: str, flags: int) -> int:
    # O_NONBLOCK: opening a named pipe must not wait for a writer
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return handle
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError
    raise _NotRegular


def _refuse(code: str, message: str) -> InputError:
    return InputError((Diagnostic(code, message),))

"""Where documents go: a terminal, a pipe, or a file that is written in one step."""

from __future__ import annotations

import os
import sys

from licensecheck.report.paint import Paint, ansi, plain
from licensecheck.source.diagnostic import Diagnostic, InputError

WIDTH = 80


def paint_for(color: str, stream: object = None) -> Paint:
    """Colours for a stream: always, never, or where it is a terminal that wants them."""
    if color == "auto":
        target = stream or sys.stdout
        wanted = getattr(target, "isatty", lambda: False)() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return ansi if wanted else plain
    return ansi if color == "always" else plain


def terminal_width() -> int:
    """The columns of the terminal, at most 120 for the eye's sake; 80 for a pipe."""
    if not sys.stdout.isatty():
        return WIDTH
    try:
        return max(60, min(os.get_terminal_size(sys.stdout.fileno()).columns, 120))
    except OSError:
        return WIDTH


def show(text: str) -> None:
    """Print a document, whatever encoding the terminal has."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def complain(text: str) -> None:
    """Print to standard error."""
    try:
        sys.stderr.write(text)
    except UnicodeEncodeError:
        sys.stderr.write(text.encode("ascii", "replace").decode("ascii"))
    sys.stderr.flush()


def write(path: str, text: str) -> None:
    """Write a file in one step: it is all there, or as it was. Raises InputError when it cannot be written."""
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: str, data: bytes) -> None:
    """The same for a file that is no text."""
    import tempfile

    target = os.path.realpath(path)
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            # a device or a pipe is written to, never replaced
            with open(target, "wb") as file:
                file.write(data)
            return
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".licensecheck-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(temporary, os.stat(target).st_mode & 0o777 if os.path.exists(target) else 0o666 & ~_umask())
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "the name is not usable").lower()
        raise InputError((Diagnostic("not-written", f"`{path}` cannot be written: {reason}"),)) from None


def append(path: str, text: str) -> None:
    """Add to the end of a file. Raises InputError when it cannot be written."""
    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "the name is not usable").lower()
        raise InputError((Diagnostic("not-written", f"`{path}` cannot be written: {reason}"),)) from None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

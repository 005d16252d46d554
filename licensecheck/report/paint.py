"""Colour as decoration, and text of strangers made safe for a terminal."""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]
"""Paints a text in a style; the plain one gives the text back."""

STYLES = {
    "fail": "1;31", "unknown": "1;33", "due": "1;36", "pass": "32", "not_applicable": "2", "error": "1;31", "note": "1;34",
    "dim": "2", "bold": "1", "blue": "34",
}  # fmt: skip


def plain(text: str, style: str) -> str:
    """The text as it is."""
    return text


def ansi(text: str, style: str) -> str:
    """The text in the colours of a terminal."""
    code = STYLES.get(style)
    return f"\x1b[{code}m{text}\x1b[0m" if code else text


def shown(text: str) -> str:
    """A text of a stranger without anything that moves a cursor, rings or reorders: such characters become `?`-marks."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter == " " else "\ufffd" for letter in text)


def width_of(text: str) -> int:
    """The columns that a text takes in a terminal; wide letters take two."""
    if "\x1b" in text:  # colours, which take none; what strangers wrote has no escapes any more
        text = text.replace("\x1b[0m", "")
        for code in STYLES.values():
            text = text.replace(f"\x1b[{code}m", "")
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """A text broken into lines of a width; words are never broken."""
    lines: list[str] = []
    line, taken, empty = first, width_of(first), True
    for word in text.split():
        columns = width_of(word)
        if not empty and taken + 1 + columns > width:
            lines.append(line)
            line, taken, empty = rest, width_of(rest), True
        line = line + word if empty else f"{line} {word}"
        taken += columns if empty else columns + 1
        empty = False
    return [*lines, line]

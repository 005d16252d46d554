"""The text of strangers inside a message: bounded, and without characters that a terminal would obey."""

from __future__ import annotations

import re

LONGEST_QUOTE = 80
LONGEST = 600
"""Characters of one quotation between backticks, and of a whole message."""

_LONG_QUOTE = re.compile(rf"`([^`]{{{LONGEST_QUOTE}}})[^`]+`")


def tamed(text: str) -> str:
    """The text with long quotations cut and with `\ufffd` for whatever is no printable character."""
    if len(text) > LONGEST_QUOTE:
        text = _LONG_QUOTE.sub(r"`\1...`", text)
    if len(text) > LONGEST:
        text = text[:LONGEST] + "..."
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)

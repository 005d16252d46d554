"""What happens to license texts on their way into repositories, done to any text."""

from __future__ import annotations

import html
import random
import re
import textwrap
from collections.abc import Callable

NOISE = ("lorem", "ipsum", "dolor", "sit", "amet", "tempor", "labore", "magna", "aliqua", "veniam", "quis", "nulla")

HEADER = """Project Gizmo
Maintained by the Gizmo team, see CONTRIBUTORS for the people behind it.
The weights in this folder come with the agreement that follows.
Questions go to the issue tracker.

"""


def reflowed(text: str) -> str:
    """Every paragraph broken anew at 100 columns."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(textwrap.fill(" ".join(paragraph.split()), 100, break_long_words=False) for paragraph in paragraphs)


def joined(text: str) -> str:
    """All on one line."""
    return " ".join(text.split())


def markdown(text: str) -> str:
    """Headings, bold openings, bullets and smart quotes."""
    lines = []
    for at, line in enumerate(text.split("\n")):
        words = line.strip()
        if not words:
            lines.append("")
        elif at == 0:
            lines.append(f"# **{words}**")
        elif at % 7 == 3:
            first, _, rest = words.partition(" ")
            lines.append(f"- **{first}** {rest}")
        else:
            lines.append(f"> {words}" if at % 11 == 5 else words)
    return "\n".join(lines).replace("“", '"').replace("”", '"').replace("’", "'")


def page(text: str) -> str:
    """A page with a script, a style and entities."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    body = "\n".join(f'<p class="x">{html.escape(paragraph)}</p>' for paragraph in paragraphs)
    return f"<html><head><style>p {{ color: red }}</style><script>var x = 1 < 2;</script></head><body>\n{body}\n</body></html>"


def commented(text: str) -> str:
    """As a comment of a source file."""
    return "\n".join(f" * {line}" for line in text.split("\n"))


def headed(text: str) -> str:
    """With the words of a project before it."""
    return HEADER + text


def noisy(text: str, seed: int = 0, share: float = 0.02) -> str:
    """With a share of the words replaced by others."""
    draw = random.Random(seed)
    return re.sub(r"\w+", lambda hit: draw.choice(NOISE) if draw.random() < share else hit[0], text)


def cut(text: str, share: float = 0.8) -> str:
    """The first part only, by words."""
    pieces = re.split(r"(\s+)", text)
    return "".join(pieces[: int(len(pieces) * share)])


SAME_WORDS: dict[str, Callable[[str], str]] = {
    "verbatim": str, "reflowed": reflowed, "joined": joined, "markdown": markdown, "page": page, "commented": commented,
}  # fmt: skip
"""What leaves every word as it is."""

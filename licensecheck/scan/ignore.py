"""A small matcher for .gitignore: the patterns of one folder, nested folders, negation, `**`. Every pattern is bounded."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 200
MOST_STARS = 8
MOST_PATTERNS = 2_000


class Pattern(NamedTuple):
    """One line of a .gitignore. `whole`: it fits a path from its folder on, not a name anywhere below."""

    fits: re.Pattern[str]
    negated: bool
    folders_only: bool
    whole: bool


class Ignore(NamedTuple):
    """The patterns of one .gitignore and the folder it lies in, relative to the root, with a slash at its end or empty.

    `any_of` fits the paths from the folder on that one of the patterns fits.
    """

    folder: str
    patterns: tuple[Pattern, ...]
    any_of: re.Pattern[str]


def read_ignore(text: str, folder: str) -> Ignore:
    """The patterns of a .gitignore; lines that are too long or too starry are left out."""
    found = []
    for line in text.splitlines()[:MOST_PATTERNS]:
        pattern = _pattern(line)
        if pattern:
            found.append(pattern)
    several = (each.fits.pattern if each.whole else rf"(?:[^\0]*/)?(?:{each.fits.pattern})" for each in found)
    return Ignore(folder, tuple(found), re.compile("|".join(several) or r"(?!)"))


def is_ignored(path: str, is_folder: bool, ignores: tuple[Ignore, ...]) -> bool:
    """Whether the last pattern that fits says so; nearer files come later and win."""
    if len(path) > 1_000:
        return True
    name = path.rpartition("/")[2]
    for ignore in reversed(ignores):
        below = path[len(ignore.folder) :]
        if not ignore.any_of.fullmatch(below):
            continue
        for pattern in reversed(ignore.patterns):
            if pattern.folders_only and not is_folder:
                continue
            if pattern.fits.fullmatch(below if pattern.whole else name):
                return not pattern.negated
    return False


def _pattern(line: str) -> Pattern | None:
    line = line.rstrip("\r\n")
    if not line.endswith("\\ "):
        line = line.rstrip(" ")
    negated = line.startswith("!")
    line = line[1:] if negated else line
    if not line or line.startswith("#") or len(line) > LONGEST:
        return None
    line = re.sub(r"\*{3,}", "**", line)
    if line.count("*") > MOST_STARS:
        return None
    folders_only = line.endswith("/")
    line = line.rstrip("/")
    whole = "/" in line
    line = line.removeprefix("/")
    try:
        return Pattern(re.compile(_expression(line)), negated, folders_only, whole) if line else None
    except re.error:
        return None


def _expression(glob: str) -> str:
    out, at = "", 0
    while at < len(glob):
        if glob.startswith("**/", at):
            out, at = out + "(?:.*/)?", at + 3
        elif glob.startswith("/**", at) and at + 3 == len(glob):
            out, at = out + "/.*", at + 3
        elif glob.startswith("**", at):
            out, at = out + ".*", at + 2
        elif glob[at] == "*":
            out, at = out + "[^/]*", at + 1
        elif glob[at] == "?":
            out, at = out + "[^/]", at + 1
        elif glob[at] == "[" and "]" in glob[at + 2 :]:
            end = glob.index("]", at + 2)
            # what `re` reads, or may come to read, as an operator of sets is a letter here
            inside = re.sub(r"([\\\[&~|])", r"\\\1", glob[at + 1 : end]).replace("--", "-\\-")
            out, at = out + "[" + ("^" + inside[1:] if inside[0] in "!^" else inside) + "]", end + 1
        elif glob[at] == "\\" and at + 1 < len(glob):
            out, at = out + re.escape(glob[at + 1]), at + 2
        else:
            out, at = out + re.escape(glob[at]), at + 1
    return out

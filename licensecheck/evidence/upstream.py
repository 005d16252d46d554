"""Whether a file carries on the NOTICE files of the upstream releases: line by line, where those files are at hand."""

from __future__ import annotations

from licensecheck.facts.deployment import ModelUse
from licensecheck.folder.model import Words

LONGEST = 60
"""Letters of a missing line that are shown."""


def notices_of(model: ModelUse) -> tuple[Words, ...]:
    """The NOTICE files of the folders that others made: a download, or the folder of a parent."""
    folders = [found.folder for place, found in enumerate(model.folders) if place or found.folder.downloaded]
    return tuple(file for folder in folders for file in folder.files if file.name.casefold().startswith("notice"))


def missing(words: str, notices: tuple[Words, ...]) -> str:
    """What stands in a NOTICE file and not in a text; empty where all does, whitespace aside (Apache License 2.0, section 4.d)."""
    carried = _folded(words)
    for notice in notices:
        for number, line in enumerate(notice.text.splitlines(), 1):
            if _folded(line) not in carried:
                shown = line.strip() if len(line.strip()) <= LONGEST else line.strip()[:LONGEST] + "..."
                return f"line {number} of `{notice.file}` does not stand in it: `{shown}`"
    return ""


def _folded(text: str) -> str:
    return " ".join(text.split())

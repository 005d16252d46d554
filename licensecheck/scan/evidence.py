"""Which class of evidence a file gives to what stands in it: by its path, and by what else it says."""

from __future__ import annotations

from licensecheck.scan.accept import File
from licensecheck.scan.rules import Rules

ORDER = ("test", "example", "doc", "catalog")
_CONFIGURATION = ("yaml", "json", "settings")


def file_of(path: str, kind: str, text: str, rules: Rules) -> File:
    """The file as evidence. A path that tests or shows outweighs one that trains."""
    low = path.lower()
    folders, _, name = low.rpartition("/")
    parts = frozenset(folders.split("/")) if folders else frozenset()
    fits = {each.kind for each in rules.paths if parts & each.folders or each.names.fullmatch(name)}
    evidence = next((each for each in ORDER if each in fits), "")
    if (
        evidence in ("doc",)
        and kind not in ("prose", "yaml", "json", "notebook", "python", "shell", "javascript", "settings")
        and not parts & {"docs", "doc"}
    ):
        evidence = ""
    return File(path, kind, evidence, "train" in fits or _trains(kind, text, rules))


def _trains(kind: str, text: str, rules: Rules) -> bool:
    if kind in _CONFIGURATION:
        count = 0
        for mark in rules.train_config:
            count += mark in text
            if count >= rules.train_needs:
                return True
        return False
    return any(mark in text for mark in rules.train_code)

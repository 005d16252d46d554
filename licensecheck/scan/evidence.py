"""Which class of evidence a file gives to what stands in it: by its path, and by whether it trains."""

from __future__ import annotations

import re

from licensecheck.scan.accept import File, Named
from licensecheck.scan.rules import Rules

_TESTS = re.compile(r"#\[cfg\(test\)\]\n(?:#\[[^\n]{1,80}\n){0,3}(?:pub )?mod ")
ORDER = ("test", "example", "doc", "catalog")
_CODE = ("python", "javascript", "braces", "hashes")
_CONFIGURATION = ("yaml", "json", "settings")


def file_of(path: str, kind: str, rules: Rules) -> File:
    """The file as evidence. A path that tests or shows outweighs one that trains."""
    low = path.lower()
    folders, _, name = low.rpartition("/")
    folders = folders.partition("/src/main/")[0]  # below it the folders are packages, as `org/springframework/samples`
    parts = frozenset(folders.split("/")) if folders else frozenset()
    if kind == "prose":
        parts = frozenset(part for part in parts if part[0] != ".")  # .github/README.md is no test
    within = f"/{folders}/"
    deep = {folder for each in rules.paths for folder in each.folders if "/" in folder and f"/{folder}/" in within}
    parts |= deep if kind != "prose" else frozenset()
    fits = {each.kind for each in rules.paths if parts & each.folders or each.names.fullmatch(name)}
    evidence = next((each for each in ORDER if each in fits), "")
    if (
        evidence in ("doc",)
        and kind not in ("prose", "yaml", "json", "notebook", "python", "shell", "javascript", "settings")
        and not parts & {"docs", "doc"}
    ):
        evidence = ""
    return File(path, kind, evidence, "train" in fits)


def in_training(found: list[Named], file: File, text: str, rules: Rules) -> list[Named]:
    """The models of a file, those in force as models that are trained from where the file says that it trains."""
    # looked for only where it changes something: it reads the whole text
    if not any(_may_train(each) for each in found) or not _trains(file.kind, text, rules):
        return found
    return [each._replace(kind="train") if _may_train(each) else each for each in found]


def among_many(found: list[Named], file: File, rules: Rules) -> list[Named]:
    """The models of a file; those of a file of code or JSON that names very many are there to choose from."""
    live = {each.look.id.lower() for each in found if each.kind == "live"} if file.kind in (*_CODE, "json") else ()
    if len(live) < rules.many:
        return found
    return [each._replace(kind="catalog") if each.kind == "live" else each for each in found]


def in_tests(found: list[Named], path: str, text: str) -> list[Named]:
    """The models of a file; those in the tests of a module of Rust, which stand at its end, as models of a test."""
    tests = _TESTS.search(text) if path.endswith(".rs") else None
    if tests is None:
        return found
    line = text.count("\n", 0, tests.start()) + 1
    return [each._replace(kind="test") if each.piece.line > line and each.kind != "run_time" else each for each in found]


def _may_train(named: Named) -> bool:
    return named.strength == "model" and named.kind in ("live", "default")


def _trains(kind: str, text: str, rules: Rules) -> bool:
    if kind in _CONFIGURATION:
        count = 0
        for mark in rules.train_config:
            count += mark in text
            if count >= rules.train_needs:
                return True
        return False
    return any(mark in text for mark in rules.train_code)

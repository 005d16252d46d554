"""The house: imports only go left, and each room keeps to its own trade."""

from __future__ import annotations

import ast
import os
import re

import pytest
from given import PACKAGE

ROOMS = (
    "source",
    "folder",
    "facts",
    "policy",
    "identify",
    "catalog",
    "scan",
    "evidence",
    "engine",
    "exchange",
    "fleet",
    "report",
    "cli",
)
OUTSIDE = ("api.py", "__init__.py", "__main__.py", "_build.py")
WRITES = (
    "catalog/corpus.py",
    "catalog/compile.py",
    "identify/index.py",
    "identify/build.py",
    "cli/output.py",
    "identify/index.py",
    "identify/build.py",
    "_build.py",
)
CLOCK = ("catalog/days.py", "catalog/derive.py", "api.py", "facts/words.py")
"""Files that open a file to write it, or to read a compiled form that travels with the package; files that know what a day is."""


def files() -> dict[str, ast.Module]:
    found = {}
    for top, _, names in os.walk(PACKAGE):
        for name in sorted(names):
            if name.endswith(".py"):
                path = os.path.join(top, name)
                with open(path, encoding="utf-8") as file:
                    found[os.path.relpath(path, PACKAGE).replace(os.sep, "/")] = ast.parse(file.read())
    return found


FILES = files()


def room(file: str) -> str:
    return file.partition("/")[0] if "/" in file else ""


def imports(tree: ast.Module) -> list[str]:
    """Every module that a file imports, wherever the import stands."""
    found = []
    for each in ast.walk(tree):
        if isinstance(each, ast.Import):
            found += [alias.name for alias in each.names]
        elif isinstance(each, ast.ImportFrom):
            assert each.level == 0, "imports are absolute"
            found += [each.module or "", *(f"{each.module}.{alias.name}" for alias in each.names)]
    return found


def to_the_right(file: str, name: str) -> bool:
    """Whether a file imports from a room that stands to the right of its own."""
    parts = name.split(".")
    if parts[0] != "licensecheck" or len(parts) < 2 or parts[1] not in ROOMS:
        return False
    mine = room(file)
    if not mine:
        return file == "api.py" and parts[1] in ("report", "cli")
    return ROOMS.index(parts[1]) > ROOMS.index(mine)


def names(tree: ast.Module) -> list[str]:
    """The dotted names that a file reads."""
    return [ast.unparse(each) for each in ast.walk(tree) if isinstance(each, ast.Attribute | ast.Name)]


def calls(tree: ast.Module) -> list[str]:
    """The dotted names that a file calls."""
    return [ast.unparse(each.func) for each in ast.walk(tree) if isinstance(each, ast.Call)]


def test_every_file_stands_in_a_room() -> None:
    assert sorted({room(file) for file in FILES} - {""}) == sorted(set(ROOMS) & {room(file) for file in FILES})
    assert {file for file in FILES if not room(file)} <= set(OUTSIDE)
    assert {"source", "facts", "policy", "catalog", "evidence", "engine"} <= {room(file) for file in FILES}


@pytest.mark.parametrize("file", FILES)
def test_imports_go_left(file: str) -> None:
    assert [name for name in imports(FILES[file]) if to_the_right(file, name)] == []


@pytest.mark.parametrize(
    ("file", "name", "right"),
    [
        ("facts/parse.py", "licensecheck.source.nodes", False),
        ("facts/parse.py", "licensecheck.facts.places", False),
        ("facts/parse.py", "licensecheck.policy.model", True),
        ("engine/judge.py", "licensecheck.report.text", True),
        ("report/text.py", "licensecheck.cli", True),
        ("report/text.py", "licensecheck.engine.findings", False),
        ("api.py", "licensecheck.engine.audit", False),
        ("api.py", "licensecheck.report", True),
        ("cli/audit.py", "licensecheck.api", False),
    ],
)
def test_the_rule_itself(file: str, name: str, right: bool) -> None:
    assert to_the_right(file, name) is right


@pytest.mark.parametrize("file", FILES)
def test_only_source_imports_yaml(file: str) -> None:
    assert room(file) == "source" or not [name for name in imports(FILES[file]) if name.split(".")[0] == "yaml"]


@pytest.mark.parametrize("file", [file for file in FILES if room(file) == "engine"])
def test_the_engine_is_pure(file: str) -> None:
    barred = {"yaml", "click", "rich", "pathlib", "os", "time", "subprocess", "socket", "sys", "random", "io", "shutil"}
    assert [name for name in imports(FILES[file]) if name.split(".")[0] in barred] == []


@pytest.mark.parametrize("file", [file for file in FILES if room(file) != "cli" and file != "__main__.py"])
def test_only_cli_prints(file: str) -> None:
    assert not {"print", "sys.stdout", "sys.stderr", "click.echo"} & set(names(FILES[file]))
    assert not [name for name in imports(FILES[file]) if name.split(".")[0] == "click"]


@pytest.mark.parametrize("file", [file for file in FILES if room(file) != "source" and file not in WRITES])
def test_only_source_opens_files(file: str) -> None:
    opened = {"open", "os.open", "os.fdopen", "io.open", "codecs.open"} & set(calls(FILES[file]))
    read = [name for name in calls(FILES[file]) if name.endswith((".read_text", ".read_bytes", ".write_text", ".write_bytes"))]
    allowed = {"open", "os.open"} if file == "__main__.py" else set()  # of the null device, for streams that are closed
    assert (opened - allowed, read) == (set(), [])


@pytest.mark.parametrize("file", [file for file in FILES if file not in CLOCK])
def test_only_few_know_the_calendar(file: str) -> None:
    # proofs try the days beside a threshold; that is arithmetic, not the clock
    if room(file) not in ("cli", "report") and not file.startswith("engine/prove/"):
        assert not [name for name in imports(FILES[file]) if name.split(".")[0] in ("datetime", "time")]


def test_only_the_api_asks_for_today() -> None:
    clock = re.compile(r"(date|datetime|time)\.(today|now|utcnow|time|time_ns|localtime|gmtime)\Z")
    assert {file for file in FILES for name in calls(FILES[file]) if clock.search(name)} == {"api.py"}


TRUTHS = {"truth", "binds", "met"}
MAKE_TRUTHS = {"all_of", "any_of", "negate", "truth_of", "compare", "tag_within"}


def is_truth(test: ast.expr) -> bool:
    """Whether an expression is a Truth by its name."""
    if isinstance(test, ast.Attribute):
        return test.attr in TRUTHS
    return isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id in MAKE_TRUTHS


def as_bools(tree: ast.Module) -> list[str]:
    """Every expression that stands where Python asks for a bool and is a Truth by its name."""
    tests: list[ast.expr] = []
    for each in ast.walk(tree):
        if isinstance(each, ast.If | ast.While | ast.IfExp | ast.Assert):
            tests.append(each.test)
        elif isinstance(each, ast.BoolOp):
            tests += each.values
        elif isinstance(each, ast.UnaryOp) and isinstance(each.op, ast.Not):
            tests.append(each.operand)
        elif isinstance(each, ast.comprehension):
            tests += each.ifs
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "bool":
            tests += each.args
    return [ast.unparse(test) for test in tests if is_truth(test)]


@pytest.mark.parametrize("file", FILES)
def test_no_truth_is_taken_for_a_bool(file: str) -> None:
    assert as_bools(FILES[file]) == []


def test_taking_a_truth_for_a_bool_is_seen() -> None:
    assert as_bools(ast.parse("if trace.truth: pass\nx = not negate(y)\nz = each.met and 1")) == [
        "trace.truth",
        "negate(y)",
        "each.met",
    ]

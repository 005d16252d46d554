"""What an audit imports: it runs on every commit, and each module costs its time. A list, not a stopwatch."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest
from command import environment
from given import AS_OF
from installed import site

NEVER = (
    "asyncio", "concurrent", "csv", "ctypes", "difflib", "duckdb", "email", "html", "http", "importlib.metadata", "jinja2", "json",
    "license_expression", "logging", "multiprocessing", "numpy", "packaging", "pathlib", "polars",
    "pyarrow", "pyspark", "rich", "socket", "spdx_tools", "sqlite3", "ssl",
    "subprocess", "tempfile", "tomllib", "unittest", "urllib.request", "xml",
    "licensecheck.catalog.compile", "licensecheck.catalog.load", "licensecheck.engine.prove", "licensecheck.exchange", "licensecheck.fleet",
    "licensecheck.identify", "licensecheck.policy.load", "licensecheck.scan",
)  # fmt: skip
"""Nothing of these, nor of what lies below them, beyond what click and yaml need themselves."""

PRINT = """
import runpy, sys
before = set(sys.modules)
sys.argv = ["licensecheck", *{arguments!r}]
try:
    runpy.run_module("licensecheck", run_name="__main__")
except SystemExit as done:
    sys.stderr.write(repr((done.code, sorted(set(sys.modules) - before))))
"""
TYPICAL = """\
version: 1
organization: {country: KR, monthly_active_users: 1_200_000}
deployment: {commercial: true, regions: [KR, US], uses: []}
models:
  - {id: meta-llama/Llama-3.1-8B-Instruct, distribution: [hosted_service]}
  - {id: TheBloke/Mistral-7B-Instruct-v0.2-GGUF, distribution: []}
  - {id: gpt-4o, channel: openai-api}
"""


def imported(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command of an installed package, and every module that it imported."""
    (folder / "deploy.yaml").write_text(TYPICAL, encoding="utf-8")
    command = [sys.executable, "-c", PRINT.format(arguments=list(arguments))]
    env = environment({"PYTHONPATH": str(site())})
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)
    status, names = ast.literal_eval(done.stderr)
    return status, set(names)


@functools.cache
def floor() -> frozenset[str]:
    """What the two libraries import that nobody can do without."""
    code = "import sys; before = set(sys.modules); import click, yaml, runpy; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    return frozenset(done.stdout.split())


def heavy(names: set[str]) -> list[str]:
    return sorted(name for name in names - floor() if any(name == each or name.startswith(each + ".") for each in NEVER))


def test_an_audit_with_text_imports_little(tmp_path: Path) -> None:
    status, names = imported(tmp_path, "audit", "--as-of", AS_OF)
    assert status in (1, 3)
    assert {"licensecheck.api", "licensecheck.report.text"} <= names
    assert heavy(names) == []


def test_no_command_and_no_format_but_the_one_asked_for(tmp_path: Path) -> None:
    _, names = imported(tmp_path, "audit")
    others = ("explain", "models", "policies", "schema", "json", "sarif", "markdown", "listing")
    rooms = ("licensecheck.cli", "licensecheck.report")
    assert [name for name in names if name.rpartition(".")[0] in rooms and name.rpartition(".")[2] in others] == []


def test_json_is_imported_for_json_alone(tmp_path: Path) -> None:
    _, names = imported(tmp_path, "audit", "--format", "json")
    assert heavy(names) == ["json", "json.decoder", "json.encoder", "json.scanner"]


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_imports_no_command(tmp_path: Path, option: str) -> None:
    status, names = imported(tmp_path, option)
    assert status == 0
    assert {name for name in names if name.startswith("licensecheck")} <= {
        "licensecheck",
        "licensecheck.cli",
        "licensecheck.cli.main",
    }
    assert "yaml" not in names


def test_the_library_imports_nothing_before_it_is_asked() -> None:
    code = "import sys, typing; before = set(sys.modules); import licensecheck; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"licensecheck", "__future__"}

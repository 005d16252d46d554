"""What an audit imports: it runs on every commit, and each module costs its time. A list, not a stopwatch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import environment
from given import AS_OF

NEVER = (
    "asyncio", "concurrent", "ctypes", "difflib", "email", "hashlib", "http", "importlib.metadata", "inspect", "jinja2", "json", "license_expression",
    "licensecheck.engine.prove", "logging", "multiprocessing", "packaging", "pathlib", "rich", "socket", "spdx_tools", "sqlite3", "ssl",
    "subprocess", "tempfile", "tomllib", "typing_extensions", "unittest", "urllib.request", "xml",
)  # fmt: skip
"""Nothing of these, nor of what lies below them."""

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


def imported(folder: Path, *arguments: str, text: str = TYPICAL) -> tuple[int, set[str]]:
    """The exit code of a command, and every module that it imported."""
    (folder / "deploy.yaml").write_text(text, encoding="utf-8")
    code = PRINT.format(arguments=list(arguments))
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=True)
    status, names = eval(done.stderr)
    return status, set(names)


def heavy(names: set[str]) -> list[str]:
    return sorted(name for name in names if any(name == each or name.startswith(each + ".") for each in NEVER))


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder, after a first run: in a checkout that one compiles the corpus anew."""
    folder = tmp_path_factory.mktemp("warm")
    imported(folder, "audit")
    return folder


def test_an_audit_with_text_imports_little(warm: Path) -> None:
    status, names = imported(warm, "audit", "--as-of", AS_OF)
    assert status in (1, 3)
    assert "licensecheck.report.text" in names
    already = imported_by_click_and_yaml(warm)
    assert heavy(names - already) == []


def imported_by_click_and_yaml(folder: Path) -> set[str]:
    """The floor: what the two libraries need that nobody can do without."""
    code = "import sys; before = set(sys.modules); import click, yaml, runpy; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment(), capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_other_commands_are_not_imported(warm: Path) -> None:
    _, names = imported(warm, "audit")
    ours = {name for name in names if name.startswith("licensecheck.")}
    commands = {name for name in ours if name.startswith("licensecheck.cli.")}
    assert commands == {"licensecheck.cli.main", "licensecheck.cli.audit", "licensecheck.cli.output", "licensecheck.cli.settings"}
    formats = {name for name in ours if name.startswith("licensecheck.report.")}
    assert not formats & {"licensecheck.report.json", "licensecheck.report.schema", "licensecheck.report.explain", "licensecheck.report.sarif"}
    assert "licensecheck.policy.load" not in ours or "licensecheck.catalog.compile" in ours


def test_json_is_imported_for_json_alone(warm: Path) -> None:
    _, names = imported(warm, "audit", "--format", "json")
    assert "json" in names
    assert heavy(names - imported_by_click_and_yaml(warm)) == [name for name in heavy(names - imported_by_click_and_yaml(warm)) if name.startswith("json") or name == "hashlib"]


def test_help_imports_no_command(warm: Path) -> None:
    _, names = imported(warm, "--help")
    assert {name for name in names if name.startswith("licensecheck.")} == {"licensecheck.cli", "licensecheck.cli.main"}
    assert "yaml" not in names


def test_the_library_imports_nothing_before_it_is_asked() -> None:
    code = "import sys, json; before = set(sys.modules); import licensecheck; print(json.dumps(sorted(set(sys.modules) - before)))"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["licensecheck"]

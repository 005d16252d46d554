"""The command as a process of its own, for tests of exit codes, pipes and encodings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from given import AS_OF, ROOT

from licensecheck import __main__

PASSING = "version: 1\nmodels:\n  - {id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: []}\n"
"""A deployment that passes: a permissive license, and nobody receives anything."""
FAILING = "version: 1\ndeployment: {commercial: true}\nmodels:\n  - {id: huggyllama/llama-7b, distribution: []}\n"
"""A deployment that fails: a research license in commercial use."""
OPEN = "version: 1\nmodels:\n  - acme/nobody-knows-1\n"
"""A deployment that stays unknown: no catalog has the model."""
DUE = "version: 1\nmodels:\n  - {id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: [weights]}\n"
"""A deployment with something to do: a copy of the license goes with weights."""
BROKEN = "version: 1\nmodel:\n  - acme/x\n"
"""A file that cannot be judged."""


def run(
    *arguments: str | Path, folder: Path, env: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run `licensecheck` in a folder, with a plain environment and nothing to read."""
    command = [sys.executable, "-m", "licensecheck", *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, env=environment(env), stdin=subprocess.DEVNULL, capture_output=True, check=False, **options
    )


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """The environment of a process that finds this checkout."""
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")}
    return {**kept, "PYTHONPATH": ROOT, "PYTHONWARNINGS": "error", **(more or {})}


def judged(name: str, *options: str | Path, folder: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Audit a file as of the day of the tests."""
    return run("audit", "--as-of", AS_OF, *options, name, folder=folder, env=env)


def one_of_each(folder: Path) -> Path:
    """The folder with one file of each verdict, and a broken one."""
    for name, text in (("pass", PASSING), ("fail", FAILING), ("open", OPEN), ("due", DUE), ("broken", BROKEN)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "deploy.yaml").write_text(PASSING, encoding="utf-8")
    return folder


def in_process(*arguments: str) -> int:
    """The exit code of the command, run in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["licensecheck", *arguments])
        with pytest.raises(SystemExit) as exited:
            __main__.main()
    assert isinstance(exited.value.code, int)
    return exited.value.code

"""The command as a process of its own, for tests of exit codes, pipes and encodings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from given import AS_OF, ROOT

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

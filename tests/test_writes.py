"""What is written is there whole or not at all: under a kill, on a full disk, beside another run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import DUE, environment
from given import AS_OF, PACKAGE, ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")

WRITER = """
import itertools, sys
from licensecheck.cli.output import write
for number in itertools.count():
    write(sys.argv[1], f"{number % 10}" * 3_000_000)
"""
COMMAND = [sys.executable, "-m", "licensecheck"]


def test_a_kill_leaves_a_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    for delay in (0.0, 0.003, 0.007, 0.011, 0.02, 0.04):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(target)], env=environment())
        while not target.exists():
            assert writer.poll() is None
            time.sleep(0.001)
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        text = target.read_text(encoding="utf-8")
        assert len(text) == 3_000_000
        assert len(set(text)) == 1
        target.unlink()


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit", "--as-of", AS_OF, "--output", "json=out"],
        ["audit", "--as-of", AS_OF, "--output", "html=out"],
        ["lock"],
        ["notice", "--write", "."],
        ["init", "--update"],
    ],
    ids=" ".join,
)
def test_a_full_disk_leaves_what_was_there(arguments: list[str], tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: the first write beyond it fails."""
    (tmp_path / "deploy.yaml").write_text(DUE, encoding="utf-8")
    (tmp_path / "app.py").write_text("".join(f'M{n} = "meta-llama/Llama-3.{n}-8B"\n' for n in range(1, 4)), encoding="utf-8")
    (tmp_path / "out").write_text("as it was", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    script = f"import resource, os, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)); os.execv(sys.executable, {COMMAND + arguments!r})"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment({"PYTHONDONTWRITEBYTECODE": "1"}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written: file too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_runs_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Four first runs in a checkout that has no compiled corpus yet, all writing the same report."""
    shutil.copytree(PACKAGE, tmp_path / "licensecheck", ignore=shutil.ignore_patterns("__pycache__", "_corpus"))
    for name in ("policies", "rules"):
        shutil.copytree(os.path.join(ROOT, name), tmp_path / name)
    shutil.copy(os.path.join(ROOT, "pyproject.toml"), tmp_path)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "deploy.yaml").write_text(DUE, encoding="utf-8")
    env = environment({"PYTHONPATH": str(tmp_path)})
    command = [*COMMAND, "audit", "--as-of", AS_OF, "--output", "json=out.json"]
    runs = [
        subprocess.Popen(command, cwd=tmp_path / "work", env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    said = {(run.communicate(), run.returncode) for run in runs}
    assert len(said) == 1
    assert {code for _, code in said} == {3}
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == ["deploy.yaml", "out.json"]
    assert sorted(path.name for path in (tmp_path / "licensecheck" / "_corpus").iterdir()) == ["corpus.bin"]

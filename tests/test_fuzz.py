"""Everything that reads strangers' bytes, on the same few hundred broken inputs each time, and on all that a campaign ever found.

`tests/fuzz/campaign.py` looks further, guided by coverage.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, os.fspath(Path(__file__).parent / "fuzz"))

from targets import TARGETS, mutants

FOUND = sorted((Path(__file__).parent / "fuzz" / "found").glob("*"))
RUNS = 150


@pytest.mark.parametrize("name", TARGETS)
def test_broken_inputs_are_taken_or_refused(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    target = TARGETS[name]
    for data in (*target.seeds, b"", *mutants(target, 1, RUNS)):
        target.run(data)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_a_campaign_found(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    TARGETS[path.name.partition("-")[0]].run(path.read_bytes())

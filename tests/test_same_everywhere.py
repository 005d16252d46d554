"""The same input gives the same bytes: on every run, in every locale and time zone, under every seed of hashes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command import run
from given import ROOT

from licensecheck.report.formats import FORMATS

DAY = "2026-10-01"
"""A day that is today in no time zone: a report on today says so."""

DEPLOY = """version: 1
organization: {country: KR, monthly_active_users: 1_200_000}
deployment: {commercial: true, regions: [KR, US]}
models:
  - id: meta-llama/Llama-3.1-8B-Instruct
  - {id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: [weights]}
  - {id: gemini-1.5-pro, channel: gemini-api}
  - acme/größer-모델-1
"""
PLACES: dict[str, dict[str, str]] = {
    "another seed": {"PYTHONHASHSEED": "1"},
    "and another": {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Kiritimati"},
    "plain C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "America/Los_Angeles"},
    "Turkish": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    "optimized": {"PYTHONOPTIMIZE": "2"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deploy.yaml").write_text(DEPLOY, encoding="utf-8")
    return tmp_path


def documents(folder: Path, env: dict[str, str]) -> dict[str, bytes]:
    """What an audit writes in every form, and prints."""
    outputs = [f"--output={form}=out.{form}" for form in FORMATS]
    done = run("audit", "--as-of", DAY, *outputs, folder=folder, env={"PYTHONHASHSEED": "0", **env})
    assert done.returncode == 1, done.stderr
    return {form: (folder / f"out.{form}").read_bytes() for form in FORMATS}


@pytest.mark.parametrize("place", PLACES)
def test_reports_are_the_same_bytes(place: str, folder: Path) -> None:
    assert documents(folder, PLACES[place]) == documents(folder, {"TZ": "UTC", "LC_ALL": "C.UTF-8"})


@pytest.mark.parametrize("command", [["schema"], ["models"], ["policies"], ["explain", "llama-3.1-community"], ["scan", "."]])
def test_listings_are_the_same_bytes(command: list[str], folder: Path) -> None:
    (folder / "app.py").write_text("".join(f'M{n} = "meta-llama/Llama-3.{n}-8B"\n' for n in range(4)), encoding="utf-8")
    said = {run(*command, folder=folder, env={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1", "77")}
    assert len(said) == 1
    assert said != {b""}


def test_no_document_names_the_machine(folder: Path) -> None:
    for form, data in documents(folder, {}).items():
        assert os.fsencode(folder) not in data, form
        assert ROOT.encode() not in data, form

"""A fleet judged by columns is what the traced engine says of each of its rows: verdicts, findings, questions, in their order."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import polars as pl
import pytest
from fleets import CORPUS, differences, neighbours, random_table, when, written
from given import AS_OF, PACKAGE
from test_scenarios import FOLDER, scenarios

from licensecheck.engine.judge import Verdict
from licensecheck.fleet.engines import spark_session
from licensecheck.fleet.many.bind import BOUND_BY


@pytest.mark.parametrize("seed", range(6))
def test_random_tables(seed: int, tmp_path: Path) -> None:
    differ, verdicts = differences(written(tmp_path, random_table(seed, 30, 8 + 8 * seed)), when(strict=seed % 2 == 1))
    assert differ[:3] == []
    assert {Verdict.FAIL, Verdict.UNKNOWN} <= verdicts


@pytest.mark.parametrize("seed", range(3))
def test_rows_that_differ_in_a_single_fact(seed: int, tmp_path: Path) -> None:
    as_of = (AS_OF, "2027-12-31", "2025-01-31")[seed]  # on the second day many texts are too old to prove a pass
    differ, _ = differences(written(tmp_path, neighbours(seed, 160)), when(as_of=as_of))
    assert differ[:3] == []


def test_facts_that_are_set_for_all(tmp_path: Path) -> None:
    assigned = ("organization.monthly_active_users=800_000_000", "deployment.uses=[military]", "evidence.notice=true")
    differ, _ = differences(written(tmp_path, neighbours(5, 80)), when(*assigned, strict=True))
    assert differ[:3] == []


@pytest.mark.parametrize("strict", [False, True])
def test_in_duckdb(strict: bool, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    differ, _ = differences(written(tmp_path, random_table(11, 40, 20)), when(strict=strict), "duckdb")
    assert differ[:3] == []


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
@pytest.mark.filterwarnings("ignore")
def test_in_spark(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    frame = random_table(12, 60, 10)
    some = frame.filter(pl.col("id") == frame["id"][0]).with_columns(base_model=pl.lit(None), license=pl.lit(None))
    try:
        assert differences(written(tmp_path, some), when(), "spark")[0] == []
    finally:
        spark_session().stop()


RECORDS = """\
version: 1
organization:
  country: KR
  monthly_active_users: 800_000_000
  agreements:
    - {with: Meta, covers: [llama-3.1-community], lifts: [additional-commercial-terms], by: me, on: 2026-01-01}
    - {with: Google, covers: [gemma-terms], replaces_terms: true, by: me, on: 2026-01-01}
    - {with: Mistral AI, by: me, on: 2026-01-01}
  readings:
    - {policy: hosted-availability, reading: terms_read, as: yes, by: me, on: 2026-01-01}
deployment: {commercial: true, uses: []}
models:
  - {id: meta-llama/Llama-3.1-8B-Instruct, distribution: [hosted_service]}
  - {id: google/gemma-2-9b, distribution: []}
  - {id: mistralai/Mixtral-8x7B-Instruct-v0.1}
  - {id: gpt-4o, channel: azure-openai}
"""


@pytest.mark.parametrize("as_of", [AS_OF, "2027-12-31"])
@pytest.mark.parametrize("strict", [False, True])
def test_files_with_all_that_they_can_say(strict: bool, as_of: str, tmp_path: Path) -> None:
    count = 0
    for file in ("apis.yaml", "google.yaml", "llama.yaml", "other.yaml"):
        for each in scenarios(file):
            folder = tmp_path / f"{FOLDER.rpartition('/')[2]}-{each.id}"
            for path, text in (each.files | {"deploy.yaml": each.deploy}).items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
            count += 1
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "deploy.yaml").write_text(RECORDS, encoding="utf-8")
    differ, verdicts = differences(str(tmp_path), when(strict=strict, as_of=as_of))
    assert differ[:3] == []
    assert count > 30
    assert {Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS} <= verdicts


# what rows are told apart by ------------------------------------------------------------------------------------------
NOT_LOOKED_UP = {
    "drift.py": {"evidence.notice", "evidence.restrictions_in_terms"},  # sought in clauses
    "governed.py": {"deployment.environment", "deployment.purpose"},  # sought in clauses
    "read.py": {"evidence.upstream_notice"},  # read by itself; what names a file tells rows apart anyway
}


def test_every_fact_that_binding_looks_up_tells_rows_apart() -> None:
    found: dict[str, set[str]] = {}
    for room in ("catalog", "evidence"):
        for path in sorted(Path(PACKAGE, room).glob("*.py")):
            texts = (each.value for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.Constant))
            names = {each for each in texts if isinstance(each, str) and each in CORPUS.vocabulary.facts}
            said = {name for name in names if CORPUS.vocabulary.facts[name].written and not name.startswith("work.")}
            found[path.name] = said - set(BOUND_BY)
    assert {name: said for name, said in found.items() if said} == NOT_LOOKED_UP
    assert all(CORPUS.vocabulary.facts[name].written for name in BOUND_BY)


def test_figures_are_no_facts_by_which_models_are_bound() -> None:
    assert "figure" not in {CORPUS.vocabulary.facts[name].type for name in BOUND_BY}

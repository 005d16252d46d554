"""A fleet: what audit says of each deployment, counted together; tables as strictly read as deploy.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from command import BROKEN, DUE, FAILING, PASSING
from given import AS_OF

from licensecheck import api
from licensecheck.cli.main import cli

pl = pytest.importorskip("polars")

TABLE = """\
id,team,deployment,organization.country,organization.monthly_active_users,deployment.commercial,deployment.regions,model.distribution
meta-llama/Llama-3.1-8B-Instruct,search,a,KR,1_200_000,true,"[KR, US]",[hosted_service]
meta-llama/Llama-3.1-8B-Instruct,search,b,KR,1_200_000,true,"[KR, US]",[hosted_service]
huggyllama/llama-7b,maps,d,NO,5000,true,NO,[]
mistralai/Mixtral-8x7B-Instruct-v0.1,,e,FR,,,,[]
"""


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["fleet", "--as-of", AS_OF, *arguments], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value, done.stdout, done.stderr


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("fleet.csv").write_text(TABLE, encoding="utf-8")
    return "fleet.csv"


def test_a_table_on_one_screen(table: str) -> None:
    then = ("--then-set", "organization.monthly_active_users=800_000_000")
    status, out, error = run(table, "--output", "out.parquet", *then)
    assert (status, error) == (1, "")
    assert out == SUMMARY
    found = pl.read_parquet("out.parquet")
    assert found.columns == ["file", "row", "team", "model", "model_verdict", "policy", "clause", "verdict"]
    failing = found.filter(pl.col("verdict") == "fail").select("row", "team", "policy", "clause").rows()
    assert failing == [(3, "maps", "llama-1", "commercial-or-production")]
    assert found.filter(pl.col("row") == 1).drop("row").rows() == found.filter(pl.col("row") == 2).drop("row").rows()


SUMMARY = """\
4 models in 4 deployments, judged as of 2026-11-22

  fail             1
  unknown          2
  due              0
  pass             1

     fail  unknown      due     pass  team
        1        0        0        0  maps
        0        2        0        0  search
        0        0        0        1  (none)

     fail  unknown      due     pass  policy
        1        0        0        0  llama-1
        0        2        0        0  llama-3.1-community
        0        0        0        1  apache-2.0

Clauses that fail most
        1  llama-1/commercial-or-production

Questions that would decide most
        2  deployment.uses: the activities that acceptable-use policies name

2 of them come out otherwise under organization.monthly_active_users=800_000_000
  unknown -> fail    meta-llama/Llama-3.1-8B-Instruct in fleet.csv row 1 and 1 like it
                     llama-3.1-community/additional-commercial-terms
"""


def test_rows_come_out_as_the_same_facts_in_deploy_yaml(table: str) -> None:
    written = "version: 1\norganization: {country: NO, monthly_active_users: 5000}\n"
    written += "deployment: {commercial: true, regions: [NO]}\nmodels: [{id: huggyllama/llama-7b, distribution: []}]\n"
    Path("deploy.yaml").write_text(written, encoding="utf-8")
    report = api.audit("deploy.yaml", as_of=AS_OF)
    status, out, _ = run(table, "--why", "3")
    assert (status, report.verdict.word) == (1, "fail")
    assert [line for line in out.splitlines() if line.startswith("fail[")] == [
        "fail[llama-1/commercial-or-production]: Commercial or production use of the"
    ]
    expected = {(each.policy, each.clause.id, each.verdict.word) for each in report.models[0].findings if each.red}
    run(table, "--output", "out.parquet")
    found = pl.read_parquet("out.parquet").filter(pl.col("row") == 3).select("policy", "clause", "verdict").rows()
    assert set(found) == expected


def test_files_below_a_folder_those_that_are_wrong_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("a", FAILING), ("b/c", DUE), ("b/d", PASSING), (".hidden", BROKEN)):
        (tmp_path / "services" / name).mkdir(parents=True)
        (tmp_path / "services" / name / "deploy.yaml").write_text(text, encoding="utf-8")
    status, out, error = run("services")
    assert (status, error) == (1, "")
    assert out.startswith(f"3 models in 3 deployments, judged as of {AS_OF}\n")
    assert [
        line.split()[-1] for line in out.splitlines() if line.startswith("      ") and line.endswith((" a", " b/c", " b/d"))
    ] == ["a", "b/c", "b/d"]
    (tmp_path / "services" / "e").mkdir()
    (tmp_path / "services" / "e" / "deploy.yaml").write_text(BROKEN, encoding="utf-8")
    status, out, error = run("services", "--output", "out.parquet")
    assert (status, out.splitlines()[0]) == (2, f"3 models in 3 deployments, judged as of {AS_OF}")
    assert "services/e/deploy.yaml" in error
    assert not Path("out.parquet").exists()


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ({"model_name": ["a"]}, "`t.parquet` has no column `id`"),
        ({"id": ["gpt-4"], "deployment.comercial": [True]}, "the column `deployment.comercial` of `t.parquet` is no fact"),
        ({"id": ["gpt-4"], "work.family": ["x"]}, "the column `work.family` of `t.parquet` is no fact"),
        ({"id": ["gpt-4"], "deployment.commercial": ["perhaps"]}, "t.parquet row 1: `commercial` is yes or no, not `perhaps`"),
        ({"id": ["gpt-4", None]}, "t.parquet row 2: a model needs an `id`"),
        ({"id": ["gpt-4"], "organization.country": ["Atlantis"]}, "t.parquet row 1: `Atlantis` is no country"),
        ({"id": [["gpt-4"], ["x"]]}, "t.parquet row 1: a model needs an `id` (and 1 more like it)"),
        ({"id": ["gpt-4"], "as": [["x"]]}, "t.parquet row 1: `as` is text"),
        ({"id": ["gpt-4"], "license": [["mit"]]}, "t.parquet row 1: `license` is the SPDX id of one license"),
        (
            {"id": ["gpt-4"] * 2, "organization.monthly_active_users": [5.0, float("nan")]},
            "t.parquet row 2: `monthly_active_users` is a number, not `NaN`",
        ),
        ({"id": ["gpt-4"], "deployment.uses": ["[military"]}, "t.parquet row 1: this is not YAML"),
        ({"id": ["gpt-4"], "deployment.regions": [{"a": 1}]}, "t.parquet row 1: a country is a code such as `KR`, not a mapping"),
    ],
)
def test_tables_that_are_refused(frame: dict[str, Any], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pl.DataFrame(frame).write_parquet("t.parquet")
    status, _, error = run("t.parquet")
    assert status == 2
    assert message in " ".join(error.split())


def test_teams_of_any_kind_and_words_as_deploy_yaml_writes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = {"deployment.commercial": ["yes", "unknown", "null", ""], "team": [["a", "b"], ["a", "b"], None, []]}
    pl.DataFrame({"id": ["huggyllama/llama-7b"] * 4, **cells}).write_parquet("t.parquet")
    status, out, _ = run("t.parquet", "--output", "out.parquet")
    assert status == 1
    assert "['a', 'b']" in out
    found = pl.read_parquet("out.parquet").filter(pl.col("clause") == "commercial-or-production")
    assert dict(found.select("row", "verdict").rows()) == {1: "fail", 2: "unknown", 3: "unknown", 4: "unknown"}


def test_a_table_without_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pl.DataFrame(schema={"id": pl.String, "deployment.regions": pl.List(pl.String)}).write_parquet("t.parquet")
    assert run("t.parquet") == (0, "", "")


def test_lists_and_nulls_of_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    frame = {
        "id": ["mistralai/Mixtral-8x7B-Instruct-v0.1"] * 3,
        "model.distribution": [[], ["weights"], None],
        "deployment.commercial": [None, True, True],
    }
    pl.DataFrame(frame, {"id": pl.String, "model.distribution": pl.List(pl.String), "deployment.commercial": pl.Boolean}).write_parquet("t.parquet")  # fmt: skip
    run("t.parquet", "--output", "out.parquet")
    found = pl.read_parquet("out.parquet").select("row", "model_verdict").unique(maintain_order=True).rows()
    assert found == [(2, "due"), (3, "unknown")]

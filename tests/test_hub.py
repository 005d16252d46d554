"""A hub judged at once gives what the traced engine gives for each of its models, whichever engine evaluates the clauses."""

from __future__ import annotations

import io
import random
import shutil
import sys
from pathlib import Path
from typing import Any

import command
import pytest
from click.testing import CliRunner
from given import AS_OF

from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli.main import cli
from licensecheck.engine.judge import Verdict

np = pytest.importorskip("numpy")
pl = pytest.importorskip("polars")

CORPUS = load_corpus()
CATALOGUED = (
    "meta-llama/Llama-3.1-8B", "meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-2-7b-hf", "google/gemma-2-9b", "mistralai/Mistral-7B-v0.1",
    "Qwen/Qwen2.5-7B", "Qwen/Qwen2.5-3B", "gpt-4o", "tiiuae/falcon-7b", "CohereForAI/aya-23-8B", "deepseek-ai/DeepSeek-R1-Distill-Llama-8B",
    "bigscience/bloom-7b1", "stabilityai/stable-diffusion-xl-base-1.0", "claude-3-opus-20240229",
)  # fmt: skip
SPELLED = (
    "TheBloke/Llama-2-7B-GGUF", "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "x/Mistral-7B-v0.1-AWQ", "unsloth/gemma-2-9b", "foo/bar_Qwen2.5-7B-GGUF",
    "meta-llama/Llama-3.2-11B-Vision-foo", "hf.co/x/y", "a:b", "acme/thing@1", "Straße/Modell", "x/Llama-2-7B-Q4_K_M-GGUF",
)  # fmt: skip
LABELS = (
    None, None, None, "apache-2.0", "mit", "llama3.1", "gemma", "cc-by-nc-4.0", "cc-by-sa-4.0", "other", "my-own", "apache-2.0 OR llama2",
    "mit AND gemma", "openrail", "llama2", "",
)  # fmt: skip
RELATIONS = ("finetune", "adapter", "quantized", "merge", "outputs", "conversion", None)


def random_hub(seed: int, models: int = 45) -> Any:
    """Models of the catalog, conversions of them and strangers, with parents of every kind: known, missing, several, in circles."""
    chance = random.Random(seed)
    names = ("Llama-3-x", "llama3x", "EXAONE", "My", "Llama")
    ids = [f"user{number % 7}/{chance.choice(names)}-{number}" for number in range(models)]
    ids += [*chance.sample(CATALOGUED, 6), *chance.sample(SPELLED, 5)]
    chance.shuffle(ids)
    rows = []
    for name in ids:
        bases = [
            chance.choice((*CATALOGUED, *SPELLED, *ids, *ids, "nobody/missing", "Gone/Model", "Llama"))
            for _ in range(chance.choice([0, 1, 1, 1, 1, 2, 2, 3]))
        ]
        bases = [name] if chance.random() < 0.03 else bases
        rows.append((name, chance.choice(LABELS), bases, [chance.choice(RELATIONS) for _ in bases]))
    schema = {"id": pl.String, "license": pl.String, "base_model": pl.List(pl.String), "relation": pl.List(pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def compared(frame: Any, engine: str, facts: tuple[str, ...] = (), deepest: int = 100) -> tuple[list[Any], set[int]]:
    """Where a hub judged at once differs from the traced engine, and the verdicts that it comes to."""
    from licensecheck.fleet.hub.read import hub_of
    from licensecheck.fleet.hub.run import context_of, judge_hub, traced
    from licensecheck.fleet.judge import red

    context = context_of(CORPUS, AS_OF, facts)
    hub = hub_of("hub", CORPUS.catalog, frame.rename({"base_model": "base"}, strict=False).lazy())
    audited = judge_hub(hub, CORPUS, context, engine, deepest).audited
    differs = []
    for row, name in enumerate(hub.ids):
        model = traced(hub, row, CORPUS, context, deepest).models[0]
        expected = tuple(sorted({red(finding) for finding in model.findings if finding.red}))
        if (expected, model.verdict) != (audited.reds(row), audited.verdict(row)):
            differs.append((name, sorted(set(expected) ^ set(audited.reds(row)))[:4]))
    return differs, set(audited.verdicts.tolist())


@pytest.mark.parametrize(
    ("seed", "engine", "facts", "deepest"),
    [
        (1, "arrays", (), 100),
        (2, "polars", ("model.made_by=us", "organization.country=FR", "deployment.commercial=true"), 100),
        (3, "duckdb", ("deployment.uses=[military]", "evidence.notice=true"), 100),
        (4, "arrays", ("model.distribution=[hosted_service]", "organization.monthly_active_users=800_000_000"), 2),
    ],
)
def test_a_hub_is_what_the_traced_engine_says_of_each_model(seed: int, engine: str, facts: tuple[str, ...], deepest: int) -> None:
    pytest.importorskip("duckdb")
    differs, verdicts = compared(random_hub(seed), engine, facts, deepest)
    assert differs[:3] == []
    assert {Verdict.FAIL, Verdict.UNKNOWN} <= verdicts


def straight_hub(seed: int, models: int = 300) -> Any:
    """Models with one parent at most, of few labels and relations: many of them look the same to every policy."""
    chance = random.Random(seed)
    ids = [f"user{number}/{chance.choice(('Llama-3-x', 'llama3x', 'My'))}-{number}" for number in range(models)]
    roots = ("meta-llama/Llama-3.1-8B", "google/gemma-2-9b", "gpt-4o", "x/Mistral-7B-v0.1-AWQ", "nobody/missing", "gpt2", "Llama")
    rows = []
    for number, name in enumerate(ids):
        base = chance.choice((None, chance.choice(roots), chance.choice(ids[: number + 1]), chance.choice(ids[: number // 4 + 1])))
        relation = chance.choices((None, "quantized", "adapter", "outputs"), (6, 3, 1, 1))[0]
        rows.append((name, chance.choice((None, None, "apache-2.0", "llama3.1", "apache-2.0 OR llama2")), base, relation))
    for owner in range(8):
        rows.append(
            (f"someone{owner}/Mistral-7B-v0.1-GGUF", chance.choice((None, "mit")), "mistralai/Mistral-7B-v0.1", "quantized")
        )
    schema = {"id": pl.String, "license": pl.String, "base_model": pl.String, "relation": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize("seed", [1, 2])
def test_models_that_look_the_same_are_judged_once_and_rightly(seed: int) -> None:
    from licensecheck.fleet.hub.read import hub_of
    from licensecheck.fleet.hub.run import context_of, judge_hub

    frame = straight_hub(seed)
    differs, verdicts = compared(frame, "arrays")
    assert differs[:3] == []
    assert {Verdict.FAIL, Verdict.UNKNOWN} <= verdicts
    models = judge_hub(
        hub_of("hub", CORPUS.catalog, frame.rename({"base_model": "base"}).lazy()), CORPUS, context_of(CORPUS, AS_OF)
    ).models
    assert len(models.rows) < 0.8 * len(frame)
    assert sum(models.counts) == len(frame)


@pytest.mark.parametrize("facts", [(), ("model.modified=true", "deployment.commercial=true")])
@pytest.mark.parametrize("order", [1, -1])
def test_what_a_label_says_to_clauses_tells_models_apart(order: int, facts: tuple[str, ...]) -> None:
    # the terms of these parents ask under which license a model is passed on; "other" says none, "my-own" one that is not known
    parents = ("cc-by-sa-4.0", "cc-by-nc-sa-4.0", "gemma", "apache-2.0", "faipl-1.0-sd")
    labels = (*LABELS, "Other", "cc-by-sa-4.0 OR mit", "CC-BY-NC-SA-4.0", "proprietary", "gpl-3.0", "faipl-1.0-sd")
    rows: list[Any] = [(f"origin/{number}", label, None, None) for number, label in enumerate(parents)]
    rows += [
        (f"tuned/{relation}-{parent}-{number}", label, f"origin/{parent}", relation)
        for number, label in enumerate(labels)
        for parent in range(len(parents))
        for relation in ("finetune", "adapter", "outputs")
    ]
    schema = {"id": pl.String, "license": pl.String, "base_model": pl.String, "relation": pl.String}
    differs, verdicts = compared(pl.DataFrame(rows[::order], schema=schema, orient="row"), "arrays", facts)
    assert differs[:3] == []
    assert {Verdict.FAIL, Verdict.UNKNOWN} <= verdicts


def test_whatever_resolves_is_looked_at() -> None:
    from licensecheck.catalog.resolve import Resolution, resolve
    from licensecheck.fleet.hub.resolve import Resolver

    def told(found: Resolution) -> tuple[str, ...] | None:
        entry = found.entry
        return entry and (found.id.casefold(), entry.file, str(entry.line), found.relation, found.channel)

    catalog = CORPUS.catalog
    known = [*catalog.ids, *catalog.aliases]
    owners, endings = ("", "acme/", "bartowski/", "mlx-community/"), ("", "-GGUF", "-4bit-AWQ", "-q4_k_m", "-ft")
    texts = known + [owner + name.rpartition("/")[2] + ending for name in known for owner in owners for ending in endings]
    texts += [pattern.replace("*", "x").replace("?", "1") for pattern, _ in catalog.patterns]
    low = pl.Series("low", [text.lower() for text in dict.fromkeys(texts)])
    resolver = Resolver(catalog)
    maybe = low.to_frame().select(resolver.maybe(pl.col("low"))).to_series()
    resolved = [resolve(text, catalog, suggest=False) for text in low]
    assert [text for text, seen, found in zip(low, maybe, resolved, strict=True) if found.entry and not seen] == []
    numbers = resolver.resolve(low).tolist()
    meant = [None if number < 0 else told(resolver.found[number]) for number in numbers]
    assert [text for text, mine, found in zip(low, meant, resolved, strict=True) if mine != told(found)] == []


@pytest.mark.parametrize("top", [1, 2, 1 << 20, (1 << 64) - 1])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 1000])
def test_hashes_are_put_in_order_with_their_places(count: int, top: int) -> None:
    from licensecheck.fleet.hub.hashes import distinct, ordered

    # below 2^20 they differ only in the bits that hold a place while they are sorted
    hashes = np.random.default_rng(count).integers(0, top, count, np.uint64) | np.uint64(1 << 63)
    places, found = ordered(hashes)
    assert places.tolist() == sorted(range(count), key=lambda place: (int(hashes[place]), place))
    assert found.tolist() == hashes[places].tolist()
    each, first, number = distinct(hashes)
    assert each.tolist() == sorted(set(hashes.tolist()))
    assert first.tolist() == [hashes.tolist().index(one) for one in each.tolist()]
    assert [each.tolist()[one] for one in number] == hashes.tolist()


@pytest.mark.parametrize("tops", [(3,), (2, 2), (5, 1, 7), (1 << 20, 3), (1 << 40, 1 << 30), (1 << 50, 2, 1 << 40)])
@pytest.mark.parametrize("count", [0, 1, 2, 500])
def test_distinct_rows_are_numbered_in_their_order(count: int, tops: tuple[int, ...]) -> None:
    from licensecheck.fleet.numbered import numbered

    chance = np.random.default_rng(len(tops) + count)
    columns = [chance.integers(0, top, count) % 50 * (top // 50 or 1) for top in tops]
    places, of = numbered(*columns)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    assert [rows[places[number]] for number in of] == rows
    assert [rows[place] for place in places.tolist()] == sorted(set(rows))


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
@pytest.mark.filterwarnings("ignore")
def test_a_hub_in_spark() -> None:
    pytest.importorskip("pyspark")
    from licensecheck.fleet.engines import spark_session

    rows = [
        ("a/x", "apache-2.0", "meta-llama/Llama-3.1-8B"),
        ("a/Llama-x", None, "a/x"),
        ("a/y", "mit", None),
    ]
    frame = pl.DataFrame(rows, schema={"id": pl.String, "license": pl.String, "base_model": pl.String}, orient="row")
    try:
        assert compared(frame, "spark")[0] == []
    finally:
        spark_session().stop()


def test_a_model_of_which_nothing_is_known_beside_a_conversion_without_a_parent() -> None:
    rows = [("acme/nothing-known", None, None), ("someone/Mistral-7B-v0.1-GGUF", None, None), ("x/Llama-2-7B-GGUF", "mit", None)]
    frame = pl.DataFrame(rows, schema={"id": pl.String, "license": pl.String, "base_model": pl.String}, orient="row")
    differs, verdicts = compared(frame, "arrays", ("model.distribution=[hosted_service]",))
    assert differs == []
    assert verdicts == {Verdict.UNKNOWN, Verdict.PASS}


def test_a_long_chain_and_a_circle() -> None:
    rows = [("meta-llama/Llama-3.1-8B", None, None)]
    for number in range(30):
        rows.append((f"a/m{number}", None, rows[-1][0]))
    rows += [("c/1", "mit", "c/2"), ("c/2", None, "c/3"), ("c/3", None, "c/1"), ("d/1", None, "c/1")]
    frame = pl.DataFrame(rows, schema={"id": pl.String, "license": pl.String, "base_model": pl.String}, orient="row")
    assert compared(frame, "arrays")[0] == []
    assert compared(frame, "arrays", deepest=7)[0] == []


# the command ---------------------------------------------------------------------------------------------------------
def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["hub", "--as-of", AS_OF, *arguments], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value, done.stdout, done.stderr


SMALL = """\
id,license,base_model,relation
meta-llama/Llama-3.1-8B,llama3.1,,
acme/tuned,apache-2.0,meta-llama/Llama-3.1-8B,finetune
acme/Llama-tuned,llama3.1,meta-llama/Llama-3.1-8B,finetune
acme/smaller,,acme/tuned,quantized
acme/orphan,,gone/model,merge
acme/round,,acme/round,
acme/free,mit,,
"""


def test_the_summary(tmp_path: Path) -> None:
    (tmp_path / "models.csv").write_text(SMALL, encoding="utf-8")
    status, out, error = run(str(tmp_path / "models.csv"), "--output", str(tmp_path / "out.parquet"))
    assert (status, error) == (1, "")
    assert out == SUMMARY
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found.columns == ["id", "verdict", "findings"]
    assert found["verdict"].to_list() == ["unknown", "fail", "unknown", "fail", "unknown", "unknown", "due"]
    assert dict(zip(found["id"].to_list(), found["findings"].to_list(), strict=True))["acme/orphan"] == ["catalog/unknown-parent"]


SUMMARY = """\
7 models and 5 parents named, judged as of 2026-11-22
1 are in the catalog, 4 have a lineage, the largest 2 works.

  fail               2   28.6%
  unknown            4   57.1%
  due                1   14.3%
  pass               0    0.0%

Clauses that fail
            2  llama-3.1-community/derived-model-name
               such as acme/tuned

Labels and lineages
            1  license-drift: the label offers what a parent's license does not allow
               such as acme/tuned
            1  lineage-circle: the lineage leads back to itself
               such as acme/round
            1  unknown-parent: a parent is in no catalog, claims no license and names no parent
               such as acme/orphan

Licenses that come by lineage, by works
            3  llama-3.1-community
            1  apache-2.0
"""


@pytest.mark.parametrize("engine", ["arrays", "polars", "duckdb"])
def test_a_process_of_its_own_says_nothing_else(engine: str, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    (tmp_path / "models.csv").write_text(SMALL, encoding="utf-8")
    done = command.run("hub", "--as-of", AS_OF, "--engine", engine, "models.csv", folder=tmp_path)
    assert (done.returncode, done.stdout.decode(), done.stderr.decode()) == (1, SUMMARY, "")


def test_why(tmp_path: Path) -> None:
    (tmp_path / "models.csv").write_text(SMALL, encoding="utf-8")
    status, out, _ = run(str(tmp_path / "models.csv"), "--why", "ACME/smaller")
    assert status == 1
    assert "quantized of acme/tuned -> fine-tune of meta-llama/Llama-3.1-8B" in " ".join(out.split())


def parquet(frame: Any, path: Path) -> str:
    frame.write_parquet(path)
    return str(path)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ({"name": ["a/b"]}, "has no column `id`"),
        ({"id": [1, 2]}, "the column `id` of `FILE` is Int64, not text"),
        ({"id": ["a/b", None]}, "row 2 of `FILE` has no id"),
        ({"id": ["a/b", "A/B"]}, "2 rows of `FILE` share their ids, such as `a/b`"),
        ({"id": ["a/b"], "license": [["mit"]]}, "the column `license` of `FILE` is List(String), not text"),
        ({"id": ["a/b"], "base_model": [[1]]}, "the column `base_model` of `FILE` is List(Int64), not text or a list of texts"),
        ({"id": ["a/b"], "base_model": [{"x": 1}]}, "the column `base_model` of `FILE` is Struct({'x': Int64}), not text or a list of texts"),
        ({"id": ["a/b"], "base_model": ["c/d"], "relation": ["stepchild"]}, "`stepchild` of `FILE` is no relation to a base"),
    ],
)  # fmt: skip
def test_tables_that_are_refused(frame: dict[str, Any], message: str, tmp_path: Path) -> None:
    path = parquet(pl.DataFrame(frame), tmp_path / "hub.parquet")
    status, out, error = run(path)
    assert (status, out) == (2, "")
    assert message.replace("FILE", path[:80]) in error.replace("\n  ", " ") or message.replace("FILE", path) in error
    assert error.endswith("nothing was judged\n")


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    (tmp_path / "no.parquet").write_bytes(b"PAR1" + bytes(1_000))
    (tmp_path / "no.jsonl").write_text('{"id": \n', encoding="utf-8")
    (tmp_path / "no.xlsx").write_text("", encoding="utf-8")
    data = io.BytesIO()
    pl.DataFrame({"id": ["a/b"]}).write_parquet(data)
    (tmp_path / "cut.parquet").write_bytes(data.getvalue()[:-9])
    for name in ("no.parquet", "no.jsonl", "no.xlsx", "cut.parquet", "nowhere.csv"):
        status, out, error = run(str(tmp_path / name))
        assert (name, status, out) == (name, 2, "")
        assert "error[" in error


def test_a_table_without_rows_or_parents(tmp_path: Path) -> None:
    empty = pl.DataFrame(schema={"id": pl.String, "base_model": pl.List(pl.String), "relation": pl.List(pl.String)})
    assert run(parquet(empty, tmp_path / "empty.parquet"))[0] == 0
    odd = pl.DataFrame({"id": ["a/b", "a/c"], "base_model": [[None, "", "a/c"], None], "relation": [["merge"], ["merge", "adapter"]], "license": [None, None]})  # fmt: skip
    assert run(parquet(odd, tmp_path / "odd.parquet"))[0] == 3


def test_a_model_that_the_hub_does_not_have(tmp_path: Path) -> None:
    (tmp_path / "models.csv").write_text(SMALL, encoding="utf-8")
    status, _, error = run(str(tmp_path / "models.csv"), "--why", "nobody/here")
    assert status == 2
    assert "has no model `nobody/here`" in " ".join(error.split())


def test_an_engine_that_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    (tmp_path / "models.csv").write_text("id\nacme/x\n", encoding="utf-8")
    assert command.in_process("hub", str(tmp_path / "models.csv"), "--engine", "duckdb") == 2
    said = "error[missing-extra]: a hub needs `duckdb`\n  = help: pip install 'model-licensecheck[duckdb]'\n\nnothing was judged\n"
    assert capsys.readouterr() == ("", said)

"""Three evaluators and one set of conditions: the traced engine, polars columns and SQL give the same verdict on every row."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from given import PLACES, VOCABULARY, clause, condition, world
from test_html_leaves import random_value

from licensecheck.catalog.sources import Sources, read_sources
from licensecheck.cli.main import cli
from licensecheck.engine.judge import Verdict, judge
from licensecheck.engine.prove.worlds import empty_world, example_world
from licensecheck.engine.world import World
from licensecheck.facts.values import UNKNOWN, Element, Fact
from licensecheck.facts.vocabulary import ELEMENT_LISTS, Definition
from licensecheck.fleet.columns import columns_of
from licensecheck.fleet.compile import Rule, compiled
from licensecheck.fleet.sql import select, table_of, view, view_name
from licensecheck.policy.model import DEPLOYMENT, Clause, Leaf, Policy, clause_leaves
from licensecheck.source.diagnostic import InputError

pytest.importorskip("polars")

LEAST = 10_000


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources()


def by_polars(worlds: Sequence[World], rules: tuple[Rule, ...], read: bool = False) -> dict[str, list[int]]:
    from licensecheck.fleet.encode import tables
    from licensecheck.fleet.frames import verdicts

    found = verdicts(tables(worlds, rules), rules, read).sort("row")
    return {rule.clause.id: found[rule.clause.id].to_list() for rule in rules}


def by_duckdb(worlds: Sequence[World], rules: tuple[Rule, ...], read: bool = False) -> dict[str, list[int]]:
    duckdb = pytest.importorskip("duckdb")
    from licensecheck.fleet.encode import tables

    made = tables(worlds, rules)
    with duckdb.connect() as connection:
        connection.register("facts", made.rows)
        for listed, frame in made.elements.items():
            connection.register(table_of(listed), frame)
        query = connection.execute(f"SELECT * FROM ({select(rules, 'duckdb', read)}) ORDER BY row")
        names = [each[0] for each in query.description]
        rows = query.fetchall()
    return {name: [row[place] for row in rows] for place, name in enumerate(names) if name != "row"}


def by_arrays(policy: Policy, worlds: Sequence[World], read: bool = False) -> dict[str, list[int]]:
    from licensecheck.fleet.arrays import verdicts

    found = verdicts(policy, worlds, read)
    return {clause.id: found[:, place].tolist() for place, clause in enumerate(policy.clauses)}


def by_engine(worlds: Sequence[World], rules: tuple[Rule, ...], read: bool = False) -> dict[str, list[int]]:
    return {rule.clause.id: [int(judge(rule.clause, each, read).verdict) for each in worlds] for rule in rules}


def test_every_policy_example(sources: Sources) -> None:
    """The world of every example, under every clause of its policy; the engine judges the clause whose example it is."""
    count, differs = 0, []
    for policy in sources.policies:
        rules = compiled(policy, sources.vocabulary, sources.places)
        examples = [(clause, example) for clause in policy.clauses for example in clause.examples]
        worlds = [example_world(policy, example, sources.vocabulary, sources.places)[0] for _, example in examples]
        found = by_polars(worlds, rules)
        if by_arrays(policy, worlds) != found:
            differs.append(f"{policy.id} in arrays")
        for row, ((judged, example), its_world) in enumerate(zip(examples, worlds, strict=True)):
            if found[judged.id][row] != judge(judged, its_world).verdict:
                differs.append(f"{policy.id}/{judged.id}: {example.name}")
        if by_duckdb(worlds, rules) != found:
            differs.append(f"{policy.id} in SQL")
        count += len(worlds)
    assert differs == []
    assert count > LEAST


def test_every_clause_is_compiled(sources: Sources) -> None:
    for policy in sources.policies:
        assert [rule.clause for rule in compiled(policy, sources.vocabulary, sources.places)] == list(policy.clauses)


@pytest.mark.parametrize("presume", [True, False])
def test_random_rows_with_nulls(sources: Sources, presume: bool) -> None:
    chance = random.Random(11)
    seen: set[int] = set()
    for policy in sources.policies:
        rules = compiled(policy, sources.vocabulary, sources.places)
        worlds = [random_world(policy, sources, chance)._replace(presume=presume) for _ in range(25)]
        expected = by_engine(worlds, rules, presume)
        assert by_polars(worlds, rules, presume) == expected, policy.id
        assert by_arrays(policy, worlds, presume) == expected, policy.id
        if chance.random() < 0.3:
            assert by_duckdb(worlds, rules, presume) == expected, policy.id
        seen.update(verdict for each in expected.values() for verdict in each)
    assert seen == set(Verdict)


def random_world(policy: Policy, sources: Sources, chance: random.Random) -> World:
    """A world in which some of the facts that a policy asks for are known, some unknown and some not said."""
    empty = empty_world(policy, sources.vocabulary, sources.places)
    near = dict(empty.near)
    asked = {leaf.fact for clause in policy.clauses for leaf in clause_leaves(clause)}
    asked |= {name for each in asked for name in empty.definition(each).copies} | {"organization.founded", "model.name"}
    asked |= {"organization." + name.partition(".")[2] for name in asked if name.startswith("deployment.")}
    for name in sorted(name for name in asked if name in sources.vocabulary.facts or name in empty.definitions):
        definition = empty.definition(name)
        if not definition.copies and chance.random() < 0.7 and not name.startswith(ELEMENTS):
            near[name] = Fact(random_of(definition, chance))
    for listed, prefix in ELEMENT_LISTS.items():
        if chance.random() < 0.8:
            inner = sorted(name for name in asked if name.startswith(prefix + "."))
            found = [random_element(inner, empty, chance) for _ in range(chance.randint(0, 3))]
            near[listed] = Fact(UNKNOWN if chance.random() < 0.05 else tuple(found))
    return empty._replace(near=near)


ELEMENTS = tuple(f"{prefix}." for prefix in ELEMENT_LISTS.values())


def random_element(names: list[str], empty: World, chance: random.Random) -> Element:
    told = [name for name in names if chance.random() < 0.7]
    return Element("one", {name.partition(".")[2]: Fact(random_of(empty.definition(name), chance)) for name in told})


def random_of(definition: Definition, chance: random.Random) -> Any:
    if chance.random() < 0.1:
        return UNKNOWN
    if definition.type == "choice":
        return chance.choice((*definition.values, ""))
    if definition.type == "choices":
        return tuple(chance.sample(definition.values, min(len(definition.values), chance.randint(0, 3))))
    return random_value(definition.type, "organization.type", chance)


# single leaves -------------------------------------------------------------------------------------------------------
def policy_of(*clauses: Clause) -> Policy:
    return Policy("small", "Small", "acme", "", {"released": "2024-07-23"}, "by_copy", "", "", "", "", (), (), clauses, (), ())


@pytest.mark.parametrize(
    ("leaf", "value", "verdict"),
    [
        ("organization.country: {one_of: [EU]}", {"organization.country": "FR"}, Verdict.FAIL),
        ("organization.country: {is: UA-43}", {"organization.country": "UA"}, Verdict.UNKNOWN),
        ("organization.country: {is: UA-43}", {"organization.country": "UA-99"}, Verdict.NOT_APPLICABLE),
        ("organization.country: {is: US}", {"organization.country": "US-TX"}, Verdict.FAIL),
        ("deployment.minimum_age: {less_than: 18}", {"deployment.minimum_age": "17.5"}, Verdict.FAIL),
        ("deployment.retention_days: {at_most: 30}", {}, Verdict.NOT_APPLICABLE),
        ("deployment.retention_days: {at_least: 0}", {}, Verdict.NOT_APPLICABLE),
        ("organization.founded: {before: 2024-01-01}", {"organization.founded": "2024-01-01"}, Verdict.NOT_APPLICABLE),
        ("model.name: {starts_with: Llama 3}", {"model.name": "acme/Llama-3-X"}, Verdict.FAIL),
        ("model.name: {starts_with: Llama 3}", {"model.name": "acme/llama3-X"}, Verdict.UNKNOWN),
        ("organization.monthly_active_users: {greater_than: 5}", {"organization.monthly_active_users": "{at_most: 5}"}, Verdict.NOT_APPLICABLE),
        ("organization.monthly_active_users: {greater_than: 5}", {"organization.monthly_active_users": "{at_most: 6}"}, Verdict.UNKNOWN),
        ("evidence.notice: {contain: Built with Llama}", {"evidence.notice": "{attested: Built with Llama}"}, Verdict.FAIL),
        ("evidence.notice: {contain: Built with 'Llama'}", {"evidence.notice": "[]"}, Verdict.NOT_APPLICABLE),
    ],
)  # fmt: skip
def test_one_leaf(leaf: str, value: dict[str, str], verdict: Verdict) -> None:
    policy = policy_of(clause(leaf))
    rules = compiled(policy, VOCABULARY, PLACES)
    worlds = [world(value)]
    found = (by_engine(worlds, rules), by_arrays(policy, worlds), by_polars(worlds, rules), by_duckdb(worlds, rules))
    assert found == ({"c": [verdict]},) * 4


def test_a_clause_that_cannot_be_compiled_is_an_error() -> None:
    made = clause("deployment.commercial: {is: yes}")
    lost = made._replace(id="lost", applies_when=Leaf("deployment.lost", "is", True))
    outside = made._replace(id="outside", applies_when=condition("use.consent: {is: yes}"))
    listed = made._replace(id="listed", applies_when=Leaf("deployment.uses", "is", True))
    somewhere = made._replace(id="somewhere", applies_when=Leaf("organization.country", "is", "US-IL"))
    with pytest.raises(InputError) as caught:
        compiled(policy_of(made, lost, outside, listed, somewhere), VOCABULARY, PLACES)
    assert sorted(each.message for each in caught.value.diagnostics) == [
        "`small/listed` cannot be compiled to columns: `deployment.uses` is of type elements, which no column compares",
        "`small/lost` cannot be compiled to columns: no fact is named `deployment.lost`",
        "`small/outside` cannot be compiled to columns: `use.consent` is a fact of an element, and the clause goes through no list",
        "`small/somewhere` cannot be compiled to columns: `US-IL` stands in no list of places",
    ]


def test_leaves_that_ask_the_same_read_one_column() -> None:
    users = "organization.monthly_active_users"
    both = clause(f"any: [{{{users}: {{greater_than: 5}}}}, {{{users}: {{at_most: 2}}}}, {{{users}: {{of: own, at_most: 2}}}}]")
    (rule,) = compiled(policy_of(both), VOCABULARY, PLACES)
    assert [column.name for column in rule.columns] == [
        f"{users}.group.previous_month.low",
        f"{users}.group.previous_month.high",
        f"{users}.own.previous_month.low",
        f"{users}.own.previous_month.high",
    ]
    assert columns_of(rule.binds) == (*rule.columns[:2], *rule.columns)


def test_the_view_of_a_policy() -> None:
    rule = clause("use.kind: {one_of: [military]}", "use.authorized: {is: yes}", for_each="deployment.uses")
    other = clause("organization.monthly_active_users: {in: month_before_release, greater_than: 5}", kind="right")._replace(
        id="users"
    )
    policy = policy_of(rule, other)
    assert view(policy, compiled(policy, VOCABULARY, PLACES), "duckdb") == VIEW


VIEW = """\
-- Small
-- 0 not applicable, 1 pass, 2 due, 3 unknown, 4 fail
CREATE OR REPLACE VIEW "small" AS
SELECT facts.row,
  CASE WHEN facts."deployment.uses" IS NULL THEN 3 ELSE coalesce(deployment_uses."c", 0) END AS "c",
  CASE WHEN NOT (CASE WHEN NOT (facts."organization.monthly_active_users.group.2024-06.high" > 5) THEN FALSE WHEN facts."organization.monthly_active_users.group.2024-06.low" > 5 THEN TRUE END) THEN 0 WHEN (CASE WHEN NOT (facts."organization.monthly_active_users.group.2024-06.high" > 5) THEN FALSE WHEN facts."organization.monthly_active_users.group.2024-06.low" > 5 THEN TRUE END) THEN 4 ELSE 3 END AS "users"
FROM facts
LEFT JOIN (
  SELECT element.row,
    max(CASE WHEN NOT (element."use.kind" IN ('military', 'military/warfare', 'military/weapons', 'military/logistics', 'military/research', 'military/administration')) THEN 0 WHEN element."use.authorized" THEN 1 WHEN (element."use.kind" IN ('military', 'military/warfare', 'military/weapons', 'military/logistics', 'military/research', 'military/administration')) IS NULL THEN 3 WHEN NOT element."use.authorized" THEN 4 ELSE 3 END) AS "c"
  FROM deployment_uses AS element GROUP BY element.row
) AS deployment_uses ON deployment_uses.row = facts.row
WHERE facts.policy = 'small';
"""


# the command ---------------------------------------------------------------------------------------------------------
def sql(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["policies", "sql", *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_the_views_of_every_policy_are_taken_by_duckdb_over_the_tables_that_it_prints(sources: Sources) -> None:
    duckdb = pytest.importorskip("duckdb")
    status, tables, _ = sql("--tables")
    views_status, views, _ = sql()
    assert (status, views_status) == (0, 0)
    with duckdb.connect() as connection:
        connection.execute(tables)
        connection.execute(views)
        kept = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        connection.execute("INSERT INTO facts (row, policy, \"deployment.commercial\", agreement) "
                           "VALUES (1, 'llama-1', TRUE, 'none'), (2, 'llama-1', NULL, 'none'), (3, 'mit', TRUE, 'none')")  # fmt: skip
        llama = connection.execute('SELECT row, "commercial-or-production" FROM "llama-1" ORDER BY row').fetchall()
    assert {name for (name,) in kept} == {policy.id for policy in sources.policies if policy.governs != DEPLOYMENT}
    assert llama == [(1, Verdict.FAIL), (2, Verdict.UNKNOWN)]


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
@pytest.mark.filterwarnings("ignore")
def test_views_are_taken_and_run_by_spark(sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    from licensecheck.fleet.engines import spark_session

    every = {policy.id: policy for policy in sources.policies if policy.governs != DEPLOYMENT}
    assert len({view_name(name, "spark") for name in every}) == len(every)
    some = [*dict.fromkeys(("llama-1", "creativeml-openrail-m", "llama-3.1-community", *list(every)[::5]))]
    monkeypatch.chdir(tmp_path)  # where Spark keeps its tables
    session = spark_session()
    try:
        for printed in (sql("--tables", *some, "--dialect", "spark")[1], sql(*some, "--dialect", "spark")[1]):
            for statement in printed.split(";\n"):
                if statement.strip():
                    session.sql(statement)
        kept = {each.name for each in session.catalog.listTables() if each.tableType == "VIEW"}
        assert kept == {view_name(name, "spark").lower() for name in some}
        session.sql("INSERT INTO facts (row, policy, `deployment.commercial`, agreement) "
                    "VALUES (1, 'llama-1', TRUE, 'none'), (2, 'llama-1', NULL, 'none'), (3, 'mit', TRUE, 'none')")  # fmt: skip
        session.sql("INSERT INTO facts (row, policy, `deployment.uses`) VALUES (4, 'creativeml-openrail-m', 2)")
        session.sql("INSERT INTO deployment_uses (row, `use.kind`) VALUES (4, 'military'), (4, 'medical')")
        llama = session.sql("SELECT row, `commercial-or-production` FROM llama_1 ORDER BY row").collect()
        rail = session.sql("SELECT * FROM creativeml_openrail_m").collect()
        expected = {rule.clause.id for rule in compiled(every[some[1]], sources.vocabulary, sources.places)}
    finally:
        session.stop()
    assert [tuple(row) for row in llama] == [(1, Verdict.FAIL), (2, Verdict.UNKNOWN)]
    assert [set(row.asDict()) - {"row"} for row in rail] == [expected]


def test_a_policy_of_several_editions_and_one_that_does_not_exist() -> None:
    assert [line for line in sql("gemma-terms")[1].splitlines() if line.startswith("CREATE")] == [
        f'CREATE OR REPLACE VIEW "gemma-terms-{day}" AS' for day in ("2024-02-21", "2024-04-01", "2025-03-24", "2026-04-01")
    ]
    assert sql("lama-2") == (2, "", "no policy is named `lama-2` (did you mean `llama-1`?)\n")
    assert "`model.distribution`" in sql("mit", "--dialect", "spark")[1]

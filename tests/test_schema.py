"""The JSON Schema of deploy.yaml: takes what the tool takes, refuses what it refuses, and knows every fact."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from command import run
from given import AS_OF, ROOT, VOCABULARY
from small import small

from licensecheck.api import day, load_corpus, prepare
from licensecheck.report.schema import deploy_schema
from licensecheck.report.words import question
from licensecheck.source.nodes import parse, plain
from licensecheck.source.text import Text, read

GOLDEN = Path(ROOT) / "tests" / "golden"
REFUSED = ("controls-refused", "errors")
WRITTEN = sorted(each.parent for each in GOLDEN.glob("*/deploy.yaml") if each.parent.name not in REFUSED)


def schema(shipped: bool) -> dict[str, Any]:
    corpus = load_corpus() if shipped else small()
    policies = [policy for name in corpus.ids if (policy := corpus.policy(name))]
    found = deploy_schema(corpus.vocabulary, policies)
    assert json.loads(json.dumps(found)) == found
    return found


SMALL = jsonschema.Draft7Validator(schema(False))


def faults(validator: jsonschema.Draft7Validator, document: Any) -> list[str]:
    """Where a document is wrong; the validator's own message would print the whole schema."""
    return [each.json_path for each in validator.iter_errors(document)]


def valid(text: str) -> bool:
    """Whether the schema takes a YAML text, read by the rules of YAML 1.2."""
    return SMALL.is_valid(plain(parse(Text("deploy.yaml", text))))


@pytest.mark.parametrize("shipped", [False, True], ids=["small", "shipped"])
def test_it_is_a_schema(shipped: bool) -> None:
    jsonschema.Draft7Validator.check_schema(schema(shipped))


def test_the_example_is_valid() -> None:
    example = plain(parse(read(os.path.join(ROOT, "examples", "deploy.yaml"))))
    assert faults(jsonschema.Draft7Validator(schema(True)), example) == []


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case.name)
def test_golden_files_are_valid(case: Path) -> None:
    assert faults(SMALL, plain(parse(read(str(case / "deploy.yaml"))))) == []


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "version: 1",
        "{version: 1, models: []}",
        "{version: 2, models: [x]}",
        "{version: 1, models: [{as: x}]}",
        "{version: 1, models: [x], model: y}",
        "{version: 1, models: [x], organization: {monthly_active_user: 5}}",
        "{version: 1, models: [x], organization: {monthly_active_users: -1}}",
        "{version: 1, models: [x], organization: {monthly_active_users: many}}",
        "{version: 1, models: [x], organization: {monthly_active_users: {2024-13-01: 5}}}",
        "{version: 1, models: [x], organization: {type: firm}}",
        "{version: 1, models: [x], organization: {agreement: {is: in_force}}}",
        "{version: 1, models: [x], organization: {agreements: [{covers: [y]}]}}",
        "{version: 1, models: [x], organization: {readings: [{policy: y}]}}",
        "{version: 1, models: [x], deployment: {commercial: perhaps}}",
        "{version: 1, models: [x], deployment: {uses: [milatary]}}",
        "{version: 1, models: [x], deployment: {uses: [{military: {color: red}}]}}",
        "{version: 1, models: [x], waivers: [{clause: y}]}",
        "{version: 1, models: [{id: x, terms: {crane-1: {registred: true}}}]}",
        "{version: 1, models: [{id: x, terms: {crane-1: {registered: 3}}}]}",
        "{version: 1, models: [{id: x, evidence: {display: {place: moon}}}]}",
        "{version: 1, models: [{id: x, base: [{relation: merge}]}]}",
        "{version: 1, models: [{id: x, base: [{id: y, relation: cousin}]}]}",
        "{version: 1, models: [{id: x, work.family: y}]}",
    ],
)
def test_wrong_ones_are_not(text: str) -> None:
    assert not valid(text)


@pytest.mark.parametrize("case", REFUSED[1:])
def test_what_the_tool_refuses_is_not_valid(case: str) -> None:
    assert not valid(read(str(GOLDEN / case / "deploy.yaml")).text)


@pytest.mark.parametrize(
    "part",
    [
        "organization: {monthly_active_users: 1_200_000}",
        "organization: {monthly_active_users: '1_200_000'}",
        "organization: {annual_revenue_usd: {at_most: 900_000}}",
        "organization: {monthly_active_users: {2024-06: {group: {between: [650_000_000, 750_000_000]}, own: 3_000_000}}}",
        "organization: {annual_revenue_usd: {any_12_months: 5, 2025: {at_least: 1, at_most: 2}}}",
        "organization: {monthly_active_users: {value: 5, by: J. Doe, on: 2026-10-01, source: dashboard}}",
        "organization: {monthly_active_users: unknown, country: NO}",
        "deployment: {commercial: yes, regions: KR}",
        "deployment: {uses: [legal/advice, {health/advice: {audience: [consumers], human_review: none}}]}",
        "deployment: {uses: [{kind: ordinary/coding, reviewed: unknown}]}",
        "deployment: {defaults: {distribution: [], evidence: {notice: NOTICE}}}",
    ],
)
def test_spellings_that_the_tool_takes(part: str) -> None:
    assert valid(f"version: 1\nmodels: [crane/Crane-1-8B]\n{part}\n")


def _meant(part: dict[str, Any], whole: dict[str, Any]) -> Any:
    """A part of a schema, or what it refers to."""
    for key in part.get("$ref", "#").split("/")[1:]:
        whole = whole[key]
    return whole if "$ref" in part else part


def test_every_fact_that_can_be_declared_is_in_it() -> None:
    found = schema(True)
    homes = {
        "organization": found["properties"]["organization"]["properties"],
        "deployment": found["properties"]["deployment"]["properties"],
        "model": found["properties"]["models"]["items"]["anyOf"][1]["properties"],
    }
    homes["evidence"] = homes["model"]["evidence"]["properties"]
    homes["outputs"] = homes["model"]["outputs"]["properties"]
    for name, definition in VOCABULARY.facts.items():
        part, _, short = name.partition(".")
        if part in homes and not definition.asks and not definition.copies:
            assert homes[part][short] == {"$ref": f"#/definitions/{name}"}
            assert found["definitions"][name]["description"] == question(definition), name
        elif part in homes:
            assert short not in homes[part], name
    for name in homes["deployment"].keys() - {"name", "defaults"}:
        assert name in homes["model"], f"`{name}` can be given for one model"


def test_every_fact_of_a_policy_is_in_it() -> None:
    corpus = load_corpus()
    terms = schema(True)["properties"]["models"]["items"]["anyOf"][1]["properties"]["terms"]["properties"]
    asking = {name: policy for name in corpus.ids if (policy := corpus.policy(name)) and policy.facts}
    assert asking
    for name, policy in asking.items():
        assert {f"terms.{short}" for short in terms[name]["properties"]} == {fact.name for fact in policy.facts}, name


def test_the_command_prints_it(tmp_path: Path) -> None:
    done = run("schema", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    same = done.stdout.decode() == json.dumps(schema(True), indent=2, ensure_ascii=False) + "\n"
    assert same, "a diff of two long schemas would take minutes"


def test_the_command_knows_policies_of_ones_own(tmp_path: Path) -> None:
    own = {"policy": "acme-1", "name": "Acme", "licensor": "acme", "clauses": [], "facts": {
        "signed": {"type": "yes_no", "phrase": "it is signed", "question": "Is it signed?"},
    }}  # fmt: skip
    (tmp_path / "acme.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    done = run("schema", "--policies", ".", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    terms = json.loads(done.stdout)["properties"]["models"]["items"]["anyOf"][1]["properties"]["terms"]["properties"]
    assert list(terms["acme-1"]["properties"]) == ["signed"]
    (tmp_path / "acme.yaml").write_text("policy: acme-1\n", encoding="utf-8")
    broken = run("schema", "--policies", ".", folder=tmp_path)
    assert (broken.returncode, broken.stdout) == (2, b"")
    assert broken.stderr.startswith(b"error[missing-key]: the policy has no `licensor`\n")


def _properties(schema: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema, wherever it stands, by its path."""
    if isinstance(schema, dict):
        for name, value in schema.get("properties", {}).items():
            yield f"{at}.{name}", value
        for key, value in schema.items():
            yield from _properties(value, f"{at}.{key}")
    elif isinstance(schema, list):
        for each in schema:
            yield from _properties(each, at)


def test_an_editor_can_tell_every_key() -> None:
    """Each has words and an example that the schema takes, by itself or where it refers to."""
    found = schema(True)
    told = dict(_properties(found))
    assert len(told) > 500
    for path, each in told.items():
        meant = _meant(each, found)
        assert meant.get("description"), path
        for example in meant["examples"]:
            validator = jsonschema.Draft7Validator({**meant, "definitions": found["definitions"]})
            assert list(validator.iter_errors(example)) == [], (path, example)


def test_the_tool_takes_every_example() -> None:
    """One file with the example of each fact: what an editor offers is no fault."""
    found = schema(True)
    parts = {
        "organization": found["properties"]["organization"]["properties"],
        "deployment": found["properties"]["deployment"]["properties"],
        "model": found["properties"]["models"]["items"]["anyOf"][1]["properties"],
    }
    apart = ("name", "defaults", "path", "license_choice", "terms", "evidence", "outputs", "readings", "as", "base")
    organization, deployment, model = (
        {name: _meant(each, found)["examples"][0] for name, each in properties.items() if name not in apart}
        for properties in parts.values()
    )
    document = {"version": 1, "organization": organization, "deployment": deployment, "models": [model]}
    prepare(Text("deploy.yaml", json.dumps(document)), load_corpus(), day(AS_OF))

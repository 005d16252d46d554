"""The JSON report: as its schema says, every fact where the file has it, the same bytes from run to run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from command import judged, run
from deployments import CRANE, FEW, FULL, MANY, PLAIN, SEAL, USES, waiver
from given import AS_OF, ROOT
from small import audited, written

from licensecheck.report.json import SCHEMA_VERSION, render, render_all

SCHEMA = json.loads((Path(ROOT) / "docs" / "report.schema.json").read_text(encoding="utf-8"))
KEYS = [
    "schema_version",
    "tool",
    "file",
    "as_of",
    "strict",
    "what_if",
    "verdict",
    "exit_code",
    "questions",
    "presumed",
    "notes",
    "baseline",
    "waivers",
    "models",
]

JUDGED = ("availability", "agreement")
"""Facts that say in a word of their own what was declared in others."""

CASES = {
    "full": yaml.safe_dump(FULL, sort_keys=False),
    "open": written("crane/Crane-1-8B\nacme/x\nheron/heron-9b-it\nwren-2"),
    "many users": written(CRANE, MANY, PLAIN),
    "waived": written(f"{{id: {CRANE}, distribution: []}}", FEW, USES, waiver()),
    "lapsed": written(f"{{id: {CRANE}, distribution: []}}", FEW, USES, waiver(seal=SEAL[::-1])),
    "uses": written("{id: heron/heron-9b-it, edition: '2024'}", "", "{uses: [{military: {audience: [employees]}}, coding]}"),
    "figures": written(CRANE, "{monthly_active_users: {2024-06: {group: {between: [1, 8e8]}, own: {at_least: 0.5}}}}", PLAIN),
    "said by": written(CRANE, "{monthly_active_users: {value: 5, by: J. Doe, on: 2026-10-01, source: dashboard}}", PLAIN),
    "evidence": written(f"{{id: {CRANE}, distribution: [weights], evidence: {{display: [nowhere.md, {{url: 'x', place: ui}}]}}}}"),
    "terms replaced": written(CRANE, "{agreements: [{with: Crane, covers: [crane-1], replaces_terms: yes}]}"),
    "wide": written("{id: '아크메/모델', license: '허가'}", "{name: '회사'}"),
}  # fmt: skip


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("strict", [False, True], ids=["mild", "strict"])
@pytest.mark.parametrize("case", CASES)
def test_the_report_is_as_the_schema_says(case: str, strict: bool) -> None:
    report = json.loads(render(audited(CASES[case], strict=strict), "0.1.0"))
    assert [each.json_path for each in jsonschema.Draft202012Validator(SCHEMA).iter_errors(report)] == []
    assert list(report) == KEYS
    assert (report["schema_version"], report["strict"], report["as_of"]) == (SCHEMA_VERSION, strict, AS_OF)


@pytest.mark.parametrize("key", ["verdict", "models", "schema_version"])
def test_what_is_not_as_the_schema_says_is_refused(key: str) -> None:
    report = json.loads(render(audited(CASES["open"]), "0.1.0"))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert not validator.is_valid({**report, key: "perhaps"})
    assert not validator.is_valid({name: value for name, value in report.items() if name != key})
    report["models"][0]["findings"][0]["verdict"] = "perhaps"
    assert not validator.is_valid(report)


@pytest.mark.parametrize("case", CASES)
def test_every_place_holds_what_is_said_of_it(case: str) -> None:
    """No line of a report can point elsewhere: at the place of a model stands its id, at that of a fact its value."""
    text = CASES[case]
    report = json.loads(render(audited(text), "0.1.0"))
    lines = text.splitlines()
    for model in report["models"]:
        assert lines[model["line"] - 1][model["column"] - 1 :].lstrip("'\"").startswith(model["id"])
        for finding in model["findings"]:
            for fact in finding["facts"]:
                if fact["line"] is None:
                    assert fact["basis"] != "declared", fact
                elif fact["basis"] == "declared" and not isinstance(fact["value"], list) and fact["name"] not in JUDGED:
                    rest = "\n".join([lines[fact["line"] - 1][fact["column"] - 1 :], *lines[fact["line"] :]])
                    assert _spelled(fact["value"], rest), (fact, rest[:40])


def _spelled(value: Any, text: str) -> bool:
    words = {True: ("true", "yes"), False: ("false", "no"), None: ("unknown",)}.get(value, (str(value),))
    return any(text.lstrip("'\"").startswith(word) for word in words)


def test_a_fail_in_full() -> None:
    """One finding, every key."""
    text = "version: 1\norganization:\n  monthly_active_users: 900_000_000\nmodels:\n  - id: crane/Crane-1-8B\n"
    found = json.loads(render(audited(text), "0.1.0"))["models"][0]["findings"][0]
    leaf = {
        "fact": "organization.monthly_active_users",
        "operator": "greater_than",
        "constant": 700_000_000,
        "entity": "group",
        "period": "2024-06",
    }
    excused = {"truth": "false", "fact": "model.received_as", "operator": "is", "constant": "integrated_end_user_product"}
    needed = {"truth": "false", "fact": "agreement", "operator": "is", "constant": "in_force"}
    nowhere = {"file": None, "line": None, "column": None}
    seal = found.pop("seal")
    assert len(seal) == 12
    assert found == {
        "policy": "crane-1",
        "clause": "many-users",
        "section": "2",
        "title": "Over 700 million monthly active users when Crane came out",
        "kind": "right",
        "verdict": "fail",
        "presumed": ["organization.monthly_active_users"],
        "facts": [
            {
                "name": "organization.monthly_active_users",
                "value": [{"period": None, "entity": "group", "at_least": 900_000_000, "at_most": 900_000_000}],
                "basis": "presumed", "by": "", "file": "deploy.yaml", "line": 3, "column": 25,
            },
            {"name": "model.received_as", "value": "", "basis": "unclaimed", "by": "", **nowhere},
            {"name": "agreement", "value": "none", "basis": "unclaimed", "by": "", **nowhere},
        ],
        "asks": [],
        "basis": "text",
        "readings": [],
        "element": None,
        "work": "crane/Crane-1-8B",
        "path": [],
        "governs_by": "the id itself",
        "text": {"url": "https://crane.example/license", "sha256": "c1", "read": "2026-10-01"},
        "edition_open": False,
        "standing": False,
        "moot": False,
        "waived": None,
        "baseline": None,
        "says": "Above that count nobody may use the model before Crane agrees.",
        "remedy": ["Ask Crane for a license."],
        "trace": {
            "binds": "true", "met": "false", "applies_when": {"truth": "true", **leaf}, "unless": [excused], "requires": needed,
        },
    }  # fmt: skip


def test_a_waiver_stands_with_its_finding() -> None:
    found = json.loads(render(audited(CASES["waived"]), "0.1.0"))
    assert (found["verdict"], found["exit_code"]) == ("pass", 0)
    waived = [each for each in found["models"][0]["findings"] if each["waived"]]
    assert [(each["clause"], each["verdict"], each["seal"]) for each in waived] == [("use-6", "fail", SEAL)]
    record = {"reason": "A drill.", "approver": "J. Doe", "reference": "", "on": "2026-11-01", "expires": "2026-12-31"}
    place = {"file": "deploy.yaml", "line": 4, "column": 11}
    assert waived[0]["waived"] == record | place
    named = {"clause": "crane-1/use-6", "model": CRANE, "state": "in force", "seal": SEAL}
    assert found["waivers"] == [named | record | place]


def test_several_are_a_list() -> None:
    report = audited(CASES["open"])
    one = json.loads(render(report, "0.1.0", 3))
    assert json.loads(render_all([(report, 3)], "0.1.0")) == one
    assert json.loads(render_all([(report, 3)], "0.1.0", several=True)) == [one]
    assert json.loads(render_all([(report, 3), (report, 3)], "0.1.0")) == [one, one]


def test_the_exit_code_is_that_of_the_process(tmp_path: Path) -> None:
    (tmp_path / "open.yaml").write_text("version: 1\nmodels: [acme/x]\n", encoding="utf-8")
    for options, code in (((), 3), (("--fail-on", "fail"), 0)):
        done = judged("open.yaml", "--format", "json", *options, folder=tmp_path)
        report = json.loads(done.stdout)
        assert (report["verdict"], report["exit_code"], done.returncode) == ("unknown", code, code)
        jsonschema.Draft202012Validator(SCHEMA).validate(report)


def test_the_same_bytes_from_run_to_run(tmp_path: Path) -> None:
    """Whatever the order of sets and dicts is today."""
    models = [
        "meta-llama/Llama-3.2-11B-Vision-Instruct",
        "google/gemma-2-9b-it",
        "gemini-1.5-pro",
        "gpt-4o",
        "acme/x",
        "lmsys/vicuna-13b-v1.5",
    ]
    text = "version: 1\norganization: {agreements: [{with: Meta, covers: [llama-3.2-community], lifts: [terminated, notice-file, built-with-display]}]}\nmodels:\n"
    (tmp_path / "deploy.yaml").write_text(text + "".join(f"  - {model}\n" for model in models), encoding="utf-8")
    for options in (["--format", "json"], ["-v"], ["--strict"]):
        said = {
            run("audit", "--as-of", AS_OF, *options, folder=tmp_path, env={"PYTHONHASHSEED": seed}).stdout
            for seed in ("0", "1", "4242")
        }
        assert len(said) == 1
        assert len(said.pop()) > 500

"""SARIF: valid by the schema of the standard, and what GitHub, the standard and the file itself ask beyond it."""

from __future__ import annotations

import functools
import gzip
import json
import os
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from given import ROOT
from told import EVIL_FILE, hostile, rendered, reports, results

from licensecheck.engine.findings import Report
from licensecheck.report import sarif
from licensecheck.report.story import Base

CASES = [
    pytest.param(of, verbose, id=f"{name}{'-verbose' * verbose}")
    for name, of in (("plain", reports()), ("hostile", hostile()))
    for verbose in (False, True)
]


@functools.cache
def schema() -> Any:
    with open(os.path.join(ROOT, "tests", "data", "sarif-schema-2.1.0.json"), encoding="utf-8") as file:
        return jsonschema.Draft4Validator(json.load(file))


def faults(log: Any) -> list[str]:
    return [error.message for error in schema().iter_errors(log)]


def run_of(of: tuple[Report, ...], verbose: bool = False) -> Any:
    return json.loads(rendered("sarif", of, verbose))["runs"][0]


@pytest.mark.parametrize(("of", "verbose"), CASES)
def test_the_schema_of_the_standard(of: tuple[Report, ...], verbose: bool) -> None:
    log = json.loads(rendered("sarif", of, verbose))
    assert faults(log) == []
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert faults(log) == ["0 is less than the minimum of 1"]


@pytest.mark.parametrize(("of", "verbose"), CASES)
def test_snippets_stand_on_their_lines(of: tuple[Report, ...], verbose: bool) -> None:
    lines = {report.file: report.lines[report.file] for report in of}
    seen = 0
    for result in run_of(of, verbose)["results"]:
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            place = location["physicalLocation"]
            region = place["region"]
            assert region["startLine"] == region["endLine"] >= 1
            assert 1 <= region["startColumn"] <= region["endColumn"]
            line = lines[unquote(place["artifactLocation"]["uri"])][region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"] != ""
            seen += 1
    assert seen


@pytest.mark.parametrize(("of", "verbose"), CASES)
def test_what_github_wants(of: tuple[Report, ...], verbose: bool) -> None:
    run = run_of(of, verbose)
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        texts = (rule["shortDescription"]["text"], rule["fullDescription"]["text"])
        assert all(0 < len(text) <= 1024 for text in texts)
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert "security-severity" not in rule["properties"]
        assert len(rule["properties"]["tags"]) <= 20
        assert rule["helpUri"].startswith("https://")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["locations"]
        assert len(result.get("relatedLocations", ())) < 20
        # their own key is theirs to compute
        assert list(result["partialFingerprints"]) == ["licensecheck/v1"]
    prints = [result["partialFingerprints"]["licensecheck/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    assert run["columnKind"] == "unicodeCodePoints"
    # a category of our own would stand in the way of the one that a workflow gives
    assert "automationDetails" not in run


@pytest.mark.parametrize(("of", "verbose"), CASES)
def test_kind_and_level_as_the_standard_pairs_them(of: tuple[Report, ...], verbose: bool) -> None:
    run = run_of(of, verbose)
    assert {rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]} == {"warning"}
    kinds = {"fail": "fail", "due": "fail", "waived": "fail", "unknown": "open", "pass": "pass", "standing": "informational"}
    levels = {"fail": "error", "due": "note", "waived": "note", "unknown": None}
    for result in run["results"]:
        state = result["properties"]["state"]
        assert result["kind"] == kinds.get(state, "notApplicable")
        # section 3.27.10; an unknown has none, and takes the warning of its rule where `kind` is not read
        assert result.get("level") == levels.get(state, "none")
        assert verbose or state in levels


def test_a_waiver_is_a_suppression() -> None:
    suppressed = [result for result in run_of(reports())["results"] if "suppressions" in result]
    assert [result["ruleId"] for result in suppressed] == ["crane-1/other-models"]
    justification = "Sunset (Kim, 2026-11-01 to 2026-12-31)"
    assert suppressed[0]["suppressions"] == [{"kind": "external", "status": "accepted", "justification": justification}]


def test_the_place_is_the_fact_unless_findings_crowd_there() -> None:
    found = {(result["ruleId"], result["properties"]["model"]): result for result in run_of(reports())["results"]}

    def snippets(name: str, model: str) -> list[str]:
        result = found[name, model]
        places = (*result["locations"], *result.get("relatedLocations", ()))
        return [place["physicalLocation"]["region"]["snippet"]["text"] for place in places]

    assert snippets("heron-2024/military", "soldier") == ["military", "heron/heron-9b-it"]
    # one count fails two models: two alerts on one line would be one alert
    assert snippets("crane-1/many-users", "many") == ["crane/Crane-1-8B", "{2024-06: 800_000_000}"]
    assert snippets("crane-1/many-users", "two") == ["crane/Crane-1-70B", "{2024-06: 800_000_000}"]
    first = [(result["ruleId"], result["locations"][0]["physicalLocation"]["region"]["startLine"]) for result in found.values()]
    assert len(set(first)) == len(first)


def test_columns_count_code_points() -> None:
    (result,) = [each for each in run_of(reports(), True)["results"] if each["ruleId"] == "finch/license-copy"]
    places = [each["physicalLocation"]["region"] for each in (*result["locations"], *result["relatedLocations"])]
    assert [(place["startLine"], place["startColumn"]) for place in places] == [(19, 7), (16, 9)]


def test_paths_are_encoded_and_relative() -> None:
    run = run_of(hostile())
    location = run["artifacts"][0]["location"]
    assert location == {"uri": "a%20b/%3A%3Anotice%2Cx%3Ay%25%7C%3Cb%3E%60.yaml", "uriBaseId": "SRCROOT", "index": 0}
    assert unquote(location["uri"]) == EVIL_FILE
    assert "uri" not in run["originalUriBaseIds"]["SRCROOT"]  # no path of the machine
    outside = json.loads(sarif.render(reports(), base=Base("/else", "/repository")))["runs"][0]["artifacts"][0]["location"]
    assert outside == {"uri": "file:///else/deploy.yaml", "index": 0}


def test_messages_have_no_links_and_no_placeholders() -> None:
    for result in run_of(hostile())["results"]:
        text = result["message"]["text"]
        assert "](" not in text
        assert "{" not in text.replace("{{", "")
        assert "}" not in text.replace("}}", "")


def test_notes_are_notifications() -> None:
    (note,) = run_of(reports())["invocations"][0]["toolExecutionNotifications"]
    assert note["descriptor"] == {"id": "lapsed-waiver"}
    what_if = tuple(report._replace(what_if=True) for report in reports()[:1])
    assert run_of(what_if)["invocations"][0]["toolExecutionNotifications"][0]["level"] == "warning"


def test_a_rule_says_nothing_of_one_model() -> None:
    (rule,) = [rule for rule in run_of(reports())["tool"]["driver"]["rules"] if rule["id"] == "catalog/unlisted-model"]
    assert rule["shortDescription"]["text"] == "Unlisted model"
    assert "nobody/knows-this" not in json.dumps(rule)


def many(count: int) -> tuple[Report, ...]:
    report = reports()[0]
    models = tuple(report.models[3]._replace(name=f"m{number}") for number in range(count - 1))
    return (report._replace(models=(*models, report.models[0])),)


def test_the_worst_5000_are_kept() -> None:
    document = rendered("sarif", many(5_100))
    found = results(document)
    assert len(found) == 5_000
    assert found[0]["level"] == "error"  # though it is the last of the file
    notes = json.loads(document)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["message"]["text"] == "100 findings are left out; the worst 5,000 are here"
    assert len(gzip.compress(document.encode())) < 10_000_000


def test_the_size_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_BYTES", 12_000)
    document = rendered("sarif", many(1_000))
    assert len(gzip.compress(document.encode(), 6, mtime=0)) <= 12_000
    assert 0 < len(results(document)) < 1_000


def test_long_texts_are_cut() -> None:
    report = reports()[0]
    model = report.models[3]
    long = "{" * 100_000
    finding = model.findings[0]
    findings = tuple(each._replace(clause=each.clause._replace(title=long, says=long, remedy=(long,))) for each in model.findings)
    assert finding
    document = rendered("sarif", (report._replace(models=(model._replace(name=long, findings=findings),)),))
    assert faults(json.loads(document)) == []
    assert len(document) < 100_000

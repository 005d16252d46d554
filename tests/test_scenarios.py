"""Whole deployments against the shipped corpus: what the law says of them, and what the audit answers.

Every file of tests/scenarios is a list of scenarios:

    - id: apache-01
      why: what the law says about it, in short
      as_of: 2026-11-22            # the day judged; this one when left out
      expected: pass               # or a list of verdicts that are all right
      clause: apache-2.0/license-copy   # optional: a clause that has the expected verdict too
      deploy: {version: 1, ...}    # a whole deploy.yaml
      files: {NOTICE: "..."}       # optional: files that the deploy.yaml points at
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

import pytest
import yaml
from given import AS_OF, ROOT

from licensecheck.api import audit_text
from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import Verdict
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import Text

FOLDER = os.path.join(ROOT, "tests", "scenarios")
NEEDED = {"id", "why", "expected", "deploy"}
KEYS = NEEDED | {"as_of", "clause", "files"}
VERDICTS = {verdict.name.lower() for verdict in Verdict}


class Scenario(NamedTuple):
    """One deployment and what is right about it."""

    id: str
    as_of: str
    expected: tuple[str, ...]
    clause: str
    deploy: str
    files: dict[str, str]


def scenarios(file: str) -> list[Scenario]:
    """The scenarios of one file; a deploy.yaml stays as it is written (`NO` is Norway)."""
    with open(os.path.join(FOLDER, file), encoding="utf-8") as stream:
        root = yaml.compose(stream, Loader=yaml.CSafeLoader)
    if root is None:
        return []
    found = []
    for node in root.value:
        parts = {key.value: value for key, value in node.value}
        wrong = set(parts) - KEYS | NEEDED - set(parts)
        assert not wrong, f"{file}:{node.start_mark.line + 1}: {', '.join(sorted(wrong))}"
        said: dict[str, Any] = {key: _plain(parts[key]) for key in parts if key not in ("deploy", "files")}
        expected = said["expected"] if isinstance(said["expected"], list) else [said["expected"]]
        assert set(expected) <= VERDICTS, f"{file}: {said['id']}: {expected}"
        files = {key.value: value.value for key, value in parts["files"].value} if "files" in parts else {}
        deploy = yaml.serialize(parts["deploy"], Dumper=yaml.CSafeDumper, width=1_000)
        found.append(Scenario(said["id"], said.get("as_of", AS_OF), tuple(expected), said.get("clause", ""), deploy, files))
    return found


def _plain(node: yaml.Node) -> Any:
    return [_plain(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else node.value


def cases() -> list[Any]:
    """Every scenario of every file, named by file and id; an id stands once in its file."""
    found = []
    for file in sorted(os.listdir(FOLDER)):
        if file.endswith(".yaml"):
            every = scenarios(file)
            assert len({each.id for each in every}) == len(every), f"{file}: an id stands twice"
            found += [pytest.param(each, id=f"{file[:-5]}/{each.id}") for each in every]
    return found


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus()


def shown(report: Report, scenario: Scenario) -> str:
    """What was expected, what came out, and every finding that is no pass."""
    lines = [f"expected {' or '.join(scenario.expected)}, got {report.verdict.name.lower()}"]
    for model in report.models:
        for finding in model.findings:
            if finding.red or f"{finding.policy}/{finding.clause.id}" == scenario.clause:
                asks = ", ".join(ask.fact for ask in finding.asks)
                lines.append(
                    f"  {finding.verdict.name.lower():8}{model.id}: {finding.policy}/{finding.clause.id}"
                    + (f"  asks {asks}" if asks else "")
                )
    return "\n".join([*lines, scenario.deploy])


@pytest.mark.parametrize("scenario", cases())
def test_scenario(scenario: Scenario, corpus: Corpus, tmp_path: Any) -> None:
    name = "deploy.yaml"
    if scenario.files:
        for path, text in scenario.files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        name = str(tmp_path / name)
    try:
        report = audit_text(Text(name, scenario.deploy), corpus, scenario.as_of)
    except InputError as error:
        refused = "\n".join(f"  {each.message} {each.help}" for each in error.diagnostics)
        pytest.fail(f"the file was refused\n{refused}\n{scenario.deploy}", pytrace=False)
    if report.verdict.name.lower() not in scenario.expected:
        pytest.fail(shown(report, scenario), pytrace=False)
    if scenario.clause:
        named = [
            finding.verdict.name.lower()
            for model in report.models
            for finding in model.findings
            if f"{finding.policy}/{finding.clause.id}" == scenario.clause
        ]
        if not set(named) & set(scenario.expected):
            pytest.fail(
                f"{scenario.clause} is {', '.join(named) or 'not among the findings'}\n{shown(report, scenario)}", pytrace=False
            )

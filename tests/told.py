"""One deploy.yaml with a finding of every kind, the same with hostile names, and what each format tells of it."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple
from xml.etree import ElementTree

from given import AS_OF, VOCABULARY
from small import audited, small

from licensecheck.api import audit_text
from licensecheck.engine.findings import Finding, Report
from licensecheck.engine.waive import seal
from licensecheck.report.formats import FORMATS, Asked
from licensecheck.report.paint import plain, shown
from licensecheck.source.text import Text

WAIVED = ("crane-1/other-models", "trainer")
DEPLOY = """\
version: 1
organization:
  monthly_active_users: {2024-06: 800_000_000}
  agreements: []
deployment:
  commercial: true
  purpose: [business/product]
  data: [business]
  uses: []
models:
  - {as: "many", id: crane/Crane-1-8B, distribution: [], terms: {crane-1: {registered: yes}}}
  - id: crane/Crane-1-70B
    as: two
    distribution: [hosted_service/api]
    terms: {crane-1: {registered: yes}}
  - id: finch/Finch-7B-Instruct-v0.3
    as: "\U0001f426 finch"
    distribution:
      - weights
  - {as: hosted, id: heron/heron-9b-it, distribution: [hosted_service/api], uses: []}
  - {as: nobody, id: nobody/knows-this}
"""
TRAINER = """\
version: 1
organization:
  monthly_active_users: {2024-06: 5}
deployment:
  commercial: true
  purpose: [business/product]
  data: [business]
  uses: []
models:
  - id: heron/heron-9b-it
    as: soldier
    edition: "2024"
    distribution: []
    uses: [military]
  - id: crane/Crane-1-8B
    as: trainer
    distribution: [hosted_service/application]
    terms: {crane-1: {registered: yes}}
    outputs: {trains: [{kind: llm, name: Finch-2, same_family: false}]}
"""

EVIL = (
    "a`b|c\\|d", "::error file=x::gone", "<script>alert(1)</script>", "x]]>y", "=cmd|' /C calc'!A0", "[a](https://evil.example)",
    "@everyone #1 www.evil.example", "nul\x00esc\x1b[31m\u202eback", "100%0A::warning::x, y: z",
    "</code></details>{0} ##[add-mask]x",
)  # fmt: skip
"""Names that mean something in some format."""
EVIL_FILE = "a b/::notice,x:y%|<b>`.yaml"


class Line(NamedTuple):
    """A finding as every format tells it."""

    clause: str
    model: str
    state: str


def _audited(text: str, file: str) -> Report:
    return audit_text(Text(file, text), small(), AS_OF)


@functools.cache
def reports() -> tuple[Report, ...]:
    """The report on both files; the outputs of the second are waived."""
    signed = seal(next(each for each in audited(TRAINER).models[1].findings if each.clause.id == "other-models"))
    dates = "on: 2026-11-01, expires: 2026-12-31"
    waiver = f"{{clause: {WAIVED[0]}, model: {WAIVED[1]}, reason: Sunset, approver: Kim, {dates}, seal: '{signed}'}}"
    waivers = f"waivers:\n  - {waiver}\n  - {waiver.replace('other-models', 'display')}\n"
    return audited(DEPLOY), _audited(waivers + TRAINER, "trainer/deploy.yaml")


@functools.cache
def hostile() -> tuple[Report, ...]:
    """Every name, text and question of the first report turned against its readers; one model for each trick."""
    first = _audited(DEPLOY, EVIL_FILE)
    model = first.models[3]
    models = tuple(
        model._replace(name=name, id=name, findings=tuple(_turned(each, name) for each in model.findings)) for name in EVIL
    )
    asked = tuple(question._replace(question=" ".join(EVIL)) for question in first.questions)
    return (first._replace(models=(*models, first.models[0]), questions=asked),)


def _turned(finding: Finding, text: str) -> Finding:
    return finding._replace(clause=finding.clause._replace(title=text, says=text, remedy=(text, text)), work=text)


def rendered(form: str, of: tuple[Report, ...], verbose: bool = False) -> str:
    """The document of a format, as the command makes it."""
    codes = tuple(1 for _ in of)
    return FORMATS[form](Asked(of, codes, "0.1.0", VOCABULARY, plain, verbose=verbose, several=True))


def truth(of: tuple[Report, ...]) -> set[Line]:
    """What is to be told: what fails, is unknown, due or waived."""
    return {
        Line(f"{finding.policy}/{finding.clause.id}", shown(model.name), "waived" if finding.waived else finding.verdict.word)
        for report in of
        for model in report.models
        for finding in model.findings
        if finding.waived or (finding.red and not finding.moot)
    }


def results(document: str) -> list[dict[str, Any]]:
    """The results of a SARIF document."""
    found: list[dict[str, Any]] = json.loads(document)["runs"][0]["results"]
    return found


def commands(document: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """What a runner reads: command, properties, message."""
    for line in document.splitlines():
        if line.startswith("::"):
            head, _, message = line[2:].partition("::")
            kind, _, said = head.partition(" ")
            pairs = (each.split("=", 1) for each in said.split(","))
            yield (
                kind,
                {key: _unescaped(value.replace("%3A", ":").replace("%2C", ",")) for key, value in pairs},
                _unescaped(message),
            )


def _unescaped(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def retold(form: str, document: str, of: tuple[Report, ...]) -> set[Line]:
    """The findings, read back from a document."""
    names = sorted({shown(model.name) for report in of for model in report.models}, key=len)
    match form:
        case "json":
            return _from_json(document)
        case "sarif":
            return {Line(each["ruleId"], each["properties"]["model"], each["properties"]["state"]) for each in results(document)}
        case "github":
            titles = [properties["title"] for _, properties, _ in commands(document)]
            parts = [re.fullmatch(r"(\w+) (\S+) \((.*)\)", title) for title in titles]
            return {Line(each[2], each[3], each[1]) for each in parts if each}
        case "gitlab":
            return {
                Line(
                    each["check_name"],
                    [n for n in names if f"; Model {n}, " in each["description"]][-1],
                    each["description"].split(":")[0],
                )
                for each in json.loads(document)
                if "/" in each["check_name"]  # the others are notes
            }
        case "junit":
            return _from_junit(document)
        case "markdown":
            heads = re.findall(r"<summary><b>(.*)</b> <code>(.*?)</code> for <code>(.*)</code></summary>", document)
            return {Line(unescape(clause), unescape(model), state) for state, clause, model in heads}
        case "csv":
            rows = list(csv.DictReader(io.StringIO(document.removeprefix("\ufeff"), newline="")))
            states = ("fail", "unknown", "due", "waived")
            return {
                Line(f"{row['policy']}/{row['clause']}", row["model"].removeprefix("'"), row["state"])
                for row in rows
                if row["state"] in states
            }
    raise AssertionError(form)


def _from_json(document: str) -> set[Line]:
    return {
        Line(f"{each['policy']}/{each['clause']}", shown(model["name"]), "waived" if each["waived"] else each["verdict"])
        for report in json.loads(document)
        for model in report["models"]
        for each in model["findings"]
        if each["verdict"] in ("fail", "unknown", "due") and not each["moot"] and not each["standing"]
    }


def _from_junit(document: str) -> set[Line]:
    found = set()
    for case in ElementTree.fromstring(document).iter("testcase"):
        for child in case:
            state = child.get("type") or child.get("message", "").split(":")[0]
            clause, _, model = case.get("name", "").partition(": ")
            if state != "moot":
                found.add(Line(clause, model, state))
    return found

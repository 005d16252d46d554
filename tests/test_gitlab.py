"""GitLab code quality: the keys that it reads (docs.gitlab.com, "Code Quality report format")."""

from __future__ import annotations

import json

import jsonschema
import pytest
from told import hostile, rendered, reports

from licensecheck.engine.findings import Report

SEVERITIES = ("info", "minor", "major", "critical", "blocker")
ENTRY = {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "additionalProperties": False,
    "properties": {
        "description": {"type": "string", "minLength": 1, "maxLength": 1_000},
        "check_name": {"type": "string", "pattern": "^[^/]+/[^/]+$|^[a-z-]+$"},
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "severity": {"enum": list(SEVERITIES)},
        "location": {
            "type": "object",
            "required": ["path", "lines"],
            "additionalProperties": False,
            "properties": {
                "path": {"type": "string", "pattern": r"^(?!/|\./|\.\./)."},
                "lines": {
                    "type": "object",
                    "required": ["begin"],
                    "additionalProperties": False,
                    "properties": {"begin": {"type": "integer", "minimum": 1}},
                },
            },
        },
    },
}
"""One entry. GitLab holds each against its `codeclimate.json`, which asks for `description`, `fingerprint`, `severity` and `location`
of these types, and reads no further after the first that differs (its parser `code_climate.rb`). This asks for all that, for what its
documentation names besides ("Code Quality report format": a severity of the list, a path relative to the repository, a line), and for
nothing else, so that a key that GitLab would pass over is noticed."""


@pytest.mark.parametrize("of", [reports(), hostile()], ids=["reports", "hostile"])
def test_every_entry_is_as_gitlab_wants_it(of: tuple[Report, ...]) -> None:
    document = rendered("gitlab", of)
    assert document.isascii()  # no byte order mark either, which is no JSON
    entries = json.loads(document)
    validator = jsonschema.Draft202012Validator({"type": "array", "items": ENTRY})
    assert [f"{each.json_path}: {each.message}" for each in validator.iter_errors(entries)] == []


def test_no_two_entries_have_one_fingerprint() -> None:
    """GitLab would merge them."""
    for of in (reports(), hostile()):
        entries = json.loads(rendered("gitlab", of))
        assert len({entry["fingerprint"] for entry in entries}) == len(entries)


@pytest.mark.parametrize("key", ["description", "fingerprint", "severity", "location"])
def test_what_gitlab_would_not_read_is_noticed(key: str) -> None:
    entry = json.loads(rendered("gitlab", reports()))[0]
    validator = jsonschema.Draft202012Validator(ENTRY)
    assert validator.is_valid(entry)
    assert not validator.is_valid({name: value for name, value in entry.items() if name != key})
    assert not validator.is_valid(entry | {key: 1})


def test_the_worst_comes_first() -> None:
    severities = [entry["severity"] for entry in json.loads(rendered("gitlab", reports()))]
    assert (
        severities == ["critical"] * 3 + ["major"] * 2 + ["minor"] * 2 + ["info"] * 2
    )  # what is waived, and the waiver that lapsed


def test_nothing_to_tell_is_an_empty_list() -> None:
    report = reports()[0]
    assert json.loads(rendered("gitlab", (report._replace(models=()),))) == []

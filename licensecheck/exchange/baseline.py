"""An earlier report as JSON, read as a baseline. Of a report of many megabytes only what tells findings apart is kept."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from typing import Any

from licensecheck.engine.baseline import Baseline, Key, Known
from licensecheck.engine.judge import Verdict
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.text import Text

LARGEST = 100_000_000
"""Bytes of the largest report that is read; ten thousand findings take about twenty million."""
SCHEMA_VERSION = 1
COUNTED = {verdict.word: verdict for verdict in (Verdict.DUE, Verdict.UNKNOWN, Verdict.FAIL)}
VERDICTS = {verdict.word for verdict in Verdict}


class _Broken(Exception):
    """Says in which part a report is not as its schema has it."""


def read_baseline(text: Text) -> dict[str, Baseline]:
    """The baselines of a report or a list of reports, by the files that were judged.

    Raises InputError for a text that is no report, one of another version of the schema, and one that tried other facts.
    """
    try:
        found = json.loads(text.text)
    except ValueError as error:
        raise _refused("not-json", f"the baseline `{text.name}` is not JSON: {error}") from None
    except RecursionError:
        raise _refused("not-json", f"the baseline `{text.name}` is nested too deep") from None
    try:
        return {_file(report): _baseline(text.name, report) for report in (found if isinstance(found, list) else [found])}
    except _Broken as error:
        raise _refused("not-a-report", f"the baseline `{text.name}` is no report of licensecheck: {error}") from None


def baseline_of(found: dict[str, Baseline], file: str, name: str) -> Baseline:
    """The baseline of one deployment; an empty one where there is none."""
    return found.get(posixpath.normpath(file), Baseline(name, "", {}))


def _refused(code: str, message: str) -> InputError:
    help = "write it with `licensecheck audit --format json --output FILE`"
    return InputError((Diagnostic(code, message, help=help),))


def _file(report: Any) -> str:
    return posixpath.normpath(str(_part(report, "file", str)))


def _baseline(name: str, report: Any) -> Baseline:
    version = _part(report, "schema_version", int)
    if version != SCHEMA_VERSION:
        raise _refused("other-schema", f"the baseline `{name}` is of version {version} of the schema, and not {SCHEMA_VERSION}")
    if _part(report, "what_if", bool):
        raise _refused("what-if-baseline", f"the baseline `{name}` speaks of other facts or another day than those of its time")
    models = [_mapping(model) for model in _part(report, "models", list)]
    return Baseline(name, _part(report, "as_of", str), {key: known for model in models for key, known in _findings(model)})


def _findings(model: dict[str, Any]) -> Iterator[tuple[Key, Known]]:
    """The open findings of a model. Numbers are given to all, so that they are those of the report."""
    name = _part(model, "name", str)
    counts: dict[tuple[str, str, str], int] = {}
    for finding in _part(model, "findings", list):
        policy, clause, work, section, title, word = (
            _part(finding, key, str) for key in ("policy", "clause", "work", "section", "title", "verdict")
        )
        if word not in VERDICTS:
            raise _Broken("a verdict is none")
        same = (f"{policy}/{clause}", work, "" if section else title)
        counts[same] = counts.get(same, 0) + 1
        waived = _mapping(finding).get("waived") is not None
        if word in COUNTED and not (waived or _part(finding, "standing", bool)):
            seal = finding.get("seal")
            yield (
                (name, *same, counts[same]),
                Known(COUNTED[word], seal if isinstance(seal, str) else "", _part(finding, "moot", bool)),
            )


def _part(of: Any, key: str, kind: type) -> Any:
    value = _mapping(of).get(key)
    if type(value) is not kind:
        raise _Broken(f"`{key}` is missing, or not what it should be")
    return value


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Broken("a part of it is no object")
    return value

"""Settings from `[tool.model-licensecheck]` of pyproject.toml. None of them weakens a verdict."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from licensecheck.facts.deployment import PackName
from licensecheck.report.formats import FORMATS
from licensecheck.source.diagnostic import Diagnostic, InputError, Span
from licensecheck.source.near import did_you_mean
from licensecheck.source.record import NamedTuple
from licensecheck.source.text import Text, read

NAME = "model-licensecheck"
TABLE = f"tool.{NAME}"
CHOICES = {"fail-on": ("fail", "unknown", "due"), "format": tuple(FORMATS), "color": ("auto", "always", "never")}
KEYS = ("files", "strict", "policies", "packs", "required-version", *CHOICES)
LISTS = {"files": "paths", "packs": "names of packs, or paths"}


class Settings(NamedTuple):
    """What the command line leaves open. Paths are relative to the file that names them; `packs` are names or paths."""

    files: tuple[str, ...] = ()
    strict: bool = False
    policies: str = ""
    fail_on: str = "due"
    format: str = "text"
    color: str = "auto"
    packs: tuple[str, ...] = ()


def load_settings(folder: str = ".") -> Settings:
    """The settings of the nearest pyproject.toml at or above a folder that has the table, up to the repository's root.

    Raises InputError for a broken file, an unknown key, a wrong value, or a version that is not the required one.
    """
    for path in _candidates(os.path.abspath(folder)):
        text = read(path, os.path.relpath(path))
        if NAME in text.text:
            table = _table(text)
            if table is not None:
                return _settings(table, text, os.path.dirname(path))
    return Settings()


def _candidates(folder: str) -> Iterator[str]:
    """The pyproject.toml at or above a folder, the nearest first, up to the repository's root."""
    while True:
        path = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(path):
            yield path
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return
        folder = above


def _table(text: Text) -> dict[str, Any] | None:
    """The tool's table, or None where the file has none."""
    import tomllib

    try:
        tool = tomllib.loads(text.text).get("tool", {})
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError((Diagnostic("not-toml", f"`{text.name}` is not TOML: {error}"),)) from None
    table = tool.get(NAME) if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise InputError((Diagnostic("wrong-type", f"`{TABLE}` of `{text.name}` is a table"),))
    return table


def _settings(table: dict[str, Any], text: Text, folder: str) -> Settings:
    found = [fault for key, value in table.items() for fault in _faults(key, value, text.name, text.lines)]
    policies = table.get("policies", "")
    if not found and policies and not os.path.isdir(os.path.join(folder, policies)):
        found += [Diagnostic("missing-file", f"there is no folder `{policies}`", _line_of("policies", text.name, text.lines))]
    if found:
        raise InputError(tuple(found), {text.name: text.lines})
    return Settings(
        tuple(os.path.relpath(os.path.join(folder, each)) for each in table.get("files", ())),
        table.get("strict", False),
        os.path.join(folder, policies) if policies else "",
        table.get("fail-on", "due"),
        table.get("format", "text"),
        table.get("color", "auto"),
        tuple(each if PackName(each).named else os.path.relpath(os.path.join(folder, each)) for each in table.get("packs", ())),
    )


def _faults(key: str, value: object, name: str, lines: tuple[str, ...]) -> list[Diagnostic]:
    span = _line_of(key, name, lines)
    if key not in KEYS:
        return [Diagnostic("unknown-key", f"`{TABLE}` has no key `{key}`", span, help=did_you_mean(key, KEYS))]
    if key in CHOICES and value not in CHOICES[key]:
        return [Diagnostic("unknown-value", f"`{value}` is no `{key}`", span, help="one of " + ", ".join(CHOICES[key]))]
    if key == "strict" and not isinstance(value, bool):
        return [Diagnostic("wrong-type", "`strict` is true or false", span)]
    if key == "policies" and not isinstance(value, str):
        return [Diagnostic("wrong-type", "`policies` is a folder", span)]
    if key in LISTS and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
        return [Diagnostic("wrong-type", f"`{key}` is a list of {LISTS[key]}", span)]
    if key == "required-version":
        return _version_faults(str(value), span)
    return []


def _line_of(key: str, name: str, lines: tuple[str, ...]) -> Span:
    """The line below the table's head that writes a key; else the first one."""
    head = next((number for number, text in enumerate(lines) if NAME in text), 0)
    below = enumerate(lines[head:], head + 1)
    line = next((number for number, text in below if text.lstrip().startswith((key, f'"{key}"'))), 1)
    return Span(name, line, 1, line, len(lines[line - 1]) + 1)


def _version_faults(wanted: str, span: Span | None) -> list[Diagnostic]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    from licensecheck import __version__

    try:
        fits = SpecifierSet(wanted).contains(__version__, prereleases=True)
    except InvalidSpecifier:
        return [Diagnostic("wrong-type", f"`{wanted}` is no version specifier", span, help="write one such as `>=0.1,<1`")]
    if fits:
        return []
    return [Diagnostic("wrong-version", f"this is version {__version__}, and `{wanted}` is required", span)]

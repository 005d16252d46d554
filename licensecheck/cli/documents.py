"""Which documents a command is asked for, and their way to standard output and to files."""

from __future__ import annotations

import os
import re

from licensecheck.cli.output import append, show, write
from licensecheck.report.formats import FORMATS, Asked
from licensecheck.report.paint import plain
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.record import NamedTuple


class Target(NamedTuple):
    """One document and where it goes; "" is standard output."""

    form: str
    path: str = ""


def targets(form: str, outputs: tuple[str, ...]) -> tuple[Target, ...]:
    """What is written where. Standard output gets the document of `--format`, unless that goes to a file.

    Raises InputError for a form that does not exist and for a file that is named twice.
    """
    found = tuple(_target(form, output) for output in outputs)
    paths = [os.path.realpath(target.path) for target in found]
    twice = next((target.path for index, target in enumerate(found) if paths[index] in paths[:index]), "")
    if twice:
        raise InputError((Diagnostic("output-twice", f"`{twice}` is named for two documents"),))
    elsewhere = any("=" not in output or _named(output) is None for output in outputs)
    return found if elsewhere else (*found, Target(form))


def _named(output: str) -> re.Match[str] | None:
    """`form=file`; a path that begins with a folder has no form."""
    return re.match(r"([A-Za-z][A-Za-z0-9-]*)=(.*)", output, re.DOTALL)


def _target(form: str, output: str) -> Target:
    named = _named(output)
    if named is None:
        return Target(form, output)
    if named[1] not in FORMATS:
        help = did_you_mean(named[1], FORMATS) or f"for a file of that name write `./{output}`"
        raise InputError((Diagnostic("unknown-format", f"no format is named `{named[1]}`", help=help),))
    return Target(named[1], named[2])


def deliver(asked: Asked, wanted: tuple[Target, ...], failed: bool) -> None:
    """Make every document, then write the files, then print. No file is touched when some input could not be judged.

    Raises InputError when a file cannot be written.
    """
    documents = [(target, FORMATS[target.form](asked._replace(paint=plain) if target.path else asked)) for target in wanted]
    if not failed:
        for target, document in documents:
            if target.path:
                write(target.path, document)
        _summarize(asked, wanted)
    for target, document in documents:
        if not target.path:
            show(document)


def _summarize(asked: Asked, wanted: tuple[Target, ...]) -> None:
    """The summary of a GitHub step, where there is one: the runner names the file."""
    path = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if path and any(target.form == "github" for target in wanted):
        from licensecheck.report.github import summary

        append(path, summary(asked.reports, asked.base))

"""What the commands over many models share: the engine that evaluates, whether it is installed, and how they exit."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import click

from licensecheck.cli.complete import page_or_table
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean

Command = Callable[..., Any]


def output_option(help: str) -> Callable[[Command], Command]:
    """The option for documents that are written: `--output [FORM=]FILE`, a table or a page."""
    return click.option("--output", "outputs", metavar="[FORM=]FILE", multiple=True, shell_complete=page_or_table, help=help)


def engine_option(*names: str) -> Callable[[Command], Command]:
    """The option by which an engine is chosen; the first one is taken where none is."""
    return click.option("--engine", type=click.Choice(names), default=names[0], help="What evaluates the clauses.")


def check_installed(engine: str, what: str) -> None:
    """Import what an engine needs. Raises InputError with the extra that brings what is missing."""
    try:
        from licensecheck.fleet.engines import NEEDS

        for name in ("numpy", "polars", *NEEDS[engine]):
            importlib.import_module(name)
    except ImportError as missing:
        help = f"pip install 'model-licensecheck[{'fleet' if engine in ('arrays', 'polars') else engine}]'"
        raise InputError((Diagnostic("missing-extra", f"{what} needs `{missing.name}`", help=help),)) from None


def code(worst: int) -> int:
    """As an audit exits: 0 for pass, 1 for fail, 3 for what lies between; where there is nothing to judge, nothing fails."""
    return {0: 0, 1: 0, 4: 1}.get(worst, 3)


def documents(outputs: tuple[str, ...], forms: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The forms and files of `--output [FORM=]FILE`; a form that is not said is told by the ending, else it is the first one.

    Raises InputError for a form that does not exist.
    """
    found = []
    for output in outputs:
        named, equals, path = output.partition("=")
        if equals and "/" not in named and "." not in named:
            if named not in forms:
                help = did_you_mean(named, forms) or "one of " + ", ".join(forms)
                raise InputError((Diagnostic("unknown-format", f"no format is named `{named}`", help=help),))
            found.append((named, path))
        else:
            found.append((next((form for form in forms if output.endswith(f".{form}")), forms[0]), output))
    return tuple(found)

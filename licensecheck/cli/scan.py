"""`licensecheck scan`: which models does this repository use?"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import click

from licensecheck.cli.examples import examples
from licensecheck.cli.options import COLOR
from licensecheck.cli.output import complain, paint_for, show, terminal_width
from licensecheck.report import scanned
from licensecheck.report.frame import diagnostics
from licensecheck.scan.model import CLASSES, IN_FORCE
from licensecheck.scan.model import Scan as Found
from licensecheck.source.diagnostic import Diagnostic, InputError

PATIENCE = 1.0
"""Seconds after which a scan in a terminal shows how far it is."""


@click.command(
    epilog=examples(
        ("licensecheck scan", "the models in force here"),
        ("licensecheck scan services/chat --all", "every class and every place"),
        ("licensecheck scan --since HEAD --format json", "what was added since a revision"),
    )
)
@click.argument("path", default=".", type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the list.")
@click.option("--class", "classes", multiple=True, type=click.Choice(CLASSES), help="Only this class of evidence. May be repeated.")
@click.option("--since", metavar="REV", default="", help="Only what was added since this revision, untracked files included.")
@click.option("--all", "everything", is_flag=True, help="List every class and every place.")
@COLOR
def scan(path: str, form: str, classes: tuple[str, ...], since: str, everything: bool, color: str) -> int:
    """List the models that a repository uses, with the places that name them.

    The list shows models in force: live, default, train, draft. JSON holds every class.
    Exits with 0 whatever was found, with 2 when there is nothing to scan.
    """
    try:
        found = scanned_tree(path, since)
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color, sys.stderr), terminal_width()))
        return 2
    if form == "json":
        import json

        from licensecheck import __version__

        show(json.dumps(scanned.document(found, __version__, classes or CLASSES), indent=2, ensure_ascii=False) + "\n")
    else:
        wanted = classes or (CLASSES if everything else IN_FORCE)
        show(scanned.render(found, wanted, paint_for(color), terminal_width(), everything))
    return 0


def scanned_tree(path: str, since: str = "", exclude: tuple[str, ...] = ()) -> Found:
    """Scan a tree, with a bar in a terminal when it takes long. Raises InputError when there is nothing to scan."""
    from licensecheck.api import scan as run

    if not os.path.exists(path):
        raise InputError((Diagnostic("missing-file", f"there is no file or folder `{path}`"),))
    with _bar() as progress:
        return run(path, since=since, exclude=exclude, progress=progress)


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[int], None] | None]:
    """What tells how far a scan is: nothing outside a terminal, and nothing in one before patience ends."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    start = time.monotonic()
    with contextlib.ExitStack() as stack:
        bars: list[Any] = []

        def advance(files: int) -> None:
            if time.monotonic() - start < PATIENCE:
                return
            if not bars:
                from rich.console import Console
                from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

                columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
                bars.append(stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True)))
                bars[0].add_task("looking for models", total=None)
            bars[0].update(bars[0].task_ids[0], description=f"looking for models: {files:,} files")

        yield advance

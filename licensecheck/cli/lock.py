"""`licensecheck lock`: what a deployment rests on, written down."""

from __future__ import annotations

import os

import click

from licensecheck.api import day, prepare
from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli.bills import bills_of
from licensecheck.cli.examples import examples
from licensecheck.cli.options import COLOR, PACKS, POLICIES, SBOMS
from licensecheck.cli.output import complain, paint_for, show, write
from licensecheck.cli.settings import load_settings
from licensecheck.engine.audit import audit
from licensecheck.engine.findings import Report
from licensecheck.exchange.changes import changes
from licensecheck.exchange.lock import HEAD, Locked, lock_path, read_lock, state, written
from licensecheck.report.frame import diagnostics
from licensecheck.report.paint import shown
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.text import read


@click.command(
    epilog=examples(
        ("licensecheck lock", "write licensecheck.lock; commit it"),
        ("licensecheck lock && licensecheck audit --locked", "later changes of the ground are findings"),
    )
)
@click.argument("file", default="deploy.yaml", type=click.Path())
@SBOMS
@POLICIES
@PACKS
@COLOR
def lock(file: str, sboms: tuple[str, ...], policies: str | None, packs: tuple[str, ...], color: str) -> int:
    """Write licensecheck.lock beside FILE (default: deploy.yaml): models, policies and texts, evidence, verdicts.

    Prints what changed since the lock that was there. `licensecheck audit --locked` fails on such a change.
    Exits with 0, or with 2 when nothing was written.
    """
    path = lock_path(file)
    try:
        settings = load_settings()
        corpus = load_corpus(policies or settings.policies, (*settings.packs, *packs))
        case = prepare(read(file), corpus, day(""), bills=bills_of(sboms, corpus))
        report = audit(case.models, case.context)
        now = state(case.models, report)
        for message in _differences(path, now, report):
            show(f"{shown(message)}\n")
        write(path, written(now))
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color)))
        return 2
    count = len(report.models)
    show(f"wrote {path}: {count} model{'' if count == 1 else 's'}, {report.verdict.word}\n")
    return 0


def _differences(path: str, now: Locked, report: Report) -> tuple[str, ...]:
    """What differs from the lock that is there. Raises InputError where something else is there."""
    if not os.path.lexists(path):
        return ()
    if os.path.islink(path) or not (text := read(path)).text.startswith(HEAD[:10]):
        help = "move it away; a lock is written by `licensecheck lock`, and by nothing else"
        raise InputError((Diagnostic("not-ours", f"`{path}` is no lock, and stays as it is", help=help),))
    try:
        before, places = read_lock(text)
    except InputError:
        return ("the lock that was there could not be read",)
    return tuple(note.message for note in changes(before, now, places, report))

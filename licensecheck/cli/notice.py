"""`licensecheck notice`: the files that the declared deployment owes others."""

from __future__ import annotations

import difflib
import os

import click

from licensecheck.api import day, prepare
from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli import complete
from licensecheck.cli.examples import examples
from licensecheck.cli.options import AS_OF, COLOR, POLICIES
from licensecheck.cli.output import complain, paint_for, show, terminal_width, write
from licensecheck.cli.settings import load_settings
from licensecheck.engine.audit import audit
from licensecheck.engine.needed import Needed, needed
from licensecheck.report.frame import diagnostics
from licensecheck.report.notice import MARK, Document, by_hand, declarations, documents
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.text import read

OUT_OF_DATE = 3


@click.command(
    epilog=examples(
        ("licensecheck notice", "print what deploy.yaml owes others"),
        ("licensecheck notice --write .", "write the files"),
        ("licensecheck notice --write . && licensecheck notice --check", "in a gate: are they up to date?"),
    )
)
@click.argument("file", default="deploy.yaml", type=click.Path())
@click.option(
    "--write",
    "folder",
    metavar="DIR",
    shell_complete=complete.file,
    help="Write NOTICE, ATTRIBUTION.md, LICENSES.md and TERMS-SNIPPET.md there.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 3 when what is on disk is out of date.")
@AS_OF
@POLICIES
@COLOR
def notice(file: str, folder: str | None, check: bool, as_of: str, policies: str | None, color: str) -> int:
    """Write what FILE (default: deploy.yaml) owes others: Notice lines, credits, licenses to ship, a paragraph for the terms.

    Files that were not written here are never touched.
    Exits with 0, with 3 when --check finds something out of date, with 2 when FILE or an option is wrong.
    """
    place = os.path.dirname(file) if folder is None else folder
    try:
        settings = load_settings()
        corpus = load_corpus(policies or settings.policies, settings.packs)
        case = prepare(read(file), corpus, day(as_of))
        found = needed(case.models, audit(case.models, case.context), case.context)
        made = documents(found)
        if check:
            return _check(made, place)
        if folder is not None:
            _write(made, place, found, os.path.dirname(file))
        else:
            show("\n".join(f"----- {each.name} -----\n{each.text}" for each in made if each.needed) or "Nothing is needed.\n")
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color)))
        return 2
    complain(by_hand(found, terminal_width()))
    return 0


def _check(made: tuple[Document, ...], folder: str) -> int:
    """Say what is missing or differs. Files of others are out of date too: what is needed cannot stand there."""
    code = 0
    for document in made:
        path = os.path.join(folder, document.name)
        held = _held(path)
        if held == document.text or (held is None and not document.needed):
            continue
        if held is not None and not document.needed and not _ours(held):
            continue
        code = OUT_OF_DATE
        if held is None:
            show(f"`{path}` is missing; `licensecheck notice --write {folder or '.'}` writes it\n")
        elif not _ours(held):
            show(f"`{path}` was not written by licensecheck\n")
        else:
            show(f"`{path}` is out of date\n")
            lines = difflib.unified_diff(held.splitlines(), document.text.splitlines(), "on disk", "needed", lineterm="", n=0)
            show("".join(f"  {line}\n" for line in lines if not line.startswith(("---", "+++", "@@"))))
    return code


def _write(made: tuple[Document, ...], folder: str, found: Needed, beside: str) -> None:
    """Write every file, or none when one of them is somebody else's."""
    wanted = []
    for document in made:
        path = os.path.join(folder, document.name)
        held = _held(path)
        if held is None and not document.needed:
            continue
        if held is not None and not _ours(held):
            if not document.needed:
                continue
            help = "move it, or name another folder; put what it says beside the one that is written"
            raise InputError((Diagnostic("not-ours", f"`{path}` was not written by licensecheck and stays as it is", help=help),))
        wanted.append((path, document.text, held))
    try:
        os.makedirs(folder or ".", exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "the name is not usable").lower()
        raise InputError((Diagnostic("not-written", f"`{folder}` cannot be made: {reason}"),)) from None
    for path, text, held in wanted:
        if text != held:
            write(path, text)
        show(f"{'wrote' if text != held else 'kept'} {path}\n")
    if not wanted:
        show("Nothing is needed.\n")
    near = os.path.relpath(folder or ".", beside or ".")
    show(declarations(found, "" if near == "." else near.replace(os.sep, "/") + "/"))


def _held(path: str) -> str | None:
    """What a file holds, None where there is none. A link is no file of ours, wherever it leads."""
    if os.path.islink(path):
        return ""
    return read(path).text if os.path.lexists(path) else None


def _ours(text: str) -> bool:
    return MARK in text.partition("\n")[0]

"""`licensecheck audit`: the main job."""

from __future__ import annotations

from typing import NamedTuple

import click

from licensecheck import __version__
from licensecheck.api import audit_text, day
from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.cli.output import complain, paint_for, show, terminal_width, write
from licensecheck.cli.settings import load_settings
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import Verdict
from licensecheck.report import text as text_report
from licensecheck.report.frame import diagnostics
from licensecheck.source.diagnostic import InputError
from licensecheck.source.quoted import tamed
from licensecheck.source.text import read

NOT_JUDGED = 2
PASSES_UNDER = {"due": Verdict.PASS, "unknown": Verdict.DUE, "fail": Verdict.UNKNOWN}
"""The worst verdict that still exits with 0. The report keeps the word."""


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), help="Form of the report.")
@click.option("--output", type=click.Path(dir_okay=False), help="Write the report to this file.")
@click.option("--as-of", "as_of", metavar="DATE", default="", help="Judge as of this day (YYYY-MM-DD) instead of today.")
@click.option("--strict", is_flag=True, help="Report the worse of with and without presumptions.")
@click.option("--fail-on", type=click.Choice(["fail", "unknown", "due"]), help="The mildest verdict that exits red (default: due).")
@click.option("--policies", type=click.Path(file_okay=False, exists=True), help="A folder with policies of your own.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), help="Colours (default: auto).")
@click.option("-v", "--verbose", is_flag=True, help="Show every clause with its trace.")
@click.option("-q", "--quiet", is_flag=True, help="Show the last line only.")
def audit(
    files: tuple[str, ...],
    form: str | None,
    output: str | None,
    as_of: str,
    strict: bool,
    fail_on: str | None,
    policies: str | None,
    color: str | None,
    verbose: bool,
    quiet: bool,
) -> int:
    """Judge the models of FILES (default: deploy.yaml), clause by clause.

    Exits with 0 for pass, 1 for fail, 3 for unknown or due, 2 when something could not be judged.
    """
    wanted = color or "auto"
    try:
        settings = load_settings()
        wanted = color or settings.color
        corpus = load_corpus(policies or settings.policies)
        judged_on = day(as_of)
    except InputError as error:
        _complain(error, wanted)
        return NOT_JUDGED
    reports: list[tuple[Report, int]] = []
    failed = False
    names = files or settings.files or ("deploy.yaml",)
    for name in names:
        try:
            report = audit_text(read(name), corpus, judged_on, strict or settings.strict)
        except InputError as error:
            _complain(error, wanted, "nothing" if len(names) == 1 else f"`{tamed(name)}`")
            failed = True
            continue
        report = report._replace(what_if=bool(as_of) and judged_on != day(""))
        reports.append((report, exit_code(report, fail_on or settings.fail_on)))
    shape = Shape(form or settings.format, "never" if output else wanted, verbose, quiet, len(names) > 1)
    document = _document(reports, corpus, shape)
    if reports and not (failed and output):
        try:
            if output:
                write(output, document)
            else:
                show(document)
        except InputError as error:
            _complain(error, wanted)
            return NOT_JUDGED
    codes = {code for _, code in reports}
    return NOT_JUDGED if failed else 1 if 1 in codes else 3 if 3 in codes else 0


def exit_code(report: Report, fail_on: str) -> int:
    """0 for pass, 1 for fail, 3 for unknown and due; `fail_on` lets milder verdicts exit with 0."""
    if report.verdict <= PASSES_UNDER[fail_on]:
        return 0
    return 1 if report.verdict is Verdict.FAIL else 3


class Shape(NamedTuple):
    """How the report is wanted. `several`: more than one file was named."""

    form: str
    color: str
    verbose: bool
    quiet: bool
    several: bool


def _document(reports: list[tuple[Report, int]], corpus: Corpus, shape: Shape) -> str:
    if shape.form == "json":
        from licensecheck.report import json as json_report

        return json_report.render_all(reports, __version__, shape.several) if reports else ""
    paint, width = paint_for(shape.color), terminal_width()
    texts = [text_report.render(report, corpus.vocabulary, paint, width, shape.verbose, shape.quiet) for report, _ in reports]
    return ("" if shape.quiet else "\n").join(texts)


def _complain(error: InputError, color: str, what: str = "nothing") -> None:
    import sys

    complain(diagnostics(error.diagnostics, error.lines, paint_for(color, sys.stderr), terminal_width()))
    count = len(error.diagnostics)
    complain(f"{what} was {'' if what == 'nothing' else 'not '}judged: {count} error{'s' if count > 1 else ''}\n")

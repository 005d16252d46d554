"""`licensecheck fleet`: many deployments together, from their files or from one table of facts."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click

from licensecheck import __version__
from licensecheck.api import day
from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.cli.complete import assignment
from licensecheck.cli.engine import check_installed, code, documents, engine_option, output_option
from licensecheck.cli.examples import examples
from licensecheck.cli.options import AS_OF, ASSIGNMENTS, COLOR
from licensecheck.cli.output import complain, paint_for, show, terminal_width, write, write_bytes
from licensecheck.report.frame import diagnostics
from licensecheck.source.diagnostic import Diagnostic, InputError

if TYPE_CHECKING:
    from licensecheck.fleet.many.bind import Part, When
    from licensecheck.fleet.many.fleet import Fleet
    from licensecheck.fleet.many.read import File, Table


@click.command(
    epilog=examples(
        ("licensecheck fleet services", "all below a folder"),
        ("licensecheck fleet fleet.csv --why 1", "one row, traced"),
        ("licensecheck fleet . --as-of 2027-06-01", "on another day"),
    )
)
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@AS_OF
@ASSIGNMENTS
@click.option("--strict", is_flag=True, help="Report the worse of with and without presumptions.")
@click.option("--then-as-of", metavar="DATE", default="", help="Say what is otherwise on this day.")
@click.option("--then-set", multiple=True, metavar="FACT=VALUE", shell_complete=assignment, help="Say what is otherwise then.")
@output_option("Write every finding (`parquet=FILE`) or a page (`html=FILE`). May be repeated.")
@click.option("--why", metavar="ROW", help="Report on one row of a table, or on one file, with every trace.")
@engine_option("polars", "duckdb", "spark")
@click.option("--most", default=10, show_default=True, help="Lines of each list.")
@COLOR
def fleet(
    paths: tuple[str, ...],
    as_of: str,
    assignments: tuple[str, ...],
    strict: bool,
    then_as_of: str,
    then_set: tuple[str, ...],
    outputs: tuple[str, ...],
    why: str | None,
    engine: str,
    most: int,
    color: str,
) -> int:
    """Judge every deployment below PATHS: deploy.yaml files, folders with them, or tables (Parquet, CSV, JSON lines).

    A row of a table is a model in a deployment. Needs the extra `fleet`; see docs/fleet.md.
    Exits with 0 for pass, 1 for fail, 3 for unknown or due, 2 when something could not be judged.
    """
    try:
        check_installed(engine, "a fleet")
        from licensecheck.fleet.many.bind import When
        from licensecheck.fleet.many.fleet import judge_fleet, parts_of
        from licensecheck.fleet.many.read import sources
        from licensecheck.fleet.many.tell import changes, counted, findings
        from licensecheck.report import fleet as report_of_fleet

        wanted = documents(outputs, ("parquet", "html"))
        corpus = load_corpus()
        when = When(day(as_of), assignments, strict)
        found = tuple(sources(paths, corpus.vocabulary))
        if why is not None:
            return _why(why, found, corpus, when, color)
        parts = parts_of(found, corpus, when)
        judged = judge_fleet(parts, engine)
        changed = None
        if then_as_of or then_set:
            then = When(day(then_as_of) if then_as_of else when.as_of, (*assignments, *then_set), strict)
            changed = changes(judged, judge_fleet(parts_of(found, corpus, then), engine))
        for form, path in wanted if not judged.faults else ():
            if form == "html":
                write(path, _page(judged, parts, corpus, when, engine))
            else:
                data = io.BytesIO()
                findings(judged).write_parquet(data)
                write_bytes(path, data.getvalue())
    except InputError as error:
        _complain(error, color)
        return 2
    words = f"on {then_as_of} " * bool(then_as_of) + f"under {', '.join(then_set)}" * bool(then_set)
    if judged.worst:
        show(report_of_fleet.render(counted(judged), when.as_of, corpus.vocabulary, changed, words.strip(), most, paint_for(color)))
    if judged.faults:
        _complain(InputError(judged.faults[:most], judged.source_lines), color)
        complain(f"{len(judged.faults)} faults: some deployments were not judged\n")
        return 2
    return code(int(judged.worst))


def _page(judged: Fleet, parts: tuple[Part, ...], corpus: Corpus, when: When, engine: str) -> str:
    """The fleet as an HTML page."""
    from licensecheck.fleet.many.days import over_time
    from licensecheck.fleet.many.scales import scales
    from licensecheck.fleet.many.tell import counted
    from licensecheck.report.fleet_page import FleetPage, render

    moments = over_time(parts, judged, corpus, when.as_of, engine)
    figures = tuple(name for name, definition in corpus.vocabulary.facts.items() if definition.type == "figure")
    drawn, under = scales(parts, judged, figures), ", ".join(when.assignments)
    vocabulary = corpus.vocabulary
    return render(FleetPage(judged, counted(judged), moments, drawn, when.as_of, under, vocabulary, __version__, corpus.digest))


def _why(wanted: str, found: tuple[File | Table, ...], corpus: Corpus, when: When, color: str) -> int:
    """The whole report on one deployment of the fleet."""
    from licensecheck.fleet.many.fleet import report_of
    from licensecheck.fleet.many.read import File
    from licensecheck.report import text

    number = int(wanted) if wanted.isascii() and wanted.isdigit() else 0
    places = (
        (each, 0 if isinstance(each, File) else number - 1)
        for each in found
        if (each.text.name == wanted if isinstance(each, File) else 0 < number <= each.frame.height)
    )
    place = next(places, None)
    if place is None:
        raise InputError((Diagnostic("unknown-row", f"the fleet has no row or file `{wanted}`"),))
    report = report_of(*place, corpus, when)
    show(text.render(report, corpus.vocabulary, paint_for(color), terminal_width(), True, False))
    return code(int(report.verdict))


def _complain(error: InputError, color: str) -> None:
    complain(diagnostics(error.diagnostics, error.lines, paint_for(color, sys.stderr), terminal_width()))

"""`licensecheck hub`: every model of a hub, with its lineage, from one table."""

from __future__ import annotations

import io
import sys

import click

from licensecheck import __version__
from licensecheck.api import day
from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli.complete import assignment
from licensecheck.cli.engine import check_installed, code, documents, engine_option, output_option
from licensecheck.cli.examples import examples
from licensecheck.cli.options import AS_OF, COLOR
from licensecheck.cli.output import complain, paint_for, show, terminal_width, write, write_bytes
from licensecheck.report.frame import diagnostics
from licensecheck.source.diagnostic import Diagnostic, InputError


@click.command(
    epilog=examples(
        ("licensecheck hub models.csv", "the summary"),
        ("licensecheck hub models.csv --why acme/llm", "one model, traced"),
    )
)
@click.argument("table", metavar="MODELS", type=click.Path())
@output_option("Write a row for each model (`parquet=FILE`); with --why, its lineage as a page (`html=FILE`).")
@click.option("--why", metavar="ID", help="Judge this model alone, with every trace.")
@click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="FACT=VALUE",
    shell_complete=assignment,
    help="A fact that holds for every model.",
)
@AS_OF
@engine_option("arrays", "polars", "duckdb", "spark")
@click.option("--deepest", type=click.IntRange(1, 1000), default=100, show_default=True, help="Generations to follow.")
@click.option("--most", default=12, show_default=True, help="Lines of each list.")
@COLOR
def hub(
    table: str,
    outputs: tuple[str, ...],
    why: str | None,
    assignments: tuple[str, ...],
    as_of: str,
    engine: str,
    deepest: int,
    most: int,
    color: str,
) -> int:
    """Judge every model of MODELS (Parquet, CSV or JSON lines), as if its weights were handed out.

    A row has an `id`, and perhaps `license`, `base_model` and `relation`. Needs the extra `fleet`; see docs/hub.md.
    Exits with 0 for pass, 1 for fail, 3 for unknown or due, 2 when nothing could be judged.
    """
    try:
        check_installed(engine, "a hub")
        from licensecheck.fleet.hub.read import read_hub
        from licensecheck.fleet.hub.run import context_of, declared, judge_hub, traced
        from licensecheck.fleet.hub.tell import by_model, findings, summary
        from licensecheck.report import hub as report_of_hub

        wanted = documents(outputs, ("parquet",) if why is None else ("html",))
        corpus = load_corpus()
        context = context_of(corpus, day(as_of), assignments)
        models = read_hub(table, corpus.catalog)
        if why is not None:
            places = (models.ids.str.to_lowercase() == why.lower()).arg_true()
            if not len(places):
                raise InputError((Diagnostic("unknown-model", f"`{table}` has no model `{why}`"),))
            from licensecheck.fleet.hub.family import family
            from licensecheck.report import family_page, text

            report = traced(models, places[0], corpus, context, deepest)
            there = declared(models, places[0], context.deployment)
            for _, path in wanted:
                page = family_page.FamilyPage(family(there, report, corpus), report, __version__)
                write(path, family_page.render(page))
            show(text.render(report, corpus.vocabulary, paint_for(color), terminal_width(), True, False))
            return code(int(report.verdict))
        judged = judge_hub(models, corpus, context, engine, deepest)
        found = findings(judged)
        for _, path in wanted:
            data = io.BytesIO()
            by_model(judged, found).write_parquet(data, compression_level=1)
            write_bytes(path, data.getvalue())
        show(report_of_hub.render(summary(judged, found), context.as_of, most, paint_for(color)))
        return code(int(judged.audited.verdicts.max(initial=1)))
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color, sys.stderr), terminal_width()))
        complain("nothing was judged\n")
        return 2

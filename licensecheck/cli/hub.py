"""`licensecheck hub`: every model of a hub, with its lineage, from one table."""

from __future__ import annotations

import io
import sys

import click

from licensecheck.api import day
from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli.complete import assignment
from licensecheck.cli.engine import check_installed, code, engine_option
from licensecheck.cli.examples import examples
from licensecheck.cli.options import AS_OF, COLOR
from licensecheck.cli.output import complain, paint_for, show, terminal_width, write_bytes
from licensecheck.report.frame import diagnostics
from licensecheck.source.diagnostic import Diagnostic, InputError


@click.command(
    epilog=examples(
        ("licensecheck hub models.csv", "the summary"),
        ("licensecheck hub models.csv --why acme/llm", "one model, traced"),
    )
)
@click.argument("table", metavar="MODELS", type=click.Path())
@click.option("--output", metavar="FILE", type=click.Path(), help="Write a row for each model to this Parquet file.")
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
    output: str | None,
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
        from licensecheck.fleet.hub.run import context_of, judge_hub, traced
        from licensecheck.fleet.hub.tell import by_model, findings, summary
        from licensecheck.report import hub as report_of_hub

        corpus = load_corpus()
        context = context_of(corpus, day(as_of), assignments)
        models = read_hub(table)
        if why is not None:
            places = (models.low == why.casefold()).arg_true()
            if not len(places):
                raise InputError((Diagnostic("unknown-model", f"`{table}` has no model `{why}`"),))
            from licensecheck.report import text

            report = traced(models, places[0], corpus, context, deepest)
            show(text.render(report, corpus.vocabulary, paint_for(color), terminal_width(), True, False))
            return code(int(report.verdict))
        judged = judge_hub(models, corpus, context, engine, deepest)
        found = findings(judged)
        if output:
            data = io.BytesIO()
            by_model(judged, found).write_parquet(data, compression_level=1)
            write_bytes(output, data.getvalue())
        show(report_of_hub.render(summary(judged, found), context.as_of, most, paint_for(color)))
        return code(int(judged.audited.verdicts.max(initial=1)))
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color, sys.stderr), terminal_width()))
        complain("nothing was judged\n")
        return 2

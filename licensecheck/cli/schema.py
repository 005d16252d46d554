"""`licensecheck schema`: the JSON Schema of deploy.yaml."""

from __future__ import annotations

import json

import click

from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.cli import complete
from licensecheck.cli.examples import examples
from licensecheck.cli.options import POLICIES
from licensecheck.cli.output import complain, show, write
from licensecheck.report.frame import diagnostics
from licensecheck.report.schema import deploy_schema
from licensecheck.source.diagnostic import InputError


@click.command(epilog=examples(("licensecheck schema --output deploy.schema.json", "for your editor: docs/editor.md")))
@POLICIES
@click.option(
    "--output", metavar="FILE", default="", shell_complete=complete.file, help="Write it to this file, in one line, for editors."
)
def schema(policies: str | None, output: str) -> int:
    """Print the JSON Schema of deploy.yaml, for editors and validators.

    The first line that `licensecheck init` writes names it as deploy.schema.json.
    Exits with 0, or with 2 when policies of your own are wrong.
    """
    try:
        corpus = load_corpus(policies or "")
        if output:
            write(output, schema_of(corpus))
            return 0
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines))
        return 2
    show(schema_of(corpus, 2))
    return 0


def schema_of(corpus: Corpus, indent: int | None = None) -> str:
    """The schema of a corpus as JSON."""
    known = [policy for name in corpus.ids if (policy := corpus.policy(name))]
    separators = (",", ": ") if indent else (",", ":")
    return json.dumps(deploy_schema(corpus.vocabulary, known), indent=indent, separators=separators, ensure_ascii=False) + "\n"

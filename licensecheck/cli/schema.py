"""`licensecheck schema`: the JSON Schema of deploy.yaml."""

from __future__ import annotations

import json

import click

from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli.examples import examples
from licensecheck.cli.output import complain, show
from licensecheck.report.frame import diagnostics
from licensecheck.report.schema import deploy_schema
from licensecheck.source.diagnostic import InputError


@click.command(epilog=examples(("licensecheck schema > deploy.schema.json", "for your editor: docs/editor.md")))
@click.option("--policies", type=click.Path(file_okay=False, exists=True), help="A folder with policies of your own.")
def schema(policies: str | None) -> int:
    """Print the JSON Schema of deploy.yaml, for editors and validators.

    Exits with 0, or with 2 when policies of your own are wrong.
    """
    try:
        corpus = load_corpus(policies or "")
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines))
        return 2
    known = [policy for name in corpus.ids if (policy := corpus.policy(name))]
    show(json.dumps(deploy_schema(corpus.vocabulary, known), indent=2, ensure_ascii=False) + "\n")
    return 0

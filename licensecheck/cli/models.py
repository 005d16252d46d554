"""`licensecheck models`: what the catalog knows."""

from __future__ import annotations

import fnmatch

import click

from licensecheck.catalog.corpus import load_corpus
from licensecheck.catalog.model import Entry
from licensecheck.catalog.resolve import resolve
from licensecheck.cli import complete
from licensecheck.cli.examples import examples
from licensecheck.cli.options import COLOR
from licensecheck.cli.output import complain, paint_for, show, terminal_width
from licensecheck.report import listing
from licensecheck.report.frame import diagnostics
from licensecheck.source.diagnostic import InputError


@click.command(
    epilog=examples(
        ("licensecheck models llama-3.1", "by id, developer, family or policy"),
        ("licensecheck models 'mistralai/*'", "a pattern"),
        ("licensecheck models llama3.1:8b", "one, in any spelling"),
    )
)
@click.argument("pattern", default="", shell_complete=complete.model)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the list.")
@COLOR
def models(pattern: str, form: str, color: str) -> int:
    """List the models that the catalog knows.

    PATTERN is a part of an id, developer, family or policy, a pattern with `*`, or an id in any spelling.
    Exits with 0, with 1 when no model matches, with 2 when the command line is wrong.
    """
    try:
        catalog = load_corpus().catalog
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color)))
        return 2
    everything = [(name, entry) for entry in catalog.entries for name in (entry.ids or (entry.match,))]
    low = pattern.casefold()
    found = [(name, entry) for name, entry in everything if _matches(low, name, entry)]
    note = ""
    if not found and pattern:
        resolved = resolve(pattern, catalog)
        if resolved.entry:
            found = [(resolved.id, resolved.entry)]
            note = f"`{pattern}` is `{resolved.id}`: {resolved.how}\n"
        elif resolved.near:
            complain(f"no model matches `{pattern}`; did you mean `{resolved.near}`?\n")
            return 1
    if not found:
        complain(f"no model matches `{pattern}`\n")
        return 1
    found.sort(key=lambda pair: (pair[1].developer.casefold(), pair[0].casefold()))
    if form == "json":
        import json

        show(json.dumps([listing.model_record(name, entry) for name, entry in found], indent=2, ensure_ascii=False) + "\n")
    else:
        show(note + listing.models(found, paint_for(color), terminal_width()))
    return 0


def _matches(low: str, name: str, entry: Entry) -> bool:
    words = (name.casefold(), entry.developer.casefold(), entry.family.casefold(), entry.licensor, *entry.policies)
    if "*" in low:
        return any(fnmatch.fnmatchcase(word, low) for word in words)
    return any(low in word for word in words)

"""`licensecheck identify`: which license, and which version of it, is the text of a file?"""

from __future__ import annotations

import sys

import click

from licensecheck.cli import complete
from licensecheck.cli.examples import examples
from licensecheck.cli.options import COLOR
from licensecheck.cli.output import complain, paint_for, show, terminal_width
from licensecheck.identify.identify import identify as identified
from licensecheck.identify.index import load
from licensecheck.report.frame import diagnostics
from licensecheck.report.identified import identified as told
from licensecheck.report.identified import record
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import read


@click.command(
    epilog=examples(
        ("licensecheck identify LICENSE", "which license is this?"),
        ("licensecheck identify --format json models/*/LICENSE", ""),
    )
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, shell_complete=complete.file)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the result.")
@COLOR
def identify(files: tuple[str, ...], form: str, color: str) -> int:
    """Tell which license a text is, in which version, and which sections were changed.

    Exits with 0 when every text is known and unmodified, 3 when one is modified or unknown, 2 when one cannot be read.
    """
    index = load()
    paint, width = paint_for(color), terminal_width()
    code = 0
    records = []
    for file in files:
        try:
            said = identified(read(file).text, index)
        except InputError as error:
            complain(diagnostics(error.diagnostics, error.lines, paint_for(color, sys.stderr)))
            code = 2
            continue
        if said.state not in ("exact", "unmodified"):
            code = code or 3
        if form == "json":
            records.append(record(file, said))
        else:
            show(told(file, said, paint, width))
    if form == "json":
        import json

        show(json.dumps(records, indent=2, ensure_ascii=False) + "\n")
    return code

"""`licensecheck bom`: the models of a deployment as a bill of materials."""

from __future__ import annotations

import datetime
import os

import click

from licensecheck import __version__
from licensecheck.api import day, judged, prepare
from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli import complete
from licensecheck.cli.bills import bills_of, facts_of
from licensecheck.cli.examples import examples
from licensecheck.cli.options import AS_OF, COLOR, PACKS, POLICIES, SBOMS
from licensecheck.cli.output import complain, paint_for, show, write
from licensecheck.cli.settings import load_settings
from licensecheck.exchange.bom.contents import Contents, contents
from licensecheck.report.frame import diagnostics
from licensecheck.source.diagnostic import Diagnostic, InputError

FORMATS = ("cyclonedx", "spdx", "spdx3")
LATEST = 253_402_300_799
"""The last second that a time of four-digit years can have."""


@click.command(
    epilog=examples(
        ("licensecheck bom --output bom.cdx.json", "CycloneDX 1.7"),
        ("licensecheck bom --format spdx", "SPDX 2.3, to standard output"),
        ("licensecheck bom --format spdx3", "SPDX 3.0.1"),
    )
)
@click.argument("file", required=False, type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMATS), default="cyclonedx", show_default=True, help="Form of the document.")
@click.option("--output", metavar="FILE", shell_complete=complete.file, help="Write it to this file instead of standard output.")
@SBOMS
@AS_OF
@POLICIES
@PACKS
@COLOR
def bom(
    file: str | None, form: str, output: str | None, sboms: tuple[str, ...], as_of: str, policies: str | None,
    packs: tuple[str, ...], color: str,
) -> int:  # fmt: skip
    """Write the models of FILE (default: deploy.yaml) with their licenses, ancestors, limits and verdicts.

    The same deployment as of the same day gives the same bytes; the document carries that day, or SOURCE_DATE_EPOCH.
    Exits with 0 whatever the verdict, with 2 when nothing was written.
    """
    try:
        settings = load_settings()
        corpus = load_corpus(policies or settings.policies, (*settings.packs, *packs))
        bills = bills_of(sboms, corpus)
        judged_on = day(as_of)
        text = facts_of(file or "deploy.yaml", file is not None, bills)
        case = prepare(text, corpus, judged_on, bills=bills)
        made = contents(case.models, case.context, judged(case), corpus, _created(judged_on), __version__)
        document = _written(made, form)
        if output:
            write(output, document)
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color)))
        return 2
    if not output:
        show(document)
    else:
        used = sum(item.used for item in made.items)
        complain(f"wrote {output}: {used} model{'' if used == 1 else 's'}, {len(made.items) - used} more in their lineage\n")
    return 0


def _written(made: Contents, form: str) -> str:
    if form == "spdx":
        from licensecheck.exchange.bom.spdx2_out import write_spdx2

        return write_spdx2(made)
    if form == "spdx3":
        from licensecheck.exchange.bom.spdx3_out import write_spdx3

        return write_spdx3(made)
    from licensecheck.exchange.bom.cyclonedx_out import write_cyclonedx

    return write_cyclonedx(made)


def _created(judged_on: str) -> str:
    """The time that the document carries: SOURCE_DATE_EPOCH (reproducible-builds.org), else the start of the day judged."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return f"{judged_on}T00:00:00Z"
    if not epoch.isascii() or not epoch.isdigit() or int(epoch[:20]) > LATEST:
        help = "it is a whole number of seconds since 1970-01-01"
        raise InputError((Diagnostic("wrong-type", f"SOURCE_DATE_EPOCH is `{epoch}`, which is no time", help=help),))
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

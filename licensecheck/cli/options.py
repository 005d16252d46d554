"""Options that several commands take, each said once."""

from __future__ import annotations

import click

from licensecheck.cli import complete

AS_OF = click.option("--as-of", "as_of", metavar="DATE", default="", help="Judge as of this day (YYYY-MM-DD) instead of today.")
POLICIES = click.option("--policies", type=click.Path(file_okay=False, exists=True), help="A folder with policies of your own.")
PACKS = click.option(
    "--pack",
    "packs",
    metavar="NAME|FILE",
    multiple=True,
    shell_complete=complete.pack,
    help="A pack of the organization's own rules (repeatable).",
)
SBOMS = click.option(
    "--sbom",
    "sboms",
    metavar="FILE",
    multiple=True,
    shell_complete=complete.file,
    help="With the models of this SPDX or CycloneDX document too.",
)
ASSIGNMENTS = click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="FACT=VALUE",
    shell_complete=complete.assignment,
    help="Try a fact without editing the file; may be repeated.",
)
COLOR = click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours (default: auto).")

"""The group of commands; each is imported when it is called."""

from __future__ import annotations

import click

COMMANDS = {
    "audit": ("licensecheck.cli.audit", "Judge the models of deploy.yaml, clause by clause."),
    "advise": ("licensecheck.cli.advise", "Say which models would pass instead, with their duties."),
    "explain": ("licensecheck.cli.explain", "Print a policy or a clause in plain English."),
    "fleet": ("licensecheck.cli.fleet", "Judge many deployments together, from files or a table."),
    "hub": ("licensecheck.cli.hub", "Judge every model of a hub with its lineage, from one table."),
    "init": ("licensecheck.cli.init", "Scan a repository and write a first deploy.yaml."),
    "lock": ("licensecheck.cli.lock", "Write down what the deployment rests on, for `audit --locked`."),
    "identify": ("licensecheck.cli.identify", "Tell which license, in which version, a text is."),
    "models": ("licensecheck.cli.models", "List the models that the catalog knows."),
    "notice": ("licensecheck.cli.notice", "Write the Notice, credits and terms that the deployment owes others."),
    "policies": ("licensecheck.cli.policies", "List policies, check them, compare versions."),
    "bom": ("licensecheck.cli.bom", "Write the models as a bill of materials: CycloneDX or SPDX."),
    "scan": ("licensecheck.cli.scan", "List the models that a repository uses, with their places."),
    "waive": ("licensecheck.cli.waive", "Write the record by which somebody accepts a finding for a time."),
    "schema": ("licensecheck.cli.schema", "Print the JSON Schema of deploy.yaml."),
    "completion": ("licensecheck.cli.completion", "Print the script by which a shell completes."),
}


class LazyGroup(click.Group):
    """A group that imports a command only when it is run; its help needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        import importlib

        command = getattr(importlib.import_module(COMMANDS[name][0]), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from licensecheck import __version__

        click.echo(f"licensecheck {__version__}")
        ctx.exit()


EPILOG = "`licensecheck COMMAND --help` has examples of each. Exits with 0, 1, 2 or 3: docs/exit-codes.md tells what each means."


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and exit.")
def cli() -> None:
    """Checks the licenses of AI models against the facts of a deployment."""

"""One page a command, from the command itself: usage, options, examples, exit codes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from html import escape

import click
from page import Page, marked, table

from licensecheck.cli.main import cli


def commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Every command with its whole name: `policies check`."""
    top = click.Context(cli, info_name="licensecheck", help_option_names=["-h", "--help"])
    for name in cli.list_commands(top):
        command = cli.get_command(top, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=top)
        yield name, command, context
        if isinstance(command, click.Group):
            for below in command.list_commands(context):
                found = command.get_command(context, below)
                assert found is not None
                yield f"{name} {below}", found, click.Context(found, info_name=below, parent=context)


def options(command: click.Command, context: click.Context) -> tuple[str, ...]:
    """The spellings of a command's options."""
    return tuple(
        spelled for each in command.get_params(context) for spelled in (*each.opts, *each.secondary_opts) if spelled.startswith("-")
    )


def command_pages(guides: set[str]) -> list[Page]:
    """The pages; `guides` are the names of pages that were written by hand."""
    pages = [_page(name, command, context, guides) for name, command, context in commands()]
    rows = [(f'<a href="{page.path}"><code>{escape(page.title)}</code></a>', escape(page.about)) for page in pages]
    more = '<a href="exit-codes.html">Exit codes</a>, <a href="completion.html">the Tab key</a>.'
    body = f"<h1>Commands</h1>{table(('command', 'what it does'), rows)}<p>{more}</p>"
    return [*pages, Page("commands.html", "Commands", body, "page", "All commands")]


def _page(name: str, command: click.Command, context: click.Context, guides: set[str]) -> Page:
    paragraphs = [" ".join(each.split()) for each in inspect.cleandoc(command.help or "").split("\n\n")]
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    out = [
        f"<h1>licensecheck {escape(name)}</h1>",
        *(f"<p>{marked(each)}</p>" for each in paragraphs),
        f"<pre><code>{escape(usage)}</code></pre>",
    ]
    rows = [
        (f"<code>{escape(spelled)}</code>", marked(said))
        for each in command.get_params(context)
        if (record := each.get_help_record(context))
        for spelled, said in [record]
    ]
    out.append('<h2 id="options">Options</h2>' + table(("option", "meaning"), rows))
    examples = inspect.cleandoc(command.epilog or "").partition("Examples:\n")[2]
    if examples:
        out.append(f'<h2 id="examples">Examples</h2><pre><code>{escape(inspect.cleandoc(examples))}</code></pre>')
    guide = name.replace(" ", "-")
    if guide in guides:
        out.append(f'<p>More: <a href="../{guide}.html">the guide</a>.</p>')
    out.append('<p>Codes 70, 130 and 141 are accidents: <a href="../exit-codes.html">exit codes</a>.</p>')
    return Page(
        f"commands/{guide}.html",
        f"licensecheck {name}",
        "\n".join(out),
        "command",
        paragraphs[0],
        " ".join(options(command, context)),
    )

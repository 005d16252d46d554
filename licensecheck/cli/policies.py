"""`licensecheck policies`: what the shipped policies are, what is proved about them, and what changed between two versions."""

from __future__ import annotations

import json
import os
import sys

import click

from licensecheck.catalog.sources import read_sources, read_texts
from licensecheck.cli import complete
from licensecheck.cli.examples import examples
from licensecheck.engine.prove.changes import changes
from licensecheck.engine.prove.corpus import Scope, prove
from licensecheck.engine.prove.report import ProofReport, Refutation
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.source.diagnostic import Diagnostic, InputError, Span


@click.group(
    invoke_without_command=True,
    epilog=examples(
        ("licensecheck policies", "all of them"),
        ("licensecheck policies --format json", ""),
    ),
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the list.")
@click.option("--policies", "own", type=click.Path(file_okay=False, exists=True), help="A folder with policies of your own.")
@click.pass_context
def policies(context: click.Context, form: str, own: str | None) -> None:
    """List the policies with effective day, hash of the text and the day it was read; check them; compare versions.

    Exits with 0, or with 2 when policies of your own are wrong.
    """
    if context.invoked_subcommand is None:
        list_policies(form, own or "")


def list_policies(form: str, own: str) -> None:
    """Print the policies of the corpus."""
    from licensecheck.catalog.corpus import load_corpus
    from licensecheck.cli.output import complain, paint_for, show, terminal_width
    from licensecheck.report import listing
    from licensecheck.report.frame import diagnostics

    try:
        corpus = load_corpus(own)
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for("auto", sys.stderr)))
        sys.exit(2)
    found = [policy for name in corpus.ids if (policy := corpus.policy(name))]
    if form == "json":
        show(json.dumps([listing.policy_record(policy) for policy in found], indent=2, ensure_ascii=False) + "\n")
    else:
        show(listing.policies(found, paint_for("auto"), terminal_width()))


@policies.command(
    epilog=examples(
        ("licensecheck policies check policies/meta", "the policies of one folder"),
        ("licensecheck policies check --format json policies/mistral", ""),
    )
)
@click.argument("folder", metavar="[DIR]", required=False, default="", shell_complete=complete.file)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the result.")
@click.option(
    "--texts",
    metavar="DIR",
    default="",
    shell_complete=complete.file,
    help="A folder with the texts that the policies were written from.",
)
def check(folder: str, form: str, texts: str) -> None:
    """Prove what can be proved about the shipped policies, or about those in DIR.

    Exits with 0 when everything holds, 1 when something is refuted, 2 when a file cannot be read.
    """
    try:
        sources = read_sources(folder)
        held = read_texts(texts) if texts else None
    except InputError as error:
        click.echo("\n".join(_fault(each) for each in error.diagnostics), err=True)
        sys.exit(2)
    scope = Scope(held, sources.whole and not sources.faults, sources.works)
    report = prove(sources.policies, sources.vocabulary, sources.places, scope)
    lines = _json(report, sources.faults) if form == "json" else _text(report, sources.faults)
    click.echo(lines)
    sys.exit(2 if sources.faults else 1 if report.refutations else 0)


@policies.command(epilog=examples(("licensecheck policies diff before/policies policies", "which cases come out otherwise")))
@click.argument("old", metavar="OLD", shell_complete=complete.file)
@click.argument("new", metavar="NEW", shell_complete=complete.file)
def diff(old: str, new: str) -> None:
    """Print the cases in which two versions of the policies come to another verdict.

    OLD and NEW are folders with policies, or folders that hold `policies/` and perhaps `rules/`.
    Exits with 0 whether a verdict changed or not, with 2 when a file cannot be read.
    """
    try:
        before, after = read_sources(old), read_sources(new)
    except InputError as error:
        click.echo("\n".join(_fault(each) for each in error.diagnostics), err=True)
        sys.exit(2)
    faults = (*before.faults, *after.faults)
    for each in faults:
        click.echo(_fault(each), err=True)
    vocabulary = Vocabulary({**before.vocabulary.facts, **after.vocabulary.facts})
    found = list(changes(before.policies, after.policies, vocabulary, after.places))
    for change in found:
        click.echo(f"{change.policy}{'/' + change.clause if change.clause else ''}: {change.said}")
    if not found:
        click.echo("No verdict changed.")
    sys.exit(2 if faults else 0)


@policies.command(
    epilog=examples(
        ("licensecheck policies sql gemma-terms", "a view for each edition"),
        ("licensecheck policies sql --tables mit", "the tables it reads"),
    )
)
@click.argument("names", metavar="[POLICY...]", nargs=-1, shell_complete=complete.policy)
@click.option("--dialect", type=click.Choice(["duckdb", "spark"]), default="duckdb", help="Whose SQL to write.")
@click.option("--tables", is_flag=True, help="Print the tables that the views read, in place of the views.")
def sql(names: tuple[str, ...], dialect: str, tables: bool) -> None:
    """Print the clauses of policies (default: all) as SQL views over tables of facts.

    A view has a row for each row of `facts` and a column for each clause; see docs/sql.md.
    Exits with 0, or with 2 when no policy has such a name.
    """
    from licensecheck.catalog.corpus import load_corpus
    from licensecheck.cli.output import show
    from licensecheck.fleet.compile import compiled
    from licensecheck.fleet.sql import schema, view
    from licensecheck.source.near import did_you_mean

    corpus = load_corpus()
    try:
        unknown = [name for name in names if not corpus.editions(name)]
        if unknown:
            raise InputError(tuple(_unnamed(name, did_you_mean(name, corpus.ids)) for name in unknown))
        found = [policy for name in names or corpus.ids for policy in corpus.editions(name)]
        rules = [compiled(policy, corpus.vocabulary, corpus.places) for policy in found]
    except InputError as error:
        click.echo("\n".join(_fault(each) for each in error.diagnostics), err=True)
        sys.exit(2)
    if tables:
        show(schema((rule for several in rules for rule in several), dialect))
    else:
        show("\n".join(view(policy, several, dialect) for policy, several in zip(found, rules, strict=True)))


def _unnamed(name: str, help: str) -> Diagnostic:
    return Diagnostic("unknown-policy", f"no policy is named `{name}`", help=help)


def _text(report: ProofReport, faults: tuple[Diagnostic, ...]) -> str:
    lines = [_fault(each) for each in faults]
    for each in report.refutations:
        lines.append(f"{_where(each.span)}{each.policy}{'/' + each.clause if each.clause else ''}")
        lines.append(f"  {each.proof}: {each.counterexample}")
    if report.exceptions:
        lines.append("Exceptions, each with its reason:")
        lines += [f"  {said}" for said in report.exceptions]
    if faults:
        lines.append(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}; what could be read was proved")
    lines.append(_figures(report))
    return "\n".join(lines)


def _figures(report: ProofReport) -> str:
    counted = (
        (report.policies, "policy", "policies"), (report.clauses, "clause", "clauses"),
        (report.sections, "section accounted for", "sections accounted for"), (report.readings, "reading", "readings"),
        (report.examples, "example", "examples"), (report.cells, "cell", "cells"),
    )  # fmt: skip
    figures = ", ".join(f"{count:,} {one if count == 1 else several}" for count, one, several in counted)
    refuted = f"{len(report.refutations):,} refuted" if report.refutations else "all proved"
    return f"{figures}, {report.killed:,} of {report.mutants:,} mutants killed: {refuted}"


def _json(report: ProofReport, faults: tuple[Diagnostic, ...]) -> str:
    document = {
        **{name: getattr(report, name) for name in ProofReport._fields if name not in ("refutations", "exceptions")},
        "faults": [{"code": each.code, "message": each.message, "help": each.help, **_place(each.span)} for each in faults],
        "refutations": [_refutation(each) for each in report.refutations],
        "exceptions": list(report.exceptions),
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _refutation(each: Refutation) -> dict[str, object]:
    said = {"proof": each.proof, "policy": each.policy, "clause": each.clause, "counterexample": each.counterexample}
    return {**said, **_place(each.span)}


def _place(span: Span | None) -> dict[str, object]:
    return {"file": os.path.relpath(span.file), "line": span.line, "column": span.column} if span else {}


def _where(span: Span | None) -> str:
    return f"{os.path.relpath(span.file)}:{span.line}:{span.column}: " if span else ""


def _fault(each: Diagnostic) -> str:
    return _where(each.span) + each.message + (f" ({each.help})" if each.help else "")


if __name__ == "__main__":
    policies()

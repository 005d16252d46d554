"""`licensecheck policies`: what the shipped policies are, and what is proved about them."""

from __future__ import annotations

import os
import sys

import click

from licensecheck.catalog.corpus import source_folders
from licensecheck.engine.prove.examples import check_examples
from licensecheck.facts.places import read_places
from licensecheck.facts.vocabulary import read_vocabulary
from licensecheck.policy.load import policy_files, read_policies
from licensecheck.source.diagnostic import Faults, InputError
from licensecheck.source.nodes import Mapping, Scalar, parse
from licensecheck.source.text import read


@click.group()
def policies() -> None:
    """The policies: a list, their proofs, and what changed between two versions."""


@policies.command()
@click.argument("folder", metavar="[DIR]", required=False, default="")
def check(folder: str) -> None:
    """Prove what can be proved about policies."""
    shipped, rules = source_folders()
    faults = Faults()
    vocabulary = read_vocabulary(parse(read(os.path.join(rules, "facts.yaml"))), faults)
    places = read_places(parse(read(os.path.join(rules, "places.yaml"))))
    faults.stop()
    bases = {}
    for file in policy_files(shipped):
        try:
            root = parse(read(file))
        except InputError:
            continue
        if isinstance(root, Mapping) and isinstance(root.get("policy"), Scalar):
            bases[root.get("policy").text] = root
    files = policy_files(folder or shipped)
    found, diagnostics, _ = read_policies(files, vocabulary, places, bases)
    for each in sorted(set(diagnostics), key=lambda each: each.span or ("", 0, 0)):
        where = f"{os.path.relpath(each.span.file)}:{each.span.line}:{each.span.column}: " if each.span else ""
        click.echo(f"{where}{each.message}" + (f" ({each.help})" if each.help else ""))
    failed = 0
    for policy in found:
        for clause in policy.clauses:
            for refutation in check_examples(policy, clause, vocabulary, places):
                failed += 1
                where = f" {os.path.relpath(refutation.span.file)}:{refutation.span.line}" if refutation.span else ""
                click.echo(f"{policy.id}/{clause.id}{where}\n  {refutation.proof}: {refutation.counterexample}")
    clauses = sum(len(policy.clauses) for policy in found)
    click.echo(f"{len(found)} policies, {clauses} clauses, {failed} refuted, {len(set(diagnostics))} faults")
    sys.exit(2 if diagnostics else 1 if failed else 0)


if __name__ == "__main__":
    policies()

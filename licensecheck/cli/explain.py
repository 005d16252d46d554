"""`licensecheck explain`: a policy or a clause in plain English."""

from __future__ import annotations

import click

from licensecheck.catalog.corpus import load_corpus
from licensecheck.catalog.packs import shipped_packs
from licensecheck.cli import complete
from licensecheck.cli.examples import examples
from licensecheck.cli.options import COLOR, PACKS, POLICIES
from licensecheck.cli.output import complain, paint_for, show, terminal_width
from licensecheck.report.explain import explain_clause, explain_policy
from licensecheck.report.frame import diagnostics
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean


@click.command(
    epilog=examples(
        ("licensecheck explain llama-3.1-community", "all clauses, each in two lines"),
        ("licensecheck explain llama-3.1-community/additional-commercial-terms", "one clause in full"),
        ("licensecheck explain llama-3.1-community/2", "the same by its section"),
    )
)
@click.argument("name", metavar="POLICY[/CLAUSE]", shell_complete=complete.policy)
@POLICIES
@PACKS
@COLOR
def explain(name: str, policies: str | None, packs: tuple[str, ...], color: str) -> int:
    """Print a policy, a pack or one clause: when it binds, unless, what is then needed, section and link.

    Exits with 0, or with 2 when nothing has that name.
    """
    try:
        wanted, _, clause_id = name.partition("/")
        corpus = load_corpus(policies or "", packs)
        found = tuple(pack for pack in corpus.packs if pack.id == wanted) or corpus.editions(wanted) or corpus.named_license(wanted)
        if not found and wanted in shipped_packs():
            found = load_corpus("", (wanted,)).packs
        if not found:
            help = did_you_mean(wanted, (*corpus.ids, *shipped_packs())) or "`licensecheck policies` lists them"
            raise InputError((Diagnostic("unknown-policy", f"no policy is named `{wanted}`", help=help),))
        policy = found[-1]
        paint, width = paint_for(color), terminal_width()
        if not clause_id:
            text = explain_policy(policy, corpus.vocabulary, corpus.places, paint, width)
            if len(found) > 1:
                text += f"\nEditions: {', '.join(each.id for each in found)}; this is the newest.\n"
        else:
            clause = next((each for each in policy.clauses if clause_id in (each.id, each.section)), None)
            if clause is None:
                help = did_you_mean(clause_id, [each.id for each in policy.clauses])
                message = f"the policy `{policy.id}` has no clause `{clause_id}`"
                raise InputError((Diagnostic("unknown-clause", message, help=help),))
            text = explain_clause(policy, clause, corpus.vocabulary, corpus.places, paint, width)
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color)))
        return 2
    show(text)
    return 0

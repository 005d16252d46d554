"""`licensecheck audit`: the main job."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from licensecheck import __version__
from licensecheck.api import audit_locked, day, judged, prepare
from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli import complete
from licensecheck.cli.bills import bills_of, facts_of, one_deployment
from licensecheck.cli.documents import deliver, targets
from licensecheck.cli.examples import examples
from licensecheck.cli.options import AS_OF, ASSIGNMENTS, PACKS, POLICIES, SBOMS
from licensecheck.cli.output import complain, paint_for, terminal_width
from licensecheck.cli.settings import load_settings
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import Verdict
from licensecheck.report.formats import FORMATS, Asked
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.quoted import tamed
from licensecheck.source.text import tree_of

if TYPE_CHECKING:
    from licensecheck.api import Case
    from licensecheck.engine.margins import Margin

NOT_JUDGED = 2
PASSES_UNDER = {"due": Verdict.PASS, "unknown": Verdict.DUE, "fail": Verdict.UNKNOWN}
"""The worst verdict that still exits with 0. The report keeps the word."""


@click.command(
    epilog=examples(
        ("licensecheck audit", "judge deploy.yaml"),
        ("licensecheck audit services/*/deploy.yaml", "one report, one exit code"),
        ("licensecheck audit --baseline known.json", "gate only on what is new"),
        ("licensecheck audit --scan", "and hold it against the code"),
        ("licensecheck audit --output html=report.html --output sarif=license.sarif", ""),
        ("licensecheck audit --set organization.monthly_active_users=800_000_000", "what if?"),
        ("licensecheck audit --as-of 2027-06-01 -v", "another day; every trace"),
    )
)
@click.argument("files", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    metavar="FORM",
    type=click.Choice(list(FORMATS)),
    help=f"Form of the report: {', '.join(FORMATS)} (default: text).",
)
@click.option(
    "--output",
    "outputs",
    metavar="[FORM=]FILE",
    multiple=True,
    shell_complete=complete.form,
    help="Write the report to this file; with a form, that one as well (`sarif=x.sarif`). May be repeated.",
)
@AS_OF
@click.option("--strict", is_flag=True, help="Report the worse of with and without presumptions.")
@click.option("--fail-on", type=click.Choice(["fail", "unknown", "due"]), help="The mildest verdict that exits red (default: due).")
@click.option(
    "--baseline",
    metavar="FILE",
    default="",
    shell_complete=complete.file,
    help="Gate only on what is new since this JSON report; show the rest.",
)
@click.option("--locked", is_flag=True, help="Fail when something differs from licensecheck.lock; say what, clause by clause.")
@click.option(
    "--scan",
    "scanned",
    metavar="[PATH]",
    shell_complete=complete.file,
    is_flag=False,
    flag_value=".",
    help="Hold against what the code below PATH (default: .) uses.",
)
@SBOMS
@click.option("--since", metavar="REV", default="", help="With --scan: only what was added since this revision.")
@ASSIGNMENTS
@click.option("--margins", "near", is_flag=True, help="Say how far each clause stands from its edge.")
@POLICIES
@PACKS
@click.option("--color", type=click.Choice(["auto", "always", "never"]), help="Colours (default: auto).")
@click.option("-v", "--verbose", is_flag=True, help="Show every clause with its trace.")
@click.option("-q", "--quiet", is_flag=True, help="Show the last line only.")
def audit(
    files: tuple[str, ...],
    form: str | None,
    outputs: tuple[str, ...],
    as_of: str,
    strict: bool,
    fail_on: str | None,
    baseline: str,
    locked: bool,
    scanned: str | None,
    sboms: tuple[str, ...],
    since: str,
    assignments: tuple[str, ...],
    near: bool,
    policies: str | None,
    packs: tuple[str, ...],
    color: str | None,
    verbose: bool,
    quiet: bool,
) -> int:
    """Judge the models of FILES (default: deploy.yaml), clause by clause.

    Exits with 0 for pass, 1 for fail or for a difference from the lock, 3 for unknown or due, 2 when something could not be judged.
    Under --baseline only what is new counts.
    """
    color_wanted = color or "auto"
    try:
        settings = load_settings()
        color_wanted = color or settings.color
        corpus = load_corpus(policies or settings.policies, (*settings.packs, *packs))
        judged_on = day(as_of)
        wanted = targets(form or settings.format, outputs)
        what_if = judged_on != day("") or bool(assignments)
        bills = bills_of(sboms, corpus)
        one_deployment(files or settings.files, bills)
        before = {}
        if baseline:
            from licensecheck.cli.held import baselines

            before = baselines(baseline)
        if locked and what_if:
            help = "leave out `--as-of` and `--set`, or `--locked`"
            raise InputError(
                (Diagnostic("what-if-locked", "a locked audit judges the declared facts on the day of today", help=help),)
            )
    except InputError as error:
        _complain(error, color_wanted)
        return NOT_JUDGED
    reports: list[Report] = []
    edges: list[tuple[Margin, ...]] = []
    cases: list[Case] = []
    drawn = any(target.form in ("html", "signoff") for target in wanted)
    failed = False
    if scanned and os.path.isfile(scanned):
        # `audit --scan deploy.yaml`: the word is the file that is judged
        files, scanned = (scanned, *files), "."
    names = files or settings.files or ("deploy.yaml",)
    for name in names:
        try:
            text = facts_of(name, bool(files or settings.files), bills)
            if locked:
                from licensecheck.cli.held import lock_of, tell_differences

                report = audit_locked(text, corpus, judged_on, strict or settings.strict, lock_of(name), bills)
                tell_differences(report, name)
                cases += [prepare(text, corpus, judged_on, strict or settings.strict, bills=bills)] if drawn or baseline else []
            else:
                case = prepare(text, corpus, judged_on, strict or settings.strict, assignments, bills)
                report = judged(case)
                cases.append(case)
                if near:
                    from licensecheck.engine.margins import margins

                    edges.append(margins(case.models, case.context))
        except InputError as error:
            _complain(error, color_wanted, "nothing" if len(names) == 1 else f"`{tamed(name)}`")
            failed = True
            continue
        reports.append(report._replace(what_if=what_if))
    if reports and (scanned or since):
        from licensecheck.cli.held import compared

        try:
            reports = compared(reports, scanned or ".", since, tuple(names))
        except InputError as error:
            _complain(error, color_wanted)
            return NOT_JUDGED
    if baseline:
        from licensecheck.cli.held import marked

        reports = [marked(report, case, before, baseline) for report, case in zip(reports, cases, strict=True)]
    codes = [exit_code(report, fail_on or settings.fail_on) for report in reports]
    if reports:
        asked = Asked(
            tuple(reports),
            tuple(codes),
            __version__,
            corpus.vocabulary,
            paint_for(color_wanted),
            terminal_width(),
            verbose,
            quiet,
            len(names) > 1,
            os.getcwd(),
            tree_of(os.path.join(os.getcwd(), "deploy.yaml")),
            tuple(edges),
            tuple(cases),
            corpus,
        )
        try:
            deliver(asked, wanted, failed)
        except InputError as error:
            _complain(error, color_wanted)
            return NOT_JUDGED
    return NOT_JUDGED if failed else 1 if 1 in codes else 3 if 3 in codes else 0


def exit_code(report: Report, fail_on: str) -> int:
    """0 for pass, 1 for fail and for a difference from the lock, 3 for unknown and due; `fail_on` lets milder verdicts exit with 0.

    What a baseline knows does not gate.
    """
    if any(note.code.startswith("lock-") for note in report.notes):
        return 1
    if report.gates <= PASSES_UNDER[fail_on]:
        return 0
    return 1 if report.gates is Verdict.FAIL else 3


def _complain(error: InputError, color: str, what: str = "nothing") -> None:
    import sys

    from licensecheck.report.frame import diagnostics

    complain(diagnostics(error.diagnostics, error.lines, paint_for(color, sys.stderr), terminal_width()))
    count = len(error.diagnostics)
    complain(f"{what} was {'' if what == 'nothing' else 'not '}judged: {count} error{'s' if count > 1 else ''}\n")

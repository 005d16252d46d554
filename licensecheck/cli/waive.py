"""`licensecheck waive`: writes the record by which somebody with a name accepts one finding for a time."""

from __future__ import annotations

import datetime
import os
import re

import click

from licensecheck.api import day, judged, prepare
from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli import complete
from licensecheck.cli.examples import examples
from licensecheck.cli.options import COLOR, PACKS, POLICIES
from licensecheck.cli.output import complain, paint_for, show, write
from licensecheck.cli.settings import load_settings
from licensecheck.engine.findings import Finding, ModelReport, Report
from licensecheck.engine.judge import Verdict
from licensecheck.engine.waive import grounds, seal, waivable
from licensecheck.exchange.waivers import HEAD, appended, written
from licensecheck.facts.deployment import Waiver
from licensecheck.facts.waivers import LONGEST_YEARS
from licensecheck.report.frame import diagnostics
from licensecheck.report.message import Messages
from licensecheck.report.paint import shown
from licensecheck.report.story import told
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.text import Text, read, same_file


@click.command(
    epilog=examples(
        (
            r"licensecheck waive mistralai/Mixtral-8x7B-Instruct-v0.1 \ apache-2.0/license-copy "
            r'--reason "Ships with 2.4." \ --approver "J. Doe" --until 90d',
            "prints the entry",
        ),
        (
            r"licensecheck waive huggyllama/llama-7b llama-1/commercial-or-production \ "
            r'--reason "Leaves with 2.4." --approver "J. Doe" --until 30d \ '
            "--file services/chat/deploy.yaml --append waivers.yaml",
            "adds it to a file",
        ),
    )
)
@click.argument("model", shell_complete=complete.model)
@click.argument("clause", metavar="POLICY/CLAUSE", shell_complete=complete.policy)
@click.option("--reason", required=True, help="Why the finding is accepted.")
@click.option("--approver", required=True, metavar="NAME", help="Who accepts it.")
@click.option("--until", required=True, metavar="DATE", help=f"Its last day, or `90d`; at most {LONGEST_YEARS} years from today.")
@click.option("--reference", default="", help="Where that is written: a ticket, a memo, a contract.")
@click.option("--file", "file", default="deploy.yaml", type=click.Path(), help="The deployment (default: deploy.yaml).")
@click.option(
    "--append",
    "target",
    metavar="FILE",
    default="",
    shell_complete=complete.file,
    help="Add it to this file of waivers instead of printing it.",
)
@click.option("--strict", is_flag=True, help="Accept what an audit under --strict finds.")
@POLICIES
@PACKS
@COLOR
def waive(
    model: str, clause: str, reason: str, approver: str, until: str, reference: str, file: str, target: str, strict: bool,
    policies: str | None, packs: tuple[str, ...], color: str,
) -> int:  # fmt: skip
    """Write a waiver: MODEL, as deploy.yaml names it, may stand against one clause until a day.

    Prints the entry for `waivers:`, sealed to what the audit finds today: the truth of every condition and the text of the
    terms. It accepts nothing before it stands in the file, where it is reviewed. Exits with 0, or with 2 when there is nothing
    to waive or an input is wrong.
    """
    try:
        settings = load_settings()
        today = day("")
        last = _last(until, today)
        if last < today or last > f"{int(today[:4]) + LONGEST_YEARS:04}{today[4:]}":
            help = f"a waiver ends today at the earliest, and in {LONGEST_YEARS} years at the latest"
            raise InputError((Diagnostic("wrong-dates", f"a waiver signed today cannot end on {last}", help=help),))
        corpus = load_corpus(policies or settings.policies, (*settings.packs, *packs))
        case = prepare(read(file), corpus, today, strict or settings.strict)
        report = judged(case)
        judged_model = _model(report, model)
        found = _waivable(judged_model, clause)
        words = [" ".join(each.split()) for each in (reason, approver, reference)]
        for name, text in zip(("--reason", "--approver"), words, strict=False):
            if not text:
                raise InputError((Diagnostic("missing-option", f"`{name}` says nothing"),))
        waivers = [
            Waiver(clause, model, words[0], words[1], today, last, seal(each), judged_model.span,
                words[2], grounds(each))
            for each in found
        ]  # fmt: skip
        line = _append(target, file, waivers) if target else 0
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color)))
        return 2
    complain(_accepted(report, model, found))
    if not target:
        show("".join(written(each) for each in waivers))
        complain(f"nothing is accepted before this stands under `waivers:` of {shown(file)}, and is reviewed there\n")
        return 0
    complain(f"added to {shown(target)}, at line {line}; have it reviewed there\n")
    if not any(same_file(name, target) for name in case.context.deployment.lines):
        below = os.path.relpath(target, os.path.dirname(file) or ".").replace(os.sep, "/")
        complain(f"name the file in {shown(file)}, or nothing reads it: `waivers: {shown(below)}`\n")
    return 0


def _last(until: str, today: str) -> str:
    """The last day, as written or in days from today."""
    if not re.match(r"[0-9]{1,3}d\Z", until):
        return day(until)
    return (datetime.date.fromisoformat(today) + datetime.timedelta(int(until[:-1]))).isoformat()


def _model(report: Report, name: str) -> ModelReport:
    """The model of that name. Raises InputError when there is none."""
    for model in report.models:
        if model.name == name:
            return model
    help = did_you_mean(name, [model.name for model in report.models])
    raise InputError((Diagnostic("unknown-model", f"`{report.file}` declares no model `{name}`", help=help),))


def _waivable(model: ModelReport, name: str) -> tuple[Finding, ...]:
    """The findings of a clause that fail or are due, one for each licensed work. Raises InputError when there are none."""
    named = [finding for finding in model.findings if f"{finding.policy}/{finding.clause.id}" == name]
    found = tuple(finding for finding in named if waivable(finding))
    if found:
        return found
    if not named:
        choices = [f"{finding.policy}/{finding.clause.id}" for finding in model.findings]
        open_ones = [f"{finding.policy}/{finding.clause.id}" for finding in model.findings if waivable(finding)]
        help = did_you_mean(name, choices) or f"what fails or is due: {', '.join(open_ones) or 'nothing'}"
        raise InputError((Diagnostic("unknown-clause", f"no clause `{name}` governs `{model.name}`", help=help),))
    if any(finding.verdict is Verdict.UNKNOWN for finding in named):
        asks = ", ".join(dict.fromkeys(f"`{ask.fact}`" for finding in named for ask in finding.asks))
        help = f"answer what is asked: {asks}" if asks else "answer what the report asks"
        what = f"`{name}` is unknown for `{model.name}`, and a waiver accepts only what is known"
        raise InputError((Diagnostic("unknown-finding", what, help=help),))
    word = "does not apply" if named[0].verdict is Verdict.NOT_APPLICABLE else "passes"
    raise InputError((Diagnostic("nothing-to-waive", f"`{name}` {word} for `{model.name}`: there is nothing to waive"),))


def _accepted(report: Report, model: str, found: tuple[Finding, ...]) -> str:
    """What the approver accepts, in the words of the report."""
    bare = tuple(finding._replace(waived=None, moot=False) for finding in found)
    mine = tuple(each._replace(findings=bare) for each in report.models if each.name == model)
    bared = (report._replace(models=mine),)
    messages = Messages(bared)
    return "".join(f"{line}\n" for each in told(bared) for line in messages.lines(each))


def _append(target: str, file: str, waivers: list[Waiver]) -> int:
    """Add entries to a file of waivers, and give the line of the first. Raises InputError for a file that is something else."""
    text = read(target) if os.path.lexists(target) else Text(target, "")
    deployment = os.path.relpath(file, os.path.dirname(target) or ".").replace(os.sep, "/")
    write(target, appended(text, waivers, deployment))
    return len(text.lines or HEAD.splitlines()) + 1

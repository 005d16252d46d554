"""What an audit is held against when it is asked to be: a baseline, the code, a lock."""

from __future__ import annotations

import os

from licensecheck.api import Case
from licensecheck.cli.output import complain
from licensecheck.engine.baseline import Baseline
from licensecheck.engine.baseline import marked as against
from licensecheck.engine.findings import Report
from licensecheck.engine.questions import own_questions
from licensecheck.exchange.baseline import LARGEST, baseline_of, read_baseline
from licensecheck.exchange.lock import lock_path
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.quoted import tamed
from licensecheck.source.text import Text, read, read_below, tree_of


def baselines(path: str) -> dict[str, Baseline]:
    """The baselines in a file of this repository. Raises InputError for anything else."""
    return read_baseline(read_below(tree_of(os.path.join(os.getcwd(), "deploy.yaml")), path, LARGEST))


def marked(report: Report, case: Case, before: dict[str, Baseline], name: str) -> Report:
    """The report with what is known to a baseline marked, which then does not gate."""
    words = {fact: question for model in case.models for fact, question in own_questions(model).items()}
    return against(report, baseline_of(before, report.file, name), case.context.vocabulary, words)


def compared(reports: list[Report], path: str, since: str, names: tuple[str, ...]) -> list[Report]:
    """The reports held against what the code uses. Raises InputError when it cannot be scanned."""
    from licensecheck.cli.scan import scanned_tree
    from licensecheck.engine.declared import compare

    return compare(reports, scanned_tree(path, since, names), whole=not since)


def lock_of(name: str) -> Text:
    """The lock of a deployment. Raises InputError when there is none."""
    path = lock_path(name)
    if not os.path.lexists(path):
        help = f"run `licensecheck lock {name}`, and commit what it writes"
        raise InputError((Diagnostic("missing-lock", f"`{name}` has no lock `{path}`", help=help),))
    return read(path)


def tell_differences(report: Report, name: str) -> None:
    """Say how many differences from the lock there are, and what to do."""
    differs = sum(note.code.startswith("lock-") for note in report.notes)
    if differs:
        help = "licensecheck lock accepts what is new; commit its file"
        complain(f"`{tamed(lock_path(name))}` and this audit differ in {differs} thing{'s' if differs > 1 else ''}; {help}\n")

"""`licensecheck init`: from a repository to a first deploy.yaml."""

from __future__ import annotations

import os
import sys

import click

from licensecheck.api import day, judged, prepare
from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.cli import complete
from licensecheck.cli.examples import examples
from licensecheck.cli.output import complain, paint_for, show, write
from licensecheck.cli.scan import scanned_tree
from licensecheck.engine.findings import Question, Report
from licensecheck.report.first import PARTS, first_file
from licensecheck.report.frame import diagnostics
from licensecheck.scan.model import Component
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.text import Text

NAME = "deploy.yaml"
MOST_QUESTIONS, LONGEST = 20, 1_000
"""Questions of one dialogue, and letters of an answer."""


@click.command(
    epilog=examples(
        ("licensecheck init", "scan, ask, write deploy.yaml"),
        ("licensecheck init services/chat --yes", "ask nothing"),
        ("licensecheck init --yes --force --answer deployment.commercial=true", ""),
    )
)
@click.argument("path", default=".", type=click.Path(file_okay=False))
@click.option(
    "--answer",
    "given",
    multiple=True,
    metavar="FACT=VALUE",
    shell_complete=complete.assignment,
    help="Answer a question beforehand. May be repeated.",
)
@click.option("--yes", is_flag=True, help="Ask nothing; open questions become comments of the file.")
@click.option("--force", is_flag=True, help="Write over a deploy.yaml that is there.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours (default: auto).")
def init(path: str, given: tuple[str, ...], yes: bool, force: bool, color: str) -> int:
    """Scan PATH for models, ask what decides, and write a first deploy.yaml there.

    Questions are asked in a terminal; an empty answer leaves one open.
    Exits with 0, or with 2 when nothing was written.
    """
    target = os.path.join(path, NAME)
    try:
        if os.path.lexists(target) and not force:
            help = "edit it, or write over it with `--force`"
            raise InputError((Diagnostic("file-exists", f"`{target}` is there already, and stays as it is", help=help),))
        corpus = load_corpus()
        models = tuple(each for each in scanned_tree(path).components if each.in_force)
        if not models:
            help = "declare them by hand: `version: 1` and `models:` with `- id: ...`"
            raise InputError((Diagnostic("no-models", f"no model in use was found below `{path}`", help=help),))
        draft = _Draft(models, corpus)
        for answer in given:
            draft.answer(*_split(answer, corpus))
        report = _dialogue(draft) if not yes and sys.stdin.isatty() and sys.stdout.isatty() else draft.report()
        write(target, draft.text(report.questions))
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color, sys.stderr)))
        return 2
    count, left = len(models), sum(question.first for question in report.questions)
    models_said = f"{count} model{'' if count == 1 else 's'}"
    asks = f", {left} question{'' if left == 1 else 's'} open" if left else ""
    show(f"wrote {target}: {models_said}, {report.verdict.word}{asks}; next: licensecheck audit {target}\n")
    return 0


class _Draft:
    """A deploy.yaml in the making: the models that were found, and the answers so far."""

    def __init__(self, models: tuple[Component, ...], corpus: Corpus) -> None:
        self.models, self.corpus = models, corpus
        self.answers: dict[str, str] = {}
        self.channels = frozenset(corpus.catalog.channels)

    def text(self, questions: tuple[Question, ...] = ()) -> str:
        return first_file(self.models, self.answers, self.asked(questions), self.channels)

    def asked(self, questions: tuple[Question, ...]) -> tuple[Question, ...]:
        """The questions that a key of the file answers for all models."""
        return tuple(each for each in questions if each.first and _is_answered_here(each.fact, self.corpus))

    def report(self) -> Report:
        return judged(prepare(Text(NAME, self.text()), self.corpus, day("")))

    def answer(self, name: str, value: str) -> Report:
        """Take an answer. Raises InputError, and forgets it, when it is no value of the fact."""
        before = self.answers.get(name)
        self.answers[name] = value
        try:
            return self.report()
        except InputError:
            del self.answers[name]
            if before is not None:
                self.answers[name] = before
            raise


def _split(answer: str, corpus: Corpus) -> tuple[str, str]:
    """The fact and the value of `fact=value`. Raises InputError for what is none."""
    name, equals, value = answer.partition("=")
    name, value = name.strip(), value.strip()
    if not _is_answered_here(name, corpus):
        known = (each for each in corpus.vocabulary.facts if _is_answered_here(each, corpus))
        help = did_you_mean(name, known) or "write one such as `organization.country=KR`"
        raise InputError((Diagnostic("unknown-fact", f"`{answer}` answers no question", help=help),))
    if not equals or not value or not value.isprintable() or len(value) > LONGEST:
        raise InputError(
            (Diagnostic("wrong-type", f"`{answer}` gives no value", help="write one such as `organization.country=KR`"),)
        )
    return name, value


def _is_answered_here(fact: str, corpus: Corpus) -> bool:
    definition = corpus.vocabulary.facts.get(fact)
    return definition is not None and definition.written and fact.partition(".")[0] in PARTS


def _dialogue(draft: _Draft) -> Report:
    """Ask, most decisive first, until nothing is open or everything open was passed over."""
    report, passed = draft.report(), set(draft.answers)
    for _ in range(MOST_QUESTIONS):
        open_now = [each for each in draft.asked(report.questions) if each.fact not in passed]
        if not open_now:
            break
        fact = open_now[0].fact
        said = click.prompt(f"{open_now[0].question}\n  {fact}", default="", show_default=False).strip()
        passed.add(fact)
        if not said:
            continue
        try:
            report = draft.answer(*_split(f"{fact}={said}", draft.corpus))
        except InputError as error:
            show(f"  {error.diagnostics[0].message}{'; ' + error.diagnostics[0].help if error.diagnostics[0].help else ''}\n")
            passed.discard(fact)
    return report

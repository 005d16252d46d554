"""`licensecheck init`: from a repository to a first deploy.yaml, and later to one that has what came since."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from licensecheck.api import day, judged, prepare
from licensecheck.catalog.corpus import Corpus, load_corpus, source_folders
from licensecheck.cli import complete
from licensecheck.cli.examples import examples
from licensecheck.cli.options import COLOR
from licensecheck.cli.output import complain, paint_for, show, write
from licensecheck.cli.scan import scanned_tree
from licensecheck.cli.schema import schema_of
from licensecheck.engine.accepted import not_accepted
from licensecheck.engine.declared import declared_names
from licensecheck.engine.findings import Question, Report
from licensecheck.evidence.propose import Proposal, proposals
from licensecheck.report.first import PARTS, SCHEMA_FILE, first_file
from licensecheck.report.frame import diagnostics
from licensecheck.report.updated import updated_file, written
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, parse
from licensecheck.source.text import Text, read, starts_with_mark

NAME = "deploy.yaml"
MOST_QUESTIONS, LONGEST = 20, 1_000
"""Questions of one dialogue, and letters of an answer."""

Render = Callable[[dict[str, str], tuple[Question, ...]], str]
"""The text of the file, with these answers, and these questions left open."""


@click.command(
    epilog=examples(
        ("licensecheck init", "scan, ask, write deploy.yaml"),
        ("licensecheck init services/chat --yes", "ask nothing"),
        ("licensecheck init --update --yes", "add what is new to the file that is there"),
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
@click.option("--update", is_flag=True, help="Add what is new to the deploy.yaml that is there; every line of it stays.")
@click.option("--force", is_flag=True, help="Write over a deploy.yaml that is there.")
@click.option("--schema", is_flag=True, help=f"Write {SCHEMA_FILE} beside it, for completion in an editor.")
@COLOR
def init(path: str, given: tuple[str, ...], yes: bool, update: bool, force: bool, schema: bool, color: str) -> int:
    """Scan PATH for models, ask what decides, and write a first deploy.yaml there, or update one.

    Questions are asked in a terminal; an empty answer leaves one open.
    Exits with 0, or with 2 when nothing was written.
    """
    target = os.path.normpath(os.path.join(path, NAME))
    try:
        there = os.path.lexists(target)
        if there and not (force or update):
            help = "add what is new with `--update`, or write over it with `--force`"
            raise InputError((Diagnostic("file-exists", f"`{target}` is there already, and stays as it is", help=help),))
        if update and force:
            raise InputError((Diagnostic("update-or-force", "a file is updated or written anew, not both"),))
        corpus = load_corpus()
        scan = scanned_tree(path, exclude=(target,))
        before = read(target) if update and there else Text(target, "")
        declared = _declared(before, corpus) if update and there else None
        if declared:
            scan = not_accepted(scan, declared)
        found = proposals(path, target, scan, corpus, source_folders()[1])
        if update and there:
            found = _new(found, declared)
            draft = _Draft(target, corpus, lambda answers, asked: updated_file(before, found, answers, asked))
            draft.passed = {fact for fact in corpus.vocabulary.facts if written(parse(before), fact)}
        else:
            if not found:
                help = "declare them by hand: `version: 1` and `models:` with `- id: ...`"
                raise InputError((Diagnostic("no-models", f"no model in use was found below `{path}`", help=help),))
            draft = _Draft(target, corpus, lambda answers, asked: first_file(found, answers, asked))
        for answer in given:
            draft.answer(*_split(answer, corpus))
        report = _dialogue(draft) if not yes and sys.stdin.isatty() and sys.stdout.isatty() else draft.report()
        text = draft.text(report.questions)
        if text != before.text:
            mark = "\ufeff" if before.text and starts_with_mark(target) else ""
            write(target, mark + text)
        if schema:
            write(os.path.join(os.path.dirname(target), SCHEMA_FILE), schema_of(corpus))
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color, sys.stderr)))
        return 2
    show(_said(target, before, text, len(found), len(draft.answers), report))
    return 0


def _said(target: str, before: Text, text: str, models: int, answers: int, report: Report) -> str:
    """What was done, in one line."""
    left = sum(question.first for question in report.questions)
    asks = f", {_count(left, 'question')} open" if left else ""
    if text == before.text:
        return f"{target} has every model that was found: {report.verdict.word}{asks}\n"
    done = f"wrote {target}: {_count(models, 'model')}"
    if before.text:
        new = [_count(count, what) for count, what in ((models, "model"), (answers, "answer")) if count]
        done = f"updated {target}: {' and '.join(new) or 'open questions'} added"
    return f"{done}, {report.verdict.word}{asks}; next: licensecheck audit {target}\n"


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _declared(before: Text, corpus: Corpus) -> Report | None:
    """The report on the file as it is; nothing for one that declares no models yet. Raises InputError for one with faults."""
    root = parse(before)
    models = root.get("models") if isinstance(root, Mapping) else None
    if isinstance(root, Mapping) and not getattr(models, "items", ()):
        return None
    return judged(prepare(before, corpus, day("")))


def _new(found: tuple[Proposal, ...], declared: Report | None) -> tuple[Proposal, ...]:
    """What the file does not declare yet: by any spelling, as an ancestor, or by its folder."""
    if declared is None:
        return found
    names = {name.casefold() for model in declared.models for name in declared_names(model)}
    paths = {os.path.normpath(model.path) for model in declared.models if model.path}
    return tuple(
        each for each in found if each.id.casefold() not in names and not (each.path and os.path.normpath(each.path) in paths)
    )


class _Draft:
    """A deploy.yaml in the making: how its text comes about, and the answers so far; `passed` are facts not to ask for."""

    def __init__(self, target: str, corpus: Corpus, render: Render) -> None:
        self.target, self.corpus, self.render = target, corpus, render
        self.answers: dict[str, str] = {}
        self.passed: set[str] = set()

    def text(self, questions: tuple[Question, ...] = ()) -> str:
        return self.render(self.answers, self.asked(questions))

    def asked(self, questions: tuple[Question, ...]) -> tuple[Question, ...]:
        """The questions that a key of the file answers for all models."""
        return tuple(each for each in questions if each.first and _is_answered_here(each.fact, self.corpus))

    def report(self) -> Report:
        return judged(prepare(Text(self.target, self.text()), self.corpus, day("")))

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
    report, passed = draft.report(), {*draft.answers, *draft.passed}
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

"""What a shell offers at the Tab key: ids of models, policies and clauses, names of facts and formats."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.report.formats import FORMATS
from licensecheck.source.diagnostic import InputError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def model(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """The ids of the catalog that begin with what is typed, in any case."""
    corpus = _corpus()
    return _beginning(typed, (name for name, _ in corpus.catalog.ids.values())) if corpus else []


def policy(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """The ids of policies; after a whole one, those of its clauses behind a slash."""
    corpus = _corpus()
    if corpus is None:
        return []
    found = _beginning(typed, (*corpus.ids, *corpus.families))
    name = typed.partition("/")[0]
    clauses = (f"{name}/{clause.id}" for each in corpus.editions(name)[-1:] for clause in each.clauses)
    return [*found, *_beginning(typed, clauses)]


def pack(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The names of the shipped packs; where none begins like this, any file."""
    from click.shell_completion import CompletionItem

    from licensecheck.catalog.packs import shipped_packs

    return [CompletionItem(name) for name in _beginning(typed, shipped_packs())] or [CompletionItem(typed, type="file")]


def assignment(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """The facts that a deploy.yaml can say, with `=` behind; then the values of a choice."""
    corpus = _corpus()
    if corpus is None:
        return []
    name, equals, _ = typed.partition("=")
    if not equals:
        facts = (f"{each.name}=" for each in corpus.vocabulary.facts.values() if each.of_deployment)
        return _beginning(typed, facts)
    fact = corpus.vocabulary.find(name)
    values = () if fact is None else ("yes", "no") if fact.type == "yes_no" else fact.values
    return _beginning(typed, (f"{name}={value}" for value in values))


def form(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The forms of a report, with `=` behind; where none begins like this, any file."""
    from click.shell_completion import CompletionItem

    names = _beginning(typed, (f"{name}=" for name in FORMATS))
    return [CompletionItem(name) for name in names] or [CompletionItem(typed, type="file")]


def page_or_table(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """What the commands over many models write, with `=` behind; else any file."""
    from click.shell_completion import CompletionItem

    names = _beginning(typed, ("parquet=", "html="))
    return [CompletionItem(name) for name in names] or [CompletionItem(typed, type="file")]


def file(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Any file, by the shell's own means."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="file")]


def _beginning(typed: str, words: Iterable[str]) -> list[str]:
    low = typed.casefold()
    return sorted(word for word in words if word.casefold().startswith(low))


def _corpus() -> Corpus | None:
    """The shipped corpus; None where a checkout's is being edited and cannot be read, as a shell wants no errors."""
    try:
        return load_corpus()
    except InputError:
        return None

"""The table of formats. One format is one file with `render` and one entry here; the file is imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from licensecheck.source.record import NamedTuple

if TYPE_CHECKING:
    from licensecheck.catalog.binding import BoundModel
    from licensecheck.catalog.corpus import Corpus
    from licensecheck.engine.context import Context
    from licensecheck.engine.findings import Report
    from licensecheck.engine.margins import Margin
    from licensecheck.facts.vocabulary import Vocabulary
    from licensecheck.report.paint import Paint
    from licensecheck.report.story import Base


class Asked(NamedTuple):
    """What a document is made from. `codes` are the exit codes of the reports; `several`: more than one file was named.

    `here` and `root`: the current folder and the top of the repository, from which consumers count their paths.
    `cases` and `corpus`: the bound models and the rules behind the reports, for a document that tries other facts.
    """

    reports: tuple[Report, ...]
    codes: tuple[int, ...]
    version: str
    vocabulary: Vocabulary
    paint: Paint
    width: int = 80
    verbose: bool = False
    quiet: bool = False
    several: bool = False
    here: str = ""
    root: str = ""
    margins: tuple[tuple[Margin, ...], ...] = ()
    cases: tuple[tuple[tuple[BoundModel, ...], Context], ...] = ()
    corpus: Corpus | None = None

    @property
    def base(self) -> Base:
        from licensecheck.report.story import Base

        return Base(self.here, self.root)


def _text(asked: Asked) -> str:
    from licensecheck.report import text

    texts = [text.render(each, asked.vocabulary, asked.paint, asked.width, asked.verbose, asked.quiet) for each in asked.reports]
    if asked.margins:
        from licensecheck.report import margins

        both = zip(texts, asked.margins, strict=True)
        texts = [f"{text}\n{margins.render(near, asked.paint, asked.width)}" for text, near in both]
    return ("" if asked.quiet else "\n").join([*texts, *_several(asked)])


def _several(asked: Asked) -> list[str]:
    """What stands below the reports where there is more than one."""
    if len(asked.reports) < 2:
        return []
    from licensecheck.report import several

    return [several.render(asked.reports, asked.paint, asked.quiet)]


def _matrix(asked: Asked) -> str:
    if asked.quiet:
        return _text(asked)
    from licensecheck.report import matrix
    from licensecheck.report.paint import plain

    coloured = asked.paint is not plain
    tables = [matrix.render(each, coloured, asked.width, asked.verbose) for each in asked.reports]
    lines = [_text(asked._replace(reports=(each,), margins=(), quiet=True)) for each in asked.reports]
    parts = [f"{table}{line}" for table, line in zip(tables, lines, strict=True)]
    return "\n".join([*parts, *_several(asked)])


def _json(asked: Asked) -> str:
    from licensecheck.report import json

    return json.render_all(list(zip(asked.reports, asked.codes, strict=True)), asked.version, asked.several, asked.margins)


def _html(asked: Asked) -> str:
    from licensecheck.report import html

    if asked.corpus is None:
        raise ValueError("a page is made from the corpus and the cases behind its reports")
    return html.render(asked.reports, asked.cases, asked.corpus, asked.version)


def _signoff(asked: Asked) -> str:
    from licensecheck.report import signoff

    return signoff.render(asked.reports, asked.cases, asked.vocabulary, asked.version)


def _file(name: str) -> Callable[[Asked], str]:
    """A format that needs nothing but the reports and where they lie."""

    def render(asked: Asked) -> str:
        module = importlib.import_module(f"licensecheck.report.{name}")
        return str(module.render(asked.reports, asked.version, asked.verbose, asked.base))

    return render


FORMATS: dict[str, Callable[[Asked], str]] = {
    "text": _text,
    "matrix": _matrix,
    "json": _json,
    "sarif": _file("sarif"),
    "github": _file("github"),
    "gitlab": _file("gitlab"),
    "junit": _file("junit"),
    "markdown": _file("markdown"),
    "csv": _file("csv"),
    "html": _html,
    "signoff": _signoff,
}

"""What is wrong with an input, and where: one sentence, a span, and help apart from the sentence."""

from __future__ import annotations

from licensecheck.source.quoted import tamed
from licensecheck.source.record import NamedTuple

MOST_FAULTS = 200
"""Faults of one input that are told; more would tell nobody more."""


class Span(NamedTuple):
    """A stretch of one file; lines and columns count from 1, the end column is the first one after the stretch."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Diagnostic(NamedTuple):
    """A fault of an input. `message` is one sentence without a full stop; the text of the user stands in backticks."""

    code: str
    message: str
    span: Span | None = None
    label: str = ""
    help: str = ""


class InputError(Exception):
    """The input cannot be judged. Carries every diagnostic that was found, in the order of the file."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], lines: dict[str, tuple[str, ...]] | None = None) -> None:
        told = (d._replace(message=tamed(d.message), label=tamed(d.label), help=tamed(d.help)) for d in diagnostics)
        self.diagnostics = tuple(sorted(dict.fromkeys(told), key=_place))
        super().__init__("; ".join(d.message for d in self.diagnostics))
        self.lines = lines or {}


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    span = diagnostic.span
    return (span.file, span.line, span.column, diagnostic.message) if span else ("", 0, 0, diagnostic.message)


class Faults:
    """Collects the diagnostics of one input, so that all of them are reported at once; after very many it gives up."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def add(self, code: str, message: str, span: Span | None = None, label: str = "", help: str = "") -> None:
        self.found.append(Diagnostic(code, message, span, label, help))
        if len(self.found) >= MOST_FAULTS:
            self.found.append(Diagnostic("too-many-faults", f"there are {MOST_FAULTS} faults and more; the rest is not told", span))
            raise InputError(tuple(self.found))

    def stop(self, lines: dict[str, tuple[str, ...]] | None = None) -> None:
        """Raise `InputError` if anything was found."""
        if self.found:
            raise InputError(tuple(self.found), lines)

"""Source lines with marks under them, in the manner of rustc."""

from __future__ import annotations

from licensecheck.report.paint import Paint, plain, shown, width_of, wrapped
from licensecheck.source.diagnostic import Diagnostic, Span
from licensecheck.source.record import NamedTuple

WIDEST = 400
"""Columns of a source line that are shown."""


class Mark(NamedTuple):
    """A stretch to be marked and what to say about it; the first mark of a frame is the primary one."""

    span: Span
    label: str


def frame(marks: list[Mark], lines: dict[str, tuple[str, ...]], style: str, paint: Paint = plain) -> list[str]:
    """The lines of one file on which the marks stand, each with its marks under it."""
    primary = marks[0]
    here = [mark for mark in marks if mark.span.file == primary.span.file]
    source = lines.get(primary.span.file, ())
    gutter = len(str(max(mark.span.line for mark in here)))
    bar = paint("|", "blue")
    place = f"{shown(primary.span.file)}:{primary.span.line}:{primary.span.column}"
    out = [f"{' ' * gutter}{paint('-->', 'blue')} {place}"]
    if not source:
        return out  # the text is not at hand
    out.append(f"{' ' * gutter} {bar}")
    last = 0
    for line in sorted({mark.span.line for mark in here}):
        if last and line > last + 1:
            out.append(paint("...", "blue"))
        last = line
        text = source[line - 1][:WIDEST] if 0 < line <= len(source) else ""
        drawn = shown(text.replace("\t", " "))
        out.append(f"{paint(f'{line:>{gutter}}', 'blue')} {bar} {drawn}".rstrip())
        for mark in sorted((each for each in here if each.span.line == line), key=lambda each: -each.span.column):
            sign = "^" if mark is primary else "-"
            start = mark.span.column - 1
            stop = mark.span.end_column - 1 if mark.span.end_line == line else len(text.rstrip())
            before = width_of(shown(text[:start]))
            length = max(1, width_of(shown(text[start : max(start + 1, min(stop, WIDEST))])))
            label = f" {mark.label}" if mark.label else ""
            out.append(
                f"{' ' * gutter} {bar} {' ' * before}{paint(sign * length + shown(label), style if sign == '^' else 'blue')}"
            )
    return out


def diagnostics(found: tuple[Diagnostic, ...], lines: dict[str, tuple[str, ...]], paint: Paint = plain, width: int = 80) -> str:
    """All diagnostics of an input, ready to be printed."""
    out: list[str] = []
    for each in found:
        out.append(f"{paint(f'error[{each.code}]', 'error')}{paint(': ' + shown(each.message), 'bold')}")
        if each.span:
            out += frame([Mark(each.span, each.label)], lines, "error", paint)
        if each.help:
            indent = "   " if each.span else "  "
            out += wrapped(shown(each.help), width, f"{indent}= help: ", f"{indent}        ")
        out.append("")
    return "".join(f"{line}\n" for line in out)

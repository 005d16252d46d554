"""What a scan found, as text for people and as values for programs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from licensecheck.report.paint import Paint, plain, shown, wrapped
from licensecheck.scan.model import CLASSES, IN_FORCE, Component, Reference, Scan

MOST_PLACES = 8
SCHEMA_VERSION = 1


def document(scan: Scan, version: str, wanted: tuple[str, ...] = CLASSES) -> dict[str, Any]:
    """A scan as plain values: every reference of the wanted classes, the models they are of, aliases, run-time choices."""
    references = [each for each in scan.references if each.kind in wanted]
    ids = {each.id.casefold() for each in references}
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "model-licensecheck", "version": version},
        "root": scan.root,
        "files": scan.files,
        "bytes": scan.size,
        "models": [_component(each, wanted) for each in scan.components if each.id.casefold() in ids],
        "references": [_reference(each) for each in references],
        "aliases": [
            {"file": a.file, "line": a.line, "column": a.column, "text": a.text, "id": a.id or None, "how": a.how}
            for a in scan.aliases
        ],
        "run_time": [{"file": r.file, "line": r.line, "column": r.column, "text": r.text, "key": r.key} for r in scan.run_time],
        "skipped": [{"file": file, "reason": reason} for file, reason in scan.skipped],
    }


def _component(component: Component, wanted: tuple[str, ...]) -> dict[str, Any]:
    found = [each for each in component.references if each.kind in wanted]
    return {
        "id": component.id,
        "namespace": component.namespace or None,
        "class": found[0].kind if found else component.kind,
        "in_force": component.in_force,
        "known": component.known,
        "spellings": sorted({each.text for each in found}),
        "occurrences": len(found),
    }


def _reference(reference: Reference) -> dict[str, Any]:
    return {
        "file": reference.file,
        "line": reference.line,
        "column": reference.column,
        "text": reference.text,
        "id": reference.id,
        "namespace": reference.namespace or None,
        "class": reference.kind,
        "how": reference.how,
        "known": reference.known,
    }


def render(scan: Scan, wanted: tuple[str, ...] = IN_FORCE, paint: Paint = plain, width: int = 80, everything: bool = False) -> str:
    """A scan for a terminal: the models of the wanted classes with their places; the others are counted."""
    out: list[str] = []
    for component in scan.components:
        found = [each for each in component.references if each.kind in wanted]
        if not found:
            continue
        spellings = sorted({each.text for each in found} - {component.id})
        about = [component.namespace, "" if component.known else "in no catalog line"]
        also = (
            f", written {', '.join(f'`{shown(each)}`' for each in spellings[:5])}{' and others' if len(spellings) > 5 else ''}"
            if spellings
            else ""
        )
        said = ", ".join(word for word in about if word)
        lines = wrapped(f"{shown(component.id)}  {said}{also}", width, "", "    ")
        lines[0] = paint(lines[0].split("  ", 1)[0], "bold") + ("  " + lines[0].split("  ", 1)[1] if "  " in lines[0] else "")
        out += lines
        for each in found if everything else found[:MOST_PLACES]:
            out.append(
                f"    {paint(f'{each.kind:8}', 'note')} {shown(each.file)}:{each.line}:{each.column}  {shown(each.how)}"[
                    : max(width * 2, 160)
                ]
            )
        if len(found) > MOST_PLACES and not everything:
            out.append(f"    ... and {len(found) - MOST_PLACES} more places")
    for alias in scan.aliases:
        stands = f"stands for `{shown(alias.id)}`" if alias.id else "what it stands for is not in the file"
        if everything or alias.id:
            out += wrapped(
                f"{shown(alias.file)}:{alias.line}: `{shown(alias.text)}` is a name of the team's own; {stands}",
                width,
                paint("alias", "note") + ": ",
                "    ",
            )
    for choice in scan.run_time if everything else scan.run_time[:MOST_PLACES]:
        out += wrapped(
            f"{shown(choice.file)}:{choice.line}: `{shown(choice.text)}` (`{shown(choice.key)}`) is known at run time only",
            width,
            paint("note", "note") + ": ",
            "    ",
        )
    if len(scan.run_time) > MOST_PLACES and not everything:
        out.append(f"... and {len(scan.run_time) - MOST_PLACES} more models that are known at run time only")
    for file, reason in scan.skipped[:MOST_PLACES]:
        out += wrapped(f"{shown(file)} was not read: {reason}", width, paint("note", "note") + ": ", "    ")
    if len(scan.skipped) > MOST_PLACES:
        out.append(f"... and {len(scan.skipped) - MOST_PLACES} more files were not read")
    return "\n".join([*out, _last_line(scan, wanted)]) + "\n"


def _last_line(scan: Scan, wanted: tuple[str, ...]) -> str:
    counts = Counter(each.kind for each in scan.references)
    models = sum(any(each.kind in wanted for each in component.references) for component in scan.components)
    listed = ", ".join(f"{counts[kind]} {kind}" for kind in CLASSES if counts[kind])
    hidden = sum(count for kind, count in counts.items() if kind not in wanted)
    places = sum(counts.values())
    more = f"; --all lists {hidden} more" if hidden else ""
    found = f"{models} model{'s' if models != 1 else ''}, {places} reference{'s' if places != 1 else ''}"
    return f"{shown(scan.root)}: {found} in {scan.files} files ({listed or 'none'}){more}"

"""What `identify` found in files, as lines for people and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licensecheck.identify.found import Doubt, Identification, Match, Near
from licensecheck.identify.index import Reference
from licensecheck.report.paint import Paint, plain, shown, wrapped

KINDS = {"license": "", "aup": "acceptable use policy of ", "terms": ""}
STATES = {"exact": "pass", "unmodified": "pass", "modified": "unknown", "unknown": "unknown"}
MOST, MOST_NAMES = 12, 3
"""Sections and names that are listed for a person; the JSON form has them all."""


def identified(file: str, said: Identification, paint: Paint = plain, width: int = 80) -> str:
    """One file: what it is on the first line, and below it what differs."""
    out = wrapped(f"{shown(file)}: {paint(said.state, STATES[said.state])}{_summary(said)}", width, "", "    ")
    for match in said.matches:
        out += _match(match, len(said.matches) > 1 or bool(said.others), width)
    for each in said.others if said.matches else ():
        out += wrapped(f"{_lines(each.first, each.last)}: {_count(each.words, 'word')} that no known text has", width, "  ", "    ")
    if not said.whole:
        out += wrapped("the file is so long that only its beginning was looked at", width, "  ", "    ")
    return "\n".join(out) + "\n"


def _summary(said: Identification) -> str:
    if not said.matches:
        near = said.nearest
        return f"; nearest is {_named(near.reference)}, of which it has {_percent(near.score)}" if near else ""
    return "".join(f"{'; ' if at else ', '}{_named(match.reference)}" for at, match in enumerate(said.matches))


def _match(match: Match, several: bool, width: int) -> list[str]:
    policy = f"policy {match.reference.policy}" if match.reference.policy else "no policy was written from it"
    about = [policy, f"{match.state}, {_percent(match.score)} of it", "" if match.certain else "the version is not certain"]
    if several:
        about.append(_lines(*match.lines))
    if match.nearest and match.state == "modified":
        about.append(f"next nearest {_named(match.nearest.reference)} with {_percent(match.nearest.score)}")
    out = wrapped("; ".join(word for word in about if word), width, "  ", "    ")
    for word, labels in (("changed", match.changed), ("missing", match.missing)):
        if labels:
            out += wrapped(f"{word}: {_sections(labels)}", width, "    ", "      ")
    if match.added:
        out += wrapped(f"added: {', '.join(_lines(first, last) for first, last in match.added)}", width, "    ", "      ")
    for said in _doubts(match.doubts):
        out += wrapped(said, width, "    ", "      ")
    return out


def _doubts(doubts: tuple[Doubt, ...]) -> Iterator[str]:
    """Why the version is not certain; neighbours with the same reason share a sentence."""
    shared: dict[tuple[str, ...], list[str]] = {}
    for doubt in doubts:
        if doubt.other is None:
            yield f"its own title, dates or figures are different in {_sections(doubt.sections)}"
        elif doubt.other_agrees:
            told = f"{_count(doubt.other_agrees, 'place')} as in {_named(doubt.other)}"
            yield f"{told}, {doubt.agrees} as it should be, {doubt.differs} different"
        else:
            shared.setdefault(doubt.sections, []).append(_named(doubt.other))
    for sections, names in shared.items():
        listed = "; ".join(names[:MOST_NAMES]) + (f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else "")
        where = f"words in {_sections(sections)} that are different here tell" if sections else "the words are missing that tell"
        yield f"{where} it from {listed}"


def _named(reference: Reference) -> str:
    edition = "" if not reference.edition or reference.edition in reference.name else f" ({reference.edition})"
    return f"{KINDS.get(reference.kind, '')}{reference.name}{edition}"


def _sections(labels: tuple[str, ...]) -> str:
    listed = ", ".join(labels[:MOST])
    return f"{listed} and {len(labels) - MOST} more" if len(labels) > MOST else listed


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first}-{last}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{int(100 * share)}%"


def record(file: str, said: Identification) -> dict[str, Any]:
    """One file as plain values."""
    return {
        "file": file,
        "state": said.state,
        "matches": [_match_record(match) for match in said.matches],
        "other_words": [{"lines": [each.first, each.last], "words": each.words} for each in said.others],
        "nearest": _near_record(said.nearest),
        "complete": said.whole,
    }


def _match_record(match: Match) -> dict[str, Any]:
    return {
        **_reference_record(match.reference),
        "state": match.state,
        "version_certain": match.certain,
        "score": match.score,
        "lines": list(match.lines),
        "nearest": _near_record(match.nearest),
        "changed": list(match.changed),
        "missing": list(match.missing),
        "added": [list(lines) for lines in match.added],
        "doubts": [_doubt_record(doubt) for doubt in match.doubts],
    }


def _doubt_record(doubt: Doubt) -> dict[str, Any]:
    return {
        "other": _reference_record(doubt.other) if doubt.other else None,
        "sections": list(doubt.sections),
        "places_that_agree": doubt.agrees,
        "places_that_differ": doubt.differs,
        "places_of_the_other": doubt.other_agrees,
    }


def _near_record(near: Near | None) -> dict[str, Any] | None:
    return {**_reference_record(near.reference), "score": near.score} if near else None


def _reference_record(reference: Reference) -> dict[str, Any]:
    policy, version = reference.policy or None, reference.edition or None
    return {"policy": policy, "version": version, "kind": reference.kind, "name": reference.name}

"""What changed since a deployment was locked, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.engine.findings import Note, Report
from licensecheck.exchange.lock import Locked
from licensecheck.exchange.terms import difference
from licensecheck.source.diagnostic import Span

Key = tuple[str, ...]


def changes(before: Locked, now: Locked, places: dict[Key, Span], report: Report) -> tuple[Note, ...]:
    """Every difference as a note at its line: of the lock where the lock has one, else of the model.

    Another corpus by itself is no difference: what it changed for this deployment is.
    """
    models = {model.name: model.span for model in report.models}
    texts = {key[1] for key in now if key[0] == "text" and before.get(key, now[key]) != now[key]}
    gone = {key[1] for key in before if key[0] == "model" and key not in now}
    new = {key[1] for key in now if key[0] == "model" and key not in before}
    claims = {key[1:3] for key in {*before, *now} if key[0] in CLAIMS and before.get(key) != now.get(key)}
    notes = []
    for key in sorted({*before, *now}, key=lambda key: (ORDER.index(key[0]), key)):
        old, held = before.get(key), now.get(key)
        if old == held or key[0] == "corpus":
            continue
        if key[0] in OF_MODEL and key[1] in gone | new and key[0] != "model":
            continue  # said once, of the model
        if key[0] == "file" and key[1:] in claims:
            continue  # what its words claim says more
        for message in _messages(key, old, held):
            span = places.get(key) or (models.get(key[1]) if len(key) > 1 else None)
            notes.append(Note(f"lock-{key[0]}", message + _resting(key, texts, before, now), span))
    return tuple(notes)


ORDER = (
    "model", "license", "parent", "policy", "text", "terms", "verdict", "clause", "waiver", "accepted", "file", "evidence",
    "presumed", "corpus",
)  # fmt: skip
CLAIMS = ("license", "parent")
OF_MODEL = ("model", "policy", "verdict", "clause", "file", "waiver", *CLAIMS)


def _messages(key: Key, old: tuple[str, ...] | None, now: tuple[str, ...] | None) -> Iterator[str]:
    match key[0]:
        case "model" if old is None or now is None:
            yield f"the model `{key[1]}` is {'not in the lock' if old is None else 'locked, and not declared any more'}"
        case "model" if old and now:
            for what, was, is_now in zip(("is resolved to", "is reached through"), old, now, strict=False):
                if was != is_now:
                    yield f"`{key[1]}` {what} `{is_now}`, and was locked with `{was}`"
        case "license":
            claimed, was = (f"claims the license `{_first(now)}`" if now else "claims no license any more"), _first(old or ())
            yield f"`{key[2]}` of `{key[1]}` {claimed}, and {f'claimed `{was}`' if was else 'claimed none'} when it was locked"
        case "parent" if old and now:
            yield f"`{key[2]}` of `{key[1]}` names `{key[3]}` as {_relation(now)}, and it was locked as {_relation(old)}"
        case "parent":
            of = f"`{key[2]}` of `{key[1]}`"
            yield f"{of} does not name the parent `{key[3]}` any more" if old else f"{of} names `{key[3]}` as {_relation(now)}"
        case "terms" if old and now:
            yield f"the clause `{key[1]}/{key[2]}` is read otherwise: {difference(old, now)}"
        case "waiver" | "accepted" if old is None or now is None:
            what = f"the waiver of `{key[2]}` for `{key[1]}`" if key[0] == "waiver" else f"the acceptance of `{key[1]}` in {key[2]}"
            yield f"{what} {'is not in the lock' if old is None else 'is locked, and not in force any more'}"
        case "waiver" | "accepted" if old and now:
            what = f"the waiver of `{key[2]}` for `{key[1]}`" if key[0] == "waiver" else f"the acceptance of `{key[1]}` in {key[2]}"
            yield f"{what} is {_signed(now)}, and was locked as {_signed(old)}"
        case "policy" if old is None or now is None:
            yield f"`{key[2]}` {'governs' if old is None else 'does not govern'} `{key[1]}`{'' if old is None else ' any more'}"
        case "policy" if old and now:
            yield f"`{key[2]}` governs `{key[1]}` through another lineage: `{_first(now)}`, and was locked with `{_first(old)}`"
        case "text" if old and now:
            yield f"the text `{key[2]}` of `{key[1]}` is another one: {now[0][:12]}, and was locked with {old[0][:12]}"
        case "verdict" if old and now:
            yield f"`{key[1]}` is {now[0]}, and was locked as {old[0]}"
        case "clause":
            was, is_now = old[0] if old else "not applicable", now[0] if now else "not applicable"
            if was == is_now:
                yield f"`{key[1]}`: `{key[2]}` is still {_read(now)}, on other facts"
            else:
                yield f"`{key[1]}`: `{key[2]}` is {_read(now)}, and was {_read(old)}"
        case "file":
            yield f"`{key[2]}` of the folder of `{key[1]}` {_file(old, now)}"
        case "evidence":
            yield f"the evidence `{key[1]}` {_file(old, now)}"
        case "presumed":
            yield f"`{key[1]}` is presumed from silence{'' if old is None else ' in the lock, and not any more'}"


def _file(old: tuple[str, ...] | None, now: tuple[str, ...] | None) -> str:
    if old is None or now is None:
        return "is not in the lock" if old is None else "is locked, and not read any more"
    return "could be read when it was locked" if _first(now) == "not read" else "has other words than when it was locked"


def _read(value: tuple[str, ...] | None) -> str:
    return value[0].replace("_", " ") if value else "not applicable"


def _first(value: tuple[str, ...]) -> str:
    return value[0] if value else ""


def _relation(value: tuple[str, ...] | None) -> str:
    word = _first(value or ())
    return "a parent of some kind" if word == "not said" else f"the parent of a {word.replace('_', '-')}"


def _signed(value: tuple[str, ...]) -> str:
    approver, on, expires = value
    return f"signed by {approver} on {on} until {expires}"


def _resting(key: Key, texts: set[str], before: Locked, now: Locked) -> str:
    """The clauses that rest on a text that changed: those that are read otherwise, and those whose reading stayed."""
    if key[0] != "text" or key[1] not in texts:
        return ""
    resting = sorted(other[2] for other in now if other[:2] == ("terms", key[1]) and f"text {key[2]}" in now[other])
    changed = [name for name in resting if before.get(("terms", key[1], name)) != now.get(("terms", key[1], name))]
    same = [name for name in resting if name not in changed]
    said = f"; read otherwise: {', '.join(changed)}" if changed else ""
    return said + (f"; read the clauses that bind again: {', '.join(same)}" if same else "")

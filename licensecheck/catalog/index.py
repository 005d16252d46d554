"""The indexes of a catalog. Two lines that claim one spelling are faults."""

from __future__ import annotations

from licensecheck.catalog.model import Catalog, Channel, Entry, Spellings
from licensecheck.source.diagnostic import Faults
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Scalar


def indexed(
    entries: tuple[Entry, ...],
    aliases: list[tuple[str, Scalar, Scalar]],
    channels: dict[str, Channel],
    spellings: Spellings,
    faults: Faults,
) -> Catalog:
    """The catalog of these lines; keys are in lower case, the longest pattern comes first."""
    ids: dict[str, tuple[str, int]] = {}
    names: dict[str, list[str]] = {}
    patterns: list[tuple[str, int]] = []
    for index, entry in enumerate(entries):
        if entry.match:
            patterns.append((entry.match.casefold(), index))
        for name in entry.ids:
            low = name.casefold()
            if low in ids:
                other = entries[ids[low][1]]
                faults.add("duplicate-model", f"`{name}` stands at {entry.file}:{entry.line} and at {other.file}:{other.line}")
                continue
            ids[low] = (name, index)
            names.setdefault(low.rpartition("/")[2], []).append(name)
    seen: dict[str, str] = {}
    for pattern, index in patterns:
        if pattern in seen:
            faults.add(
                "duplicate-model",
                f"the pattern `{pattern}` stands at {entries[index].file}:{entries[index].line} and at {seen[pattern]}",
            )
        seen[pattern] = f"{entries[index].file}:{entries[index].line}"
    spelled: dict[str, dict[str, str]] = {}
    for place, key, value in aliases:
        low = key.text.casefold()
        if value.text.casefold() not in ids:
            help = did_you_mean(value.text, (name for name, _ in ids.values()))
            faults.add("unknown-model", f"the alias `{key.text}` names `{value.text}`, which no line has", value.span, help=help)
            continue
        if spelled.setdefault(low, {}).setdefault(place, value.text).casefold() != value.text.casefold():
            faults.add("duplicate-model", f"the alias `{key.text}` of {place} names two models", key.span)
    patterns.sort(key=lambda pair: (-len(pair[0].replace("*", "")), pair[0]))
    return Catalog(
        entries,
        ids,
        tuple(patterns),
        {low: tuple(sorted(places.items())) for low, places in spelled.items()},
        {low: tuple(sorted(found)) for low, found in names.items()},
        channels,
        spellings,
    )

"""rules/catalog/*.yaml, channels.yaml and spellings.yaml, read into a Catalog. Every fault is collected."""

from __future__ import annotations

import os
from typing import Any

from licensecheck.catalog.model import Catalog, Channel, Entry, Hosted, Spellings
from licensecheck.facts.deployment import RELATIONS, Base
from licensecheck.facts.parse import read_day
from licensecheck.policy.load import policy_files
from licensecheck.source.diagnostic import Faults, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence, parse, plain
from licensecheck.source.text import read

ENTRY_KEYS = (
    "ids", "match", "policies", "license_name", "family", "released", "weights", "modality", "multimodal", "context", "base",
    "card_license", "hosted", "stage", "basis", "note", "licensor", "developer", "read", "asks",
)  # fmt: skip
FILE_KEYS = ("licensor", "developer", "read", "models", "aliases")
WORDS = {
    "weights": ("open", "closed"),
    "multimodal": ("yes", "no", "true", "false"),
    "stage": ("ga", "preview", "experimental", "labs", "beta"),
    "basis": ("text", "vendor", "secondary", "unverified"),
}


def load_catalog(folder: str, faults: Faults) -> Catalog:
    """The catalog below a `rules` folder."""
    entries: list[Entry] = []
    aliases: list[tuple[str, Scalar, Scalar]] = []
    for file in policy_files(os.path.join(folder, "catalog")):
        root = _root(file, faults)
        if root is None:
            continue
        _known(root, FILE_KEYS, "a catalog file", faults)
        shared = {key: _text(root, key) for key in ("licensor", "developer", "read")}
        models = root.get("models")
        for node in models.items if isinstance(models, Sequence) else ():
            if isinstance(node, Mapping):
                entries.append(_entry(node, shared, faults))
        for place, table in _pairs(root.get("aliases")):
            aliases += [(place.text, key, value) for key, value in _pairs(table) if isinstance(value, Scalar)]
    channels = _channels(_root(os.path.join(folder, "channels.yaml"), faults), faults)
    spellings = _spellings(_root(os.path.join(folder, "spellings.yaml"), faults))
    return _indexed(tuple(entries), aliases, channels, spellings, faults)


def _indexed(
    entries: tuple[Entry, ...],
    aliases: list[tuple[str, Scalar, Scalar]],
    channels: dict[str, Channel],
    spellings: Spellings,
    faults: Faults,
) -> Catalog:
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


def _entry(node: Mapping, shared: dict[str, str], faults: Faults) -> Entry:
    _known(node, ENTRY_KEYS, "a line of the catalog", faults)
    ids = tuple(item.text for item in _items(node.get("ids")) if isinstance(item, Scalar))
    match = _text(node, "match")
    if bool(ids) == bool(match):
        faults.add("bad-entry", "a line has either `ids` or `match`", node.span)
    for key, choices in WORDS.items():
        word = _text(node, key)
        if word and word not in choices:
            faults.add("unknown-value", f"`{word}` is no `{key}`", node.get(key).span, help="one of " + ", ".join(choices))
    policies = node.get("policies")
    unread = isinstance(policies, Scalar) and policies.text == "unread"
    context = plain(node.get("context"))
    return Entry(
        ids,
        match,
        _text(node, "licensor") or shared["licensor"],
        _text(node, "developer") or shared["developer"],
        () if unread else tuple(item.text for item in _items(policies) if isinstance(item, Scalar)),
        unread,
        _text(node, "license_name"),
        _text(node, "family"),
        _text(node, "released"),
        _text(node, "weights") or "open",
        tuple(item.text for item in _items(node.get("modality")) if isinstance(item, Scalar)),
        {"true": "yes", "false": "no"}.get(_text(node, "multimodal"), _text(node, "multimodal")),
        context if isinstance(context, int) else 0,
        tuple(_base(item, faults) for item in _items(node.get("base"))),
        _text(node, "card_license"),
        tuple(_hosted(key, value, faults) for key, value in _pairs(node.get("hosted"))),
        _text(node, "stage") or "ga",
        _text(node, "basis") or "unverified",
        _text(node, "note"),
        _text(node, "read") or shared["read"],
        node.span.file,
        node.span.line,
    )


def _base(node: Node, faults: Faults) -> Base:
    if isinstance(node, Scalar):
        return Base(node.text, "fine_tune")
    relation = _text(node, "relation") or "fine_tune"
    if relation not in RELATIONS:
        faults.add("unknown-value", f"`{relation}` is no relation", node.span, help="one of " + ", ".join(RELATIONS))
    return Base(_text(node, "id"), relation)


def _hosted(key: Scalar, node: Node, faults: Faults) -> Hosted:
    if isinstance(node, Mapping):
        _known(
            node,
            ("id", "retires", "deprecated", "successor", "basis", "source", "note", "released"),
            "a channel of a model",
            faults,
        )
    days = [read_day(item) for item in _items(node.get("retires") if isinstance(node, Mapping) else None)]
    if "" in days:
        faults.add("wrong-type", "`retires` is a day, or two", node.span)
    earliest, latest = (min(days), max(days)) if days else ("", "")
    return Hosted(key.text, earliest, latest, _text(node, "deprecated"), _text(node, "successor"))


def _channels(root: Mapping | None, faults: Faults) -> dict[str, Channel]:
    found: dict[str, Channel] = {}
    keys = ("provider", "owner", "policies", "by_licensor", "prefixes", "access", "owner_weights")
    for key, node in _pairs(root.get("channels") if root else None):
        if not isinstance(node, Mapping):
            faults.add("wrong-type", "a channel is a mapping", node.span)
            continue
        _known(node, keys, "a channel", faults)
        policies = node.get("policies")
        unread = isinstance(policies, Scalar) and policies.text == "unread"
        found[key.text] = Channel(
            key.text,
            _text(node, "provider"),
            _text(node, "owner"),
            () if unread else tuple(item.text for item in _items(policies) if isinstance(item, Scalar)),
            unread,
            {name.text: tuple(plain(Sequence(_items(value), value.span))) for name, value in _pairs(node.get("by_licensor"))},
            tuple(item.text for item in _items(node.get("prefixes")) if isinstance(item, Scalar)),
            _text(node, "access") or "api",
            _text(node, "owner_weights") or "free",
        )
    return found


def _spellings(root: Mapping | None) -> Spellings:
    words: dict[str, Any] = plain(root) if root else {}
    return Spellings(
        tuple(words.get("prefixes", ())),
        tuple(words.get("bedrock_regions", ())),
        frozenset(name.casefold() for name in words.get("requantizers", ())),
        tuple(sorted({ending.casefold() for ending in words.get("conversions", ())}, key=lambda ending: (-len(ending), ending))),
        {name.casefold(): policy for name, policy in words.get("licenses", {}).items()},
    )


def _root(file: str, faults: Faults) -> Mapping | None:
    try:
        root = parse(read(file))
    except InputError as error:
        faults.found += error.diagnostics
        return None
    if not isinstance(root, Mapping):
        faults.add("wrong-type", f"`{file}` is not a mapping")
        return None
    return root


def _known(node: Mapping, keys: tuple[str, ...], what: str, faults: Faults) -> None:
    for key, _ in node.entries:
        if key.text not in keys:
            faults.add("unknown-key", f"{what} has no key `{key.text}`", key.span, help=did_you_mean(key.text, keys))


def _text(node: Node | None, key: str) -> str:
    part = node.get(key) if isinstance(node, Mapping) else None
    return part.text if isinstance(part, Scalar) else ""


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def _pairs(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.entries if isinstance(node, Mapping) else ()

"""rules/catalog/*.yaml, channels.yaml and spellings.yaml, read into a Catalog. Every fault is collected."""

from __future__ import annotations

import os
from typing import Any

from licensecheck.catalog.index import indexed
from licensecheck.catalog.model import Catalog, Channel, Entry, Hosted, Spellings
from licensecheck.facts.deployment import RELATIONS, Base
from licensecheck.facts.words import read_day
from licensecheck.policy.load import policy_files
from licensecheck.source.diagnostic import Faults, InputError
from licensecheck.source.fields import Fields, items, texts
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
    reader = _Reader(faults)
    entries: list[Entry] = []
    aliases: list[tuple[str, Scalar, Scalar]] = []
    for file in policy_files(os.path.join(folder, "catalog")):
        root = _root(file, faults)
        if root is None:
            continue
        reader.fields.known(root, FILE_KEYS, "a catalog file")
        shared = {key: reader.fields.text(root, key) for key in ("licensor", "developer", "read")}
        models = root.get("models")
        for node in models.items if isinstance(models, Sequence) else ():
            if isinstance(node, Mapping):
                entries.append(reader.entry(node, shared))
        for place, table in reader.fields.pairs(root.get("aliases")):
            aliases += [(place.text, key, value) for key, value in reader.fields.pairs(table) if isinstance(value, Scalar)]
    channels = reader.channels(_root(os.path.join(folder, "channels.yaml"), faults))
    spellings = _spellings(_root(os.path.join(folder, "spellings.yaml"), faults))
    return indexed(tuple(entries), aliases, channels, spellings, faults)


class _Reader:
    """Reads the lines of the catalog."""

    def __init__(self, faults: Faults) -> None:
        self.faults, self.fields = faults, Fields(faults)

    def entry(self, node: Mapping, shared: dict[str, str]) -> Entry:
        """One line: a model, several with the same facts, or a pattern."""
        self.fields.known(node, ENTRY_KEYS, "a line of the catalog")
        ids = texts(node.get("ids"))
        match = self.fields.text(node, "match")
        if bool(ids) == bool(match):
            self.faults.add("bad-entry", "a line has either `ids` or `match`", node.span)
        for key, choices in WORDS.items():
            self.fields.word(node, key, choices)
        policies = node.get("policies")
        unread = isinstance(policies, Scalar) and policies.text == "unread"
        context = plain(node.get("context"))
        return Entry(
            ids,
            match,
            self.fields.text(node, "licensor") or shared["licensor"],
            self.fields.text(node, "developer") or shared["developer"],
            () if unread else texts(policies),
            unread,
            self.fields.text(node, "license_name"),
            self.fields.text(node, "family"),
            self.fields.text(node, "released"),
            self.fields.text(node, "weights") or "open",
            texts(node.get("modality")),
            {"true": "yes", "false": "no"}.get(self.fields.text(node, "multimodal"), self.fields.text(node, "multimodal")),
            context if isinstance(context, int) else 0,
            tuple(self.base(item) for item in items(node.get("base"))),
            self.fields.text(node, "card_license"),
            tuple(self.hosted(key, value) for key, value in self.fields.pairs(node.get("hosted"))),
            self.fields.text(node, "stage") or "ga",
            self.fields.text(node, "basis") or "unverified",
            self.fields.text(node, "note"),
            self.fields.text(node, "read") or shared["read"],
            node.span.file,
            node.span.line,
        )

    def base(self, node: Node) -> Base:
        """A parent, with how the model came from it."""
        if isinstance(node, Scalar):
            return Base(node.text, "fine_tune")
        relation = self.fields.text(node, "relation") or "fine_tune"
        if relation not in RELATIONS:
            self.faults.add("unknown-value", f"`{relation}` is no relation", node.span, help="one of " + ", ".join(RELATIONS))
        return Base(self.fields.text(node, "id"), relation)

    def hosted(self, key: Scalar, node: Node) -> Hosted:
        """One channel that serves the model."""
        if isinstance(node, Mapping):
            self.fields.known(
                node,
                ("id", "retires", "deprecated", "successor", "basis", "source", "note", "released"),
                "a channel of a model",
            )
        days = [read_day(item) for item in items(node.get("retires") if isinstance(node, Mapping) else None)]
        if "" in days:
            self.faults.add("wrong-type", "`retires` is a day, or two", node.span)
        earliest, latest = (min(days), max(days)) if days else ("", "")
        return Hosted(key.text, earliest, latest, self.fields.text(node, "deprecated"), self.fields.text(node, "successor"))

    def channels(self, root: Mapping | None) -> dict[str, Channel]:
        """The channels of rules/channels.yaml."""
        found: dict[str, Channel] = {}
        keys = ("provider", "owner", "policies", "by_licensor", "prefixes", "access", "owner_weights")
        for key, node in self.fields.pairs(root.get("channels") if root else None):
            if not isinstance(node, Mapping):
                self.faults.add("wrong-type", "a channel is a mapping", node.span)
                continue
            self.fields.known(node, keys, "a channel")
            policies = node.get("policies")
            unread = isinstance(policies, Scalar) and policies.text == "unread"
            found[key.text] = Channel(
                key.text,
                self.fields.text(node, "provider"),
                self.fields.text(node, "owner"),
                () if unread else texts(policies),
                unread,
                {name.text: texts(value) for name, value in self.fields.pairs(node.get("by_licensor"))},
                texts(node.get("prefixes")),
                self.fields.text(node, "access") or "api",
                self.fields.text(node, "owner_weights") or "free",
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

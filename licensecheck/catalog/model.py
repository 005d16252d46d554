"""What the catalog knows about models and channels. Values only."""

from __future__ import annotations

from collections.abc import Sequence

from licensecheck.facts.deployment import Base
from licensecheck.source.record import NamedTuple


class Hosted(NamedTuple):
    """How one channel serves a model. `retires` is the first day without it; `retires_latest` differs where sources disagree."""

    channel: str
    retires: str
    retires_latest: str
    deprecated: str
    successor: str


class Entry(NamedTuple):
    """One line of the catalog: one model, several with the same facts, or a pattern."""

    ids: tuple[str, ...]
    match: str
    licensor: str
    developer: str
    policies: tuple[str, ...]
    unread: bool
    license_name: str
    family: str
    released: str
    weights: str
    modality: tuple[str, ...]
    multimodal: str
    context: int
    base: tuple[Base, ...]
    card_license: str
    hosted: tuple[Hosted, ...]
    stage: str
    basis: str
    note: str
    read: str
    file: str
    line: int

    def on(self, channel: str) -> Hosted | None:
        return next((hosted for hosted in self.hosted if hosted.channel == channel), None)


class Channel(NamedTuple):
    """One way to reach a model, and whose terms it brings. `unread`: its terms exist and were not read."""

    id: str
    provider: str
    owner: str
    policies: tuple[str, ...]
    unread: bool
    by_licensor: dict[str, tuple[str, ...]]
    prefixes: tuple[str, ...]
    access: str
    owner_weights: str


class Spellings(NamedTuple):
    """How ids and license tags are spelled elsewhere; see rules/spellings.yaml."""

    prefixes: tuple[str, ...]
    bedrock_regions: tuple[str, ...]
    requantizers: frozenset[str]
    conversions: tuple[str, ...]
    licenses: dict[str, str]


class Catalog(NamedTuple):
    """All entries with their indexes; keys are in lower case. Compiled entries are unpacked one by one, when asked for."""

    entries: Sequence[Entry]
    ids: dict[str, tuple[str, int]]
    patterns: tuple[tuple[str, int], ...]
    aliases: dict[str, tuple[tuple[str, str], ...]]
    names: dict[str, tuple[str, ...]]
    channels: dict[str, Channel]
    spellings: Spellings

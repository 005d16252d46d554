"""Undeclared models that somebody accepts at named places for a time, as deploy.yaml records them under `accepted`."""

from __future__ import annotations

import posixpath

from licensecheck.facts.deployment import Accepted
from licensecheck.facts.entries import Entries
from licensecheck.source.nodes import Node

ACCEPTED_KEYS = ("model", "in", "reason", "approver", "on", "expires")


def read_accepted(node: Node | None, entries: Entries) -> tuple[Accepted, ...]:
    """The records, each with everything that a reviewer needs; one for the whole repository is a fault."""
    found: list[Accepted] = []
    for entry in entries.listed(node, "accepted"):
        entries.known_keys(entry, ACCEPTED_KEYS, "an accepted model")
        model, reason, approver = (entries.required(entry, key, "an accepted model") for key in ("model", "reason", "approver"))
        on, expires = (entries.day(entry, key, "an accepted model") for key in ("on", "expires"))
        places = tuple(posixpath.normpath(place) for place in entries.texts(entry, "in"))
        help = "write `in: [tutorials/, tests/fixtures/model.py]`"
        if not places:
            entries.faults.add(
                "missing-key", "an accepted model needs `in`, the files or folders that may name it", entry.span, help=help
            )
        elif any(place == "." or place.startswith(("/", "..")) for place in places):
            message = "`in` names files or folders below this one, and not all of them"
            entries.faults.add("unknown-value", message, entry.get("in").span, help=help)
        found.append(Accepted(model, places, reason, approver, on, expires, entry.span))
    return tuple(found)

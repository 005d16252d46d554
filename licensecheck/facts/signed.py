"""What is signed and dated: agreements with licensors, and readings of counsel."""

from __future__ import annotations

from licensecheck.facts.deployment import Agreement, RecordedReading
from licensecheck.facts.entries import Entries
from licensecheck.facts.words import YES_NO
from licensecheck.source.nodes import Node

AGREEMENT_KEYS = ("with", "covers", "lifts", "replaces_terms", "status", "reference", "starts", "expires", "by", "on")
READING_KEYS = ("policy", "reading", "as", "by", "on", "reference", "text")


def read_agreements(node: Node | None, entries: Entries) -> tuple[Agreement, ...]:
    """The separate agreements with licensors."""
    found: list[Agreement] = []
    for entry in entries.listed(node, "agreements"):
        entries.known_keys(entry, AGREEMENT_KEYS, "an agreement")
        status = entries.text(entry, "status")
        if status not in ("", "granted", "requested", "refused", "ended"):
            help = "one of granted, requested, refused, ended"
            entries.faults.add("unknown-value", f"`{status}` is no status of an agreement", entry.get("status").span, help=help)
        replaces = entries.text(entry, "replaces_terms")
        if replaces and replaces not in YES_NO:
            entries.faults.add("wrong-type", "`replaces_terms` is yes or no", entry.get("replaces_terms").span)
        found.append(
            Agreement(
                entries.required(entry, "with", "an agreement"),
                entries.texts(entry, "covers"),
                entries.texts(entry, "lifts"),
                YES_NO.get(replaces, False),
                status in ("", "granted"),
                entries.day(entry, "starts") or entries.day(entry, "on"),
                entries.day(entry, "expires"),
                entries.text(entry, "reference"),
                entry.span,
                entries.text(entry, "by"),
            )
        )
    return tuple(found)


def read_readings(node: Node | None, entries: Entries) -> tuple[RecordedReading, ...]:
    """What counsel answered to questions that a license leaves open."""
    found: list[RecordedReading] = []
    for entry in entries.listed(node, "readings"):
        entries.known_keys(entry, READING_KEYS, "a reading")
        policy, reading, answer, by = (entries.required(entry, key, "a reading") for key in ("policy", "reading", "as", "by"))
        answer = {True: "yes", False: "no"}[YES_NO[answer]] if answer in YES_NO else answer
        day = entries.day(entry, "on", "a reading")
        reference, text = entries.text(entry, "reference"), entries.text(entry, "text")
        found.append(RecordedReading(policy, reading, answer, by, day, reference, text, entry.span))
    return tuple(found)

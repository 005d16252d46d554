"""What the writers share: names within a document, hashes that stand for it, and the words of annotations."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from licensecheck.exchange.bom.contents import Contents, Item
from licensecheck.exchange.bom.model import OURS

TOOL = "licensecheck"
MOST_REASONS = 5


def ref_of(contents: Contents, index: int) -> str:
    """The name of an item within the document; letters, digits, dots and dashes."""
    return f"model-{index + 1}-" + re.sub(r"[^A-Za-z0-9.]+", "-", contents.items[index].id).strip("-")[:80]


def digest(contents: Contents) -> str:
    """SHA-256 of all that is said, in hexadecimal: the same contents have the same name."""
    said = [*contents[:-1], [[each.id, each.name, each.texts] for each in contents.terms.references]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()


def own_words(item: Item) -> list[tuple[str, str]]:
    """What no format has a place for, and what a reader of ours needs: by name."""
    return [
        *([("name", item.name)] if item.name != item.id else []),
        *([("channel", item.channel)] if item.channel else []),
    ]


def verdict_words(item: Item, contents: Contents) -> str:
    """The verdict with what stands against the model, as far as a line holds it."""
    told = [*item.reasons[:MOST_REASONS], *([f"{more} more"] if (more := len(item.reasons) - MOST_REASONS) > 0 else [])]
    against = f" ({', '.join(told)})" if told else ""
    return f"{item.verdict} as of {contents.as_of}{against}"


def as_lines(item: Item) -> str:
    """The words of our own as the text of an annotation."""
    return "\n".join(f"{OURS}{name}={_line(value)}" for name, value in (*own_words(item), ("id", item.id)))


def address_of(item: Item) -> str:
    """Where the weights can be had, as far as their package URL tells."""
    if not item.purl.startswith("pkg:huggingface/"):
        return ""
    return f"https://huggingface.co/{item.id}" + (f"/tree/{item.revision}" if item.revision else "")


def dumped(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())

"""The id of a model by what documents call it: a package URL, an address on Hugging Face, or plain names; and back.

Package URL types: packageurl.org, `huggingface`, `mlflow` and `generic`. Models behind an API have no type of their own.
"""

from __future__ import annotations

from typing import NamedTuple

MODEL_TYPES = ("huggingface", "mlflow")
NOT_MODELS = ("datasets", "spaces")
HUB = ("https://huggingface.co/", "http://huggingface.co/", "https://hf.co/", "hf://")
LONGEST = 2_000


class Named(NamedTuple):
    """An id with its revision. `sure`: only a model is called so."""

    id: str
    revision: str = ""
    sure: bool = False


def named_by_purl(text: str) -> Named | None:
    """What a package URL names; None where it is none, or names no model that has an id."""
    from packageurl import PackageURL

    if not text.startswith("pkg:") or len(text) > LONGEST:
        return None
    try:
        purl = PackageURL.from_string(text)
    except ValueError:
        return None
    id = "/".join(part for part in (purl.namespace, purl.name) if part)
    if purl.type not in (*MODEL_TYPES, "generic") or id.startswith(tuple(f"{each}/" for each in NOT_MODELS)):
        return None
    return Named(id, revision_of(purl.version or ""), purl.type in MODEL_TYPES)


def revision_of(version: str) -> str:
    """A version as a revision; 1.0 is what generators write where they know of none."""
    return "" if version in ("NOASSERTION", "1.0") else version


def purl_type(text: str) -> str:
    """The type of a package URL, or ""."""
    return text[4:].partition("/")[0].casefold() if text.startswith("pkg:") else ""


def named_by_address(text: str) -> Named | None:
    """What an address on Hugging Face names: `https://huggingface.co/org/name`, with or without a tree."""
    prefix = next((each for each in HUB if text.startswith(each)), None)
    if prefix is None or len(text) > LONGEST:
        return None
    parts = text[len(prefix) :].partition("?")[0].partition("#")[0].rstrip("/").split("/")
    if len(parts) < 2 or parts[0] in NOT_MODELS:
        return None
    revision = parts[3] if len(parts) > 3 and parts[2] in ("tree", "resolve", "blob") and parts[3] != "main" else ""
    return Named("/".join(parts[:2]), revision, True)


def purl_of(id: str, revision: str, type: str) -> str:
    """The package URL of a model: `pkg:huggingface/org/name@revision`. A hosted model may be `pkg:generic/name`."""
    from packageurl import PackageURL

    namespace, _, name = id.rpartition("/")
    return PackageURL(type, namespace or None, name, revision or None).to_string()

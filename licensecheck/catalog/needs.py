"""What a team needs of a model, read from words such as `open-weights,vision,context>=128k`, and the catalog lines that have it."""

import fnmatch
import re
from typing import NamedTuple

from licensecheck.catalog.model import Catalog, Entry
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.near import did_you_mean

MODALITIES = {
    "vision": "image", "image": "image", "audio": "audio", "video": "video", "text": "text", "embedding": "embedding",
    "speech": "speech", "3d": "3d",
}  # fmt: skip
# what must stay in house runs on weights that the organization holds, and so does what it fine-tunes
WEIGHTS = {"open-weights": "open", "closed-weights": "closed", "data-stays-in-house": "open", "fine-tuning": "open"}
ASSIGNMENTS = {
    "commercial": ("deployment.commercial=true",),
    "redistribution": ("model.distribution=[weights/original]",),
    "hosting": ("model.distribution=[hosted_service]",),
    "distillation": ("outputs.trains=[{kind: llm, distributed: true, competes: true}]",),
}
"""Needs that are facts: the deployment is judged as if they held."""
_CONTEXT = r"context>=([0-9]+)(k|m)?\Z"


class Needs(NamedTuple):
    """What is needed: kinds of weights, modalities, a context length in tokens, opinions, and facts to try."""

    weights: str
    modalities: tuple[str, ...]
    context: int
    opinions: tuple[str, ...]
    assignments: tuple[str, ...]
    in_house: bool


def read_needs(text: str, opinions: tuple[str, ...]) -> Needs:
    """The needs that a list of words names. Raises InputError for a word that is none."""
    words = [word.strip().casefold() for word in text.split(",") if word.strip()]
    known = (*MODALITIES, *WEIGHTS, *ASSIGNMENTS, *opinions, "context>=128k")
    faults = []
    context = 0
    for word in words:
        length = re.match(_CONTEXT, word)
        if length:
            context = int(length[1]) * {None: 1, "k": 1000, "m": 1_000_000}[length[2]]
        elif word not in known:
            help = did_you_mean(word, known) or "one of " + ", ".join(known)
            faults.append(Diagnostic("unknown-need", f"`{word}` is no need", help=help))
    if faults:
        raise InputError(tuple(faults))
    weights = {WEIGHTS[word] for word in words if word in WEIGHTS}
    if len(weights) > 1:
        raise InputError((Diagnostic("unknown-need", "no model has open and closed weights"),))
    return Needs(
        next(iter(weights), ""),
        tuple(dict.fromkeys(MODALITIES[word] for word in words if word in MODALITIES)),
        context,
        tuple(word for word in words if word in opinions),
        tuple(each for word in words for each in ASSIGNMENTS.get(word, ())),
        "data-stays-in-house" in words,
    )


def fitting(catalog: Catalog, needs: Needs, opinions: dict[str, tuple[tuple[str, str], ...]]) -> tuple[str, ...]:
    """The ids whose lines have what is needed; what a line does not say does not fit."""
    return tuple(
        name
        for entry in catalog.entries
        for name in entry.ids
        if _fits(entry, needs) and all(_said(name, opinions[each]) for each in needs.opinions)
    )


def untold(catalog: Catalog, needs: Needs) -> int:
    """How many ids have everything else that is needed, but a context length that their lines do not say."""
    others = needs._replace(context=0)
    return sum(len(entry.ids) for entry in catalog.entries if needs.context and not entry.context and _fits(entry, others))


def _fits(entry: Entry, needs: Needs) -> bool:
    if needs.weights and entry.weights != needs.weights:
        return False
    if not set(needs.modalities) <= set(entry.modality):
        return False
    return entry.context >= needs.context


def _said(name: str, opinions: tuple[tuple[str, str], ...]) -> str:
    """What an opinion says of a model, or ""."""
    return next((says for match, says in opinions if fnmatch.fnmatchcase(name.casefold(), match.casefold())), "")

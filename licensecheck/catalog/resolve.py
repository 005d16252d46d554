"""A model id as people write it, resolved to the line of the catalog that it means."""

from __future__ import annotations

import fnmatch
import re
from functools import lru_cache

from licensecheck.catalog.model import Catalog, Entry
from licensecheck.source.near import nearest
from licensecheck.source.record import NamedTuple

LONGEST = 300
WEIGHT_FILES = (".gguf", ".ggml", ".safetensors", ".bin")
# what may follow a family's name and still be the family: sizes, `it`, `instruct`, `v0.3`
_VARIANT = (
    # possessive: a long run of digits must not be tried in all its divisions
    r"(?:[-_.]?(?>[0-9]+x[0-9]+b|[ae][0-9]+b|v[0-9.]+|[0-9.]+(?:[bmk](?![a-z]))?"
    r"|it|pt|instruct|chat|base|hf|vision|text|mini|small|medium|large))*+\Z"
)
_SIZE = re.compile(r"(?:[0-9]+x)?[0-9.]+[bm]\Z")
"""The first part of a tag of Ollama, where it says which model of a family is meant."""


class Resolution(NamedTuple):
    """What an id means. `how` says by what it was found; `channel` is what the spelling itself names.

    `relation` is set for a conversion or quantization by somebody else: the id stands for its parent.
    """

    id: str
    entry: Entry | None
    how: str
    channel: str = ""
    relation: str = ""
    near: str = ""


def resolve(text: str, catalog: Catalog, channel: str = "", suggest: bool = True) -> Resolution:
    """The line of the catalog that an id means; `channel` is the one declared, if any.

    `suggest`: where none matches, look for the id that was probably meant, which takes longer than all the rest.
    """
    written = text.strip()
    if len(written) > LONGEST:
        return Resolution(written, None, "the id is too long to be one")
    whole = written.casefold()
    for spelled, note in _spellings(whole, catalog):
        # a name may look like one with a prefix: `mistral:7b` is Ollama's, not Mistral's API
        found = _exact(spelled, catalog, channel)
        if found:
            return found._replace(how=found.how + note)
    low, implied = _bare(whole, catalog)
    bare = written[-len(low) :] if low and whole.endswith(low) else low
    for spelled, note in _spellings(low, catalog):
        found = _exact(spelled, catalog, channel or implied)
        if found:
            how = found.how + note
            # who writes `openrouter/meta/llama` goes to OpenRouter, although `meta/llama` is how NVIDIA spells it
            return found._replace(how=how, channel=implied or found.channel)
    found = _pattern(low, catalog)
    if found:
        return found._replace(id=bare, channel=implied)
    found = _converted(low, catalog)
    if found:
        # a file of weights lies on a disk, whatever its folder is called
        return found._replace(channel="" if low.endswith(WEIGHT_FILES) else implied)
    near = nearest(low, (*(name for name, _ in catalog.ids.values()), *catalog.aliases)) if low and suggest else None
    return Resolution(written, None, "no line of the catalog matches", implied, near=near or "")


def is_known(text: str, catalog: Catalog) -> bool:
    """Whether any line of the catalog matches."""
    return resolve(text, catalog).entry is not None


def _bare(low: str, catalog: Catalog) -> tuple[str, str]:
    """The id without addresses and channel prefixes, and the channel that a prefix names."""
    channel = ""
    for _ in range(3):
        before = low
        for prefix in catalog.spellings.prefixes:
            low = low.removeprefix(prefix.casefold())
        if low in catalog.ids or low in catalog.aliases:
            break
        prefixed = [
            (prefix, name)
            for name, each in catalog.channels.items()
            for prefix in each.prefixes
            if low.startswith(prefix.casefold())
        ]
        if prefixed:
            prefix, name = max(prefixed, key=lambda pair: len(pair[0]))
            low, channel = low[len(prefix) :], channel or name
        if low == before:
            break
    for region in catalog.spellings.bedrock_regions:
        if low.startswith(region) and low.count(".") >= 2:
            return low[len(region) :], channel or "bedrock"
    return low, channel


def _spellings(low: str, catalog: Catalog) -> list[tuple[str, str]]:
    """The spellings that an id may stand for, nearest first, each with what was done to it."""
    found = [(low, "")]
    if "@" in low:
        found.append((low.replace("@", "-"), ", with `@` for `-`"))
        found.append((low.partition("@")[0], ", without the version after `@`"))
    if low.startswith("arn:") and "/" in low:
        found.append((low.rpartition("/")[2], ", from its ARN"))
    if ":" in low:
        name, _, tag = low.partition(":")
        for short in _shorter(tag, catalog):
            found.append((f"{name}:{short}", f", tag `{tag}` without its quantization"))
        # an Ollama tag is `size-variant-quantization`; the size decides which model it is
        size = tag.partition("-")[0]
        if size != tag and _SIZE.match(size):
            found.append((f"{name}:{size}", f", as a build of `{name}:{size}`"))
        elif tag in ("latest", "free", "nitro", "floor", "online", "thinking") or re.match(r"v?[0-9]+(?::[0-9]+k)?\Z", tag):
            found.append((name, f", without `:{tag}`"))
        elif "/" in name and re.match(r"[0-9]+(?:\.[0-9]+){1,2}\Z", tag):
            # the version of an image; a name without an owner may be of Ollama, where the tag can be the version of the model
            found.append((name, f", without the version `{tag}` of its image"))
    return found


def _shorter(text: str, catalog: Catalog) -> list[str]:
    """A name with endings of conversions taken off, one after the other."""
    found: list[str] = []
    for _ in range(6):
        if not text.endswith(catalog.spellings.conversions):
            break
        ending = next((each for each in catalog.spellings.conversions if text.endswith(each) and len(text) > len(each)), None)
        if ending is None:
            break
        text = text[: -len(ending)]
        found.append(text)
    return found


def _exact(low: str, catalog: Catalog, channel: str) -> Resolution | None:
    if low in catalog.ids:
        name, index = catalog.ids[low]
        return Resolution(name, catalog.entries[index], "the id itself")
    places = dict(catalog.aliases.get(low, ()))
    if not places:
        return None
    place = channel if channel in places else next(iter(places))
    targets = {target.casefold() for target in places.values()}
    if len(targets) > 1 and channel not in places:
        return Resolution(low, None, "the name means different models in " + ", ".join(places))
    name, index = catalog.ids[places[place].casefold()]
    implied = place if place in catalog.channels else ""
    return Resolution(name, catalog.entries[index], f"a name used in {place}" if place != "name" else "a common name", implied)


def _pattern(low: str, catalog: Catalog) -> Resolution | None:
    if not _any_of(catalog.patterns).match(low):
        return None
    for pattern, index in catalog.patterns:
        if fnmatch.fnmatchcase(low, pattern):
            return Resolution(low, catalog.entries[index], f"the pattern `{catalog.entries[index].match}`")
    return None


def _converted(low: str, catalog: Catalog) -> Resolution | None:
    """A conversion or quantization under somebody else's name, or a file name, by the model name that it carries."""
    untagged, _, tag = low.partition(":")
    owner, _, name = untagged.rpartition("/")
    size = tag.partition("-")[0]
    if _SIZE.match(size) and size not in re.split("[-_]", name):
        return None  # `deepseek-r1:8b` is not DeepSeek-R1: the size decides, and no line has this one
    shorter = _shorter(name, catalog)
    if owner and owner not in catalog.spellings.requantizers and not shorter:
        return None
    for candidate in (name, *shorter):
        carried = [candidate] if candidate in catalog.names else []
        # bartowski and others write `owner_name`
        if not carried and "_" in candidate:
            carried = [part for part in (candidate.partition("_")[2],) if part in catalog.names]
        if not carried:
            continue
        ids = catalog.names[carried[0]]
        entries = {catalog.ids[each.casefold()][1] for each in ids}
        if len(entries) == 1:
            found, index = catalog.ids[ids[0].casefold()]
            if candidate == name and not owner and len(ids) == 1:
                return Resolution(found, catalog.entries[index], "its name without the owner")
            return Resolution(found, catalog.entries[index], f"a conversion of `{found}`, by its name", relation="quantized")
    if owner and owner not in catalog.spellings.requantizers:
        return None
    beginnings, stems = _stems(catalog.patterns)
    for candidate in (name, *shorter):
        if not candidate.startswith(beginnings):
            continue
        for stem, index in stems:
            if candidate.startswith(stem) and re.match(_VARIANT, candidate[len(stem) :]):
                match = catalog.entries[index].match
                return Resolution(
                    candidate, catalog.entries[index], f"a conversion, by the pattern `{match}`", relation="quantized"
                )
    return None


@lru_cache(maxsize=4)
def _any_of(patterns: tuple[tuple[str, int], ...]) -> re.Pattern[str]:
    """What fits whatever one of the patterns fits."""
    return re.compile("|".join(fnmatch.translate(pattern) for pattern, _ in patterns) or r"(?!)")


@lru_cache(maxsize=4)
def _stems(patterns: tuple[tuple[str, int], ...]) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """The names that patterns begin with, without owners: by themselves, and each with the number of its line."""
    found = ((pattern.rpartition("/")[2].rstrip("*"), index) for pattern, index in patterns)
    stems = tuple((stem, index) for stem, index in found if stem and "*" not in stem)
    return tuple(stem for stem, _ in stems), stems

"""The index built from a folder of texts: `python -m licensecheck.identify.build TEXTS rules/fingerprints.bin`.

The texts are those that a policy pins by their hash, and those that `identify.yaml` beside the index names; nothing of
their words is kept but hashes. The same texts give the same bytes.
"""

from __future__ import annotations

import os
import sys
from array import array
from collections import Counter
from hashlib import sha256
from typing import Any, NamedTuple

from licensecheck.identify.grams import digest, grams, winnowed
from licensecheck.identify.index import OWN, Index, Place, Reference, Tables, packed
from licensecheck.identify.outline import Part, outline
from licensecheck.identify.places import Span, differences, mask_of, own, places
from licensecheck.identify.words import words_of
from licensecheck.source.nodes import parse, plain
from licensecheck.source.text import read

WINDOW, SHORT_WINDOW, SHORT = 8, 3, 700
WIDE_WINDOW, LONG = 16, 3_000
"""Runs of which the least hash is kept: of a text, of one with fewer words than `SHORT`, and of one with more than `LONG`."""

NEAR = 0.66
"""Two texts are near when one holds this share of the other's runs of words."""

KINDS = {"license": "license", "aup": "aup", "pup": "aup", "policy": "aup", "policies": "aup", "before": "aup", "usage": "aup"}
"""What kind of text a policy means by the name under which it pins it; anything else is `terms`."""


class Pin(NamedTuple):
    """The policy that pins a text, as what kind of text, and what the policy says of itself."""

    policy: str
    kind: str
    name: str
    edition: str


class Known(NamedTuple):
    """A text that goes into the index."""

    policy: str
    edition: str
    kind: str
    name: str
    optional: frozenset[str]
    words: list[str]
    parts: list[Part]
    numbering: set[int]


def main(arguments: list[str]) -> None:
    """Build the index of a folder of texts."""
    if len(arguments) != 2:
        sys.exit("usage: python -m licensecheck.identify.build TEXTS INDEX")
    folder, target = arguments
    rules = os.path.dirname(os.path.abspath(target))
    data = build(folder, rules, os.path.join(os.path.dirname(rules), "policies"))
    with open(target, "wb") as file:
        file.write(data)


def build(folder: str, rules: str, policies: str) -> bytes:
    """The bytes of the index of the texts in a folder. ValueError when a named text is missing."""
    table = plain(parse(read(os.path.join(rules, "identify.yaml")))) or {}
    return packed(index_of(known_texts(folder, table.get("texts") or {}, pinned(policies))))


def pinned(policies: str) -> dict[str, Pin]:
    """The pins of all policies by the sha256 of the text; a policy that only others extend comes last."""
    found: dict[str, Pin] = {}
    roots: dict[str, dict[str, Any]] = {}
    for top, _, files in sorted(os.walk(policies)):
        for file in sorted(files):
            root = plain(parse(read(os.path.join(top, file)))) if file.endswith(".yaml") else None
            if isinstance(root, dict) and "policy" in root:
                roots[str(root["policy"])] = root
    for policy, root in sorted(roots.items(), key=lambda each: (bool(each[1].get("abstract")), each[0])):
        above = roots.get(str(root.get("extends")), {})
        name = root.get("name") or above.get("name") or policy
        values = {**(above.get("values") or {}), **(root.get("values") or {})}
        edition = root.get("edition") or values.get("version") or ""
        for role, text in (root.get("texts") or {}).items():
            if isinstance(text, dict) and text.get("sha256"):
                said = Pin(policy, KINDS.get(role, "terms"), _filled(str(name), values), str(edition))
                found.setdefault(str(text["sha256"]), said)
    return found


def _filled(name: str, values: dict[str, Any]) -> str:
    """A name that a family shares, with the values of one of its policies."""
    for key, value in values.items():
        name = name.replace(f"{{{key}}}", str(value))
    return name


def known_texts(folder: str, table: dict[str, dict[str, Any]], pins: dict[str, Pin]) -> list[Known]:
    """The texts of a folder that are named or pinned, in the order of their policies; of texts with equal words the first."""
    files = {file.removesuffix(".txt"): file for file in sorted(os.listdir(folder)) if file.endswith(".txt")}
    missing = sorted(set(table) - set(files))
    if missing:
        raise ValueError(f"no text of the folder is named {', '.join(missing)}")
    found: dict[str, Known] = {}
    for stem in sorted(files, key=lambda stem: (stem not in table, stem)):
        text = read(os.path.join(folder, files[stem])).text
        pin = pins.get(sha256(text.encode()).hexdigest())
        said = {key: str(value) for key, value in (table.get(stem) or {}).items()}
        if (pin is None and not said) or "skip" in said:
            continue
        policy, kind, name, edition = pin or Pin("", "license", stem, "")
        held = words_of(text)
        parts, numbering = outline(text)
        known = Known(
            said.get("policy", policy), said.get("edition", edition), said.get("kind", kind), said.get("name", name),
            frozenset(said.get("optional", "").split("|")) - {""}, held.words, parts, numbering,
        )  # fmt: skip
        same = found.setdefault(" ".join(held.words), known)
        if same.policy != known.policy:
            raise ValueError(f"`{stem}` has the same words as a text of `{same.policy}`")
    return sorted(found.values(), key=lambda known: (known.policy, known.kind, known.edition, known.words))


def index_of(texts: list[Known]) -> Index:
    """The index of some texts. At most 255 of them, each of at most 65,535 words."""
    hashes = [grams(text.words) for text in texts]
    near = neighbours(hashes)
    postings: dict[int, list[tuple[int, int]]] = {}
    prints = []
    for number, each in enumerate(hashes):
        chosen = winnowed(each, SHORT_WINDOW if len(each) < SHORT else WIDE_WINDOW if len(each) > LONG else WINDOW)
        prints.append(len({each[at] for at in chosen}))
        seen: Counter[int] = Counter()
        for at in chosen:
            seen[each[at]] += 1
            if seen[each[at]] <= 2:
                postings.setdefault(each[at], []).append((number, at))
    # a run that stands in very many texts tells nothing
    kept = {key: postings[key][:255] for key in sorted(postings)}
    labels = sorted({part.label for text in texts for part in text.parts})
    sections = [
        (part.start, labels.index(part.label), digest(text.words[part.start : stop]))
        for text in texts
        for part, stop in zip(text.parts, [*(part.start for part in text.parts[1:]), len(text.words)], strict=True)
    ]
    decisive = [decisive_places(texts, number, near[number]) for number in range(len(texts))]
    rows = [place for each in decisive for place in each]
    tables = Tables(
        array("I", kept),
        array("B", map(len, kept.values())),
        array("B", [owner for each in kept.values() for owner, _ in each]),
        array("H", [at for each in kept.values() for _, at in each]),
        array("H", [start for start, _, _ in sections]),
        array("H", [label for _, label, _ in sections]),
        b"".join(proof for _, _, proof in sections),
        *(array(code, [row[column] for row in rows]) for column, code in enumerate(("H", "B", "I", "I", "I", "I"))),
    )
    references = tuple(
        Reference(
            text.policy, text.edition, text.kind, text.name, len(text.words), digest(text.words, 16).hex(),
            prints[number], tuple(near[number]), text.optional,
        )
        for number, text in enumerate(texts)
    )  # fmt: skip
    spans = tuple((len(text.parts), len(each)) for text, each in zip(texts, decisive, strict=True))
    return Index(references, tuple(labels), spans, tables)


def neighbours(hashes: list[list[int]]) -> list[list[int]]:
    """For each text the numbers of those that are near it."""
    sets = [set(each) for each in hashes]
    return [
        [
            other
            for other, theirs in enumerate(sets)
            if other != number and len(mine & theirs) >= NEAR * max(1, min(len(mine), len(theirs)))
        ]
        for number, mine in enumerate(sets)
    ]


def decisive_places(texts: list[Known], number: int, near: list[int]) -> list[Place]:
    """The places that tell a text from its neighbours, and its own."""
    mine = texts[number]
    spans: list[tuple[Span, int]] = [(span, 1 << OWN) for span in own(mine.words, mine.numbering)]
    for bit, other in enumerate(near):
        spans += [(span, mask_of(bit)) for span, _ in differences(mine.words, texts[other].words)]
    return places(mine.words, spans)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The front matter of a model card: README.md that begins with `---`."""

from __future__ import annotations

from licensecheck.folder.model import Claim, Parent, Said, Trouble, at
from licensecheck.source.diagnostic import InputError
from licensecheck.source.fields import items
from licensecheck.source.nodes import Mapping, Node, Scalar, parse
from licensecheck.source.text import Text

LONGEST = 200_000
"""Letters of a front matter."""

RELATIONS = {"finetune": "fine_tune", "adapter": "adapter", "quantized": "quantized", "merge": "merge"}
MOST, LONGEST_NAME = 100, 300


def front_matter(words: str) -> str | None:
    """The lines between the first two `---`, or None where a text has no front matter."""
    lines = words.split("\n")
    if not lines or lines[0].strip() != "---":
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), None)
    return None if end is None else "\n".join(["", *lines[1:end]])


def read_card(file: str, words: str) -> Said:
    """What a card says of license, parents and data. A card without front matter says nothing."""
    matter = front_matter(words)
    if matter is None:
        if words.startswith("---"):
            return Said(troubles=(Trouble("the front matter of the card does not end", at(file)),))
        return Said()
    if len(matter) > LONGEST:
        return Said(troubles=(Trouble(f"the front matter of the card has more than {LONGEST:,} letters", at(file)),))
    try:
        root = parse(Text(file, matter))
    except InputError as error:
        first = error.diagnostics[0]
        return Said(troubles=(Trouble(f"the front matter of the card cannot be read: {first.message}", first.span or at(file)),))
    if not isinstance(root, Mapping):
        return Said()
    return Said(_licenses(root), _parents(root), _claims(root.get("datasets")), _claims(root.get("model_name"))[:1])


def _licenses(root: Mapping) -> tuple[Claim, ...]:
    """The license; where the tag is `other`, the name that stands for it, else the address."""
    found = _claims(root.get("license"))
    named = _claims(root.get("license_name")) or _claims(root.get("license_link"))
    return tuple(claim for claim in found if claim.value.casefold() != "other") or named[:1] or found[:1]


def _parents(root: Mapping) -> tuple[Parent, ...]:
    bases = _claims(root.get("base_model"))
    said = next((claim.value.casefold() for claim in _claims(root.get("base_model_relation"))), "")
    relation = RELATIONS.get(said, "merge" if len(bases) > 1 else "")
    found = [Parent(claim.value, relation, claim.span, "card") for claim in bases]
    for tag in _claims(root.get("tags")):
        # the hub writes `base_model:adapter:owner/name` and `base_model:owner/name`
        kind, _, rest = tag.value.partition(":")
        if kind == "base_model" and rest:
            how, _, name = rest.rpartition(":")
            if name not in [parent.id for parent in found]:
                found.append(Parent(name, RELATIONS.get(how, ""), tag.span, "card"))
    return tuple(found)


def _claims(node: Node | None) -> tuple[Claim, ...]:
    """The texts of a value or a list, each with its place; what no name can be is left out."""
    return tuple(
        Claim(item.text.strip(), item.span, "card")
        for item in items(node)[:MOST]
        if isinstance(item, Scalar) and item.text.strip() and len(item.text) <= LONGEST_NAME and item.text.isprintable()
    )

"""Evidence as deploy.yaml lists it: paths, addresses, and what a person attests."""

from licensecheck.facts.statements import shown_node as _shown
from licensecheck.facts.values import Item
from licensecheck.facts.words import YES_NO, read_day
from licensecheck.source.diagnostic import Faults
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence

EVIDENCE_PLACES = ("ui", "website", "docs", "about", "blog", "terms", "card", "with_copy")
PLACE_SPELLINGS = {
    "documentation": "docs", "product documentation": "docs", "user interface": "ui", "interface": "ui", "blogpost": "blog",
    "blog post": "blog", "about page": "about", "model card": "card", "web": "website", "terms of service": "terms",
}  # fmt: skip
_NOTHING = ("", "no", "none", "false", "unknown", "~", "null")


def read_evidence(name: str, node: Node, faults: Faults) -> tuple[Item, ...] | None:
    """The items of a list, None after a fault; a bare yes or no states a duty that no file can show."""
    if isinstance(node, Scalar) and (isinstance(node.value, bool) or node.text in YES_NO):
        held = node.value if isinstance(node.value, bool) else YES_NO[node.text]
        return (Item("stated", "", "", "", span=node.span),) if held else ()
    if isinstance(node, Scalar) and node.text in ("none", "missing"):
        return ()
    items = node.items if isinstance(node, Sequence) else (node,)
    read = [_item(name, item, faults) for item in items]
    found = tuple(item for item in read if item is not None)
    return found if len(found) == len(read) else None


def _item(name: str, node: Node, faults: Faults) -> Item | None:
    if isinstance(node, Scalar):
        if node.value is True or node.text in ("yes", "true"):
            return Item("stated", "", "", "", span=node.span)
        if not isinstance(node.value, str) or not node.text:
            return _wrong(faults, node, f"`{name}` lists paths or attested items, not {_shown(node)}")
        return Item("url" if "://" in node.text else "path", node.text, span=node.span)
    if not isinstance(node, Mapping):
        return _wrong(faults, node, f"evidence is a path or a mapping, not {_shown(node)}")
    words: dict[str, Scalar] = {}
    for key, part in node.entries:
        if key.text not in ("path", "url", "attested", "place", "by", "on"):
            help = did_you_mean(key.text, ("path", "url", "attested", "place", "by", "on"))
            faults.add("unknown-key", f"evidence has no key `{key.text}`", key.span, help=help)
        elif not isinstance(part, Scalar):
            faults.add("wrong-type", f"`{key.text}` is text, not {_shown(part)}", part.span)
        else:
            words[key.text] = part
    kinds = [kind for kind in ("path", "url", "attested") if kind in words]
    if not kinds or ("attested" in kinds and "path" in kinds):
        help = "add `path: NOTICE`, or `attested:` with the words"
        return _wrong(faults, node, "evidence is one of `path`, `url` or `attested`", help)
    place = words["place"].text if "place" in words else ""
    place = PLACE_SPELLINGS.get(place.casefold().replace("_", " "), place)
    if place and place not in EVIDENCE_PLACES:
        help = did_you_mean(place, EVIDENCE_PLACES) or "one of " + ", ".join(EVIDENCE_PLACES)
        faults.add("unknown-value", f"`{place}` is no place where evidence stands", words["place"].span, help=help)
    kind = "attested" if "attested" in kinds else kinds[0]
    said = words[kind]
    if said.text.strip().casefold() in _NOTHING:
        message = "what does not exist is not attested" if kind == "attested" else f"`{kind}` is not said"
        return _wrong(faults, said, message, "write `[]` for none")
    if "on" in words and not read_day(words["on"]):
        return _wrong(faults, words["on"], f"`on` is a day, not {_shown(words['on'])}", "write a day such as `2024-06-30`")
    stated = said.value is True or said.text == "yes"
    held = ("" if stated else said.text) if kind == "attested" else None
    target = words["url"].text if kind == "attested" and "url" in words else said.text
    return Item(
        "stated" if kind == "attested" and stated else kind,
        target,
        place,
        held,
        words["by"].text if "by" in words else "",
        words["on"].text if "on" in words else "",
        node.span,
    )


def _wrong(faults: Faults, node: Node, message: str, help: str = "") -> Item | None:
    faults.add("wrong-type", message, node.span, help=help)
    return None

"""Models of a CycloneDX document in JSON (ECMA-424): components of the type machine-learning-model, with what they descend from.

Lineage stands in `pedigree.ancestors`; generators that have no place for it leave the `base_model` of the card as a property.
"""

from __future__ import annotations

import re
from collections import Counter

from licensecheck.exchange.bom.licenses import NO_LICENSE
from licensecheck.exchange.bom.model import OURS, Bill, Part, Statement
from licensecheck.exchange.bom.naming import Named, named_by_address, named_by_purl, revision_of
from licensecheck.exchange.bom.nodes import check_name, mapping, mappings, scalar, text
from licensecheck.exchange.bom.texts import known_text
from licensecheck.facts.deployment import RELATIONS, Base
from licensecheck.facts.models import RELATION_SPELLINGS
from licensecheck.source.nodes import Mapping, Scalar
from licensecheck.source.text import Text

TYPE = "machine-learning-model"
BASE_MODEL = ("base_model", "basemodel", "base_models")
RELATION = "base_model_relation"
MOST_PARENTS = 100


def read_cyclonedx(root: Mapping, source: Text) -> Bill:
    """The models of a document. Raises InputError for a name that no report could show."""
    parts: list[Part] = []
    left: Counter[str] = Counter()
    top = mapping(root, "metadata")
    component = mapping(top, "component")
    # depth is bounded by the reader of JSON, so a stack of components ends
    queue = [*((component,) if component else ()), *mappings(root, "components")]
    while queue:
        each = queue.pop(0)
        queue += mappings(each, "components")
        named = _named(each)
        if text(each, "type") == TYPE or (named and named.sure and text(each, "type") != "data"):
            parts += _parts(each)
        elif each is not component:
            left[text(each, "type") or "component"] += 1
    left["service"] += len(mappings(root, "services"))
    version = text(root, "specVersion") or "?"
    return Bill(source.name, f"CycloneDX {version}", tuple(parts), tuple((+left).items()), source.lines)


def _parts(component: Mapping) -> list[Part]:
    """The part of a component, and those of its ancestors, which are not in use by themselves."""
    found: list[Part] = []
    queue = [(component, True)]
    while queue:
        each, used = queue.pop(0)
        ancestors = mappings(mapping(each, "pedigree"), "ancestors")[:MOST_PARENTS]
        queue += [(ancestor, False) for ancestor in ancestors]
        found.append(_part(each, ancestors, used))
    return found


def _part(component: Mapping, ancestors: tuple[Mapping, ...], used: bool) -> Part:
    named = _named(component) or Named(_plain_name(component))
    place = scalar(component, "purl") or scalar(component, "name") or component
    check_name(named.id, place)
    properties = _properties(component)
    parents = [Base(_id(each), _relation(each), (scalar(each, "purl") or scalar(each, "name") or each).span) for each in ancestors]
    relation = next((value.text for name, value in properties if name == RELATION), "")
    for name, value in properties:
        if name in BASE_MODEL:
            ids = [part for part in re.split(r"[\s,'\"\[\]]+", value.text) if part and part.isprintable()]
            known = {parent.id.casefold() for parent in parents}
            parents += [Base(id, _folded(relation), value.span) for id in ids[:MOST_PARENTS] if id.casefold() not in known]
    own = {name: value.text for name, value in properties if name.startswith(OURS)}
    return Part(
        text(component, "bom-ref") or named.id,
        named.id,
        place.span,
        named.revision or ("" if named.sure else revision_of(text(component, "version"))),
        tuple(_licenses(component)),
        tuple(parents),
        own.get(f"{OURS}name", ""),
        own.get(f"{OURS}channel", ""),
        used,
    )


def _id(component: Mapping) -> str:
    named = _named(component)
    return named.id if named else _plain_name(component)


def _named(component: Mapping) -> Named | None:
    by_purl = named_by_purl(text(component, "purl"))
    if by_purl and by_purl.sure:
        return by_purl
    if text(component, "type") == TYPE:
        addresses = (named_by_address(text(each, "url")) for each in mappings(component, "externalReferences"))
        # the weights of a model lie on the hub under its own name; papers and data sets have other addresses
        name = _plain_name(component).casefold()
        found = next((each for each in addresses if each and each.id.casefold().endswith(name.rpartition("/")[2])), None)
        return found or by_purl
    return None


def _plain_name(component: Mapping) -> str:
    group, name = text(component, "group"), text(component, "name")
    return f"{group}/{name}" if group and "/" not in name else name


def _properties(component: Mapping) -> list[tuple[str, Scalar]]:
    """Properties of the component and of its model card, by names in lower case."""
    found = (*mappings(component, "properties"), *mappings(mapping(component, "modelCard"), "properties"))
    pairs = ((text(each, "name").casefold(), scalar(each, "value")) for each in found)
    return [(name if name.startswith(OURS) else name.rpartition(":")[2], value) for name, value in pairs if value]


def _relation(ancestor: Mapping) -> str:
    said = next((value.text for name, value in _properties(ancestor) if name == f"{OURS}relation"), "")
    return _folded(said)


def _folded(relation: str) -> str:
    word = relation.casefold().replace("-", "_")
    word = RELATION_SPELLINGS.get(word, word)
    return word if word in RELATIONS else "fine_tune"


def _licenses(component: Mapping) -> list[Statement]:
    """Every license of the list, declared ones first; several licenses of one list all apply."""
    found = []
    for each in mappings(component, "licenses"):
        choice = mapping(each, "license") or each
        name = next((value for key in ("id", "expression", "name") if (value := scalar(choice, key))), None)
        if name is None or name.text.strip().upper() in NO_LICENSE:
            continue
        kind = "concluded" if text(choice, "acknowledgement") == "concluded" else "declared"
        said = known_text(text(mapping(choice, "text"), "content")) if scalar(choice, "name") else ""
        found.append(Statement(said or name.text.strip(), kind, name.span))
    return sorted(found, key=lambda each: each.kind != "declared")

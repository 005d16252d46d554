"""A bill of materials in CycloneDX 1.7 (ECMA-424): models as components with a model card, ancestors as their pedigree.

Written by hand: the library of the project has no model card yet, and drops one that it reads.
"""

from __future__ import annotations

import uuid
from typing import Any

from licensecheck.exchange.bom.contents import Contents, Item
from licensecheck.exchange.bom.licenses import NOASSERTION
from licensecheck.exchange.bom.model import OURS
from licensecheck.exchange.bom.written import TOOL, address_of, digest, dumped, own_words, ref_of, verdict_words

VERSION = "1.7"
DEEPEST = 12


def write_cyclonedx(contents: Contents) -> str:
    """The document as JSON."""
    used = [index for index, item in enumerate(contents.items) if item.used]
    root = "deployment"
    return dumped(
        {
            "$schema": f"http://cyclonedx.org/schema/bom-{VERSION}.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": VERSION,
            "serialNumber": f"urn:uuid:{uuid.UUID(digest(contents)[:32], version=5)}",
            "version": 1,
            "metadata": {
                "timestamp": contents.created,
                "tools": {"components": [{"type": "application", "name": TOOL, "version": contents.version}]},
                "component": {
                    "type": "application",
                    "bom-ref": root,
                    "name": contents.name,
                    **({"supplier": {"name": contents.organization}} if contents.organization else {}),
                },
                "properties": _properties([("as-of", contents.as_of), ("policies", contents.corpus)]),
            },
            "components": [_component(index, contents) for index in used],
            "dependencies": [{"ref": root, "dependsOn": [ref_of(contents, index) for index in used]}],
        }
    )


def _component(index: int, contents: Contents) -> dict[str, Any]:
    item = contents.items[index]
    component = {"type": "machine-learning-model", "bom-ref": ref_of(contents, index), **_named(item, contents)}
    pedigree = _pedigree(item, contents, frozenset({index}))
    if pedigree:
        component["pedigree"] = pedigree
    if item.hosted:
        component["isExternal"] = True
    component["modelCard"] = {"properties": _properties([("limit", text) for text in item.remarks])} if item.remarks else {}
    address = address_of(item)
    if address:
        component["externalReferences"] = [{"type": "model-card", "url": address}]
    words = [*own_words(item), ("verdict", verdict_words(item, contents))]
    component["properties"] = _properties(words)
    file, line = item.place
    component["evidence"] = {"occurrences": [{"location": file, "line": line}]}
    return component


def _named(item: Item, contents: Contents) -> dict[str, Any]:
    """What an item is called, by whom it is, and under which licenses."""
    found: dict[str, Any] = {"supplier": {"name": item.supplier}} if item.supplier else {}
    group, _, name = item.id.rpartition("/")
    found |= {"group": group, "name": name} if group and name else {"name": item.id}
    found |= {"version": item.revision} if item.revision else {}
    licenses = [
        _license(expression, kind, contents)
        for expression, kind in ((item.declared, "declared"), (item.concluded, "concluded"))
        if expression != NOASSERTION
    ]
    found |= {"licenses": licenses} if licenses else {}
    return found | ({"purl": item.purl} if item.purl else {})


def _license(expression: str, kind: str, contents: Contents) -> dict[str, Any]:
    details = [{"licenseIdentifier": each.id, "url": each.texts[0][0]} for each in contents.terms.within(expression) if each.texts]
    hashes = [
        (f"{each.id}:sha256", f"{url} {sha256}")
        for each in contents.terms.within(expression)
        for url, sha256, _ in each.texts
        if sha256
    ]
    found: dict[str, Any] = {"expression": expression, "acknowledgement": kind}
    found |= {"expressionDetails": details} if details else {}
    return found | ({"properties": _properties(hashes)} if hashes else {})


def _pedigree(item: Item, contents: Contents, above: frozenset[int]) -> dict[str, Any]:
    """The ancestors, each with its own; a circle is cut where it closes."""
    ancestors = []
    for link in item.parents:
        if link.item in above or len(above) > DEEPEST:
            continue
        parent = contents.items[link.item]
        ancestor: dict[str, Any] = {"type": "machine-learning-model", **_named(parent, contents)}
        below = _pedigree(parent, contents, above | {link.item})
        ancestor |= {"pedigree": below} if below else {}
        ancestors.append(ancestor | {"properties": _properties([("relation", link.relation)])})
    return {"ancestors": ancestors} if ancestors else {}


def _properties(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": f"{OURS}{name}", "value": value} for name, value in pairs]

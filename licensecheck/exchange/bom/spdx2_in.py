"""Models of an SPDX 2.2 or 2.3 document: packages with a package URL or an address of a model, with what they descend from.

The format has no word for a model: no package purpose says it. Whatever gives no sign of being one is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.model import Catalog
from licensecheck.catalog.resolve import is_known
from licensecheck.exchange.bom.licenses import NO_LICENSE
from licensecheck.exchange.bom.model import OURS, Bill, Part, Statement
from licensecheck.exchange.bom.naming import Named, named_by_address, named_by_purl, purl_type, revision_of
from licensecheck.exchange.bom.nodes import check_name, mappings, scalar, text
from licensecheck.exchange.bom.relations import Lineage, relation_in
from licensecheck.exchange.bom.texts import known_text
from licensecheck.source.diagnostic import Span
from licensecheck.source.fields import texts
from licensecheck.source.nodes import Mapping, Node
from licensecheck.source.text import Text

Places = Callable[[Node, str], Span]
"""Where a node stands; the second argument is the id of its package, for syntaxes whose reader keeps no positions."""

DOCUMENT = "SPDXRef-DOCUMENT"
MODEL_PURPOSES = ("MACHINE_LEARNING_MODEL", "MACHINE-LEARNING-MODEL", "MODEL", "AI", "AI_MODEL")
"""Purposes that no version of the standard has, and that generators write all the same."""

UP = {"DESCENDANT_OF": "", "VARIANT_OF": "", "GENERATED_FROM": "", "COPY_OF": "conversion", "OTHER": ""}
DOWN = {"ANCESTOR_OF": "", "GENERATES": ""}
"""Relationships from a model to what it was made from, and the other way round. OTHER counts where its comment is ours."""


def read_spdx2(root: Mapping, source: Text, corpus: Corpus, place: Places) -> Bill:
    """The models of a document. Raises InputError for a name that no report could show."""
    left: Counter[str] = Counter()
    models: dict[str, tuple[Mapping, Named]] = {}
    for package in mappings(root, "packages"):
        named = _named(package, corpus.catalog)
        if named is None:
            left["package"] += 1
            continue
        check_name(named.id, scalar(package, "name") or package)
        models[text(package, "SPDXID")] = (package, named)
    lineage = _lineage(root, {ref: named.id for ref, (_, named) in models.items()}, place)
    infos = mappings(root, "hasExtractedLicensingInfos") if models else ()
    known = {text(each, "licenseId"): said for each in infos if (said := _license_of(each, corpus))}
    parts = [_part(ref, package, named, lineage, known, place) for ref, (package, named) in models.items()]
    version = text(root, "spdxVersion").removeprefix("SPDX-") or "?"
    return Bill(source.name, f"SPDX {version}", tuple(parts), tuple(left.items()), source.lines)


def _part(ref: str, package: Mapping, named: Named, lineage: Lineage, known: dict[str, str], place: Places) -> Part:
    own: dict[str, str] = {}
    for note in mappings(package, "annotations"):
        lines = (line.partition("=") for line in text(note, "comment").splitlines() if line.startswith(OURS))
        own |= {name: value for name, _, value in lines}
    licenses = []
    for key, kind in (("licenseDeclared", "declared"), ("licenseConcluded", "concluded")):
        found = scalar(package, key)
        if found and found.text.strip().upper() not in NO_LICENSE:
            licenses.append(Statement(_spelled(found.text.strip(), known), kind, place(found, ref)))
    return Part(
        ref,
        named.id,
        place(scalar(package, "name") or package, ref),
        named.revision,
        tuple(licenses),
        lineage.parents.get(ref, ()),
        own.get(f"{OURS}name", ""),
        own.get(f"{OURS}channel", ""),
        ref not in lineage.only_ancestors,
    )


def _named(package: Mapping, catalog: Catalog) -> Named | None:
    """The id of a package that is a model; None where nothing says that it is one."""
    name = text(package, "name")
    purls = [text(each, "referenceLocator") for each in mappings(package, "externalRefs") if text(each, "referenceType") == "purl"]
    found = [each for purl in purls if (each := named_by_purl(purl))]
    sure = next((each for each in found if each.sure), None)
    if sure:
        return sure
    for key in ("downloadLocation", "homepage"):
        address = named_by_address(text(package, key))
        if address and (not purls or found):
            return address
    purpose = text(package, "primaryPackagePurpose", "primaryPurpose").upper()
    plain = Named(name, revision_of(text(package, "versionInfo")))
    if purpose in MODEL_PURPOSES or any(text(each, "comment").startswith(OURS) for each in mappings(package, "annotations")):
        return plain
    # a package of a software registry is no model, whatever its name
    known = "/" in name or found
    return plain if known and all(purl_type(each) == "generic" for each in purls) and is_known(name, catalog) else None


def _lineage(root: Mapping, ids: dict[str, str], place: Places) -> Lineage:
    lineage = Lineage(ids)
    for ref in texts(root.get("documentDescribes")):
        lineage.used(ref)
    for each in mappings(root, "relationships"):
        kind = text(each, "relationshipType")
        one, other, comment = text(each, "spdxElementId"), text(each, "relatedSpdxElement"), text(each, "comment")
        if kind in UP and (kind != "OTHER" or comment.startswith(OURS)):
            lineage.made_from(one, other, relation_in(comment, UP[kind]), place(each, one))
        elif kind in DOWN:
            lineage.made_from(other, one, relation_in(comment, DOWN[kind]), place(each, other))
        elif kind in ("DESCRIBED_BY", "DEPENDENCY_OF", "CONTAINED_BY"):
            lineage.used(one)
        elif kind != "OTHER":
            lineage.used(other)
    return lineage


def _license_of(info: Mapping, corpus: Corpus) -> str:
    """The policy that a reference of the document stands for: by its words, or by its name where its id says nothing."""
    known = known_text(text(info, "extractedText"))
    if known or corpus.named_license(text(info, "licenseId")):
        return known
    found = corpus.named_license(text(info, "name"))
    return (found[-1].edition_of or found[0].id) if found else ""


def _spelled(expression: str, known: dict[str, str]) -> str:
    """An expression with the references of the document put as the policies that they stand for."""
    return re.sub(r"LicenseRef-[A-Za-z0-9.\-]+", lambda found: known.get(found[0], found[0]), expression)

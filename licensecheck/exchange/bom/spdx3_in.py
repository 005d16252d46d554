"""Models of an SPDX 3.0 document in JSON-LD: AI packages, with what they descend from or were trained on.

Read as plain JSON, by the names that the specification fixes for it; no context is resolved and nothing is fetched.
"""

from __future__ import annotations

from collections import Counter

from licensecheck.catalog.corpus import Corpus
from licensecheck.exchange.bom.licenses import NO_LICENSE
from licensecheck.exchange.bom.model import OURS, Bill, Part, Statement
from licensecheck.exchange.bom.naming import Named, named_by_address, named_by_purl, revision_of
from licensecheck.exchange.bom.nodes import check_name, mappings, scalar, text
from licensecheck.exchange.bom.relations import Lineage, relation_in
from licensecheck.exchange.bom.texts import known_text
from licensecheck.source.fields import texts
from licensecheck.source.nodes import Mapping, Sequence
from licensecheck.source.text import Text

MODELS = ("ai_AIPackage", "AIPackage")
PACKAGES = ("software_Package", "Package")
DATA = ("dataset_DatasetPackage", "DatasetPackage")
LICENSE_WORDS = {"hasDeclaredLicense": "declared", "hasConcludedLicense": "concluded"}
DEEPEST = 20
"""Levels of a license that is written as elements."""


def read_spdx3(root: Mapping, source: Text, corpus: Corpus) -> Bill:
    """The models of a document. Raises InputError for a name that no report could show."""
    graph = root.get("@graph")
    elements = [each for each in graph.items if isinstance(each, Mapping)] if isinstance(graph, Sequence) else [root]
    by_id = {_id(each): each for each in elements if _id(each)}
    left: Counter[str] = Counter()
    models: dict[str, tuple[Mapping, Named]] = {}
    for each in elements:
        named = _named(each)
        if named:
            check_name(named.id, scalar(each, "name") or each)
            models[_id(each)] = (each, named)
        elif _type(each) in (*PACKAGES, *DATA):
            left["data set" if _type(each) in DATA else "package"] += 1
    relationships = [each for each in elements if _type(each).endswith("Relationship")]
    lineage = _lineage(relationships, elements, {ref: named.id for ref, (_, named) in models.items()})
    licenses = _licenses(relationships, by_id, models, corpus)
    own = _own_words(elements)
    parts = [
        Part(
            ref,
            named.id,
            (scalar(each, "name") or each).span,
            named.revision,
            tuple(sorted(licenses.get(ref, ()), key=lambda said: said.kind != "declared")),
            lineage.parents.get(ref, ()),
            own.get((ref, "name"), ""),
            own.get((ref, "channel"), ""),
            ref not in lineage.only_ancestors,
        )
        for ref, (each, named) in models.items()
    ]
    version = next((found for each in elements if (found := text(each, "specVersion"))), "3")
    return Bill(source.name, f"SPDX {version}", tuple(parts), tuple(left.items()), source.lines)


def _id(element: Mapping) -> str:
    return text(element, "spdxId", "@id")


def _type(element: Mapping) -> str:
    return text(element, "type", "@type").rpartition("/")[2].replace(":", "_")


def _named(element: Mapping) -> Named | None:
    """The id of an element that is a model; None for anything else."""
    kind = _type(element)
    if kind not in (*MODELS, *PACKAGES):
        return None
    purls = [text(element, "software_packageUrl", "packageUrl")]
    purls += [text(each, "identifier") for each in mappings(element, "externalIdentifier")]
    found = next((each for purl in purls if (each := named_by_purl(purl)) and each.sure), None)
    found = found or named_by_address(text(element, "software_downloadLocation", "downloadLocation"))
    if found or kind not in MODELS:
        return found
    return Named(text(element, "name"), revision_of(text(element, "software_packageVersion", "packageVersion")), True)


def _lineage(relationships: list[Mapping], elements: list[Mapping], ids: dict[str, str]) -> Lineage:
    lineage = Lineage(ids)
    for each in elements:
        for ref in texts(each.get("rootElement")):
            lineage.used(ref)
    for each in relationships:
        kind, one, comment = text(each, "relationshipType"), text(each, "from"), text(each, "comment")
        for other in texts(each.get("to")):
            if kind in ("descendantOf", "copiedTo", "trainedOn"):
                usual = {"copiedTo": "conversion", "trainedOn": "outputs"}.get(kind, "")
                child, parent = (other, one) if kind == "copiedTo" else (one, other)
                lineage.made_from(child, parent, relation_in(comment, usual), each.span)
            elif kind in ("ancestorOf", "hasVariant", "generates"):
                lineage.made_from(other, one, relation_in(comment), each.span)
            elif kind not in ("testedOn", "finetunedOn", "validatedOn", "hasAddedFile"):
                lineage.used(other)
    return lineage


def _own_words(elements: list[Mapping]) -> dict[tuple[str, str], str]:
    """What annotations that we wrote say: by the element and the word."""
    found = {}
    for each in elements:
        if _type(each) == "Annotation" and text(each, "statement").startswith(OURS):
            for line in text(each, "statement").splitlines():
                name, _, value = line.removeprefix(OURS).partition("=")
                found[text(each, "subject"), name] = value
    return found


# licenses ------------------------------------------------------------------------------------------------------------
def _licenses(
    relationships: list[Mapping], by_id: dict[str, Mapping], models: dict[str, tuple[Mapping, Named]], corpus: Corpus
) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for each in relationships:
        kind, ref = LICENSE_WORDS.get(text(each, "relationshipType"), ""), text(each, "from")
        if not kind or ref not in models:
            continue
        for target in texts(each.get("to")):
            said = _expression(target, by_id, corpus, frozenset())
            if said.upper() not in NO_LICENSE:
                place = by_id.get(target)
                found.setdefault(ref, []).append(Statement(said, kind, place.span if place else each.span))
    return found


def _expression(ref: str, by_id: dict[str, Mapping], corpus: Corpus, above: frozenset[str]) -> str:
    """The license that an element is, as an expression; one that contains itself, or nothing that can be named, is its id."""
    last = ref.rstrip("/").rpartition("/")[2].rpartition("#")[2]
    element = by_id.get(ref)
    if element is None:
        # the listed licenses and the two individuals stand in the list of the standard
        return {"NoAssertionLicense": "NOASSERTION", "NoneLicense": "NONE", "NoAssertion": "NOASSERTION", "None": "NONE"}.get(
            last.removeprefix("expandedlicensing_"), last
        )
    if ref in above or len(above) >= DEEPEST:
        return last
    below = above | {ref}
    kind = _type(element).rpartition("_")[2]
    members = [_expression(each, by_id, corpus, below) for each in texts(element.get("expandedlicensing_member"))]
    match kind:
        case "LicenseExpression":
            return text(element, "simplelicensing_licenseExpression", "licenseExpression").strip()
        case "ConjunctiveLicenseSet" | "DisjunctiveLicenseSet" if members:
            return "(" + (" AND " if kind.startswith("Con") else " OR ").join(members) + ")"
        case "WithAdditionOperator":
            license = _expression(text(element, "expandedlicensing_subjectExtendableLicense"), by_id, corpus, below)
            addition = text(element, "expandedlicensing_subjectAddition").rpartition("/")[2].rpartition("#")[2]
            return f"{license} WITH {addition}"
        case "OrLaterOperator":
            return _expression(text(element, "expandedlicensing_subjectLicense"), by_id, corpus, below) + "+"
    known = known_text(text(element, "simplelicensing_licenseText", "licenseText"))
    if known or kind == "ListedLicense":
        return known or last
    name = text(element, "name")
    found = () if corpus.named_license(last) else corpus.named_license(name)
    return (found[-1].edition_of or found[0].id) if found else last

"""A bill of materials in SPDX 2.3 (ISO/IEC 5962 is 2.2.1): models as packages, written and checked by spdx-tools."""

from __future__ import annotations

import functools
import io
from typing import Any

from licensecheck.exchange.bom.contents import Contents, Item
from licensecheck.exchange.bom.model import OURS
from licensecheck.exchange.bom.written import TOOL, address_of, as_lines, digest, ref_of, verdict_words

DOCUMENT = "SPDXRef-DOCUMENT"
ROOT = "SPDXRef-deployment"


def write_spdx2(contents: Contents) -> str:
    """The document as JSON. Raises ValueError where it would not be valid, which is a fault of ours."""
    from spdx_tools.spdx.datetime_conversions import datetime_from_str
    from spdx_tools.spdx.model import (
        Actor,
        ActorType,
        CreationInfo,
        Document,
        Package,
        PackagePurpose,
        Relationship,
        RelationshipType,
        SpdxNoAssertion,
    )
    from spdx_tools.spdx.writer.json.json_writer import write_document_to_stream

    created = datetime_from_str(contents.created)
    tool = Actor(ActorType.TOOL, f"{TOOL}-{contents.version}")
    comment = f"Judged as of {contents.as_of} by the policies {contents.corpus}."
    namespace = f"https://spdx.org/spdxdocs/{TOOL}-{digest(contents)[:32]}"
    info = CreationInfo("SPDX-2.3", DOCUMENT, contents.name, namespace, [tool], created, document_comment=comment)
    root = Package(ROOT, contents.name, SpdxNoAssertion(), files_analyzed=False, primary_package_purpose=PackagePurpose.APPLICATION)
    packages, annotations = [root], []
    relationships = [Relationship(DOCUMENT, RelationshipType.DESCRIBES, ROOT)]
    for index, item in enumerate(contents.items):
        ref = f"SPDXRef-{ref_of(contents, index)}"
        packages.append(_package(ref, item))
        annotations += _annotations(ref, item, contents, tool, created)
        if item.used:
            relationships.append(Relationship(ROOT, RelationshipType.DEPENDS_ON, ref))
        for link in item.parents:
            kind = RelationshipType.OTHER if link.relation == "outputs" else RelationshipType.DESCENDANT_OF
            parent = f"SPDXRef-{ref_of(contents, link.item)}"
            relationships.append(Relationship(ref, kind, parent, f"{OURS}relation={link.relation}"))
    document = Document(info, packages, [], [], annotations, relationships, _references(contents))
    stream = io.StringIO()
    write_document_to_stream(document, stream, drop_duplicates=False)
    return stream.getvalue() + "\n"


def _package(ref: str, item: Item) -> Any:
    from spdx_tools.spdx.model import (
        Actor,
        ActorType,
        ExternalPackageRef,
        ExternalPackageRefCategory,
        Package,
        PackagePurpose,
        SpdxNoAssertion,
    )

    purls = [ExternalPackageRef(ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", item.purl)] if item.purl else []
    return Package(
        ref,
        item.id,
        address_of(item) or SpdxNoAssertion(),
        version=item.revision or None,
        supplier=Actor(ActorType.ORGANIZATION, item.supplier) if item.supplier else None,
        files_analyzed=False,
        license_concluded=_expression(item.concluded),
        license_declared=_expression(item.declared),
        external_references=purls,
        primary_package_purpose=PackagePurpose.OTHER,
    )


def _annotations(ref: str, item: Item, contents: Contents, tool: Any, created: Any) -> list[Any]:
    from spdx_tools.spdx.model import Annotation, AnnotationType

    said = [(AnnotationType.OTHER, as_lines(item)), *((AnnotationType.OTHER, text) for text in item.remarks)]
    if item.used:
        file, line = item.place
        said.insert(1, (AnnotationType.REVIEW, f"verdict: {verdict_words(item, contents)}; {file}:{line}"))
    return [Annotation(ref, kind, tool, created, text) for kind, text in said]


def _references(contents: Contents) -> list[Any]:
    """The licenses outside the list that the library knows: where their texts are, in place of the texts."""
    from spdx_tools.spdx.model import ExtractedLicensingInfo

    found = [
        ExtractedLicensingInfo(each.id, each.pointer, each.name, [url for url, _, _ in each.texts])
        for each in contents.terms.references
    ]
    unlisted = sorted({id for item in contents.items for text in (item.declared, item.concluded) for id in _unlisted(text)})
    # ids that are on the list by now, and not yet in the copy that the library has
    more = [ExtractedLicensingInfo(f"LicenseRef-{id}", f"The license {id} of the SPDX list.", id) for id in unlisted]
    return found + more


def _expression(text: str) -> Any:
    from license_expression import get_spdx_licensing
    from spdx_tools.spdx.model import SpdxNoAssertion

    if text == "NOASSERTION":
        return SpdxNoAssertion()
    for id in _unlisted(text):
        text = " ".join(f"LicenseRef-{id}" if word == id else word for word in text.split())
    return get_spdx_licensing().parse(text)


def _unlisted(text: str) -> list[str]:
    """The ids of an expression that the library's list of licenses does not have."""
    words = [word for word in text.replace("(", " ").replace(")", " ").split() if word not in ("AND", "OR", "WITH", "NOASSERTION")]
    return [word for word in dict.fromkeys(words) if word not in _known() and not word.startswith("LicenseRef-")]


@functools.cache
def _known() -> frozenset[str]:
    from license_expression import get_spdx_licensing

    return frozenset(get_spdx_licensing().known_symbols)

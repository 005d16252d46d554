"""A bill of materials in SPDX 3.0.1 (JSON-LD): models as AI packages.

The AI profile asks for a supplier, a version, a release time and an address of every AI package. Where one of them is not known,
it stays away and the document does not claim to conform to that profile: nothing is made up.
"""

from __future__ import annotations

from typing import Any

from licensecheck.exchange.bom.contents import Contents, Item
from licensecheck.exchange.bom.licenses import NOASSERTION, Reference
from licensecheck.exchange.bom.model import OURS
from licensecheck.exchange.bom.written import TOOL, address_of, as_lines, digest, dumped, ref_of, verdict_words

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
NO_LICENSE_SAID = "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense"
CREATION = "_:creation"


def write_spdx3(contents: Contents) -> str:
    """The document as JSON-LD."""
    return dumped({"@context": CONTEXT, "@graph": _Graph(contents).elements()})


class _Graph:
    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.base = f"https://spdx.org/spdxdocs/{TOOL}-{digest(contents)[:32]}"
        self.made: list[dict[str, Any]] = []
        self.known: dict[tuple[str, str], str] = {}

    def elements(self) -> list[dict[str, Any]]:
        contents = self.contents
        tool = self._add("Tool", "tool", name=f"{TOOL} {contents.version}")
        maker = self._add("SoftwareAgent", "agent", name=TOOL)
        texts = {each.id: self._text(each) for each in contents.terms.references}
        models = [self._model(index, item, texts) for index, item in enumerate(contents.items)]
        for index, item in enumerate(contents.items):
            for link in item.parents:
                kind = "trainedOn" if link.relation == "outputs" else "descendantOf"
                self._relate(kind, models[index], models[link.item], comment=f"{OURS}relation={link.relation}")
        used = [models[index] for index, item in enumerate(contents.items) if item.used]
        complete = all(_complete(item) for item in contents.items)
        profiles = ["core", "software", "simpleLicensing", *(["ai"] if complete else [])]
        elements = [each["spdxId"] for each in self.made]
        bill = self._add(
            "software_Sbom", "bill", profileConformance=profiles, rootElement=used, element=elements, software_sbomType=["deployed"]
        )
        document = {
            "type": "SpdxDocument",
            "spdxId": self.base,
            "creationInfo": CREATION,
            "name": contents.name,
            "comment": f"Judged as of {contents.as_of} by the policies {contents.corpus}.",
            "profileConformance": profiles,
            "rootElement": [bill],
            "element": [*elements, bill],
        }
        creation = {
            "type": "CreationInfo",
            "@id": CREATION,
            "specVersion": "3.0.1",
            "created": contents.created,
            "createdBy": [maker],
            "createdUsing": [tool],
        }
        return [creation, document, *self.made]

    def _add(self, type: str, fragment: str, /, **properties: Any) -> str:
        """Add an element; what is empty is left out. Its id."""
        id = f"{self.base}#{fragment}"
        kept = {key: value for key, value in properties.items() if value not in ("", None, [])}
        self.made.append({"type": type, "spdxId": id, "creationInfo": CREATION, **kept})
        return id

    def _model(self, index: int, item: Item, texts: dict[str, str]) -> str:
        name = ref_of(self.contents, index)
        supplier = self._once("Organization", item.supplier) if item.supplier else ""
        id = self._add(
            "ai_AIPackage",
            name,
            name=item.id,
            suppliedBy=supplier,
            releaseTime=f"{item.released}T00:00:00Z" if len(item.released) == 10 else "",
            software_primaryPurpose="model",
            software_packageVersion=item.revision,
            software_packageUrl=item.purl,
            software_downloadLocation=address_of(item),
        )
        for kind, expression in (("hasDeclaredLicense", item.declared), ("hasConcludedLicense", item.concluded)):
            self._relate(kind, id, self._license(expression, texts))
        statements = [("other", as_lines(item)), *(("other", text) for text in item.remarks)]
        if item.used:
            file, line = item.place
            statements.insert(1, ("review", f"verdict: {verdict_words(item, self.contents)}; {file}:{line}"))
        for number, (kind, statement) in enumerate(statements, 1):
            note = f"{name}-note-{number}"
            self._add("Annotation", note, annotationType=kind, subject=id, statement=statement, contentType="text/plain")
        return id

    def _license(self, expression: str, texts: dict[str, str]) -> str:
        if expression == NOASSERTION:
            return NO_LICENSE_SAID
        key = ("license", expression)
        if key not in self.known:
            named = [
                {"type": "DictionaryEntry", "key": each.id, "value": texts[each.id]}
                for each in self.contents.terms.within(expression)
            ]
            self.known[key] = self._add(
                "simplelicensing_LicenseExpression",
                f"license-{sum(kind == 'license' for kind, _ in self.known) + 1}",
                simplelicensing_licenseExpression=expression,
                simplelicensing_customIdToUri=named,
            )
        return self.known[key]

    def _text(self, reference: Reference) -> str:
        return self._add(
            "simplelicensing_SimpleLicensingText",
            reference.id,
            name=reference.name,
            simplelicensing_licenseText=reference.pointer,
        )

    def _once(self, type: str, name: str) -> str:
        key = (type, name)
        if key not in self.known:
            self.known[key] = self._add(type, f"{type.lower()}-{sum(kind == type for kind, _ in self.known) + 1}", name=name)
        return self.known[key]

    def _relate(self, kind: str, one: str, other: str, comment: str = "") -> None:
        count = sum(each["type"] == "Relationship" for each in self.made) + 1
        self._add("Relationship", f"relationship-{count}", relationshipType=kind, **{"from": one}, to=[other], comment=comment)


def _complete(item: Item) -> bool:
    """Whether everything is known that the AI profile asks for."""
    return bool(item.supplier and item.revision and len(item.released) == 10 and address_of(item))

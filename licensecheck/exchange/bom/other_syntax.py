"""SPDX 2 documents in XML, tag-value and RDF/XML: read by spdx-tools, and turned into the nodes of their JSON form.

Hostile XML is refused before a parser sees it: no document type, so no entities, and no other encoding than UTF-8. RDF/XML fetches
nothing. Packages and characters are bounded for each syntax.
"""

from __future__ import annotations

import functools
import json
import logging
import re

from licensecheck.source.diagnostic import Diagnostic, InputError, Span
from licensecheck.source.json_nodes import parse_json
from licensecheck.source.nodes import Node
from licensecheck.source.text import Text

MOST_PACKAGES = {"tag-value": 5_000, "RDF": 2_000, "XML": 5_000}
LARGEST = {"tag-value": 8_000_000, "RDF": 8_000_000, "XML": 8_000_000}
"""Bounds for each syntax: packages, and characters."""

DEEPEST = 60
_PACKAGES = {
    "tag-value": re.compile(r"^PackageName:", re.MULTILINE),
    "RDF": re.compile(r"<(?:\w+:)?Package\b"),
    "XML": re.compile(r"<packages\b"),
}


def syntax_of(text: str) -> str:
    """The syntax of an SPDX 2 document that is neither JSON nor YAML; "" where it is none of them."""
    start = text.lstrip()[:2_000]
    if start.startswith("<"):
        return "RDF" if re.search(r"<rdf:RDF\b|22-rdf-syntax-ns#", start) else "XML"
    return "tag-value" if re.search(r"^SPDXVersion:", start, re.MULTILINE) else ""


def as_nodes(source: Text, syntax: str) -> Node:
    """The document in the nodes of its JSON form. Raises InputError when it cannot be read, or is beyond the bounds."""
    found = len(_PACKAGES[syntax].findall(source.text))
    if found > MOST_PACKAGES[syntax] or len(source.text) > LARGEST[syntax]:
        message = f"`{source.name}` is too large for SPDX in {syntax}: at most {MOST_PACKAGES[syntax]:,} packages are read"
        raise _refused("too-large", message, "have its tool write JSON, which is read at any size that a file may have")
    if syntax != "tag-value":
        _check_xml(source)
    from spdx_tools.spdx.jsonschema.document_converter import DocumentConverter
    from spdx_tools.spdx.parser.error import SPDXParsingError

    logging.disable()  # what these readers log is told below, once
    try:
        document = {"tag-value": _tag_value, "RDF": _rdf, "XML": _xml}[syntax](source.text)
        converted = DocumentConverter().convert(document)
    except SPDXParsingError as error:
        raise _refused("not-spdx", f"`{source.name}` is not SPDX: {_first(error.get_messages())}") from None
    except SystemExit:  # so ends the reader of RDF where it finds no document
        raise _refused("not-spdx", f"`{source.name}` is not SPDX in {syntax}: it holds no document") from None
    except Exception as error:  # a reader of somebody else's fails in ways of its own
        raise _refused("not-spdx", f"`{source.name}` is not SPDX in {syntax}: {_first([str(error)])}") from None
    finally:
        logging.disable(logging.NOTSET)
    return parse_json(Text(source.name, json.dumps(converted)))


def place_of(ref: str, source: Text) -> Span:
    """The line on which an element names itself; the first one where it does not."""
    written = re.search(rf"(?<![\w.-]){re.escape(ref)}(?![\w.-])", source.text) if ref else None
    if written is None:
        return Span(source.name, 1, 1, 1, 2)
    line = source.text.count("\n", 0, written.start()) + 1
    column = written.start() - source.text.rfind("\n", 0, written.start())
    return Span(source.name, line, column, line, column + len(ref))


def _tag_value(text: str):  # type: ignore[no-untyped-def]
    from spdx_tools.spdx.parser.tagvalue import parser

    # it asks for the list of licenses once for each expression, and building that list takes all of its time: 61 s for 500
    # packages, and less than one with a list that is built once
    parser.get_spdx_licensing = _licensing
    # the tables of the grammar stay in memory: nothing is written where packages are installed
    return parser.Parser(write_tables=False, debug=False).parse(text)


@functools.cache
def _licensing() -> object:
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()


def _xml(text: str):  # type: ignore[no-untyped-def]
    import xmltodict
    from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
    from spdx_tools.spdx.parser.xml.xml_parser import _fix_list_like_fields

    document = _fix_list_like_fields(xmltodict.parse(text, encoding="utf-8")).get("Document")
    if not isinstance(document, dict):
        raise ValueError("there is no element `Document`")
    return JsonLikeDictParser().parse(document)


def _rdf(text: str):  # type: ignore[no-untyped-def]
    from rdflib import Graph
    from spdx_tools.spdx.parser.rdf.rdf_parser import translate_graph_to_document

    return translate_graph_to_document(Graph().parse(data=text, format="xml"))


def _check_xml(source: Text) -> None:
    """Refuse what XML has beyond elements: document types, with their entities, and other encodings; and depth."""
    text = source.text
    if "cyclonedx.org/schema/bom" in text[:2_000]:
        raise _refused("not-a-bill", f"`{source.name}` is CycloneDX in XML, which is not read", "have its tool write JSON")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _refused("not-spdx", f"`{source.name}` has a document type, which SPDX does not need; entities are not read")
    declared = re.match(r"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", text)
    if declared and declared[1].casefold() not in ("utf-8", "utf8", "us-ascii"):
        raise _refused("not-utf-8", f"`{source.name}` says that it is `{declared[1]}`", "save the file as UTF-8")
    depth = 0
    for tag in re.finditer(r"<(/?)[A-Za-z_][^<>]*?(/?)>", text):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth > DEEPEST:
            raise _refused("too-deep", f"`{source.name}` is nested more than {DEEPEST} levels deep")


def _first(messages: list[str]) -> str:
    words = " ".join(" ".join(messages[:1]).split())
    return words.rstrip(".")[:300] or "it cannot be read"


def _refused(code: str, message: str, help: str = "") -> InputError:
    return InputError((Diagnostic(code, message, help=help),))

"""A bill of materials of any kind that is read, told apart by what it holds and not by the name of the file."""

from __future__ import annotations

from licensecheck.catalog.corpus import Corpus
from licensecheck.exchange.bom.model import Bill
from licensecheck.exchange.bom.nodes import mapping, text
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.nodes import Mapping, Node, parse
from licensecheck.source.text import Text, read

LARGEST = 16_000_000
"""Bytes of the largest document that is read."""

KINDS = "SPDX 2.2 or 2.3 (JSON, YAML, XML, tag-value, RDF), SPDX 3.0 (JSON-LD) and CycloneDX (JSON) are read"


def read_bill(path: str, corpus: Corpus) -> Bill:
    """The models of a document.

    Raises InputError when the file cannot be read, is beyond the bounds, or is no such document.
    """
    return bill_of(read(path, largest=LARGEST), corpus)


def bill_of(source: Text, corpus: Corpus) -> Bill:
    """The models of the text of a document. Raises InputError as `read_bill` does."""
    from licensecheck.exchange.bom.other_syntax import as_nodes, place_of, syntax_of
    from licensecheck.exchange.bom.spdx2_in import read_spdx2

    syntax = syntax_of(source.text)
    root: Node | None
    try:
        if syntax:
            root = as_nodes(source, syntax)
            if isinstance(root, Mapping):
                return read_spdx2(root, source, corpus, lambda _, ref: place_of(ref, source))
        else:
            root = _unwrapped(_json_or_yaml(source))
            match _kind(root):
                case "CycloneDX" if isinstance(root, Mapping):
                    from licensecheck.exchange.bom.cyclonedx_in import read_cyclonedx

                    return read_cyclonedx(root, source)
                case "SPDX 3" if isinstance(root, Mapping):
                    from licensecheck.exchange.bom.spdx3_in import read_spdx3

                    return read_spdx3(root, source, corpus)
                case "SPDX 2" if isinstance(root, Mapping):
                    return read_spdx2(root, source, corpus, lambda node, _: node.span)
    except InputError as error:
        raise InputError(error.diagnostics, {source.name: source.lines, **error.lines}) from None
    fault = Diagnostic("not-a-bill", f"`{source.name}` is no bill of materials", root.span if root else None, help=KINDS)
    raise InputError((fault,), {source.name: source.lines})


def _json_or_yaml(source: Text) -> Node | None:
    if source.text.lstrip()[:1] in ("{", "["):
        from licensecheck.source.json_nodes import parse_json

        return parse_json(source)
    return parse(source)


def _unwrapped(root: Node | None) -> Node | None:
    """The document inside of what services and attestations put around one: GitHub's export, an in-toto statement."""
    inner = (mapping(root, "sbom") or mapping(root, "predicate")) if not _kind(root) else None
    return inner or root


def _kind(root: Node | None) -> str:
    if text(root, "bomFormat") == "CycloneDX":
        return "CycloneDX"
    if isinstance(root, Mapping) and (root.get("@graph") is not None or "spdx.org/rdf/3" in text(root, "@context")):
        return "SPDX 3"
    if text(root, "spdxVersion").startswith("SPDX-2"):
        return "SPDX 2"
    return ""

"""Bills of materials that other tools write: what is read of them, what is left alone, and what is refused."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command import environment, run
from given import AS_OF, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licensecheck.api import judged, prepare
from licensecheck.catalog.corpus import load_corpus
from licensecheck.engine.findings import ModelReport, Report
from licensecheck.exchange.bom.join import told
from licensecheck.exchange.bom.model import Bill
from licensecheck.exchange.bom.naming import named_by_address, named_by_purl, purl_of
from licensecheck.exchange.bom.other_syntax import MOST_PACKAGES
from licensecheck.exchange.bom.read import bill_of
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import Text

DATA = Path(ROOT, "tests", "data", "bom")
CORPUS = load_corpus()
FACTS = """\
version: 1
organization: {country: KR, monthly_active_users: 1_200_000}
deployment: {commercial: true, regions: [KR], uses: [], audience: [employees], environment: production, defaults: {distribution: []}}
"""


def bill(name: str) -> Bill:
    return bill_of(Text(name, (DATA / name).read_text(encoding="utf-8")), CORPUS)


def parts(found: Bill) -> list[tuple[Any, ...]]:
    """Each model: id, revision, licenses with their kinds, parents with relations, whether it is in use."""
    return [
        (
            each.id,
            each.revision,
            [(said.text, said.kind) for said in each.licenses],
            [(base.id, base.relation) for base in each.parents],
            each.used,
        )
        for each in found.parts
    ]


def audited(*bills: Bill, models: str = "") -> Report:
    return judged(prepare(Text("deploy.yaml", FACTS + models), CORPUS, AS_OF, bills=bills))


def cyclonedx(*components: dict[str, Any], **more: Any) -> Bill:
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components), **more}
    return bill_of(Text("bom.json", json.dumps(document, indent=1)), CORPUS)


def ml(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "machine-learning-model", "name": name, **more}


def refused(text: str, name: str = "bom") -> list[tuple[str, str, str]]:
    try:
        bill_of(Text(name, text), CORPUS)
    except InputError as error:
        return [(each.code, each.message, each.help) for each in error.diagnostics]
    raise AssertionError("the document was taken")


# the shapes that tools write -----------------------------------------------------------------------------------------
def test_a_generator_that_reads_cards_of_a_hub() -> None:
    found = bill("hub-generator.cdx.json")
    assert told(found) == "`hub-generator.cdx.json` (CycloneDX 1.6) lists 3 models; left alone: 1 library, 1 data set"
    assert parts(found) == [
        # the base model stands in a property of the model card, the license is a tag of the hub and no SPDX id
        ("Acme/Legal-7B", "9f3c01ab", [("llama3.1", "declared")], [("meta-llama/Llama-3.1-8B", "fine_tune")], True),
        # a slash that was encoded, a version that was made up, no license
        ("Acme/Nameless", "", [], [], True),
        ("house-model", "", [("other", "declared")], [], True),
    ]
    assert [(each.span.line, each.licenses[0].span.line if each.licenses else 0) for each in found.parts] == [
        (24, 25),
        (45, 0),
        (51, 52),
    ]


def test_ancestors_of_ancestors_and_nested_components() -> None:
    found = bill("pedigree.cdx.json")
    assert told(found) == "`pedigree.cdx.json` (CycloneDX 1.7) lists 2 models; left alone: 1 platform, 1 service"
    assert parts(found) == [
        ("acme/chat-awq", "", [("Apache-2.0 AND LicenseRef-llama-3.1-community", "declared")], [("acme/chat", "fine_tune")], True),
        ("acme/chat", "", [("Apache-2.0", "declared")], [("meta-llama/Llama-3.1-8B", "fine_tune")], False),
        ("meta-llama/Llama-3.1-8B", "d04e592bb4f6aa9cfee91e2e20afa771667e1d4b", [], [], False),
        ("BAAI/bge-m3", "", [("MIT", "declared"), ("MIT", "concluded")], [], True),
    ]


SPDX2 = [
    ("Acme/Legal-7B", "9f3c01ab", [("llama-3.1-community", "declared")], [("Acme/Base-7B", "fine_tune")], True),
    ("Acme/Base-7B", "", [("Apache-2.0 OR CC-BY-NC-4.0", "declared"), ("Apache-2.0", "concluded")], [], False),
    ("scorer", "", [("CC-BY-NC-4.0 OR MIT", "declared")], [], True),
]


def test_spdx_2_with_addresses_and_a_purpose_that_does_not_exist() -> None:
    found = bill("hub.spdx.json")
    assert told(found) == "`hub.spdx.json` (SPDX 2.3) lists 2 models; left alone: 2 packages"
    assert parts(found) == SPDX2
    assert [each.span.line for each in found.parts] == [13, 18, 21]


def test_spdx_3_with_ai_packages_and_licenses_as_elements() -> None:
    found = bill("ai-package.spdx3.json")
    assert told(found) == "`ai-package.spdx3.json` (SPDX 3.0.1) lists 1 model; left alone: 1 data set"
    assert parts(found) == [
        ("Warehouse-Detect", "3.0.2", [("LicenseRef-Warehouse-Commercial", "declared")], [("Acme/Base-Detect", "fine_tune")], True),
        # a set that contains itself is named and not followed
        ("Acme/Base-Detect", "0123456789abcdef", [("(MIT OR either OR CC-BY-NC-4.0)", "declared")], [], False),
    ]


@pytest.mark.parametrize("around", ["sbom", "predicate"])
def test_a_document_inside_of_an_export_or_an_attestation(around: str) -> None:
    inner = json.loads((DATA / "hub.spdx.json").read_text(encoding="utf-8"))
    assert parts(bill_of(Text("x.json", json.dumps({"_type": "x", around: inner})), CORPUS)) == SPDX2


# every syntax of SPDX 2 ----------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def syntaxes() -> dict[str, str]:
    """The same document in every syntax, by the library's own writers."""
    from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
    from spdx_tools.spdx.writer.rdf import rdf_writer
    from spdx_tools.spdx.writer.tagvalue import tagvalue_writer
    from spdx_tools.spdx.writer.xml import xml_writer
    from spdx_tools.spdx.writer.yaml import yaml_writer

    data = json.loads((DATA / "hub.spdx.json").read_text(encoding="utf-8"))
    # the library knows no purpose but those of the standard
    data["packages"][-1] |= {"primaryPackagePurpose": "OTHER", "downloadLocation": "https://huggingface.co/Acme/scorer"}
    document = JsonLikeDictParser().parse(data)
    found = {}
    for name, write in (
        ("yaml", yaml_writer.write_document_to_stream),
        ("xml", xml_writer.write_document_to_stream),
        ("tag", tagvalue_writer.write_document_to_stream),
    ):
        stream = io.StringIO()
        write(document, stream, False)
        found[name] = stream.getvalue()
    binary = io.BytesIO()
    rdf_writer.write_document_to_stream(document, binary, False)
    found["rdf"] = binary.getvalue().decode("utf-8")
    return found


@pytest.mark.parametrize("syntax", ["yaml", "xml", "tag", "rdf"])
def test_every_syntax_of_spdx_2_says_the_same(syntax: str, syntaxes: dict[str, str]) -> None:
    text = syntaxes[syntax]
    found = bill_of(Text(f"hub.{syntax}", text), CORPUS)
    expected = {name: said for name, *said in [*SPDX2[:2], ("Acme/scorer", *SPDX2[2][1:])]}
    # RDF keeps no order of the parts of an expression
    assert {each.id for each in found.parts} == set(expected)
    for name, revision, licenses, bases, used in parts(found):
        said = [(" ".join(sorted(text.split())), kind) for text, kind in licenses]
        wanted = [(" ".join(sorted(text.split())), kind) for text, kind in expected[name][1]]
        assert [revision, said, bases, used] == [expected[name][0], wanted, *expected[name][2:]]
    for each in found.parts:
        assert each.ref in text.splitlines()[each.span.line - 1] or syntax == "yaml"


def test_tag_value_of_many_packages_is_read_and_writes_nothing(tmp_path: Path) -> None:
    import spdx_tools.spdx.parser.tagvalue as home

    head = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: x\n"
    head += "DocumentNamespace: https://acme.example/x\nCreator: Tool: x\nCreated: 2026-01-01T00:00:00Z\n"
    package = "\nPackageName: p{n}\nSPDXID: SPDXRef-p{n}\nPackageDownloadLocation: NOASSERTION\nFilesAnalyzed: false\n"
    package += "PackageLicenseConcluded: MIT\nPackageLicenseDeclared: MIT\nPackageCopyrightText: NOASSERTION\n"
    text = head + "".join(package.format(n=n) for n in range(500))
    before = sorted(path.name for path in Path(home.__path__[0]).iterdir())
    assert bill_of(Text("x.spdx", text), CORPUS).left == (("package", 500),)
    assert sorted(path.name for path in Path(home.__path__[0]).iterdir()) == before
    many = head + "\nPackageName: p" * (MOST_PACKAGES["tag-value"] + 1)
    assert refused(many, "x.spdx") == [
        (
            "too-large",
            "`x.spdx` is too large for SPDX in tag-value: at most 5,000 packages are read",
            "have its tool write JSON, which is read at any size that a file may have",
        )
    ]


# what is a model -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("package", "id"),
    [
        ({"name": "x", "downloadLocation": "https://huggingface.co/acme/x/resolve/abc/model.safetensors"}, "acme/x"),
        ({"name": "x", "downloadLocation": "https://huggingface.co/datasets/acme/x"}, ""),
        ({"name": "x", "homepage": "https://huggingface.co/acme/x"}, "acme/x"),
        # a library of the hub's maker is no model, though its home page is there
        ({"name": "x", "homepage": "https://huggingface.co/docs/hub", "purl": "pkg:pypi/x@1"}, ""),
        ({"name": "whisper", "purl": "pkg:pypi/whisper@1"}, ""),
        ({"name": "whisper"}, ""),
        ({"name": "openai/whisper-large-v3"}, "openai/whisper-large-v3"),
        ({"name": "gpt-4o", "purl": "pkg:generic/openai/gpt-4o"}, "gpt-4o"),
        ({"name": "credit", "purl": "pkg:mlflow/Credit@3"}, "Credit"),
        ({"name": "x", "purl": "not a purl"}, ""),
    ],
)
def test_which_packages_are_models(package: dict[str, str], id: str) -> None:
    purl = package.pop("purl", "")
    refs = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}] if purl else []
    document = {"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "SPDXRef-x", **package, "externalRefs": refs}]}
    found = bill_of(Text("x.json", json.dumps(document)), CORPUS)
    assert [each.id for each in found.parts] == ([id] if id else [])
    assert found.left == (() if id else (("package", 1),))


@given(
    st.from_regex(r"[A-Za-z0-9_.-]{1,12}(/[A-Za-z0-9_.-]{1,12})?", fullmatch=True), st.from_regex(r"[0-9a-f]{8}|", fullmatch=True)
)
def test_a_package_url_names_what_it_was_made_of(id: str, revision: str) -> None:
    if (
        set(id.replace("/", "")) <= {"."}
        or any(part in ("", ".", "..") for part in id.split("/"))
        or id.startswith(("datasets/", "spaces/"))
    ):
        return
    for type in ("huggingface", "generic"):
        named = named_by_purl(purl_of(id, revision, type))
        assert named is not None
        assert (named.id, named.revision, named.sure) == (id, revision, type == "huggingface")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pkg:",
        "pkg:huggingface",
        "pkg:huggingface/",
        "pkg:pypi/x",
        "https://x",
        "pkg:huggingface/datasets/a",
        "pkg:" + "a" * 9_999,
    ],
)
def test_what_names_no_model(text: str) -> None:
    assert named_by_purl(text) is None
    assert named_by_address(text) is None


# beside deploy.yaml --------------------------------------------------------------------------------------------------
def by_name(report: Report) -> dict[str, ModelReport]:
    return {model.name: model for model in report.models}


def test_the_models_are_judged_with_the_facts_of_the_deployment() -> None:
    report = audited(bill("hub-generator.cdx.json"))
    legal = by_name(report)["Acme/Legal-7B"]
    assert legal.span[:2] == ("hub-generator.cdx.json", 24)
    assert legal.policies == ("llama-3.1-community",)
    assert {finding.path[0].id for finding in legal.findings if finding.path} == {"meta-llama/Llama-3.1-8B"}
    assert [each.message for each in report.notes] == [told(bill("hub-generator.cdx.json"))]
    assert {name: model.verdict.word for name, model in by_name(report).items()} == {
        "Acme/Legal-7B": "pass",
        "Acme/Nameless": "unknown",
        "house-model": "unknown",
    }


def test_the_license_of_an_ancestor_that_nobody_knows_comes_from_the_document() -> None:
    found = by_name(audited(bill("pedigree.cdx.json")))
    assert set(found) == {"acme/chat-awq", "BAAI/bge-m3"}
    assert set(found["acme/chat-awq"].policies) == {"apache-2.0", "llama-3.1-community"}
    assert found["BAAI/bge-m3"].verdict.word == "pass"


def test_what_is_declared_stays_and_the_document_adds_to_it() -> None:
    ours = "models:\n  - {id: acme/legal-7b, as: legal, license: MIT}\n"
    report = audited(bill("hub-generator.cdx.json"), models=ours)
    legal = by_name(report)["legal"]
    assert set(legal.policies) == {"llama-3.1-community", "mit"}
    assert legal.span.file == "deploy.yaml"
    assert [model.name for model in report.models] == ["legal", "Acme/Nameless", "house-model"]


def test_another_spelling_of_the_same_work_is_the_same_model() -> None:
    report = audited(cyclonedx(ml("x", purl="pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct")), models="models: [llama3.1:8b]\n")
    assert [model.name for model in report.models] == ["llama3.1:8b"]


@pytest.mark.parametrize(
    ("declared", "concluded", "policies", "verdict"),
    [
        ("Apache-2.0", "CC-BY-NC-4.0", ["apache-2.0", "cc-by-nc-4.0"], "fail"),  # both hold
        ("Apache-2.0 OR CC-BY-NC-4.0", "Apache-2.0", ["apache-2.0"], "pass"),  # the conclusion is the choice
        ("Apache-2.0 OR CC-BY-NC-4.0", "CC-BY-NC-4.0", ["cc-by-nc-4.0"], "fail"),
        ("NOASSERTION", "Apache-2.0", ["apache-2.0"], "pass"),
        ("NONE", "NOASSERTION", [], "unknown"),
        ("Apache-2.0", "nobody-read-this", ["apache-2.0"], "unknown"),
    ],
)
def test_declared_and_concluded(declared: str, concluded: str, policies: list[str], verdict: str) -> None:
    licenses = [
        {"license": {"name": declared, "acknowledgement": "declared"}},
        {"license": {"name": concluded, "acknowledgement": "concluded"}},
    ]
    model = audited(cyclonedx(ml("acme/x", licenses=licenses))).models[0]
    assert (list(model.policies), model.verdict.word) == (policies, verdict)


def test_two_documents_that_differ_both_hold() -> None:
    one = cyclonedx(ml("acme/x", licenses=[{"license": {"id": "MIT"}}]))
    other = cyclonedx(ml("Acme/X", licenses=[{"license": {"id": "CC-BY-NC-4.0"}}]))._replace(file="other.json")
    report = audited(one, other)
    assert [(model.name, model.policies) for model in report.models] == [("acme/x", ("mit", "cc-by-nc-4.0"))]
    assert "its declared license in other.json `CC-BY-NC-4.0`" in {finding.why for finding in report.models[0].findings}


def test_a_license_text_decides_whatever_it_is_called(tmp_path: Path) -> None:
    words = Path(ROOT, "LICENSE").read_text(encoding="utf-8")
    licenses = [{"license": {"name": "CC-BY-NC-4.0", "text": {"content": words}}}]
    assert parts(cyclonedx(ml("acme/x", licenses=licenses)))[0][2] == [("apache-2.0", "declared")]
    reference = {"licenseId": "LicenseRef-llama-3.1-community", "name": "Llama", "extractedText": words}
    package = {
        "SPDXID": "SPDXRef-x",
        "name": "x",
        "downloadLocation": "https://hf.co/acme/x",
        "licenseDeclared": "LicenseRef-llama-3.1-community",
    }
    document = {"spdxVersion": "SPDX-2.2", "packages": [package], "hasExtractedLicensingInfos": [reference]}
    assert parts(bill_of(Text("x", json.dumps(document)), CORPUS))[0][2] == [("apache-2.0", "declared")]


# hostile documents ---------------------------------------------------------------------------------------------------
def test_a_circle_of_relationships_is_an_issue_and_no_way_without_end() -> None:
    packages = [{"SPDXID": f"SPDXRef-{n}", "name": n, "downloadLocation": f"https://huggingface.co/acme/{n}"} for n in ("a", "b")]
    edges = [
        {"spdxElementId": "SPDXRef-a", "relationshipType": "DESCENDANT_OF", "relatedSpdxElement": "SPDXRef-b"},
        {"spdxElementId": "SPDXRef-a", "relationshipType": "ANCESTOR_OF", "relatedSpdxElement": "SPDXRef-b"},
        {"spdxElementId": "SPDXRef-a", "relationshipType": "DESCENDANT_OF", "relatedSpdxElement": "SPDXRef-a"},
        {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-a"},
    ]
    document = {"spdxVersion": "SPDX-2.3", "packages": packages, "relationships": edges}
    report = audited(bill_of(Text("x.json", json.dumps(document)), CORPUS))
    codes = {finding.clause.id for model in report.models for finding in model.findings if finding.issue}
    assert ([model.name for model in report.models], "lineage-circle" in codes) == (["acme/a"], True)


def test_a_circle_that_nothing_uses_is_judged() -> None:
    packages = [{"SPDXID": f"SPDXRef-{n}", "name": n, "downloadLocation": f"https://huggingface.co/acme/{n}"} for n in ("a", "b")]
    edges = [
        {"spdxElementId": f"SPDXRef-{one}", "relationshipType": "DESCENDANT_OF", "relatedSpdxElement": f"SPDXRef-{other}"}
        for one, other in (("a", "b"), ("b", "a"))
    ]
    document = {"spdxVersion": "SPDX-2.3", "packages": packages, "relationships": edges}
    found = bill_of(Text("x.json", json.dumps(document)), CORPUS)
    assert [(each.id, each.used) for each in found.parts] == [("acme/a", True), ("acme/b", True)]


def test_a_thicket_of_relationships_is_followed_so_far() -> None:
    """Every model made from many others: each work of a lineage is looked up once, and beyond two hundred it is said."""
    count, parents = 260, 3
    packages = [
        {"SPDXID": f"SPDXRef-{n}", "name": f"m{n}", "downloadLocation": f"https://hf.co/acme/m{n}", "licenseDeclared": "MIT"}
        for n in range(count)
    ]
    edges = [
        {"spdxElementId": f"SPDXRef-{n}", "relationshipType": "DESCENDANT_OF", "relatedSpdxElement": f"SPDXRef-{n * parents + k}"}
        for n in range(count)
        for k in range(1, parents + 1)
        if n * parents + k < count
    ]
    document = {"spdxVersion": "SPDX-2.3", "packages": packages, "relationships": edges}
    report = audited(bill_of(Text("x.json", json.dumps(document)), CORPUS))
    assert [model.name for model in report.models] == ["acme/m0"]
    assert [finding.clause.title for finding in report.models[0].findings if finding.clause.id == "lineage-too-deep"] == [
        "The lineage of `acme/m0` has more than 200 works"
    ]
    assert report.verdict.word == "unknown"


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<Document><name>&b;</name></Document>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE rdf:RDF SYSTEM "file:///etc/passwd"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "not-a-bill", "`bom` is no bill of materials"),
        ("{}", "not-a-bill", "`bom` is no bill of materials"),
        ("[1, 2]", "not-a-bill", "`bom` is no bill of materials"),
        ("version: 1\nmodels: [x]\n", "not-a-bill", "`bom` is no bill of materials"),
        ('{"bomFormat": "CycloneDX", "components": [}', "not-json", "this is not JSON: `}` stands where a value should"),
        (BOMB, "not-spdx", "`bom` has a document type, which SPDX does not need; entities are not read"),
        (OUTSIDE, "not-spdx", "`bom` has a document type, which SPDX does not need; entities are not read"),
        ('<?xml version="1.0" encoding="cp037"?><Document/>', "not-utf-8", "`bom` says that it is `cp037`"),
        ("<a>" * 99, "too-deep", "`bom` is nested more than 60 levels deep"),
        ("<Document><name>x</name>", "not-spdx", "`bom` is not SPDX in XML: no element found: line 1, column 24"),
        ("<bom xmlns='http://cyclonedx.org/schema/bom/1.6'/>", "not-a-bill", "`bom` is CycloneDX in XML, which is not read"),
        ("<x/>", "not-spdx", "`bom` is not SPDX in XML: there is no element `Document`"),
        ('{"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model", "name": "a\\u0007b"}]}', "wrong-type",
         "the name of a model has at most 300 printable characters, and `a\ufffdb` is none"),
        ('{"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model"}]}', "wrong-type",
         "the name of a model has at most 300 printable characters, and `` is none"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, code: str, message: str) -> None:
    assert [each[:2] for each in refused(text)] == [(code, message)]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(st.data())
def test_documents_with_anything_anywhere_end_well(data: st.DataObject) -> None:
    """Put a wrong value in any place of a good document: it is read or refused, and never anything else."""
    name = data.draw(st.sampled_from(sorted(path.name for path in DATA.glob("*.json"))))
    document = json.loads((DATA / name).read_text(encoding="utf-8"))
    places: list[tuple[Any, Any]] = []
    queue: list[Any] = [document]
    while queue:
        each = queue.pop()
        keys = list(each) if isinstance(each, dict) else range(len(each))
        for key in keys:
            places.append((each, key))
            if isinstance(each[key], dict | list):
                queue.append(each[key])
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(
        st.sampled_from([None, 0, True, "", "x", "pkg:huggingface/", [], {}, [[]], [{}], {"name": []}, "A OR (B"])
    )
    try:
        found = bill_of(Text("x.json", json.dumps(document)), CORPUS)
    except InputError:
        return
    assert all(each.span.file == "x.json" and each.id.strip() for each in found.parts)


# the command ---------------------------------------------------------------------------------------------------------
def test_a_document_alone_is_judged(tmp_path: Path) -> None:
    shutil.copy(DATA / "pedigree.cdx.json", tmp_path / "bom.json")
    done = run("audit", "--sbom", "bom.json", "--as-of", AS_OF, "--format", "json", folder=tmp_path)
    report = json.loads(done.stdout)
    assert (done.returncode, report["file"], report["verdict"]) == (3, "bom.json", "unknown")
    assert [(model["id"], model["file"], model["line"]) for model in report["models"]] == [
        ("acme/chat-awq", "bom.json", 7),
        ("BAAI/bge-m3", "bom.json", 23),
    ]
    assert [note["message"] for note in report["notes"]] == [
        "`bom.json` (CycloneDX 1.7) lists 2 models; left alone: 1 platform, 1 service",
        "there is no deploy.yaml, so no facts are declared; the questions are answered there",
    ]


def test_a_deployment_needs_no_models_of_its_own(tmp_path: Path) -> None:
    shutil.copy(DATA / "pedigree.cdx.json", tmp_path / "bom.json")
    (tmp_path / "deploy.yaml").write_text(FACTS, encoding="utf-8")
    assert run("audit", folder=tmp_path).returncode == 2
    done = run("audit", "--sbom", "bom.json", "--sbom", "bom.json", "-q", "--as-of", AS_OF, folder=tmp_path)
    assert (done.returncode, done.stdout.decode().partition(" (")[0]) == (0, f"deploy.yaml: pass as of {AS_OF}")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--sbom", "none.json"), "error[missing-file]: there is no file `none.json`\n\nnothing was judged: 1 error\n"),
        (("--sbom", "empty.json"), "error[no-models]: `empty.json` (CycloneDX 1.6) lists no model\n"),
        (("a.yaml", "b.yaml", "--sbom", "empty.json"), "error[sbom-of-several]: `--sbom` goes with one deploy.yaml\n"),
    ],
)
def test_faults_of_the_command(arguments: tuple[str, ...], complaint: str, tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text('{"bomFormat": "CycloneDX", "specVersion": "1.6"}', encoding="utf-8")
    done = run("audit", *arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(complaint)


def test_the_lock_holds_the_models_of_a_document(tmp_path: Path) -> None:
    shutil.copy(DATA / "pedigree.cdx.json", tmp_path / "bom.json")
    (tmp_path / "deploy.yaml").write_text(FACTS, encoding="utf-8")
    assert run("lock", "--sbom", "bom.json", folder=tmp_path).returncode == 0
    assert run("audit", "--locked", "--sbom", "bom.json", "-q", folder=tmp_path).returncode == 0
    text = (tmp_path / "bom.json").read_text(encoding="utf-8")
    (tmp_path / "bom.json").write_text(text.replace('"id": "Apache-2.0"', '"id": "CC-BY-NC-4.0"'), encoding="utf-8")
    assert run("audit", "--locked", "--sbom", "bom.json", "-q", folder=tmp_path).returncode == 1


def test_an_audit_without_documents_imports_none_of_it(tmp_path: Path) -> None:
    code = "import sys; from licensecheck.cli.main import cli; cli(['audit', '--sbom', 'bom.json', '-q'], standalone_mode=False); print(*sys.modules)"
    shutil.copy(DATA / "pedigree.cdx.json", tmp_path / "bom.json")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert "licensecheck.exchange.bom.cyclonedx_in" in modules
    assert not {"spdx_tools", "rdflib", "xmltodict", "licensecheck.exchange.bom.spdx3_in"} & modules

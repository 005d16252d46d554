"""Bills of materials that we write: valid by the official schemas, the same bytes for the same input, and read back as they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import run
from given import AS_OF, ROOT
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from licensecheck.api import Case, judged, prepare
from licensecheck.catalog.corpus import load_corpus
from licensecheck.catalog.resolve import resolve
from licensecheck.cli.bom import FORMATS, _written
from licensecheck.exchange.bom.contents import Contents, contents
from licensecheck.exchange.bom.model import Bill
from licensecheck.exchange.bom.read import bill_of
from licensecheck.source.text import Text

CORPUS = load_corpus()
CREATED = f"{AS_OF}T00:00:00Z"
FACTS = """\
version: 1
organization: {name: Acme GmbH, country: KR, monthly_active_users: 1_200_000}
deployment: {name: chat, commercial: true, regions: [KR], uses: [], audience: [employees], environment: production,
  defaults: {distribution: [], made_by: others}}
"""
EVERYTHING = """\
models:
  - {id: meta-llama/Llama-3.1-8B-Instruct, revision: 0e9e39f249a16976918f6564b8830bc894c89659}
  - {id: gpt-4o, channel: azure-openai}
  - {id: gpt-4o, as: second, channel: openai-api}
  - {id: acme/legal, license: apache-2.0 or cc-by-nc-4.0, base: [{id: google/gemma-2-9b-it, relation: quantized}, acme/base, acme/lost]}
  - {id: acme/base, license: llama3.1 AND MIT}
  - {id: TheBloke/Mistral-7B-Instruct-v0.2-GGUF}
  - {id: acme/taught, license: other, base: [{id: gpt-4o, relation: outputs}]}
  - {id: openmdw/x, license: OpenMDW-1.0}
  - {id: who/knows}
"""


def case(models: str, bills: tuple[Bill, ...] = ()) -> Case:
    return prepare(Text("deploy.yaml", FACTS + models), CORPUS, AS_OF, bills=bills)


def listed(found: Case) -> Contents:
    return contents(found.models, found.context, judged(found), CORPUS, CREATED, "0")


def document(form: str, models: str = EVERYTHING) -> Any:
    return json.loads(_written(listed(case(models)), form))


# valid ---------------------------------------------------------------------------------------------------------------
MODELS = sorted({name for entry in CORPUS.catalog.entries for name in entry.ids})
LABELS = st.sampled_from(
    ["", "MIT", "apache-2.0 OR cc-by-nc-4.0", "llama3.1", "other", "gemma", "a name with spaces", "GPL-3.0-only WITH GCC-exception-3.1",
     "(MIT OR ISC) AND CC-BY-4.0", "LicenseRef-mine", "Ünlü lisans", "MIT OR"]
)  # fmt: skip
RELATIONS = st.sampled_from(["fine_tune", "quantized", "merge", "adapter", "outputs", "conversion"])
CHANNELS = st.sampled_from(["", "openai-api", "azure-openai", "bedrock", "vertex-ai", "self-hosted"])
OWN = ("acme/a", "acme/b", "acme/c", "d", "ümlaut/e-1.0")


@st.composite
def deployments(draw: st.DrawFn) -> str:
    """A deployment with models of the catalog and of one's own, with labels, channels and parents, and without circles."""
    found = []
    for id in draw(st.lists(st.sampled_from(OWN) | st.sampled_from(MODELS), min_size=1, max_size=4, unique_by=work)):
        model: dict[str, Any] = {"id": id}
        label, channel = draw(LABELS), draw(CHANNELS)
        model |= {"license": label} if label else {}
        model |= {"channel": channel} if channel else {}
        model |= {"revision": "0123abcd"} if draw(st.booleans()) else {}
        later = (*OWN[OWN.index(id) + 1 :], *MODELS) if id in OWN else MODELS[:1]
        others = st.tuples(st.sampled_from(later), RELATIONS)
        found_parents = draw(st.lists(others, max_size=2 if id in OWN else 0, unique_by=lambda each: work(each[0])))
        parents = [{"id": parent, "relation": relation} for parent, relation in found_parents]
        model |= {"base": parents} if parents else {}
        found.append(model)
    return f"models: {json.dumps(found)}\n"


def valid_cyclonedx(text: str) -> None:
    pytest.importorskip("cyclonedx")
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(text) is None


def valid_spdx2(text: str) -> None:
    from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    assert validate_full_spdx_document(JsonLikeDictParser().parse(json.loads(text))) == []


def valid_spdx3(text: str) -> None:
    """By the classes that SPDX generates from its own model (SHACL): types, enumerations, counts; and no reference leads nowhere."""
    model = pytest.importorskip("spdx_python_model")
    _, found = model.load_data(json.loads(text))
    assert found.link() == set()
    graph = json.loads(text)["@graph"]
    known = {each.get("spdxId", each.get("@id")) for each in graph}
    outside = {
        other
        for each in graph
        for key in ("from", "to", "subject", "element", "rootElement", "suppliedBy", "creationInfo")
        for other in _refs(each.get(key))
    }
    assert {each for each in outside - known if not each.startswith("https://spdx.org/rdf/3.0.1/terms/")} == set()
    assert len(known) == len(graph)
    models = [each["spdxId"] for each in graph if each["type"] == "ai_AIPackage"]
    for kind in ("hasDeclaredLicense", "hasConcludedLicense"):
        # the AI profile wants exactly one of each for every AI package
        assert sorted(each["from"] for each in graph if each.get("relationshipType") == kind) == sorted(models)


def _refs(value: Any) -> list[str]:
    return [] if value is None else value if isinstance(value, list) else [value]


VALID = {"cyclonedx": valid_cyclonedx, "spdx": valid_spdx2, "spdx3": valid_spdx3}


@pytest.mark.parametrize("form", FORMATS)
def test_valid_by_the_official_schema(form: str) -> None:
    VALID[form](_written(listed(case(EVERYTHING)), form))


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each case takes a second; to make one smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(deployments())
def test_any_deployment_is_written_and_read_back(models: str) -> None:
    """In every format: valid, and the same models with the same licenses, lineage, policies and verdicts."""
    found = case(models)
    expected = said(found)
    for form in FORMATS:
        text = _written(listed(found), form)
        VALID[form](text)
        again = case("", (bill_of(Text("bom.json", text), CORPUS),))
        assert said(again) == expected, form


def said(found: Case) -> tuple[dict[str, Any], set[Any]]:
    """What a bill tells: of each model the work, revision, channel, policies and verdict; and all edges of the lineage."""
    told = {}
    for model, judgement in zip(found.models, judged(found).models, strict=True):
        declared = model.use.facts.get("model.channel")
        channel = declared.value if declared else ""
        told[model.use.name] = (work(model.use.id), model.use.revision, channel, sorted(judgement.policies), judgement.verdict.word)
    items = listed(found).items
    return told, {(work(each.id), link.relation, work(items[link.item].id)) for each in items for link in each.parents}


def work(id: str) -> str:
    found = resolve(id, CORPUS.catalog, suggest=False)
    return id if found.entry is None or found.relation else found.id


@pytest.mark.parametrize("example", sorted(path.name for path in Path(ROOT, "examples").glob("*.yaml")))
@pytest.mark.parametrize("form", FORMATS)
def test_the_examples_are_read_back(example: str, form: str) -> None:
    path = Path(ROOT, "examples", example)
    found = prepare(Text(str(path), path.read_text(encoding="utf-8")), CORPUS, AS_OF)
    text = _written(listed(found), form)
    VALID[form](text)
    parts = bill_of(Text("bom.json", text), CORPUS).parts
    assert [work(each.id) for each in parts if each.used] == [work(model.use.id) for model in found.models]


# what stands in it ---------------------------------------------------------------------------------------------------
def test_models_in_cyclonedx() -> None:
    found = {each["bom-ref"]: each for each in document("cyclonedx")["components"]}
    licenses = {
        ref: {said["acknowledgement"]: said["expression"] for said in each.get("licenses", ())} for ref, each in found.items()
    }
    assert licenses == {
        "model-1-meta-llama-Llama-3.1-8B-Instruct": {
            "declared": "LicenseRef-llama-3.1-community",
            "concluded": "LicenseRef-llama-3.1-community",
        },
        "model-2-gpt-4o": {"concluded": "LicenseRef-microsoft-azure-openai-terms"},
        "model-3-gpt-4o": {
            "concluded": "LicenseRef-openai-services-agreement AND LicenseRef-openai-service-terms AND "
            "LicenseRef-openai-usage-policies AND LicenseRef-openai-sharing-publication"
        },
        # one of its parents is not known, so nothing is concluded
        "model-4-acme-legal": {"declared": "Apache-2.0 OR CC-BY-NC-4.0"},
        "model-5-acme-base": {
            "declared": "LicenseRef-llama-3.1-community AND MIT",
            "concluded": "LicenseRef-llama-3.1-community AND MIT",
        },
        # the catalog knows the license of what was converted, and not the label of the conversion
        "model-6-TheBloke-Mistral-7B-Instruct-v0.2-GGUF": {"concluded": "Apache-2.0"},
        "model-7-acme-taught": {"declared": "LicenseRef-x-other"},
        "model-8-openmdw-x": {"declared": "OpenMDW-1.0", "concluded": "OpenMDW-1.0"},
        "model-9-who-knows": {},
    }
    assert {ref: each.get("purl", "") for ref, each in found.items()} == {
        "model-1-meta-llama-Llama-3.1-8B-Instruct": "pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct@0e9e39f249a16976918f6564b8830bc894c89659",
        "model-2-gpt-4o": "",
        "model-3-gpt-4o": "",
        "model-4-acme-legal": "pkg:generic/acme/legal",
        "model-5-acme-base": "pkg:generic/acme/base",
        "model-6-TheBloke-Mistral-7B-Instruct-v0.2-GGUF": "pkg:huggingface/TheBloke/Mistral-7B-Instruct-v0.2-GGUF",
        "model-7-acme-taught": "pkg:generic/acme/taught",
        "model-8-openmdw-x": "pkg:generic/openmdw/x",
        "model-9-who-knows": "pkg:generic/who/knows",
    }


def test_verdict_limits_place_and_text_reference_in_cyclonedx() -> None:
    llama, azure, *_, unknown = document("cyclonedx")["components"]
    assert llama["properties"] == [{"name": "licensecheck:verdict", "value": f"pass as of {AS_OF}"}]
    assert azure["properties"][0] == {"name": "licensecheck:channel", "value": "azure-openai"}
    assert azure["isExternal"] is True
    assert unknown["properties"] == [
        {"name": "licensecheck:verdict", "value": f"unknown as of {AS_OF} (catalog/unlisted-model: unknown)"}
    ]
    assert llama["evidence"] == {"occurrences": [{"location": "deploy.yaml", "line": 6}]}
    limits = [each["value"] for each in llama["modelCard"]["properties"]]
    assert limits[0] == (
        "threshold: llama-3.1-community 2: Over 700 million monthly active users when Llama 3.1 came out. "
        "Above that count no right may be exercised until Meta expressly grants a license; a request alone gives nothing."
    )
    assert {limit.partition(":")[0] for limit in limits} == {"threshold", "condition", "use restriction"}
    policy = CORPUS.policy("llama-3.1-community")
    assert policy is not None
    text = policy.texts[0]
    for said in llama["licenses"]:
        assert said["expressionDetails"] == [{"licenseIdentifier": policy.spdx, "url": text.url}]
        assert said["properties"][0] == {"name": f"licensecheck:{policy.spdx}:sha256", "value": f"{text.url} {text.sha256}"}


def test_lineage_in_cyclonedx() -> None:
    legal = next(each for each in document("cyclonedx")["components"] if each["name"] == "legal")
    assert lineage(legal) == [
        ("gemma-2-9b-it", "quantized", []),
        ("base", "fine_tune", []),
        ("lost", "fine_tune", []),
    ]


def lineage(component: dict[str, Any]) -> list[Any]:
    ancestors = component.get("pedigree", {}).get("ancestors", ())
    return [(each["name"], each["properties"][-1]["value"], lineage(each)) for each in ancestors]


def test_relationships_in_both_spdx() -> None:
    two = document("spdx")
    names = {each["SPDXID"]: each["name"] for each in two["packages"]}
    edges = {
        (each["relationshipType"], names[each["spdxElementId"]], names[each["relatedSpdxElement"]], each["comment"])
        for each in two["relationships"]
        if each.get("comment")
    }
    assert edges == {
        ("DESCENDANT_OF", "acme/legal", "google/gemma-2-9b-it", "licensecheck:relation=quantized"),
        ("DESCENDANT_OF", "acme/legal", "acme/base", "licensecheck:relation=fine_tune"),
        ("DESCENDANT_OF", "acme/legal", "acme/lost", "licensecheck:relation=fine_tune"),
        (
            "DESCENDANT_OF",
            "TheBloke/Mistral-7B-Instruct-v0.2-GGUF",
            "mistralai/Mistral-7B-Instruct-v0.2",
            "licensecheck:relation=quantized",
        ),
        ("OTHER", "acme/taught", "gpt-4o", "licensecheck:relation=outputs"),
    }
    three = document("spdx3")["@graph"]
    models = {each["spdxId"]: each["name"] for each in three if each["type"] == "ai_AIPackage"}
    found = {
        (each["relationshipType"], models[each["from"]], models[each["to"][0]], each["comment"])
        for each in three
        if each["type"] == "Relationship" and each.get("comment")
    }
    kinds = {"DESCENDANT_OF": "descendantOf", "OTHER": "trainedOn"}
    assert found == {(kinds[kind], *rest) for kind, *rest in edges}


def test_no_license_text_is_repeated_in_spdx() -> None:
    infos = {each["licenseId"]: each for each in document("spdx")["hasExtractedLicensingInfos"]}
    llama = infos["LicenseRef-llama-3.1-community"]
    assert llama["extractedText"].startswith("The text of the Llama 3.1 Community License Agreement is not repeated here: https://")
    assert "SHA-256" in llama["extractedText"]
    # on the SPDX list, and not yet on the one that the library carries
    assert infos.get("LicenseRef-OpenMDW-1.0", {}).get("name") in (None, "OpenMDW-1.0")


def test_spdx_3_claims_the_ai_profile_only_where_it_is_met() -> None:
    def profiles(models: str) -> list[str]:
        return next(each["profileConformance"] for each in document("spdx3", models)["@graph"] if each["type"] == "SpdxDocument")

    pinned = "{id: mistralai/Mixtral-8x7B-Instruct-v0.1, revision: 0123abcd}"
    assert profiles(f"models: [{pinned}]\n") == ["core", "software", "simpleLicensing", "ai"]
    assert profiles("models: [mistralai/Mixtral-8x7B-Instruct-v0.1]\n") == ["core", "software", "simpleLicensing"]
    assert profiles("models: [who/knows]\n") == ["core", "software", "simpleLicensing"]


# the command ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_each_time(form: str, tmp_path: Path) -> None:
    (tmp_path / "deploy.yaml").write_text(FACTS + EVERYTHING, encoding="utf-8")
    command = ("bom", "--format", form, "--as-of", AS_OF)
    first = run(*command, folder=tmp_path, env={"PYTHONHASHSEED": "1"})
    second = run(*command, "--output", "x.json", folder=tmp_path, env={"PYTHONHASHSEED": "2"})
    assert (first.returncode, first.stderr, second.returncode, second.stdout) == (0, b"", 0, b"")
    assert second.stderr == b"wrote x.json: 9 models, 3 more in their lineage\n"
    assert first.stdout == (tmp_path / "x.json").read_bytes()
    epoch = run(*command, folder=tmp_path, env={"SOURCE_DATE_EPOCH": "86400"})
    assert b"1970-01-02T00:00:00Z" in epoch.stdout
    assert first.stdout != epoch.stdout


@pytest.mark.parametrize("epoch", ["yesterday", "-1", "9" * 30, "1.5"])
def test_an_epoch_that_is_no_time(epoch: str, tmp_path: Path) -> None:
    (tmp_path / "deploy.yaml").write_text(FACTS + EVERYTHING, encoding="utf-8")
    done = run("bom", folder=tmp_path, env={"SOURCE_DATE_EPOCH": epoch})
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"error[wrong-type]: SOURCE_DATE_EPOCH is `{epoch}`, which is no time\n")


def test_a_document_can_be_carried_from_one_format_to_another(tmp_path: Path) -> None:
    (tmp_path / "deploy.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "in.json").write_bytes(Path(ROOT, "tests", "data", "bom", "pedigree.cdx.json").read_bytes())
    done = run("bom", "--sbom", "in.json", "--format", "spdx", "--as-of", AS_OF, folder=tmp_path)
    names = [each["name"] for each in json.loads(done.stdout)["packages"]]
    assert names == ["chat", "acme/chat-awq", "BAAI/bge-m3", "acme/chat", "meta-llama/Llama-3.1-8B"]


def test_an_organizations_own_rules_are_no_license(tmp_path: Path) -> None:
    (tmp_path / "deploy.yaml").write_text(
        "version: 1\nmodels: [{id: meta-llama/Llama-3.1-8B, distribution: []}]\n", encoding="utf-8"
    )
    licenses = []
    for options in ([], ["--pack", "no-non-commercial"]):
        done = run("bom", "--as-of", AS_OF, *options, folder=tmp_path)
        licenses.append([each["licenses"] for each in json.loads(done.stdout)["components"]])
    assert licenses[0] == licenses[1] != [[]]

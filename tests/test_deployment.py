"""deploy.yaml as it is taken: parts, defaults, overrides, shared files, uses, evidence, agreements, readings, waivers."""

from __future__ import annotations

from typing import Any

import pytest
from given import VOCABULARY, declared, spot, wrong

from licensecheck.facts.deployment import Agreement, Base, RecordedReading, Waiver
from licensecheck.facts.values import UNKNOWN, Item
from licensecheck.source.diagnostic import Span
from licensecheck.source.nodes import plain

HEAD = "version: 1\nmodels: [a]\n"


def values(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: fact.value for name, fact in facts.items()}


def at(line: int, column: int, end: int, end_line: int = 0) -> Span:
    return Span("deploy.yaml", line, column, end_line or line, end)


def test_a_first_file() -> None:
    deployment = declared(
        "version: 1\norganization:\n  country: KR\n  monthly_active_users: 1_200_000\ndeployment:\n  commercial: true\n"
        "  regions: [KR, US]\nmodels:\n  - id: meta-llama/Llama-3.1-8B-Instruct\n  - id: gemini-1.5-pro\n    channel: gemini-api\n"
    )
    assert sorted(deployment.facts) == [
        "deployment.commercial", "deployment.regions", "organization.country", "organization.monthly_active_users"
    ]  # fmt: skip
    assert deployment.facts["organization.country"].span == at(3, 12, 14)
    assert [(model.id, model.name, model.span) for model in deployment.models] == [
        ("meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct", at(9, 9, 41)),
        ("gemini-1.5-pro", "gemini-1.5-pro", at(10, 9, 23))
    ]  # fmt: skip
    assert values(deployment.models[1].facts) == {"model.channel": "gemini-api"}
    assert deployment.lines["deploy.yaml"][2] == "  country: KR"


@pytest.mark.parametrize(
    "text", ["version: '1'\nmodels: [a]\n", "models: [{id: a}]\nversion: 1\norganization:\ndeployment: ~\nwaivers:\n"]
)
def test_absent_parts_are_silence(text: str) -> None:
    deployment = declared(text)
    assert (deployment.facts, deployment.agreements, deployment.readings, deployment.waivers) == ({}, (), (), ())
    assert [model.id for model in deployment.models] == ["a"]


def test_an_id_may_look_like_a_number() -> None:
    assert [model.id for model in declared("version: 1\nmodels: [7, 3.10, {id: 0x1F}, yes]\n").models] == [
        "7",
        "3.10",
        "0x1F",
        "yes",
    ]


def test_one_model_of_everything() -> None:
    text = (
        "version: 1\nmodels:\n  - id: a\n    as: mine\n    revision: 3.10\n    path: models/a\n    license: MIT\n"
        "    base: [bb, {id: c, relation: adapter}, {id: d, relation: trained-on-outputs}]\n"
        "    terms: {stability: {registered: true}, empty: ~}\n"
        "    name: Product\n    commercial: no\n    outputs: {trains: [llm]}\n"
    )
    (model,) = declared(text).models
    assert (model.id, model.name, model.revision, model.path) == ("a", "mine", "3.10", "models/a")
    assert model.license is not None
    assert (model.license.value, model.license.span) == ("MIT", spot(text, "MIT"))
    assert model.bases == (
        Base("bb", "fine_tune", spot(text, "bb")),
        Base("c", "adapter", spot(text, "{id: c, relation: adapter}")),
        Base("d", "outputs", spot(text, "{id: d, relation: trained-on-outputs}")),
    )
    assert [(name, plain(terms)) for name, terms in model.terms] == [("stability", {"registered": True})]
    assert values(model.facts).keys() == {"model.name", "deployment.commercial", "outputs.trains"}


@pytest.mark.parametrize(
    ("written", "bases"), [("", None), ("base: ~", None), ("base: []", ()), ("base: b", (Base("b", "fine_tune", at(2, 24, 25)),))]
)
def test_no_parents_and_parents_that_nobody_names(written: str, bases: tuple[Base, ...] | None) -> None:
    (model,) = declared(f"version: 1\nmodels: [{{id: a, {written}}}]\n").models
    assert model.bases == bases


def test_defaults_and_overrides() -> None:
    text = (
        "version: 1\ndeployment:\n  commercial: true\n  defaults: {channel: bedrock, human_review: none, evidence: {notice: []}}\n"
        "models:\n  - a\n  - {id: b, channel: self-hosted, commercial: false, evidence: {display: yes}}\n"
    )
    deployment = declared(text)
    assert values(deployment.facts) == {"deployment.commercial": True}
    first, second = deployment.models
    shared = {"model.channel": "bedrock", "deployment.human_review": "none", "evidence.notice": ()}
    assert values(first.facts) == shared
    assert values(second.facts) == {
        **shared, "model.channel": "self-hosted", "deployment.commercial": False,
        "evidence.display": (Item("stated", "", "", "", span=spot(text, "yes")),),
    }  # fmt: skip


def test_every_fact_that_can_be_written_has_its_place() -> None:
    for name, definition in VOCABULARY.facts.items():
        part, _, short = name.partition(".")
        if not short or part in ("use", "trained", "claim", "work") or not definition.written:
            continue
        text = {
            "organization": f"{HEAD}organization: {{{short}: unknown}}\n",
            "deployment": f"{HEAD}deployment: {{{short}: unknown}}\n",
            "model": f"version: 1\nmodels: [{{id: a, {short}: unknown}}]\n",
        }.get(part, f"version: 1\nmodels: [{{id: a, {part}: {{{short}: unknown}}}}]\n")
        deployment = declared(text)
        assert values({**deployment.facts, **deployment.models[0].facts}) == {name: UNKNOWN}


# uses ----------------------------------------------------------------------------------------------------------------
def test_uses() -> None:
    text = (
        "deployment:\n  uses:\n    - legal/advice: {audience: [consumers], human_review: none}\n"
        "    - military\n    - finance/credit:\n"
        "    - {kind: health, consent: yes}\n    - {human_review: generalist}\n"
    )
    uses = declared(HEAD + text).facts["deployment.uses"].value
    assert [(use.name, values(use.facts), use.span.line) for use in uses] == [
        ("legal/advice", {"kind": "legal/advice", "audience": ("consumers",), "human_review": "none"}, 5),
        ("military", {"kind": "military"}, 6),
        ("finance/credit", {"kind": "finance/credit"}, 7),
        ("health", {"kind": "health", "consent": True}, 8),
        ("use", {"human_review": "generalist"}, 9),
    ]
    assert declared(HEAD + "deployment: {uses: []}\n").facts["deployment.uses"].value == ()


def test_claims_and_trained_models() -> None:
    deployment = declared(
        "version: 1\norganization: {infringement_claims: [meta, {over: google, kind: patent}]}\n"
        "models: [{id: a, outputs: {trains: [{kind: llm, competes: true}, embedding, {name: x}]}}]\n"
    )
    claims = deployment.facts["organization.infringement_claims"].value
    assert [values(claim.facts) for claim in claims] == [{"over": "meta"}, {"over": "google", "kind": "patent"}]
    trained = deployment.models[0].facts["outputs.trains"].value
    assert [(each.name, values(each.facts)) for each in trained] == [
        ("llm", {"kind": "llm", "competes": True}), ("embedding", {"kind": "embedding"}), ("trained", {"name": "x"})
    ]  # fmt: skip


# evidence ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "items"),
    [
        ("NOTICE", [("path", "NOTICE", "", None)]),
        ("[NOTICE, docs/x.md]", [("path", "NOTICE", "", None), ("path", "docs/x.md", "", None)]),
        ("https://x.example/y", [("url", "https://x.example/y", "", None)]),
        ("{path: NOTICE, place: ui}", [("path", "NOTICE", "ui", None)]),
        ("{url: u, path: p}", [("path", "p", "", None)]),
        ("{attested: Built with Llama, url: u, place: website}", [("attested", "u", "website", "Built with Llama")]),
        ("{attested: Built with Llama}", [("attested", "Built with Llama", "", "Built with Llama")]),
        ("{attested: yes, by: Kim, on: 2026-01-01}", [("stated", "yes", "", "")]),
        ("{attested: true, url: u}", [("stated", "u", "", "")]),
        ("yes", [("stated", "", "", "")]),
        ("[true]", [("stated", "", "", "")]),
        ("[]", []),
        ("no", []),
        ("none", []),
        ("missing", []),
    ],
)
def test_how_evidence_is_written(written: str, items: list[tuple[str, str, str, str | None]]) -> None:
    (model,) = declared(f"version: 1\nmodels: [{{id: a, evidence: {{notice: {written}}}}}]\n").models
    found = model.facts["evidence.notice"].value
    assert [(item.kind, item.target, item.place, item.words) for item in found] == items
    assert all(item.by == ("Kim" if "Kim" in written else "") for item in found)


@pytest.mark.parametrize("word", ["no", "No", "NONE", "false", "unknown", "~", "''", "' '"])
def test_what_does_not_exist_is_not_attested(word: str) -> None:
    text = f"version: 1\nmodels: [{{id: a, evidence: {{display: [{{attested: {word}}}]}}}}]\n"
    span = tuple(spot(text, f" {word}}}")[1:])
    place = (2, span[1] + 1, 2, span[3] - 1)
    assert wrong(text) == [("wrong-type", "what does not exist is not attested", place, "", "write `[]` for none")]


# records of the organization -----------------------------------------------------------------------------------------
def test_agreements_readings_and_waivers() -> None:
    text = (
        "version: 1\norganization:\n  name: Acme\n  agreements:\n"
        "    - {with: Meta, covers: [llama-3.1-community], lifts: a, reference: R7, starts: 2026-01-01, expires: 2027-01-01}\n"
        "    - {with: Google, replaces_terms: Yes, status: requested, on: 2026-02-01}\n"
        "  readings:\n    - {policy: p, reading: r, as: Yes, by: Kim, on: 2026-01-02, reference: memo, text: abc}\n"
        "models: [a]\nwaivers:\n"
        "  - {clause: p/c, model: a, reason: why, approver: Kim, on: 2026-01-01, expires: 2027-01-01, seal: abc}\n"
    )
    deployment = declared(text)
    lines = text.splitlines()
    assert deployment.organization == "Acme"
    assert deployment.agreements == (
        Agreement(
            "Meta", ("llama-3.1-community",), ("a",), False, True, "2026-01-01", "2027-01-01", "R7", at(5, 7, len(lines[4]) + 1)
        ),
        Agreement("Google", (), (), True, False, "2026-02-01", "", "", at(6, 7, len(lines[5]) + 1)),
    )
    assert deployment.readings == (
        RecordedReading("p", "r", "yes", "Kim", "2026-01-02", "memo", "abc", at(8, 7, len(lines[7]) + 1)),
    )
    assert deployment.waivers == (
        Waiver("p/c", "a", "why", "Kim", "2026-01-01", "2027-01-01", "abc", at(11, 5, len(lines[10]) + 1)),
    )


@pytest.mark.parametrize(
    ("word", "answer"),
    [("yes", "yes"), ("Yes", "yes"), ("true", "yes"), ("no", "no"), ("No", "no"), ("false", "no"), ("derivative", "derivative")],
)
def test_the_answers_of_a_reading(word: str, answer: str) -> None:
    text = f"{HEAD}organization: {{readings: [{{policy: p, reading: r, as: {word}, by: k, on: 2026-01-02}}]}}\n"
    (reading,) = declared(text).readings
    assert reading.answer == answer

"""What governs a model: its line in the catalog, its channel and its lineage."""

from __future__ import annotations

from typing import Any

import pytest
from small import CRANE, audited, derived, governed, issues, model, verdicts, written

from licensecheck.facts.values import UNKNOWN


# channels ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "channel", "why"),
    [
        (CRANE, "self-hosted", "presumed for open weights"),
        ("wren-2", "openai-api", "the maker's own API"),
        ("bedrock/wren.wren-2-v1:0", "bedrock", "from the spelling of the id"),
    ],
)
def test_a_channel_that_nobody_declares_is_presumed_and_says_why(line: str, channel: str, why: str) -> None:
    found = model(line)
    assert found.channel == channel
    assert {(each.facts["model.channel"].value, each.facts["model.channel"].said_by) for each in found.bindings} == {(channel, why)}


def test_a_declared_channel_wins_over_the_spelling() -> None:
    found = model("{id: bedrock/wren.wren-2-v1:0, channel: openai-api}")
    assert found.channel == "openai-api"
    assert "model.channel" not in found.bindings[0].facts


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (CRANE, [("crane-1", CRANE, "the id itself")]),
        # its maker's own API: the terms in place of the license of the weights
        (f"{{id: {CRANE}, channel: mistral-api}}", ["wren-terms-2026", "hosted-availability"]),
        # somebody else's API: both
        (f"{{id: {CRANE}, channel: bedrock}}", ["crane-1", "finch", "hosted-availability"]),
        # an owner whose license reaches the callers of its own API
        ("{id: heron/heron-9b-it, channel: gemini-api}", ["heron-2024|heron-2025", "wren-terms-2026", "hosted-availability"]),
        # what a channel adds for one licensor
        ("{id: wren-2, channel: bedrock}", ["finch", "wren-terms-2026", "hosted-availability"]),
    ],
)
def test_own_api_or_weights(line: str, expected: list[Any]) -> None:
    found = governed(model(line))
    assert found == expected or [policies for policies, _, _ in found] == expected


def test_closed_weights_that_somebody_runs() -> None:
    title = "The weights of `wren-2` are not published, yet it is declared as run by the organization"
    assert issues("{id: wren-2, channel: self-hosted}") == [("closed-weights", "unknown", title, ("model.channel",))]


def test_an_unknown_channel_is_asked_for_and_nothing_is_presumed() -> None:
    title = "It is not known through which channel `heron/heron-9b-it` is reached"
    found = model("{id: heron/heron-9b-it, channel: unknown}")
    assert [(each.code, each.verdict, each.title, each.asks) for each in found.issues] == [
        ("unknown-channel", "unknown", title, ("model.channel",))
    ]
    assert found.channel == "unknown"
    # its license binds on every channel; whether the weights are run is not known
    assert governed(found) == [("heron-2024|heron-2025", "heron/heron-9b-it", "the id itself")]
    assert {found.bindings[0].facts[name].value for name in ("model.access", "model.own_api", "availability")} == {UNKNOWN}
    # that of the other one does not bind who calls its maker
    assert governed(model(f"{{id: {CRANE}, channel: unknown}}")) == []


def test_terms_that_nobody_read_until_somebody_records_it() -> None:
    line = f"{{id: {CRANE}, channel: together-api}}"
    title = "The terms of the provider behind `together-api` were not read"
    assert issues(line) == [("unread-terms", "unknown", title, ("reading.together-api.terms_read",))]
    read = "{readings: [{policy: together-api, reading: terms_read, as: ANSWER, by: J. Doe, on: 2026-10-01}]}"
    title = "The terms of the provider behind `together-api`, by a recorded reading"
    assert issues(line, read.replace("ANSWER", "yes")) == [("unread-terms", "pass", title, ())]
    title = "By a recorded reading, the terms of the provider behind `together-api` do not allow this use"
    assert issues(line, read.replace("ANSWER", "no")) == [("terms-refused", "fail", title, ())]
    assert issues(line, read.replace("ANSWER", "yes").replace("together-api", "groq-api")) == issues(line)


def test_a_license_that_nobody_read() -> None:
    found = issues("rook/mystery-1")
    assert found == [
        ("unread-terms", "unknown", "The license of `rook/mystery-1` was not read", ("reading.mystery-license.terms_read",))
    ]


# what is in no catalog -----------------------------------------------------------------------------------------------
UNLISTED = ("unlisted-model", "unknown", "No line of the catalog matches `acme/x`", ("model.license",))


def test_what_no_line_matches_is_unknown_on_every_channel() -> None:
    assert issues("acme/x") == [UNLISTED]
    # the terms of a channel say nothing of the license of the model behind it
    assert issues("{id: acme/x, channel: openai-api, still_served: true}") == [UNLISTED]
    assert (
        audited(written("{id: acme/x, channel: openai-api, still_served: true}", "", "{regions: [KR]}")).verdict.word == "unknown"
    )


def test_a_name_of_two_models_says_what_to_declare() -> None:
    found = model("tern").issues[0]
    assert found.remedy[0] == "Declare `channel`: the name means different models in bedrock, ollama."


def test_did_you_mean_stands_in_the_remedy() -> None:
    assert model("finch/Finch-7B-Instruct-v0.2").issues[0].remedy[0] == "Did you mean `finch/Finch-7B-Instruct-v0.3`?"


@pytest.mark.parametrize(
    ("license", "policies"),
    [("finch", "finch"), ("Finch-1.0", "finch"), ("FINCH", "finch"), ("crane", "crane-1"), ("heron", "heron-2024|heron-2025")],
)
def test_a_label_by_tag_or_spdx(license: str, policies: str) -> None:
    assert governed(model(f"{{id: acme/x, license: {license}}}")) == [(policies, "acme/x", f"its declared license `{license}`")]


def test_a_label_that_no_policy_has() -> None:
    assert issues("{id: acme/x, license: nobody-1.0}") == [
        ("unread-terms", "unknown", "The license `nobody-1.0` was not read", ("reading.nobody-1.0.terms_read",))
    ]


# lineage -------------------------------------------------------------------------------------------------------------
def test_terms_of_all_ancestors_stack() -> None:
    assert governed(model("aviary/mixed-13b")) == [
        ("finch", "aviary/mixed-13b", "the id itself"),
        ("heron-2024|heron-2025", "heron/heron-9b-it", "merge of heron/heron-9b-it"),
        ("crane-1", CRANE, "merge of aviary/duck-13b -> fine-tune of crane/Crane-1-8B"),
    ]


def test_several_parents_of_ones_own() -> None:
    line = f"{{id: acme/x, base: [{CRANE}, {{id: finch/Finch-7B-Instruct-v0.3, relation: merge}}]}}"
    assert governed(model(line)) == [
        ("crane-1", CRANE, "fine-tune of crane/Crane-1-8B"),
        ("finch", "finch/Finch-7B-Instruct-v0.3", "merge of finch/Finch-7B-Instruct-v0.3"),
    ]


def test_a_lineage_that_goes_round_ends() -> None:
    assert governed(model("aviary/egg")) == [
        ("finch", "aviary/egg", "the id itself"),
        ("finch", "aviary/hen", "fine-tune of aviary/hen"),
    ]
    assert governed(model("{id: acme/x, base: [acme/x, aviary/egg]}"))[0] == ("finch", "aviary/egg", "fine-tune of aviary/egg")
    assert governed(model(f"{{id: {CRANE}, base: [{CRANE}]}}")) == [("crane-1", CRANE, "the id itself")]


def test_a_parent_that_nobody_knows() -> None:
    found = model(f"{{id: acme/x, base: [{CRANE}, nobody/knows]}}")
    assert [(each.code, each.verdict, each.title) for each in found.issues] == [
        ("unknown-parent", "unknown", "The parent `nobody/knows` is in no catalog")
    ]
    span = found.issues[0].span
    assert span is not None
    assert (span.line, span.column) == (3, 43)


def test_a_conversion_of_others_stands_for_its_parent() -> None:
    found = model("TheBloke/Crane-1-8B-GGUF")
    assert found.id == "TheBloke/Crane-1-8B-GGUF"
    assert governed(found) == [("crane-1", CRANE, "quantized of crane/Crane-1-8B")]
    assert found.bindings[0].facts["work.relation"].value == ("quantized",)


def test_a_label_washes_nothing_off() -> None:
    found = model("aviary/duck-13b")
    assert governed(found) == [("crane-1", CRANE, "fine-tune of crane/Crane-1-8B")]
    title = "The label `finch` does not take the place of `crane-1`"
    assert [(each.code, each.verdict, each.standing, each.title) for each in found.issues] == [
        ("label-differs", "pass", True, title)
    ]
    mine = model(f"{{id: acme/x, base: [{CRANE}], license: finch, made_by: us}}")
    assert [policies for policies, _, _ in governed(mine)] == ["crane-1"]
    assert [each.title for each in mine.issues] == [title]


def test_the_right_label_is_no_finding() -> None:
    assert issues(f"{{id: acme/x, base: [{CRANE}], license: crane, made_by: us}}") == []


@pytest.mark.parametrize(
    ("made_by", "policies"),
    [("us", ["finch"]), ("others", ["finch", "crane-1"]), ("unknown", ["finch", "crane-1"]), ("", ["finch", "crane-1"])],
)
def test_a_label_of_others_binds_and_ours_does_not(made_by: str, policies: list[str]) -> None:
    """Who made a derivative is not presumed: a label that forbids a use would be lost."""
    said = f", made_by: {made_by}" if made_by else ""
    line = f"{{id: acme/x, base: [finch/Finch-7B-Instruct-v0.3], license: crane{said}}}"
    assert [each for each, _, _ in governed(model(line))] == policies


def test_what_learned_from_outputs_carries_what_is_said_of_outputs() -> None:
    assert governed(model("aviary/parrot-7b")) == [
        ("finch", "aviary/parrot-7b", "the id itself"),
        ("wren-terms-2026", "wren-2", "outputs of wren-2"),
    ]
    assert [each.outputs_only for each in model("aviary/parrot-7b").bindings] == [False, True]
    report = audited(written(f"{{id: acme/x, base: [{{id: {CRANE}, relation: outputs}}]}}"))
    assert verdicts(report) == {"crane-1/other-models": "unknown"}
    # the model itself is what was trained
    trained = derived(f"{{id: acme/x, base: [{{id: {CRANE}, relation: outputs}}], name: Duck}}", "crane-1", "outputs.trains")[0]
    assert [(each.name, each.facts["with"].value) for each in trained] == [("acme/x", ("outputs",))]


@pytest.mark.parametrize(
    ("relation", "weights"),
    [
        ("fine_tune", "weights/modified"),
        ("adapter", "weights/adapter"),
        ("quantized", "weights/quantized"),
        ("merge", "weights/merged"),
    ],
)
def test_bare_weights_are_made_exact(relation: str, weights: str) -> None:
    line = f"{{id: acme/x, base: [{{id: {CRANE}, relation: {relation}}}], distribution: [weights, outputs]}}"
    assert derived(line, "crane-1", "model.distribution")[0] == (weights, "outputs")


# trained models and suits --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("base", "same"),
    [("crane/Crane-1-70B", True), ("crane-1", True), ("crane1:8b", True), ("aviary/duck-13b", True),
     ("finch/Finch-7B-Instruct-v0.3", False), ("none", False),
     ("nobody/knows", None)],
)  # fmt: skip
def test_whether_a_trained_model_is_of_the_family(base: str, same: bool | None) -> None:
    found = derived(f"{{id: {CRANE}, outputs: {{trains: [{{kind: llm, base: {base}}}]}}}}", "crane-1", "outputs.trains")[0][0]
    assert ("same_family" in found.facts) is (same is not None)
    assert same is None or found.facts["same_family"].value is same


def test_what_is_declared_of_a_trained_model_stands() -> None:
    line = f"{{id: {CRANE}, outputs: {{trains: [{{kind: llm, base: crane-1, same_family: false}}]}}}}"
    assert verdicts(audited(written(line)))["crane-1/other-models"] == "fail"


def test_a_suit_over_the_family() -> None:
    said = {}
    for over in ("crane-1", "finch/Finch-7B-Instruct-v0.3", "Hamlet"):
        said[over] = verdicts(audited(written(CRANE, f"{{infringement_claims: [{over}]}}"))).get("crane-1/suit")
    assert said == {"crane-1": "fail", "finch/Finch-7B-Instruct-v0.3": None, "Hamlet": "unknown"}

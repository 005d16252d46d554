"""What governs a model: its line in the catalog, its channel, its lineage, and the organization's agreements and records."""

from __future__ import annotations

from typing import Any

import pytest
from small import AS_OF, audited, binding, bound, faulty, governed, verdicts, written

from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.facts.values import UNKNOWN

CRANE = "crane/Crane-1-8B"


def model(line: str, organization: str = "", deployment: str = "", as_of: str = AS_OF) -> BoundModel:
    return bound(written(line, organization, deployment), as_of)[0]


def issues(line: str, organization: str = "") -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(each.code, each.verdict, each.title, each.asks) for each in model(line, organization).issues]


def derived(line: str, policy: str, name: str, as_of: str = AS_OF, **parts: str) -> tuple[Any, str, str]:
    """A derived fact of a binding: value, basis, who says so."""
    found = binding(model(line, as_of=as_of, **parts), policy).facts[name]
    return found.value, found.basis, found.said_by


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
    assert issues(line, read.replace("ANSWER", "no")) == issues(line)
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


# editions ------------------------------------------------------------------------------------------------------------
def chosen(line: str, as_of: str = AS_OF) -> str:
    return governed(model(line, as_of=as_of))[0][0]


def test_the_edition_of_the_copy() -> None:
    assert chosen("heron/heron-9b-it") == "heron-2024|heron-2025"
    assert chosen('{id: heron/heron-9b-it, edition: "2024"}') == "heron-2024"
    assert chosen("{id: heron/heron-9b-it, edition: heron-2025}") == "heron-2025"
    assert chosen('{id: heron/heron-9b-it, edition: "1999"}') == "heron-2024|heron-2025"
    assert chosen("{id: heron/heron-9b-it, edition: unknown}") == "heron-2024|heron-2025"


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("2025-03-01", "wren-terms-2025"),
        ("2026-01-31", "wren-terms-2025"),
        ("2026-03-01", "wren-terms-2026"),
        ("2030-01-01", "wren-terms-2026"),
        ("2025-02-28", "wren-terms-2025|wren-terms-2026"),  # before all
        ("2026-02-01", "wren-terms-2025|wren-terms-2026"),  # between two
    ],
)
def test_the_edition_of_the_day(day: str, edition: str) -> None:
    assert chosen("wren-2", day) == edition


def test_the_edition_of_the_contract() -> None:
    assert chosen("ibis-1") == "ibis-contract-1|ibis-contract-2"
    assert chosen("{id: ibis-1, contract: 2024-12-31}") == "ibis-contract-1"
    assert chosen("{id: ibis-1, contract: 2025-01-01}") == "ibis-contract-2"


def test_an_unknown_edition_is_unknown_only_where_the_editions_differ() -> None:
    hosted = audited(written("{id: heron/heron-9b-it, distribution: [hosted_service]}", "", "{uses: [military]}"))
    assert verdicts(hosted) == {"heron-2024/hosting": "unknown", "heron-2025/military": "fail"}
    finding = next(each for each in hosted.models[0].findings if each.edition_open)
    assert [ask.fact for ask in finding.asks] == ["model.edition"]
    assert verdicts(audited(written("{id: heron/heron-9b-it, distribution: []}", "", "{uses: []}"))) == {}


# agreements ----------------------------------------------------------------------------------------------------------
MANY = "monthly_active_users: 900_000_000"


def agreed(agreement: str) -> tuple[str, str, str]:
    """Under one agreement: the fact, the right that a great number of users lacks, and that of commercial users."""
    organization = f"{{{MANY}, agreements: [{agreement}]}}" if agreement else f"{{{MANY}}}"
    text = written(f"{{id: {CRANE}, distribution: []}}", organization, "{commercial: true, uses: []}")
    found: Binding = binding(bound(text)[0], "crane-1")
    value = found.facts["agreement"].value
    said = verdicts(audited(text))
    both = said.get("crane-1/many-users", "-"), said.get("crane-1/commercial", "-")
    return ("unknown" if value is UNKNOWN else value, *both)


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        ("", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1]}", ("in_force", "pass", "pass")),
        ("{with: Crane, covers: [Crane License 1], status: granted}", ("in_force", "pass", "pass")),
        ("{with: Crane, covers: [crane/Crane-1-8B], starts: 2026-11-22, expires: 2026-11-22}", ("in_force", "pass", "pass")),
        ("{with: Crane, covers: [crane-1], status: requested}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1], status: refused}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1], status: ended}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1], expires: 2026-11-21}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1], starts: 2026-11-23}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-2]}", ("none", "fail", "unknown (moot)")),
        ("{with: Finch, covers: [finch]}", ("none", "fail", "unknown (moot)")),
        # with the licensor, and nobody says over what
        ("{with: Crane Inc.}", ("unknown", "unknown", "unknown")),
        ("{with: Finch}", ("none", "fail", "unknown (moot)")),
        # only the clauses that it names
        ("{with: Crane, covers: [crane-1], lifts: [commercial]}", ("none", "fail", "-")),
        ("{with: Crane, covers: [crane-1], lifts: [crane-1/many-users]}", ("none", "-", "unknown")),
        ("{with: Crane, covers: [crane-1], lifts: [no-such-clause]}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1], lifts: [many-users], expires: 2026-11-21}", ("none", "fail", "unknown (moot)")),
    ],
)
def test_agreement(agreement: str, expected: tuple[str, str, str]) -> None:
    assert agreed(agreement) == expected


def test_an_agreement_in_place_of_the_terms_is_to_be_read() -> None:
    agreement = "agreements: [{with: Crane, covers: [crane-1], replaces_terms: true}]"
    line = f"{{id: {CRANE}, distribution: []}}"
    replaced = audited(written(line, f"{{{MANY}, {agreement}}}"))
    assert verdicts(replaced) == {"crane-1/terms-replaced": "unknown"}
    assert [question.fact for question in replaced.questions] == ["reading.crane-1.terms_read"]
    read = "readings: [{policy: crane-1, reading: terms_read, as: yes, by: J. Doe, on: 2026-10-01}]"
    assert verdicts(audited(written(line, f"{{{MANY}, {agreement}, {read}}}"))) == {"crane-1/terms-replaced": "pass"}
    ended = agreement.replace("true", "true, expires: 2026-01-01")
    assert verdicts(audited(written(line, f"{{{MANY}, {ended}, {read}}}")))["crane-1/many-users"] == "fail"


# records -------------------------------------------------------------------------------------------------------------
def reading(answer: str, more: str = "") -> tuple[Any, str, str]:
    organization = (
        f"{{readings: [{{policy: crane-1, reading: adapter-is-a-model, as: {answer}, by: J. Doe, on: 2026-10-01{more}}}]}}"
    )
    return derived(CRANE, "crane-1", "reading.adapter-is-a-model", organization=organization)


def test_a_reading_of_counsel() -> None:
    assert derived(CRANE, "crane-1", "reading.adapter-is-a-model") == (UNKNOWN, "missing", "")
    assert reading("yes") == (True, "recorded", "J. Doe, 2026-10-01")
    assert reading("no") == (False, "recorded", "J. Doe, 2026-10-01")
    assert reading("yes", ", text: c1") == (True, "recorded", "J. Doe, 2026-10-01")
    # of another text; and an answer that is none must not count as a no
    assert reading("yes", ", text: c0") == (UNKNOWN, "missing", "")
    assert reading("unknown")[0] is UNKNOWN
    assert reading("perhaps")[0] is UNKNOWN


def test_answers_that_one_policy_asks_for() -> None:
    line = f"{{id: {CRANE}, terms: {{crane-1: {{registered: true}}}}}}"
    assert binding(model(line), "crane-1").terms["terms.registered"].value is True
    wrong = f"{{id: {CRANE}, terms: {{crane-1: {{registred: true}}}}}}"
    assert faulty(written(wrong)) == [
        ("unknown-fact", "the policy `crane-1` asks for no fact `registred`", (3, 46, 3, 55), "", "did you mean `registered`?")
    ]
    typed = f"{{id: {CRANE}, terms: {{crane-1: {{registered: 3}}}}}}"
    assert faulty(written(typed)) == [
        ("wrong-type", "`registered` is yes or no, not `3`", (3, 58, 3, 59), "", "write `true` or `false`")
    ]
    nobody = f"{{id: {CRANE}, terms: {{crane-2: {{registered: true}}}}}}"
    assert faulty(written(nobody)) == [
        ("unknown-policy", "no policy is named `crane-2`", (3, 45, 3, 63), "", "did you mean `crane-1`?")
    ]


# availability --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "day", "value", "said"),
    [
        ("wren-1", "2026-05-31", "retires_soon", "rules/catalog/birds.yaml:LINE, on 2026-06-01, successor wren-2"),
        ("wren-1", "2026-06-01", "retired", "rules/catalog/birds.yaml:LINE, since 2026-06-01"),
        ("{id: wren-1, still_served: true}", "2026-06-01", "retired", "rules/catalog/birds.yaml:LINE, since 2026-06-01"),
        # two sources disagree: the days between them are not known, unless somebody says
        ("{id: wren-1, channel: bedrock}", "2026-10-31", "retires_soon", "rules/catalog/birds.yaml:LINE, on 2026-11-01"),
        (
            "{id: wren-1, channel: bedrock}",
            "2026-11-01",
            UNKNOWN,
            "rules/catalog/birds.yaml:LINE; sources name 2026-11-01 and 2026-12-01",
        ),
        ("{id: wren-1, channel: bedrock, still_served: true}", "2026-11-01", "available", ""),
        ("{id: wren-1, channel: bedrock, still_served: false}", "2026-11-01", "retired", ""),
        ("{id: wren-1, channel: bedrock}", "2026-12-01", "retired", "rules/catalog/birds.yaml:LINE, since 2026-12-01"),
        # no end announced, until the page is too old to prove it
        ("{id: wren-2, channel: bedrock}", "2027-11-05", "available", "rules/catalog/birds.yaml:LINE"),
        ("{id: wren-2, channel: bedrock}", "2027-11-06", UNKNOWN, "rules/catalog/birds.yaml:LINE, read on 2026-10-01"),
        ("{id: wren-2, channel: bedrock, still_served: true}", "2027-11-06", "available", ""),
        # a channel that the catalog does not know of
        ("{id: wren-2, channel: together-api}", AS_OF, UNKNOWN, "rules/catalog/birds.yaml:LINE"),
        ("{id: wren-2, channel: together-api, still_served: true}", AS_OF, "available", ""),
    ],
)
def test_availability(line: str, day: str, value: object, said: str) -> None:
    found = model(line, as_of=day)
    assert found.entry is not None
    fact = binding(found, "hosted-availability").facts["availability"]
    assert (fact.value, fact.said_by) == (value, said.replace("LINE", str(found.entry.line)))


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

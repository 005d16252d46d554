"""The shipped catalog: every name in it leads somewhere, and the models of everyday use are governed by what governs them."""

from __future__ import annotations

import pytest
from given import AS_OF, VOCABULARY
from small import written

from licensecheck.api import load_corpus
from licensecheck.catalog.bind import bind
from licensecheck.catalog.binding import BoundModel
from licensecheck.catalog.resolve import resolve
from licensecheck.facts.declare import read_deployment
from licensecheck.source.diagnostic import Faults
from licensecheck.source.text import Text

CORPUS = load_corpus()
CATALOG = CORPUS.catalog
ENTRIES = list(CATALOG.entries)


def named(entry: object) -> str:
    return f"{entry.file}:{entry.line}"  # type: ignore[attr-defined]


# the data ------------------------------------------------------------------------------------------------------------
def test_every_policy_that_is_named_exists() -> None:
    missing = [(named(entry), name) for entry in ENTRIES for name in entry.policies if not CORPUS.editions(name)]
    for channel in CATALOG.channels.values():
        names = (*channel.policies, *(name for several in channel.by_licensor.values() for name in several))
        missing += [(channel.id, name) for name in names if not CORPUS.editions(name)]
    missing += [("spellings.yaml", name) for name in CATALOG.spellings.licenses.values() if not CORPUS.editions(name)]
    assert missing == []


def test_the_policy_of_hosted_models_exists() -> None:
    assert CORPUS.policy("hosted-availability") is not None


def test_every_policy_is_reached() -> None:
    """Through a model, a channel or a license tag: a policy that nothing names protects nobody."""
    reached = (
        {name for entry in ENTRIES for name in entry.policies} | set(CATALOG.spellings.licenses.values()) | {"hosted-availability"}
    )
    for channel in CATALOG.channels.values():
        reached |= {*channel.policies, *(name for several in channel.by_licensor.values() for name in several)}
    for name in CORPUS.ids:
        policy = CORPUS.policy(name)
        assert policy is not None
        tags = {policy.id, policy.edition_of, policy.spdx}
        assert reached & tags or CORPUS.named_license(policy.spdx or policy.id), name


def test_channels_are_those_of_the_vocabulary() -> None:
    assert set(CATALOG.channels) == set(VOCABULARY.facts["model.channel"].values)
    unknown = {
        (named(entry), hosted.channel) for entry in ENTRIES for hosted in entry.hosted if hosted.channel not in CATALOG.channels
    }
    assert unknown == set()


def test_every_id_resolves_to_itself() -> None:
    wrong = []
    for name, index in CATALOG.ids.values():
        found = resolve(name, CATALOG)
        if (found.id, found.entry) != (name, CATALOG.entries[index]):
            wrong.append((name, found.id, found.how))
    assert wrong == []


def test_every_alias_resolves_to_its_model() -> None:
    wrong = []
    for alias, places in CATALOG.aliases.items():
        for place, target in places:
            found = resolve(alias, CATALOG, place)
            if found.id != target:
                wrong.append((alias, place, target, found.id))
    assert wrong == []


def test_no_id_is_an_alias_of_another_model() -> None:
    both = {low: CATALOG.ids[low][0] for low in CATALOG.aliases if low in CATALOG.ids}
    assert {low for low, name in both.items() if any(target != name for _, target in CATALOG.aliases[low])} == set()


def test_days_are_in_order() -> None:
    for entry in ENTRIES:
        for hosted in entry.hosted:
            assert hosted.retires <= hosted.retires_latest, named(entry)
            if hosted.deprecated and hosted.retires:
                assert hosted.deprecated <= hosted.retires_latest, named(entry)
            if hosted.retires and len(entry.released) == 10:
                assert entry.released < hosted.retires, named(entry)
        assert not entry.read or len(entry.read) == 10, named(entry)


def test_every_open_model_is_governed_by_something() -> None:
    """Else it would pass in silence."""
    free = [named(entry) for entry in ENTRIES if entry.weights == "open" and not (entry.policies or entry.unread or entry.base)]
    assert free == []


def test_every_parent_is_known() -> None:
    unknown = [(named(entry), base.id) for entry in ENTRIES for base in entry.base if resolve(base.id, CATALOG).entry is None]
    assert unknown == []


def test_a_conversion_is_no_model_of_its_own_maker() -> None:
    for name, _ in CATALOG.ids.values():
        assert not name.casefold().endswith(".gguf"), name


# what everybody uses -------------------------------------------------------------------------------------------------
def model(line: str) -> BoundModel:
    faults = Faults()
    deployment = read_deployment(Text("deploy.yaml", written(line)), CORPUS.vocabulary, CORPUS.places)
    found = bind(deployment.models[0], deployment, CORPUS, AS_OF, faults)
    faults.stop()
    return found


def policies(line: str) -> set[str]:
    """What governs a model: policies, or the name of the terms where several editions may."""
    return {each.editions[-1].edition_of or each.editions[-1].id for each in model(line).bindings} - {"hosted-availability"}


OPENAI = {"openai-services-agreement", "openai-usage-policies"}
ANTHROPIC = {"anthropic-commercial-terms", "anthropic-usage-policy"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("huggyllama/llama-7b", {"llama-1"}),
        ("meta-llama/Llama-2-7b-chat-hf", {"llama-2-community"}),
        ("meta-llama/Meta-Llama-3-8B-Instruct", {"llama-3-community"}),
        ("meta-llama/Llama-3.1-8B-Instruct", {"llama-3.1-community"}),
        ("meta-llama/Llama-3.1-70B-Instruct", {"llama-3.1-community"}),
        ("meta-llama/Llama-3.1-405B-Instruct", {"llama-3.1-community"}),
        ("meta-llama/Llama-3.2-11B-Vision-Instruct", {"llama-3.2-community"}),
        ("meta-llama/Llama-3.3-70B-Instruct", {"llama-3.3-community"}),
        ("meta-llama/Llama-4-Scout-17B-16E-Instruct", {"llama-4-community"}),
        ("llama3.1:8b", {"llama-3.1-community"}),
        ("llama3.1:8b-instruct-q4_K_M", {"llama-3.1-community"}),
        ("TheBloke/Llama-2-13B-chat-GGUF", {"llama-2-community"}),
        ("bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", {"llama-3.1-community"}),
        ("Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf", {"llama-3.1-community"}),
        ("google/gemma-2-9b-it", {"gemma-terms"}),
        ("google/gemma-2-27b-it", {"gemma-terms"}),
        ("mistralai/Mistral-7B-Instruct-v0.2", {"apache-2.0"}),
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", {"apache-2.0"}),
        ("mistralai/Mixtral-8x22B-Instruct-v0.1", {"apache-2.0"}),
        ("mistralai/Pixtral-12B-2409", {"apache-2.0"}),
    ],
)
def test_weights(line: str, expected: set[str]) -> None:
    found = model(line)
    assert {each.editions[-1].edition_of or each.editions[-1].id for each in found.bindings} == expected
    assert found.channel == "self-hosted"


@pytest.mark.parametrize(
    ("line", "channel", "expected"),
    [
        ("gpt-4", "openai-api", OPENAI),
        ("gpt-4o-2024-05-13", "openai-api", OPENAI),
        ("openai/gpt-4o", "openai-api", OPENAI),
        ("{id: gpt-4o, channel: azure-openai}", "azure-openai", {"azure-openai-terms"}),
        ("claude-2.1", "anthropic-api", ANTHROPIC),
        ("claude-3-opus-20240229", "anthropic-api", ANTHROPIC),
        ("claude-3-sonnet-20240229", "anthropic-api", ANTHROPIC),
        ("claude-3-haiku-20240307", "anthropic-api", ANTHROPIC),
        ("bedrock/anthropic.claude-3-sonnet-20240229-v1:0", "bedrock", {"bedrock-terms", "anthropic-usage-policy"}),
        ("us.anthropic.claude-3-haiku-20240307-v1:0", "bedrock", {"bedrock-terms", "anthropic-usage-policy"}),
        ("vertex_ai/claude-3-opus@20240229", "vertex-ai", {"google-cloud-generative-ai", "anthropic-usage-policy"}),
        ("meta.llama3-1-8b-instruct-v1:0", "bedrock", {"bedrock-terms", "llama-3.1-community"}),
        ("gemini-1.5-pro", "gemini-api", {"gemini-api-terms"}),
        ("models/gemini-1.5-pro-002", "gemini-api", {"gemini-api-terms"}),
        ("{id: gemini-1.5-pro, channel: vertex-ai}", "vertex-ai", {"google-cloud-generative-ai"}),
    ],
)
def test_hosted(line: str, channel: str, expected: set[str]) -> None:
    found = model(line)
    assert found.channel == channel
    assert expected <= policies(line)
    assert "hosted-availability" in {each.editions[0].id for each in found.bindings}


def test_a_makers_own_api_brings_no_license_of_weights() -> None:
    assert not policies("gpt-4o") & {"apache-2.0", "mit"}
    assert "openai-services-agreement" not in policies("{id: gpt-4o, channel: azure-openai}")
    assert "anthropic-commercial-terms" not in policies("bedrock/anthropic.claude-3-sonnet-20240229-v1:0")
    # Gemma's terms reach a hosted use, at Google as elsewhere
    assert "gemma-terms" in policies("{id: google/gemma-2-9b-it, channel: gemini-api}")


@pytest.mark.parametrize(
    ("line", "ancestor"),
    [
        ("lmsys/vicuna-13b-v1.5", "llama-2-community"),
        ("lmsys/vicuna-13b-v1.3", "llama-1"),
        ("liuhaotian/llava-v1.5-13b", "llama-2-community"),
        ("deepseek-ai/DeepSeek-R1-Distill-Llama-8B", "llama-3.1-community"),
    ],
)
def test_what_is_built_on_a_model_carries_its_terms(line: str, ancestor: str) -> None:
    assert ancestor in policies(line)


@pytest.mark.parametrize(
    "line",
    ["facebook/imagebind-huge", "tatsu-lab/alpaca-7b", "text-bison", "gemini-1.0-pro", "claude-1", "claude-instant-1",
     "google/gemma-3-4b-it",
     "gpt-4.1", "gpt-5", "claude-opus-4-1", "claude-sonnet-4-5", "gemini-2.5-pro", "mistralai/Mistral-Small-3.2-24B-Instruct-2506"],
)  # fmt: skip
def test_others_are_known(line: str) -> None:
    found = model(line)
    assert "unlisted-model" not in [issue.code for issue in found.issues]
    assert found.bindings or found.issues


@pytest.mark.parametrize(
    "line",
    [
        "meta-llama/Llama-5-8B",
        "meta-llama/Llama-3.9-8B-Instruct",
        "google/gemma-9-9b-it",
        "TheBloke/Llama-9-8B-GGUF",
        "acme/Llama-3.1-8B-Instruct",
    ],
)
def test_a_version_that_nobody_knows_is_not_judged_by_an_older_license(line: str) -> None:
    assert policies(line) == set()
    assert model(line).issues


@pytest.mark.parametrize(
    "line", ["huggyllama/llama-7b", "meta-llama/Llama-2-7b-hf", "google/gemma-2-9b-it", "mistralai/Mistral-7B-v0.1"]
)
def test_the_label_of_a_card_is_no_noise(line: str) -> None:
    """A card that says what the catalog says, or nothing, is no finding."""
    assert [issue.code for issue in model(line).issues] == []

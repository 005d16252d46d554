"""Ids in every spelling, resolved to the line of the catalog that they mean; a wrong one never means a model."""

from __future__ import annotations

import pytest
from small import meaning, resolved, small

from licensecheck.catalog.resolve import LONGEST, is_known

BY_NAME = "a conversion of `{}`, by its name"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("crane/Crane-1-8B", ("crane/Crane-1-8B", "the id itself", "", "")),
        ("CRANE/crane-1-8b-INSTRUCT", ("crane/Crane-1-8B-Instruct", "the id itself", "", "")),
        ("  crane/Crane-1-8B ", ("crane/Crane-1-8B", "the id itself", "", "")),
        ("https://huggingface.co/crane/Crane-1-8B", ("crane/Crane-1-8B", "the id itself", "", "")),
        ("hf.co/crane/Crane-1-8B", ("crane/Crane-1-8B", "the id itself", "", "")),
        ("Crane 1 8B", ("crane/Crane-1-8B-Instruct", "a common name", "", "")),
        # the prefix of a channel names the channel
        ("openai/wren-2", ("wren-2", "the id itself", "openai-api", "")),
        ("vllm/crane/Crane-1-8B", ("crane/Crane-1-8B", "the id itself", "self-hosted", "")),
        ("together_ai/crane/Crane-1-8B", ("crane/Crane-1-8B", "the id itself", "together-api", "")),
        ("wren-2@20260101", ("wren-2", "the id itself, without the version after `@`", "", "")),
        # Ollama: the tag is size, variant, quantization
        ("crane1", ("crane/Crane-1-8B-Instruct", "a name used in ollama", "", "")),
        ("ollama/crane1:8b", ("crane/Crane-1-8B-Instruct", "a name used in ollama", "self-hosted", "")),
        ("crane1:latest", ("crane/Crane-1-8B-Instruct", "a name used in ollama, without `:latest`", "", "")),
        ("crane1:70b-q4_0", ("crane/Crane-1-70B", "a name used in ollama, tag `70b-q4_0` without its quantization", "", "")),
        ("crane1:8b-instruct-q4_K_M", ("crane/Crane-1-8B-Instruct", "a name used in ollama, as a build of `crane1:8b`", "", "")),
        # Bedrock: with its prefix, with a region, as an ARN
        ("wren.wren-2-v1:0", ("wren-2", "a name used in bedrock", "bedrock", "")),
        ("bedrock/wren.wren-2-v1:0", ("wren-2", "a name used in bedrock", "bedrock", "")),
        ("us.wren.wren-2-v1:0", ("wren-2", "a name used in bedrock", "bedrock", "")),
        ("bedrock/eu.wren.wren-2-v1:0", ("wren-2", "a name used in bedrock", "bedrock", "")),
        (
            "arn:aws:bedrock:us-east-1::foundation-model/wren.wren-2-v1:0",
            ("wren-2", "a name used in bedrock, from its ARN", "bedrock", ""),
        ),
        # conversions of others, and files
        ("TheBloke/Crane-1-8B-GGUF", ("crane/Crane-1-8B", BY_NAME.format("crane/Crane-1-8B"), "", "quantized")),
        ("acme/Crane-1-8B-AWQ", ("crane/Crane-1-8B", BY_NAME.format("crane/Crane-1-8B"), "", "quantized")),
        ("x/crane_Crane-1-8B-GGUF", ("crane/Crane-1-8B", BY_NAME.format("crane/Crane-1-8B"), "", "quantized")),
        ("Crane-1-8B.Q4_K_M.gguf", ("crane/Crane-1-8B", BY_NAME.format("crane/Crane-1-8B"), "", "quantized")),
        ("unsloth/Crane-1-8B-bnb-4bit", ("crane/Crane-1-8B", BY_NAME.format("crane/Crane-1-8B"), "", "quantized")),
        ("TheBloke/Crane-1-13B-GGUF", ("crane-1-13b", "a conversion, by the pattern `crane/Crane-1-*`", "", "quantized")),
    ],
)
def test_spelling(text: str, expected: tuple[str, str, str, str]) -> None:
    assert meaning(text) == expected


def test_a_file_in_a_folder_called_models_is_not_reached_through_an_api() -> None:
    assert meaning("models/wren-2") == ("wren-2", "the id itself", "gemini-api", "")
    assert meaning("models/Crane-1-8B-Q4_K_M.gguf") == ("crane/Crane-1-8B", BY_NAME.format("crane/Crane-1-8B"), "", "quantized")


def test_the_same_name_of_another_owner_is_no_conversion() -> None:
    found = resolved("acme/Crane-1-8B-Instruct")
    assert (found.entry, found.near) == (None, "crane/Crane-1-8B-Instruct")


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("crane/Crane-1-9B", "crane/Crane-1-*"),
        ("crane/Crane-1.1-8B", "crane/Crane-1.1-*"),  # not Crane-1-*: another version
        ("crane/Crane-1.2-8B", "crane/*"),
        ("crane/Crane-10-8B", "crane/*"),
    ],
)
def test_the_most_specific_pattern_of_the_very_version(text: str, pattern: str) -> None:
    found = resolved(text)
    assert (found.id, found.how) == (text, f"the pattern `{pattern}`")
    assert found.entry is not None
    assert found.entry.match == pattern


def test_an_id_wins_over_a_pattern() -> None:
    found = resolved("crane/Crane-1-8B")
    assert found.entry is not None
    assert found.entry.ids == ("crane/Crane-1-8B", "crane/Crane-1-8B-Instruct", "crane/Crane-1-70B")


def test_a_version_that_nobody_knows_is_no_build_of_an_older_one() -> None:
    assert resolved("TheBloke/Crane-1.2-8B-GGUF").entry is None
    assert resolved("TheBloke/Crane-2-8B-GGUF").entry is None


def test_a_name_that_means_two_models_needs_a_channel() -> None:
    assert meaning("tern") == ("tern", "the name means different models in bedrock, ollama", "", "")
    assert meaning("tern", "bedrock") == ("wren-2", "a name used in bedrock", "bedrock", "")


@pytest.mark.parametrize(
    ("text", "near"), [("finch/Finch-7B-Instruct-v0.2", "finch/Finch-7B-Instruct-v0.3"), ("wern-2", "wren-2"), ("tern2", "tern")]
)
def test_did_you_mean(text: str, near: str) -> None:
    found = resolved(text)
    assert (found.entry, found.how, found.near) == (None, "no line of the catalog matches", near)


@pytest.mark.parametrize(
    "text",
    ["", " ", "/", ":", "@", "*", "**", "[a-z]*", "?", "-GGUF", ".gguf", "TheBloke/", "TheBloke/-GGUF", "us.",
     "us.x.y", "arn:", "arn:/", "models/",
     "openai/openai/openai/openai/", "a\0b", "\x1b[31m", "\u202e", "ßßß", "İ" * 50, "TheBloke/*", "TheBloke/İİ-GGUF", "x" * LONGEST,
     "TheBloke/crane-1-" + "1" * 200 + "!", "TheBloke/crane-1-" + "1.b-" * 60 + "!", "a:" * 140, "@" * 290, "/" * 290],
)  # fmt: skip
def test_what_is_no_id_means_nothing(text: str) -> None:
    """No crash, no model, and no search without an end: the long runs of digits hung a pattern once."""
    found = resolved(text)
    assert found.entry is None
    assert found.how == "no line of the catalog matches"


def test_a_very_long_id_is_not_searched_for() -> None:
    found = resolved("crane/Crane-1-8B" + "x" * 10_000)
    assert (found.entry, found.how, found.near) == (None, "the id is too long to be one", "")


def test_stars_in_an_id_are_letters() -> None:
    assert resolved("wren-*").entry is None
    assert resolved("*/Crane-1-8B").entry is None
    assert resolved("finch/Finch-7B-Instruct-v0.?").entry is None


def test_every_id_and_alias_resolves_to_itself() -> None:
    catalog = small().catalog
    for name, index in catalog.ids.values():
        found = resolved(name)
        assert (found.id, found.entry) == (name, catalog.entries[index])
    for alias, places in catalog.aliases.items():
        for place, target in places:
            assert resolved(alias, place).id == target, alias


def test_is_known() -> None:
    assert is_known("crane1:8b", small().catalog)
    assert not is_known("crow1:8b", small().catalog)

"""Names under which registries and providers offer models: each means one line of the catalog, or nothing."""

from __future__ import annotations

import pytest
from test_catalog import CATALOG, CORPUS, model, policies

from licensecheck.catalog.packs import names_of_policies
from licensecheck.catalog.resolve import resolve

SELF = "self-hosted"


@pytest.mark.parametrize(
    ("text", "means", "channel"),
    [
        # Docker Model Runner: the weights run on one's own machine
        ("ai/gemma3", "google/gemma-3-4b-it", SELF),
        ("ai/gemma3:4B-Q4_0", "google/gemma-3-4b-it", SELF),
        ("ai/gemma3:270M-UD-Q4_K_XL", "google/gemma-3-270m-it", SELF),
        ("ai/qwen3:14B-Q6_K", "Qwen/Qwen3-14B", SELF),
        ("ai/qwen3:30B-A3B-F16", "Qwen/Qwen3-30B-A3B", SELF),
        ("ai/qwen2.5:latest", "Qwen/Qwen2.5-7B-Instruct", SELF),
        # the card of the registry puts all sizes under Apache-2.0; the 3B is under Qwen's research license
        ("ai/qwen2.5:3B-F16", "Qwen/Qwen2.5-3B-Instruct", SELF),
        # named after one model, it is another
        ("ai/magistral-small-3.2", "mistralai/Mistral-Small-3.2-24B-Instruct-2506", SELF),
        ("ai/mistral", "mistralai/Mistral-7B-Instruct-v0.2", SELF),
        ("docker.io/ai/smollm2:360M-Q4_K_M", "HuggingFaceTB/SmolLM2-360M-Instruct", SELF),
        ("docker_model_runner/ai/llama3.2", "meta-llama/Llama-3.2-3B-Instruct", SELF),
        # Ollama
        ("phi3:3.8b", "microsoft/Phi-3-mini-4k-instruct", SELF),
        ("phi3:medium-128k", "microsoft/Phi-3-medium-128k-instruct", SELF),
        ("granite3.1-dense", "ibm-granite/granite-3.1-8b-instruct", SELF),
        ("granite-embedding:30m", "ibm-granite/granite-embedding-30m-english", SELF),
        ("nomic-embed-text:v1.5", "nomic-ai/nomic-embed-text-v1.5", SELF),
        ("mistral:v0.2", "mistralai/Mistral-7B-Instruct-v0.2", SELF),
        # an image of a NIM, with its version
        ("nvcr.io/nim/meta/llama-3.1-8b-instruct:1.1.0", "meta-llama/Llama-3.1-8B-Instruct", "nvidia-nim"),
        ("meta/llama3-8b-instruct:1.0.0", "meta-llama/Meta-Llama-3-8B-Instruct", "nvidia-nim"),
        # who writes where it goes is not overruled by who else spells a model so
        ("openrouter/meta/llama-3.1-8b-instruct", "meta-llama/Llama-3.1-8B-Instruct", "openrouter"),
        ("@cf/meta/llama-3.1-8b-instruct-fp8-fast", "meta-llama/Llama-3.1-8B-Instruct", "other-api"),
        ("@cf/baai/bge-small-en-v1.5", "BAAI/bge-small-en-v1.5", "other-api"),
        ("watsonx/ibm/granite-3-3-8b-instruct", "ibm-granite/granite-3.3-8b-instruct", "other-api"),
        ("deepseek/deepseek-chat", "deepseek-chat", "other-api"),
        ("us.deepseek.r1-v1:0", "deepseek-ai/DeepSeek-R1", "bedrock"),
        ("qwen/qwen-2.5-72b-instruct:free", "Qwen/Qwen2.5-72B-Instruct", "openrouter"),
        ("command-r-plus-08-2024", "CohereLabs/c4ai-command-r-plus-08-2024", "cohere-api"),
        ("mistral-tiny", "mistralai/Mistral-7B-Instruct-v0.2", "mistral-api"),
        # names without an owner, and conversions under another one
        ("gpt2", "openai-community/gpt2", SELF),
        ("t5-small", "google-t5/t5-small", SELF),
        ("multi-qa-MiniLM-L6-cos-v1", "sentence-transformers/multi-qa-MiniLM-L6-cos-v1", SELF),
        ("Xenova/whisper-small", "openai/whisper-small", SELF),
        ("onnx-community/whisper-tiny.en_timestamped", "openai/whisper-tiny.en", SELF),
    ],
)
def test_name(text: str, means: str, channel: str) -> None:
    assert resolve(text, CATALOG).id == means
    assert model(f"{{id: '{text}'}}").channel == channel


@pytest.mark.parametrize(
    "text",
    [
        "deepseek-r1:8b",  # of Llama or of Qwen: the library moved the tag from one to the other
        "ollama/deepseek-r1:8b-q4_K_M",
        "qwen2.5:7.5b",
        "ai/qwen2.5:13B",
        "ai/deepseek-r1-distill-llama:9B-Q4_0",
        "vicuna:1.3",  # the version of a model, not of an image: v1.3 is under the first Llama license, v1.5 under the second
        "ai/unheard-of",
        "nvcr.io/nim/meta/llama-9-8b-instruct:1.0.0",
        "Qdrant/jina-embeddings-v9",
    ],
)
def test_a_name_that_may_mean_several_licenses_means_nothing(text: str) -> None:
    assert resolve(text, CATALOG).entry is None


def test_sizes_under_different_licenses_are_told_apart() -> None:
    found = {size: policies(f"{{id: 'ai/qwen2.5:{size}-Q4_K_M'}}") for size in ("0.5B", "1.5B", "3B", "7B")}
    assert found == {
        "0.5B": {"apache-2.0"},
        "1.5B": {"apache-2.0"},
        "3B": {"qwen-research-2024"},
        "7B": {"apache-2.0"},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("facebook/vit-mae-base", {"cc-by-nc-4.0"}),  # whatever its card says
        ("jinaai/jina-colbert-v2", {"cc-by-nc-4.0"}),
        ("jinaai/jina-embeddings-v2-small-en", {"apache-2.0"}),
        ("BAAI/bge-multilingual-gemma2", {"gemma-terms"}),
        ("HuggingFaceH4/zephyr-7b-gemma-v0.1", {"gemma-terms"}),
        ("NousResearch/Hermes-3-Llama-3.1-70B", {"llama-3.1-community"}),
        ("starcoder2:3b", {"bigcode-openrail-m"}),
        ("deepcogito/cogito-671b-v2.1", {"mit", "deepseek-license-1.0"}),
        ("nvidia/llama-3.2-nv-embedqa-1b-v2", {"nvidia-ai-foundation-models-community", "llama-3.2-community"}),
    ],
)
def test_what_governs(text: str, expected: set[str]) -> None:
    assert policies(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("openai/clip-vit-base-patch32", "license of CLIP (none is declared)"),
        ("swiss-ai/Apertus-8B-Instruct-2509", "license of Apertus with its acceptable-use policy"),
        ("deepseek-chat", "deepseek-on-other-api"),
        ("voyage-3", "voyage-on-other-api"),
        ("embed-english-v3.0", "cohere-api"),
        ("ai/gemma3@cloudflare", ""),
    ],
)
def test_terms_that_nobody_read_are_asked_for_by_name(text: str, name: str) -> None:
    asked = {ask for issue in model(f"{{id: '{text}'}}").issues for ask in issue.asks if ask.startswith("reading.")}
    assert asked == ({f"reading.{name}.terms_read"} if name else set())


def test_whoever_read_the_terms_of_one_maker_has_not_read_those_of_another() -> None:
    asked = [model(line).issues[0].asks for line in ("deepseek-chat", "qwen-max", "grok-4", "voyage-3", "sonar-pro", "kimi-latest")]
    assert len(set(asked)) == len(asked)
    # and a pack can allow the terms of one of them
    assert {ask.removeprefix("reading.").removesuffix(".terms_read") for (ask,) in asked} < names_of_policies(CORPUS)


def test_a_registry_assigns_no_license() -> None:
    assert [entry for entry in CATALOG.entries if entry.file.endswith("registries.yaml")] == []
    assert CORPUS.catalog is CATALOG

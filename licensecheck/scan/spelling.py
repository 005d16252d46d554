"""What the spelling of a name says of a model: its size, its variant, whether it is whole."""

from __future__ import annotations

import re

_SIZED = re.compile(r"[-.:](?:[0-9]{1,3}x)?e?[0-9]{1,4}(?:[._][0-9]{1,2})?[bm](?![a-z0-9])|:latest")
_VARIANT = re.compile(r"-(?:instruct|chat|it|base|hf|gguf|awq|gptq|fp8|int[48]|bnb|mlx|onnx)(?:-v?[0-9.]{1,6})?\Z")


def has_size(name: str) -> bool:
    """Whether a name says how large its model is: `-8b`, `:70b`."""
    return _SIZED.search(name.lower()) is not None


def is_full_name(name: str) -> bool:
    """Whether a name says how large its model is, and has a figure beside: `Qwen3-8B`, and not `llama-7b`."""
    size = _SIZED.search(name.lower())
    return size is not None and any(map(str.isdigit, name[: size.start()] + name[size.end() :]))


def is_variant(name: str) -> bool:
    """Whether the end of a name says for what its weights were made or how they are stored: `-instruct`, `-awq`."""
    return _VARIANT.search(name.lower()) is not None


def like_an_id(text: str) -> bool:
    """Whether `owner/name` has the look of a model: a figure, or capitals and dashes."""
    name = text.partition("/")[2]
    return any(letter.isdigit() for letter in name) or ("-" in name and any(letter.isupper() for letter in text))

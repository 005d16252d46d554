"""A first deploy.yaml: the models that a repository uses, what was answered, and the open questions as comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from licensecheck.engine.findings import Question
from licensecheck.scan.model import Component

HEAD = """# A first deploy.yaml, written by `licensecheck init`. What is not known stays out: the audit asks for it.
# `licensecheck schema` prints every key with its values; docs/deploy.md explains them.
version: 1
"""
PARTS = ("organization", "deployment", "model")
"""The parts of facts that are asked for here; those of a model are written once, for all of them."""

MOST_PLACES = 3


def first_file(
    models: tuple[Component, ...], answers: dict[str, str], open_questions: Iterable[Question], channels: frozenset[str]
) -> str:
    """The text of the file."""
    asked = [question for question in open_questions if question.fact.partition(".")[0] in PARTS and question.fact not in answers]
    out = [HEAD]
    for part in ("organization", "deployment"):
        lines = _facts(part, answers, asked, "  ")
        if part == "deployment":
            shared = _facts("model", answers, asked, "    ")
            commented = all(line.lstrip().startswith("#") for line in shared)
            lines += (
                [f"  {'# ' if commented else ''}defaults:  # for every model; each may say otherwise", *shared] if shared else []
            )
        written = any(not line.lstrip().startswith("#") for line in lines)
        out += [f"{part}:" if written else f"# {part}:", *lines] if lines else []
    out.append("models:")
    for model in models:
        out += _model(model, channels)
    return "\n".join(out) + "\n"


def _facts(part: str, answers: dict[str, str], asked: list[Question], indent: str) -> list[str]:
    """The answers of a part as keys, then its open questions as comments."""
    found = [f"{indent}{name.partition('.')[2]}: {value}" for name, value in sorted(answers.items()) if name.startswith(f"{part}.")]
    for question in asked:
        if question.fact.startswith(f"{part}."):
            found.append(f"{indent}# {question.fact.partition('.')[2]}:  # {_one_line(question.question)}")
    return found


def _model(model: Component, channels: frozenset[str]) -> list[str]:
    places = [f"{each.file}:{each.line}" for each in model.references[:MOST_PLACES]]
    more = len(model.references) - len(places)
    out = [f"  # {_one_line(', '.join(places))}{f' and {more} more' if more else ''}", f"  - id: {_scalar(model.id)}"]
    if model.namespace in channels:
        out.append(f"    channel: {model.namespace}")
    if not model.known:
        out.append("    # base: [{id: , relation: fine_tune}]  # no catalog has this model: name its parent, or its `license`")
    return out


def _scalar(text: str) -> str:
    """A text as YAML: plain where nothing in it could mean something else."""
    return text if re.fullmatch(r"[A-Za-z][A-Za-z0-9_./-]*", text) else json.dumps(text, ensure_ascii=not text.isprintable())


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)

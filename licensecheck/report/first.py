"""A first deploy.yaml: the models that a repository uses, what was answered, and the open questions as comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from licensecheck.engine.findings import Question
from licensecheck.evidence.propose import Proposal
from licensecheck.facts.deployment import Base

SCHEMA_FILE = "deploy.schema.json"
"""The file that editors complete and check a deploy.yaml with; it lies beside it."""

HEAD = f"""# yaml-language-server: $schema={SCHEMA_FILE}
# A first deploy.yaml, written by `licensecheck init`. What is not known stays out: the audit asks for it.
# docs/deploy.md explains the keys; `licensecheck schema --output {SCHEMA_FILE}` lets an editor complete and check them.
version: 1
"""
PARTS = ("organization", "deployment", "model")
"""The parts of facts that are asked for here; those of a model are written once, for all of them."""

MOST_PLACES = 3


def first_file(proposals: Iterable[Proposal], answers: dict[str, str], open_questions: Iterable[Question]) -> str:
    """The text of the file."""
    asked = [question for question in open_questions if question.fact.partition(".")[0] in PARTS and question.fact not in answers]
    out = [HEAD]
    for part in ("organization", "deployment"):
        lines = facts(part, answers, asked, "  ")
        if part == "deployment":
            lines += defaults(answers, asked)
        out += [f"{part}:" if is_written(lines) else f"# {part}:", *lines] if lines else []
    out.append("models:")
    for proposal in proposals:
        out += entry(proposal, "  ")
    return "\n".join(out) + "\n"


def facts(part: str, answers: dict[str, str], asked: Iterable[Question], indent: str) -> list[str]:
    """The answers of a part as keys, then its open questions as comments."""
    found = [f"{indent}{name.partition('.')[2]}: {value}" for name, value in sorted(answers.items()) if name.startswith(f"{part}.")]
    for question in asked:
        if question.fact.startswith(f"{part}."):
            found.append(f"{indent}# {question.fact.partition('.')[2]}:  # {_one_line(question.question)}")
    return found


def defaults(answers: dict[str, str], asked: Iterable[Question]) -> list[str]:
    """What is said once for all models, under its key in the deployment."""
    lines = facts("model", answers, asked, "    ")
    return [f"  {'' if is_written(lines) else '# '}defaults:  # for every model; each may say otherwise", *lines] if lines else []


def is_written(lines: Iterable[str]) -> bool:
    """Whether one of these lines is no comment."""
    return any(not line.lstrip().startswith("#") for line in lines)


def entry(proposal: Proposal, indent: str) -> list[str]:
    """A model as an item of the list: where it was found, what was read of it, and what only a person can say."""
    places = [*proposal.places[:MOST_PLACES]]
    more = len(proposal.places) - len(places)
    out = [f"{indent}# {_one_line(', '.join(places))}{f' and {more} more' if more else ''}"] if places else []
    out += [f"{indent}# {_one_line(remark)}" for remark in proposal.remarks]
    out.append(f"{indent}- id: {_scalar(proposal.id)}")
    below = f"{indent}  "
    if proposal.path:
        out.append(f"{below}path: {_scalar(proposal.path)}")
    if proposal.channel:
        out.append(f"{below}channel: {proposal.channel}")
    if proposal.bases:
        out.append(f"{below}base: [{', '.join(map(_base, proposal.bases))}]")
    elif not proposal.known:
        out.append(
            f"{below}# base: [{{id: , relation: fine_tune}}]  # no catalog has this model: name its parent, or its `license`"
        )
    if proposal.distribution:
        out.append(f"{below}distribution: [{', '.join(proposal.distribution)}]")
    elif proposal.handed:
        what = "its weights lie in the repository" if proposal.handed == ("weights",) else "an image holds it"
        forms = ", ".join(proposal.handed)
        out.append(f"{below}# distribution: [{forms}]  # {what}: does anybody outside receive it? (`[]` for nobody)")
    return out


def flow_entry(proposal: Proposal) -> str:
    """A model as an item of a list that is written in brackets, where no comment can stand."""
    words = [f"id: {json.dumps(proposal.id)}"]
    words += [f"path: {json.dumps(proposal.path)}"] if proposal.path else []
    words += [f"channel: {proposal.channel}"] if proposal.channel else []
    words += [f"base: [{', '.join(map(_base, proposal.bases))}]"] if proposal.bases else []
    words += [f"distribution: [{', '.join(proposal.distribution)}]"] if proposal.distribution else []
    return f"{{{', '.join(words)}}}"


def _base(base: Base) -> str:
    return f"{{id: {json.dumps(base.id) if _scalar(base.id) != base.id else base.id}, relation: {base.relation}}}"


def _scalar(text: str) -> str:
    """A text as YAML: plain where nothing in it could mean something else."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_./-]*", text) and text.casefold() not in (
        "true",
        "false",
        "null",
        "yes",
        "no",
        "unknown",
    )
    return text if plain else json.dumps(text, ensure_ascii=not text.isprintable())


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)

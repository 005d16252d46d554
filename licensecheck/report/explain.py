"""A policy or a clause in plain English in a terminal: what a lawyer reviews."""

from __future__ import annotations

from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import DEPLOYMENT, Clause, Policy
from licensecheck.report.explained import GOVERNS, Explained, Threshold, explained, finder
from licensecheck.report.paint import Paint, plain, shown, wrapped
from licensecheck.report.words import condition_words

MARGIN = 22


def explain_clause(
    policy: Policy, clause: Clause, vocabulary: Vocabulary, places: Places, paint: Paint = plain, width: int = 80
) -> str:
    """One clause: when it binds, unless, what is then needed, the thresholds on a line, section and link."""
    section = f", section {clause.section}" if clause.section else ""
    head = [paint(f"{policy.id}/{clause.id}", "bold"), shown(f"{policy.name}{section}"), shown(clause.title), ""]
    return "\n".join([*head, *_clause(explained(policy, clause, vocabulary, places), max(60, width))]) + "\n"


def _entry(word: str, text: str, width: int) -> list[str]:
    return wrapped(shown(text), width, f"  {word:<{MARGIN - 2}}", " " * MARGIN)


def _entries(word: str, texts: tuple[str, ...], width: int) -> list[str]:
    """Several texts, each on a line of its own, the word before the first."""
    return [line for index, text in enumerate(texts) for line in _entry("" if index else word, text, width)]


def _clause(told: Explained, width: int) -> list[str]:
    out = _entry("It says", told.clause.says, width)
    if told.looked_at:
        out += _entry("Looked at", told.looked_at, width)
    out += _entries("It binds when", _joined(told.when), width) if told.when else _entry("It binds", "always", width)
    for words, section in told.unless:
        out += _entry("unless", f"{words}{f'  (section {section})' if section else ''}", width)
    out += _entries("Then it needs", _joined(told.needs), width)
    out += _entry(*told.weight, width)
    out += _entries("Remedy", told.clause.remedy, width)
    for question, settled in told.readings:
        out += _entry("Open in the text", f"{question} ({settled})", width)
    for threshold in told.thresholds:
        out += ["", *_scale(threshold, width)]
    if told.thresholds:
        out.append("")
    out += _entry("Rests on", told.basis, width)
    if told.text:
        out += _entry("Text", f"{told.text.url} (read {told.text.read}, sha256 {told.text.sha256[:16]})", width)
    return out


def _joined(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"and {part}" if index else part for index, part in enumerate(parts))


def _scale(threshold: Threshold, width: int) -> list[str]:
    """A threshold on a line of numbers."""
    left = threshold.left
    line = f"{'-' * 3} {threshold.left_word} {'-' * max(1, len(left) - 3)}|{'-' * 3} {threshold.right_word} {'-' * 8}>"
    before = line.index("|") - len(left) - 1
    numbers = f"{' ' * (MARGIN + max(0, before))}{left} | {threshold.right}"
    return [*_entry("", threshold.phrase, width), numbers, f"{' ' * MARGIN}{line}"]


def explain_policy(policy: Policy, vocabulary: Vocabulary, places: Places, paint: Paint = plain, width: int = 80) -> str:
    """A whole policy: its texts, each clause in two lines, and the sections without one."""
    width, find = max(60, width), finder(policy, vocabulary)
    out = _head(policy, paint, width)
    for kind, title in (("right", "Rights"), ("use", "Uses"), ("duty", "Duties")):
        clauses = [clause for clause in policy.clauses if clause.kind == kind and not clause.standing]
        if clauses:
            out += ["", paint(title, "bold")]
        for clause in clauses:
            out += wrapped(shown(f"{clause.title}  [{clause.section}]"), width, "  ", "    ")
            out += wrapped(shown(f"binds: {condition_words(clause.applies_when, find, places)}"), width, "      ", "      ")
            if clause.requires is not None:
                out += wrapped(shown(f"needs: {condition_words(clause.requires, find, places)}"), width, "      ", "      ")
            out.append(paint(f"      {policy.id}/{clause.id}", "dim"))
    standing = [clause for clause in policy.clauses if clause.standing]
    if standing:
        out += ["", paint("Listed, never gating", "bold")]
        for clause in standing:
            out += wrapped(shown(f"{clause.title}  [{clause.section}]"), width, "  ", "    ")
    if policy.sections:
        out += ["", paint("Sections without a check", "bold")]
        for section in policy.sections:
            out += wrapped(shown(f"{section.section}: {section.reason}"), width, "  ", "    ")
    return "\n".join(out) + "\n"


def _head(policy: Policy, paint: Paint, width: int) -> list[str]:
    out = [paint(policy.id, "bold"), shown(policy.name), ""]
    out += _entry("Owner" if policy.governs == DEPLOYMENT else "Licensor", policy.licensor, width)
    if policy.spdx:
        out += _entry("SPDX", policy.spdx, width)
    if policy.released:
        out += _entry("Released", policy.released, width)
    if policy.starts or policy.ends:
        out += _entry("In force", in_force(policy), width)
    out += _entry("Governs by", GOVERNS[policy.governs], width)
    for text in policy.texts:
        if policy.governs == DEPLOYMENT:
            out += _entry("Text", f"{text.url} (issued {text.read}, sha256 {text.sha256[:16]})", width)
            continue
        changes = "frozen" if text.changes == "frozen" else "may change"
        out += _entry(f"Text {text.name}", f"{text.url} (read {text.read}, {changes}, sha256 {text.sha256[:16]})", width)
    return out


def in_force(policy: Policy) -> str:
    """From when and until when dated terms are in force."""
    return f"from {policy.starts or 'the beginning'} {f'until {policy.ends}' if policy.ends else 'on'}"

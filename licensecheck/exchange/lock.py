"""The lock: what a deployment rested on when it was judged, one line a thing, sorted, so that it merges well.

A line is a kind, the names of the thing, and what is locked of it; words with anything but plain letters are JSON strings.
"""

from __future__ import annotations

import hashlib
import json
import os
import re

from licensecheck.catalog.binding import BoundModel
from licensecheck.engine.findings import Finding, Report
from licensecheck.engine.judge import NOT_APPLICABLE
from licensecheck.engine.waive import seal
from licensecheck.exchange.terms import terms_of
from licensecheck.facts.values import Item
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError, Span
from licensecheck.source.text import Text

HEAD = "# Written by `licensecheck lock`; `licensecheck audit --locked` compares. Do not edit.\nlock 1\n"
KEYS = {
    "accepted": 2, "clause": 3, "corpus": 0, "evidence": 1, "file": 2, "license": 2, "model": 1, "parent": 3, "policy": 3,
    "presumed": 1, "terms": 2, "text": 2, "verdict": 1, "waiver": 2,
}  # fmt: skip
"""The kinds of lines, and how many words after the kind name the thing."""

_WORD = re.compile(r' ("(?:[^"\\]|\\.)*"|[^\s"]+)')
_PLAIN = re.compile(r"[A-Za-z0-9_./:@+-]+\Z")

Locked = dict[tuple[str, ...], tuple[str, ...]]
"""Things by kind and names, with what is locked of each."""


def lock_path(deploy: str) -> str:
    """The lock of a file stands beside it; that of deploy.yaml has no other name in it."""
    folder, name = os.path.split(deploy)
    stem = os.path.splitext(name)[0]
    return os.path.join(folder, "licensecheck.lock" if stem == "deploy" else f"{stem}.licensecheck.lock")


def state(models: tuple[BoundModel, ...], report: Report) -> Locked:
    """What a judged deployment rests on. The report is the plain one, not the strict one."""
    found: Locked = {("corpus",): (report.corpus[:12],)}
    for model, judged in zip(models, report.models, strict=True):
        name = model.use.name
        found["model", name] = (judged.resolved, judged.channel)
        found["verdict", name] = (judged.verdict.word,)
        for binding in model.bindings:
            for policy in binding.editions:
                path = " -> ".join(f"{step.relation} of {step.id}" for step in binding.path)
                found["policy", name, policy.id, binding.work] = (path or "itself",)
                for text in policy.texts:
                    found["text", policy.id, text.name] = (text.sha256 or "no hash",)
        for finding in judged.findings:
            if finding.verdict is not NOT_APPLICABLE:
                # two issues of one code on one model are told apart by their titles
                work = finding.work or (finding.clause.title if finding.issue else model.id)
                key = ("clause", name, f"{finding.policy}/{finding.clause.id}", work)
                found[key] = (_word(finding), seal(finding._replace(text=None)))
                if finding.issue is None:
                    found["terms", finding.policy, finding.clause.id] = terms_of(finding.clause)
                if finding.waived:
                    found["waiver", name, key[2]] = (finding.waived.approver, finding.waived.on, finding.waived.expires)
        for fact in model.use.facts.values():
            for item in fact.value if isinstance(fact.value, tuple) else ():
                if isinstance(item, Item) and item.kind == "path":
                    words = item.words
                    found["evidence", item.target] = (_digest(words) if words is not None else "not read",)
        for path, words in model.read:
            found["file", name, _near(path, report)] = (_digest(words),)
        for link in model.use.folders:
            for claim in link.folder.licenses:
                found["license", name, _near(claim.span.file, report)] = (claim.value,)
            for parent in link.folder.parents:
                found["parent", name, _near(parent.span.file, report), parent.id] = (parent.relation or "not said",)
    for record in report.accepted:
        found["accepted", record.model, ", ".join(record.places)] = (record.approver, record.on, record.expires)
    for fact_name in report.presumed:
        found["presumed", fact_name] = ()
    return found


def _near(path: str, report: Report) -> str:
    """A file by its path from the folder of deploy.yaml."""
    return os.path.relpath(path, os.path.dirname(report.file) or ".").replace(os.sep, "/")


def _word(finding: Finding) -> str:
    return "waived" if finding.waived else "moot" if finding.moot else finding.verdict.word


def _digest(words: str) -> str:
    return "sha256:" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def written(locked: Locked) -> str:
    """The text of a lock."""
    return HEAD + "".join(sorted(" ".join(map(_written, (*key, *value))) + "\n" for key, value in locked.items()))


def _written(word: str) -> str:
    return word if _PLAIN.match(word) else json.dumps(word, ensure_ascii=not word.isprintable())


def read_lock(text: Text) -> tuple[Locked, dict[tuple[str, ...], Span]]:
    """What a lock holds, and the line of each thing.

    Raises InputError for a text that is no lock, one of another version, and one with the marks of a merge.
    """
    faults = Faults()
    found: Locked = {}
    places: dict[tuple[str, ...], Span] = {}
    version = ""
    for number, line in enumerate(text.text.splitlines(), 1):
        span = Span(text.name, number, 1, number, len(line) + 1)
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            message = f"`{text.name}` holds the marks of a merge"
            raise InputError(
                (Diagnostic("lock-conflict", message, span, help="run `licensecheck lock` again"),), {text.name: text.lines}
            )
        words = _words(line)
        if words and words[0] == "lock":
            version = " ".join(words[1:])
            continue
        count = KEYS.get(words[0]) if words else None
        if words is None or count is None or len(words) <= count:
            faults.add("wrong-lock", "this line of the lock cannot be read", span, help="run `licensecheck lock` again")
            continue
        key = tuple(words[: count + 1])
        found[key], places[key] = tuple(words[count + 1 :]), span
    if version != "1":
        what = f"is of version `{version}`, which is not known" if version else "is no lock"
        faults.add("wrong-lock", f"`{text.name}` {what}", None, help="move it away, and run `licensecheck lock`")
    faults.stop({text.name: text.lines})
    return found, places


def _words(line: str) -> list[str] | None:
    """The words of a line, or None where it is broken."""
    at, words = 0, []
    line = " " + line
    while at < len(line):
        match = _WORD.match(line, at)
        if match is None:
            return None
        word, at = match[1], match.end()
        if word.startswith('"'):
            try:
                word = json.loads(word)
            except ValueError:
                return None
        words.append(word)
    return words

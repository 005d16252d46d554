"""A directory of policy files, read into policies. Every fault of every file is collected."""

from __future__ import annotations

import os
from collections import ChainMap, abc
from typing import Any as Anything

from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Definition, Vocabulary, read_definition
from licensecheck.facts.words import YES_NO, read_day
from licensecheck.policy import prohibited
from licensecheck.policy.clauses import ClauseReader
from licensecheck.policy.conditions import ConditionReader, fill
from licensecheck.policy.families import inherit
from licensecheck.policy.model import Clause, PinnedText, Policy, Reading, Section
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError
from licensecheck.source.fields import Fields, items, texts
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, parse, plain
from licensecheck.source.text import read

KEYS = (
    "policy", "name", "licensor", "spdx", "values", "governs", "in_force", "edition_of", "edition", "extends", "abstract",
    "drop", "texts", "facts", "from_outputs", "clauses", "prohibited_uses", "readings", "sections",
)  # fmt: skip
GOVERNS = ("by_copy", "by_date", "by_contract")


def policy_files(folder: str) -> list[str]:
    """The YAML files below a folder, sorted; links are not followed."""
    found = []
    for top, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(top, name) for name in files if name.endswith((".yaml", ".yml")) and not name.startswith(".")]
    return sorted(found)


def load_policies(
    files: list[str], vocabulary: Vocabulary, places: Places, bases: abc.Mapping[str, Mapping] | None = None
) -> tuple[Policy, ...]:
    """The policies of these files, expanded, without the abstract ones; `bases` are further policies that they may extend.

    Raises InputError with every fault found.
    """
    policies, diagnostics, lines = read_policies(files, vocabulary, places, bases)
    if diagnostics:
        raise InputError(diagnostics, lines)
    return policies


def read_policies(
    files: list[str], vocabulary: Vocabulary, places: Places, bases: abc.Mapping[str, Mapping] | None = None
) -> tuple[tuple[Policy, ...], tuple[Diagnostic, ...], dict[str, tuple[str, ...]]]:
    """The policies of these files that have no fault, every fault of the others, and the lines of all files."""
    faults = Faults()
    roots: dict[str, Mapping] = {}
    lines: dict[str, tuple[str, ...]] = {}
    for file in files:
        try:
            text = read(file)
            lines[text.name] = text.lines
            root = parse(text)
        except InputError as error:
            faults.found += error.diagnostics
            continue
        if not isinstance(root, Mapping) or not isinstance(root.get("policy"), Scalar):
            faults.add("not-a-policy", f"`{file}` is no policy: it has no `policy:`", root.span if root else None)
            continue
        name = root.get("policy")
        if name.text in roots:
            first = roots[name.text].span.file
            faults.add("duplicate-policy", f"the policy `{name.text}` is written twice", name.span, f"first in {first}")
            continue
        roots[name.text] = root
    known: abc.Mapping[str, Mapping] = ChainMap(roots, bases or {})  # type: ignore[arg-type]
    policies = []
    for root in roots.values():
        if plain(root.get("abstract")) in (True, "yes"):
            continue  # what is only a base is read with each of its heirs
        before = len(faults.found)
        expanded = _expand(root, known, faults)
        policy = PolicyReader(expanded, vocabulary, places, faults).read() if expanded else None
        if policy and len(faults.found) == before:
            policies.append(policy)
    return tuple(policies), tuple(faults.found), lines


def _expand(root: Mapping, known: abc.Mapping[str, Mapping], faults: Faults) -> Mapping | None:
    """The policy with what it has from its base; nothing when there is no such base, which is fault enough."""
    named = root.get("extends")
    if named is None:
        return root
    base = known.get(named.text) if isinstance(named, Scalar) else None
    if base is None:
        help = did_you_mean(named.text, known) if isinstance(named, Scalar) else ""
        faults.add("unknown-policy", "the policy that this one extends does not exist", named.span, help=help)
        return None
    if base.get("extends") is not None:
        faults.add("bad-family", "a policy extends one level only", named.span)
    return inherit(base, root, faults)


class PolicyReader:
    """Reads one policy. Every fault goes to `faults`."""

    def __init__(self, root: Mapping, vocabulary: Vocabulary, places: Places, faults: Faults) -> None:
        self.root, self.faults, self.fields = root, faults, Fields(faults)
        values = plain(root.get("values"))
        self.values: dict[str, Anything] = values if isinstance(values, dict) else {}
        self.facts = self._facts(root.get("facts"))
        self.readings = self._readings(root.get("readings"))
        by_name = {definition.name.partition(".")[2]: definition for definition in self.facts}
        readings = {reading.id: reading for reading in self.readings}
        self.conditions = ConditionReader(vocabulary, places, by_name, readings, self.values, faults)
        self.texts = self._texts(root.get("texts"))

    def read(self) -> Policy:
        root = self.root
        self.fields.known(root, KEYS, "a policy")
        for needed in ("name", "licensor"):
            if not self.fields.text(root, needed):
                self.faults.add("missing-key", f"the policy has no `{needed}`", root.get("policy").span)
        governs = self.fields.word(root, "governs", GOVERNS) or "by_copy"
        force = root.get("in_force")
        dropped = set(texts(root.get("drop")))
        nodes = {self.fields.text(node, "id"): node for node in items(root.get("clauses")) if isinstance(node, Mapping)}
        lines = {line.id: line for line in prohibited.lines(root.get("prohibited_uses"))}
        for name in sorted(dropped - nodes.keys() - lines.keys()):
            self.faults.add("unknown-clause", f"`drop` names the clause `{name}`, which does not exist", root.get("drop").span)
        clauses = self.clauses_with(self.texts, frozenset(dropped))
        return Policy(
            root.get("policy").text,
            self.filled(root, "name"),
            self.fields.text(root, "licensor"),
            self.filled(root, "spdx"),
            self.values,
            governs,
            self.day(force, "from"),
            self.day(force, "until"),
            self.fields.text(root, "edition_of"),
            self.fields.text(root, "edition"),
            self.texts,
            self.facts,
            clauses,
            self.readings,
            self.sections(root.get("sections")),
            root.span.file,
            root.get("policy").span,
            self.conditions.condition(reach) if plain(reach := root.get("from_outputs")) is not None else None,
        )

    def clauses_with(self, texts: tuple[PinnedText, ...], dropped: frozenset[str] = frozenset()) -> tuple[Clause, ...]:
        """The clauses, those of the table of prohibited uses last; their sections stand in `texts`."""
        reader, root = ClauseReader(self.conditions, texts), self.root
        clauses = [reader.clause(node) for node in items(root.get("clauses")) if self.fields.text(node, "id") not in dropped]
        clauses += [reader.use(line) for line in prohibited.lines(root.get("prohibited_uses")) if line.id not in dropped]
        self._once(clauses)
        return tuple(clauses)

    def _once(self, clauses: list[Clause]) -> None:
        seen: set[str] = set()
        for clause in clauses:
            if clause.id in seen:
                self.faults.add("duplicate-clause", f"the clause `{clause.id}` is written twice", clause.span)
            seen.add(clause.id)

    # the other parts -------------------------------------------------------------------------------------------------
    def _facts(self, node: Node | None) -> tuple[Definition, ...]:
        found = (read_definition(f"terms.{key.text}", value, self.faults, 10_000) for key, value in self.fields.pairs(node))
        return tuple(definition for definition in found if definition)

    def _readings(self, node: Node | None) -> tuple[Reading, ...]:
        readings = []
        for key, value in self.fields.pairs(node):
            if not isinstance(value, Mapping):
                self.faults.add("wrong-type", "a reading is a mapping", value.span)
                continue
            self.fields.known(value, ("section", "question", "values", "adopted"), "a reading")
            values = tuple(_word(text) for text in texts(value.get("values")))
            adopted = _word(self.fields.text(value, "adopted"))
            if not values:
                values = ("yes", "no")
            if adopted and adopted not in values:
                self.faults.add("unknown-value", f"`{adopted}` is no value of this reading", value.get("adopted").span)
            readings.append(Reading(key.text, self.fields.text(value, "section"), self.filled(value, "question"), values, adopted))
        return tuple(readings)

    def _texts(self, node: Node | None) -> tuple[PinnedText, ...]:
        texts = []
        for key, value in self.fields.pairs(node):
            if not isinstance(value, Mapping):
                self.faults.add("wrong-type", "a text is a mapping", value.span)
                continue
            self.fields.known(value, ("url", "sha256", "read", "changes"), "a text")
            changes = self.fields.word(value, "changes", ("frozen", "may_change")) or "may_change"
            read_on = self.day(value, "read")
            if not read_on:
                self.faults.add("missing-key", "the text has no `read` day", value.span)
            texts.append(PinnedText(key.text, self.filled(value, "url"), self.fields.text(value, "sha256"), read_on, changes))
        return tuple(texts)

    def sections(self, node: Node | None) -> tuple[Section, ...]:
        sections = []
        for key, value in self.fields.pairs(node):
            if not isinstance(value, Mapping):
                self.faults.add("wrong-type", "a section says `grant: true` or `no_check: why`", value.span)
                continue
            self.fields.known(value, ("grant", "no_check", "basis"), "a section")
            reason = self.filled(value, "no_check") or ("what is permitted" if value.get("grant") else "")
            sections.append(Section(key.text, reason, self.fields.text(value, "basis") or "text"))
        return tuple(sections)

    # small things ----------------------------------------------------------------------------------------------------
    def filled(self, node: Node | None, key: str) -> str:
        return " ".join(fill(self.fields.text(node, key), self.values).split())

    def day(self, node: Node | None, key: str) -> str:
        part = node.get(key) if isinstance(node, Mapping) else None
        if part is None:
            return ""
        day = read_day(part)
        if not day:
            self.faults.add("wrong-type", f"`{key}` is a day", part.span)
        return day


def _word(text: str) -> str:
    """Yes and no in one spelling."""
    return {True: "yes", False: "no"}[YES_NO[text]] if text in YES_NO else text

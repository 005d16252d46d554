"""A directory of policy files, read into policies. Every fault of every file is collected."""

from __future__ import annotations

import os
from typing import Any as Anything

from licensecheck.facts.parse import YES_NO, read_day
from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import ELEMENT_LISTS, Definition, Vocabulary, read_definition
from licensecheck.policy import prohibited
from licensecheck.policy.conditions import ConditionReader, fill, fill_node
from licensecheck.policy.families import inherit
from licensecheck.policy.model import (
    ALWAYS, All, Clause, Condition, Example, Excuse, Leaf, PinnedText, Policy, Reading, Section, clause_leaves,
)  # fmt: skip
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence, parse, plain
from licensecheck.source.text import read

KEYS = (
    "policy", "name", "licensor", "spdx", "values", "governs", "in_force", "edition_of", "edition", "extends", "abstract",
    "drop", "texts", "facts", "clauses", "prohibited_uses", "readings", "sections",
)  # fmt: skip
CLAUSE_KEYS = (
    "id", "kind", "section", "title", "for_each", "applies_when", "unless", "requires", "says", "remedy", "basis", "standing",
    "vacuous", "examples",
)  # fmt: skip
USE_KEYS = ("id", "uses", "when", "unless", "title", "says", "remedy", "examples", "basis")
KINDS = ("right", "use", "duty")
BASES = ("text", "quotation", "secondary")
GOVERNS = ("by_copy", "by_date", "by_contract")
VERDICTS = ("pass", "fail", "due", "unknown", "not_applicable")
USE_SAYS = "The use policy does not allow this activity."


def policy_files(folder: str) -> list[str]:
    """The YAML files below a folder, sorted; links are not followed."""
    found = []
    for top, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(top, name) for name in files if name.endswith((".yaml", ".yml")) and not name.startswith(".")]
    return sorted(found)


def load_policies(
    files: list[str], vocabulary: Vocabulary, places: Places, bases: dict[str, Mapping] | None = None
) -> tuple[Policy, ...]:
    """The policies of these files, expanded, without the abstract ones; `bases` are further policies that they may extend.

    Raises InputError with every fault found.
    """
    policies, diagnostics, lines = read_policies(files, vocabulary, places, bases)
    if diagnostics:
        raise InputError(diagnostics, lines)
    return policies


def read_policies(
    files: list[str], vocabulary: Vocabulary, places: Places, bases: dict[str, Mapping] | None = None
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
    known = {**(bases or {}), **roots}
    policies = []
    for root in roots.values():
        if plain(root.get("abstract")) in (True, "yes"):
            continue  # what is only a base is read with each of its heirs
        before = len(faults.found)
        expanded = _expand(root, known, faults)
        policy = _PolicyReader(expanded, vocabulary, places, faults).read() if expanded else None
        if policy and len(faults.found) == before:
            policies.append(policy)
    return tuple(policies), tuple(faults.found), lines


def _expand(root: Mapping, known: dict[str, Mapping], faults: Faults) -> Mapping | None:
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


class _PolicyReader:
    def __init__(self, root: Mapping, vocabulary: Vocabulary, places: Places, faults: Faults) -> None:
        self.root, self.faults = root, faults
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
        self._known(root, KEYS, "a policy")
        for needed in ("name", "licensor"):
            if not self._text(root, needed):
                self.faults.add("missing-key", f"the policy has no `{needed}`", root.get("policy").span)
        governs = self._word(root, "governs", GOVERNS) or "by_copy"
        force = root.get("in_force")
        dropped = {item.text for item in self._items(root.get("drop")) if isinstance(item, Scalar)}
        nodes = {self._text(node, "id"): node for node in self._items(root.get("clauses")) if isinstance(node, Mapping)}
        lines = {line.id: line for line in prohibited.lines(root.get("prohibited_uses"))}
        for name in sorted(dropped - nodes.keys() - lines.keys()):
            self.faults.add("unknown-clause", f"`drop` names the clause `{name}`, which does not exist", root.get("drop").span)
        clauses = [self._clause(node) for node in self._items(root.get("clauses")) if self._text(node, "id") not in dropped]
        clauses += [self._use(line) for line in prohibited.lines(root.get("prohibited_uses")) if line.id not in dropped]
        self._once(clauses)
        return Policy(
            root.get("policy").text,
            self._filled(root, "name"),
            self._text(root, "licensor"),
            self._filled(root, "spdx"),
            self.values,
            governs,
            self._day(force, "from"),
            self._day(force, "until"),
            self._text(root, "edition_of"),
            self._text(root, "edition"),
            self.texts,
            self.facts,
            tuple(clauses),
            self.readings,
            self._sections(root.get("sections")),
            root.span.file,
            root.get("policy").span,
        )

    # clauses ---------------------------------------------------------------------------------------------------------
    def _clause(self, node: Node) -> Clause:
        if not isinstance(node, Mapping):
            self.faults.add("wrong-type", "a clause is a mapping", node.span)
            node = Mapping((), node.span)
        self._known(node, CLAUSE_KEYS, "a clause")
        for needed in ("id", "kind", "section", "title", "says"):
            if not self._text(node, needed):
                self.faults.add("missing-key", f"the clause has no `{needed}`", node.span)
        for_each = self._text(node, "for_each")
        if for_each and for_each not in ELEMENT_LISTS:
            self.faults.add(
                "unknown-value",
                f"`{for_each}` is no list of elements",
                node.get("for_each").span,
                help="one of " + ", ".join(ELEMENT_LISTS),
            )
        requires = node.get("requires")
        standing = self._text(node, "standing") in ("yes", "true")
        if standing and requires is not None:
            self.faults.add("bad-clause", "a standing clause requires nothing", requires.span)
        return self._checked(
            Clause(
                self._text(node, "id"),
                self._word(node, "kind", KINDS) or "right",
                self._filled(node, "section"),
                self._filled(node, "title"),
                self.conditions.condition(node.get("applies_when")) if node.get("applies_when") else ALWAYS,
                self._excuses(node.get("unless")),
                self.conditions.condition(requires) if requires is not None else None,
                self._filled(node, "says"),
                self._sentences(node.get("remedy")),
                self._word(node, "basis", BASES) or "text",
                standing,
                for_each,
                self._text(node, "vacuous"),
                self._text_of(self._filled(node, "section")),
                node.span,
                self._examples(node.get("examples")),
            )
        )

    def _use(self, line: prohibited.Line) -> Clause:
        """A line of the table of prohibited uses, as a clause."""
        node = line.node or Mapping((), line.place.span)
        self._known(node, USE_KEYS, "a prohibited use")
        tags = tuple(fill(tag.text, self.values) for tag in line.uses)
        known = self.conditions.vocabulary.facts["use.kind"].values
        for tag in line.uses:
            if tag.text not in known:
                self.faults.add("unknown-value", f"`{tag.text}` is no activity", tag.span, help=did_you_mean(tag.text, known))
        named: Condition = Leaf("use.kind", "one_of", tags)
        when = node.get("when")
        return self._checked(
            Clause(
                line.id,
                "use",
                line.section,
                self._filled(node, "title") or line.title,
                All((named, self.conditions.condition(when, 1))) if when is not None else named,
                self._excuses(node.get("unless"), line.section),
                None,
                self._filled(node, "says") or USE_SAYS,
                self._sentences(node.get("remedy")) or ("Do not use the model for this.",),
                self._word(node, "basis", BASES) or "text",
                False,
                "deployment.uses",
                "",
                self._text_of(line.section),
                line.place.span,
                self._examples(node.get("examples")),
                True,
            )
        )

    def _checked(self, clause: Clause) -> Clause:
        """Facts of elements are only read where the clause goes through elements."""
        prefix = ELEMENT_LISTS.get(clause.for_each, "")
        for leaf in clause_leaves(clause):
            part = leaf.fact.partition(".")[0]
            if part in ELEMENT_LISTS.values() and part != prefix:
                lists = {below: above for above, below in ELEMENT_LISTS.items()}
                message = f"`{leaf.fact}` is read in a clause without `for_each: {lists[part]}`"
                self.faults.add("bad-clause", message, clause.span)
        return clause

    def _excuses(self, node: Node | None, section: str = "") -> tuple[Excuse, ...]:
        if node is None:
            return ()
        excuses = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            when = item.get("when") if isinstance(item, Mapping) else None
            if when is not None:
                self._known(item, ("section", "when"), "an exception")
                excuses.append(Excuse(self._text(item, "section") or section, self.conditions.condition(when)))
            else:
                excuses.append(Excuse(section, self.conditions.condition(item)))
        return tuple(excuses)

    def _examples(self, node: Node | None) -> tuple[Example, ...]:
        examples = []
        for key, listed in self._pairs(node):
            if key.text not in VERDICTS:
                help = did_you_mean(key.text, VERDICTS) or "one of " + ", ".join(VERDICTS)
                self.faults.add("unknown-value", f"`{key.text}` is no verdict", key.span, help=help)
                continue
            for item in self._items(listed):
                if not isinstance(item, Mapping):
                    self.faults.add("wrong-type", "an example is a mapping with `name` and `facts`", item.span)
                    continue
                self._known(item, ("name", "facts", "asks"), "an example")
                facts, asks = item.get("facts"), item.get("asks")
                asked = tuple(fact.text for fact in self._items(asks) if isinstance(fact, Scalar)) if asks is not None else None
                name = self._filled(item, "name")
                filled = fill_node(facts, self.values) if isinstance(facts, Mapping) else None
                examples.append(Example(key.text, name, filled, asked, item.span))
        return tuple(examples)

    def _once(self, clauses: list[Clause]) -> None:
        seen: set[str] = set()
        for clause in clauses:
            if clause.id in seen:
                self.faults.add("duplicate-clause", f"the clause `{clause.id}` is written twice", clause.span)
            seen.add(clause.id)

    # the other parts -------------------------------------------------------------------------------------------------
    def _facts(self, node: Node | None) -> tuple[Definition, ...]:
        found = (read_definition(f"terms.{key.text}", value, self.faults, 10_000) for key, value in self._pairs(node))
        return tuple(definition for definition in found if definition)

    def _readings(self, node: Node | None) -> tuple[Reading, ...]:
        readings = []
        for key, value in self._pairs(node):
            if not isinstance(value, Mapping):
                self.faults.add("wrong-type", "a reading is a mapping", value.span)
                continue
            self._known(value, ("section", "question", "values", "adopted"), "a reading")
            values = tuple(_word(item.text) for item in self._items(value.get("values")) if isinstance(item, Scalar))
            adopted = _word(self._text(value, "adopted"))
            if not values:
                values = ("yes", "no")
            if adopted and adopted not in values:
                self.faults.add("unknown-value", f"`{adopted}` is no value of this reading", value.get("adopted").span)
            readings.append(Reading(key.text, self._text(value, "section"), self._filled(value, "question"), values, adopted))
        return tuple(readings)

    def _texts(self, node: Node | None) -> tuple[PinnedText, ...]:
        texts = []
        for key, value in self._pairs(node):
            if not isinstance(value, Mapping):
                self.faults.add("wrong-type", "a text is a mapping", value.span)
                continue
            self._known(value, ("url", "sha256", "read", "changes"), "a text")
            changes = self._word(value, "changes", ("frozen", "may_change")) or "may_change"
            read_on = self._day(value, "read")
            if not read_on:
                self.faults.add("missing-key", "the text has no `read` day", value.span)
            texts.append(PinnedText(key.text, self._filled(value, "url"), self._text(value, "sha256"), read_on, changes))
        return tuple(texts)

    def _sections(self, node: Node | None) -> tuple[Section, ...]:
        sections = []
        for key, value in self._pairs(node):
            if not isinstance(value, Mapping):
                self.faults.add("wrong-type", "a section says `grant: true` or `no_check: why`", value.span)
                continue
            self._known(value, ("grant", "no_check", "basis"), "a section")
            reason = self._filled(value, "no_check") or ("what is permitted" if value.get("grant") else "")
            sections.append(Section(key.text, reason, self._text(value, "basis") or "text"))
        return tuple(sections)

    def _text_of(self, section: str) -> str:
        """The pinned text that a section stands in: `aup:2.1` in `aup`, `2` in the first."""
        prefix = section.partition(":")[0] if ":" in section else ""
        return next((text.name for text in self.texts if text.name == prefix or not prefix), "")

    # small things ----------------------------------------------------------------------------------------------------
    def _known(self, node: Mapping, keys: tuple[str, ...], what: str) -> None:
        for key, _ in node.entries:
            if key.text not in keys:
                self.faults.add("unknown-key", f"{what} has no key `{key.text}`", key.span, help=did_you_mean(key.text, keys))

    def _text(self, node: Node | None, key: str) -> str:
        part = node.get(key) if isinstance(node, Mapping) else None
        if isinstance(part, Scalar):
            return part.text
        if part is not None:
            self.faults.add("wrong-type", f"`{key}` is text", part.span)
        return ""

    def _filled(self, node: Node | None, key: str) -> str:
        return " ".join(fill(self._text(node, key), self.values).split())

    def _word(self, node: Mapping, key: str, choices: tuple[str, ...]) -> str:
        text = self._text(node, key)
        if text and text not in choices:
            self.faults.add("unknown-value", f"`{text}` is no `{key}`", node.get(key).span, help="one of " + ", ".join(choices))
        return text

    def _day(self, node: Node | None, key: str) -> str:
        part = node.get(key) if isinstance(node, Mapping) else None
        if part is None:
            return ""
        day = read_day(part)
        if not day:
            self.faults.add("wrong-type", f"`{key}` is a day", part.span)
        return day

    def _sentences(self, node: Node | None) -> tuple[str, ...]:
        return tuple(" ".join(fill(item.text, self.values).split()) for item in self._items(node) if isinstance(item, Scalar))

    def _items(self, node: Node | None) -> tuple[Node, ...]:
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return ()
        return node.items if isinstance(node, Sequence) else (node,)

    def _pairs(self, node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
        if node is None or isinstance(node, Mapping):
            return node.entries if node else ()
        if not (isinstance(node, Scalar) and node.value is None):
            self.faults.add("wrong-type", "this must be a mapping", node.span)
        return ()


def _word(text: str) -> str:
    """Yes and no in one spelling."""
    return {True: "yes", False: "no"}[YES_NO[text]] if text in YES_NO else text

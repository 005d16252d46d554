"""Clauses, read from their YAML: those written out, and the lines of the table of prohibited uses."""

from __future__ import annotations

from licensecheck.facts.vocabulary import ELEMENT_LISTS
from licensecheck.policy import prohibited
from licensecheck.policy.conditions import ConditionReader, fill, fill_node
from licensecheck.policy.model import ALWAYS, All, Clause, Condition, Example, Excuse, Leaf, PinnedText, clause_leaves
from licensecheck.source.fields import Fields, items, texts
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Sequence

CLAUSE_KEYS = (
    "id", "kind", "section", "title", "for_each", "applies_when", "unless", "requires", "says", "remedy", "basis", "standing",
    "vacuous", "examples",
)  # fmt: skip
USE_KEYS = ("id", "uses", "when", "unless", "title", "says", "remedy", "examples", "basis")
KINDS = ("right", "use", "duty")
BASES = ("text", "quotation", "secondary")
VERDICTS = ("pass", "fail", "due", "unknown", "not_applicable")
USE_SAYS = "The use policy does not allow this activity."


class ClauseReader:
    """Reads the clauses of one policy."""

    def __init__(self, conditions: ConditionReader, pinned: tuple[PinnedText, ...]) -> None:
        self.conditions, self.texts = conditions, pinned
        self.faults, self.values = conditions.faults, conditions.values
        self.fields = Fields(conditions.faults)

    def clause(self, node: Node) -> Clause:
        """A clause that is written out."""
        if not isinstance(node, Mapping):
            self.faults.add("wrong-type", "a clause is a mapping", node.span)
            node = Mapping((), node.span)
        self.fields.known(node, CLAUSE_KEYS, "a clause")
        for needed in ("id", "kind", "section", "title", "says"):
            if not self.fields.text(node, needed):
                self.faults.add("missing-key", f"the clause has no `{needed}`", node.span)
        for_each = self.fields.text(node, "for_each")
        if for_each and for_each not in ELEMENT_LISTS:
            self.faults.add(
                "unknown-value",
                f"`{for_each}` is no list of elements",
                node.get("for_each").span,
                help="one of " + ", ".join(ELEMENT_LISTS),
            )
        requires = node.get("requires")
        standing = self.fields.text(node, "standing") in ("yes", "true")
        if standing and requires is not None:
            self.faults.add("bad-clause", "a standing clause requires nothing", requires.span)
        return self._checked(
            Clause(
                self.fields.text(node, "id"),
                self.fields.word(node, "kind", KINDS) or "right",
                self._filled(node, "section"),
                self._filled(node, "title"),
                self.conditions.condition(node.get("applies_when")) if node.get("applies_when") else ALWAYS,
                self._excuses(node.get("unless")),
                self.conditions.condition(requires) if requires is not None else None,
                self._filled(node, "says"),
                self._sentences(node.get("remedy")),
                self.fields.word(node, "basis", BASES) or "text",
                standing,
                for_each,
                self.fields.text(node, "vacuous"),
                self._text_of(self._filled(node, "section")),
                node.span,
                self._examples(node.get("examples")),
            )
        )

    def use(self, line: prohibited.Line) -> Clause:
        """A line of the table of prohibited uses, as a clause."""
        node = line.node or Mapping((), line.place.span)
        self.fields.known(node, USE_KEYS, "a prohibited use")
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
                self.fields.word(node, "basis", BASES) or "text",
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
                self.fields.known(item, ("section", "when"), "an exception")
                excuses.append(Excuse(self.fields.text(item, "section") or section, self.conditions.condition(when)))
            else:
                excuses.append(Excuse(section, self.conditions.condition(item)))
        return tuple(excuses)

    def _examples(self, node: Node | None) -> tuple[Example, ...]:
        examples = []
        for key, listed in self.fields.pairs(node):
            if key.text not in VERDICTS:
                help = did_you_mean(key.text, VERDICTS) or "one of " + ", ".join(VERDICTS)
                self.faults.add("unknown-value", f"`{key.text}` is no verdict", key.span, help=help)
                continue
            for item in items(listed):
                if not isinstance(item, Mapping):
                    self.faults.add("wrong-type", "an example is a mapping with `name` and `facts`", item.span)
                    continue
                self.fields.known(item, ("name", "facts", "asks"), "an example")
                facts, asks = item.get("facts"), item.get("asks")
                asked = texts(asks) if asks is not None else None
                name = self._filled(item, "name")
                filled = fill_node(facts, self.values) if isinstance(facts, Mapping) else None
                examples.append(Example(key.text, name, filled, asked, item.span))
        return tuple(examples)

    def _text_of(self, section: str) -> str:
        """The pinned text that a section stands in: `aup:2.1` in `aup`, `2` in the first."""
        prefix = section.partition(":")[0] if ":" in section else ""
        return next((text.name for text in self.texts if text.name == prefix or not prefix), "")

    def _filled(self, node: Node | None, key: str) -> str:
        return " ".join(fill(self.fields.text(node, key), self.values).split())

    def _sentences(self, node: Node | None) -> tuple[str, ...]:
        return tuple(" ".join(fill(sentence, self.values).split()) for sentence in texts(node))

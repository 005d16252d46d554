"""The definitions of facts, read from rules/facts.yaml and from the policies' own `facts:`."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.source.diagnostic import Faults
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence
from licensecheck.source.record import NamedTuple

TYPES = (
    "yes_no", "choice", "choices", "figure", "number", "place", "places", "date", "name", "names", "elements", "evidence",
)  # fmt: skip
SILENCES = ("ask", "none", "unclaimed")
ELEMENT_LISTS = {"deployment.uses": "use", "outputs.trains": "trained", "organization.infringement_claims": "claim"}
"""The facts that are lists of elements, and the prefix under which one element's facts are read."""


OF_DEPLOYMENT = ("organization", "deployment", "model", "evidence", "outputs")
"""Where the facts stand of which a deployment has one value."""


class Definition(NamedTuple):
    """One fact of the vocabulary: its type, its words, and what silence means."""

    name: str
    type: str
    phrase: str
    question: str
    silence: str = "ask"
    values: tuple[str, ...] = ()
    unit: str = ""
    period: str = ""
    of: str = ""
    asks: tuple[str, ...] = ()
    stated: bool = False
    order: int = 0
    copies: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()

    @property
    def written(self) -> bool:
        """Whether a deploy.yaml can say it; what is derived comes from the catalog, the clock or other facts."""
        return not self.asks and not self.copies

    @property
    def of_deployment(self) -> bool:
        """Whether one value of it can hold for a whole deployment: it is of no element, and of no work, which the catalog knows."""
        return self.written and self.name.partition(".")[0] in OF_DEPLOYMENT


class Vocabulary(NamedTuple):
    """Every fact that can be written or read, by its dotted name, in the order of the file."""

    facts: dict[str, Definition]

    def below(self, prefix: str) -> Iterator[tuple[str, Definition]]:
        """The facts of one part, by their short names."""
        start = prefix + "."
        for name, definition in self.facts.items():
            if name.startswith(start):
                yield name[len(start) :], definition

    def find(self, name: str) -> Definition | None:
        """The definition of a fact; what an element does not define itself, it has from the deployment."""
        found = self.facts.get(name)
        if found is None and name.startswith("use."):
            found = self.facts.get("deployment." + name[4:])
        return found


def read_vocabulary(root: Node | None, faults: Faults) -> Vocabulary:
    """The vocabulary of rules/facts.yaml. Every fault goes to `faults`."""
    facts: dict[str, Definition] = {}
    if not isinstance(root, Mapping):
        faults.add("bad-vocabulary", "the vocabulary must be a mapping with `facts`")
        return Vocabulary({})
    for part in ("facts", "derived"):
        for key, node in _entries(root.get(part)):
            definition = read_definition(key.text, node, faults, len(facts))
            if definition:
                copied = facts.get(definition.copies[0]) if definition.copies else None
                facts[key.text] = definition._replace(values=copied.values) if copied else definition
    for key, node in _entries(root.get("elements")):
        for short, entry in _entries(node):
            definition = read_definition(f"{key.text}.{short.text}", entry, faults, len(facts))
            if definition:
                facts[definition.name] = definition
    return Vocabulary(facts)


def read_definition(name: str, node: Node, faults: Faults, order: int = 0) -> Definition | None:
    """One entry of a vocabulary; None after a fault."""
    if not isinstance(node, Mapping):
        faults.add("bad-fact", f"the definition of `{name}` must be a mapping", node.span)
        return None
    words = {key.text: value.text for key, value in node.entries if isinstance(value, Scalar)}
    known = ("type", "values", "phrase", "question", "silence", "unit", "period", "of", "asks", "stated", "copies", "spellings")
    for key, _ in node.entries:
        if key.text not in known:
            faults.add("unknown-key", f"a fact has no key `{key.text}`", key.span, help=did_you_mean(key.text, known))
    kind, silence = words.get("type", ""), words.get("silence", "ask")
    if kind not in TYPES:
        faults.add("bad-fact", f"`{kind}` is no type of fact", node.span, help="one of " + ", ".join(TYPES))
        return None
    if silence not in SILENCES:
        faults.add("bad-fact", f"`{silence}` is no kind of silence", node.span, help="one of " + ", ".join(SILENCES))
    for needed in ("phrase", "question"):
        if not words.get(needed):
            faults.add("bad-fact", f"the fact `{name}` has no `{needed}`", node.span)
    if kind == "elements" and words.get("of") not in ELEMENT_LISTS.values():
        help = "one of " + ", ".join(ELEMENT_LISTS.values())
        faults.add("bad-fact", f"the elements of `{name}` are of no known kind", node.span, help=help)
        return None
    return Definition(
        name,
        kind,
        words.get("phrase", ""),
        words.get("question", ""),
        silence,
        tuple(_paths(node.get("values"))),
        words.get("unit", ""),
        words.get("period", ""),
        words.get("of", ""),
        _names(node.get("asks")),
        words.get("stated") in ("true", "yes"),
        order,
        _names(node.get("copies")),
        _spellings(node.get("spellings")),
    )


def _spellings(node: Node | None) -> tuple[tuple[str, str], ...]:
    """Other words for a value, folded: `prod` for production."""
    return tuple((key.text.replace("-", "_"), value.text) for key, value in _entries(node) if isinstance(value, Scalar))


def _names(node: Node | None) -> tuple[str, ...]:
    return tuple(item.text for item in node.items if isinstance(item, Scalar)) if isinstance(node, Sequence) else ()


def _paths(node: Node | None, above: str = "") -> Iterator[str]:
    """A tree of choices as paths: `military`, `military/logistics`."""
    match node:
        case Sequence(items=items):
            for item in items:
                if isinstance(item, Scalar):
                    yield above + item.text
                else:
                    yield from _paths(item, above)
        case Mapping(entries=entries):
            for key, below in entries:
                yield above + key.text
                yield from _paths(below, f"{above}{key.text}/")
        case _:
            return


def _entries(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.entries if isinstance(node, Mapping) else ()

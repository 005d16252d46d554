"""Packs: an organization's own rules, in the language of policies. A pack licenses no work; it binds a deployment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator

from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.load import PolicyReader
from licensecheck.policy.model import DEPLOYMENT, PinnedText, Policy
from licensecheck.source.diagnostic import Faults
from licensecheck.source.fields import Fields
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence
from licensecheck.source.text import Text

KEYS = ("pack", "name", "owner", "issued", "values", "facts", "clauses", "prohibited_uses", "sections")
KINDS = ("use", "duty")
"""The kinds of clauses of a pack. A right is denied by a licensor alone: a pack that denied one would make findings moot."""
_ID = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"
OF_POLICIES = ("model.licenses", "model.policies")
"""Facts whose values are names of policies: a name that means none would let everything pass, or nothing."""


def is_pack(root: object) -> bool:
    """Whether a file is a pack."""
    return isinstance(root, Mapping) and root.get("pack") is not None


def read_pack(text: Text, root: Mapping, vocabulary: Vocabulary, places: Places, faults: Faults) -> Policy:
    """A pack as a policy without a licensor: its owner stands in that place, and its text is the file itself.

    Every fault goes to `faults`.
    """
    fields = Fields(faults)
    fields.known(root, KEYS, "a pack")
    for needed in ("pack", "name", "owner", "issued"):
        if not fields.text(root, needed):
            faults.add("missing-key", f"the pack has no `{needed}`", root.entries[0][0].span)
    named = root.get("pack")
    if isinstance(named, Scalar) and named.text and not re.fullmatch(_ID, named.text):
        help = "write one such as `acme-products`"
        faults.add("bad-pack", "the id of a pack is small letters, digits and hyphens", named.span, help=help)
    reader = PolicyReader(root, vocabulary, places, faults)
    hashed = hashlib.sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest()
    file = PinnedText("pack", text.name, hashed, reader.day(root, "issued"), "frozen")
    clauses = reader.clauses_with((file,))
    _check_clauses(root, faults)
    if not clauses:
        faults.add("bad-pack", "the pack has no clause", root.entries[0][0].span)
    return Policy(
        fields.text(root, "pack"),
        reader.filled(root, "name"),
        fields.text(root, "owner"),
        "",
        reader.values,
        DEPLOYMENT,
        "",
        "",
        "",
        "",
        (file,),
        reader.facts,
        clauses,
        (),
        reader.sections(root.get("sections")),
        root.span.file,
        root.entries[0][0].span,
    )


def _check_clauses(root: Mapping, faults: Faults) -> None:
    """What a policy may say and a pack may not: it denies no right, and it is no licensor with whom one agrees."""
    for key, node in _entries(root):
        if key.text == "kind" and isinstance(node, Scalar) and node.text == "right":
            help = "write `use` for what the organization does not allow, `duty` for what is to be done"
            faults.add("bad-pack", "a clause of a pack is of kind `use` or `duty`", node.span, help=help)
        if key.text.startswith("work."):
            help = "name `model.licenses`, `model.weights`, or another fact of the model or the deployment"
            faults.add("bad-pack", f"a pack cannot name `{key.text}`: it licenses no work", key.span, help=help)
        if key.text == "agreement":
            help = "accept a finding in a waiver, or give the pack a fact of its own under `facts`"
            message = "a pack cannot name `agreement`: it is no license that somebody could grant"
            faults.add("bad-pack", message, key.span, help=help)


def check_names(root: Mapping, known: Callable[[], Collection[str]], faults: Faults) -> None:
    """Fault each name of a license or of terms that nothing in the corpus has, in conditions and in examples.

    `known` gives the names that there are, and is only asked where the pack names any.
    """
    named = [name for key, node in _entries(root) if key.text in OF_POLICIES for name in _scalars(node) if name.text != "unknown"]
    names = known() if named else ()
    for name in named:
        if name.text not in names:
            help = did_you_mean(name.text, names) or "`licensecheck policies` lists them"
            faults.add("unknown-policy", f"no policy is named `{name.text}`", name.span, help=help)


def _entries(node: Node | None) -> Iterator[tuple[Scalar, Node]]:
    """Every key of a tree with what stands under it, in the order of the file."""
    match node:
        case Mapping(entries=entries):
            for key, below in entries:
                yield key, below
                yield from _entries(below)
        case Sequence(items=items):
            for item in items:
                yield from _entries(item)


def _scalars(node: Node | None) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence(items=items):
            for item in items:
                yield from _scalars(item)
        case Mapping(entries=entries):
            for _, below in entries:
                yield from _scalars(below)

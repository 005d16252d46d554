"""Relationships between the models of a document: what was made from what, and what is only there as an ancestor."""

from __future__ import annotations

import re

from licensecheck.exchange.bom.model import OURS
from licensecheck.facts.deployment import RELATIONS, Base
from licensecheck.facts.models import RELATION_SPELLINGS
from licensecheck.source.diagnostic import Span

MOST_PARENTS = 100


class Lineage:
    """The edges of one document. Each is kept as it is, so that a circle is no way without end."""

    def __init__(self, ids: dict[str, str]) -> None:
        self.ids = ids
        self.parents: dict[str, tuple[Base, ...]] = {}
        self._edges: dict[str, list[str]] = {}
        self._used: set[str] = set()

    def made_from(self, child: str, parent: str, relation: str, span: Span) -> None:
        """A model was made from another one; what is no model of the document, on either side, is passed over."""
        if child not in self.ids or parent not in self.ids or child == parent:
            return
        known = self.parents.get(child, ())
        if len(known) < MOST_PARENTS and all(base.id != self.ids[parent] for base in known):
            self.parents[child] = (*known, Base(self.ids[parent], relation, span))
        self._edges.setdefault(child, []).append(parent)

    def used(self, ref: str) -> None:
        """Something in the document has, contains or describes it for another reason."""
        self._used.add(ref)

    @property
    def only_ancestors(self) -> frozenset[str]:
        """What models in use were made from, and nothing else. In a circle that nothing uses, all are taken to be in use."""
        candidates = {parent for parents in self._edges.values() for parent in parents} - self._used
        reached: set[str] = set()
        queue = [ref for ref in self.ids if ref not in candidates]
        while queue:
            new = [parent for parent in self._edges.get(queue.pop(), ()) if parent not in reached]
            reached.update(new)
            queue += new
        return frozenset(candidates & reached)


def relation_in(comment: str, otherwise: str = "") -> str:
    """How a model came from its parent, as far as a comment tells; a fine-tune where nothing does."""
    own = re.search(rf"{OURS}relation=(\w+)", comment)
    words = [own[1]] if own else re.findall(r"[a-z]+(?:[-_ ]tun\w+)?", comment.casefold())
    for word in words:
        folded = word.replace("-", "_").replace(" ", "_")
        folded = RELATION_SPELLINGS.get(folded, RELATION_SPELLINGS.get(folded.replace("_", ""), folded))
        if folded in RELATIONS:
            return folded
    return otherwise or "fine_tune"

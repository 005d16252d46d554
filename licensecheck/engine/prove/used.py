"""Every fact and every reading that is defined is used, and can be asked for in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licensecheck.facts.vocabulary import ELEMENT_LISTS, Vocabulary
from licensecheck.policy.model import Policy, clause_leaves


def idle_definitions(policy: Policy) -> Iterator[str]:
    """Facts and readings of one policy that none of its clauses names, or that have no question."""
    named = {leaf.fact for clause in policy.clauses for leaf in clause_leaves(clause)}
    for definition in policy.facts:
        if definition.name not in named:
            yield f"no clause uses the fact `{definition.name}`"
    for reading in policy.readings:
        if f"reading.{reading.id}" not in named:
            yield f"no clause uses the reading `{reading.id}`"
        if not reading.question:
            yield f"the reading `{reading.id}` asks no question"


def idle_vocabulary(policies: Iterable[Policy], vocabulary: Vocabulary, elsewhere: Iterable[str] = ()) -> Iterator[str]:
    """Facts of the shared vocabulary that no policy uses; `elsewhere` are those that the catalog or a join reads."""
    used = set(elsewhere)
    for policy in policies:
        for clause in policy.clauses:
            used.add(clause.for_each)
            used |= {leaf.fact for leaf in clause_leaves(clause)}
    inherited = {"deployment." + name[4:] for name in used if name.startswith("use.")}
    stand_behind = {name for fact in used if (found := vocabulary.find(fact)) for name in found.asks}
    used |= inherited | stand_behind | set(ELEMENT_LISTS)
    for name in vocabulary.facts:
        if name not in used:
            yield f"no policy uses the fact `{name}`"

"""Every fact and every reading that is defined is used, and can be asked for in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licensecheck.facts.vocabulary import ELEMENT_LISTS, Vocabulary
from licensecheck.policy.model import Policy, clause_leaves, leaves

ELSEWHERE = (
    "organization.founded", "model.edition", "model.contract", "model.name", "model.kind", "work.name", "trained.base",
    "claim.over", "evidence.terms", "model.policies",
)  # fmt: skip
"""Facts that no clause needs to name: they choose the edition, fill literals, bound figures, say which work is meant, where the
terms lie that other evidence is a part of, or are there for the packs of organizations to speak of."""


def idle_definitions(policies: tuple[Policy, ...]) -> Iterator[tuple[Policy, str]]:
    """Facts and readings of a policy that no clause names, or that have no question.

    Heirs of one base have the same definitions; it is enough that one of them uses each.
    """
    used = {each for policy in policies for each in _definitions(policy) if each[0] in _named(policy)}
    for policy in policies:
        for each in sorted(_definitions(policy)):
            if each not in used:
                yield policy, f"no clause uses `{each[0]}`"
        for reading in policy.readings:
            if not reading.question:
                yield policy, f"the reading `{reading.id}` asks no question"


def _definitions(policy: Policy) -> set[tuple[str, str]]:
    """The facts and readings that a policy defines, with what tells one from another of the same name."""
    facts = {(definition.name, definition.question) for definition in policy.facts}
    return facts | {(f"reading.{reading.id}", policy.licensor) for reading in policy.readings}


def _named(policy: Policy) -> set[str]:
    named = {leaf.fact for clause in policy.clauses for leaf in clause_leaves(clause)}
    return named | {leaf.fact for leaf in leaves(policy.from_outputs)}


def idle_vocabulary(policies: Iterable[Policy], vocabulary: Vocabulary) -> Iterator[str]:
    """Facts of the shared vocabulary that no policy uses."""
    used = set(ELSEWHERE)
    for policy in policies:
        for clause in policy.clauses:
            used.add(clause.for_each)
            used |= {leaf.fact for leaf in clause_leaves(clause)}
    inherited = {"deployment." + name[4:] for name in used if name.startswith("use.")}
    stand_behind = {name for fact in used if (found := vocabulary.find(fact)) for name in (*found.asks, *found.copies)}
    used |= inherited | stand_behind | set(ELEMENT_LISTS)
    for name in vocabulary.facts:
        if name not in used:
            yield f"no policy uses the fact `{name}`"

"""The limits and use restrictions of the terms that govern a model, in our own words, for readers of a bill of materials."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.catalog.binding import Binding
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import Clause, clause_leaves


def remarks(binding: Binding, vocabulary: Vocabulary) -> Iterator[str]:
    """A line for each clause that limits who may use a model, or for what; of several editions, those of the newest."""
    if binding.replaced:
        return
    policy = binding.editions[-1]
    for clause in policy.clauses:
        kind = _kind(clause, vocabulary)
        if kind and not clause.standing and clause.id not in binding.lifted:
            where = f"{policy.id} {clause.section}".strip()
            restriction = clause.kind == "use" and clause.requires is None
            said = clause.title if restriction else f"{clause.title}. {clause.says}"
            yield " ".join(f"{kind}: {where}: {said}".split())


def _kind(clause: Clause, vocabulary: Vocabulary) -> str:
    """A threshold, a condition of the license, or a restriction of use; "" for duties."""
    if clause.kind == "use":
        return "use restriction"
    if clause.kind != "right":
        return ""
    definitions = (vocabulary.find(leaf.fact) for leaf in clause_leaves(clause))
    return "threshold" if any(each and each.type == "figure" for each in definitions) else "condition"

"""The proofs over many policies: each clause once, then what holds between clauses and between policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.engine.prove.clause import Proved, prove_clause
from licensecheck.engine.prove.reach import Work
from licensecheck.engine.prove.report import ProofReport, Refutation
from licensecheck.engine.prove.sections import cited, missing_in, unpinned
from licensecheck.engine.prove.tiers import unsteady_tiers
from licensecheck.engine.prove.twice import clauses_twice, texts_twice
from licensecheck.engine.prove.used import idle_definitions, idle_vocabulary
from licensecheck.engine.prove.worlds import definitions_of
from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import Clause, Leaf, Policy, clause_leaves

BY_THE_DAY = ("previous_month", "previous_year")


class Scope(NamedTuple):
    """What is known beside the policies: their texts by hash where they lie at hand, whether these are all policies, and what
    the catalog knows of the works that each licenses."""

    texts: dict[str, str] | None = None
    whole: bool = False
    works: dict[str, frozenset[Work]] = {}


def prove(policies: tuple[Policy, ...], vocabulary: Vocabulary, places: Places, scope: Scope = Scope()) -> ProofReport:  # noqa: B008
    """Prove everything that section by section is stated about policies."""
    known: dict[object, Proved] = {}
    proved: list[Proved] = []
    refutations: list[Refutation] = []
    for policy in policies:
        for clause in policy.clauses:
            works = _concerned(scope.works.get(policy.id) or scope.works.get(policy.edition_of) or frozenset(), clause)
            same = (identity(policy, clause), works)
            found = known.get(same)
            if found is None:
                found = known[same] = prove_clause(policy, clause, vocabulary, places, works)
            proved.append(found)
            refutations += [each._replace(policy=policy.id) for each in found.refutations]
        refutations += _of_policy(policy, scope)
    refutations += _between(policies, vocabulary, scope)
    return ProofReport(
        len(policies),
        len(proved),
        sum(len(cited(policy)) for policy in policies),
        sum(len(policy.readings) for policy in policies),
        sum(each.examples for each in proved),
        sum(each.cells for each in proved),
        sum(each.mutants for each in proved),
        sum(each.killed for each in proved),
        tuple(dict.fromkeys(refutations)),
        tuple(dict.fromkeys(said for each in known.values() for said in each.exceptions)),
    )


def identity(policy: Policy, clause: Clause) -> object:
    """What a proof of a clause rests on; two heirs of one base that agree in it share the proof."""
    leaves = clause_leaves(clause)
    own = definitions_of(policy)
    facts = tuple(own[leaf.fact] for leaf in leaves if leaf.fact in own)
    adopted = tuple((reading.id, reading.adopted) for reading in policy.readings if f"reading.{reading.id}" in own)
    released = policy.released if any(leaf.period == "month_before_release" for leaf in leaves) else ""
    read = max((text.read for text in policy.texts), default="") if any(map(_by_the_day, leaves)) else ""
    written = clause._replace(title="", says="", remedy=(), text="")
    return written, facts, adopted, released, read


def _concerned(works: frozenset[Work], clause: Clause) -> frozenset[Work]:
    """What a clause can tell apart of some works."""
    named = {leaf.fact for leaf in clause_leaves(clause)}
    return frozenset(tuple(said for said in work if said[0] in named) for work in works)


def _by_the_day(leaf: Leaf) -> bool:
    return leaf.period in BY_THE_DAY or (isinstance(leaf.constant, str) and "{year}" in leaf.constant)


def _of_policy(policy: Policy, scope: Scope) -> Iterator[Refutation]:
    for clause, said in unsteady_tiers(policy):
        yield Refutation("tiers", policy.id, clause.id, said, clause.span)
    for said in unpinned(policy):
        yield Refutation("sections", policy.id, "", said, policy.span)
    for said in missing_in(policy, scope.texts) if scope.texts is not None else ():
        yield Refutation("sections", policy.id, "", said, policy.span)


def _between(policies: tuple[Policy, ...], vocabulary: Vocabulary, scope: Scope) -> Iterator[Refutation]:
    for policy, said in idle_definitions(policies):
        yield Refutation("used", policy.id, "", said, policy.span)
    for policy, said in texts_twice(policies):
        yield Refutation("twice", policy.id, "", said, policy.span)
    for policy, clause, said in clauses_twice(policies):
        yield Refutation("twice", policy.id, clause.id, said, clause.span)
    for said in idle_vocabulary(policies, vocabulary) if scope.whole else ():
        yield Refutation("used", "rules/facts.yaml", "", said)

"""Every example gives its verdict, and an unknown one asks what it says."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.engine.judge import judge
from licensecheck.engine.prove.cases import written
from licensecheck.engine.prove.report import Refutation
from licensecheck.engine.prove.worlds import example_world
from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import Clause, Policy, clause_leaves


def check_examples(policy: Policy, clause: Clause, vocabulary: Vocabulary, places: Places) -> Iterator[Refutation]:
    """The examples of a clause that come out otherwise than stated."""
    always_listed = clause.standing and not clause_leaves(clause)
    if not written(clause) and not always_listed:
        yield Refutation("examples", policy.id, clause.id, "the clause has no examples", clause.span)
    for example in clause.examples:
        world, faults = example_world(policy, example, vocabulary, places)
        for fault in faults:
            yield Refutation("examples", policy.id, clause.id, f"{fault.message}; {fault.help}".rstrip("; "), fault.span)
        if faults:
            continue
        found = judge(clause, world)
        if found.verdict.word != example.verdict:
            said = f"`{example.name}` is {found.verdict.word.replace('_', ' ')}, not {example.verdict.replace('_', ' ')}"
            yield Refutation("examples", policy.id, clause.id, said, example.span)
        elif example.asks is not None:
            asked = {ask.fact for ask in found.asks}
            if asked != set(example.asks):
                said = f"`{example.name}` asks {_listed(asked)}, not {_listed(example.asks)}"
                yield Refutation("examples", policy.id, clause.id, said, example.span)


def _listed(names: object) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "nothing"  # type: ignore[call-overload]

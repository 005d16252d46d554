"""Every example of every shipped policy is a case of its own."""

from __future__ import annotations

import pytest

from licensecheck.catalog.sources import read_sources
from licensecheck.engine.judge import judge
from licensecheck.engine.prove.worlds import example_world
from licensecheck.policy.model import Clause, Example, Policy

SOURCES = read_sources()
CASES = [
    pytest.param(policy, clause, example, id=f"{policy.id}/{clause.id}/{example.name}")
    for policy in SOURCES.policies
    for clause in policy.clauses
    for example in clause.examples
]


def test_every_policy_can_be_read() -> None:
    assert [f"{fault.span}: {fault.message}" for fault in SOURCES.faults] == []


@pytest.mark.parametrize(("policy", "clause", "example"), CASES)
def test_example(policy: Policy, clause: Clause, example: Example) -> None:
    world, faults = example_world(policy, example, SOURCES.vocabulary, SOURCES.places)
    assert faults == ()
    found = judge(clause, world)
    assert found.verdict.word == example.verdict
    if example.asks is not None:
        assert {ask.fact for ask in found.asks} == set(example.asks)

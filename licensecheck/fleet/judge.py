"""Many bindings judged at once by one engine, as `audit` judges them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.engine.bound import clauses_over, joined
from licensecheck.engine.context import Context, plan_of, world_of
from licensecheck.engine.findings import Finding
from licensecheck.engine.judge import NOT_APPLICABLE, PASS, Judgement, Verdict
from licensecheck.fleet.engines import Engine
from licensecheck.policy.model import Policy

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

Terms = tuple[tuple[str, ...], bool]
"""The editions that may govern, by their ids, and whether only outputs of the work were learned from."""


class Red(NamedTuple):
    """A clause, or an issue about a model, that counts against it."""

    policy: str
    clause: str
    kind: str
    verdict: Verdict


class Judge:
    """Judges bindings in one context with one engine."""

    def __init__(self, context: Context, engine: Engine) -> None:
        self.context, self.engine = context, engine

    def judged(self, bound: Sequence[tuple[Binding, BoundModel]]) -> list[tuple[Red, ...]]:
        """What counts against each model under each policy that binds it, as `audit` finds it."""
        under: dict[Terms, list[int]] = {}
        for number, (binding, _) in enumerate(bound):
            if not binding.replaced:
                under.setdefault((tuple(each.id for each in binding.editions), binding.outputs_only), []).append(number)
        found: list[tuple[Red, ...]] = [()] * len(bound)
        for numbers in under.values():
            for number, reds in zip(numbers, self._under([bound[number] for number in numbers]), strict=True):
                found[number] = reds
        return found

    def _under(self, bound: Sequence[tuple[Binding, BoundModel]]) -> list[tuple[Red, ...]]:
        """The same for bindings by the same terms. Those that come out alike are told once."""
        first = bound[0][0]
        policies = [each._replace(clauses=tuple(clauses_over(each, first.outputs_only))) for each in first.editions]
        codes = [self._codes(policy, bound) for policy in policies]
        told: dict[tuple[object, ...], tuple[Red, ...]] = {}
        found = []
        for row, (binding, _) in enumerate(bound):
            mine = [each[row].tobytes() for each in codes]
            key = (binding.lifted, *mine)
            if key not in told:
                told[key] = tuple(_told(policies, mine, binding.lifted))
            found.append(told[key])
        return found

    def _codes(self, policy: Policy, bound: Sequence[tuple[Binding, BoundModel]]) -> NDArray[numpy.uint8]:
        """A verdict for each binding and each clause of one edition; a pass by terms that nobody has read lately proves nothing."""
        plan = plan_of(policy, self.context)
        codes = self.engine(policy, [world_of(policy, *each, self.context) for each in bound], plan.read)
        if plan.stale and not plan.read:
            aged = [place for place, clause in enumerate(policy.clauses) if clause.text in plan.stale and not clause.standing]
            of_aged = codes[:, aged]
            of_aged[of_aged <= PASS] = Verdict.UNKNOWN
            codes[:, aged] = of_aged
        return codes


def _told(policies: Sequence[Policy], codes: Sequence[bytes], lifted: frozenset[str]) -> list[Red]:
    """What counts against a model under some editions of which one governs: their verdicts, clause by clause."""
    each: list[dict[str, Finding]] = []
    for policy, verdicts in zip(policies, codes, strict=True):
        findings = {}
        for clause, code in zip(policy.clauses, verdicts, strict=True):
            away = lifted and (clause.id in lifted or f"{policy.id}/{clause.id}" in lifted)
            verdict = NOT_APPLICABLE if away else Verdict(code)
            findings[clause.id] = Finding(policy.id, clause, verdict, Judgement(verdict, None))
        each.append(findings)
    return [red(finding) for finding in joined(each, policies[-1].governs) if finding.red]


def red(finding: Finding) -> Red:
    """A finding of an audit, as it is counted over many models."""
    return Red(finding.policy, finding.clause.id, finding.clause.kind, finding.verdict)

"""Many bindings judged at once: their worlds as tables of facts, every clause as columns over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.engine.audit import Context, clauses_over, joined, plan_of, world_of
from licensecheck.engine.findings import Finding
from licensecheck.engine.judge import PASS, Judgement, Verdict
from licensecheck.fleet.compile import Rule, compiled
from licensecheck.fleet.encode import tables
from licensecheck.fleet.engines import Engine
from licensecheck.policy.model import Policy


class Red(NamedTuple):
    """A clause, or an issue about a model, that counts against it."""

    policy: str
    clause: str
    kind: str
    verdict: Verdict


class Judge:
    """Judges bindings in one context with one engine; policies are compiled once."""

    def __init__(self, context: Context, engine: Engine) -> None:
        self.context, self.engine = context, engine
        self._rules: dict[tuple[str, bool], tuple[Rule, ...]] = {}

    def judged(self, bound: Sequence[tuple[Binding, BoundModel]]) -> list[tuple[Red, ...]]:
        """What counts against each model under each policy that binds it, as `audit` finds it."""
        by_policy: dict[tuple[str, bool], list[int]] = {}
        policies: dict[str, Policy] = {}
        for number, (binding, _) in enumerate(bound):
            for policy in () if binding.replaced else binding.editions:
                policies[policy.id] = policy
                by_policy.setdefault((policy.id, binding.outputs_only), []).append(number)
        found: list[list[Red]] = [[] for _ in bound]
        several: dict[int, dict[str, dict[str, Finding]]] = {}
        for (name, outputs_only), numbers in by_policy.items():
            policy = policies[name]
            rules = self.rules(policy, outputs_only)
            worlds = [world_of(policy, *bound[number], self.context) for number in numbers]
            plan = plan_of(policy, self.context)
            if not rules:
                continue
            verdicts = self.engine(tables(worlds, rules), rules, plan.read).sort("row")
            joint = [number for number in numbers if len(bound[number][0].editions) > 1]
            for clause in (rule.clause for rule in rules):
                aged = clause.text in plan.stale and not plan.read and not clause.standing
                for number, code in zip(numbers, verdicts[clause.id].to_list(), strict=True):
                    lifted = bound[number][0].lifted
                    if lifted and lifted & {clause.id, f"{name}/{clause.id}"}:
                        code = 0
                    elif aged and code <= PASS:
                        code = int(Verdict.UNKNOWN)
                    if joint and len(bound[number][0].editions) > 1:
                        finding = Finding(name, clause, Verdict(code), Judgement(Verdict(code), None))
                        several.setdefault(number, {}).setdefault(name, {})[clause.id] = finding
                    elif code > PASS and not clause.standing:
                        found[number].append(Red(name, clause.id, clause.kind, Verdict(code)))
        for number, editions in several.items():
            each = [editions.get(policy.id, {}) for policy in bound[number][0].editions]
            told = joined(each, bound[number][0].editions[-1].governs)
            found[number] += [red(finding) for finding in told if finding.red]
        return [tuple(each) for each in found]

    def rules(self, policy: Policy, outputs_only: bool) -> tuple[Rule, ...]:
        """The clauses of a policy over columns, in its order."""
        key = (policy.id, outputs_only)
        if key not in self._rules:
            reached = policy._replace(clauses=tuple(clauses_over(policy, outputs_only)))
            self._rules[key] = compiled(reached, self.context.vocabulary, self.context.places)
        return self._rules[key]


def red(finding: Finding) -> Red:
    """A finding of an audit, as it is counted over many models."""
    return Red(finding.policy, finding.clause.id, finding.clause.kind, finding.verdict)

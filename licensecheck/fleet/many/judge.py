"""A fleet judged by compiled clauses: policy by policy, over all rows that it governs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.catalog.binding import Binding
from licensecheck.engine.audit import model_report
from licensecheck.engine.bound import clauses_over, named
from licensecheck.engine.choice import chosen
from licensecheck.engine.context import plan_of
from licensecheck.engine.judge import NOT_APPLICABLE, PASS, TERMS_READ, Ask, Verdict
from licensecheck.engine.judge import judge as traced
from licensecheck.fleet.compile import Rule, compiled
from licensecheck.fleet.engines import Columns
from licensecheck.fleet.many.bind import Group, Part
from licensecheck.fleet.many.editions import Sheet, Verdicts, joined_sheets
from licensecheck.fleet.many.found import STEP, Found, Names, bits
from licensecheck.fleet.many.said import Numbers
from licensecheck.fleet.many.sight import Near, Sight
from licensecheck.policy.model import Clause, Policy

MOST_WAYS = 60
"""Alternatives of one label that are weighed row by row; a label with more is judged by the traced engine."""


class Over(NamedTuple):
    """One binding over the rows of a group. `ways` are the bits of the alternatives of the label under which it governs; 0: any."""

    group: Group
    binding: Binding
    position: int
    ways: int


class FleetJudge:
    """Judges the parts of a fleet with one engine; policies are compiled once, and names are numbered once."""

    def __init__(self, engine: Columns) -> None:
        self.engine = engine
        self.names = Names()
        self._rules: dict[tuple[int, bool], tuple[Policy, tuple[Rule, ...]]] = {}

    def judged(self, part: Part) -> Found:
        """What counts against each row of a part."""
        found = Found(part.said.size, self.names)
        batches: dict[Any, list[Over]] = {}
        for group in part.groups:
            if _needs_a_trace(group):
                found.add_report(group.rows, model_report(chosen(group.model, group.context), group.context))
                continue
            found.add_issues(group.rows, group.model.issues, group.model.ways)
            for position, binding in enumerate(group.model.bindings):
                read = tuple(plan_of(policy, group.context).read for policy in binding.editions)
                key = (tuple(map(id, binding.editions)), binding.outputs_only, read)
                over = Over(group, binding, position, bits(binding.ways, group.model.ways))
                batches.setdefault(key, []).append(over)
                found.add_policies(group.rows, binding.editions, over.ways)
        for (_, _, read), overs in batches.items():
            self._batch(overs, read, part, found)
        found.choose([(group.rows, len(group.model.ways)) for group in part.groups if group.model.ways])
        return found

    def _batch(self, overs: Sequence[Over], read: tuple[bool, ...], part: Part, found: Found) -> None:
        """One policy, or several editions of which one governs, over all rows that it binds alike."""
        binding = overs[0].binding
        nears = [Near(over.group.near | over.binding.facts | over.binding.terms, over.group.rows) for over in overs]
        sheets = [self._sheet(policy, overs, nears, known, part) for policy, known in zip(binding.editions, read, strict=True)]
        rows = np.concatenate([near.rows for near in nears])
        sizes = [len(near.rows) for near in nears]
        position = np.repeat(np.array([over.position for over in overs], np.int32), sizes)
        ways = np.repeat(np.array([over.ways for over in overs], np.int64), sizes)
        if len(sheets) > 1:
            places, clauses, codes, verdicts, asks = joined_sheets(sheets, binding.editions[-1].governs, self.names)
            found.add(rows[places], _order(position[places], clauses), codes, verdicts, asks, ways[places])
        elif sheets[0].clauses:
            numbers = [self.names.clause(sheets[0].policy.id, clause.id, clause.kind) for clause in sheets[0].clauses]
            standing = np.array([clause.standing for clause in sheets[0].clauses])
            places, clauses = np.nonzero((sheets[0].verdicts > PASS) & ~standing)
            found.add(
                rows[places], _order(position[places], clauses), np.array(numbers, np.int32)[clauses],
                sheets[0].verdicts[places, clauses], sheets[0].asks[places, clauses], ways[places],
            )  # fmt: skip

    def _sheet(self, policy: Policy, overs: Sequence[Over], nears: Sequence[Near], read: bool, part: Part) -> Sheet:
        """One edition: the clauses in columns, then what agreements lift, and what was read too long ago."""
        context = overs[0].group.context
        rules = self._compiled(policy, overs[0].binding.outputs_only, overs[0].group)
        clauses = tuple(rule.clause for rule in rules)
        sight = Sight(part.said, nears, policy, rules, context)
        verdicts = np.zeros((len(sight.rows), len(rules)), np.uint8)
        asks = np.zeros(verdicts.shape, np.int32)
        if not rules:
            return Sheet(policy, clauses, verdicts, asks)
        verdicts = self._evaluated(sight, rules, read, True)
        silent = np.zeros(verdicts.shape, np.bool_)
        if context.strict:
            without = self._evaluated(sight, rules, read, False)
            silent = (without > verdicts) & ~np.array([clause.standing for clause in clauses])
            verdicts = np.where(silent, without, verdicts)
        stale = plan_of(policy, context).stale if not read else frozenset()
        terms = self.names.asked((named(Ask(TERMS_READ), policy).fact,))
        for number, rule in enumerate(rules):
            for presume in (True, False):
                open_ones = np.flatnonzero((verdicts[:, number] == Verdict.UNKNOWN) & (silent[:, number] != presume))
                if len(open_ones):
                    asks[open_ones, number] = self._asks(sight, policy, rule, open_ones, presume, read)
            lifted = [over for over in range(len(overs)) if _lifts(overs[over].binding, policy, rule.clause)]
            if lifted:
                verdicts[np.isin(sight.owner, lifted), number] = NOT_APPLICABLE
            if rule.clause.text in stale and not rule.clause.standing:
                # what did not apply under the old text may apply under the new one
                aged = verdicts[:, number] <= PASS
                verdicts[aged, number], asks[aged, number] = Verdict.UNKNOWN, terms
        return Sheet(policy, clauses, verdicts, asks)

    def _evaluated(self, sight: Sight, rules: Sequence[Rule], read: bool, presume: bool) -> Verdicts:
        """A verdict for each place and clause, by the engine."""
        frame = self.engine(sight.tables(presume), rules, read).sort("row")
        return np.column_stack([frame[rule.clause.id].to_numpy().astype(np.uint8) for rule in rules])

    def _asks(
        self, sight: Sight, policy: Policy, rule: Rule, places: NDArray[np.int64], presume: bool, read: bool
    ) -> NDArray[np.int32]:
        """What an open clause asks in some places: the traced engine is asked once for all that look the same to the clause."""
        names = sight.behind(rule)
        each, of = sight.alike(names, places)
        numbers = []
        for place in each.tolist():
            judged = traced(rule.clause, sight.world(place, names, presume), read)
            assert judged.verdict is Verdict.UNKNOWN, f"{policy.id}/{rule.clause.id}: the engines disagree"
            numbers.append(self.names.asked(tuple(named(ask, policy).fact for ask in judged.asks)))
        return np.array(numbers, np.int32)[of]

    def _compiled(self, policy: Policy, outputs_only: bool, group: Group) -> tuple[Rule, ...]:
        key = (id(policy), outputs_only)
        if key not in self._rules:
            reached = policy._replace(clauses=tuple(clauses_over(policy, outputs_only)))
            # the policy is kept, so that its identity is its own
            self._rules[key] = policy, compiled(reached, group.context.vocabulary, group.context.places)
        return self._rules[key][1]


def _needs_a_trace(group: Group) -> bool:
    """A waiver is bound to the trace of a finding, and what replaces terms is told by no clause."""
    replaced = any(binding.replaced for binding in group.model.bindings)
    return bool(group.context.deployment.waivers) or replaced or len(group.model.ways) > MOST_WAYS


def _lifts(binding: Binding, policy: Policy, clause: Clause) -> bool:
    return bool(binding.lifted & {clause.id, f"{policy.id}/{clause.id}"})


def _order(position: Numbers, clauses: NDArray[Any]) -> Numbers:
    found: Numbers = ((position + 1) * STEP + clauses).astype(np.int32)
    return found

"""The words of findings for people: what, for which model, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from licensecheck.engine.evaluate import Trace, looked_at
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import Ask, Verdict
from licensecheck.facts.values import DECLARED, RECORDED, UNKNOWN, Fact
from licensecheck.policy.model import Clause
from licensecheck.report.paint import shown
from licensecheck.report.story import Told, waiver_words
from licensecheck.report.words import value_words
from licensecheck.source.record import NamedTuple

MOST_FACTS = 8
"""Facts of one message."""


class Rule(NamedTuple):
    """What every message of a clause in one state says: its title, which rule it is and what it says, and what to do."""

    title: str
    says: str
    remedies: tuple[str, ...]


class Asked(NamedTuple):
    """The questions of a finding, and the lines that ask them."""

    questions: tuple[str, ...]
    lines: tuple[str, ...]


class Messages:
    """The words of the findings of some reports, which outlive this: what many findings share is put into words once."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._questions = {id(report): {each.fact: each.question for each in report.questions} for report in reports}
        self._known: dict[tuple[int, tuple[Ask, ...]], Asked] = {}
        self._rules: dict[tuple[str, int, str], Rule] = {}
        self._facts: dict[tuple[str, int], str] = {}

    def lines(self, each: Told) -> list[str]:
        """The finding in a few lines without markup. Safe to print."""
        finding, state = each.finding, each.state
        rule = self._rule(finding.policy, finding.clause, state)
        lines = [rule.title, f"Model {shown(each.model.name)}, {rule.says}"]
        if finding.known:
            lines.append(f"In the baseline of {finding.known}, so it does not gate")
        if finding.waived:
            lines.append(shown(f"Waived: {waiver_words(finding)}"))
        if state in ("fail", "due"):
            lines += [shown(f"Fact {fact}") for fact in self.facts(finding.judgement.traces)[:MOST_FACTS]]
            lines += rule.remedies
        if state == "unknown":
            lines += self._asked(each).lines or rule.remedies
        return lines

    def _rule(self, policy: str, clause: Clause, state: str) -> Rule:
        found = self._rules.get((policy, id(clause), state))
        if found is None:
            section = f", section {clause.section}" if clause.section else ""
            remedies = tuple(shown(f"Remedy: {remedy}") for remedy in clause.remedy)
            title = shown(f"{state.replace('_', ' ')}: {clause.title}")
            found = self._rules[policy, id(clause), state] = Rule(title, shown(f"{policy}{section}: {clause.says}"), remedies)
        return found

    def facts(self, traces: tuple[Trace, ...]) -> list[str]:
        """The facts that a finding rests on by its leaves, as `name: value (basis)`, each once."""
        found: dict[str, str] = {}
        for name, fact in looked_at(traces):
            if fact.value is UNKNOWN or name in found:
                continue
            words = self._facts.get((name, id(fact)))
            found[name] = words or self._fact(name, fact)
        return list(found.values())

    def _fact(self, name: str, fact: Fact) -> str:
        # who says so, when and by which reference, of what somebody declared or recorded
        signed = f", {fact.said_by}" if fact.said_by and fact.basis in (DECLARED, RECORDED) else ""
        found = self._facts[name, id(fact)] = f"{name}: {value_words(fact.value)} ({fact.basis}{signed})"
        return found

    def asked(self, each: Told) -> tuple[str, ...]:
        """The questions whose answers would decide an unknown finding."""
        return self._asked(each).questions if each.finding.verdict is Verdict.UNKNOWN else ()

    def _asked(self, each: Told) -> Asked:
        key = (id(each.report), each.finding.asks)
        found = self._known.get(key)
        if found is None:
            words = self._questions[id(each.report)]
            asked = tuple(dict.fromkeys(words.get(ask.fact, ask.fact) for ask in each.finding.asks))
            found = self._known[key] = Asked(asked, tuple(shown(f"Asked: {question}") for question in asked))
        return found

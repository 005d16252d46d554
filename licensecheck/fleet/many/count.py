"""A fleet in figures."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from licensecheck.engine.judge import PASS, Verdict
from licensecheck.fleet.many.judge import Fleet


class Counted(NamedTuple):
    """A fleet in figures; every count is of models in deployments. Pairs of a name and its counts, the worst first."""

    models: int
    deployments: int
    verdicts: Counter[Verdict]
    teams: tuple[tuple[str, Counter[Verdict]], ...]
    policies: tuple[tuple[str, Counter[Verdict]], ...]
    failing: tuple[tuple[str, int], ...]
    questions: tuple[tuple[str, int], ...]


def counted(fleet: Fleet) -> Counted:
    """Count a fleet: by verdict, team and policy, the clauses that fail most, the questions that decide most."""
    verdicts: Counter[Verdict] = Counter()
    teams: dict[str, Counter[Verdict]] = {}
    policies: dict[str, Counter[Verdict]] = {}
    failing: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    for model in fleet.models:
        weight = len(model.row.places)
        verdicts[model.verdict] += weight
        teams.setdefault(model.row.team, Counter())[model.verdict] += weight
        worst = dict.fromkeys(model.policies, PASS)
        asked: set[str] = set()
        for told in model.told:
            worst[told.policy] = max(worst.get(told.policy, PASS), told.verdict)
            if told.verdict is Verdict.FAIL:
                failing[f"{told.policy}/{told.clause}"] += weight
            if told.verdict is Verdict.UNKNOWN and not told.moot:
                asked.update(told.asks)
        questions.update(dict.fromkeys(asked, weight))
        for policy, verdict in worst.items():
            policies.setdefault(policy, Counter())[verdict] += weight
    deployments = len({(model.row.text.name, place) for model in fleet.models for place in model.row.places})
    return Counted(
        sum(verdicts.values()),
        deployments,
        verdicts,
        _worst_first(teams),
        _worst_first(policies),
        _most(failing),
        _most(questions),
    )


def _worst_first(found: dict[str, Counter[Verdict]]) -> tuple[tuple[str, Counter[Verdict]], ...]:
    def badness(pair: tuple[str, Counter[Verdict]]) -> tuple[int, int, str]:
        return -pair[1][Verdict.FAIL], -pair[1][Verdict.UNKNOWN], pair[0]

    return tuple(sorted(found.items(), key=badness))


def _most(found: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

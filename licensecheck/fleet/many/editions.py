"""Editions of one policy over the rows of a fleet, and what they come to where it is not known which of them governs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.engine.bound import joined
from licensecheck.engine.findings import Finding
from licensecheck.engine.judge import Ask, Judgement, Verdict
from licensecheck.fleet.many.found import Names
from licensecheck.fleet.many.said import Numbers
from licensecheck.fleet.numbered import numbered
from licensecheck.policy.model import Clause, Policy

Verdicts = NDArray[np.uint8]


class Sheet(NamedTuple):
    """One edition over the places of a batch: a verdict for each place and clause, and the number of what is asked."""

    policy: Policy
    clauses: tuple[Clause, ...]
    verdicts: Verdicts
    asks: Numbers


def joined_sheets(sheets: Sequence[Sheet], governs: str, names: Names) -> tuple[NDArray[Any], ...]:
    """The clauses of several editions as one list: places, clause, verdict and asks of all that counts."""
    nothing = np.zeros(0, np.int64)
    found: list[tuple[NDArray[Any], ...]] = [(nothing,) * 5]
    ids = dict.fromkeys(clause.id for sheet in sheets for clause in sheet.clauses)
    for number, name in enumerate(ids):
        columns: list[NDArray[Any]] = []
        mine = [next((at for at, each in enumerate(sheet.clauses) if each.id == name), None) for sheet in sheets]
        for sheet, at in zip(sheets, mine, strict=True):
            columns += [sheet.verdicts[:, at], sheet.asks[:, at]] if at is not None else []
        places, of = numbered(*columns)
        told = [_join(sheets, mine, place, governs, names) for place in places.tolist()]
        red = np.array([finding.red for finding in told])[of]
        codes = np.array([code(names, finding) for finding in told], np.int32)[of]
        verdicts = np.array([int(finding.verdict) for finding in told], np.uint8)[of]
        asks = np.array([names.asked(tuple(ask.fact for ask in finding.asks)) for finding in told], np.int32)[of]
        counting = np.flatnonzero(red)
        found.append((counting, np.full(len(counting), number), codes[counting], verdicts[counting], asks[counting]))
    return tuple(np.concatenate(each) for each in zip(*found, strict=True))


def _join(sheets: Sequence[Sheet], mine: Sequence[int | None], place: int, governs: str, names: Names) -> Finding:
    """One clause of several editions in one place, as an audit joins them."""
    each: list[dict[str, Finding]] = []
    for sheet, at in zip(sheets, mine, strict=True):
        if at is None:
            each.append({})
            continue
        clause, verdict = sheet.clauses[at], Verdict(sheet.verdicts[place, at])
        asks = tuple(Ask(fact) for fact in names.asks[sheet.asks[place, at]])
        each.append({clause.id: Finding(sheet.policy.id, clause, verdict, Judgement(verdict, None), asks)})
    return joined(each, governs)[0]


def code(names: Names, finding: Finding) -> int:
    """The number of the clause of a finding."""
    return names.clause(finding.policy, finding.clause.id, finding.clause.kind)

"""How far each clause stands from its edge: figures, lists, and the days that come by themselves."""

from __future__ import annotations

import json

import pytest
from deployments import CRANE, FEW
from given import AS_OF
from small import small, written

from licensecheck.api import prepare
from licensecheck.engine.audit import audit
from licensecheck.engine.margins import DAY, Margin, margins
from licensecheck.report.json import render as render_json
from licensecheck.report.margins import render
from licensecheck.source.text import Text

SETTLED = f"{{id: {CRANE}, distribution: [], received_as: direct_download}}"


def found(models: str, organization: str = FEW, deployment: str = "{uses: []}", as_of: str = AS_OF) -> tuple[Margin, ...]:
    case = prepare(Text("deploy.yaml", written(models, organization, deployment)), small(), as_of)
    return margins(case.models, case.context)


def told(several: tuple[Margin, ...]) -> list[str]:
    """The margins as the terminal has them, each on one line."""
    return [line.strip() for line in render(several, width=1_000).splitlines()[1:]]


def test_a_figure_fails_one_user_above_the_limit() -> None:
    (margin,) = [each for each in found(SETTLED) if each.clause == "many-users"]
    assert (margin.model, margin.policy, margin.then, margin.period, margin.verdict.word) == (
        CRANE, "crane-1", 700_000_001, "2024-06", "fail",
    )  # fmt: skip
    assert (
        f"{CRANE}: fails at 700,000,001 in June 2024 of `organization.monthly_active_users` (now 5) (crane-1/many-users: {margin.title})"
        in told((margin,))
    )


def test_values_of_a_list_that_flip_a_clause_alike_are_one_line() -> None:
    several = tuple(each for each in found(SETTLED) if each.clause == "display")
    (line,) = told(several)
    assert line.startswith(f"{CRANE}: has a duty due if ")
    assert " is added to `model.distribution` (crane-1/display: " in line


@pytest.mark.parametrize(
    ("as_of", "model", "line"),
    [
        ("2027-05-31", "{id: wren-2, channel: openai-api}", "wren-2: retires in 1 day, on 2027-06-01"),
        ("2027-04-23", "{id: wren-2, channel: openai-api}", "wren-2: retires in 39 days, on 2027-06-01"),
        ("2026-10-30", "{id: wren-1, channel: bedrock}", "wren-1: may retire in 2 days, on 2026-11-01"),
        ("2027-06-01", "{id: wren-2, channel: openai-api}", ""),
        ("2026-11-15", "{id: wren-1, channel: bedrock}", ""),
        ("2027-05-31", "{id: wren-2, channel: openai-api, still_served: true}", ""),
    ],
)
def test_a_retirement_is_told_in_days(as_of: str, model: str, line: str) -> None:
    ends = tuple(each for each in found(model, as_of=as_of) if each.fact == DAY)
    assert told(ends) == (
        [f"{line} (hosted-availability/retired: {ends[0].title})"] if line else ["no clause has a declared fact near its edge"]
    )


def test_the_nearest_comes_first_and_the_rest_is_counted() -> None:
    several = found("\n".join(f"{{id: {CRANE}, as: m{number}, distribution: []}}" for number in range(60)))
    assert [each.distance for each in several] == sorted(each.distance for each in several)
    assert told(several)[-1].startswith("... and ")


def test_margins_in_json() -> None:
    text = written("{id: wren-2, channel: openai-api}", FEW)
    case = prepare(Text("deploy.yaml", text), small(), "2027-05-31")
    near = margins(case.models, case.context)
    (end,) = [
        each for each in json.loads(render_json(audit(case.models, case.context), "1", 3, near))["margins"] if each["fact"] == DAY
    ]
    assert end == {
        "model": "wren-2", "clause": "hosted-availability/retired", "fact": "as_of", "period": "", "now": "2027-05-31", "then": "2027-06-01",
        "verdict": "fail",
    }  # fmt: skip

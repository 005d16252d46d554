"""Which edition of dated terms governs, and whether a channel still serves a model."""

from __future__ import annotations

import pytest
from small import AS_OF, audited, binding, governed, model, verdicts, written

from licensecheck.facts.values import UNKNOWN


# editions ------------------------------------------------------------------------------------------------------------
def chosen(line: str, as_of: str = AS_OF) -> str:
    return governed(model(line, as_of=as_of))[0][0]


def test_the_edition_of_the_copy() -> None:
    assert chosen("heron/heron-9b-it") == "heron-2024|heron-2025"
    assert chosen('{id: heron/heron-9b-it, edition: "2024"}') == "heron-2024"
    assert chosen("{id: heron/heron-9b-it, edition: heron-2025}") == "heron-2025"
    assert chosen('{id: heron/heron-9b-it, edition: "1999"}') == "heron-2024|heron-2025"
    assert chosen("{id: heron/heron-9b-it, edition: unknown}") == "heron-2024|heron-2025"


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("2025-03-01", "wren-terms-2025"),
        ("2026-01-31", "wren-terms-2025"),
        ("2026-03-01", "wren-terms-2026"),
        ("2030-01-01", "wren-terms-2026"),
        ("2025-02-28", "wren-terms-2025|wren-terms-2026"),  # before all
        ("2026-02-01", "wren-terms-2025|wren-terms-2026"),  # between two
    ],
)
def test_the_edition_of_the_day(day: str, edition: str) -> None:
    assert chosen("wren-2", day) == edition


def test_the_edition_of_the_contract() -> None:
    assert chosen("ibis-1") == "ibis-contract-1|ibis-contract-2"
    assert chosen("{id: ibis-1, contract: 2024-12-31}") == "ibis-contract-1"
    assert chosen("{id: ibis-1, contract: 2025-01-01}") == "ibis-contract-2"


def test_an_unknown_edition_is_unknown_only_where_the_editions_differ() -> None:
    hosted = audited(written("{id: heron/heron-9b-it, distribution: [hosted_service]}", "", "{uses: [military]}"))
    assert verdicts(hosted) == {"heron-2024/hosting": "unknown", "heron-2025/military": "fail"}
    finding = next(each for each in hosted.models[0].findings if each.edition_open)
    assert [ask.fact for ask in finding.asks] == ["model.edition"]
    assert verdicts(audited(written("{id: heron/heron-9b-it, distribution: []}", "", "{uses: []}"))) == {}


# availability --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "day", "value", "said"),
    [
        ("wren-1", "2026-05-31", "retires_soon", "rules/catalog/birds.yaml:LINE, on 2026-06-01, successor wren-2"),
        ("wren-1", "2026-06-01", "retired", "rules/catalog/birds.yaml:LINE, since 2026-06-01, successor wren-2"),
        (
            "{id: wren-1, still_served: true}",
            "2026-06-01",
            "retired",
            "rules/catalog/birds.yaml:LINE, since 2026-06-01, successor wren-2",
        ),
        # two sources disagree: the days between them are not known, unless somebody says
        ("{id: wren-1, channel: bedrock}", "2026-10-31", "retires_soon", "rules/catalog/birds.yaml:LINE, on 2026-11-01"),
        (
            "{id: wren-1, channel: bedrock}",
            "2026-11-01",
            UNKNOWN,
            "rules/catalog/birds.yaml:LINE; sources name 2026-11-01 and 2026-12-01",
        ),
        ("{id: wren-1, channel: bedrock, still_served: true}", "2026-11-01", "available", ""),
        ("{id: wren-1, channel: bedrock, still_served: false}", "2026-11-01", "retired", ""),
        ("{id: wren-1, channel: bedrock}", "2026-12-01", "retired", "rules/catalog/birds.yaml:LINE, since 2026-12-01"),
        # no end announced, until the page is too old to prove it
        ("{id: wren-2, channel: bedrock}", "2027-11-05", "available", "rules/catalog/birds.yaml:LINE"),
        ("{id: wren-2, channel: bedrock}", "2027-11-06", UNKNOWN, "rules/catalog/birds.yaml:LINE, read on 2026-10-01"),
        ("{id: wren-2, channel: bedrock, still_served: true}", "2027-11-06", "available", ""),
        # a channel that the catalog does not know of
        ("{id: wren-2, channel: together-api}", AS_OF, UNKNOWN, "rules/catalog/birds.yaml:LINE"),
        ("{id: wren-2, channel: together-api, still_served: true}", AS_OF, "available", ""),
    ],
)
def test_availability(line: str, day: str, value: object, said: str) -> None:
    found = model(line, as_of=day)
    assert found.entry is not None
    fact = binding(found, "hosted-availability").facts["availability"]
    assert (fact.value, fact.said_by) == (value, said.replace("LINE", str(found.entry.line)))

"""Deployments of the small corpus that several tests judge."""

from __future__ import annotations

from typing import Any

from small import audited, finding, written

from licensecheck.engine.waive import seal

CRANE = "crane/Crane-1-8B"
SETTLED = f"{{id: {CRANE}, distribution: []}}"
FEW, MANY = "{monthly_active_users: 5}", "{monthly_active_users: 900_000_000}"
PLAIN = "{commercial: false, uses: []}"

FULL: dict[str, Any] = {
    "version": 1,
    "organization": {"monthly_active_users": {"2024-06": 5}, "infringement_claims": []},
    "deployment": {"commercial": True, "regions": ["KR"], "uses": []},
    "models": [
        {"id": CRANE, "distribution": ["hosted_service"], "terms": {"crane-1": {"registered": True}}, "outputs": {"trains": []},
         "received_as": "direct_download", "evidence": {"display": [{"attested": "Built with Crane", "place": "ui"}]}},
        {"id": "aviary/mixed-13b", "edition": "heron-2025", "distribution": [], "terms": {"crane-1": {"registered": False}}},
        {"id": "heron/heron-9b-it", "edition": "heron-2025", "distribution": ["hosted_service"],
         "evidence": {"restrictions_in_terms": True}},
        {"id": "wren-2", "channel": "openai-api", "outputs": {"trains": [{"kind": "llm", "competes": True}]}},
        {"id": "wren-1", "channel": "bedrock", "still_served": True, "distribution": []},
        {"id": "ibis-1", "channel": "anthropic-api", "contract": "2024-01-01", "minimum_age": 15},
        {"id": "acme/x", "channel": "bedrock", "license": "crane", "made_by": "others"},
    ],
}  # fmt: skip
"""Every fact that the small corpus asks for, said of models of every kind."""

BAD = f"{{id: {CRANE}, distribution: []}}"
USES = "{commercial: false, uses: [military]}"
SEAL = seal(finding(audited(written(BAD, FEW, USES)), "crane-1/use-6"))


def waiver(**changed: str) -> str:
    """A waiver of the military use of Crane, in force and sealed, but for what is changed."""
    parts = {
        "clause": "crane-1/use-6", "model": CRANE, "reason": "A drill.", "approver": "J. Doe",
        "on": "2026-11-01", "expires": "2026-12-31",
        "seal": SEAL,
    }  # fmt: skip
    return "[{" + ", ".join(f"{key}: {value!r}" for key, value in (parts | changed).items()) + "}]"

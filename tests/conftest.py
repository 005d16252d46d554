"""How property tests run: the same examples every time, and no clock in the verdict."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "fixed", derandomize=True, deadline=None, max_examples=80, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("fixed")

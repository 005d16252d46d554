"""How tests run: property tests with the same examples every time and no clock in the verdict; golden files on demand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import CHROMIUM, DRIVER, WHY_SKIPPED, Browser
from hypothesis import HealthCheck, settings

settings.register_profile(
    "fixed", derandomize=True, deadline=None, max_examples=80, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("fixed")

# the labelled repository holds test files of its own
collect_ignore_glob = ["scan/*"]


def pytest_addoption(parser: pytest.Parser) -> None:
    help = "write the golden files anew; look at the diff before you keep it"
    parser.addoption("--update-golden", action="store_true", help=help)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser without a window, where one is installed."""
    if not (CHROMIUM and DRIVER):
        pytest.skip(WHY_SKIPPED)
    window = Browser()
    yield window
    window.close()

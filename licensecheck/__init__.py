"""Checks the licenses of AI models against the facts of a deployment, clause by clause.

The library in one line: `licensecheck.audit("deploy.yaml").verdict`. It never prints and never exits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from licensecheck.api import audit
    from licensecheck.catalog.corpus import load_corpus
    from licensecheck.engine.findings import Finding, ModelReport, Question, Report
    from licensecheck.engine.judge import Verdict
    from licensecheck.source.diagnostic import InputError

__all__ = ["Finding", "InputError", "ModelReport", "Question", "Report", "Verdict", "__version__", "audit", "load_corpus"]

_HOMES = {
    "audit": "licensecheck.api",
    "load_corpus": "licensecheck.catalog.corpus",
    "Finding": "licensecheck.engine.findings",
    "ModelReport": "licensecheck.engine.findings",
    "Question": "licensecheck.engine.findings",
    "Report": "licensecheck.engine.findings",
    "Verdict": "licensecheck.engine.judge",
    "InputError": "licensecheck.source.diagnostic",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `licensecheck` has no attribute `{name}`")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__

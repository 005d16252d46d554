"""The package as an installed one has it: code and compiled corpus, no checkout around it."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from pathlib import Path

from given import PACKAGE, ROOT

from licensecheck.catalog.compile import STAMP, compile_corpus


@functools.cache
def site() -> Path:
    """A folder for PYTHONPATH; what the build backend does to it is shown in test_packaging."""
    holder = tempfile.TemporaryDirectory(prefix="licensecheck-site-")
    _KEPT.append(holder)
    package = Path(holder.name) / "licensecheck"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "_corpus"))
    (package / "_corpus").mkdir()
    (package / "_corpus" / "corpus.bin").write_bytes(corpus() + bytes(STAMP))
    for name in ("policies", "rules"):
        shutil.copytree(os.path.join(ROOT, name), package / "_data" / name)
    return Path(holder.name)


@functools.cache
def corpus() -> bytes:
    """The compiled form of the checkout as it lies there."""
    return compile_corpus(os.path.join(ROOT, "policies"), os.path.join(ROOT, "rules"))


_KEPT: list[tempfile.TemporaryDirectory[str]] = []

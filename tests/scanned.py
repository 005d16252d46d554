"""What the tests of the scan share: a scanner over the shipped rules and catalog, and small trees."""

from __future__ import annotations

import importlib.util
import os
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from licensecheck.catalog.corpus import load_corpus, source_folders
from licensecheck.scan.load import load_rules
from licensecheck.scan.model import Reference, Scan
from licensecheck.scan.rules import Rules
from licensecheck.scan.survey import Scanner

ROOT = Path(__file__).parent.parent
LABELLED = Path(__file__).parent / "scan" / "repository"
LABELS = Path(__file__).parent / "scan" / "labels.tsv"


def rules() -> Rules:
    return load_rules(source_folders()[1])


@lru_cache(maxsize=8)
def scanner(fast: bool | None = None, plainly: bool = False) -> Scanner:
    return Scanner(rules(), load_corpus().catalog, fast, plainly)


def scan_tree(folder: Path, **files: str) -> Scan:
    """Write files, named with `__` for a slash and `_dot_` for a dot, and scan them."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return scanner().scan(os.fspath(folder))


def scan_text(folder: Path, name: str, text: str) -> tuple[Reference, ...]:
    """The references of one file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return scanner().scan(os.fspath(folder)).references


def benchmark() -> ModuleType:
    """benchmarks/scan.py as a module."""
    spec = importlib.util.spec_from_file_location("scan_benchmark", ROOT / "benchmarks" / "scan.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

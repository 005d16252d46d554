"""No silent pass: whatever happens to a file of a deployment that is red, its verdict gets no better.

A part of a file that is gone without a trace (a truncated deploy.yaml that is still YAML) shows only against the lock.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command import in_process, run
from given import AS_OF, ROOT
from installed import corpus, site

WORSE = {0: 0, 3: 1, 1: 2, 2: 3}
"""Exit codes in order: pass, unknown or due, fail, not judged; any other is a fault of the tool."""

LLAMA = "meta-llama/Llama-3.1-8B-Instruct"
CARD = "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-3.1-8B\nbase_model_relation: finetune\n---\n# Legal\n"
OWN = """policy: lite-1.0
name: Lite License 1.0
licensor: vendor
governs: by_copy
texts: {license: {url: https://example.com/LICENSE, sha256: "0000", read: 2026-11-22, changes: frozen}}
clauses:
  - id: user-limit
    kind: right
    section: "3"
    title: Over five million monthly active users
    applies_when: {organization.monthly_active_users: {in: previous_month, greater_than: 5_000_000}}
    says: Above that count the license grants nothing.
    remedy: [Use another model.]
    examples: {fail: [{name: above it, facts: {organization.monthly_active_users: 6_000_000}}]}
sections: {"1": {grant: true}}
"""

CASES: dict[str, tuple[int, dict[str, str], tuple[str, ...]]] = {
    "a count in a shared file": (
        1,
        {
            "deploy.yaml": f"version: 1\nextends: org.yaml\ndeployment: {{commercial: true, uses: []}}\nmodels:\n  - {{id: {LLAMA}, distribution: []}}\n",
            "org.yaml": "organization:\n  country: KR\n  monthly_active_users: 900_000_000\n",
        },
        (),
    ),
    "a Notice file without the line": (
        1,
        {
            "deploy.yaml": f"version: 1\ndeployment: {{commercial: true, uses: []}}\nmodels:\n  - id: {LLAMA}\n    distribution: [weights]\n    evidence: {{notice: [NOTICE]}}\n",
            "NOTICE": "Something else\n",
        },
        (),
    ),
    "a card that washes off the terms upstream": (
        1,
        {
            "deploy.yaml": "version: 1\ndeployment: {commercial: true, uses: []}\nmodels:\n  - {id: acme/legal, path: legal, made_by: us, distribution: [weights]}\n",
            "legal/README.md": CARD,
            "legal/config.json": '{"model_type": "llama"}\n',
        },
        (),
    ),
    "a policy of one's own": (
        1,
        {
            "deploy.yaml": "version: 1\norganization: {monthly_active_users: 6_000_000}\nmodels:\n  - {id: vendor/lite, license: lite-1.0, distribution: []}\n",
            "own/lite.yaml": OWN,
        },
        ("--policies", "own"),
    ),
    "a model that nobody knows": (3, {"deploy.yaml": "version: 1\nmodels:\n  - acme/nobody-knows-1\n"}, ()),
    "a copy that is not there yet": (
        3,
        {"deploy.yaml": "version: 1\nmodels:\n  - {id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: [weights]}\n"},
        (),
    ),
}


def drop(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def bytes_of_no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00" * 50)


def nul(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\x00")


def first_line_twice(path: Path) -> None:
    first, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f"{first}\n{first}\n{rest}", encoding="utf-8")


def a_list_instead(path: Path) -> None:
    path.write_text("- 1\n- 2\n", encoding="utf-8")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def larger_than_anything(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(100_000_000)


SEEN: tuple[Callable[[Path], None], ...] = (drop, folder_instead, dangling, circle, bytes_of_no_text, pipe, larger_than_anything)
"""Faults that show by themselves."""
FAULTS = (*SEEN, empty, halve, nul, first_line_twice, a_list_instead)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def audit(*options: str) -> int:
    """The exit code of an audit as of today, which a lock asks for."""
    return in_process("audit", "-q", *options)


def lay(folder: Path, case: str) -> tuple[int, tuple[str, ...]]:
    """Write the files of a case; what it exits with, and the options of its audit."""
    code, files, options = CASES[case]
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert audit(*options) == code
    return code, options


def faults() -> Iterator[tuple[str, str, Callable[[Path], None]]]:
    for case, (_, files, _) in CASES.items():
        for name in files:
            for fault in FAULTS:
                yield case, name, fault


@pytest.mark.parametrize(("case", "name", "fault"), list(faults()), ids=lambda each: getattr(each, "__name__", each))
def test_a_fault_makes_nothing_better(case: str, name: str, fault: Callable[[Path], None], folder: Path) -> None:
    code, options = lay(folder, case)
    assert in_process("lock", *options) == 0
    fault(folder / name)
    assert WORSE[audit("--locked", *options)] >= WORSE[code]
    if fault in SEEN and name != "legal/config.json":
        # without a lock what cannot be read is unknown, and a duty without it is due: never green
        assert audit(*options) != 0


@pytest.mark.parametrize("case", CASES)
def test_a_deployment_that_ends_early_differs_from_its_lock(case: str, folder: Path) -> None:
    code, options = lay(folder, case)
    assert in_process("lock", *options) == 0
    text = (folder / "deploy.yaml").read_text(encoding="utf-8")
    for end in range(len(text) - 1):
        if text[end] in "\n,]} ":
            (folder / "deploy.yaml").write_text(text[:end], encoding="utf-8")
            assert WORSE[audit("--locked", *options)] >= WORSE[code], text[:end]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@pytest.mark.parametrize("case", CASES)
def test_a_fault_of_the_lock_makes_nothing_better(case: str, fault: Callable[[Path], None], folder: Path) -> None:
    code, options = lay(folder, case)
    assert in_process("lock", *options) == 0
    lock = folder / "licensecheck.lock"
    fault(lock)
    assert WORSE[audit("--locked", *options)] >= WORSE[code]


def test_a_lock_of_another_version_is_refused(folder: Path) -> None:
    lay(folder, "a model that nobody knows")
    assert in_process("lock") == 0
    lock = folder / "licensecheck.lock"
    lock.write_text(lock.read_text(encoding="utf-8").replace("\nlock 1\n", "\nlock 999\n"), encoding="utf-8")
    assert audit("--locked") == 2


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installed package that may be damaged."""
    return Path(shutil.copytree(site(), tmp_path_factory.mktemp("installed") / "site"))


HELP = "  = help: install the package again\n\n"
DAMAGED = f"error[damaged-corpus]: the compiled policies of this installation are damaged\n{HELP}nothing was judged: 1 error\n"


@pytest.mark.parametrize("place", ["gone", "empty", "cut", "head", "length", "checksum", "policies"])
def test_a_damaged_corpus_judges_nothing(place: str, package: Path, folder: Path) -> None:
    lay(folder, "a count in a shared file")
    compiled = package / "licensecheck" / "_corpus" / "corpus.bin"
    whole = bytearray(corpus() + bytes(32))
    size = int.from_bytes(whole[:4], "big")
    match place:
        case "gone":
            compiled.unlink()
        case "empty":
            compiled.write_bytes(b"")
        case "cut":
            compiled.write_bytes(whole[: size // 2])
        case _:
            # every policy is damaged: which one the model needs is not known here
            at = {"head": (8 + size // 2,), "length": (1,), "checksum": (6,)}.get(place) or range(8 + size, len(whole) - 32, 40)
            for each in at:
                whole[each] ^= 0x40
            compiled.write_bytes(whole)
    done = run("audit", "-q", "--as-of", AS_OF, folder=folder, env={"PYTHONPATH": str(package)})
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", DAMAGED)


def test_damaged_fingerprints_identify_nothing(package: Path, folder: Path) -> None:
    index = package / "licensecheck" / "_data" / "rules" / "fingerprints.bin"
    whole = bytearray(index.read_bytes())
    whole[len(whole) // 2] ^= 1
    index.write_bytes(whole)
    (package / "licensecheck" / "_corpus" / "corpus.bin").write_bytes(corpus() + bytes(32))
    shutil.copy(Path(ROOT, "LICENSE"), folder)
    done = run("identify", "LICENSE", folder=folder, env={"PYTHONPATH": str(package)})
    said = f"error[damaged-index]: the fingerprints of this installation are damaged\n{HELP}"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", said)

"""The contract of docs/exit-codes.md: every cell of its table is caused by running the command, and so are the accidents."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command import BROKEN, DUE, FAILING, OPEN, PASSING, environment, run
from given import ROOT
from test_examples import COMMANDS

PAGE = Path(ROOT, "docs", "exit-codes.md").read_text(encoding="utf-8")
WRONG = ["--no-such-option"]
NONCOMMERCIAL = ["llama-1/commercial-or-production", "--file", "fail.yaml", "--reason", "r", "--approver", "a"]
CAUSES: dict[tuple[str, int], list[list[str]]] = {
    ("audit", 0): [["pass.yaml"], ["due.yaml", "--fail-on", "unknown"], ["open.yaml", "--fail-on", "fail"]],
    ("audit", 1): [["fail.yaml"], ["due.yaml", "fail.yaml"], ["locked.yaml", "--locked"]],
    ("audit", 2): [["broken.yaml"], ["no.yaml"], ["fail.yaml", "no.yaml"], ["pass.yaml", "--output", "no/such/folder"], WRONG],
    ("audit", 3): [["due.yaml"], ["open.yaml"], ["pass.yaml", "due.yaml"]],
    ("advise", 0): [["pass.yaml"]],
    ("advise", 2): [["broken.yaml"], ["--needs", "wings"], WRONG],
    ("bom", 0): [["pass.yaml"], ["fail.yaml", "--format", "spdx"]],
    ("bom", 2): [["broken.yaml"], ["no.yaml"], WRONG],
    ("explain", 0): [["mit"], ["mit/license-copy"]],
    ("explain", 2): [["nobody"], ["mit/nothing"], []],
    ("fleet", 0): [["pass-only"], ["pass.yaml"]],
    ("fleet", 1): [["pass.yaml", "fail.yaml"], ["fail.yaml", "--why", "fail.yaml"]],
    ("fleet", 2): [["broken.yaml", "fail.yaml"], ["empty"], ["hub.csv", "no-such.csv"], ["hub.csv", "--why", "9"]],
    ("fleet", 3): [["nobody.csv"], ["due.yaml"]],
    ("hub", 0): [["nothing.csv"]],
    ("hub", 1): [["hub.csv"], ["hub.csv", "--why", "acme/tuned"]],
    ("hub", 2): [["no-such.parquet"], ["pass.yaml"], ["hub.csv", "--why", "nobody/here"], WRONG],
    ("hub", 3): [["nobody.csv"]],
    ("init", 0): [["new", "--yes"]],
    ("init", 2): [["pass-only", "--yes"], ["empty", "--yes"], WRONG],
    ("lock", 0): [["pass.yaml"]],
    ("lock", 2): [["broken.yaml"], WRONG],
    ("identify", 0): [["LICENSE"]],
    ("identify", 2): [["no-such-file"], ["LICENSE", "no-such-file"], []],
    ("identify", 3): [["pass.yaml"]],
    ("models", 0): [[], ["llama3.1:8b"]],
    ("models", 1): [["nobody-knows-this-one"]],
    ("models", 2): [WRONG],
    ("notice", 0): [["pass.yaml"], ["pass.yaml", "--check"]],
    ("notice", 2): [["broken.yaml"], WRONG],
    ("notice", 3): [["due.yaml", "--check"]],
    ("policies", 0): [[]],
    ("policies", 2): [["--policies", "no-such-folder"], ["--policies", "wrong"]],
    ("policies check", 0): [["right"]],
    ("policies check", 1): [["refuted"]],
    ("policies check", 2): [["wrong"], ["no-such-folder"]],
    ("policies diff", 0): [["right", "right"]],
    ("policies diff", 2): [["right", "wrong"], ["right", "no-such-folder"]],
    ("policies sql", 0): [["mit"]],
    ("policies sql", 2): [["nobody"], ["--dialect", "cobol"]],
    ("scan", 0): [["new"], ["empty"]],
    ("scan", 2): [["no-such-folder"], WRONG],
    ("waive", 0): [["huggyllama/llama-7b", *NONCOMMERCIAL, "--until", "9d"]],
    ("waive", 2): [["nobody", *NONCOMMERCIAL, "--until", "9d"], ["huggyllama/llama-7b", *NONCOMMERCIAL, "--until", "999d"], WRONG],
    ("schema", 0): [[]],
    ("schema", 2): [["--policies", "wrong"], WRONG],
    ("completion", 0): [["bash"]],
    ("completion", 2): [["tcsh"]],
}
POLICY = """\
policy: acme-1
name: Acme License
licensor: acme
texts: {license: {url: https://acme.example/license, sha256: c1, read: 2026-10-01, changes: frozen}}
governs: by_copy
clauses:
  - id: commercial
    kind: right
    section: "1"
    title: Commercial use
    applies_when: {deployment.commercial: {is: true}}
    says: Nothing commercial.
    remedy: [Use another model.]
    examples:
      fail: [{name: commercial, facts: {deployment.commercial: VALUE}}]
      not_applicable: [{name: private, facts: {deployment.commercial: false}}]
      unknown: [{name: unsaid, facts: {}, asks: [deployment.commercial]}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deployments of each verdict, a license, policies that are right, refuted and wrong, and trees to scan."""
    top = tmp_path_factory.mktemp("codes")
    for name, text in (
        ("pass.yaml", PASSING), ("fail.yaml", FAILING), ("open.yaml", OPEN), ("due.yaml", DUE), ("broken.yaml", BROKEN),
        ("nothing.csv", "id\n"), ("nobody.csv", "id\nacme/unheard-of\n"),
        ("hub.csv", "id,license,base_model\nacme/tuned,mit,meta-llama/Llama-3.1-8B\n"),
        ("locked.yaml", PASSING), ("pass-only/deploy.yaml", PASSING), ("empty/README", "nothing\n"),
        ("new/app.py", 'MODEL = "meta-llama/Llama-3.1-8B-Instruct"\n'), ("wrong/acme.yaml", "policy: acme-1\n"),
        ("right/acme.yaml", POLICY.replace("VALUE", "true")), ("refuted/acme.yaml", POLICY.replace("VALUE", "false")),
        ("LICENSE", Path(ROOT, "LICENSE").read_text(encoding="utf-8")),
    ):  # fmt: skip
        (top / name).parent.mkdir(exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    assert run("lock", "locked.yaml", folder=top).returncode == 0
    (top / "locked.yaml").write_text(DUE, encoding="utf-8")
    return top


def promised() -> set[tuple[str, int]]:
    """The cells of the table that say something."""
    rows = re.findall(r"^\| `([a-z ]+)` \|(.*)\|$", PAGE, re.MULTILINE)
    return {(name, code) for name, cells in rows for code, said in enumerate(cells.split("|")) if said.strip()}


def test_every_promise_is_caused() -> None:
    assert set(CAUSES) == promised()
    assert {name for name, _ in promised()} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_tells_the_same_codes(name: str) -> None:
    help = " ".join((COMMANDS[name].help or "").split())
    told = {int(digit) for digit in re.findall(r"\b[0-3]\b", help.partition("Exits with ")[2])}
    assert told == {code for each, code in promised() if each == name}


@pytest.mark.parametrize(
    ("name", "code", "arguments"),
    [(name, code, arguments) for (name, code), causes in CAUSES.items() for arguments in causes],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_the_code_is_caused(name: str, code: int, arguments: list[str], folder: Path) -> None:
    done = run(*name.split(), *arguments, folder=folder)
    assert done.returncode == code, done.stderr.decode()
    assert b"internal error" not in done.stderr


def test_a_gate_sees_no_pass_where_there_is_none() -> None:
    accidents = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}
    assert accidents == {0, 1, 2, 3, 70, 130, 141}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_70_an_internal_error(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "licensecheck", "audit", "pass.yaml"]
        assert (
            subprocess.run(command, cwd=folder, env=environment(), stdout=full, stderr=subprocess.DEVNULL, check=False).returncode
            == 70
        )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="signals of POSIX")
def test_130_an_interrupt(folder: Path) -> None:
    """The process waits for a reader of its pipe when the signal comes."""
    many = "version: 1\nmodels:\n" + "".join(f"  - acme/nobody-knows-{number}\n" for number in range(900))
    (folder / "many.yaml").write_text(many, encoding="utf-8")
    command = [sys.executable, "-m", "licensecheck", "audit", "--format", "json", "many.yaml"]
    with subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.read(1) == b"{"
        process.send_signal(signal.SIGINT)
        process.communicate()
    assert process.returncode == 130


def test_141_a_broken_pipe(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "licensecheck", "audit", "fail.yaml"]
    done = subprocess.run(command, cwd=folder, env=environment(), stdout=writing, stderr=subprocess.DEVNULL, check=False)
    os.close(writing)
    assert done.returncode == 141


def test_the_script_of_the_page(folder: Path) -> None:
    """Its `case` takes every verdict the way the page says."""
    script = PAGE.partition("```bash\n")[2].partition("```")[0]
    stub = "licensecheck() { return $CODE; }\n"
    codes = {code: subprocess.run(["bash", "-c", stub + script], env={"CODE": str(code), **environment()}, capture_output=True, check=False).returncode
             for code in (0, 1, 2, 3, 70, 130, 141)}  # fmt: skip
    assert codes == {0: 0, 1: 1, 2: 1, 3: 0, 70: 1, 130: 1, 141: 1}

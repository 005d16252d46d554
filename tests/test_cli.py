"""The command: exit codes that never look like a verdict, pipes and signals, files written whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from command import PASSING, environment, in_process, judged, one_of_each, run
from given import AS_OF

from licensecheck import __main__, __version__
from licensecheck.cli.main import COMMANDS, cli

MISSING = "error[missing-file]: there is no file `no.yaml`\n\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return one_of_each(tmp_path)


# exit codes ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["pass.yaml"], 0),
        (["fail.yaml"], 1),
        (["broken.yaml"], 2),
        (["no.yaml"], 2),
        (["."], 2),
        (["open.yaml"], 3),
        (["due.yaml"], 3),
        # several: 2 before 1 before 3 before 0
        (["pass.yaml", "due.yaml"], 3),
        (["pass.yaml", "due.yaml", "fail.yaml"], 1),
        (["broken.yaml", "fail.yaml", "pass.yaml"], 2),
        # what exits red
        (["--fail-on", "due", "due.yaml"], 3),
        (["--fail-on", "unknown", "due.yaml"], 0),
        (["--fail-on", "unknown", "open.yaml"], 3),
        (["--fail-on", "fail", "open.yaml"], 0),
        (["--fail-on", "fail", "due.yaml", "fail.yaml"], 1),
        (["--fail-on", "fail", "broken.yaml"], 2),
        # a wrong command line
        (["--fail-on", "never", "pass.yaml"], 2),
        (["--format", "xml", "pass.yaml"], 2),
        (["--no-such-option"], 2),
        (["--policies", "no-such-folder", "pass.yaml"], 2),
        (["--output", ".", "pass.yaml"], 2),
    ],
)
def test_exit_code(folder: Path, arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert in_process("audit", "--as-of", AS_OF, *arguments) == code


def test_a_process_of_its_own_exits_alike(folder: Path) -> None:
    codes = {name: judged(f"{name}.yaml", folder=folder).returncode for name in ("pass", "fail", "broken", "open", "due")}
    assert codes == {"pass": 0, "fail": 1, "broken": 2, "open": 3, "due": 3}


def test_the_report_keeps_the_word_whatever_exits_green(folder: Path) -> None:
    done = judged("open.yaml", "--fail-on", "fail", "-q", folder=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == f"open.yaml: unknown as of {AS_OF} (1 model, 1 clause: 1 unknown)\n".encode()


def test_an_internal_error_is_no_verdict(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fault(*_: object) -> None:
        raise RuntimeError("a fault\x1b[31m of\nthe tool, é")

    monkeypatch.chdir(folder)
    monkeypatch.setattr("licensecheck.cli.audit.load_corpus", fault)
    monkeypatch.delenv("LICENSECHECK_DEBUG", raising=False)
    assert in_process("audit") == 70
    out, err = capsys.readouterr()
    help = "this is a fault of the tool, not a verdict; set LICENSECHECK_DEBUG=1 to see where, and report it"
    said = r"a fault\ufffd[31m of\ufffdthe tool, \xe9"
    assert (out, err) == ("", f"licensecheck: internal error, RuntimeError: {said}\n  = help: {help}\n")
    monkeypatch.setenv("LICENSECHECK_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["licensecheck", "audit"])
    with pytest.raises(RuntimeError, match="a fault"):
        __main__.main()


def test_an_interrupt_is_no_verdict(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(folder)
    monkeypatch.setattr("licensecheck.cli.audit.load_corpus", interrupt)
    assert in_process("audit") == 130


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="signals and pipes of POSIX")
def test_an_interrupt_from_outside(folder: Path) -> None:
    """The process waits for a reader of its pipe when the signal comes."""
    many = "version: 1\nmodels:\n" + "".join(f"  - acme/nobody-knows-{number}\n" for number in range(900))
    (folder / "many.yaml").write_text(many, encoding="utf-8")
    command = [sys.executable, "-m", "licensecheck", "audit", "--format", "json", "many.yaml"]
    with subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.read(1) == b"{"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert (process.returncode, err) == (130, b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit"],
        ["audit", "-v"],
        ["audit", "--format", "json"],
        ["--help"],
        ["--version"],
        ["schema"],
        ["models"],
        ["explain", "mit"],
    ],
)
def test_a_broken_pipe_is_no_verdict(folder: Path, arguments: list[str]) -> None:
    """click itself exits with 1 here, which would read as a fail."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "licensecheck", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment(), stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_no_verdict(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "licensecheck", "audit", "deploy.yaml"]
        done = subprocess.run(command, cwd=folder, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 70
    assert done.stderr.startswith(b"licensecheck: internal error, OSError: [Errno 28]")


@pytest.mark.skipif(os.name != "posix", reason="a shell that closes streams")
@pytest.mark.parametrize(("closing", "file", "code"), [(">&-", "pass", 0), ("2>&-", "broken", 2), ("<&- >&- 2>&-", "fail", 1)])
def test_without_standard_streams(folder: Path, closing: str, file: str, code: int) -> None:
    shell = f'"{sys.executable}" -m licensecheck audit --as-of {AS_OF} {file}.yaml {closing}'
    assert subprocess.run(["sh", "-c", shell], cwd=folder, env=environment(), capture_output=True, check=False).returncode == code


def test_nothing_is_read_from_standard_input(folder: Path) -> None:
    command = [sys.executable, "-m", "licensecheck", "audit", "-"]
    done = subprocess.run(command, cwd=folder, env=environment(), input=PASSING.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"error[missing-file]: there is no file `-`\n\nnothing was judged: 1 error\n"


# several files -------------------------------------------------------------------------------------------------------
def test_the_others_are_reported_when_one_cannot_be_judged(folder: Path) -> None:
    done = judged("pass.yaml", "-q", "no.yaml", "fail.yaml", folder=folder)
    assert done.returncode == 2
    lines = done.stdout.decode().splitlines()
    assert [line.partition(" as of")[0] for line in lines] == ["fail.yaml: fail", "pass.yaml: pass", "2 deployments: fail"]
    assert done.stderr.decode() == MISSING + "`no.yaml` was not judged: 1 error\n"


def test_one_of_several_in_json_is_a_list_all_the_same(folder: Path) -> None:
    one = json.loads(judged("pass.yaml", "--format", "json", folder=folder).stdout)
    assert (one["file"], one["exit_code"]) == ("pass.yaml", 0)
    two = json.loads(judged("pass.yaml", "--format", "json", "fail.yaml", folder=folder).stdout)
    assert [(each["file"], each["exit_code"]) for each in two] == [("fail.yaml", 1), ("pass.yaml", 0)]
    rest = json.loads(judged("pass.yaml", "--format", "json", "no.yaml", folder=folder).stdout)
    assert [each["file"] for each in rest] == ["pass.yaml"]
    assert judged("no.yaml", "--format", "json", folder=folder).stdout == b""


# --output ------------------------------------------------------------------------------------------------------------
def test_output_is_written_whole_and_without_colours(folder: Path) -> None:
    shown = judged("fail.yaml", folder=folder).stdout
    done = judged("fail.yaml", "--output", "report.txt", "--color", "always", folder=folder)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert (folder / "report.txt").read_bytes() == shown
    assert sorted(each.name for each in folder.iterdir() if each.name.startswith(".")) == []


def test_output_is_untouched_when_nothing_was_judged(folder: Path) -> None:
    (folder / "report.txt").write_text("as it was", encoding="utf-8")
    for files in (["broken.yaml"], ["pass.yaml", "no.yaml"], ["--as-of", "tomorrow", "pass.yaml"]):
        assert run("audit", "--output", "report.txt", *files, folder=folder).returncode == 2
        assert (folder / "report.txt").read_text(encoding="utf-8") == "as it was"


def test_output_that_cannot_be_written(folder: Path) -> None:
    done = judged("pass.yaml", "--output", "no/such/report.txt", folder=folder)
    message = (
        "error[not-written]: `no/such/report.txt` cannot be written: no such file or directory\n\nnothing was judged: 1 error\n"
    )
    assert (done.returncode, done.stderr.decode()) == (2, message)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="devices and links of POSIX")
def test_output_replaces_no_device_and_no_link(folder: Path) -> None:
    (folder / "real.txt").write_text("old", encoding="utf-8")
    os.chmod(folder / "real.txt", 0o600)
    os.symlink("real.txt", folder / "link.txt")
    assert judged("pass.yaml", "-q", "--output", "link.txt", folder=folder).returncode == 0
    assert (folder / "link.txt").is_symlink()
    assert (folder / "real.txt").read_text(encoding="utf-8").startswith("pass.yaml: pass")
    assert (folder / "real.txt").stat().st_mode & 0o777 == 0o600
    os.mkfifo(folder / "pipe")
    reader = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert judged("pass.yaml", "-q", "--output", "pipe", folder=folder).returncode == 0
    assert os.read(reader, 15) == b"pass.yaml: pass"
    os.close(reader)
    assert not (folder / "pipe").is_file()


# help ----------------------------------------------------------------------------------------------------------------
def test_help_and_version() -> None:
    assert CliRunner().invoke(cli, ["--version"]).output == f"licensecheck {__version__}\n"
    top = CliRunner().invoke(cli, ["-h"])
    assert top.exit_code == 0
    for name in COMMANDS:
        assert f"  {name} " in top.output
        assert CliRunner().invoke(cli, [name, "-h"]).exit_code == 0


def test_an_unknown_command() -> None:
    done = CliRunner().invoke(cli, ["adit"])
    assert done.exit_code == 2
    assert "No such command 'adit'" in done.output

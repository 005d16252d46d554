"""The command: exit codes that never look like a verdict, files written whole or not at all, settings, encodings, pipes."""

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
from command import BROKEN, DUE, FAILING, OPEN, PASSING, environment, judged, run
from given import AS_OF

from licensecheck import __main__, __version__
from licensecheck.cli.main import COMMANDS, cli

MISSING = "error[missing-file]: there is no file `no.yaml`\n\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file of each verdict, and a broken one."""
    for name, text in (("pass", PASSING), ("fail", FAILING), ("open", OPEN), ("due", DUE), ("broken", BROKEN)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "deploy.yaml").write_text(PASSING, encoding="utf-8")
    return tmp_path


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


def in_process(*arguments: str) -> int:
    """The exit code of the command, run in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["licensecheck", *arguments])
        with pytest.raises(SystemExit) as exited:
            __main__.main()
    assert isinstance(exited.value.code, int)
    return exited.value.code


def test_a_process_of_its_own_exits_alike(folder: Path) -> None:
    codes = {name: judged(f"{name}.yaml", folder=folder).returncode for name in ("pass", "fail", "broken", "open", "due")}
    assert codes == {"pass": 0, "fail": 1, "broken": 2, "open": 3, "due": 3}


def test_the_report_keeps_the_word_whatever_exits_green(folder: Path) -> None:
    done = judged("open.yaml", "--fail-on", "fail", "-q", folder=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == f"open.yaml: unknown as of {AS_OF} (1 model, 0 policies, 1 clause: 1 unknown)\n".encode()


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
    assert [line.partition(" as of")[0] for line in lines] == ["fail.yaml: fail", "pass.yaml: pass"]
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


# days ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "day", ["tomorrow", "2026-02-30", "2026-13-01", "20261122", "2026-W47-7", "26-11-22", "2026-11-22T00:00", "２０２６-11-22"]
)
def test_a_day_that_is_none(folder: Path, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(cli, ["audit", f"--as-of={day}"], standalone_mode=False)
    expected = f"error[wrong-date]: `{day}` is no day\n  = help: write a day such as `2026-11-30`\n\nnothing was judged: 1 error\n"
    assert (done.return_value, done.output) == (2, expected)


def test_another_day_than_today_says_so(folder: Path) -> None:
    first = judged("pass.yaml", "--as-of", "2020-01-01", folder=folder).stdout.decode().splitlines()[0]
    assert first == "what if: these are not the declared facts on the day of today"
    assert json.loads(judged("pass.yaml", "--as-of", "2020-01-01", "--format", "json", folder=folder).stdout)["what_if"] is True
    assert json.loads(run("audit", "--format", "json", folder=folder).stdout)["what_if"] is False


# shape ---------------------------------------------------------------------------------------------------------------
def test_quiet_is_one_line_and_strict_says_so(folder: Path) -> None:
    done = judged("pass.yaml", "-q", "--strict", folder=folder)
    assert done.returncode == 3
    assert done.stdout.decode().startswith(f"pass.yaml: unknown as of {AS_OF}, strict (1 model, ")
    assert done.stdout.count(b"\n") == 1


def test_verbose_shows_every_clause_and_a_pass_says_little(folder: Path) -> None:
    quiet, loud = (judged("pass.yaml", *more, folder=folder).stdout.decode() for more in ([], ["-v"]))
    assert "[apache-2.0/" not in quiet
    assert loud.count("not applicable[apache-2.0/") + loud.count("pass[apache-2.0/") >= 5
    assert "= why: binds: " in loud


@pytest.mark.parametrize(
    ("options", "more", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {}, False),
        (["--color", "auto"], {"TERM": "xterm-256color"}, False),
    ],
)
def test_colour(folder: Path, options: list[str], more: dict[str, str], coloured: bool) -> None:
    done = judged("fail.yaml", *options, folder=folder, env=more)
    assert (b"\x1b[" in done.stdout) is coloured
    broken = judged("broken.yaml", *options, folder=folder, env=more)
    assert (b"\x1b[" in broken.stderr) is coloured


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
@pytest.mark.parametrize(
    ("more", "coloured"), [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_in_a_terminal(folder: Path, more: dict[str, str], coloured: bool) -> None:
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "licensecheck", "audit", "-q", "fail.yaml"]
    with subprocess.Popen(
        command, cwd=folder, env=environment(more), stdout=slave, stderr=slave, stdin=subprocess.DEVNULL
    ) as process:
        os.close(slave)
        assert process.wait() == 1
    said = os.read(master, 10_000)
    os.close(master)
    assert (b"\x1b[" in said) is coloured


def test_colour_changes_no_word(folder: Path) -> None:
    import re

    for name in ("fail.yaml", "due.yaml", "open.yaml"):
        plain, painted = (judged(name, "--color", color, folder=folder).stdout.decode() for color in ("never", "always"))
        assert re.sub("\x1b\\[[0-9;]*m", "", painted) == plain


# encodings -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8", "utf-16"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_any_terminal_gets_something(folder: Path, encoding: str, form: str) -> None:
    text = "version: 1\nmodels:\n  - {id: '아크메/모델', license: 'Ärger “1”'}\n"
    (folder / "wide.yaml").write_text(text, encoding="utf-8")
    done = judged("wide.yaml", "--format", form, folder=folder, env={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (3, b"")
    said = done.stdout.decode(encoding)
    assert ("아크메/모델" if encoding.startswith("utf") else "???/??") in said
    if form == "json":
        assert json.loads(said)["verdict"] == "unknown"


def test_a_c_locale(folder: Path) -> None:
    (folder / "wide.yaml").write_text("version: 1\nmodels:\n  - 아크메/모델\n", encoding="utf-8")
    done = judged("wide.yaml", folder=folder, env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert (done.returncode, done.stderr) == (3, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_file_names_of_any_bytes(folder: Path) -> None:
    for raw in (
        b"a b.yaml",
        b"tab\there.yaml",
        b"esc\x1b[31m.yaml",
        b"not-utf-8-\xff.yaml",
        "아크메.yaml".encode(),
        b"`tick`.yaml",
    ):
        name = os.fsdecode(raw)
        (folder / name).write_text(OPEN, encoding="utf-8")
        for options in ([], ["--format", "json"], ["--format", "json", "--output", "out.json"]):
            done = judged(name, *options, folder=folder)
            assert (done.returncode, done.stderr) == (3, b""), raw
            assert b"\x1b" not in done.stdout
        assert json.loads((folder / "out.json").read_bytes())["file"] == name
        missing = judged("no " + name, folder=folder)
        assert missing.returncode == 2
        assert b"\x1b" not in missing.stderr


# settings ------------------------------------------------------------------------------------------------------------
def configured(folder: Path, table: str, *arguments: str) -> tuple[int, str, str]:
    (folder / "pyproject.toml").write_text(table, encoding="utf-8")
    done = run("audit", *arguments, folder=folder)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_settings_stand_in_for_options(folder: Path) -> None:
    table = (
        '[tool.model-licensecheck]\nfiles = ["due.yaml"]\nfail-on = "unknown"\nformat = "json"\nrequired-version = ">=0.1,<99"\n'
    )
    code, out, _ = configured(folder, table)
    assert (code, json.loads(out)["file"]) == (0, "due.yaml")
    code, out, _ = configured(folder, table, "--fail-on", "due", "--format", "text", "-q", "fail.yaml")
    assert (code, out.partition(" as of")[0]) == (1, "fail.yaml: fail")


def test_settings_of_the_folders_above(folder: Path) -> None:
    """Files are those beside the settings, and a nearer pyproject.toml without the table hides nothing."""
    (folder / "pyproject.toml").write_text('[tool.model-licensecheck]\nfiles = ["fail.yaml"]\nstrict = true\n', encoding="utf-8")
    below = folder / "one" / "two"
    below.mkdir(parents=True)
    (below / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    done = run("audit", "-q", folder=below)
    assert (done.returncode, done.stdout.decode().partition(" as of")[0]) == (1, os.path.join("..", "..", "fail.yaml") + ": fail")
    (folder / "one" / ".git").mkdir()
    assert run("audit", "-q", folder=below).stderr.decode().startswith("error[missing-file]: there is no file `deploy.yaml`\n")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("[tool.model-licensecheck]\nbogus = 1", "error[unknown-key]: `tool.model-licensecheck` has no key `bogus`"),
        ('[tool."model-licensecheck"]\nbogus = 1', "error[unknown-key]: `tool.model-licensecheck` has no key `bogus`"),
        ("[tool]\nmodel-licensecheck = {bogus = 1}", "error[unknown-key]: `tool.model-licensecheck` has no key `bogus`"),
        ("[tool]\nmodel-licensecheck = 3", "error[wrong-type]: `tool.model-licensecheck` of `pyproject.toml` is a table"),
        ("[[tool.model-licensecheck]]", "error[wrong-type]: `tool.model-licensecheck` of `pyproject.toml` is a table"),
        ('[tool.model-licensecheck]\nfail-on = "never"', "error[unknown-value]: `never` is no `fail-on`"),
        ('[tool.model-licensecheck]\nstrict = "no"', "error[wrong-type]: `strict` is true or false"),
        ("[tool.model-licensecheck]\nfiles = 3", "error[wrong-type]: `files` is a list of paths"),
        ('[tool.model-licensecheck]\npolicies = "no-such"', "error[missing-file]: there is no folder `no-such`"),
        ("[tool.model-licensecheck]\npolicies = 3", "error[wrong-type]: `policies` is a folder"),
        ("[tool.model-licensecheck]\nrequired-version = 'x'", "error[wrong-type]: `x` is no version specifier"),
        (
            "[tool.model-licensecheck]\nrequired-version = '>=99'",
            f"error[wrong-version]: this is version {__version__}, and `>=99` is required",
        ),
        ("[tool.model-licensecheck\n", "error[not-toml]: `pyproject.toml` is not TOML: "),
        ("[tool.model-licensecheck]\nx = " + "[" * 5000, "error[not-toml]: `pyproject.toml` is not TOML: "),
    ],
)
def test_wrong_settings(folder: Path, table: str, message: str) -> None:
    code, out, err = configured(folder, table + "\n")
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert err.endswith("nothing was judged: 1 error\n")


def test_a_wrong_key_is_marked_where_it_stands(folder: Path) -> None:
    _, _, err = configured(folder, '[project]\nfail-on = 1\n\n[tool.model-licensecheck]\nfail-no = "due"\n')
    assert err == (
        "error[unknown-key]: `tool.model-licensecheck` has no key `fail-no`\n"
        " --> pyproject.toml:5:1\n"
        "  |\n"
        '5 | fail-no = "due"\n'
        "  | ^^^^^^^^^^^^^^^\n"
        "   = help: did you mean `fail-on`?\n"
        "\n"
        "nothing was judged: 1 error\n"
    )


def test_a_pyproject_without_the_table_is_not_ours(folder: Path) -> None:
    assert configured(folder, "tool = 3 # not model-licensecheck\n", "-q")[0] == 0
    assert configured(folder, "this is no TOML", "-q")[0] == 0


# policies of one's own -----------------------------------------------------------------------------------------------
OWN = """\
policy: {}
name: Acme License
licensor: acme
clauses:
  - id: never
    kind: right
    section: "1"
    title: Any use
    says: Nobody may use it.
"""


def with_own(folder: Path, text: str, line: str) -> subprocess.CompletedProcess[bytes]:
    (folder / "own").mkdir(exist_ok=True)
    (folder / "own" / "acme.yaml").write_text(text, encoding="utf-8")
    (folder / "own.yaml").write_text(f"version: 1\nmodels:\n  - {line}\n", encoding="utf-8")
    return judged("own.yaml", "-q", "--policies", "own", folder=folder)


def test_policies_of_ones_own_stand_beside_the_shipped_ones(folder: Path) -> None:
    done = with_own(folder, OWN.format("acme-1"), "{id: acme/x, license: acme-1}")
    assert (done.returncode, done.stderr.decode()) == (1, "")
    both = with_own(folder, OWN.format("acme-1"), "{id: huggyllama/llama-7b, commercial: true}")
    assert both.returncode == 1


@pytest.mark.parametrize("name", ["apache-2.0", "gemma-terms", "gemma-terms-2024-02-21"])
def test_no_policy_takes_the_place_of_a_shipped_one(folder: Path, name: str) -> None:
    """A folder with `policy: apache-2.0` and no clause would turn every fail of that license into a pass."""
    done = with_own(folder, OWN.format(name), "{id: acme/x, license: mit}")
    assert done.returncode == 2
    assert done.stderr.decode() == (
        f"error[duplicate-policy]: the policy `{name}` is a shipped one\n"
        " --> own/acme.yaml:1:9\n"
        "  |\n"
        f"1 | policy: {name}\n"
        f"  |         {'^' * len(name)}\n"
        "   = help: give yours an id of its own\n"
        "\n"
        "nothing was judged: 1 error\n"
    )


def test_an_error_in_ones_own_policy(folder: Path) -> None:
    done = with_own(folder, OWN.format("acme-1").replace("kind: right", "kind: rigth"), "acme/x")
    assert done.returncode == 2
    assert done.stderr.decode().startswith(
        "error[unknown-value]: `rigth` is no `kind`\n --> own/acme.yaml:6:11\n  |\n6 |     kind: rigth\n"
    )


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

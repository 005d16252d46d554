"""What a terminal gets: short or long, with colours or without, in any encoding, of files with any name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from command import OPEN, environment, judged, one_of_each, run
from given import AS_OF

from licensecheck.cli.main import cli


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return one_of_each(tmp_path)


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

"""The examples in the help of every command: each is run, in a repository that has what it names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command import DUE, FAILING, environment, run
from given import ROOT

from licensecheck.cli.main import cli

VERDICTS = (0, 1, 3)


def commands(group: click.Group = cli, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name: `policies check`."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield above + name, command
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")


def examples(command: click.Command) -> list[str]:
    """The lines of its examples; a line that is a comment alone belongs to the one above."""
    said = (command.epilog or "").replace("\\\n", "").partition("Examples:\n")[2].splitlines()
    return [line.strip() for line in said if line.strip() and not line.lstrip().startswith("#")]


COMMANDS = dict(commands())
ALL = [(name, line) for name, command in COMMANDS.items() for line in examples(command)]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_of_itself(name: str) -> None:
    found = examples(COMMANDS[name])
    assert found
    assert all(f"licensecheck {name}" in line for line in found)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_a_terminal(name: str) -> None:
    top = click.Context(cli, info_name="licensecheck", help_option_names=["-h", "--help"])
    lines = COMMANDS[name].get_help(click.Context(COMMANDS[name], info_name=name, parent=top)).splitlines()
    assert [line for line in lines if len(line) > 80] == []


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with services, models, a declared deployment, and `licensecheck` on the path."""
    folder = tmp_path_factory.mktemp("repository")
    for name, text in (
        ("deploy.yaml", DUE),
        ("services/chat/deploy.yaml", FAILING),
        ("services/search/deploy.yaml", DUE),
        ("services/chat/app.py", 'MODEL = "meta-llama/Llama-3.1-8B-Instruct"\n'),
        ("models/legal/LICENSE", "Permission is hereby granted, free of charge\n"),
        ("before/policies/.keep", ""),
        ("fleet.csv", "id,team,deployment.commercial\nhuggyllama/llama-7b,chat,true\n"),
        ("models.csv", "id,license,base_model\nacme/llm,mit,meta-llama/Llama-3.1-8B\n"),
        (".bin/licensecheck", f'#!/bin/sh\nexec "{sys.executable}" -m licensecheck "$@"\n'),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / ".bin" / "licensecheck").chmod(0o755)
    shutil.copy(Path(ROOT, "LICENSE"), folder / "LICENSE")
    for name in ("meta", "mistral"):
        shutil.copytree(Path(ROOT, "policies", name), folder / "policies" / name)
    shutil.copytree(folder / "policies" / "meta", folder / "before" / "policies" / "meta")
    shutil.copytree(folder / "policies" / "mistral", folder / "before" / "policies" / "mistral")
    run("audit", "--output", "json=known.json", folder=folder)
    for arguments in (["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "first"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, stdin=subprocess.DEVNULL)
    return folder


@pytest.mark.skipif(shutil.which("git") is None or os.name != "posix", reason="a shell and git")
@pytest.mark.parametrize(("name", "line"), ALL, ids=[line for _, line in ALL])
def test_the_example_runs(name: str, line: str, repository: Path, tmp_path: Path) -> None:
    if "| source" in line and shutil.which("fish") is None:
        pytest.skip("no fish here")
    program = ["fish", "-c"] if "| source" in line else ["bash", "-c"]
    here = tmp_path / "repository"
    shutil.copytree(repository, here)
    if name == "init" and "--force" not in line:
        for each in here.rglob("deploy.yaml"):
            each.unlink()
    if "completion zsh" in line:
        program = ["bash", "-n", "-c"]  # what it prints is zsh's; test_completion loads it there
    offline = os.path.join(ROOT, "tests", "offline")  # whatever opens a socket ends there
    env = environment({"PATH": f"{here / '.bin'}:{os.environ['PATH']}", "PYTHONPATH": f"{offline}:{ROOT}"})
    done = subprocess.run(
        [*program, line], cwd=here, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode in VERDICTS, done.stderr
    assert "error[" not in done.stderr
    assert "Usage:" not in done.stderr


def test_the_network_is_out_of_reach() -> None:
    """What keeps the examples offline does."""
    env = environment({"PYTHONPATH": os.path.join(ROOT, "tests", "offline")})
    said = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", said], env=env, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("RuntimeError: the network was asked for something: socket.")

"""The Tab key: what is offered for each word, and that real shells take it."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from command import environment, run
from test_examples import COMMANDS

from licensecheck.api import load_corpus
from licensecheck.report.formats import FORMATS


def offered(line: str, folder: Path) -> list[str]:
    """What is offered for the last word of a line, `type,value` each, by the protocol of click."""
    words = line.split(" ")
    env = {"_LICENSECHECK_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = run(folder=folder, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().split()


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("licensecheck iden", ["plain,identify"]),
        ("licensecheck policies d", ["plain,diff"]),
        ("licensecheck audit --lock", ["plain,--locked"]),
        ("licensecheck audit --format sa", ["plain,sarif"]),
        ("licensecheck audit --fail-on ", ["plain,fail", "plain,unknown", "plain,due"]),
        ("licensecheck audit deplo", ["file,deplo"]),
        ("licensecheck audit --output sar", ["plain,sarif="]),
        ("licensecheck audit --output sarif=x", ["file,sarif=x"]),
        ("licensecheck audit --set organization.cou", ["plain,organization.country="]),
        ("licensecheck audit --set deployment.commercial=", ["plain,deployment.commercial=no", "plain,deployment.commercial=yes"]),
        ("licensecheck audit --set organization.type=aca", ["plain,organization.type=academic"]),
        ("licensecheck audit --set nobody.knows=", []),
        ("licensecheck explain gemma-terms-2025", ["plain,gemma-terms-2025-03-24"]),
        ("licensecheck explain mit/", ["plain,mit/license-copy"]),
        ("licensecheck explain nobody/", []),
        ("licensecheck models meta-llama/llama-3.1-8b-i", ["plain,meta-llama/Llama-3.1-8B-Instruct"]),
        ("licensecheck models amazon.nova-premier-v1:", ["plain,amazon.nova-premier-v1:0"]),
        ("licensecheck completion z", ["plain,zsh"]),
        ("licensecheck identify LICEN", ["file,LICEN"]),
        ("licensecheck audit --pack product", ["plain,product-licenses"]),
        ("licensecheck audit --pack packs/ac", ["file,packs/ac"]),
        ("licensecheck waive x apache-2.0/license-c", ["plain,apache-2.0/license-copy"]),
    ],
)
def test_what_is_offered(line: str, wanted: list[str], tmp_path: Path) -> None:
    assert offered(line, tmp_path) == wanted


def test_every_model_policy_clause_and_format_is_offered(tmp_path: Path) -> None:
    corpus = load_corpus()
    models = [f"plain,{name}" for name, _ in corpus.catalog.ids.values()]
    assert offered("licensecheck models ", tmp_path) == sorted(models)
    policies = {line.removeprefix("plain,") for line in offered("licensecheck explain ", tmp_path)}
    assert set(corpus.ids) <= policies
    for name in ("llama-3.1-community", "gemma-terms"):
        clauses = {f"plain,{name}/{clause.id}" for clause in corpus.editions(name)[-1].clauses}
        assert set(offered(f"licensecheck explain {name}/", tmp_path)) == clauses
    assert offered("licensecheck audit --output ", tmp_path) == sorted(f"plain,{name}=" for name in FORMATS)
    assert offered("licensecheck hub --output ", tmp_path) == ["plain,html=", "plain,parquet="]


def test_every_choice_of_every_option_is_offered(tmp_path: Path) -> None:
    told = 0
    for name, command in COMMANDS.items():
        for option in command.params:
            if isinstance(option, click.Option) and isinstance(option.type, click.Choice):
                wanted = [f"plain,{each}" for each in option.type.choices]
                assert offered(f"licensecheck {name} {option.opts[0]} ", tmp_path) == wanted
                told += 1
    assert told > 10


FREE = {
    "--since", "--as-of", "--needs", "--answer", "--reason", "--approver", "--until", "--reference", "--most",
    "--why", "--then-as-of",
}  # fmt: skip
"""Words that nobody can know beforehand: days, revisions, names, reasons."""


def test_every_word_is_offered_or_free() -> None:
    """A command that is added says where its words come from: `shell_complete=complete.file` and its like, or a type of click."""
    silent = set()
    for name, command in COMMANDS.items():
        for each in command.params:
            told = each._custom_shell_complete is not None or not isinstance(each.type, click.types.StringParamType)
            if not told and each.opts[0] not in FREE:
                silent.add(f"{name} {each.opts[0]}")
    assert silent == set()


def test_a_broken_checkout_says_nothing(tmp_path: Path) -> None:
    """Errors would stand in the middle of the line that is typed."""
    code = "import licensecheck.cli.complete as c; from licensecheck.source.diagnostic import InputError\n"
    code += "def broken(): raise InputError(())\nc.load_corpus = broken\n"
    code += "print(c.model(None, None, ''), c.policy(None, None, ''), c.assignment(None, None, ''))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[] [] []\n", "")


# real shells ---------------------------------------------------------------------------------------------------------
PROMPT = "ready> "
SET_UP = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "bind 'set show-all-if-ambiguous on'; bind 'set bell-style none'; PS1='{}'"),
    "zsh": (["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D; unsetopt beep; PS1='{}'"),
}


def with_command(folder: Path) -> dict[str, str]:
    """An environment in which `licensecheck` is a command."""
    script = folder / "bin" / "licensecheck"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m licensecheck "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return environment({"PATH": f"{script.parent}:{os.environ['PATH']}", "TERM": "dumb", "HOME": str(folder)})


class Terminal:
    """A shell in a terminal: what is typed goes in, what it draws comes out."""

    def __init__(self, shell: str, folder: Path) -> None:
        command, first = SET_UP[shell]
        env = with_command(folder)
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)
        self.drawn = ""
        self.say(first.format(PROMPT) + "\n")
        self.say(f"eval \"$(licensecheck completion {shell})\"; echo lo''aded\n")
        self.wait("loaded")

    def say(self, text: str) -> None:
        os.write(self.master, text.encode())

    def wait(self, wanted: str, seconds: float = 30) -> None:
        """Read until something is drawn."""
        end = time.monotonic() + seconds
        while wanted not in self.drawn and time.monotonic() < end:
            if select.select([self.master], [], [], 0.2)[0]:
                self.drawn += os.read(self.master, 65536).decode(errors="replace")
        assert wanted in self.drawn, self.drawn

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


TYPED = pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("licensecheck iden", "licensecheck identify"),
        ("licensecheck models meta-llama/Llama-3.1-8B-I", "licensecheck models meta-llama/Llama-3.1-8B-Instruct"),
        ("licensecheck models amazon.nova-premier-v1:", "licensecheck models amazon.nova-premier-v1:0"),
        ("licensecheck explain llama-3.1-community/additional", "llama-3.1-community/additional-commercial-terms"),
        ("licensecheck audit --format sar", "licensecheck audit --format sarif"),
        ("licensecheck audit --set organization.type=acad", "organization.type=academic"),
    ],
)


@pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
@pytest.mark.parametrize("shell", [shell for shell in SET_UP if shutil.which(shell)])
@TYPED
def test_a_real_shell_completes(shell: str, typed: str, completed: str, tmp_path: Path) -> None:
    terminal = Terminal(shell, tmp_path)
    try:
        terminal.drawn = ""
        terminal.say(f"{typed}\t")
        terminal.wait(completed)
    finally:
        terminal.close()


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
@TYPED
def test_fish_completes(typed: str, completed: str, tmp_path: Path) -> None:
    line = f"licensecheck completion fish | source; complete -C '{typed}'"
    command = ["fish", "--no-config", "-c", line]
    done = subprocess.run(command, cwd=tmp_path, env=with_command(tmp_path), capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == completed.rsplit(maxsplit=1)[-1]

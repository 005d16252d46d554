"""docs/ship.md as a newcomer follows it: its commands print what it shows, and its steps lead to a pass."""

from __future__ import annotations

import re
from pathlib import Path

from command import run
from given import AS_OF, ROOT

PAGE = Path(ROOT, "docs", "ship.md")
BLOCK = re.compile(r"```(console|yaml)\n(.*?)```\n", re.DOTALL)


def printed(command: str, folder: Path) -> str:
    """What a command prints on the day of the tests; the sentence that says so is left out."""
    program, name, *rest = command.split()
    assert program == "licensecheck"
    text = run(name, *rest, *(("--as-of", AS_OF) if name == "audit" else ()), folder=folder).stdout.decode()
    return text.removeprefix("what if: these are not the declared facts on the day of today\n\n")


def test_the_commands_print_what_the_page_shows(tmp_path: Path, update_golden: bool) -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    (tmp_path / "deploy.yaml").write_text(next(code for kind, code in blocks if kind == "yaml"), encoding="utf-8")
    shown = [code for kind, code in blocks if kind == "console"]
    assert len(shown) == 2
    for code in shown:
        command = code.partition("\n")[0].removeprefix("$ ")
        said = f"$ {command}\n{printed(command, tmp_path)}"
        if update_golden:
            text = text.replace(code, said)
        else:
            assert code == said
    if update_golden:
        PAGE.write_text(text, encoding="utf-8", newline="\n")


def test_the_steps_lead_to_a_pass(tmp_path: Path) -> None:
    deploy, evidence = [code for kind, code in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if kind == "yaml"]
    (tmp_path / "deploy.yaml").write_text(deploy + evidence, encoding="utf-8")
    (tmp_path / "README.md").write_text("A support assistant. Built with Llama.\n", encoding="utf-8")
    assert printed("licensecheck audit -q", tmp_path).startswith(f"deploy.yaml: pass as of {AS_OF} ")

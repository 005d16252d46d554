"""The pre-commit hook: which files start it, and that its entry is a command that exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from given import ROOT

from licensecheck.cli.main import COMMANDS

HOOK = yaml.safe_load((Path(ROOT) / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def test_the_hooks() -> None:
    assert [hook["id"] for hook in HOOK] == ["licensecheck", "licensecheck-scan", "licensecheck-notice"]
    # the second looks at the whole tree, whatever changed
    assert (HOOK[1]["entry"], HOOK[1]["pass_filenames"]) == ("licensecheck audit --scan", False)
    assert (HOOK[0]["language"], HOOK[0]["types"], HOOK[0]["require_serial"]) == ("python", ["yaml"], True)


@pytest.mark.parametrize("path", ["deploy.yaml", "deploy.yml", "services/chat/deploy.yaml", "a b/deploy.yml"])
def test_files_that_start_it(path: str) -> None:
    assert re.search(HOOK[0]["files"], path)


@pytest.mark.parametrize(
    "path", ["deploy.json", "redeploy.yaml", "deploy.yaml.orig", "deploy_yaml", "deployment.yaml", "deploy.yaml/x"]
)
def test_files_that_do_not(path: str) -> None:
    assert not re.search(HOOK[0]["files"], path)


def test_the_entry_is_a_command_of_the_package() -> None:
    program, command = HOOK[0]["entry"].split()
    scripts = tomllib.loads((Path(ROOT) / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts[program] == scripts["model-licensecheck"] == "licensecheck.__main__:main"
    assert command in COMMANDS

"""Settings in pyproject.toml, and policies of one's own: none of them weakens a verdict."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from command import BROKEN, DUE, FAILING, OPEN, PASSING, judged, run

from licensecheck import __version__


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file of each verdict, and a broken one."""
    for name, text in (("pass", PASSING), ("fail", FAILING), ("open", OPEN), ("due", DUE), ("broken", BROKEN)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "deploy.yaml").write_text(PASSING, encoding="utf-8")
    return tmp_path


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

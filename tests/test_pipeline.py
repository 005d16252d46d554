"""The ways into a pipeline, each run as far as a machine without a runner can: the action's script, the GitLab job, the hooks."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import DUE, FAILING, PASSING, environment
from given import ROOT

ACTION = yaml.safe_load(Path(ROOT, "action.yml").read_text(encoding="utf-8"))
JOB = yaml.safe_load(Path(ROOT, "ci", "gitlab.yml").read_text(encoding="utf-8"))["licensecheck"]
CODE = 'MODEL = "mistralai/Mixtral-8x7B-Instruct-v0.1"\n'
POSIX = pytest.mark.skipif(os.name != "posix", reason="scripts of a POSIX shell")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with three deployments, code that uses their model, and `licensecheck` beside it on the path."""
    folder = tmp_path / "repository"
    for name, text in (
        ("deploy.yaml", PASSING), ("services/a/deploy.yaml", DUE), ("services/b c/deploy.yaml", FAILING), ("app.py", CODE),
        ("../bin/licensecheck", f'#!/bin/sh\nexec "{sys.executable}" -m licensecheck "$@"\n'),
    ):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "bin" / "licensecheck").chmod(0o755)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def path_of(repository: Path) -> str:
    return f"{repository.parent / 'bin'}:{os.environ['PATH']}"


# GitHub --------------------------------------------------------------------------------------------------------------
def act(repository: Path, **inputs: str) -> tuple[int, str, dict[str, str], str]:
    """Run the script of the action: exit code, what it prints, its outputs, the summary of the step."""
    outputs, summary = repository.parent / "output", repository.parent / "summary"
    outputs.write_text("", encoding="utf-8")
    summary.write_text("", encoding="utf-8")
    env = {
        "PATH": path_of(repository), "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": ROOT, "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(repository.parent), "LICENSECHECK_PACKAGE": "installed",
    }  # fmt: skip
    env |= {f"LICENSECHECK_{name}": value for name, value in inputs.items()}
    command = ["bash", str(Path(ROOT, "ci", "action.sh"))]
    done = subprocess.run(command, cwd=repository, env=environment(env), capture_output=True, text=True, check=False)
    said = dict(line.split("=", 1) for line in outputs.read_text(encoding="utf-8").splitlines())
    return done.returncode, done.stdout + done.stderr, said, summary.read_text(encoding="utf-8")


@POSIX
def test_the_action_passes(repository: Path) -> None:
    code, said, outputs, summary = act(repository)
    assert code == 0, said
    assert said.splitlines()[-1].startswith("licensecheck: deploy.yaml is pass as of ")
    assert outputs == {"exit-code": "0", "sarif": "licensecheck.sarif", "report": "licensecheck.json"}
    assert summary.startswith("<!-- licensecheck -->\n\n### Model licenses: pass")
    assert json.loads((repository / "licensecheck.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert json.loads((repository / "licensecheck.json").read_text(encoding="utf-8"))["verdict"] == "pass"


@POSIX
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"FILES": "services/a/deploy.yaml", "SCAN": "false"}, 3),
        ({"FILES": "services/*/deploy.yaml\n", "SCAN": "false"}, 1),
        ({"FILES": "deploy.yaml\r\nservices/a/deploy.yaml\r\n"}, 3),
        ({"FILES": "services/a/deploy.yaml", "FAIL_ON": "unknown", "SCAN": "false"}, 0),
        ({"FOLDER": "services/b c", "SCAN": "false"}, 1),
        ({"FILES": "no/such/file.yaml"}, 2),
        ({"POLICIES": "no-such-folder"}, 2),
    ],
)
def test_what_the_action_is_asked(repository: Path, inputs: dict[str, str], code: int) -> None:
    exited, said, outputs, _ = act(repository, **inputs)
    assert exited == code, said
    assert outputs["exit-code"] == str(code)
    assert ("report" in outputs) is (code != 2)


@POSIX
def test_an_undeclared_model_is_an_annotation_at_its_line(repository: Path) -> None:
    (repository / "app.py").write_text(CODE + 'OTHER = "gpt-4o"\n', encoding="utf-8")
    code, said, _, _ = act(repository)
    assert code == 3
    assert "::warning file=app.py,line=2," in said


@POSIX
@pytest.mark.parametrize(
    "hostile",
    [
        "$(touch pwned)",
        "`touch pwned`",
        "; touch pwned",
        '"; touch pwned; "',
        "--output=json=pwned",
        "-v\n--output=pwned",
        "::set-output name=x::y",
        "x\n::error::forged",
        "x\nexit-code=0",
        "${{ github.token }}",
    ],
)
@pytest.mark.parametrize("name", ["FILES", "SCAN", "STRICT", "FAIL_ON", "POLICIES", "SARIF", "REPORT", "FOLDER", "PACKAGE"])
def test_no_input_becomes_a_command(repository: Path, name: str, hostile: str) -> None:
    if name == "PACKAGE" and not hostile.startswith("-") and "\n" not in hostile:
        pytest.skip("pip would be asked for it")
    before = {each.name for each in repository.iterdir()}
    code, said, outputs, _ = act(repository, **{name: hostile})
    assert code in (0, 2, 3)
    assert not (repository / "pwned").exists()
    assert not (repository / "services" / "pwned").exists()
    assert not [line for line in said.splitlines() if line.startswith(("::set-output", "::error::forged"))]
    assert set(outputs) <= {"exit-code", "sarif", "report"}
    assert outputs.get("exit-code", str(code)) == str(code)
    made = {each.name for each in repository.iterdir()} - before
    assert made <= {"licensecheck.sarif", "licensecheck.json", *(hostile.split("/") if name in ("SARIF", "REPORT") else ())}


def test_no_input_is_put_into_a_script() -> None:
    (step,) = ACTION["runs"]["steps"]
    assert "${{" not in step["run"]
    assert step["env"] == {
        "LICENSECHECK_" + {"working-directory": "FOLDER"}.get(name, name.upper().replace("-", "_")): f"${{{{ inputs.{name} }}}}"
        for name in ACTION["inputs"]
    }
    script = Path(ROOT, "ci", "action.sh").read_text(encoding="utf-8")
    for name in step["env"]:
        assert name in script or name.removeprefix("LICENSECHECK_") in script
    assert "uses" not in step


def test_the_page_tells_every_input_with_its_default() -> None:
    page = Path(ROOT, "docs", "pipeline.md").read_text(encoding="utf-8")
    for name, about in ACTION["inputs"].items():
        row = next(line for line in page.splitlines() if line.startswith("|") and f"`{name}`" in line.split("|")[1])
        assert not about["default"] or f"`{about['default']}`" in row, name


@pytest.mark.parametrize(("schema", "file"), [("github-actions", "action.yml"), ("gitlab-ci", "ci/gitlab.yml")])
def test_the_files_keep_to_their_schemas(schema: str, file: str) -> None:
    if importlib.util.find_spec("check_jsonschema") is None:
        pytest.skip("check-jsonschema, which carries the schemas, is not installed")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done.stdout


# GitLab --------------------------------------------------------------------------------------------------------------
@POSIX
@pytest.mark.parametrize(("files", "code"), [("deploy.yaml", 0), ("deploy.yaml services/a/deploy.yaml", 3), ("no.yaml", 2)])
def test_the_job_runs(repository: Path, files: str, code: int) -> None:
    env = environment({"PATH": path_of(repository), "LICENSECHECK_FILES": files})
    script = "\n".join(["set -e", *JOB["script"]])
    done = subprocess.run(["sh", "-c", script], cwd=repository, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    reports = [*JOB["artifacts"]["paths"], *JOB["artifacts"]["reports"].values()]
    assert all((repository / name).exists() for name in reports) is (code != 2)


# hooks ---------------------------------------------------------------------------------------------------------------
def committed(repository: Path, config: list[dict[str, Any]], *files: str) -> tuple[int, str]:
    """Run pre-commit on some staged files, with the hooks as they are but for the environment, which is this one."""
    hooks = [{**hook, "language": "system"} for hook in config]
    text = yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})
    (repository / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    env = environment(
        {"PATH": path_of(repository), "PRE_COMMIT_HOME": str(repository.parent / "home"), "GIT_CONFIG_GLOBAL": os.devnull}
    )
    env.pop("PYTHONWARNINGS")
    command = [sys.executable, "-m", "pre_commit", "run", "--verbose", "--color", "never", "--files", *files]
    done = subprocess.run(command, cwd=repository, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@POSIX
@pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed")
def test_the_hooks_run_under_pre_commit(repository: Path) -> None:
    hooks = yaml.safe_load(Path(ROOT, ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    by_id = {hook["id"]: hook for hook in hooks}
    # the file that changed is what is judged
    code, said = committed(repository, [by_id["licensecheck"]], "services/a/deploy.yaml", "app.py")
    assert (code, "- exit code: 3" in said, "services/a/deploy.yaml: due as of" in said) == (1, True, True)
    assert committed(repository, [by_id["licensecheck"]], "deploy.yaml")[0] == 0
    code, said = committed(repository, [by_id["licensecheck"]], "app.py")
    assert (code, "(no files to check)Skipped" in said) == (0, True)
    # the code is held against deploy.yaml whatever changed
    assert committed(repository, [by_id["licensecheck-scan"]], "app.py")[0] == 0
    (repository / "app.py").write_text(CODE + 'OTHER = "gpt-4o"\n', encoding="utf-8")
    code, said = committed(repository, [by_id["licensecheck-scan"]], "app.py")
    assert (code, "unknown[scan/undeclared-model]: `gpt-4o` is in use and not declared" in said) == (1, True)
    # what is owed to others
    (repository / "deploy.yaml").write_text(DUE, encoding="utf-8")
    code, said = committed(repository, [by_id["licensecheck-notice"]], "deploy.yaml")
    assert (code, "`licensecheck notice --write .` writes it" in said) == (1, True)
    wrote = subprocess.run(
        ["licensecheck", "notice", "--write", "."],
        cwd=repository,
        env=environment({"PATH": path_of(repository)}),
        capture_output=True,
        check=False,
    )
    assert wrote.returncode == 0
    assert committed(repository, [by_id["licensecheck-notice"]], "deploy.yaml")[0] == 0
    code, said = committed(repository, [by_id["licensecheck-notice"]], "app.py")
    assert (code, "(no files to check)Skipped" in said) == (0, True)


@pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed")
def test_pre_commit_takes_the_manifest() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


# the container -------------------------------------------------------------------------------------------------------
def test_the_image_is_built_without_a_network_and_runs_without_rights() -> None:
    lines = Path(ROOT, "Containerfile").read_text(encoding="utf-8").splitlines()
    steps = [line for line in lines if line and not line.startswith(("#", " "))]
    assert [line.split()[0] for line in steps] == [
        "ARG",
        "FROM",
        "COPY",
        "RUN",
        "FROM",
        "COPY",
        "ENV",
        "USER",
        "WORKDIR",
        "ENTRYPOINT",
        "CMD",
    ]
    assert "--no-index" in "".join(lines)
    assert "USER 65532:65532" in steps
    assert Path(ROOT, ".containerignore").read_text(encoding="utf-8").split() == ["*", "!dist/*.whl"]


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="no shellcheck here")
def test_the_script_is_clean() -> None:
    done = subprocess.run(["shellcheck", str(Path(ROOT, "ci", "action.sh"))], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")

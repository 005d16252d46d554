"""`licensecheck scan` and `audit --scan` as commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from licensecheck.cli.main import cli

DEPLOY = """version: 1
organization: {name: Acme, type: company}
deployment: {name: chat, environment: production}
models:
  - id: mistralai/Mistral-7B-Instruct-v0.3
  - id: Qwen/Qwen3-8B
"""


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(words), standalone_mode=False)
    assert result.exception is None, result.output
    return (result.return_value if isinstance(result.return_value, int) else 0), result.output


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "deploy.yaml").write_text(DEPLOY)
    (tmp_path / "app.py").write_text(
        'a = f(model="mistralai/Mistral-7B-Instruct-v0.3")\nb = f(model="gpt-4o")\n# c = f(model="gpt-4.1")\n'
    )
    (tmp_path / "more.sh").write_text("serve --model gpt-4o\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def git(*words: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], check=True, capture_output=True)


def test_the_list_shows_what_is_in_force(tree: Path) -> None:
    code, text = run("scan")
    assert code == 0
    assert "app.py:2:14" in text
    assert "gpt-4.1" not in text
    assert text.endswith(".: 2 models, 4 references in 3 files (3 live, 1 comment); --all lists 1 more\n")
    assert "gpt-4.1" in run("scan", "--all")[1]
    assert "gpt-4o" not in run("scan", "--class", "comment")[1]


def test_json_holds_every_class(tree: Path) -> None:
    code, text = run("scan", "--format", "json")
    document = json.loads(text)
    assert code == 0
    assert [(each["file"], each["line"], each["column"], each["text"], each["class"]) for each in document["references"]] == [
        ("app.py", 1, 14, "mistralai/Mistral-7B-Instruct-v0.3", "live"),
        ("app.py", 2, 14, "gpt-4o", "live"),
        ("app.py", 3, 16, "gpt-4.1", "comment"),
        ("more.sh", 1, 15, "gpt-4o", "live"),
    ]
    gpt = next(each for each in document["models"] if each["id"] == "gpt-4o")
    assert (gpt["occurrences"], gpt["in_force"], gpt["known"], gpt["namespace"]) == (2, True, True, "openai")
    assert text == run("scan", "--format", "json")[1]


def test_nothing_to_scan(tree: Path) -> None:
    assert run("scan", "nowhere")[0] == 2
    assert run("scan", "--since", "nothing")[0] == 2
    assert run("scan", "--since", "--help-me")[0] == 2


def test_since_a_revision(tree: Path) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    (tree / "app.py").write_text((tree / "app.py").read_text() + 'd = f(model="o4-mini")\n')
    (tree / "new.py").write_text('e = f(model="gpt-5")\n')
    text = run("scan", "--since", "HEAD", "--format", "json")[1]
    assert [(each["file"], each["line"], each["id"]) for each in json.loads(text)["references"]] == [
        ("app.py", 4, "o4-mini"),
        ("new.py", 1, "gpt-5"),
    ]


def test_git_runs_no_program_of_the_repository(tree: Path) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    for key, value in (
        ("diff.external", "touch ran"),
        ("core.fsmonitor", "touch ran"),
        ("diff.x.textconv", "touch ran"),
        ("diff.x.command", "touch ran"),
    ):
        git("config", key, value)
    (tree / ".gitattributes").write_text("*.py diff=x\n")
    (tree / "app.py").write_text("x = 1\n")
    run("scan", "--since", "HEAD")
    assert not (tree / "ran").exists()


def test_an_audit_finds_what_is_not_declared(tree: Path) -> None:
    before = json.loads(run("audit", "--format", "json")[1])
    code, text = run("audit", "--scan", "--format", "json")
    after = json.loads(text)
    assert code in (1, 3)
    assert len(after["models"]) == len(before["models"]) + 1
    found = after["models"][-1]
    assert (found["id"], found["file"], found["line"], found["verdict"]) == ("gpt-4o", "app.py", 2, "unknown")
    assert [finding["clause"] for finding in found["findings"]] == ["undeclared-model"]
    assert [note["code"] for note in after["notes"] if note["code"] == "unmentioned-model"] == ["unmentioned-model"]
    note = next(note for note in after["notes"] if note["code"] == "unmentioned-model")
    assert (note["file"], note["line"]) == ("deploy.yaml", 6)


def test_a_name_like_that_of_a_model_is_noted(tree: Path) -> None:
    # a deployment of Azure may be called after its model, and need not be
    called = 'llm = AzureChatOpenAI(azure_deployment="gpt-4.1")\n'
    (tree / "azure.py").write_text(called)
    (tree / "tests").mkdir(exist_ok=True)
    (tree / "tests" / "test_azure.py").write_text(called.replace("gpt-4.1", "gpt-4.1-mini"))
    (tree / "chat.py").write_text(called.replace("gpt-4.1", "chat"))
    before = json.loads(run("audit", "--format", "json")[1])
    after = json.loads(run("audit", "--scan", "--format", "json")[1])
    found = [(note["message"], note["file"], note["line"]) for note in after["notes"] if note["code"] == "undeclared-name"]
    words = "is a name of the team's own, called like a model that nothing declares; declare `gpt-4.1` if it is that one"
    assert found == [(f"`gpt-4.1` {words}", "azure.py", 1)]
    assert "gpt-4.1" not in [model["id"] for model in after["models"]]
    assert len(after["models"]) == len(before["models"]) + 1  # what the tree held before
    declared = (tree / "deploy.yaml").read_text().replace("models:\n", "models:\n  - {id: gpt-4.1, channel: azure-openai}\n")
    (tree / "deploy.yaml").write_text(declared)
    again = json.loads(run("audit", "--scan", "--format", "json")[1])
    assert [note for note in again["notes"] if "gpt-4.1" in note["message"]] == []


def test_the_text_of_an_audit_shows_the_line(tree: Path) -> None:
    text = run("audit", "--scan", "deploy.yaml")[1]
    assert "unknown[scan/undeclared-model]" in text
    assert "--> app.py:2:14" in text
    assert "more.sh:1" in text


def test_an_audit_of_a_change(tree: Path) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    assert "undeclared-model" not in run("audit", "--scan", "--since", "HEAD")[1]
    assert "unmentioned" not in run("audit", "--scan", "--since", "HEAD", "--format", "json")[1]
    (tree / "new.py").write_text('e = f(model="gpt-5")\n')
    text = run("audit", "--scan", "--since", "HEAD")[1]
    assert "--> new.py:1:14" in text
    assert "app.py:2" not in text


def test_the_matched_line_is_never_shown(tree: Path) -> None:
    (tree / "Dockerfile").write_text("RUN HF_TOKEN=hf_secretsecret huggingface-cli download Qwen/Qwen2.5-7B-Instruct\n")
    for words in (("scan", "--all"), ("scan", "--format", "json"), ("audit", "--scan"), ("audit", "--scan", "--format", "json")):
        assert "hf_secret" not in run(*words)[1]


def test_a_plain_audit_does_not_import_the_scan(tree: Path) -> None:
    code = "import sys; from licensecheck.__main__ import _run; sys.argv = ['x', 'audit']; _run(); print(sorted(m for m in sys.modules if 'scan' in m.split('.') or m.startswith('licensecheck.scan')))"
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": root}
    )
    assert done.stdout.endswith("[]\n")


def test_a_scan_imports_neither_rich_nor_ast_too_early(tree: Path) -> None:
    code = "import sys; from licensecheck.__main__ import _run; sys.argv = ['x', 'scan']; _run(); print('rich' in sys.modules)"
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": root}
    )
    assert done.stdout.endswith("False\n")

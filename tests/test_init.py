"""`licensecheck init`: a scan and a few answers become a first deploy.yaml, and never over one that is there."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from command import run

from licensecheck.catalog.corpus import load_corpus
from licensecheck.cli import init
from licensecheck.report.first import first_file
from licensecheck.scan.model import Component, Reference

CODE = """from transformers import AutoModelForCausalLM
a = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.1-8B-Instruct")
b = AutoModelForCausalLM.from_pretrained("acme/legal-7b")
"""


def component(id: str, namespace: str = "huggingface", known: bool = True, count: int = 1) -> Component:
    places = tuple(Reference("app.py", line + 1, 1, id, id, namespace, "live", "", known) for line in range(count))
    return Component(id, namespace, "live", known, places)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def started(folder: Path, *options: str) -> tuple[int, str, str]:
    done = run("init", *options, folder=folder)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_file() -> None:
    models = (component("acme/x", known=False), component("gpt-4o", "bedrock", count=5), component("llama3.1:8b"))
    answers = {"organization.country": "KR", "deployment.uses": "[]", "model.distribution": "[]"}
    assert first_file(models, answers, (), frozenset({"bedrock"})).split("version: 1\n\n")[1] == (
        "organization:\n  country: KR\n"
        "deployment:\n  uses: []\n  defaults:  # for every model; each may say otherwise\n    distribution: []\n"
        "models:\n"
        "  # app.py:1\n  - id: acme/x\n"
        "    # base: [{id: , relation: fine_tune}]  # no catalog has this model: name its parent, or its `license`\n"
        "  # app.py:1, app.py:2, app.py:3 and 2 more\n  - id: gpt-4o\n    channel: bedrock\n"
        '  # app.py:1\n  - id: "llama3.1:8b"\n'
    )


def test_from_a_repository_to_a_file_that_is_judged(repository: Path) -> None:
    code, out, err = started(repository, "--answer", "organization.country=KR", "--answer", "model.distribution=[]")
    assert (code, err) == (0, "")
    assert out.startswith("wrote ./deploy.yaml: 2 models, unknown, ")
    text = (repository / "deploy.yaml").read_text(encoding="utf-8")
    assert "organization:\n  country: KR\n" in text
    assert "  - id: meta-llama/Llama-3.1-8B-Instruct\n" in text
    assert "  # organization" not in text
    assert "  # uses:  # " in text
    assert run("audit", folder=repository).returncode == 3


def test_a_file_that_is_there_stays(repository: Path) -> None:
    (repository / "deploy.yaml").write_text("# mine\n", encoding="utf-8")
    code, out, err = started(repository, "--yes")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "error[file-exists]: `./deploy.yaml` is there already, and stays as it is"
    assert (repository / "deploy.yaml").read_text(encoding="utf-8") == "# mine\n"
    assert started(repository, "--yes", "--force")[0] == 0
    assert "# mine" not in (repository / "deploy.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("organization.contry=KR", "`organization.contry=KR` answers no question"),
        ("use.consent=yes", "`use.consent=yes` answers no question"),
        ("organization.country", "`organization.country` gives no value"),
        ("organization.country=Narnia", "`Narnia` is no country"),
        ("organization.country=KR\nmodels: []", "gives no value"),
    ],
)
def test_what_is_no_answer(repository: Path, answer: str, message: str) -> None:
    code, _, err = started(repository, "--answer", answer)
    assert code == 2
    assert message in err.splitlines()[0]
    assert not (repository / "deploy.yaml").exists()


def test_nothing_to_declare(tmp_path: Path) -> None:
    code, _, err = started(tmp_path)
    assert (code, err.splitlines()[0]) == (2, "error[no-models]: no model in use was found below `.`")
    assert started(tmp_path, "nowhere")[0] == 2


def test_the_dialogue_asks_until_nothing_is_open(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    draft = init._Draft((component("meta-llama/Llama-3.1-8B-Instruct"),), load_corpus())
    asked: list[str] = []
    said = {
        "deployment.uses": "[]",
        "model.distribution": "[]",
        "organization.country": "KR",
        "organization.monthly_active_users": "5",
    }

    def prompt(words: str, **_: object) -> str:
        fact = words.rpartition("\n  ")[2]
        asked.append(fact)
        # the first answer to a question is wrong, and is asked for again
        return "[" if asked.count(fact) == 1 and fact in said else said.get(fact, "")

    monkeypatch.setattr(click, "prompt", prompt)
    report = init._dialogue(draft)
    assert set(draft.answers) <= set(said)
    assert draft.answers
    assert len(asked) <= init.MOST_QUESTIONS
    assert "this is not YAML" in capsys.readouterr().out
    assert {question.fact for question in draft.asked(report.questions)} <= set(asked)

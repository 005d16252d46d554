"""Models by policies in the terminal: every cell is the worst of its findings, at any width, with or without colours."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from command import run
from given import AS_OF
from small import audited, written
from told import EVIL, hostile, reports

from licensecheck.api import audit_text, load_corpus
from licensecheck.engine.findings import ModelReport, Report
from licensecheck.report.matrix import MOST_MODELS, MOST_POLICIES, by_policy, render
from licensecheck.report.paint import shown, width_of
from licensecheck.report.story import state
from licensecheck.source.text import Text

WIDTHS = (60, 80, 97, 120, 200)
WORST = ("fail", "unknown", "due", "waived", "moot", "pass", "not_applicable")
MANY = """
meta-llama/Llama-3.1-8B-Instruct / google/gemma-2-9b-it / mistralai/Mixtral-8x7B-Instruct-v0.1 / gpt-4o / claude-sonnet-4-5
{id: gemini-1.5-pro, channel: gemini-api} / acme/größer-모델-1 / black-forest-labs/FLUX.1-dev / mistral-large-latest / Qwen/Qwen2.5-72B
"""


@functools.cache
def many() -> Report:
    """Models of many makers, under more policies than stand side by side."""
    lines = "".join(f"  - {line.strip()}\n" for line in MANY.strip().replace("\n", " / ").split(" / "))
    head = "version: 1\ndeployment: {commercial: true, uses: [legal/advice], regions: [US], defaults: {distribution: [weights]}}\n"
    return audit_text(Text("deploy.yaml", f"{head}models:\n{lines}"), load_corpus(), AS_OF)


def worst(model: ModelReport, policy: str) -> str:
    """The worst of a model's findings under a policy, by their states."""
    states = {"pass" if state(each) == "standing" else state(each) for each in model.findings if each.policy == policy}
    return next((word for word in WORST if word in states), "")


def read(table: str) -> dict[tuple[str, str], str]:
    """The cells of a table without colours by model and policy, the verdicts of models under `verdict`: by their columns alone."""
    found: dict[tuple[str, str], str] = {}
    for block in table.split("\n\n"):
        lines = block.splitlines()
        heads = [line for line in lines if re.search(r" -\+[ |]*$", line)]
        columns = {line.index("-+") + 1: line.partition(" -+")[0].strip() for line in heads}
        if not columns:
            continue
        first = min(columns)
        for line in lines[len(heads) :]:
            wide = "".join(letter + "\0" * (width_of(letter) - 1) for letter in line)
            name, verdict = wide[: first - 9].replace("\0", "").strip(), wide[first - 9 : first].strip()
            if not verdict:
                continue  # the rest of a long name
            found[name, "verdict"] = verdict
            for at, policy in columns.items():
                cell = re.match(r"\S+", wide[at:])
                assert cell
                found[name, policy] = cell[0]
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("report", [many(), *reports()], ids=["many", "first", "second"])
def test_every_cell_is_the_worst_of_its_findings(report: Report, width: int) -> None:
    cells = read(render(report, width=width))
    policies = {finding.policy for model in report.models for finding in model.findings}
    names = {model.name: next(name for name, _ in cells if name and model.name.startswith(name)) for model in report.models}
    assert len(set(names.values())) == len(report.models)
    for model in report.models:
        assert cells[names[model.name], "verdict"] == model.verdict.word
        for policy in policies:
            heading = next(
                (each for name, each in cells if policy.endswith(each.removeprefix("...")) and name == names[model.name]), ""
            )
            word = worst(model, policy)
            assert by_policy(model).get(policy, "") == word
            # a block leaves out the models of which it says nothing
            told = cells[names[model.name], heading] if heading else "."
            assert told in {
                {"not_applicable": "-", "": "."}.get(word, word),
                {"not_applicable": "-", "": "."}.get(word, word[:1].upper()),
            }


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for report in (many(), *hostile()):
        assert max(map(width_of, render(report, width=width).splitlines())) <= width


def test_words_where_there_is_room_and_letters_where_there_is_not() -> None:
    report = reports()[0]
    assert "F fail" not in render(report, width=120)
    letters = render(many(), width=80)
    assert "F fail   U unknown" in letters
    legend = re.split(r" {3}", " ".join(letters.rpartition("\n\n")[2].split("\n")))
    assert {each[0] for each in legend} == {cell for cell in read(letters).values() if len(cell) == 1}


def test_colours_change_no_letter() -> None:
    painted = render(many(), coloured=True, width=100)
    assert re.sub(r" +$", "", re.sub(r"\x1b\[[\d;]*m", "", painted), flags=re.MULTILINE) == render(many(), width=100)
    assert set(re.findall(r"\x1b\[[\d;]*m(\w+)", painted)) >= {"fail", "unknown"}


def test_names_of_strangers_are_no_markup() -> None:
    names = ("[red]name[/red]", ":smile:", *EVIL)
    models = "\n".join(f"{{id: crane/Crane-1-8B, as: {name!r}}}" for name in names if name.isprintable() and "\\" not in name)
    report = audited(written(models))
    table = render(report, width=160)
    for model in report.models:
        assert shown(model.name) in table


def test_of_very_many_the_worst_are_shown_and_the_rest_is_counted() -> None:
    report = many()
    one = report.models[0]
    models = tuple(one._replace(name=f"m{number}") for number in range(1_000))
    table = render(report._replace(models=models), width=80)
    assert len({name for name, _ in read(table)}) == MOST_MODELS
    assert (
        f"... and {1_000 - MOST_MODELS} more models: {1_000 - MOST_MODELS} {one.verdict.word} (-v has more, --format csv all)"
        in (table.replace("\n", " "))
    )
    findings = tuple(one.findings[0]._replace(policy=f"p-{number}") for number in range(60))
    wide = render(report._replace(models=(one._replace(findings=findings),)), width=80)
    assert f"... and {60 - MOST_POLICIES} more policies, none worse than those shown (-v has more)" in wide
    assert "more policies" not in render(report._replace(models=(one._replace(findings=findings),)), width=80, verbose=True)


def test_the_command_prints_it_with_the_last_line_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "deploy.yaml").write_text("version: 1\nmodels: [gpt-4o, acme/x]\n", encoding="utf-8")
    done = run("audit", "--as-of", AS_OF, "--format", "matrix", folder=tmp_path, env={"NO_COLOR": "1"})
    text = run("audit", "--as-of", AS_OF, folder=tmp_path)
    assert done.returncode == text.returncode == 3
    assert done.stdout.splitlines()[-1] == text.stdout.splitlines()[-1].replace(b" (", b" (2 models, ")
    assert b"\x1b" not in done.stdout
    quiet = run("audit", "--as-of", AS_OF, "--format", "matrix", "-q", folder=tmp_path)
    assert quiet.stdout == run("audit", "--as-of", AS_OF, "-q", folder=tmp_path).stdout

"""What the page makes of whole deployments, held against what the engine makes of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from evaluator import REPORTS, data_of, run
from test_scenarios import FOLDER, scenarios

from licensecheck.api import Case, prepare
from licensecheck.catalog.bind import bind
from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.catalog.days import shifted
from licensecheck.engine.audit import audit
from licensecheck.engine.findings import Report
from licensecheck.facts.change import changed
from licensecheck.report.page.days import AFTER, BEFORE
from licensecheck.report.page.models import LETTERS
from licensecheck.report.story import state
from licensecheck.source.diagnostic import Faults
from licensecheck.source.text import Text

CORPUS = load_corpus()


def told(report: Report) -> list[Any]:
    """Verdict and states of every finding, as the page writes them."""
    return [report.verdict.word, ["".join(LETTERS[state(finding)] for finding in model.findings) for model in report.models]]


def asks(report: Report) -> list[Any]:
    return [[[ask.fact for ask in finding.asks] for finding in model.findings] for model in report.models]


def scenario_cases(folder: Path, strict: bool = False) -> list[tuple[str, Case]]:
    """Every scenario, bound; the files that it points at are written below a folder."""
    found = []
    for file in sorted(os.listdir(FOLDER)):
        for each in scenarios(file) if file.endswith(".yaml") else ():
            name = str(folder / each.id / "deploy.yaml") if each.files else "deploy.yaml"
            for path, text in each.files.items():
                (folder / each.id / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / each.id / path).write_text(text, encoding="utf-8")
            found.append((each.id, prepare(Text(name, each.deploy), CORPUS, each.as_of, strict)))
    return found


def agreement(cases: list[tuple[str, Case]], tries: list[list[dict[str, Any]]] | None = None, corpus: Corpus = CORPUS) -> list[Any]:
    """What the page makes of the cases; it must be what the engine makes of them."""
    pages, expected = [], []
    for _, case in cases:
        report, data = data_of(case, corpus)
        expected.append((told(report), asks(report)))
        pages.append(data | {"tries": []})
    # each page numbers policies and leaves by itself
    found = [each[0] for each in run(EACH, {"pages": pages, "tries": tries or [[] for _ in pages]})]
    wrong = [
        (name, mine["declared"], theirs)
        for (name, _), mine, (theirs, _) in zip(cases, found, expected, strict=True)
        if mine["declared"] != theirs
    ]
    assert wrong[:3] == []
    assert [each["differs"] for each in found if each["differs"]] == []
    for mine, (_, wanted) in zip(found, expected, strict=True):
        assert mine["asks"] == wanted
    return found


EACH = f"""
const found = DATA.pages.map((page, number) => {{
  const inner = {{ ...page, tries: [DATA.tries[number]] }};
  return ((DATA) => {{ {REPORTS} return found; }})(inner);
}});
"""


def within(day: str, as_of: str) -> bool:
    """Whether the page's scale reaches that day."""
    return shifted(as_of, -BEFORE) <= day <= shifted(as_of, AFTER)


def again(case: Case, assignments: tuple[str, ...], corpus: Corpus = CORPUS) -> Case:
    """The case with facts set to other values, as `--set` sets them."""
    context = case.context
    read = context.deployment._replace(models=tuple(bound.use for bound in case.models))
    deployment = changed(read, assignments, corpus.vocabulary, corpus.places)
    models = tuple(bind(model, deployment, corpus, context.as_of, Faults()) for model in deployment.models)
    return Case(models, context._replace(deployment=deployment, presumed=set(), plans={}))


def on(case: Case, day: str, corpus: Corpus = CORPUS) -> Report:
    """The case judged on another day."""
    context = case.context._replace(as_of=day, presumed=set(), plans={})
    models = [bind(bound.use, context.deployment, corpus, day, Faults()) for bound in case.models]
    return audit(models, context)

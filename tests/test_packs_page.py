"""The HTML page judges packs as the engine does: as declared, under other facts, and on other days."""

from __future__ import annotations

import pytest
from evaluator import NODE, REPORTS, WHY_SKIPPED, data_of, run
from given import AS_OF
from packed import SHIPPED, corpus_with
from test_packs import CHATTY

from licensecheck.api import prepare
from licensecheck.engine.audit import audit
from licensecheck.engine.findings import Report
from licensecheck.report.page.models import LETTERS
from licensecheck.report.page.values import Origin
from licensecheck.report.story import state
from licensecheck.source.text import Text

pytestmark = pytest.mark.skipif(NODE is None, reason=WHY_SKIPPED)

MOVES = (
    "deployment.data=[public]", "deployment.data=[sensitive/health/other]", "deployment.purpose=[research/academic]",
    "model.distribution=[weights/original]", "model.distribution=[]", "model.tier=unpaid", "deployment.commercial=false",
)  # fmt: skip
DAYS = ("2026-06-01", "2027-03-01", "2028-06-15")


def told(report: Report) -> list[object]:
    """Verdict and states of every finding, as the page writes them."""
    return [report.verdict.word, ["".join(LETTERS[state(finding)] for finding in model.findings) for model in report.models]]


def judged(as_of: str = AS_OF, *moves: str) -> Report:
    case = prepare(Text("deploy.yaml", CHATTY), corpus_with(*SHIPPED), as_of, assignments=moves)
    return audit(case.models, case.context)


def test_the_page_judges_packs_as_the_engine_does() -> None:
    corpus = corpus_with(*SHIPPED)
    case = prepare(Text("deploy.yaml", CHATTY), corpus, AS_OF)
    report, data = data_of(case, corpus)
    origin, tries = Origin("deploy.yaml"), []
    for move in MOVES:
        name = move.partition("=")[0]
        moved = prepare(Text("deploy.yaml", CHATTY), corpus, AS_OF, assignments=(move,)).context.deployment
        tries.append({"moves": [{"fact": name, "model": None, "value": origin.fact(moved.facts[name], name)}]})
    tries += [{"day": day, "moves": []} for day in DAYS]
    (found,) = run(REPORTS, data | {"tries": [tries]})
    assert found["differs"] == []
    assert found["declared"] == told(report)
    expected = [told(judged(AS_OF, move)) for move in MOVES] + [told(judged(day)) for day in DAYS]
    assert [name for name, mine, theirs in zip((*MOVES, *DAYS), found["tried"], expected, strict=True) if mine != theirs] == []
    assert len({str(each) for each in expected}) > 5

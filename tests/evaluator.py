"""The page's evaluator, run by node: what its scripts make of policies, examples and reports."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

from licensecheck.api import Case
from licensecheck.catalog.corpus import Corpus
from licensecheck.engine.audit import audit
from licensecheck.engine.findings import Report
from licensecheck.report import html

NODE = shutil.which("node") or shutil.which("nodejs")
WHY_SKIPPED = "there is no node on this machine: the page's evaluator cannot be run"

EXAMPLES = """
const book = bookOf(DATA);
const found = DATA.examples.map(({ policy, clause, near, day }) => {
  const rules = book.policies[policy];
  const judged = judge(rules.clauses[clause], new World(book, rules, { near, model: {}, common: {}, day }));
  return [VERDICT_WORDS[judged.verdict], judged.asks.map(({ fact, period, entity }) => [fact, period, entity]), presumedOf(judged)];
});
"""
LEAVES = """
const book = bookOf(DATA);
const found = DATA.cases.map(({ leaf, near, presume }) => {
  const world = new World(book, { own: {}, released: "2024-07-23" }, { near, model: {}, common: {}, day: "2026-11-22", presume });
  const { truth, fact, period } = world.outcome(book.leaves[leaf]);
  return [TRUTH_WORDS[truth], fact.b || "declared", period || ""];
});
"""
REPORTS = """
const book = bookOf(DATA);
const found = DATA.reports.map((report, number) => {
  const declared = auditDeclared(book, report);
  const told = ({ verdict, models }) => [VERDICT_WORDS[verdict], models.map((model) => model.states)];
  const tried = (DATA.tries[number] || []).map(({ day, moves }) =>
    told(auditReport(book, report, settingOf(report, day || report.as_of, moves))),
  );
  const asks = declared.models.map((model) => model.findings.map((each) => each.asks.map((ask) => ask.fact)));
  return { declared: told(declared), asks, differs: declared.differs, tried };
});
"""


def run(body: str, data: dict[str, Any]) -> Any:
    """What a script over the evaluator leaves in `found`."""
    assert NODE
    given = "const DATA = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
    told = "process.stdout.write(JSON.stringify(found));"
    command = [NODE, "-e", "\n".join(('"use strict";', given, html.scripts(html.EVALUATOR), body, told))]
    done = subprocess.run(command, input=json.dumps(data).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def data_of(case: Case, corpus: Corpus) -> tuple[Report, dict[str, Any]]:
    """The report of a case and what its page embeds."""
    report = audit(case.models, case.context)
    return report, html.data((report,), [case], corpus, "1")

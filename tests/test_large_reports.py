"""Reports of very many findings: the text stops where nobody reads on and counts the rest; what is shared is encoded right."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from itertools import product

import pytest
from given import AS_OF, VOCABULARY
from small import audited, written

from licensecheck.api import audit_text
from licensecheck.catalog.corpus import load_corpus
from licensecheck.engine.findings import Report
from licensecheck.engine.waive import seal, waivable
from licensecheck.report.json import render as render_json
from licensecheck.report.line import Lines
from licensecheck.report.message import Messages
from licensecheck.report.story import ORDER, state, told
from licensecheck.report.text import MOST_BLOCKS, MOST_MODELS, render
from licensecheck.source.text import Text

MODELS = (
    "{{id: heron/heron-9b-it, as: soldier{0}, edition: '2024', distribution: [], uses: [military, coding]}}",
    "{{id: crane/Crane-1-8B, as: host{0}, distribution: [hosted_service/api], received_as: direct_download}}",
    "{{id: acme/unlisted-{0}}}",
    "{{id: finch/Finch-7B-Instruct-v0.3, as: fine{0}, distribution: [], uses: []}}",
    "{{id: crane/Crane-1-8B, as: coder{0}, distribution: [], uses: [{{coding: {{audience: [employees]}}}}]}}",
)


@functools.cache
def large(models: int = 300) -> Report:
    lines = "\n".join(MODELS[number % len(MODELS)].format(number) for number in range(models))
    return audited(written(lines, "{monthly_active_users: 5}", "{commercial: true, uses: []}"))


HEADS = re.compile(r"^(\w[\w ]*)\[([^\]]+)\]: ", re.MULTILINE)


def test_every_clause_comes_once_before_one_comes_again_and_the_rest_is_counted() -> None:
    report, text = large(), render(large(), VOCABULARY)
    worth = [
        (finding.verdict.word, f"{finding.policy}/{finding.clause.id}")
        for model in report.models
        for finding in model.findings
        if finding.red and not finding.moot and (finding.issue or finding.verdict.word != "unknown")
    ]
    heads = HEADS.findall(text)
    assert len(heads) == MOST_BLOCKS < len(worth)
    different = len(set(worth))
    assert set(heads[:different]) == set(worth)
    ranks = [("fail", "unknown", "due").index(word) for word, _ in heads]
    assert ranks[:different] == sorted(ranks[:different])
    assert ranks[different:] == sorted(ranks[different:])
    rest = Counter(word for word, _ in worth) - Counter(word for word, _ in heads)
    counted = ", ".join(f"{rest[word]:,} {word}" for word in ("fail", "unknown", "due") if rest[word])
    said = (
        f"... {len(worth) - MOST_BLOCKS:,} more findings are not shown here: {counted} (-v, or --format csv or json, has them all)"
    )
    assert said in text.replace("\n    ", " ")


def test_the_worst_models_are_listed_with_all_that_stands_against_them() -> None:
    report, text = large(), render(large(), VOCABULARY)
    listed = re.findall(r"^(fail|unknown|due|pass) +(\S+)  +\S+(?:  (.+))?$", text, re.MULTILINE)
    worst = sorted(report.models, key=lambda model: -model.verdict)[:MOST_MODELS]
    assert [(word, name) for word, name, _ in listed] == [(model.verdict.word, model.name) for model in worst]
    for (_, _, against), model in zip(listed, worst, strict=True):
        counts = Counter(finding.verdict.word for finding in model.findings if finding.red)
        assert against == ", ".join(f"{counts[word]} {word}" for word in ("fail", "unknown", "due") if counts[word])
    rest = Counter(model.verdict.word for model in report.models) - Counter(model.verdict.word for model in worst)
    counted = ", ".join(f"{rest[word]} {word}" for word in ("fail", "unknown", "due", "pass") if rest[word])
    assert f"\n... and {len(report.models) - MOST_MODELS} more models: {counted} (-v lists them)\n" in text


@pytest.mark.parametrize(
    ("verbose", "order"),
    [(False, ("fail", "unknown", "due")), (True, ("fail", "unknown", "due", "pass", "standing", "not_applicable"))],
)
def test_the_last_line_counts_every_finding(verbose: bool, order: tuple[str, ...]) -> None:
    last = render(large(), VOCABULARY, verbose=verbose).splitlines()[-1]
    findings = [finding for model in large().models for finding in model.findings]
    counts = Counter(state(finding) for finding in findings)
    counted = ", ".join(f"{counts[word]:,} {word.replace('_', ' ')}" for word in order if counts[word])
    assert last == f"deploy.yaml: fail as of {AS_OF} ({len(findings):,} clauses: {counted})"


def test_verbose_leaves_nothing_out() -> None:
    text = render(large(), VOCABULARY, verbose=True)
    assert len(HEADS.findall(text)) == sum(len(model.findings) for model in large().models)
    assert "more findings" not in text
    assert "more models" not in text


def test_a_small_report_keeps_the_order_of_the_file() -> None:
    few = large(10)
    names = [model.name for model in few.models]
    listed = re.findall(r"^(?:fail|unknown|due|pass) +(\S+)  +\S+", render(few, VOCABULARY), re.MULTILINE)
    assert listed == names


def test_a_line_of_json_is_the_same_whether_its_parts_are_shared_or_not() -> None:
    shared = Lines()
    findings = [finding for model in large().models for finding in model.findings]
    for finding in findings:
        assert shared.line(finding) == Lines().line(finding)
    read = [finding for model in json.loads(render_json(large(), "1"))["models"] for finding in model["findings"]]
    for finding, each in zip(findings, read, strict=True):
        evaluation = finding.judgement.evaluation
        assert (each["policy"], each["clause"], each["verdict"]) == (finding.policy, finding.clause.id, finding.verdict.word)
        assert each["presumed"] == list(finding.presumed)
        if evaluation is not None:
            assert (each["trace"]["binds"], each["trace"]["met"]) == (evaluation.binds.value, evaluation.met.value)
            assert [leaf["truth"] for leaf in _leaves(each["trace"])] == [trace.truth.value for trace in finding.judgement.traces]
            assert {fact["name"] for fact in each["facts"]} == {leaf["fact"] for leaf in _leaves(each["trace"])}


SAID = {
    "human_review": ("none", "qualified_professional"), "ai_disclosure": ("none", "once", "each_session"),
    "audience": ("[consumers]", "[employees]"), "automated_decision": ("true", "false"),
}  # fmt: skip


@functools.cache
def activities() -> Report:
    """Models with two activities in common: the first is the worst and the same for all, the other follows what each model says."""
    said = [", ".join(f"{name}: {value}" for name, value in zip(SAID, values, strict=True)) for values in product(*SAID.values())]
    first = "{legal/advice: {individual_advice: true, human_review: none, ai_disclosure: none, audience: [consumers], automated_decision: true}}"
    lines = "\n".join(
        f"  - {{id: {model}, as: m{number}, {each}}}"
        for number, (model, each) in enumerate(product(("gpt-4o", "claude-sonnet-4-5", "google/gemma-2-9b-it"), said))
    )
    uses = f"[{first}, {{health/advice: {{individual_advice: true}}}}]"
    return audit_text(Text("deploy.yaml", f"version: 1\ndeployment: {{uses: {uses}}}\nmodels:\n{lines}\n"), load_corpus(), AS_OF)


def test_what_findings_share_takes_nothing_from_what_is_their_own() -> None:
    report, shared, seals = activities(), Lines(), set()
    for finding in (finding for model in report.models for finding in model.findings):
        line = json.loads("".join(shared.line(finding)))
        own = seal(finding) if waivable(finding) else None
        assert (line["seal"], line["verdict"], line["presumed"]) == (own, finding.verdict.word, list(finding.presumed))
        seals.add(own)
    assert len(seals) > 10


def test_the_messages_of_many_are_those_of_each_alone() -> None:
    for report in (activities(), large()):
        shared = Messages((report,))
        for each in told((report,), ORDER):
            alone = Messages((report,))
            assert shared.lines(each) == alone.lines(each)
            traces = each.finding.judgement.traces
            assert (shared.facts(traces), shared.asked(each)) == (alone.facts(traces), alone.asked(each))


def _leaves(trace: object) -> list[dict[str, str]]:
    """The leaves of a trace as JSON has it, in order."""
    match trace:
        case {"fact": _}:
            return [trace]
        case dict():
            return [leaf for part in trace.values() for leaf in _leaves(part)]
        case list():
            return [leaf for part in trace for leaf in _leaves(part)]
        case _:
            return []

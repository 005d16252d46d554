"""Typical small deployments reach a definite verdict with a dozen facts; the shipped examples are they."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensecheck.api import audit_text
from licensecheck.catalog.corpus import load_corpus
from licensecheck.facts.declare import read_deployment
from licensecheck.source.text import Text

EXAMPLES = Path(__file__).parent.parent / "examples"
FACTS = {"llama-saas": 12, "gemma-on-device": 12, "claude-chatbot": 13, "deploy": 16}
DAY = "2026-11-22"


def text_of(name: str) -> Text:
    path = EXAMPLES / f"{name}.yaml"
    return Text(str(path), path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FACTS)
def test_a_dozen_facts_are_enough(name: str) -> None:
    corpus = load_corpus()
    text = text_of(name)
    deployment = read_deployment(text, corpus.vocabulary, corpus.places)
    assert len(deployment.facts) + sum(len(model.facts) for model in deployment.models) == FACTS[name]
    report = audit_text(text, corpus, DAY)
    assert (report.verdict.word, report.questions) == ("pass", ())


@pytest.mark.parametrize(
    ("name", "said", "instead", "verdict", "clause"),
    [
        (
            "llama-saas",
            "monthly_active_users: 1_200_000",
            "monthly_active_users: 700_000_001",
            "fail",
            "additional-commercial-terms",
        ),
        ("llama-saas", "display: [{path: README.md, place: docs}]", "display: []", "fail", "built-with-display"),
        ("llama-saas", "uses: []", "uses: [military/logistics]", "fail", "use-aup.2.1"),
        (
            "gemma-on-device",
            "license_copy: [{attested: Gemma Terms of Use,",
            "license_link: [{attested: a link,",
            "unknown",
            "copy-of-the-terms",
        ),
        ("claude-chatbot", "ai_disclosure: each_session", "ai_disclosure: none", "fail", ""),
        ("claude-chatbot", "country: KR", "country: KP", "fail", ""),
    ],
)
def test_each_of_them_can_decide_otherwise(name: str, said: str, instead: str, verdict: str, clause: str) -> None:
    text = text_of(name)
    assert text.text.count(said) == 1
    report = audit_text(text._replace(text=text.text.replace(said, instead)), load_corpus(), DAY)
    red = {finding.clause.id for model in report.models for finding in model.findings if finding.red and not finding.moot}
    assert report.verdict.word == verdict
    assert clause in red or not clause

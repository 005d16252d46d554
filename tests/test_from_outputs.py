"""A model that learned from the outputs of another is a derivative where the license of the other says so."""

from __future__ import annotations

import pytest

from licensecheck.api import audit_text
from licensecheck.catalog.corpus import load_corpus
from licensecheck.source.text import Text

DAY = "2026-11-22"
FILE = """version: 1
organization: {type: company, country: DE}
deployment: {environment: production, commercial: true, audience: [consumers], regions: [DE], uses: [USE]}
models:
  - {id: acme/chat-7b, license: apache-2.0, made_by: us, kind: KIND, base: [{id: BASE, relation: outputs}], distribution: [outputs]}
"""
GEMMA, BLOOM, LLAMA = "google/gemma-2-27b-it", "bigscience/bloom", "meta-llama/Llama-3.1-8B"


@pytest.mark.parametrize(
    ("base", "kind", "use", "verdict", "asked"),
    [
        (GEMMA, "llm", "fraud", "fail", ""),
        (GEMMA, "llm", "", "pass", ""),
        (GEMMA, "classifier", "fraud", "unknown", "reading.gemma-terms-2026-04-01.narrow-model-is-a-derivative"),
        (GEMMA, "classifier", "", "pass", ""),
        (BLOOM, "llm", "defamation", "unknown", "reading.bigscience-bloom-rail-1.0.trained-to-be-similar"),
        # nothing says that the texts are marked as made by a machine
        (BLOOM, "llm", "", "unknown", "reading.bigscience-bloom-rail-1.0.trained-to-be-similar"),
        # of a model from its outputs the Llama license says no more than how it is named
        (LLAMA, "llm", "fraud", "pass", ""),
    ],
)
def test_uses_of_what_learned_from_outputs(base: str, kind: str, use: str, verdict: str, asked: str) -> None:
    text = FILE.replace("BASE", base).replace("KIND", kind).replace("USE", use)
    report = audit_text(Text("deploy.yaml", text), load_corpus(), DAY)
    assert report.verdict.word == verdict
    assert asked in ("", *(question.fact for question in report.questions))


def test_counsel_can_settle_it() -> None:
    said = "{policy: bigscience-bloom-rail-1.0, reading: trained-to-be-similar, as: ANSWER, by: Counsel, on: 2026-11-02}"
    text = (
        FILE.replace("BASE", BLOOM)
        .replace("KIND", "llm")
        .replace("USE", "defamation")
        .replace("DE}", f"DE, readings: [{said}]}}", 1)
    )
    verdicts = {
        answer: audit_text(Text("deploy.yaml", text.replace("ANSWER", answer)), load_corpus(), DAY).verdict.word
        for answer in ("yes", "no")
    }
    assert verdicts == {"yes": "fail", "no": "pass"}

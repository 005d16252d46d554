"""Counsel's readings and agreements are told wherever they decide, with who, when and reference, in every format."""

from __future__ import annotations

import pytest
from given import AS_OF, VOCABULARY
from packed import judged_with

from licensecheck.catalog.corpus import load_corpus
from licensecheck.engine.findings import Report
from licensecheck.report.formats import FORMATS, Asked
from licensecheck.report.paint import plain

DEPLOY = """\
version: 1
organization:
  monthly_active_users: {2024-06: 800_000_000}
  agreements:
    - {with: Meta, covers: [llama-3.1-community], reference: contract 117, by: J. Doe, starts: 2024-08-01, expires: 2027-08-01}
    - {with: OpenAI, covers: [openai-services-agreement], replaces_terms: true, reference: MSA 9, by: J. Doe, on: 2026-01-01}
    - {with: Google, covers: [google/gemma-2-9b], lifts: [notice-file], reference: letter 4, by: K. Lee}
    - {with: Nobody, covers: [mit]}
  readings:
    - {policy: llama-3.1-community, reading: adapter-is-a-model, as: no, by: J. Doe (counsel), on: 2026-10-01, reference: memo 12}
    - {policy: openai-services-agreement, reading: terms_read, as: yes, by: J. Doe, on: 2026-10-01, reference: memo 3}
    - {policy: llama-3.1-community, reading: derivative-is-a-copy, as: no, by: J. Doe, on: 2020-01-01, text: 0ld}
deployment: {commercial: true, uses: [], data: [business]}
models:
  - {id: meta-llama/Llama-3.1-8B-Instruct, as: chat, distribution: [weights/adapter], modified: yes, name: Acme-Chat}
  - {id: gpt-4o, as: closed, channel: openai-api}
  - {id: google/gemma-2-9b, as: gem, edition: gemma-terms-2024-04-01, distribution: [weights/original]}
"""
READING = "`adapter-is-a-model` of `llama-3.1-community` is read as no (J. Doe (counsel), 2026-10-01, memo 12)"
NOTES = [
    ("reading", f"{READING}; it decides `llama-3.1-community/derived-model-name` of `chat`"),
    ("reading", "the terms of `openai-services-agreement` were read, and allow the use (J. Doe, 2026-10-01, memo 3); "
     "it decides `openai-services-agreement/terms-replaced` of `closed`"),
    ("stale-reading", "`derivative-is-a-copy` of `llama-3.1-community` is read as no (J. Doe, 2020-01-01), "
     "of another text than the one that is judged: it decides nothing"),
    ("agreement", "the agreement with Meta (contract 117, J. Doe, from 2024-08-01 until 2027-08-01); "
     "it decides `llama-3.1-community/additional-commercial-terms` of `chat`"),
    ("agreement", "the agreement with OpenAI replaces the terms (MSA 9, J. Doe, from 2026-01-01); "
     "it decides `openai-services-agreement/terms-replaced` of `closed`"),
    ("agreement", "the agreement with Google lifts notice-file (letter 4, K. Lee); it decides `gemma-terms-2024-04-01/notice-file` of `gem`"),
]  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    return judged_with(DEPLOY, load_corpus(), AS_OF)


def test_each_record_that_decides_is_told_once(report: Report) -> None:
    told = [(note.code, note.message) for note in report.notes if note.code in ("reading", "stale-reading", "agreement")]
    assert told == NOTES


def test_what_was_decided(report: Report) -> None:
    states = {f"{each.policy}/{each.clause.id}": each.verdict.word for model in report.models for each in model.findings}
    assert states["llama-3.1-community/additional-commercial-terms"] == "pass"
    assert states["llama-3.1-community/derived-model-name"] == "not_applicable"
    assert states["gemma-terms-2024-04-01/notice-file"] == "not_applicable"
    assert states["openai-services-agreement/terms-replaced"] == "pass"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit", "markdown"])
def test_every_format_tells_who_when_and_by_which_reference(report: Report, form: str) -> None:
    asked = Asked((report,), (3,), "1", VOCABULARY, plain, width=10_000, verbose=True)
    text = FORMATS[form](asked).replace("\\", "")
    for words in ("J. Doe (counsel), 2026-10-01, memo 12", "contract 117, J. Doe", "MSA 9, J. Doe", "letter 4, K. Lee"):
        assert words in text, words


def test_the_table_tells_it_with_the_fact(report: Report) -> None:
    text = FORMATS["csv"](Asked((report,), (3,), "1", VOCABULARY, plain, verbose=True))
    assert "reading.adapter-is-a-model: no (recorded, J. Doe (counsel), 2026-10-01, memo 12)" in text
    assert "agreement: in_force (declared, with Meta, contract 117, J. Doe, from 2024-08-01)" in text


def test_a_deployment_without_records_tells_none() -> None:
    plain_report = judged_with(
        "version: 1\nmodels: [{id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: []}]\n", load_corpus()
    )
    assert [note.code for note in plain_report.notes if note.code in ("reading", "agreement", "stale-reading")] == []


def test_terms_that_do_not_allow_the_use_are_told_so() -> None:
    text = (
        "version: 1\norganization:\n  readings:\n"
        "    - {policy: together-api, reading: terms_read, as: no, by: J. Doe, on: 2026-10-01, reference: memo 4}\n"
        "models: [{id: meta-llama/Llama-3.1-8B-Instruct, as: chat, channel: together-api}]\n"
    )
    notes = [note.message for note in judged_with(text, load_corpus()).notes if note.code == "reading"]
    assert notes == [
        "the terms of `together-api` were read, and do not allow the use (J. Doe, 2026-10-01, memo 4); "
        "it decides `catalog/terms-refused` of `chat`"
    ]

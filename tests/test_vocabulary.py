"""The vocabulary: what its file may say, and what the shipped one says."""

from __future__ import annotations

from given import VOCABULARY, node, shown

from licensecheck.engine.questions import OTHER_QUESTIONS
from licensecheck.facts.vocabulary import read_vocabulary
from licensecheck.source.diagnostic import Faults


def test_a_vocabulary_with_faults() -> None:
    text = (
        "facts:\n  a: {type: colour, phrase: p, question: q}\n  b: {type: yes_no, phrase: p}\n  c: word\n"
        "  d: {type: yes_no, phrase: p, question: q, silence: golden, colour: red}\n"
        "  e: {type: elements, of: things, phrase: p, question: q}\n"
        "  f: {type: yes_no, phrase: p, question: q, asks: [[x], deployment.commercial]}\n"
    )
    found = Faults()
    vocabulary = read_vocabulary(node(text), found)
    assert [each[:2] for each in shown(found.found)] == [
        ("bad-fact", "`colour` is no type of fact"), ("bad-fact", "the fact `b` has no `question`"),
        ("bad-fact", "the definition of `c` must be a mapping"), ("unknown-key", "a fact has no key `colour`"),
        ("bad-fact", "`golden` is no kind of silence"), ("bad-fact", "the elements of `e` are of no known kind"),
    ]  # fmt: skip
    assert vocabulary.facts["f"].asks == ("deployment.commercial",)
    assert read_vocabulary(None, found).facts == {}
    assert found.found[-1].message == "the vocabulary must be a mapping with `facts`"


def test_the_shipped_vocabulary() -> None:
    assert len(VOCABULARY.facts) > 100
    for name, definition in VOCABULARY.facts.items():
        assert definition.name == name
        assert definition.question.strip().endswith((")", "?")), name
        assert bool(definition.values) == (definition.type in ("choice", "choices")), name
        assert all(below.rpartition("/")[0] in definition.values for below in definition.values if "/" in below), name
        assert all(each in VOCABULARY.facts or each in OTHER_QUESTIONS for each in (*definition.asks, *definition.copies)), name
    assert [definition.order for definition in VOCABULARY.facts.values()] == list(range(len(VOCABULARY.facts)))
    assert VOCABULARY.find("use.human_review") is VOCABULARY.facts["deployment.human_review"]
    assert VOCABULARY.find("trained.human_review") is None

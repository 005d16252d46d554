"""The world of a clause: whose facts count first, and what silence means."""

from __future__ import annotations

import pytest
from given import AS_OF, PLACES, RELEASED, VOCABULARY, fact, world

from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth
from licensecheck.engine.world import MISSING, World, is_month, month_before
from licensecheck.facts.values import PRESUMED, UNCLAIMED, UNKNOWN, Element, Fact, Figure, Item
from licensecheck.facts.vocabulary import Definition
from licensecheck.policy.model import Leaf

NOTHING = {
    "yes_no": False,
    "choice": "",
    "choices": (),
    "place": "",
    "places": (),
    "date": "",
    "name": "",
    "names": (),
    "elements": (),
    "evidence": (),
}


def definition(kind: str, silence: str) -> Definition:
    return Definition("terms.x", kind, "x", "x?", silence)


@pytest.mark.parametrize("presume", [True, False])
@pytest.mark.parametrize("kind", [*NOTHING, "figure", "number"])
def test_what_silence_means(kind: str, presume: bool) -> None:
    for silence, basis in (("ask", ""), ("none", PRESUMED), ("unclaimed", UNCLAIMED)):
        here = world(presume=presume, definitions={"terms.x": definition(kind, silence)})
        found = here.fact("terms.x")
        # presumptions can be left out; an exception that nobody claimed is absent all the same
        if not basis or (basis == PRESUMED and not presume):
            assert found is MISSING
            assert here.presumed == set()
            continue
        assert (found.basis, found.span) == (basis, None)
        assert here.presumed == ({"terms.x"} if basis == PRESUMED else set())
        if kind == "figure":
            assert found.value == Figure(())
        elif kind == "number":
            assert found.value != found.value
        else:
            assert (found.value, type(found.value)) == (NOTHING[kind], type(NOTHING[kind]))


def test_a_name_that_no_vocabulary_has() -> None:
    with pytest.raises(KeyError, match=r"terms\.y"):
        world().fact("terms.y")
    with pytest.raises(KeyError, match=r"trained\.nothing"):
        world().definition("trained.nothing")


def test_nearer_facts_win() -> None:
    name = "deployment.commercial"
    layers = [{name: Fact(value, basis)} for value, basis in ((True, "near"), (False, "model"), (True, "common"))]
    for kept in range(3):
        near, model, common = ([{}] * kept + layers[kept:])[:3]
        here = World(VOCABULARY, PLACES, {}, near, model, common, AS_OF, RELEASED, True, set(), {})
        assert here.fact(name).basis == ("near", "model", "common")[kept]


def test_unknown_that_is_said_is_no_silence() -> None:
    here = world({"organization.restricted_party": "unknown"})
    assert here.fact("organization.restricted_party").value is UNKNOWN
    assert here.outcome(Leaf("organization.restricted_party", "is", True)).truth is UNSURE
    assert world().outcome(Leaf("organization.restricted_party", "is", True)).truth is FALSE
    assert world(presume=False).outcome(Leaf("organization.restricted_party", "is", True)).truth is UNSURE


def use(**facts: str) -> Element:
    return Element("u", {name: fact(VOCABULARY.find(f"use.{name}").name, text) for name, text in facts.items()})  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("element", "deployed", "expected"),
    [
        (use(human_review="none"), "qualified_professional", "none"),
        (use(), "qualified_professional", "qualified_professional"),
        (use(human_review="unknown"), "qualified_professional", UNKNOWN),
        (use(), None, UNKNOWN),
        (None, "generalist", UNKNOWN),  # outside of a list of uses there is no use
    ],
)
def test_a_use_inherits_what_it_does_not_say(element: Element | None, deployed: str | None, expected: object) -> None:
    facts = {"deployment.human_review": deployed} if deployed else {}
    here = world(facts, element=element)
    assert here.fact("use.human_review").value == expected


def test_the_facts_of_a_use_alone_are_not_inherited() -> None:
    here = world({"deployment.commercial": "yes"}, element=use(kind="legal/advice"))
    assert here.fact("use.kind").value == "legal/advice"
    assert here.fact("use.consent") is MISSING
    assert here.fact("use.unintended") == Fact(False, UNCLAIMED)
    assert here.fact("deployment.commercial").value is True


def test_a_trained_model_inherits_nothing() -> None:
    here = world({"deployment.commercial": "yes"}, element=Element("t", {"kind": Fact("llm")}))
    assert here.fact("trained.kind").value == "llm"
    assert here.fact("trained.commercial") is MISSING


# literals ------------------------------------------------------------------------------------------------------------
def display(words: str, **facts: str) -> Truth:
    here = world(facts={f"{name[: name.index('_')]}.{name[name.index('_') + 1 :]}": text for name, text in facts.items()})
    here.near["evidence.display"] = Fact((Item("attested", "", "", words),))
    return here.outcome(Leaf("evidence.display", "contain", "{model.name} on {work.name} {year}")).truth


@pytest.mark.parametrize(
    ("words", "model", "work", "expected"),
    [
        ("Mine on Llama 2026", "Mine", "Llama", TRUE), ("Mine on Llama 2026", "acme/Mine", "meta/Llama", TRUE),
        ("Mine on Llama 2025", "Mine", "Llama", FALSE),
        ("Mine on Llama 2026", None, "Llama", UNSURE), ("Mine on Llama 2026", "unknown", "Llama", UNSURE),
        (" on Llama 2026", "'acme/'", "Llama", UNSURE),
        (" on Llama 2026", "' '", "Llama", UNSURE), ("{year} on Llama 2026", "'{year}'", "Llama", FALSE),
        ("2026 on Llama 2026", "'{year}'", "Llama", TRUE),
    ],
)  # fmt: skip
def test_literals_are_filled(words: str, model: str | None, work: str, expected: Truth) -> None:
    names = {"work_name": work} | ({"model_name": model} if model is not None else {})
    assert display(words, **names) is expected


# months --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "month"), [("2024-07-23", "2024-06"), ("2024-01-01", "2023-12"), ("2024-12-31", "2024-11"), ("2000-01", "1999-12")]
)
def test_the_month_before(day: str, month: str) -> None:
    assert month_before(day) == month


def test_what_is_a_month() -> None:
    assert all(is_month(f"2024-{month:02}") for month in range(1, 13))
    assert not any(
        is_month(text)
        for text in (
            "",
            "2024",
            "2024-00",
            "2024-13",
            "2024-1",
            "24-01",
            "2024/01",
            "\u0662\u0660\u0662\u0664-01",
            "2024-\uff10\uff11",
        )
    )


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("month_before_release", "2024-06"),
        ("previous_month", "2026-10"),
        ("previous_year", "2025"),
        ("2024-02", "2024-02"),
        ("total", "total"),
    ],
)
def test_periods(period: str, expected: str) -> None:
    assert world().period(period) == expected

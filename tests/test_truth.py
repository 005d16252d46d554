"""Three truth values: the whole tables, and the laws of strong Kleene logic."""

from __future__ import annotations

import itertools

import pytest

from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth, all_of, any_of, negate, truth_of

ALL = (TRUE, FALSE, UNSURE)
PAIRS = list(itertools.product(ALL, ALL))
TRIPLES = list(itertools.product(ALL, ALL, ALL))


def test_the_tables() -> None:
    assert [all_of(pair) for pair in PAIRS] == [TRUE, FALSE, UNSURE, FALSE, FALSE, FALSE, UNSURE, FALSE, UNSURE]
    assert [any_of(pair) for pair in PAIRS] == [TRUE, TRUE, TRUE, TRUE, FALSE, UNSURE, TRUE, UNSURE, UNSURE]
    assert [negate(truth) for truth in ALL] == [FALSE, TRUE, UNSURE]
    assert (all_of(()), any_of(())) == (TRUE, FALSE)
    assert (truth_of(True), truth_of(False)) == (TRUE, FALSE)


@pytest.mark.parametrize("several", [(), *[(each,) for each in ALL], *PAIRS, *TRIPLES])
def test_the_laws(several: tuple[Truth, ...]) -> None:
    # De Morgan, order, repetition, and what is neutral
    assert negate(all_of(several)) is any_of([negate(each) for each in several])
    assert negate(any_of(several)) is all_of([negate(each) for each in several])
    assert all(all_of(order) is all_of(several) and any_of(order) is any_of(several) for order in itertools.permutations(several))
    assert all_of((*several, *several)) is all_of(several)
    assert any_of((*several, *several)) is any_of(several)
    assert (all_of((*several, TRUE)), any_of((*several, FALSE))) == (all_of(several), any_of(several))
    assert (all_of((*several, FALSE)), any_of((*several, TRUE))) == (FALSE, TRUE)
    assert all(negate(negate(each)) is each for each in several)


@pytest.mark.parametrize(("one", "two", "three"), TRIPLES)
def test_nesting(one: Truth, two: Truth, three: Truth) -> None:
    assert all_of((one, all_of((two, three)))) is all_of((one, two, three))
    assert any_of((one, any_of((two, three)))) is any_of((one, two, three))
    assert all_of((one, any_of((two, three)))) is any_of((all_of((one, two)), all_of((one, three))))
    assert any_of((one, all_of((two, three)))) is all_of((any_of((one, two)), any_of((one, three))))


@pytest.mark.parametrize("several", TRIPLES)
@pytest.mark.parametrize("join", [all_of, any_of])
def test_an_answer_stands_whatever_is_learned(join: object, several: tuple[Truth, ...]) -> None:
    assert callable(join)
    learned = itertools.product(*[(TRUE, FALSE) if each is UNSURE else (each,) for each in several])
    answers = {join(each) for each in learned}
    assert join(several) is (answers.pop() if len(answers) == 1 else UNSURE)


def test_unknown_taints_whatever_the_source() -> None:
    seen = []

    def source() -> object:
        for truth in (FALSE, UNSURE, TRUE):
            seen.append(truth)
            yield truth

    assert all_of(source()) is FALSE  # type: ignore[arg-type]
    assert any_of(source()) is TRUE  # type: ignore[arg-type]
    assert seen == [FALSE, UNSURE, TRUE] * 2  # every part is looked at


@pytest.mark.parametrize("truth", ALL)
def test_a_truth_is_no_bool(truth: Truth) -> None:
    with pytest.raises(TypeError, match="a Truth has three values; compare it with `is`"):
        bool(truth)

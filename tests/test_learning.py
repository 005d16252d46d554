"""Learning a fact never turns an answer into its opposite, and strict is never better."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from deployments import FULL
from small import audited

from licensecheck.engine.judge import Verdict


# learning ------------------------------------------------------------------------------------------------------------
def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a document where a fact is said."""
    if isinstance(value, dict):
        return [each for key, below in value.items() for each in _places(below, (*path, key))]
    if isinstance(value, list) and path == ("models",):
        return [each for index, below in enumerate(value) for each in _places(below, (*path, index))]
    return [] if path[-1] in ("version", "id", "license") else [path]


def _without(document: Any, path: tuple[Any, ...]) -> Any:
    """The document in which that one fact is not known."""
    if not path:
        return "unknown"
    copy = list(document) if isinstance(document, list) else dict(document)
    copy[path[0]] = _without(copy[path[0]], path[1:])
    return copy


PLACES = _places(FULL)
GOOD = (Verdict.PASS, Verdict.NOT_APPLICABLE)


def test_there_is_much_to_forget() -> None:
    assert len(PLACES) >= 20
    words = [each.verdict.word for each in audited(yaml.safe_dump(FULL)).models]
    assert words == ["pass", "fail", "pass", "fail", "pass", "pass", "unknown"]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_forgetting_a_fact_turns_no_answer_into_its_opposite(path: tuple[Any, ...]) -> None:
    """A fact that is not known may leave a verdict open; a fail never becomes a pass, nor a pass a fail."""
    known, forgotten = audited(yaml.safe_dump(FULL)), audited(yaml.safe_dump(_without(FULL, path)))
    for one, other in zip(known.models, forgotten.models, strict=True):
        assert not (one.verdict in GOOD and other.verdict is Verdict.FAIL), one.name
        assert not (one.verdict is Verdict.FAIL and other.verdict in GOOD), one.name
        said = {(each.policy, each.clause.id, each.work): each.verdict for each in one.findings}
        for each in other.findings:
            before = said.get((each.policy, each.clause.id, each.work))
            assert not (before is Verdict.FAIL and each.verdict in GOOD), each.clause.id
            assert not (before in GOOD and each.verdict is Verdict.FAIL), each.clause.id

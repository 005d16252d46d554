"""An evaluation as the plain values that JSON can hold."""

from __future__ import annotations

from licensecheck.engine.evaluate import Evaluation, Trace
from licensecheck.policy.model import All, Any, Leaf, Not


def evaluation_of(evaluation: Evaluation) -> dict[str, object]:
    """Whether the clause binds and is met, and its conditions with the truth of every part."""
    return {
        "binds": evaluation.binds.word,
        "met": evaluation.met.word,
        "applies_when": _condition(evaluation.applies),
        "unless": [_condition(trace) for trace in evaluation.excuses],
        "requires": _condition(evaluation.requires) if evaluation.requires else None,
    }


def _condition(trace: Trace) -> dict[str, object]:
    match trace.condition:
        case Leaf() as leaf:
            constant = list(leaf.constant) if isinstance(leaf.constant, tuple) else leaf.constant
            shown: dict[str, object] = {
                "truth": trace.truth.word,
                "fact": leaf.fact,
                "operator": leaf.operator,
                "constant": constant,
            }
            if leaf.entity:
                shown |= {"entity": leaf.entity, "period": trace.outcome.period if trace.outcome else leaf.period}
            if leaf.places:
                shown["places"] = list(leaf.places)
            return shown
        case All():
            word = "all"
        case Any():
            word = "any"
        case Not():
            word = "not"
    return {"truth": trace.truth.word, word: [_condition(part) for part in trace.parts]}

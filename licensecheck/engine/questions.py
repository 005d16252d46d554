"""What an audit asks: each question once, the most decisive first, in words that a person can answer."""

from collections import Counter

from licensecheck.catalog.binding import BoundModel
from licensecheck.engine.findings import ModelReport, Question
from licensecheck.engine.judge import Verdict
from licensecheck.facts.vocabulary import Vocabulary


def own_questions(model: BoundModel) -> dict[str, str]:
    """The words of the questions that only one policy asks: its own facts, and the points that its text leaves open."""
    words: dict[str, str] = {}
    for binding in model.bindings:
        for policy in binding.editions:
            words |= {f"reading.{policy.id}.{reading.id}": reading.question for reading in policy.readings}
            words |= {f"terms.{policy.id}.{fact.name.partition('.')[2]}": fact.question for fact in policy.facts}
    return words


def questions(models: list[ModelReport], vocabulary: Vocabulary, wordings: dict[str, str]) -> tuple[Question, ...]:
    """Every open question once; first the one that can decide most clauses, then by the order of the vocabulary.

    A question is `first` where it leads for some clause; the others may fall away with its answer. Counsel comes last.
    """
    decides: dict[str, list[tuple[str, str]]] = {}
    periods: dict[str, dict[str, None]] = {}
    entities: dict[str, str] = {}
    counts: Counter[str] = Counter()
    asked: set[tuple[str, ...]] = set()
    for model in models:
        for finding in model.findings:
            if finding.verdict is not Verdict.UNKNOWN or finding.moot or finding.waived or finding.clause.standing:
                continue
            asked.add(tuple(ask.fact for ask in finding.asks))
            for ask in finding.asks:
                counts[ask.fact] += 1
                decides.setdefault(ask.fact, []).append((model.name, f"{finding.policy}/{finding.clause.id}"))
                entities.setdefault(ask.fact, ask.entity)
                if ask.period:
                    periods.setdefault(ask.fact, {})[ask.period] = None
    ordered = sorted(counts, key=lambda fact: (fact.startswith("reading."), -counts[fact], order(fact, vocabulary), fact))
    rank = {fact: place for place, fact in enumerate(ordered)}
    first = {min(facts, key=lambda fact: rank[fact]) for facts in asked if facts}
    return tuple(
        Question(
            fact,
            _wording(fact, tuple(periods.get(fact, ())), entities[fact], vocabulary, wordings),
            tuple(periods.get(fact, ())),
            tuple(dict.fromkeys(decides[fact])),
            fact in first,
        )
        for fact in ordered
    )


def order(fact: str, vocabulary: Vocabulary) -> int:
    """The place of a fact in the vocabulary, by which ties are broken; what only one policy knows comes last."""
    definition = vocabulary.facts.get(fact)
    return definition.order if definition else 100_000


OTHER_QUESTIONS = {
    "organization.agreements": "Is there a separate agreement with the licensor, and which policies does it cover?",
    "model.license_choice": "Which of the licenses that the label offers is taken?",
    "model.license": "Under which license (SPDX id), or from which parent model, does this model come?",
}
ENTITY_WORDS = {
    "own": "the organization alone",
    "group": "the organization and all that it controls by more than half",
    "group_50": "the organization and all that it controls by half or more",
    "employer": "your employer",
}


def _wording(fact: str, periods: tuple[str, ...], entity: str, vocabulary: Vocabulary, wordings: dict[str, str]) -> str:
    definition = vocabulary.find(fact)
    if definition is None:
        if fact.endswith(".terms_read"):
            terms = fact.removeprefix("reading.").removesuffix(".terms_read")
            return f"Has somebody read the terms of `{terms}`, and do they allow this use?"
        return wordings.get(fact) or OTHER_QUESTIONS.get(fact, fact)
    shown = " and in ".join(period_words(period) for period in periods) or "the period asked"
    return definition.question.format(period=shown, entity=ENTITY_WORDS.get(entity, "the organization"))


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def period_words(period: str) -> str:
    """`2024-06` as June 2024."""
    if len(period) == 7 and period[4] == "-":
        return f"{MONTHS[int(period[5:]) - 1]} {period[:4]}"
    return {"any_12_months": "any twelve months in a row", "total": "all"}.get(period, period)

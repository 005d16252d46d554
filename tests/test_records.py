"""What the organization records of its own: agreements with licensors, readings of counsel, answers to a policy's questions."""

from __future__ import annotations

from typing import Any

import pytest
from small import CRANE, audited, binding, bound, derived, faulty, model, verdicts, written

from licensecheck.catalog.binding import Binding
from licensecheck.facts.values import UNKNOWN

# agreements ----------------------------------------------------------------------------------------------------------
MANY = "monthly_active_users: 900_000_000"


def agreed(agreement: str) -> tuple[str, str, str]:
    """Under one agreement: the fact, the right that a great number of users lacks, and that of commercial users."""
    organization = f"{{{MANY}, agreements: [{agreement}]}}" if agreement else f"{{{MANY}}}"
    text = written(f"{{id: {CRANE}, distribution: []}}", organization, "{commercial: true, uses: []}")
    found: Binding = binding(bound(text)[0], "crane-1")
    value = found.facts["agreement"].value
    said = verdicts(audited(text))
    both = said.get("crane-1/many-users", "-"), said.get("crane-1/commercial", "-")
    return ("unknown" if value is UNKNOWN else value, *both)


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        ("", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1]}", ("in_force", "pass", "pass")),
        ("{with: Crane, covers: [Crane License 1], status: granted}", ("in_force", "pass", "pass")),
        ("{with: Crane, covers: [crane/Crane-1-8B], starts: 2026-11-22, expires: 2026-11-22}", ("in_force", "pass", "pass")),
        ("{with: Crane, covers: [crane-1], status: requested}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1], status: refused}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1], status: ended}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1], expires: 2026-11-21}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane-1], starts: 2026-11-23}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [crane]}", ("none", "fail", "unknown (moot)")),
        ("{with: Crane, covers: [wren-1, together-api]}", ("none", "fail", "unknown (moot)")),
        ("{with: Finch, covers: [finch]}", ("none", "fail", "unknown (moot)")),
        # with the licensor, and nobody says over what
        ("{with: Crane Inc.}", ("unknown", "unknown", "unknown")),
        ("{with: Finch}", ("none", "fail", "unknown (moot)")),
        # only the clauses that it names
        ("{with: Crane, covers: [crane-1], lifts: [commercial]}", ("none", "fail", "-")),
        ("{with: Crane, covers: [crane-1], lifts: [crane-1/many-users]}", ("none", "-", "unknown")),
        ("{with: Crane, covers: [crane-1], lifts: [many-users], expires: 2026-11-21}", ("none", "fail", "unknown (moot)")),
    ],
)
def test_agreement(agreement: str, expected: tuple[str, str, str]) -> None:
    assert agreed(agreement) == expected


UNKNOWN_ID = "write the id of a policy, such as `llama-3.1-community`"


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        ("covers: [crane-1, crane-12]", [("no policy, family or model is named `crane-12`", "did you mean `crane-1`?")]),
        ("covers: [everything]", [("no policy, family or model is named `everything`", UNKNOWN_ID)]),
        ("covers: [crane-1], lifts: [many-user]", [("none of `crane-1` has a clause `many-user`", "did you mean `many-users`?")]),
        # a clause of another policy than the one that is covered lifts nothing
        ("covers: [finch], lifts: [many-users]", [("none of `finch` has a clause `many-users`", "")]),
        ("covers: [finch], lifts: [crane-1/many-users]", [("none of `finch` has a clause `crane-1/many-users`", "")]),
        ("lifts: [many-users, many-user]", [("no policy has a clause `many-user`", "did you mean `many-users`?")]),
        # what covers a model or a family may lift a clause of any of its policies
        ("covers: [crane/Crane-1-8B], lifts: [many-users]", []),
        ("covers: [acme/mine]", []),
        ("covers: [heron-terms]", []),
    ],
)
def test_what_an_agreement_names_must_be_there(agreement: str, expected: list[tuple[str, str]]) -> None:
    text = written(f"{{id: {CRANE}, distribution: []}}\nacme/mine", f"{{agreements: [{{with: Crane, {agreement}}}]}}")
    if not expected:
        assert audited(text).models
        return
    assert [(message, help) for _, message, _, _, help in faulty(text)] == expected  # type: ignore[misc]


def test_an_agreement_in_place_of_the_terms_is_to_be_read() -> None:
    agreement = "agreements: [{with: Crane, covers: [crane-1], replaces_terms: true}]"
    line = f"{{id: {CRANE}, distribution: []}}"
    replaced = audited(written(line, f"{{{MANY}, {agreement}}}"))
    assert verdicts(replaced) == {"crane-1/terms-replaced": "unknown"}
    assert [question.fact for question in replaced.questions] == ["reading.crane-1.terms_read"]
    read = "readings: [{policy: crane-1, reading: terms_read, as: yes, by: J. Doe, on: 2026-10-01}]"
    assert verdicts(audited(written(line, f"{{{MANY}, {agreement}, {read}}}"))) == {"crane-1/terms-replaced": "pass"}
    ended = agreement.replace("true", "true, expires: 2026-01-01")
    assert verdicts(audited(written(line, f"{{{MANY}, {ended}, {read}}}")))["crane-1/many-users"] == "fail"


# records -------------------------------------------------------------------------------------------------------------
def reading(answer: str, more: str = "") -> tuple[Any, str, str]:
    organization = (
        f"{{readings: [{{policy: crane-1, reading: adapter-is-a-model, as: {answer}, by: J. Doe, on: 2026-10-01{more}}}]}}"
    )
    return derived(CRANE, "crane-1", "reading.adapter-is-a-model", organization=organization)


def test_a_reading_of_counsel() -> None:
    assert derived(CRANE, "crane-1", "reading.adapter-is-a-model") == (UNKNOWN, "missing", "")
    assert reading("yes") == (True, "recorded", "J. Doe, 2026-10-01")
    assert reading("no") == (False, "recorded", "J. Doe, 2026-10-01")
    assert reading("yes", ", text: c1") == (True, "recorded", "J. Doe, 2026-10-01")
    # of another text; and an answer that is none must not count as a no
    assert reading("yes", ", text: c0") == (UNKNOWN, "missing", "")
    assert reading("unknown")[0] is UNKNOWN
    assert reading("perhaps")[0] is UNKNOWN


READ = "{{policy: hearsay, reading: terms_read, as: {}, by: J. Doe, on: {}{}}}"


def second_hand(*readings: str) -> tuple[dict[str, str], list[str]]:
    """What terms known at second hand give under these readings, and what is said of the readings."""
    found = audited(written("{id: rook/rook-1, distribution: []}", f"{{readings: [{', '.join(readings)}]}}", "{commercial: true}"))
    return verdicts(found), [note.message for note in found.notes if note.code == "stale-reading"]


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([], {"hearsay/commercial": "unknown"}),
        ([READ.format("yes", "2026-10-01", "")], {"hearsay/commercial": "pass"}),
        ([READ.format("yes", "2026-10-01", ", text: r1")], {"hearsay/commercial": "pass"}),
        ([READ.format("yes", "2026-10-01", ", text: r0")], {"hearsay/commercial": "unknown"}),
        ([READ.format("no", "2026-10-01", "")], {"catalog/terms-refused": "fail", "hearsay/commercial": "unknown (moot)"}),
        ([READ.format("no", "2026-10-01", ", text: r0")], {"hearsay/commercial": "unknown"}),
        # the later answer counts, and of two on one day the no
        ([READ.format("no", "2026-10-01", ""), READ.format("yes", "2026-10-02", "")], {"hearsay/commercial": "pass"}),
        (
            [READ.format("no", "2026-10-01", ""), READ.format("yes", "2026-10-01", "")],
            {"catalog/terms-refused": "fail", "hearsay/commercial": "unknown (moot)"},
        ),
        (
            [READ.format("no", "2026-10-01", ""), READ.format("yes", "2026-10-02", ", text: r0")],
            {"catalog/terms-refused": "fail", "hearsay/commercial": "unknown (moot)"},
        ),
    ],
)
def test_whether_terms_known_at_second_hand_were_read(readings: list[str], expected: dict[str, str]) -> None:
    said, notes = second_hand(*readings)
    assert {name: word for name, word in said.items() if name in expected or name.startswith("catalog")} == expected
    stale = [each for each in readings if "r0" in each]
    assert len(notes) == len(stale)
    assert all(each.endswith(", of another text than the one that is judged: it decides nothing") for each in notes)


def test_answers_that_one_policy_asks_for() -> None:
    line = f"{{id: {CRANE}, terms: {{crane-1: {{registered: true}}}}}}"
    assert binding(model(line), "crane-1").terms["terms.registered"].value is True
    wrong = f"{{id: {CRANE}, terms: {{crane-1: {{registred: true}}}}}}"
    assert faulty(written(wrong)) == [
        ("unknown-fact", "the policy `crane-1` asks for no fact `registred`", (3, 46, 3, 55), "", "did you mean `registered`?")
    ]
    typed = f"{{id: {CRANE}, terms: {{crane-1: {{registered: 3}}}}}}"
    assert faulty(written(typed)) == [
        ("wrong-type", "`registered` is yes or no, not `3`", (3, 58, 3, 59), "", "write `true` or `false`")
    ]
    nobody = f"{{id: {CRANE}, terms: {{crane-2: {{registered: true}}}}}}"
    assert faulty(written(nobody)) == [
        ("unknown-policy", "no policy is named `crane-2`", (3, 45, 3, 63), "", "did you mean `crane-1`?")
    ]

"""SPDX license expressions: the ways to satisfy them, and which one a model is judged under."""

from __future__ import annotations

import itertools

import pytest
from given import AS_OF
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.api import audit_text
from licensecheck.catalog.corpus import load_corpus
from licensecheck.catalog.expression import MOST, alternatives, combined
from licensecheck.engine.findings import ModelReport, Report
from licensecheck.source.text import Text

CORPUS = load_corpus()
FACTS = """\
version: 1
organization: {country: KR, monthly_active_users: 1_200_000}
deployment: {commercial: true, regions: [KR], uses: [], audience: [employees], environment: production}
models:
"""


def report(*models: str) -> Report:
    return audit_text(Text("deploy.yaml", FACTS + "".join(f"  - {model}\n" for model in models)), CORPUS, AS_OF)


def judged(license: str, more: str = "") -> ModelReport:
    return report(f"{{id: acme/x, license: '{license}', distribution: [], made_by: others{more}}}").models[0]


def choice(model: ModelReport) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (each.clause.title, each.clause.says, each.clause.remedy) for each in model.findings if each.clause.id == "license-choice"
    ]


# the ways ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Apache-2.0", (("Apache-2.0",),)),
        ("  llama3.1 ", (("llama3.1",),)),
        ("(MIT)", (("MIT",),)),
        ("Apache License 2.0", (("Apache License 2.0",),)),
        ("Apache-2.0 AND CC-BY-4.0", (("Apache-2.0", "CC-BY-4.0"),)),
        ("Apache-2.0 or MIT", (("Apache-2.0",), ("MIT",))),
        ("MIT OR (Apache-2.0 AND BSD-3-Clause)", (("MIT",), ("Apache-2.0", "BSD-3-Clause"))),
        ("(A OR B) AND (C OR D)", (("A", "C"), ("A", "D"), ("B", "C"), ("B", "D"))),
        ("MIT OR (MIT AND X)", (("MIT",),)),
        ("MIT OR mit", (("MIT",),)),
        # an exception of the SPDX list gives permissions; nobody knows what another addition says
        ("Apache-2.0 WITH LLVM-exception", (("Apache-2.0",),)),
        ("Apache-2.0 WITH AdditionRef-ours", (("Apache-2.0", "AdditionRef-ours"),)),
        # one of the versions that may be chosen
        ("GPL-2.0-or-later", (("GPL-2.0-only",),)),
        ("AGPL-3.0+ OR MIT", (("AGPL-3.0-only",), ("MIT",))),
        ("openrail++", (("openrail++",),)),
        # no expression: one name, which nobody has read
        ("MIT OR", (("MIT OR",),)),
        ("A and (B", (("A and (B",),)),
        ("MIT AND " * 200 + "MIT", (("MIT AND " * 200 + "MIT",),)),
    ],
)
def test_ways(text: str, ways: tuple[tuple[str, ...], ...]) -> None:
    assert alternatives(text) == ways


def test_depth_is_no_fault() -> None:
    assert alternatives("(" * 400 + "MIT" + ")" * 400 + " OR X") in (
        (("MIT",), ("X",)),
        (("(" * 400 + "MIT" + ")" * 400 + " OR X",),),
    )


def test_too_many_ways_are_one_name() -> None:
    text = " AND ".join(f"(A{n} OR B{n})" for n in range(7))
    assert MOST < 2**7
    assert alternatives(text) == ((text,),)


def test_statements_that_hold_together() -> None:
    assert combined(["A OR B", "A"]) == (("A",),)
    assert combined(["A", "B OR C"]) == (("A", "B"), ("A", "C"))
    many = combined(["(A OR B) AND (C OR D) AND (E OR F)", "(G OR H) AND (I OR J) AND (K OR L) AND (M OR N)"])
    assert [sorted(way) for way in many] == [list("ABCDEFGHIJKLMN")]


LETTERS = ("A", "B", "C", "D")
EXPRESSIONS = st.recursive(
    st.sampled_from(LETTERS),
    lambda inner: st.tuples(inner, st.sampled_from(("AND", "OR")), inner).map(lambda three: f"({three[0]} {three[1]} {three[2]})"),
    max_leaves=6,
)


@given(EXPRESSIONS)
def test_ways_mean_what_the_expression_means(text: str) -> None:
    """Whoever keeps a set of licenses satisfies the expression just when one of its ways lies in the set."""
    for kept in itertools.product((False, True), repeat=len(LETTERS)):
        holds = dict(zip(LETTERS, kept, strict=True))
        python = text.replace("AND", "and").replace("OR", "or")
        assert bool(eval(python, {}, holds)) == any(all(holds[name] for name in way) for way in alternatives(text))


# the choice ----------------------------------------------------------------------------------------------------------
def test_the_mildest_alternative_counts_and_the_report_says_so() -> None:
    model = judged("CC-BY-NC-4.0 OR Apache-2.0")
    assert (model.verdict.word, model.policies) == ("pass", ("apache-2.0",))
    assert choice(model) == [
        (
            "The label `CC-BY-NC-4.0 OR Apache-2.0` of `acme/x` leaves a choice; judged under `Apache-2.0`",
            "Whoever takes the model may choose, so the alternative with the mildest verdict counts; "
            "`CC-BY-NC-4.0` comes out as fail.",
            ("Record the choice: `license_choice: Apache-2.0`.",),
        )
    ]


def test_a_recorded_choice_is_kept() -> None:
    model = judged("CC-BY-NC-4.0 OR Apache-2.0", ", license_choice: CC-BY-NC-4.0")
    assert (model.verdict.word, model.policies, choice(model)) == ("fail", ("cc-by-nc-4.0",), [])


SINGLE = {"Apache-2.0": "pass", "CC-BY-NC-4.0": "fail", "nobody-read-this": "unknown"}
ORDER = ("pass", "due", "unknown", "fail")


@pytest.mark.parametrize(("one", "other"), list(itertools.product(SINGLE, repeat=2)))
def test_or_is_the_best_and_and_the_worst(one: str, other: str) -> None:
    assert judged(one).verdict.word == SINGLE[one]
    both = sorted((SINGLE[one], SINGLE[other]), key=ORDER.index)
    assert judged(f"{one} OR {other}").verdict.word == both[0]
    assert judged(f"{one} AND {other}").verdict.word == both[1]


def test_what_an_alternative_that_is_not_taken_presumes_is_not_reported() -> None:
    alone = report("{id: acme/x, license: Apache-2.0, distribution: [], made_by: others}")
    chosen = report("{id: acme/x, license: Apache-2.0 OR bigscience-openrail-m, distribution: [], made_by: others}")
    assert chosen.presumed == alone.presumed


def test_an_addition_that_nobody_read_is_unknown() -> None:
    assert judged("Apache-2.0 WITH LLVM-exception").verdict.word == "pass"
    found = judged("Apache-2.0 WITH AdditionRef-ours")
    assert [(each.clause.title, each.verdict.word) for each in found.findings if each.red] == [
        ("The license `AdditionRef-ours` was not read", "unknown")
    ]


@pytest.mark.parametrize(
    ("name", "policies"),
    [
        ("LicenseRef-llama-3.1-community", ["llama-3.1-community"]),
        ("licenseref-scancode-llama-3.1-license-2024", ["llama-3.1-community"]),
        ("LicenseRef-scancode-gemma-tou-2024-04-01", ["gemma-terms-2024-04-01"]),
        ("LicenseRef-llama3.1", ["llama-3.1-community"]),
        ("LicenseRef-nvidia-open-model-license", ["nvidia-open-model-license"]),
        # a text that somebody calls so is not the license of that id
        ("LicenseRef-MIT", []),
        ("LicenseRef-3", []),
    ],
)
def test_license_refs(name: str, policies: list[str]) -> None:
    assert [policy.id for policy in CORPUS.named_license(name)] == policies


def test_every_policy_is_found_by_its_spdx_id() -> None:
    lost = [name for name in CORPUS.ids if name not in [each.id for each in CORPUS.named_license(_spdx(name))]]
    assert lost == []


def _spdx(name: str) -> str:
    policy = CORPUS.policy(name)
    assert policy is not None
    return policy.spdx

"""Clauses and policies in plain English, from the data that decides; thresholds on a line of numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from given import condition
from small import small

from licensecheck.api import load_corpus
from licensecheck.policy.model import Clause, Policy
from licensecheck.report.explain import explain_clause, explain_policy
from licensecheck.report.paint import width_of

CRANE = small().policy("crane-1")
assert CRANE is not None
POLICY: Policy = CRANE


def clause(name: str) -> Clause:
    return next(each for each in POLICY.clauses if each.id == name)


def explained(found: Clause, width: int = 80) -> str:
    return explain_clause(POLICY, found, small().vocabulary, small().places, width=width)


def test_a_right_in_full() -> None:
    assert (
        explained(clause("many-users"))
        == """\
crane-1/many-users
Crane License 1, section 2
Over 700 million monthly active users when Crane came out

  It says             Above that count nobody may use the model before Crane
                      agrees.
  It binds when       monthly active users of all products of the organization
                      and its affiliates in the month before the release more
                      than 700,000,000
  unless              how the model was received: integrated end user product
                      (section 1.b)
  Then it needs       a separate agreement with the licensor that covers this:
                      in force
  If not              use is not licensed
  Remedy              Ask Crane for a license.

                      monthly active users of all products of the organization
                      and its affiliates in the month before the release more
                      than 700,000,000
                           700,000,000 | 700,000,001
                      --- free --------|--- it binds -------->

  Rests on            the text, read
  Text                https://crane.example/license (read 2026-10-01, sha256 c1)
"""
    )


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("display", "  If not              a duty is breached"),
        ("use-6", "  Then                the use is not allowed"),
        ("use-6", "  Looked at           For each declared activity:"),
        ("suit", "  Then                use is not licensed"),
        ("indemnity", "  Weight              listed for information; it never gates"),
        ("indemnity", "  It binds            always"),
        ("adapters", "                      unknown until counsel answers; `adapter-is-a-model`,"),
        ("display", "                      holds “Built with Crane”"),
    ],
)
def test_what_is_said_of_other_clauses(name: str, line: str) -> None:
    assert line in explained(clause(name)).splitlines()


@pytest.mark.parametrize(
    ("needed", "line"),
    [
        ("deployment.minimum_age: {at_least: 18}", ("17 | 18", "not met", "met")),
        ("deployment.minimum_age: {less_than: 18}", ("17 | 18", "met", "not met")),
        ("deployment.minimum_age: {greater_than: 17}", ("17 | 18", "not met", "met")),
        ("deployment.minimum_age: {at_most: 17}", ("17 | 18", "met", "not met")),
        ("organization.annual_revenue_usd: {in: previous_year, at_least: 1_000_000}", ("999,999 | 1,000,000", "not met", "met")),
        ("organization.annual_revenue_usd: {in: previous_year, at_most: 0.5}", ("0.5 | 0.51", "met", "not met")),
    ],
)
def test_both_sides_of_a_threshold(needed: str, line: tuple[str, str, str]) -> None:
    """The two numbers are the last one on each side, and the bars stand under each other."""
    drawn = explained(clause("display")._replace(requires=condition(needed))).splitlines()
    at = next(index for index, each in enumerate(drawn) if each.strip() == line[0])
    assert drawn[at].index("|") == drawn[at + 1].index("|")
    left, right = drawn[at + 1].strip(" >").split("|")
    assert (left.strip("- "), right.strip("- ")) == line[1:]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_clause_of_every_policy_can_be_explained(width: int) -> None:
    corpus = load_corpus()
    for name in corpus.ids:
        policy = corpus.policy(name)
        assert policy is not None
        whole = explain_policy(policy, corpus.vocabulary, corpus.places, width=width)
        assert whole.startswith(f"{policy.id}\n{policy.name}\n\n  Licensor ")
        for each in policy.clauses:
            assert each.title.split()[0] in whole
            text = explain_clause(policy, each, corpus.vocabulary, corpus.places, width=width)
            assert text.startswith(f"{policy.id}/{each.id}\n")
            assert "  It says  " in text
            assert [
                line for line in text.splitlines()[3:] if width_of(line) > width and len(line.split()) > 3 and "|--" not in line
            ] == [], each.id


def test_the_command(tmp_path: Path) -> None:
    done = run("explain", "mit/license-copy", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"mit/license-copy\nMIT License, section 1\n")
    # a section, an SPDX id and a name of editions mean what they mean elsewhere
    assert run("explain", "mit/1", folder=tmp_path).stdout == done.stdout
    assert run("explain", "MIT", folder=tmp_path).stdout.startswith(b"mit\nMIT License\n")
    editions = run("explain", "gemma-terms", folder=tmp_path).stdout.decode().splitlines()[-1]
    assert editions.startswith("Editions: gemma-terms-2024-02-21, ")
    assert editions.endswith("; this is the newest.")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mitt", "error[unknown-policy]: no policy is named `mitt`\n  = help: did you mean `mit`?\n"),
        ("", "error[unknown-policy]: no policy is named ``\n"),
        (
            "mit/licence-copy",
            "error[unknown-clause]: the policy `mit` has no clause `licence-copy`\n  = help: did you mean `license-copy`?\n",
        ),
        ("\x1b[31m", "error[unknown-policy]: no policy is named `\ufffd[31m`\n"),
        ("x" * 5000, "error[unknown-policy]: no policy is named `" + "x" * 80 + "...`\n"),
    ],
)
def test_what_nobody_wrote(name: str, message: str, tmp_path: Path) -> None:
    done = run("explain", name, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(message)

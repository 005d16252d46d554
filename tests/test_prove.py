"""Each proof refutes a tiny policy that is wrong, in words a lawyer can follow, and accepts one that is right."""

from __future__ import annotations

import hashlib
import json
import random
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from licensecheck.catalog.corpus import source_folders
from licensecheck.catalog.sources import Sources, read_sources
from licensecheck.cli.policies import policies
from licensecheck.engine.judge import Verdict, judge
from licensecheck.engine.prove.cells import Space, cells_of, space_of
from licensecheck.engine.prove.changes import changes
from licensecheck.engine.prove.clause import proof_world
from licensecheck.engine.prove.corpus import Scope, identity, prove
from licensecheck.engine.prove.examples import check_examples
from licensecheck.engine.prove.knowledge import taken_back
from licensecheck.engine.prove.sections import found, top_level
from licensecheck.engine.prove.states import State, Variable
from licensecheck.engine.prove.words import period_told, value_told
from licensecheck.engine.truth import FALSE, TRUE, UNSURE
from licensecheck.facts.values import UNKNOWN, Bound, Fact, Figure, Item
from licensecheck.policy.load import read_policies
from licensecheck.policy.model import Leaf, Policy
from licensecheck.source.diagnostic import Diagnostic


@pytest.fixture(scope="session")
def shipped() -> Sources:
    return read_sources()


class Desk:
    """Writes tiny policies and proves them with the shipped vocabulary."""

    def __init__(self, shipped: Sources, folder: Path) -> None:
        self.shipped, self.folder = shipped, folder

    def policies(self, *texts: str, folder: str = "policies") -> tuple[Policy, ...]:
        files = []
        for number, text in enumerate(texts):
            file = self.folder / folder / f"p{number}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(textwrap.dedent(text))
            files.append(str(file))
        found, faults, _ = read_policies(files, self.shipped.vocabulary, self.shipped.places)
        assert faults == ()
        return found

    def refuted(self, *texts: str, scope: Scope | None = None) -> list[str]:
        policies = self.policies(*texts)
        report = prove(policies, self.shipped.vocabulary, self.shipped.places, scope or Scope())
        return [f"{each.proof}: {each.counterexample}" for each in report.refutations]


@pytest.fixture
def desk(shipped: Sources, tmp_path: Path) -> Desk:
    return Desk(shipped, tmp_path)


def policy(clauses: str, more: str = "", name: str = "tiny") -> str:
    head = f"policy: {name}\nname: A tiny license\nlicensor: acme\nvalues: {{released: 2024-07-23}}\n"
    return head + textwrap.dedent(more) + "clauses:\n" + textwrap.indent(textwrap.dedent(clauses).strip("\n"), "  ") + "\n"


def clause(rule: str, examples: str, kind: str = "right", id: str = "rule", more: str = "") -> str:
    head = f'- id: {id}\n  kind: {kind}\n  section: "1"\n  title: A case\n  says: It is so.\n{more}'
    return head + textwrap.indent(textwrap.dedent(rule).strip("\n"), "  ") + "\n  examples:\n" + textwrap.indent(
        textwrap.dedent(examples).strip("\n"), "    "
    ) + "\n"  # fmt: skip


COMMERCIAL = clause(
    "applies_when: {deployment.commercial: {is: yes}}",
    """
    fail: [{name: sold, facts: {deployment.commercial: yes}}]
    unknown: [{name: not said, facts: {}, asks: [deployment.commercial]}]
    not_applicable: [{name: a hobby, facts: {deployment.commercial: no}}]
    """,
)


def test_a_right_policy_is_proved_and_counted(desk: Desk) -> None:
    report = prove(desk.policies(policy(COMMERCIAL)), desk.shipped.vocabulary, desk.shipped.places)
    assert report.refutations == ()
    assert report.exceptions == ()
    assert report[:8] == (1, 1, 1, 0, 3, 3, 1, 1)


def test_examples_give_their_verdict_and_their_questions(desk: Desk) -> None:
    wrong = clause(
        "applies_when: {deployment.commercial: {is: yes}}",
        """
        pass: [{name: sold, facts: {deployment.commercial: yes}}]
        unknown: [{name: not said, facts: {}, asks: [deployment.paid]}]
        fail: [{name: misspelt, facts: {deployment.comercial: yes}}]
        """,
    )
    assert desk.refuted(policy(wrong)) == [
        "examples: `sold` is fail, not pass",
        "examples: `not said` asks `deployment.commercial`, not `deployment.paid`",
        "examples: no fact is named `deployment.comercial`; did you mean `deployment.commercial`?",
    ]


def test_a_clause_without_examples_is_refuted(desk: Desk) -> None:
    bare = '- {id: rule, kind: right, section: "1", title: A case, says: So., applies_when: {deployment.commercial: {is: yes}}}'
    table = 'prohibited_uses: {"2": [military], "3": {uses: [nuclear], unless: {use.authorized: {is: yes}}}}\n'
    refuted = desk.refuted(policy(bare, table))
    assert refuted == ["examples: the clause has no examples"] * 2


def test_with_everything_known_a_clause_is_decided(desk: Desk) -> None:
    undated = policy(
        clause(
            "applies_when: {organization.monthly_active_users: {in: month_before_release, greater_than: 100}}",
            "unknown: [{name: any, facts: {organization.monthly_active_users: 500}}]",
        )
    ).replace("values: {released: 2024-07-23}\n", "")
    assert desk.refuted(undated)[0] == (
        "decided: nothing that is known decides about monthly active users of all products of the organization and its affiliates; "
        "the policy may lack its day of release"
    )


def test_learning_never_takes_an_answer_back(desk: Desk) -> None:
    # no condition can do it, since no operator asks what is known; so a fact is made that does
    tiny = desk.policies(policy(COMMERCIAL))[0]
    world = proof_world(tiny, desk.shipped.vocabulary, desk.shipped.places)
    cells = cells_of(tiny.clauses[0], world)
    assert list(taken_back(cells, world)) == []
    leaf = cells.space.variables[0].leaves[0]
    known = (State(True, (TRUE,), True, (0,)), State(False, (FALSE,), True, (1,)))
    odd = Variable(leaf.fact, (leaf,), (*known, State(UNKNOWN, (TRUE,), False, (0, 1))))
    space = Space((odd,), (1,), ((1, 2, 4),), 3)
    broken = cells._replace(space=space, verdicts=dict.fromkeys(Verdict, 0) | {Verdict.FAIL: 5, Verdict.NOT_APPLICABLE: 2})
    phrase = "the use is commercial - it earns, is sold, or serves a product or paid work"
    said = f"it is fail with {phrase}: not known; once it is known that {phrase}: no, it is pass"
    assert list(taken_back(broken, world)) == [said]


def test_no_unknown_is_idle(desk: Desk) -> None:
    either = clause(
        """
        applies_when: {any: [{deployment.paid: {is: yes}}, {deployment.paid: {is: no}}]}
        vacuous: It always binds.
        """,
        """
        fail: [{name: a, facts: {deployment.paid: yes}}, {name: b, facts: {deployment.paid: no}}]
        """,
    )
    report = prove(desk.policies(policy(either)), desk.shipped.vocabulary, desk.shipped.places)
    assert report.exceptions == (
        "tiny/rule: it is unknown with somebody pays for the use of the model or for what it makes: not known, "
        "although every answer leads to fail (one fact stands in several leaves)",
    )


def test_fail_and_pass_are_within_reach(desk: Desk) -> None:
    never = clause(
        "applies_when: {all: [{deployment.commercial: {is: yes}}, {deployment.commercial: {is: no}}]}",
        "not_applicable: [{name: sold, facts: {deployment.commercial: yes}}, {name: a hobby, facts: {deployment.commercial: no}}]",
    )
    assert desk.refuted(policy(never))[0] == "reach: nothing known makes it fail"
    always = clause("", "fail: [{name: any, facts: {}}]")
    assert desk.refuted(policy(always)) == ["reach: nothing known makes it pass, or not apply"]
    assert desk.refuted(policy(always.replace("  says:", "  vacuous: Nobody may.\n  says:"))) == []
    cured = clause(
        "applies_when: {deployment.commercial: {is: yes}}\nrequires: {agreement: {is: in_force}}",
        """
        pass: [{name: sold with leave, facts: {deployment.commercial: yes, agreement: in_force}}]
        fail: [{name: sold, facts: {deployment.commercial: yes}}]
        not_applicable: [{name: a hobby, facts: {deployment.commercial: no}}]
        """,
        more="  vacuous: Nothing cures it.\n",
    )
    assert desk.refuted(policy(cured)) == ["reach: it is said to be vacuous, and it can both fail and pass"]


def test_fail_and_pass_are_reached_by_a_model_of_the_catalog(desk: Desk) -> None:
    pictures = clause(
        "applies_when: {work.multimodal: {is: yes}}",
        """
        fail: [{name: pictures, facts: {work.multimodal: yes}}]
        not_applicable: [{name: text, facts: {work.multimodal: no}}]
        """,
    )
    text_only = Scope(works={"tiny": frozenset({(("work.multimodal", False), ("work.stage", "ga"))})})
    assert desk.refuted(policy(pictures), scope=text_only) == ["reach: no model of the catalog, in no deployment, makes it fail"]
    both = frozenset({(("work.multimodal", False),), (("work.stage", "ga"),)})
    assert desk.refuted(policy(pictures), scope=Scope(works={"tiny": both})) == []


def test_more_users_never_make_it_milder(desk: Desk) -> None:
    milder = clause(
        "applies_when: {not: {organization.monthly_active_users: {in: month_before_release, greater_than: 100}}}",
        """
        fail: [{name: one hundred, facts: {organization.monthly_active_users: 100}}]
        not_applicable: [{name: one more, facts: {organization.monthly_active_users: 101}}]
        """,
    )
    phrase = "monthly active users of all products of the organization and its affiliates"
    where = "(the organization with its affiliates, June 2024)"
    assert desk.refuted(policy(milder)) == [f"more-is-milder: it is fail with {phrase}: 99 {where}; with 101 {where} it is pass"]
    stricter = milder.replace("{not: ", "").replace("100}}}", "100}}").replace("fail:", "x:").replace("not_applicable:", "fail:")
    assert desk.refuted(policy(stricter.replace("x:", "not_applicable:"))) == []


USERS = "applies_when: {organization.monthly_active_users: {in: month_before_release, greater_than: 100}}"


def test_both_sides_of_a_threshold_are_tried(desk: Desk) -> None:
    far = clause(
        USERS,
        """
        fail: [{name: many, facts: {organization.monthly_active_users: 5_000}}]
        not_applicable: [{name: few, facts: {organization.monthly_active_users: 5}}]
        """,
    )
    phrase = "monthly active users of all products of the organization and its affiliates"
    where = "(the organization with its affiliates, June 2024)"
    leaf = "`organization.monthly_active_users greater_than 100`"
    instead = "no example notices the clause with `organization.monthly_active_users {}` instead of " + leaf
    assert desk.refuted(policy(far)) == [
        f"thresholds: no example has exactly 100, for {leaf}",
        f"thresholds: no example has exactly 101, for {leaf}",
        f"mutants: {instead.format('at_least 100')}: pass would become fail with {phrase}: 100 {where}",
        f"mutants: {instead.format('greater_than 99')}: pass would become fail with {phrase}: 100 {where}",
        f"mutants: {instead.format('greater_than 101')}: fail would become pass with {phrase}: 101 {where}",
    ]


RULE = """
    applies_when: {deployment.environment: {one_of: [production, staging]}}
    unless:
      - {section: "2", when: {deployment.paid: {is: no}}}
    requires: {agreement: {is: in_force}}
"""


def test_every_small_change_is_noticed(desk: Desk) -> None:
    some = """
        pass: [{name: with leave, facts: {deployment.environment: production, deployment.paid: yes, agreement: in_force}}]
        fail: [{name: production, facts: {deployment.environment: production, deployment.paid: yes}}]
        not_applicable: [{name: research, facts: {deployment.environment: research, deployment.paid: yes}}]
    """
    run, paid = "the environment in which the model runs", "somebody pays for the use of the model or for what it makes"
    rest = "a separate agreement with the licensor that covers this: none"
    assert desk.refuted(policy(clause(RULE, some))) == [
        "mutants: no example notices the clause without `staging` in `deployment.environment one_of [production, staging]`: "
        f"fail would become pass with {run}: staging; {paid}: yes; {rest}",
        "mutants: no example notices the clause without its exception of section 2: "
        f"pass would become fail with {run}: production; {paid}: no; {rest}",
    ]
    enough = """
        pass: [{name: with leave, facts: {deployment.environment: production, deployment.paid: yes, agreement: in_force}}]
        fail:
          - {name: production, facts: {deployment.environment: production, deployment.paid: yes}}
          - {name: staging, facts: {deployment.environment: staging, deployment.paid: yes}}
        not_applicable:
          - {name: research, facts: {deployment.environment: research, deployment.paid: yes}}
          - {name: free, facts: {deployment.environment: production, deployment.paid: no}}
    """
    assert desk.refuted(policy(clause(RULE, enough))) == []


def test_an_equivalent_change_need_not_be_noticed(desk: Desk) -> None:
    # a nested exception that the requirement repeats: dropping one of the two changes no verdict
    twice = clause(
        """
        applies_when: {all: [{deployment.commercial: {is: yes}}, {deployment.commercial: {is: yes}}]}
        """,
        """
        fail: [{name: sold, facts: {deployment.commercial: yes}}]
        not_applicable: [{name: a hobby, facts: {deployment.commercial: no}}]
        """,
    )
    report = prove(desk.policies(policy(twice)), desk.shipped.vocabulary, desk.shipped.places)
    assert report.refutations == ()
    assert (report.mutants, report.killed) == (2, 2)


def test_tiers_meet(desk: Desk) -> None:
    def tier(id: str, operator: str, inside: int, outside: int) -> str:
        return clause(
            f"applies_when: {{organization.annual_revenue_usd: {{{operator}: 1000}}}}",
            f"""
            fail: [{{name: a, facts: {{organization.annual_revenue_usd: {inside}}}}}]
            not_applicable: [{{name: b, facts: {{organization.annual_revenue_usd: {outside}}}}}]
            """,
            id=id,
        )

    small, large = tier("small", "less_than", 999, 1000), tier("large", "greater_than", 1001, 1000)
    assert desk.refuted(policy(small + large)) == ["tiers: at exactly 1,000, neither of `small` and `large` binds"]
    small = tier("small", "at_most", 1000, 1001)
    assert desk.refuted(policy(small + large)) == []
    from_there = tier("large", "at_least", 1000, 999)
    assert desk.refuted(policy(small + from_there)) == ["tiers: at exactly 1,000, both `small` and `large` bind"]


READING = """
readings:
  open-to-companies:
    section: "1"
    question: May companies use it?
    values: [yes, no]
    adopted: {adopted}
"""
READ = clause(
    "applies_when: {all: [{deployment.commercial: {is: yes}}, {reading.open-to-companies: {is: no}}]}",
    """
    fail: [{name: sold, and counsel says no, facts: {deployment.commercial: yes, reading.open-to-companies: no}}]
    not_applicable:
      - {name: sold, and counsel says yes, facts: {deployment.commercial: yes, reading.open-to-companies: yes}}
      - {name: a hobby, facts: {deployment.commercial: no, reading.open-to-companies: no}}
    """.replace("sold, and", "sold and"),
)


def test_an_adopted_reading_is_never_the_milder_one(desk: Desk) -> None:
    phrase = "the use is commercial - it earns, is sold, or serves a product or paid work"
    assert desk.refuted(policy(READ, READING.format(adopted="yes"))) == [
        f"adopted: the adopted reading makes it pass with {phrase}: yes; May companies use it?: yes; read as `no` it is fail"
    ]
    assert desk.refuted(policy(READ, READING.format(adopted="no"))) == []


def test_what_is_defined_is_used(desk: Desk) -> None:
    facts = "facts: {registered: {type: yes_no, phrase: it is registered, question: Is it registered?}}\n"
    assert desk.refuted(policy(COMMERCIAL, READING.format(adopted="no") + facts)) == [
        "used: no clause uses `reading.open-to-companies`",
        "used: no clause uses `terms.registered`",
    ]
    refuted = desk.refuted(policy(COMMERCIAL), scope=Scope(whole=True))
    assert "used: no policy uses the fact `organization.type`" in refuted
    assert "used: no policy uses the fact `deployment.commercial`" not in refuted


TEXT = "1. Use.\n a. Everybody may.\n b. Not in war.\n2. End.\n3. Courts.\n"
PINNED = """
texts: {{license: {{url: https://example.org, sha256: {hash}, read: 2026-01-01, changes: frozen}}}}
sections: {{"{section}": {{no_check: the end}}, "2": {{grant: true}}}}
"""


def test_every_section_is_accounted_for(desk: Desk) -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    scope = Scope({digest: TEXT})
    assert desk.refuted(policy(COMMERCIAL, PINNED.format(hash=digest, section="3")), scope=scope) == []
    assert desk.refuted(policy(COMMERCIAL, PINNED.format(hash=digest, section="1.c")), scope=scope) == [
        "sections: section `1.c` is not found in the text `license`",
        "sections: section 3 of the text `license` is named neither by a clause nor under `sections`",
    ]
    assert desk.refuted(policy(COMMERCIAL, PINNED.format(hash="abc", section="aup:1")), scope=scope) == [
        "sections: section `aup:1` stands in a text `aup` that is not pinned",
        "sections: no file has the hash of the text `license`, abc...",
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (TEXT, ["1", "2", "3"]),
        ("1. A\n 1. x\n 2. y\n 3. z\n2. B\n 1. x\n 2. y\n3. C\n", ["1", "2", "3"]),
        ("No number at all.\n2. Never begun.\n", []),
    ],
)
def test_the_first_level_of_a_text(text: str, numbers: list[str]) -> None:
    assert top_level(text) == numbers


@pytest.mark.parametrize(
    ("section", "there"),
    [("1", True), ("1.b", True), ("1.c", False), ("2.a", True), ("4", False)],
)
def test_a_section_is_found_where_the_text_has_it(section: str, there: bool) -> None:
    assert found(section, TEXT) is there


def test_nothing_is_encoded_twice(desk: Desk) -> None:
    pinned = PINNED.format(hash="abc", section="3")
    assert desk.refuted(policy(COMMERCIAL, pinned), policy(COMMERCIAL, pinned, "other")) == [
        "twice: the text `license` is also that of `tiny`",
        "twice: it is written word for word in `tiny/rule` as well; put it into an abstract base",
    ]
    base = policy(COMMERCIAL, "abstract: yes\n", "base")
    heirs = [f"policy: heir-{letter}\nname: An heir\nlicensor: acme\nextends: base\n" for letter in "ab"]
    assert desk.refuted(base, *heirs) == []


def test_heirs_share_a_proof_unless_what_it_rests_on_differs(desk: Desk) -> None:
    base = policy(
        clause(
            USERS,
            """
            fail: [{name: one more, facts: {organization.monthly_active_users: 101}}]
            not_applicable: [{name: one hundred, facts: {organization.monthly_active_users: 100}}]
            """,
        ),
        "abstract: yes\n",
        "base",
    )
    head = "name: An heir\nlicensor: acme\nextends: base\n"
    months = (("a", 1), ("b", 1), ("c", 2))
    heirs = [f"policy: heir-{name}\n{head}values: {{released: 2024-0{month}-01}}\n" for name, month in months]
    one, other, later = desk.policies(base, *heirs)
    assert identity(one, one.clauses[0]) == identity(other, other.clauses[0])
    assert identity(one, one.clauses[0]) != identity(later, later.clauses[0])


# the difference between two versions ---------------------------------------------------------------------------------
def test_a_diff_names_the_cases_that_are_judged_otherwise(desk: Desk) -> None:
    examples = """
        fail: [{name: a, facts: {organization.monthly_active_users: 500}}]
        not_applicable: [{name: b, facts: {organization.monthly_active_users: 5}}]
    """
    gone = clause("applies_when: {deployment.paid: {is: yes}}", "fail: [{name: a, facts: {deployment.paid: yes}}]", id="gone")
    old = desk.policies(policy(clause(USERS, examples) + gone), folder="old")
    stricter = USERS.replace("greater_than", "at_least")
    new = desk.policies(policy(clause(stricter, examples)), policy(COMMERCIAL, name="further"), folder="new")
    said = [tuple(each) for each in changes(old, new, desk.shipped.vocabulary, desk.shipped.places)]
    phrase = "monthly active users of all products of the organization and its affiliates"
    assert said == [
        ("further", "", "the policy is new"),
        (
            "tiny",
            "rule",
            f"not applicable becomes fail with {phrase}: 100 (the organization with its affiliates, June 2024) (1 of 3 cases)",
        ),
        ("tiny", "gone", "the clause is gone: A case"),
    ]
    assert list(changes(old, old, desk.shipped.vocabulary, desk.shipped.places)) == []


def test_a_diff_names_readings_and_releases(desk: Desk) -> None:
    old = desk.policies(policy(READ, READING.format(adopted="no")), folder="old")
    new = desk.policies(policy(READ, READING.format(adopted="")), folder="new")
    said = [each.said for each in changes(old, new, desk.shipped.vocabulary, desk.shipped.places)]
    assert said == ["the reading `open-to-companies` was adopted as `no`, and is left open"]


# the cells themselves ------------------------------------------------------------------------------------------------
def test_cells_agree_with_the_judge(shipped: Sources) -> None:
    """A random cell of every shipped clause, made into a world and judged as an audit would judge it."""
    chance = random.Random(11)
    seen = set()
    for policy in shipped.policies:
        world = proof_world(policy, shipped.vocabulary, shipped.places)
        for clause in policy.clauses:
            same = identity(policy, clause)
            if same in seen:
                continue
            seen.add(same)
            cells = cells_of(clause, world)
            for _ in range(3):
                place = 1 << chance.randrange(cells.space.size)
                states = cells.space.first(place)
                chosen = zip(cells.space.variables, states, strict=True)
                near = {each.fact: Fact(each.states[state].value) for each, state in chosen}
                judged = judge(clause._replace(for_each="", basis="text"), world.having(near))
                assert judged.verdict is cells.verdict_at(place), (policy.id, clause.id, near)


def test_a_figure_is_cut_at_its_constant_and_into_ranges(desk: Desk) -> None:
    tiny = desk.policies(policy(COMMERCIAL))[0]
    world = proof_world(tiny, desk.shipped.vocabulary, desk.shipped.places)
    leaf = Leaf("organization.monthly_active_users", "greater_than", 10, "group", "2024-06")
    (cut,) = space_of((leaf,), world).variables
    assert [(value_told(state.value), state.truths[0]) for state in cut.states] == [
        ("9 (the organization with its affiliates, June 2024)", FALSE),
        ("11 (the organization with its affiliates, June 2024)", TRUE),
        ("between 0 and 11 (the organization with its affiliates, June 2024)", UNSURE),
        ("not known", UNSURE),
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (UNKNOWN, "not known"),
        (True, "yes"),
        ((), "none"),
        (("weights", "outputs"), "weights, outputs"),
        (float("nan"), "nothing claimed"),
        ("", "nothing claimed"),
        (1_000_000, "1,000,000"),
        (Figure((Bound("2024", "own", 5, float("inf")),)), "at least 5 (the organization alone, 2024)"),
        ((Item("attested", "x", "with_copy", "Built with X"),), "\u201cBuilt with X\u201d (with copy)"),
        ((Item("path", "x"),), "a file that nobody read"),
    ],
)
def test_values_in_words(value: object, words: str) -> None:
    assert value_told(value) == words


def test_periods_in_words() -> None:
    assert [period_told(each) for each in ("2024-06", "total", "2024")] == ["June 2024", "in all", "2024"]


def test_the_shipped_examples_are_those_that_are_proved(shipped: Sources) -> None:
    assert shipped.whole
    assert all(policy.file.startswith(source_folders()) for policy in shipped.policies)
    assert all(isinstance(fault, Diagnostic) for fault in shipped.faults)
    policy = shipped.policies[0]
    assert list(check_examples(policy, policy.clauses[0], shipped.vocabulary, shipped.places)) == []


# the command ---------------------------------------------------------------------------------------------------------
FIGURES = "1 policy, 1 clause, 1 section accounted for, 0 readings, {} examples, 3 cells, {} of {} mutants killed: {}"


def test_check_prints_faults_refutations_and_figures(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    run = CliRunner()
    desk.policies(policy(COMMERCIAL))
    good = run.invoke(policies, ["check", "policies"])
    assert (good.exit_code, good.output) == (0, FIGURES.format(3, 1, 1, "all proved") + "\n")
    (desk.folder / "policies" / "p0.yaml").write_text(policy(COMMERCIAL.replace("sold", "a sale").replace("is: yes", "is: no")))
    refuted = run.invoke(policies, ["check", "policies"])
    assert refuted.exit_code == 1
    assert refuted.output.splitlines() == [
        "policies/p0.yaml:13:14: tiny/rule",
        "  examples: `a sale` is not applicable, not fail",
        "policies/p0.yaml:15:24: tiny/rule",
        "  examples: `a hobby` is fail, not not applicable",
        FIGURES.format(3, 0, 0, "2 refuted"),
    ]
    (desk.folder / "policies" / "broken.yaml").write_text("policy: broken\nname: B\nlicensor: acme\nclausses: []\n")
    faulty = run.invoke(policies, ["check", "policies", "--format", "json"])
    assert faulty.exit_code == 2
    document = json.loads(faulty.output)
    assert document["policies"] == 1
    (fault,) = document["faults"]
    assert (fault["file"], fault["line"], fault["column"], fault["code"]) == ("policies/broken.yaml", 4, 1, "unknown-key")
    assert [each["proof"] for each in document["refutations"]] == ["examples", "examples"]
    assert run.invoke(policies, ["check", "nowhere"]).exit_code == 2


def test_diff_prints_what_changed(desk: Desk) -> None:
    desk.policies(policy(COMMERCIAL), folder="old")
    desk.policies(policy(COMMERCIAL.replace("is: yes", "is: no")), folder="new")
    run = CliRunner()
    old, new = str(desk.folder / "old"), str(desk.folder / "new")
    phrase = "the use is commercial - it earns, is sold, or serves a product or paid work"
    assert run.invoke(policies, ["diff", old, new]).output.splitlines() == [
        f"tiny/rule: not applicable becomes fail with {phrase}: no (1 of 2 cases)",
        f"tiny/rule: fail becomes not applicable with {phrase}: yes (1 of 2 cases)",
    ]
    assert run.invoke(policies, ["diff", old, old]).output == "No verdict changed.\n"

"""Packs: an organization's own rules. They bind every model, they only add, and what they rest on is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import FAILING, run
from given import AS_OF, shown
from packed import HOUSE, SHIPPED, case_of, corpus_with, example_deployments, judged_with, of_packs
from small import small

from licensecheck.catalog.corpus import load_corpus
from licensecheck.catalog.packs import shipped_packs
from licensecheck.catalog.sources import read_sources
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import Verdict, judge
from licensecheck.engine.prove.worlds import empty_world
from licensecheck.engine.waive import seal
from licensecheck.facts.values import UNKNOWN, Fact
from licensecheck.policy.model import DEPLOYMENT, clause_leaves
from licensecheck.source.diagnostic import InputError

CHATTY = """\
version: 1
organization: {monthly_active_users: 5}
deployment: {commercial: true, data: [personal], purpose: [business/product], uses: []}
models:
  - {id: meta-llama/Llama-3.1-8B-Instruct, distribution: []}
  - {id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: [hosted_service/api]}
  - {id: gpt-4o, channel: openai-api, tier: paid}
  - {id: CohereForAI/c4ai-command-r-v01, distribution: []}
  - {id: acme/tuned, base: meta-llama/Llama-3.1-8B, distribution: []}
  - {id: acme/unheard-of}
  - {id: acme/either, license: Apache-2.0 OR CC-BY-NC-4.0, made_by: others, distribution: []}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    path = tmp_path / "house.yaml"
    path.write_text(HOUSE, encoding="utf-8")
    return path


# the shipped packs ---------------------------------------------------------------------------------------------------
def test_three_packs_ship_and_are_proved_with_the_corpus() -> None:
    assert shipped_packs() == SHIPPED
    assert {policy.id for policy in read_sources().policies if policy.governs == DEPLOYMENT} == set(SHIPPED)


def test_what_the_shipped_packs_say() -> None:
    report = judged_with(CHATTY, corpus_with(*SHIPPED))
    packs = {model.name.rpartition("/")[2]: of_packs(model, SHIPPED) for model in report.models}
    said = {
        name: [key.partition("/")[2] for key, word in found.items() if word.startswith("fail")] for name, found in packs.items()
    }
    assert said == {
        "Llama-3.1-8B-Instruct": ["license-not-on-the-list"],
        "Mixtral-8x7B-Instruct-v0.1": [],
        "gpt-4o": ["closed-model", "provider-not-on-the-list"],
        "c4ai-command-r-v01": ["non-commercial-license", "license-not-on-the-list"],
        "tuned": ["license-not-on-the-list"],
        "unheard-of": [],
        "either": [],
    }
    unheard = {key for key, word in packs["unheard-of"].items() if word == "unknown"}
    assert unheard == {
        "personal-data-in-house/closed-model",
        "no-non-commercial/non-commercial-license",
        "product-licenses/license-not-on-the-list",
    }


@pytest.mark.parametrize(
    ("line", "licenses", "policies", "weights", "noncommercial"),
    [
        ("{id: mistralai/Mixtral-8x7B-Instruct-v0.1}", ("apache-2.0",), ("apache-2.0",), "open", False),
        (
            "{id: acme/x, base: [meta-llama/Llama-3.1-8B, google/gemma-2-9b]}",
            ("llama-3.1-community", "gemma-terms"), ("llama-3.1-community", "gemma-terms"), "open", False,
        ),
        (
            "{id: gpt-4o, channel: openai-api}", (),
            ("openai-services-agreement", "openai-service-terms", "openai-usage-policies", "openai-sharing-publication"), "closed", False,
        ),
        ("{id: acme/x, license: CC-BY-NC-4.0, made_by: others}", ("cc-by-nc-4.0",), ("cc-by-nc-4.0",), UNKNOWN, True),
        ("{id: acme/x, license: MIT, made_by: others, channel: self-hosted}", ("mit",), ("mit",), "open", False),
        ("{id: acme/x, license: My-Own-1.0, made_by: others}", ("My-Own-1.0",), ("My-Own-1.0",), UNKNOWN, UNKNOWN),
        ("{id: acme/x}", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        ("{id: acme/x, base: acme/y}", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        ("{id: acme/x, base: [CohereForAI/c4ai-command-r-v01, acme/y]}", UNKNOWN, UNKNOWN, UNKNOWN, True),
        ("{id: acme/x, base: {id: gpt-4o, relation: fine_tune}, channel: openai-api}", None, None, "closed", None),
        ("{id: mistralai/Mistral-Large-Instruct-2411}", ("mistral-research-license",), ("mistral-research-license",), "open", True),
    ],
)  # fmt: skip
def test_what_governs_a_model_as_facts(
    line: str, licenses: object, policies: object, weights: object, noncommercial: object
) -> None:
    case = case_of(f"version: 1\nmodels:\n  - {line}\n", corpus_with("no-non-commercial"))
    facts = case.models[0].bindings[-1].facts
    wanted = {
        "model.licenses": licenses, "model.policies": policies, "model.weights": weights, "model.noncommercial": noncommercial,
    }  # fmt: skip
    assert {name: facts[name].value for name, value in wanted.items() if value is not None} == {
        name: value for name, value in wanted.items() if value is not None
    }


def test_a_fact_about_what_governs_says_where_it_comes_from() -> None:
    case = case_of("version: 1\nmodels: [{id: acme/x, base: CohereForAI/c4ai-command-r-v01}]\n", corpus_with("no-non-commercial"))
    facts = case.models[0].bindings[-1].facts
    via = "fine-tune of CohereForAI/c4ai-command-r-v01"
    assert facts["model.licenses"].said_by == f"cc-by-nc-4.0 by {via}; c4ai-aup by {via}"
    assert facts["model.noncommercial"].said_by == f"cc-by-nc-4.0 by {via}"
    assert facts["model.weights"].said_by == "its parents"


def test_what_an_agreement_replaces_does_not_govern() -> None:
    text = (
        "version: 1\norganization:\n  agreements: [{with: Mistral, covers: [mistral-research-license], replaces_terms: true}]\n"
        "models: [mistralai/Mistral-Large-Instruct-2411]\n"
    )
    facts = case_of(text, corpus_with("no-non-commercial")).models[0].bindings[-1].facts
    assert (facts["model.licenses"].value, facts["model.noncommercial"].value) == ((), False)


# commercial use ------------------------------------------------------------------------------------------------------
BUSINESS = {
    "deployment.commercial": True, "deployment.paid": True, "deployment.purpose": ("business/product",),
    "deployment.environment": "production", "organization.type": "company", "model.outputs_sold": True,
    "model.distribution": ("hosted_service/application",), "model.recipients": "third_parties", "model.modified": False,
}  # fmt: skip


def test_policies_say_what_they_say_of_commercial_use() -> None:
    """What refuses commercial use denies the right to a company's product, whatever else is known; what says that it allows some,
    or says nothing, does not, short of an agreement."""
    corpus = load_corpus()
    refusing, open_ones = [], []
    for name in corpus.ids:
        policy = corpus.policy(name)
        assert policy is not None
        said = policy.values.get("commercial")
        assert said in (None, "no", "limited"), name
        rights = [clause for clause in policy.clauses if clause.kind == "right" and not clause.standing]
        trade = {"deployment.commercial", "deployment.purpose", "deployment.environment"}
        if said is None and any(leaf.fact in trade for clause in rights for leaf in clause_leaves(clause)):
            open_ones.append(name)
        world = empty_world(policy, corpus.vocabulary, corpus.places).having({key: Fact(value) for key, value in BUSINESS.items()})
        worlds = [world.having({"model.access": Fact(access)}) for access in ("weights", "api")]
        denied = any(judge(clause, each).verdict is Verdict.FAIL for each in worlds for clause in rights if not clause.for_each)
        if said == "no":
            refusing.append(name)
            assert denied, name
        elif denied:
            # whoever applies for it is licensed
            granted = [each.having({"agreement": Fact("in_force")}) for each in worlds]
            assert not any(
                judge(clause, each).verdict is Verdict.FAIL for each in granted for clause in rights if not clause.for_each
            )
    assert open_ones == []
    assert len(refusing) == 30


# only adding ---------------------------------------------------------------------------------------------------------
def without_packs(report: Report) -> list[object]:
    """Everything that a report says beside its packs."""
    return [
        (
            model.name,
            each.policy,
            each.clause.id,
            each.work,
            each.verdict,
            each.asks,
            each.presumed,
            each.moot,
            each.waived,
            seal(each),
        )
        for model in report.models
        for each in model.findings
        if each.policy not in SHIPPED
    ]


@pytest.mark.parametrize("pack", SHIPPED)
@pytest.mark.parametrize("name", [*example_deployments(), "chatty"])
def test_a_pack_never_weakens_a_verdict(name: str, pack: str) -> None:
    text = example_deployments().get(name, CHATTY)
    before, after = judged_with(text, load_corpus()), judged_with(text, corpus_with(pack))
    assert without_packs(after) == without_packs(before)
    for one, other in zip(before.models, after.models, strict=True):
        assert other.verdict >= one.verdict
    assert {question.fact for question in before.questions} <= {question.fact for question in after.questions}


def test_of_a_label_that_leaves_a_choice_the_pack_may_decide_it() -> None:
    text = (
        CHATTY.partition("models:")[0]
        + "models: [{id: acme/x, license: CC-BY-NC-4.0 OR Apache-2.0, made_by: others, distribution: []}]\n"
    )
    report = judged_with(text, corpus_with("no-non-commercial"))
    assert of_packs(report.models[0], SHIPPED) == {"no-non-commercial/non-commercial-license": "not_applicable"}
    assert report.models[0].policies[:1] == ("apache-2.0",)


def test_an_agreement_lifts_no_rule_of_ones_own(house: Path) -> None:
    agreements = "[{with: Meta, covers: [meta-llama/Llama-3.1-8B-Instruct], lifts: [house/finches, finches]}, {with: Meta, covers: [house], replaces_terms: true}]"
    text = f"version: 1\norganization: {{agreements: {agreements}}}\nmodels: [{{id: meta-llama/Llama-3.1-8B-Instruct, distribution: []}}]\n"
    report = judged_with(text, corpus_with(house))
    assert of_packs(report.models[0], ("house",)) == {"house/contract": "not_applicable", "house/finches": "fail"}


def test_a_waiver_accepts_a_finding_until_the_pack_is_another_one(house: Path) -> None:
    text = "version: 1\nmodels: [{id: meta-llama/Llama-3.1-8B-Instruct, distribution: []}]\n"
    report = judged_with(text, corpus_with(house))
    sealed = next(seal(each) for each in report.models[0].findings if each.policy == "house" and each.verdict is Verdict.FAIL)
    waiver = (
        "waivers: [{clause: house/finches, model: meta-llama/Llama-3.1-8B-Instruct, reason: A trial., approver: J. Doe, "
        f"on: 2026-11-01, expires: 2026-12-31, seal: {sealed}}}]\n"
    )
    waived = judged_with(text + waiver, corpus_with(house))
    assert of_packs(waived.models[0], ("house",))["house/finches"] == "fail (waived)"
    house.write_text(HOUSE.replace("Only these two.", "Only these two, and none else."), encoding="utf-8")
    lapsed = judged_with(text + waiver, corpus_with(house))
    assert of_packs(lapsed.models[0], ("house",))["house/finches"] == "fail"
    assert [note.code for note in lapsed.notes] == ["lapsed-waiver"]


def test_a_fact_of_its_own_is_asked_and_answered(house: Path) -> None:
    asked = judged_with("version: 1\nmodels: [{id: gpt-4o, channel: openai-api}]\n", corpus_with(house))
    assert "terms.house.contract_signed" in {question.fact for question in asked.questions}
    told = "version: 1\nmodels: [{id: gpt-4o, channel: openai-api, terms: {house: {contract_signed: yes}}}]\n"
    answered = judged_with(told, corpus_with(house))
    assert of_packs(answered.models[0], ("house",))["house/contract"] == "pass"


# which packs are in force --------------------------------------------------------------------------------------------
def test_a_pack_is_named_on_the_command_line_in_the_settings_and_by_the_organization(house: Path) -> None:
    folder = house.parent
    (folder / ".git").mkdir()
    (folder / "svc").mkdir()
    (folder / "svc" / "deploy.yaml").write_text(
        "version: 1\nextends: ../org.yaml\nmodels: [mistralai/Mixtral-8x7B-Instruct-v0.1]\n"
    )
    (folder / "org.yaml").write_text("version: 1\norganization: {packs: [house.yaml]}\n")
    (folder / "pyproject.toml").write_text('[tool.model-licensecheck]\npacks = ["no-non-commercial", "house.yaml"]\n')
    done = run("audit", "--pack", "product-licenses", "--pack", "../house.yaml", "-v", "deploy.yaml", folder=folder / "svc")
    for name in ("house/finches", "no-non-commercial/non-commercial-license", "product-licenses/provider-not-on-the-list"):
        assert done.stdout.decode().count(f"not applicable[{name}]") == 1
    (folder / "pyproject.toml").unlink()
    alone = run("audit", "-v", "deploy.yaml", folder=folder / "svc").stdout.decode()
    assert "not applicable[house/finches]" in alone
    assert "no-non-commercial" not in alone


def faults_of(text: str, folder: Path) -> list[object]:
    path = folder / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        corpus_with(path)
    return list(shown(error.value.diagnostics))


def test_every_fault_of_a_pack_at_once(tmp_path: Path) -> None:
    text = (
        HOUSE.replace("kind: use", "kind: right", 1)
        .replace("issued: 2026-11-01\n", "")
        .replace("owner: Acme, legal office", "licensor: acme")
    )
    text = text.replace("model.access: {is: api}", "work.stage: {is: ga}", 1).replace(
        "apache-2.0, mit]}}\n    says", "apache-2, mit]}}\n    says"
    )
    text = text.replace("facts: {model.licenses: [gemma-terms]}", "facts: {model.licenses: [gemma], agreement: none}")
    assert faults_of(text, tmp_path) == [
        ("missing-key", "the pack has no `issued`", (1, 1, 1, 5), "", ""),
        ("missing-key", "the pack has no `owner`", (1, 1, 1, 5), "", ""),
        ("unknown-key", "a pack has no key `licensor`", (3, 1, 3, 9), "", ""),
        ("bad-pack", "a clause of a pack is of kind `use` or `duty`", (8, 11, 8, 16), "",
         "write `use` for what the organization does not allow, `duty` for what is to be done"),
        ("bad-pack", "a pack cannot name `work.stage`: it licenses no work", (11, 20, 11, 30), "",
         "name `model.licenses`, `model.weights`, or another fact of the model or the deployment"),
        ("unknown-policy", "no policy is named `apache-2`", (24, 59, 24, 67), "", "did you mean `apache-2.0`?"),
        ("unknown-policy", "no policy is named `gemma`", (28, 55, 28, 60), "", "`licensecheck policies` lists them"),
        ("bad-pack", "a pack cannot name `agreement`: it is no license that somebody could grant", (28, 63, 28, 72), "",
         "accept a finding in a waiver, or give the pack a fact of its own under `facts`"),
    ]  # fmt: skip


def test_a_pack_is_no_policy_and_has_no_name_of_one(tmp_path: Path) -> None:
    help = "`--policies` takes a folder with policies of your own"
    assert faults_of("policy: x", tmp_path) == [
        ("not-a-pack", f"`{tmp_path}/bad.yaml` is a policy, and no pack", (1, 1, 1, 7), "", help)
    ]
    assert faults_of("[]\n", tmp_path)[0][:2] == ("not-a-pack", f"`{tmp_path}/bad.yaml` is no pack: it has no `pack:`")  # type: ignore[index]
    taken = faults_of(HOUSE.replace("pack: house", "pack: mit"), tmp_path)
    assert taken == [
        ("duplicate-policy", "the pack `mit` has the name of a policy", (1, 1, 1, 5), "", "give the pack an id of its own")
    ]
    assert faults_of(HOUSE.replace("pack: house", "pack: catalog"), tmp_path)[0][1] == "the pack `catalog` has the name of a policy"  # type: ignore[index]
    assert faults_of(HOUSE.replace("pack: house", "pack: My House/1"), tmp_path) == [
        (
            "bad-pack",
            "the id of a pack is small letters, digits and hyphens",
            (1, 7, 1, 17),
            "",
            "write one such as `acme-products`",
        )
    ]
    assert faults_of("pack: x\nname: X\nowner: Acme\nissued: 2026-11-01\n", tmp_path) == [
        ("bad-pack", "the pack has no clause", (1, 1, 1, 5), "", "")
    ]


def test_two_packs_of_one_name(house: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(HOUSE.replace("Only these two.", "Others too."), encoding="utf-8")
    with pytest.raises(InputError) as error:
        corpus_with(house, other)
    assert shown(error.value.diagnostics) == [
        ("duplicate-policy", "two packs are named `house`", (1, 1, 1, 5), "", f"the other one is `{house}`")
    ]
    assert [pack.id for pack in corpus_with(house, house).packs] == ["house"]


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "deploy.yaml").write_text(FAILING)
    done = run("audit", "--pack", "no-non-comercial", folder=tmp_path)
    assert (done.returncode, done.stderr.decode()) == (
        2,
        "error[unknown-pack]: no pack is named `no-non-comercial`\n  = help: did you mean `no-non-commercial`?\n\n"
        "nothing was judged: 1 error\n",
    )
    (tmp_path / "deploy.yaml").write_text("version: 1\norganization: {packs: [../../x.yaml, nope]}\nmodels: [gpt-4o]\n")
    done = run("audit", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[:2] == [
        f"error[outside-the-tree]: `../../x.yaml` lies outside `{tmp_path.name}`",
        " --> deploy.yaml:2:24",
    ]
    assert "error[unknown-pack]: no pack is named `nope`\n --> deploy.yaml:2:38" in done.stderr.decode()


def test_a_pack_with_an_error_is_told_with_its_line(house: Path) -> None:
    house.write_text(HOUSE.replace("model.access: {is: api}", "model.acces: {is: api}", 1), encoding="utf-8")
    (house.parent / "deploy.yaml").write_text(FAILING)
    done = run("audit", "--pack", "./house.yaml", folder=house.parent)
    assert (done.returncode, done.stderr.decode()) == (
        2,
        "error[unknown-fact]: no fact is named `model.acces`\n"
        "  --> ./house.yaml:12:20\n"
        "   |\n"
        "12 |     applies_when: {model.acces: {is: api}}\n"
        "   |                    ^^^^^^^^^^^\n"
        "   = help: did you mean `model.access`?\n\n"
        "nothing was judged: 1 error\n",
    )


# what it is recorded in ----------------------------------------------------------------------------------------------
def test_packs_are_part_of_the_digest(house: Path) -> None:
    plain, one = load_corpus().digest, corpus_with(house).digest
    assert len({plain, one, corpus_with("no-non-commercial").digest}) == 3
    assert one == corpus_with(house).digest
    assert judged_with("version: 1\nmodels: [gpt-4o]\n", corpus_with(house)).corpus == one
    house.write_text(HOUSE + "# another word\n", encoding="utf-8")
    assert corpus_with(house).digest != one


def test_the_lock_records_a_pack_and_its_text(house: Path) -> None:
    (house.parent / "deploy.yaml").write_text(
        "version: 1\norganization: {packs: [house.yaml]}\nmodels: [{id: mistralai/Mixtral-8x7B-Instruct-v0.1, distribution: []}]\n"
    )
    assert run("lock", folder=house.parent).returncode == 0
    lines = (house.parent / "licensecheck.lock").read_text(encoding="utf-8").splitlines()
    model = "mistralai/Mixtral-8x7B-Instruct-v0.1"
    assert f"policy {model} house {model} itself" in lines
    assert [line for line in lines if line.startswith("text house pack ")]
    assert run("audit", "--locked", "-q", folder=house.parent).returncode == 0
    house.write_text(HOUSE.replace("Only these two.", "Only these."), encoding="utf-8")
    changed = run("audit", "--locked", folder=house.parent)
    assert changed.returncode == 1
    assert "the text `pack` of `house` is another one" in " ".join(changed.stdout.decode().split())


def test_explain_takes_a_pack(house: Path) -> None:
    assert run("explain", "no-non-commercial/non-commercial-license", folder=house.parent).returncode == 0
    told = run("explain", "--pack", "house.yaml", "house", folder=house.parent).stdout.decode()
    assert "  Owner               Acme, legal office\n" in told
    assert "  Governs by          being in force: it binds every model of a deployment\n" in told
    assert "Text                house.yaml (issued 2026-11-01, sha256 " in told
    near = run("explain", "no-non-comercial", folder=house.parent)
    assert (near.returncode, "did you mean `no-non-commercial`?" in near.stderr.decode()) == (2, True)


def test_policies_check_takes_a_pack(house: Path) -> None:
    done = run("policies", "check", "house.yaml", folder=house.parent)
    assert (done.returncode, done.stdout.decode().startswith("1 policy, 2 clauses, 2 sections accounted for")) == (0, True)
    house.write_text(HOUSE.replace("- {name: MIT, facts: {model.licenses: [mit]}}", ""), encoding="utf-8")
    refuted = run("policies", "check", ".", folder=house.parent)
    assert refuted.returncode == 1
    assert "without `mit`" in refuted.stdout.decode()


def test_the_small_corpus_with_a_pack_is_bound_on_every_day(house: Path) -> None:
    """What another day brings is bound with the same packs, for the page."""
    from licensecheck.report.page.days import stretches

    house.write_text(
        HOUSE.replace("gemma-terms", "crane-1")
        .replace("[apache-2.0, mit]", "[finch]")
        .replace("[apache-2.0]", "[finch]")
        .replace("[mit]", "[finch]")
    )
    corpus = corpus_with(house, corpus=small())
    case = case_of("version: 1\nmodels: [{id: crane/Crane-1-8B}]\n", corpus, AS_OF)
    for stretch in stretches(case.models[0], case.context, corpus):
        assert [binding.editions[0].id for binding in stretch.bound.bindings][-1] == "house"

"""Packs for tests: one that is right, and deployments judged with packs in force."""

from __future__ import annotations

from pathlib import Path

from given import AS_OF, ROOT

from licensecheck.api import Case, prepare
from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.catalog.packs import with_packs
from licensecheck.engine.audit import audit
from licensecheck.engine.findings import ModelReport, Report
from licensecheck.facts.deployment import PackName
from licensecheck.source.text import Text

SHIPPED = ("no-non-commercial", "personal-data-in-house", "product-licenses")
HOUSE = """\
pack: house
name: Rules of the house
owner: Acme, legal office
issued: 2026-11-01
facts:
  contract_signed: {type: yes_no, phrase: the contract is signed, question: Is the contract signed?, silence: ask}
clauses:
  - id: contract
    kind: use
    section: "1"
    title: A provider without a contract
    applies_when: {model.access: {is: api}}
    requires: {terms.contract_signed: {is: yes}}
    says: No provider is called before its contract is signed.
    remedy: [Have the contract signed.]
    examples:
      pass: [{name: signed, facts: {model.access: api, terms.contract_signed: yes}}]
      fail: [{name: not signed, facts: {model.access: api, terms.contract_signed: no}}]
      unknown: [{name: nobody knows, facts: {model.access: api}, asks: [terms.contract_signed]}]
      not_applicable: [{name: no provider, facts: {model.access: weights}}]
  - id: finches
    kind: use
    section: "2"
    title: Something other than Apache-2.0 or MIT
    applies_when: {model.licenses: {includes_other_than: [apache-2.0, mit]}}
    says: Only these two.
    remedy: [Take another model.]
    examples:
      fail: [{name: another, facts: {model.licenses: [gemma-terms]}}]
      unknown: [{name: not known, facts: {}, asks: [model.license]}]
      not_applicable:
        - {name: Apache-2.0, facts: {model.licenses: [apache-2.0]}}
        - {name: MIT, facts: {model.licenses: [mit]}}
"""


def corpus_with(*names: str | Path, corpus: Corpus | None = None) -> Corpus:
    """A corpus, by default the shipped one, with packs in force."""
    return with_packs(corpus or load_corpus(), tuple(PackName(str(name)) for name in names))


def case_of(text: str, corpus: Corpus, as_of: str = AS_OF, file: str = "deploy.yaml") -> Case:
    """A deployment with what governs its models."""
    return prepare(Text(file, text), corpus, as_of)


def judged_with(text: str, corpus: Corpus, as_of: str = AS_OF) -> Report:
    """The report on a deployment."""
    case = case_of(text, corpus, as_of)
    return audit(case.models, case.context)


def of_packs(model: ModelReport, packs: tuple[str, ...]) -> dict[str, str]:
    """What the packs say of a model: the verdict of each clause, with `moot` and `waived` where it is."""
    said = {}
    for each in model.findings:
        if each.policy in packs:
            word = each.verdict.word + (" (moot)" if each.moot else "") + (" (waived)" if each.waived else "")
            said[f"{each.policy}/{each.clause.id}"] = word
    return said


def example_deployments() -> dict[str, str]:
    """The shipped examples of deployments, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(ROOT) / "examples").glob("*.yaml"))}

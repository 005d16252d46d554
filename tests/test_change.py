"""Facts tried from the command line: only those that a deployment itself can say."""

from __future__ import annotations

import pytest

from licensecheck.catalog.corpus import load_corpus
from licensecheck.facts.change import changed
from licensecheck.facts.deployment import Deployment
from licensecheck.facts.vocabulary import OF_DEPLOYMENT
from licensecheck.source.diagnostic import InputError

CORPUS = load_corpus()
NOTHING = Deployment("deploy.yaml", "", "", {}, (), (), (), (), {})


def tried(*assignments: str) -> Deployment:
    return changed(NOTHING, assignments, CORPUS.vocabulary, CORPUS.places)


def test_a_fact_of_the_deployment_is_set() -> None:
    facts = tried("deployment.commercial=yes", "organization.country=KR").facts
    assert {name: fact.value for name, fact in facts.items()} == {"deployment.commercial": True, "organization.country": "KR"}


@pytest.mark.parametrize(
    "name",
    [name for name, found in CORPUS.vocabulary.facts.items() if not found.written or name.partition(".")[0] not in OF_DEPLOYMENT],
)
def test_what_the_catalog_or_an_element_says_is_not_set(name: str) -> None:
    with pytest.raises(InputError) as caught:
        tried(f"{name}=yes")
    assert [(fault.code, fault.message) for fault in caught.value.diagnostics] == [("unknown-fact", f"`{name}=yes` sets no fact")]


def test_every_wrong_assignment_is_told() -> None:
    with pytest.raises(InputError) as caught:
        tried(
            "work.relation=[itself]",
            "deployment.comercial=yes",
            "deployment.commercial",
            "deployment.commercial=",
            "organization.country=Q",
        )
    assert [(fault.message, fault.help) for fault in caught.value.diagnostics] == [
        ("`deployment.comercial=yes` sets no fact", "did you mean `deployment.commercial`?"),
        ("`deployment.commercial=` gives no value", ""),
        ("`deployment.commercial` sets no fact", "did you mean `deployment.commercial`?"),
        ("`work.relation=[itself]` sets no fact", "write `organization.monthly_active_users=800000000`"),
        ("`Q` is no country", "write an ISO 3166-1 code such as `KR`"),
    ]

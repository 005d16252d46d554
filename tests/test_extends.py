"""A shared file of the organization: what it gives, its faults, and that it stays in the tree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from given import declared, wrong

from licensecheck.facts.deployment import Deployment
from licensecheck.source.diagnostic import InputError, Span


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "product").mkdir()
    monkeypatch.chdir(tmp_path / "repo")
    return tmp_path / "repo"


SHARED = "version: 1\nextends: ../org.yaml\norganization: {country: US}\nmodels: [a]\n"


def shared(text: str) -> Deployment:
    Path("org.yaml").write_text(text, encoding="utf-8")
    return declared(SHARED, "product/deploy.yaml")


@pytest.mark.usefixtures("team")
def test_organization_facts_are_shared_and_overridden() -> None:
    deployment = shared("organization:\n  name: Acme\n  country: KR\n  type: company\n  agreements: [{with: Meta}]\n")
    assert {name: fact.value for name, fact in deployment.facts.items()} == {
        "organization.country": "US",
        "organization.type": "company",
    }
    assert deployment.facts["organization.type"].span == Span("org.yaml", 4, 9, 4, 16)
    assert (deployment.organization, [each.party for each in deployment.agreements]) == ("Acme", ["Meta"])
    assert set(deployment.lines) == {"product/deploy.yaml", "org.yaml"}


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("not-a-deployment", "`../org.yaml` is not a mapping", "product/deploy.yaml", (2, 10, 2, 21))),
        ("extends: x\n", ("unknown-key", "a shared file has no key `extends`", "org.yaml", (1, 1, 1, 8))),
        ("organization: {contry: KR}\n", ("unknown-fact", "no fact of organization is named `contry`", "org.yaml",
            (1, 16, 1, 22))),
        ("a: [", ("not-yaml", "this is not YAML: while parsing a flow node did not find expected node content",
            "org.yaml", (2, 1, 2, 1))),
    ],
)  # fmt: skip
def test_faults_of_a_shared_file(text: str, expected: tuple[Any, ...]) -> None:
    with pytest.raises(InputError) as raised:
        shared(text)
    assert [
        (each.code, each.message, each.span and each.span.file, each.span and tuple(each.span[1:]))
        for each in raised.value.diagnostics
    ] == [expected]
    assert raised.value.lines["product/deploy.yaml"][1] == "extends: ../org.yaml"


def test_a_shared_file_stays_in_the_tree(team: Path) -> None:
    (team.parent / "secret.yaml").write_text("organization: {country: KR}\n", encoding="utf-8")
    (team / "link.yaml").symlink_to(team.parent / "secret.yaml")
    for path in ("../../secret.yaml", "../link.yaml", str(team.parent / "secret.yaml")):
        found = wrong(f"version: 1\nextends: {path}\nmodels: [a]\n", "product/deploy.yaml")
        assert [(each[0], each[2]) for each in found] == [("outside-the-tree", (2, 10, 2, 10 + len(path)))]
    found = wrong('version: 1\nextends: "a\\0b"\nmodels: [a]\n', "product/deploy.yaml")
    assert found == [("unreadable-file", "`product/a\ufffdb` cannot be read: the name is not usable", (2, 10, 2, 16), "", "")]

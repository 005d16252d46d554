"""Lineage from files: folders are joined with deploy.yaml and the catalog, and where they disagree is a finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from command import judged
from small import AS_OF, small, verdicts
from test_folder import cached

from licensecheck.api import prepare
from licensecheck.catalog import texts
from licensecheck.engine.audit import audit
from licensecheck.engine.findings import Report
from licensecheck.evidence import folders
from licensecheck.facts.values import Copy
from licensecheck.folder.model import Words
from licensecheck.source.text import Text

CRANE, DUCK = "crane/Crane-1-8B", "aviary/duck-13b"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def folder(tree: Path, name: str, matter: str = "", **files: str) -> None:
    place = tree / name
    place.mkdir(parents=True)
    if matter:
        (place / "README.md").write_text(f"---\n{matter}---\n", encoding="utf-8")
    for key, words in files.items():
        (place / key.replace("_json", ".json")).write_text(words, encoding="utf-8")


def report(models: str, deployment: str = "{commercial: false, uses: []}") -> Report:
    lines = "\n".join(f"  - {line}" for line in models.splitlines())
    text = f"version: 1\norganization: {{monthly_active_users: 5}}\ndeployment: {deployment}\nmodels:\n{lines}\n"
    case = prepare(Text("deploy.yaml", text), small(), AS_OF)
    return audit(case.models, case.context)


def issues(found: Report, model: int = 0) -> list[tuple[str, str, Any, str]]:
    """What is said of a model itself: code, verdict, where, title."""
    each = [finding for finding in found.models[model].findings if finding.policy == "catalog" and finding.issue]
    return [
        (f.clause.id, f.verdict.word, f.issue.span and (f.issue.span.file, f.issue.span.line), f.clause.title)
        for f in each
        if f.issue
    ]


def paths(found: Report, model: int = 0) -> set[tuple[str, str]]:
    """Policies with the lineage by which they govern."""
    return {
        (each.policy, " -> ".join(f"{step.relation} of {step.id}" for step in each.path))
        for each in found.models[model].findings
        if each.policy != "catalog"
    }


LINE = "{id: acme/x, path: m, distribution: []}"


# parents -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("matter", "files", "path"),
    [
        (f"base_model: {CRANE}\n", {}, f"fine_tune of {CRANE}"),
        (f"base_model: {CRANE}\nbase_model_relation: quantized\n", {}, f"quantized of {CRANE}"),
        ("", {"adapter_config_json": f'{{"base_model_name_or_path": "{CRANE}"}}'}, f"adapter of {CRANE}"),
        (f"base_model: {CRANE}\n", {"adapter_config_json": f'{{"base_model_name_or_path": "{CRANE}"}}'}, f"adapter of {CRANE}"),
        ("", {"config_json": f'{{"_name_or_path": "{CRANE}"}}'}, f"fine_tune of {CRANE}"),
        # a path of the machine that it was trained on says nothing beside the card
        (f"base_model: {CRANE}\n", {"adapter_config_json": '{"base_model_name_or_path": "/mnt/x"}'}, f"adapter of {CRANE}"),
        # and a card that names the model itself names no parent
        ("base_model: acme/x\n", {"config_json": f'{{"_name_or_path": "{CRANE}"}}'}, f"fine_tune of {CRANE}"),
    ],
)
def test_the_parent_that_a_folder_names(tree: Path, matter: str, files: dict[str, str], path: str) -> None:
    folder(tree, "m", matter, **files)
    found = report(LINE)
    assert paths(found) == {("crane-1", path)}
    assert issues(found) == []


def test_the_finding_stands_at_the_line_of_the_card(tree: Path) -> None:
    folder(tree, "m", "tags: [x]\nbase_model: nobody/none\n")
    found = report("{id: acme/x, path: m, made_by: us, distribution: []}")
    assert issues(found) == [("unknown-parent", "unknown", ("m/README.md", 3), "The parent `nobody/none` is in no catalog")]
    assert found.lines["m/README.md"][2] == "base_model: nobody/none"


def test_several_parents(tree: Path) -> None:
    folder(tree, "m", f"base_model: [{CRANE}, finch/Finch-7B-Instruct-v0.3]\n")
    assert paths(report(LINE)) == {("crane-1", f"merge of {CRANE}"), ("finch", "merge of finch/Finch-7B-Instruct-v0.3")}


def test_a_chain_through_folders(tree: Path) -> None:
    folder(tree, "m", adapter_config_json='{"base_model_name_or_path": "../b"}')
    folder(tree, "b", f"base_model: {DUCK}\nbase_model_relation: merge\n")
    assert paths(report(LINE)) == {("crane-1", f"adapter of b -> merge of {DUCK} -> fine_tune of {CRANE}")}
    # a parent that no catalog has brings the license that it claims
    (tree / "b" / "README.md").write_text("---\nlicense: finch\n---\n", encoding="utf-8")
    assert paths(report(LINE)) == {("finch", "adapter of b")}


def test_a_chain_through_declared_models(tree: Path) -> None:
    folder(tree, "m", "base_model: acme/base\n")
    found = report(f"{LINE}\n{{id: acme/base, base: {CRANE}, distribution: []}}")
    assert paths(found) == {("crane-1", f"fine_tune of acme/base -> fine_tune of {CRANE}")}
    folder(tree, "b", f"base_model: {DUCK}\n")
    found = report(f"{LINE}\n{{id: acme/base, path: b, distribution: []}}")
    assert paths(found) == {("crane-1", f"fine_tune of acme/base -> fine_tune of {DUCK} -> fine_tune of {CRANE}")}


def test_a_chain_through_the_download_cache(tree: Path) -> None:
    hub = tree.parent / f"{tree.name}-hub"
    cached(hub, "acme/x", "---\nbase_model: acme/base\n---\n")
    cached(hub, "acme/base", f"---\nbase_model: {CRANE}\n---\n")
    found = report(f"{{id: acme/x, path: {hub}/models--acme--x, distribution: []}}")
    assert paths(found) == {("crane-1", f"fine_tune of acme/base -> fine_tune of {CRANE}")}


def test_circles_and_deep_lineages_end(tree: Path) -> None:
    folder(tree, "m", adapter_config_json='{"base_model_name_or_path": "../b"}')
    folder(tree, "b", adapter_config_json='{"base_model_name_or_path": "../m"}')
    found = report(LINE)
    assert ("lineage-circle", "unknown") in [each[:2] for each in issues(found)]
    assert found.models[0].verdict.word == "unknown"
    for number in range(20):
        folder(tree, f"f{number}", adapter_config_json=f'{{"base_model_name_or_path": "../f{number + 1}"}}')
    found = report("{id: acme/x, path: f0, distribution: []}")
    assert found.models[0].verdict.word == "unknown"
    models = "\n".join(f"{{id: acme/{n}, base: acme/{n + 1}, distribution: []}}" for n in range(20))
    assert ("lineage-too-deep", "unknown") in [each[:2] for each in issues(report(models))]
    found = report("{id: acme/0, base: acme/1, distribution: []}\n{id: acme/1, base: acme/0, distribution: []}")
    title = "The lineage of `acme/0` goes in a circle: acme/0 -> acme/1 -> acme/0"
    assert [(each[0], each[3]) for each in issues(found)] == [("lineage-circle", title)]


# what cannot be read -------------------------------------------------------------------------------------------------
def test_a_folder_that_is_not_there_or_outside(tree: Path) -> None:
    found = report(LINE)
    assert ("unread-folder", "unknown", ("m", 1), "A file of `acme/x` could not be read: there is no folder `m`") in issues(found)
    found = report("{id: acme/x, path: /etc, distribution: []}")
    assert "lies outside" in issues(found)[0][3]
    # what the catalog knows does not depend on the folder
    listed = issues(report(f"{{id: {CRANE}, path: m, distribution: []}}"))
    assert [each[:2] for each in listed] == [("unread-folder", "pass")]


def test_a_broken_card_is_a_finding(tree: Path) -> None:
    folder(tree, "m", "license: [\n")
    assert issues(report(LINE))[0][:3] == ("unread-folder", "unknown", ("m/README.md", 3))


# contradictions ------------------------------------------------------------------------------------------------------
def test_parents_that_differ(tree: Path) -> None:
    folder(tree, "m", f"base_model: {CRANE}\n", adapter_config_json='{\n"base_model_name_or_path": "heron/heron-9b-it"}')
    found = report("{id: acme/x, path: m, edition: '2025', distribution: []}")
    title = f"`m/adapter_config.json` names the parent `heron/heron-9b-it`, and `m/README.md` names `{CRANE}`"
    assert ("parents-differ", "unknown", ("m/adapter_config.json", 2), title) in issues(found)
    # both are judged
    assert {policy for policy, _ in paths(found)} == {"crane-1", "heron-2025"}
    found = report(f"{{id: acme/x, path: m, base: {CRANE}, edition: '2025', distribution: []}}")
    assert ("parents-differ", "unknown") in [each[:2] for each in issues(found)]
    assert f"and `deploy.yaml` names `{CRANE}`" in next(each[3] for each in issues(found) if each[0] == "parents-differ")


@pytest.mark.parametrize(
    ("card", "config", "codes"),
    [
        (CRANE, "crane/Crane-1-8B-Instruct", []),  # under the same license
        (DUCK, CRANE, []),  # further up the same line
        (CRANE, DUCK, []),
        (CRANE, "/home/x/crane", []),
        (CRANE, "heron/heron-9b-it", [("parents-differ", "pass")]),
    ],
)
def test_what_a_configuration_was_loaded_from(tree: Path, card: str, config: str, codes: list[Any]) -> None:
    folder(tree, "m", f"base_model: {card}\n", config_json=f'{{"_name_or_path": "{config}"}}')
    assert [each[:2] for each in issues(report(LINE))] == codes


def test_licenses_that_differ(tree: Path) -> None:
    folder(tree, "m", "license: finch\n")
    found = report("{id: acme/x, path: m, license: crane, distribution: []}")
    title = "`m/README.md` claims the license `finch`, and `deploy.yaml` claims `crane`"
    assert issues(found) == [("license-claims-differ", "unknown", ("m/README.md", 2), title)]
    assert issues(report("{id: acme/x, path: m, license: Finch-1.0, distribution: []}")) == []
    assert verdicts(report(LINE)) == verdicts(report("{id: acme/x, license: finch, distribution: []}"))


# license drift -------------------------------------------------------------------------------------------------------
DRIFT = "{id: acme/x, path: m, made_by: us, distribution: [weights]}"


def test_license_drift(tree: Path) -> None:
    folder(tree, "m", f"license: finch\nbase_model: {CRANE}\n")
    found = report(DRIFT)
    title = f"The label `finch` offers what `{CRANE}` does not allow"
    assert issues(found) == [("license-drift", "fail", ("m/README.md", 2), title)]
    says = found.models[0].findings[0].clause.says
    assert "section 2 of the Crane License 1" in says
    assert "which the label offers, knows nothing of it" in says
    # nothing that we made and hand out: listed
    for line in (LINE, DRIFT.replace("us", "others"), DRIFT.replace("weights", "hosted_service/api")):
        assert [each[:2] for each in issues(report(line))] == [("label-differs", "pass")]


@pytest.mark.parametrize("label", ["crane", "crane-1", "LicenseRef-crane-1", "other", "acme-license"])
def test_no_drift(tree: Path, label: str) -> None:
    folder(tree, "m", f"license: {label}\nbase_model: {CRANE}\n")
    assert "license-drift" not in [each[0] for each in issues(report(DRIFT))]


def test_data_sets_are_listed(tree: Path) -> None:
    folder(tree, "m", f"license: crane\nbase_model: {CRANE}\ndatasets: [a/b, c]\n")
    assert issues(report(LINE)) == [("data-sets", "pass", ("m/README.md", 4), "`acme/x` was trained on `a/b`, `c`")]


# the whole way -------------------------------------------------------------------------------------------------------
def test_the_report_shows_the_way(tree: Path) -> None:
    folder(tree, "legal", "license: apache-2.0\nbase_model: meta-llama/Llama-3.1-8B\n")
    text = "version: 1\norganization: {monthly_active_users: 5}\ndeployment: {uses: []}\n"
    text += "models: [{id: acme/legal-7b, path: legal, made_by: us, name: Llama-legal, distribution: [weights]}]\n"
    (tree / "deploy.yaml").write_text(text, encoding="utf-8")
    done = judged("deploy.yaml", folder=tree)
    out = " ".join(done.stdout.decode().split())
    assert done.returncode == 1
    assert "fail[catalog/license-drift]: The label `apache-2.0` offers what `meta-llama/Llama-3.1-8B` does not allow" in out
    assert "--> legal/README.md:2:10 | 2 | license: apache-2.0" in out
    assert "By section 1.b.i of the Llama 3.1 Community License Agreement" in out
    assert "section 2 of the Apache License 2.0" in out
    assert "via: acme/legal-7b -> fine-tune of meta-llama/Llama-3.1-8B -> llama-3.1-community 1.b.i" in out


def test_a_download_is_somebody_elses(tree: Path) -> None:
    hub = tree / "hub"
    cached(hub, "someone/tune", f"---\nlicense: finch\nbase_model: {CRANE}\n---\n")
    found = report("{id: someone/tune, path: hub/models--someone--tune, distribution: [weights]}")
    assert [each[:2] for each in issues(found)] == [("label-differs", "pass")]


# license files -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("card", "policies", "state", "codes"),
    [
        ("license: finch\n", ("finch",), "exact", []),
        ("license: crane\n", ("finch",), "exact", [("license-file-differs", "unknown")]),
        ("license: finch\n", ("finch",), "modified", [("license-file-modified", "pass")]),
        ("license: other\n", ("finch",), "exact", []),
        ("", ("finch",), "exact", []),
        ("license: finch\n", (), "", []),
    ],
)
def test_a_license_file_beside_the_card(
    tree: Path, monkeypatch: pytest.MonkeyPatch, card: str, policies: tuple[str, ...], state: str, codes: list[Any]
) -> None:
    def known(files: tuple[Words, ...]) -> tuple[Words, ...]:
        return tuple(file._replace(policies=policies, state=state) for file in files)

    monkeypatch.setattr(folders, "known_texts", known)
    folder(tree, "m", card or "tags: [x]\n", LICENSE="words")
    found = report(LINE)
    assert [each[:2] for each in issues(found)] == codes
    if not codes:
        # without a label the text itself says what governs
        assert {policy for policy, _ in paths(found)} == {"finch"}


# the label as the license under which a model is passed on -------------------------------------------------------------
SHARED = "---\nlicense: {}\nbase_model: {}\n---\n"


def told(tree: Path, label: str, base: str, line: str) -> tuple[str, int]:
    """What the report of the shipped corpus says of a folder with this card, and the exit code."""
    (tree / "m").mkdir(exist_ok=True)
    (tree / "m" / "README.md").write_text(SHARED.format(label, base), encoding="utf-8")
    (tree / "deploy.yaml").write_text(f"version: 1\ndeployment: {{uses: []}}\nmodels:\n  - {line}\n", encoding="utf-8")
    done = judged("deploy.yaml", "-v", folder=tree)
    return " ".join(done.stdout.decode().split()), done.returncode


def test_the_label_decides_what_a_license_says_of_derivatives(tree: Path) -> None:
    ours = "{id: acme/x, path: m, made_by: us, distribution: [weights]}"
    out, code = told(tree, "apache-2.0", "google/gemma-2-9b", ours)
    assert code == 1
    assert "fail[gemma-terms-2026-04-01/conflicting-license]" in out
    assert "(Apache-2.0, derived from the label of the model, m/README.md:2)" in out
    # the clause says it: there is no second finding of the same
    assert "license-drift" not in out
    assert "conflicting-license" in out
    # what deploy.yaml says wins over the card, and what others made is not ours to pass on
    out, _ = told(tree, "apache-2.0", "google/gemma-2-9b", ours.replace("us,", "us, downstream_license: gemma,"))
    assert "fail[gemma-terms-2026-04-01/conflicting-license]" not in out
    out, _ = told(tree, "apache-2.0", "google/gemma-2-9b", ours.replace("us,", "others,"))
    assert "derived from the label" not in out
    # a label that the clause does not list is still one that the license does not allow
    out, _ = told(tree, "cc-by-nc-4.0", "google/gemma-2-9b", ours)
    assert "fail[gemma-terms-2026-04-01/conflicting-license]" not in out
    assert "fail[catalog/license-drift]" in out


# the edition of the copy in hand ---------------------------------------------------------------------------------------
def editions(found: Report) -> tuple[set[str], set[str]]:
    return {each.policy for each in found.models[0].findings if each.policy != "catalog"}, {
        each.why for each in found.models[0].findings if each.policy != "catalog"
    }


def with_texts(monkeypatch: pytest.MonkeyPatch, held: dict[str, tuple[str, ...]], state: str = "unmodified") -> None:
    """License files hold these texts, by their names."""

    def known(files: tuple[Words, ...]) -> tuple[Words, ...]:
        return tuple(file._replace(policies=held.get(file.name, ()), state=state) for file in files)

    def copies(words: str) -> tuple[Copy, ...]:
        return tuple(Copy(policy, policy, state) for policy in held.get(words, ()))

    monkeypatch.setattr(folders, "known_texts", known)
    monkeypatch.setattr(texts, "copies_in", copies)


HERON = "{id: heron/heron-9b-it, path: m, distribution: []}"


@pytest.mark.parametrize(
    ("held", "state", "expected"),
    [
        (("heron-2024",), "unmodified", {"heron-2024"}),
        (("heron-2025",), "exact", {"heron-2025"}),
        (("heron-2024",), "modified", {"heron-2024", "heron-2025"}),
        (("heron-2024",), "doubtful", {"heron-2024", "heron-2025"}),
        (("heron-2024", "heron-2025"), "unmodified", {"heron-2024", "heron-2025"}),
        (("crane-1",), "unmodified", {"heron-2024", "heron-2025"}),
        ((), "", {"heron-2024", "heron-2025"}),
    ],
)
def test_a_text_beside_the_weights_settles_the_edition(
    tree: Path, monkeypatch: pytest.MonkeyPatch, held: tuple[str, ...], state: str, expected: set[str]
) -> None:
    with_texts(monkeypatch, {"LICENSE": held, "words": held}, state)
    folder(tree, "m", LICENSE="words")
    # a policy of several editions shows each clause under the one that comes out worse
    found, why = editions(report(HERON))
    assert found <= expected
    settled = f"the id itself, in the edition {min(expected)[-4:]} of `m/LICENSE`"
    assert (why == {settled}) is (len(expected) == 1)
    copy = "{id: heron/heron-9b-it, distribution: [], evidence: {license_copy: [m/LICENSE]}}"
    assert (editions(report(copy))[1] == {settled}) is (len(expected) == 1)


def test_what_is_declared_or_lies_in_the_folder_comes_first(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_texts(monkeypatch, {"LICENSE": ("heron-2024",), "other": ("heron-2025",)})
    folder(tree, "m", LICENSE="words")
    (tree / "COPY").write_text("other", encoding="utf-8")
    line = HERON.replace("distribution", "evidence: {license_copy: [COPY]}, distribution")
    assert editions(report(line))[1] == {"the id itself, in the edition 2024 of `m/LICENSE`"}
    line = HERON.replace("distribution", 'edition: "2025", distribution')
    assert editions(report(line)) == ({"heron-2025"}, {"the id itself"})

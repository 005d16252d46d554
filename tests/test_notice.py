"""`licensecheck notice`: what a deployment owes others, as files; and what was written makes the audit pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import judged, run
from given import AS_OF
from small import small, written

from licensecheck.api import prepare
from licensecheck.engine.audit import audit
from licensecheck.engine.needed import Needed, needed
from licensecheck.report.notice import MARK, by_hand, declarations, documents
from licensecheck.source.text import Text

LLAMA = "meta-llama/Llama-3.1-8B-Instruct"
OWING = f"""version: 1
organization: {{country: KR, monthly_active_users: 5}}
deployment: {{commercial: true, regions: [KR], audience: [consumers], uses: []}}
models:
  - id: {LLAMA}
    distribution: [weights/original, hosted_service/api]
    evidence:
      license_copy: [{{attested: LLAMA 3.1 COMMUNITY LICENSE AGREEMENT}}]
  - id: google/gemma-2-9b-it
    edition: "2024-04-01"
    distribution: [weights/original]
    evidence: {{license_copy: [{{attested: the terms}}]}}
"""
LINE = "Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved."
NAMES = ["NOTICE", "ATTRIBUTION.md", "LICENSES.md", "TERMS-SNIPPET.md"]


def owed(models: str, organization: str = "{monthly_active_users: 5}", deployment: str = "{commercial: false}") -> Needed:
    """What a deployment of the small corpus owes."""
    case = prepare(Text("deploy.yaml", written(models, organization, deployment)), small(), AS_OF)
    return needed(case.models, audit(case.models, case.context), case.context)


def short(found: Needed) -> list[tuple[str, str, str, str, bool]]:
    return [(need.evidence, need.words, need.work, need.model, need.passes) for need in found.needs]


def test_what_binds_is_needed_whether_it_is_there_or_not() -> None:
    line = "{id: crane/Crane-1-8B, distribution: [weights]EVIDENCE}"
    due = owed(line.replace("EVIDENCE", ""))
    assert short(due) == [("display", "Built with Crane", "crane/Crane-1-8B", "crane/Crane-1-8B", False)]
    assert (due.needs[0].places, due.needs[0].developer) == (("ui", "website", "docs"), "Crane")
    met = owed(line.replace("EVIDENCE", ", evidence: {display: [{attested: Built with Crane, place: ui}]}"))
    assert short(met) == [(*short(due)[0][:4], True)]
    # what is written must not change because it was declared
    assert documents(met) == documents(due)


def test_what_does_not_bind_is_not_needed_and_what_may_bind_is_told() -> None:
    assert owed("{id: crane/Crane-1-8B, distribution: []}") == Needed((), ())
    silent = owed("crane/Crane-1-8B")
    assert silent.needs == ()
    assert [(model.name, finding.clause.id) for model, finding in silent.open] == [("crane/Crane-1-8B", "display")]
    assert by_hand(silent).splitlines() == [
        "Not decided yet, so not written (`licensecheck audit` asks what decides):",
        "  crane/Crane-1-8B: crane-1/display: Built with Crane is not shown",
    ]


def test_a_parent_brings_its_duties() -> None:
    found = owed("{id: acme/x, base: crane/Crane-1-8B, distribution: [weights]}")
    assert [(need.words, need.work, need.model) for need in found.needs] == [("Built with Crane", "crane/Crane-1-8B", "acme/x")]
    text = documents(found)[1].text
    assert (
        "<!-- for crane/Crane-1-8B (in acme/x); it has to stand in the user interface, a website or the documentation -->" in text
    )
    assert "- crane/Crane-1-8B by Crane, Crane License 1, https://crane.example/license\n" in text


def test_the_files() -> None:
    models = (
        "{id: crane/Crane-1-8B, distribution: [weights]}\n{id: heron/heron-9b-it, edition: '2025', distribution: [hosted_service]}"
    )
    found = owed(models)
    made = documents(found)
    assert [(each.name, each.needed) for each in made] == list(zip(NAMES, [False, True, False, True], strict=True))
    assert {MARK in each.text.partition("\n")[0] for each in made} == {True}
    terms = made[3].text
    assert "heron/heron-9b-it by Heron, under the Heron Terms of 2025 (https://heron.example/2025)" in " ".join(terms.split())
    assert terms.endswith("concern:\n\n- military use\n\n<!-- section 3 of heron-2025 asks for this -->\n")
    assert declarations(found, "dist/").splitlines() == [
        "Ship and show them, then declare them in deploy.yaml:",
        "  crane/Crane-1-8B:",
        "    evidence:",
        "      display: [{path: dist/ATTRIBUTION.md, place: docs}]",
        "  heron/heron-9b-it:",
        "    evidence:",
        "      restrictions_in_terms: [{attested: true, by: NAME, on: DATE}]  # once the terms say so",
    ]
    assert declarations(Needed((), ()), "") == ""


# the command ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def owing(tmp_path: Path) -> Path:
    (tmp_path / "deploy.yaml").write_text(OWING, encoding="utf-8")
    return tmp_path


def noticed(folder: Path, *options: str) -> tuple[int, str, str]:
    done = run("notice", "--as-of", AS_OF, *options, folder=folder)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_without_a_folder_it_prints(owing: Path) -> None:
    code, out, _ = noticed(owing)
    assert code == 0
    assert f"\n{LLAMA}\n{LINE}\n" in out
    assert [line[6:-6] for line in out.splitlines() if line.startswith("----- ")] == NAMES
    assert [each.name for each in owing.iterdir()] == ["deploy.yaml"]


def clauses(folder: Path) -> dict[str, str]:
    report: Any = json.loads(judged("deploy.yaml", "--format", "json", folder=folder).stdout)
    found = (each for model in report["models"] for each in model["findings"])
    return {f"{each['policy']}/{each['clause']}": each["verdict"] for each in found}


def test_what_is_written_makes_the_audit_pass(owing: Path) -> None:
    duties = {"llama-3.1-community/notice-file", "llama-3.1-community/built-with-display", "gemma-terms-2024-04-01/notice-file"}
    before = clauses(owing)
    assert {before[duty] for duty in duties} <= {"due", "unknown"}
    code, out, _ = noticed(owing, "--write", "dist")
    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("wrote")] == [f"wrote dist/{name}" for name in NAMES]
    notice = "notice: [dist/NOTICE]"
    text = OWING.replace(
        "license_copy: [{attested: L",
        f"{notice}\n      display: [{{path: dist/ATTRIBUTION.md, place: docs}}]\n      license_copy: [{{attested: L",
    )
    stated = (
        "restrictions_in_terms: [{attested: true, by: A, on: 2026-11-01}], users_told: [{attested: true, by: A, on: 2026-11-01}]"
    )
    text = text.replace("evidence: {license_copy", f"evidence: {{{notice}, {stated}, license_copy")
    (owing / "deploy.yaml").write_text(text, encoding="utf-8")
    after = clauses(owing)
    assert {after[duty] for duty in duties} == {"pass"}
    assert "gemma-terms-2024-04-01/pass-through" in after
    assert set(after.values()) == {"pass", "not_applicable"}
    # and declaring it changes nothing in what is needed
    assert noticed(owing, "--write", "dist", "--check") == (0, "", "")
    code, out, _ = noticed(owing, "--write", "dist")
    assert [line for line in out.splitlines() if line.startswith(("wrote", "kept"))] == [f"kept dist/{name}" for name in NAMES]


def test_check_says_what_is_out_of_date(owing: Path) -> None:
    code, out, _ = noticed(owing, "--check")
    assert (code, out.splitlines()[0]) == (3, "`NOTICE` is missing; `licensecheck notice --write .` writes it")
    assert not (owing / "NOTICE").exists()
    noticed(owing, "--write", ".")
    assert noticed(owing, "--check")[:2] == (0, "")
    (owing / "NOTICE").write_text((owing / "NOTICE").read_text(encoding="utf-8").replace(LINE, "Llama 3"), encoding="utf-8")
    assert noticed(owing, "--check")[:2] == (3, f"`NOTICE` is out of date\n  -Llama 3\n  +{LINE}\n")
    assert noticed(owing, "--write", ".")[0] == 0
    assert noticed(owing, "--check")[0] == 0


def test_files_of_others_are_never_touched(owing: Path) -> None:
    (owing / "LICENSES.md").write_text("Mine.\n", encoding="utf-8")
    code, out, err = noticed(owing, "--write", ".")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "error[not-ours]: `./LICENSES.md` was not written by licensecheck and stays as it is"
    assert sorted(each.name for each in owing.iterdir()) == ["LICENSES.md", "deploy.yaml"]
    assert noticed(owing, "--check")[1].splitlines()[-2:] == [
        "`LICENSES.md` was not written by licensecheck",
        "`TERMS-SNIPPET.md` is missing; `licensecheck notice --write .` writes it",
    ]
    (owing / "LICENSES.md").unlink()
    (owing / "NOTICE").symlink_to(owing / "elsewhere")
    assert noticed(owing, "--write", ".")[0] == 2
    assert not (owing / "elsewhere").exists()


def test_a_file_that_is_not_needed_any_more(owing: Path) -> None:
    noticed(owing, "--write", ".")
    (owing / "TERMS-SNIPPET.md").unlink()
    text = f"version: 1\nmodels: [{{id: {LLAMA}, distribution: []}}]\n"
    (owing / "deploy.yaml").write_text(text, encoding="utf-8")
    assert noticed(owing, "--check")[0] == 3
    (owing / "LICENSES.md").write_text("Mine.\n", encoding="utf-8")
    code, out, _ = noticed(owing, "--write", ".")
    assert (code, out) == (0, "wrote ./NOTICE\nwrote ./ATTRIBUTION.md\n")
    assert (owing / "NOTICE").read_text(encoding="utf-8").endswith("\n\nNothing is needed.\n")
    assert (owing / "LICENSES.md").read_text(encoding="utf-8") == "Mine.\n"
    assert noticed(owing, "--check")[0] == 0


def test_what_cannot_be_read_or_written(owing: Path) -> None:
    (owing / "file").write_text("", encoding="utf-8")
    code, _, err = noticed(owing, "--write", "file/dist")
    assert (code, err.splitlines()[0]) == (2, "error[not-written]: `file/dist` cannot be made: not a directory")
    (owing / "NOTICE").mkdir()
    assert noticed(owing, "--write", ".")[0] == 2
    assert noticed(owing, "nothing.yaml")[0] == 2

"""`licensecheck lock` and `audit --locked`: what a deployment rested on, and every way in which it can change."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from command import PASSING, run
from given import AS_OF, clause, shown
from hypothesis import given
from hypothesis import strategies as st
from small import audited, small, written

from licensecheck.api import prepare
from licensecheck.catalog.corpus import load_corpus
from licensecheck.engine.audit import audit
from licensecheck.engine.waive import seal
from licensecheck.exchange.changes import changes
from licensecheck.exchange.lock import KEYS, Locked, lock_path, read_lock, state
from licensecheck.exchange.lock import written as lock_of
from licensecheck.exchange.terms import terms_of
from licensecheck.policy.model import clause_leaves
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import Text

CRANE = "crane/Crane-1-8B"
LINE = f"{{id: {CRANE}, distribution: []}}"
FEW, PLAIN = "{monthly_active_users: 5}", "{commercial: false, uses: []}"


def locked(models: str, organization: str = FEW, deployment: str = PLAIN, as_of: str = AS_OF) -> Locked:
    """What a deployment of the small corpus rests on."""
    case = prepare(Text("deploy.yaml", written(models, organization, deployment)), small(), as_of)
    return state(case.models, audit(case.models, case.context))


def differences(before: Locked, models: str, *parts: str, as_of: str = AS_OF) -> list[tuple[str, str]]:
    """What is said of a deployment that was locked as something else."""
    case = prepare(Text("deploy.yaml", written(models, *(parts or (FEW, PLAIN)))), small(), as_of)
    report = audit(case.models, case.context)
    return [(note.code, note.message) for note in changes(before, state(case.models, report), {}, report)]


def test_the_lock_is_sorted_and_has_one_line_a_thing() -> None:
    text = lock_of(locked(LINE))
    lines = text.splitlines()
    assert lines[1] == "lock 1"
    assert lines[2:] == sorted(lines[2:])
    assert [line for line in lines[2:] if not line.startswith(("clause", "presumed", "corpus", "terms"))] == [
        f"model {CRANE} {CRANE} self-hosted",
        f"policy {CRANE} crane-1 {CRANE} itself",
        "text crane-1 license c1",
        f"verdict {CRANE} pass",
    ]
    assert f"clause {CRANE} crane-1/indemnity {CRANE} pass " in text
    # a count that moves on the same side of every threshold changes nothing
    assert lock_of(locked(LINE, "{monthly_active_users: 6}")) == text


def test_a_second_model_only_adds_lines() -> None:
    one = set(lock_of(locked(LINE)).splitlines())
    two = set(lock_of(locked(f"{LINE}\n{{id: finch/Finch-7B-Instruct-v0.3, distribution: []}}")).splitlines())
    assert one - two == set()


def test_nothing_changed() -> None:
    assert differences(locked(LINE), LINE) == []
    before = {**locked(LINE), ("corpus",): ("000000000000",)}
    assert differences(before, LINE) == []


NO_MORE = ("organization.infringement_claims", "outputs.trains")


def test_every_clause_that_comes_out_otherwise_is_told() -> None:
    many = "{monthly_active_users: 900_000_000}"
    assert differences(locked(LINE), LINE, many, PLAIN) == [
        ("lock-verdict", f"`{CRANE}` is fail, and was locked as pass"),
        ("lock-clause", f"`{CRANE}`: `crane-1/many-users` is fail, and was not applicable"),
        # what a denied right makes moot is presumed no more
        *(("lock-presumed", f"`{name}` is presumed from silence in the lock, and not any more") for name in NO_MORE),
    ]


def test_the_same_verdict_on_other_facts() -> None:
    before = locked(f"{{id: {CRANE}, distribution: [weights]}}")
    now = differences(before, f"{{id: {CRANE}, distribution: [weights], evidence: {{display: [{{attested: Built, place: ui}}]}}}}")
    assert ("lock-clause", f"`{CRANE}`: `crane-1/display` is fail, and was due") in now
    before = locked(f"{{id: {CRANE}, distribution: [weights], evidence: {{display: []}}}}")
    assert before["clause", CRANE, "crane-1/display", CRANE][0] == "fail"
    altered = {**before, ("clause", CRANE, "crane-1/display", CRANE): ("fail", "000000000000")}
    assert differences(altered, f"{{id: {CRANE}, distribution: [weights], evidence: {{display: []}}}}") == [
        ("lock-clause", f"`{CRANE}`: `crane-1/display` is still fail, on other facts")
    ]


def test_models_come_and_go_and_are_said_once() -> None:
    finch = "{id: finch/Finch-7B-Instruct-v0.3, distribution: []}"
    found = differences(locked(LINE), finch)
    assert found[:2] == [
        ("lock-model", f"the model `{CRANE}` is locked, and not declared any more"),
        ("lock-model", "the model `finch/Finch-7B-Instruct-v0.3` is not in the lock"),
    ]
    assert {code for code, _ in found[2:]} <= {"lock-presumed"}


def test_a_model_that_is_resolved_or_reached_otherwise() -> None:
    before = {**locked(LINE), ("model", CRANE): ("crane/Crane-1-70B", "bedrock")}
    assert differences(before, LINE) == [
        ("lock-model", f"`{CRANE}` is resolved to `{CRANE}`, and was locked with `crane/Crane-1-70B`"),
        ("lock-model", f"`{CRANE}` is reached through `self-hosted`, and was locked with `bedrock`"),
    ]


def test_policies_and_texts() -> None:
    before = locked(LINE)
    held = before.pop(("policy", CRANE, "crane-1", CRANE))
    before["policy", CRANE, "finch", CRANE] = held
    before["text", "crane-1", "license"] = ("c0",)
    assert differences(before, LINE) == [
        ("lock-policy", f"`crane-1` governs `{CRANE}`"),
        ("lock-policy", f"`finch` does not govern `{CRANE}` any more"),
        ("lock-text", "the text `license` of `crane-1` is another one: c1, and was locked with c0; "
         "read the clauses that bind again: indemnity"),
    ]  # fmt: skip
    before = locked(LINE)
    before["text", "crane-1", "license"] = ("c0",)
    before["terms", "crane-1", "indemnity"] = ("kind duty", "requires agreement is in_force", "section 5", "text license")
    assert differences(before, LINE) == [
        ("lock-text", "the text `license` of `crane-1` is another one: c1, and was locked with c0; read otherwise: indemnity"),
        ("lock-terms", "the clause `crane-1/indemnity` is read otherwise: "
         "no longer `kind duty`, no longer `requires agreement is in_force`, now `kind duty (standing)`"),
    ]  # fmt: skip
    before = locked(LINE)
    before["policy", CRANE, "crane-1", CRANE] = (f"fine_tune of {CRANE}",)
    assert differences(before, LINE) == [
        (
            "lock-policy",
            f"`crane-1` governs `{CRANE}` through another lineage: `itself`, and was locked with `fine_tune of {CRANE}`",
        )
    ]


def test_a_model_that_is_retired_by_the_passing_of_time() -> None:
    line = "{id: wren-2, channel: openai-api, distribution: []}"
    found = differences(locked(line), line, as_of="2027-06-01")
    assert ("lock-clause", "`wren-2`: `hosted-availability/retired` is fail, and was not applicable") in found


def test_what_a_clause_says_part_by_part() -> None:
    found = clause(
        "all: [organization.monthly_active_users: {of: group, in: previous_month, greater_than: 700}, "
        "not: {model.kind: {one_of: [llm, embedding]}}, any: [deployment.commercial: {is: yes}, model.modified: {is: no}]]",
        "agreement: {is: in_force}",
        kind="right",
        unless=("model.received_as: {is: direct_download}",),
        for_each="deployment.uses",
        basis="secondary",
    )
    assert terms_of(found) == (
        "basis secondary",
        "binds when (deployment.commercial is yes or model.modified is no)",
        "binds when not (model.kind one of embedding, llm)",
        "binds when organization.monthly_active_users greater than 700 (group, previous_month)",
        "excused when model.received_as is direct_download",
        "for each of deployment.uses",
        "kind right",
        "requires agreement is in_force",
        "section 1",
        "text license",
    )
    assert terms_of(clause()) == ("kind use", "section 1", "text license")


def test_no_two_clauses_of_a_policy_are_locked_as_one() -> None:
    corpus = load_corpus()
    for name in corpus.ids:
        policy = corpus.policy(name)
        assert policy is not None
        for one in policy.clauses:
            # a part never holds what separates parts, and a changed threshold changes the words
            assert all("\n" not in part for part in terms_of(one))
            numbers = [
                leaf.constant
                for leaf in clause_leaves(one)
                if isinstance(leaf.constant, int) and not isinstance(leaf.constant, bool)
            ]
            assert all(f"{number:_}" in " ".join(terms_of(one)) for number in numbers)


WAIVED = "[{{clause: crane-1/display, model: {model}, reason: soon, approver: Kim, on: 2026-01-01, expires: {end}, seal: {seal}}}]"


def signed(end: str) -> Locked:
    """A deployment with a duty that is due, waived until a day."""
    line = f"{{id: {CRANE}, distribution: [weights]}}"
    seal_of = next(each for each in audited(written(line, FEW, PLAIN)).models[0].findings if each.clause.id == "display")
    text = written(line, FEW, PLAIN, WAIVED.format(model=CRANE, end=end, seal=seal(seal_of)))
    case = prepare(Text("deploy.yaml", text), small(), AS_OF)
    return state(case.models, audit(case.models, case.context))


def test_a_waiver_that_is_signed_anew_lapses_or_ends() -> None:
    before, longer, ended = signed("2026-12-31"), signed("2027-12-31"), signed("2026-11-01")
    report = audited(written(LINE, FEW, PLAIN))
    name = f"the waiver of `crane-1/display` for `{CRANE}`"
    assert [note.message for note in changes(before, longer, {}, report)] == [
        f"{name} is signed by Kim on 2026-01-01 until 2027-12-31, and was locked as signed by Kim on 2026-01-01 until 2026-12-31"
    ]
    assert f"{name} is locked, and not in force any more" in [note.message for note in changes(before, ended, {}, report)]
    assert f"`{CRANE}`: `crane-1/display` is due, and was waived" in [note.message for note in changes(before, ended, {}, report)]
    assert f"{name} is not in the lock" in [note.message for note in changes(ended, before, {}, report)]


def test_an_acceptance_is_locked() -> None:
    report = audited(written(LINE, FEW, PLAIN))
    before = {**locked(LINE), ("accepted", "gpt-x", "tutorials, a.py"): ("Kim", "2026-01-01", "2026-12-31")}
    later = {**before, ("accepted", "gpt-x", "tutorials, a.py"): ("Lee", "2026-01-01", "2026-12-31")}
    assert [(note.code, note.message) for note in changes(before, later, {}, report)] == [
        ("lock-accepted", "the acceptance of `gpt-x` in tutorials, a.py is signed by Lee on 2026-01-01 until 2026-12-31, "
         "and was locked as signed by Kim on 2026-01-01 until 2026-12-31"),
    ]  # fmt: skip
    assert [note.message for note in changes(locked(LINE), before, {}, report)] == [
        "the acceptance of `gpt-x` in tutorials, a.py is not in the lock"
    ]


def test_presumptions() -> None:
    before = {**locked(LINE), ("presumed", "model.modified"): ()}
    gone = [name for kind, *name in locked(LINE) if kind == "presumed"]
    assert gone
    for name in gone:
        before.pop(("presumed", *name), None)
    found = differences(before, LINE)
    assert ("lock-presumed", f"`{gone[0][0]}` is presumed from silence") in found


# the text ------------------------------------------------------------------------------------------------------------
WORDS = st.text(min_size=1, max_size=12)
THINGS = st.sampled_from(sorted(KEYS)).flatmap(
    lambda kind: st.tuples(
        st.tuples(st.just(kind), *[WORDS] * KEYS[kind]), st.tuples(*[WORDS] * (2 if kind in ("clause", "model") else 1))
    )
)


@given(st.dictionaries(THINGS.map(lambda each: each[0]), st.tuples(WORDS, WORDS), max_size=6))
def test_what_is_written_is_read(things: Locked) -> None:
    text = Text("licensecheck.lock", lock_of(things))
    assert text.text.isprintable() or "\n" in text.text
    found, places = read_lock(text)
    assert found == things
    assert set(places) == set(things)


UNREAD = "this line of the lock cannot be read"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("wrong-lock", "`x.lock` is no lock", None)]),
        ("hello world\n", [("wrong-lock", "`x.lock` is no lock", None), ("wrong-lock", UNREAD, (1, 1, 1, 12))]),
        ("lock 2\n", [("wrong-lock", "`x.lock` is of version `2`, which is not known", None)]),
        ("lock 1\nmodel\n", [("wrong-lock", UNREAD, (2, 1, 2, 6))]),
        ('lock 1\nmodel "a\n', [("wrong-lock", UNREAD, (2, 1, 2, 9))]),
        ('lock 1\nmodel "\\x" b\n', [("wrong-lock", UNREAD, (2, 1, 2, 13))]),
        ("lock 1\n<<<<<<< ours\n", [("lock-conflict", "`x.lock` holds the marks of a merge", (2, 1, 2, 13))]),
    ],
)  # fmt: skip
def test_what_is_no_lock(text: str, expected: list[object]) -> None:
    with pytest.raises(InputError) as caught:
        read_lock(Text("x.lock", text))
    assert [each[:3] for each in shown(caught.value.diagnostics)] == expected


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(InputError):
        read_lock(Text("x.lock", "lock 1\n" + text))


@pytest.mark.parametrize(
    ("deploy", "lock"),
    [
        ("deploy.yaml", "licensecheck.lock"), ("a/deploy.yml", "a/licensecheck.lock"), ("a/x.yaml", "a/x.licensecheck.lock"),
    ],
)  # fmt: skip
def test_the_lock_stands_beside_its_file(deploy: str, lock: str) -> None:
    assert lock_path(deploy) == lock


# the commands --------------------------------------------------------------------------------------------------------
@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deploy.yaml").write_text(PASSING, encoding="utf-8")
    return tmp_path


def test_a_locked_audit(folder: Path) -> None:
    done = run("audit", "--locked", folder=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines()[0] == "error[missing-lock]: `deploy.yaml` has no lock `licensecheck.lock`"
    done = run("lock", folder=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"wrote licensecheck.lock: 1 model, pass\n", b"")
    first = (folder / "licensecheck.lock").read_bytes()
    assert b"\r" not in first
    assert first.endswith(b"\n")
    done = run("audit", "--locked", "--strict", folder=folder)
    assert (done.returncode, done.stderr) == (run("audit", "--strict", folder=folder).returncode, b"")
    assert run("audit", "--locked", "-q", folder=folder).returncode == 0
    assert [each.name for each in folder.iterdir() if each.name.startswith(".licensecheck")] == []


def test_a_locked_audit_fails_on_a_change_though_it_would_pass(folder: Path) -> None:
    run("lock", folder=folder)
    (folder / "deploy.yaml").write_text(PASSING.replace("Mixtral-8x7B-Instruct", "Mixtral-8x7B"), encoding="utf-8")
    assert run("audit", "-q", folder=folder).returncode == 0
    done = run("audit", "--locked", folder=folder)
    assert done.returncode == 1
    assert b"licensecheck.lock:" in done.stdout
    assert done.stderr.startswith(b"`licensecheck.lock` and this audit differ in 2 things; ")
    done = run("lock", folder=folder)
    assert done.stdout.decode().splitlines() == [
        "the model `mistralai/Mixtral-8x7B-Instruct-v0.1` is locked, and not declared any more",
        "the model `mistralai/Mixtral-8x7B-v0.1` is not in the lock",
        "wrote licensecheck.lock: 1 model, pass",
    ]
    assert run("audit", "--locked", folder=folder).returncode == 0


CARD = "---\nlicense: {}\nbase_model: {}\n---\n# {}\n"


@pytest.mark.parametrize(
    ("license", "parent", "words", "told"),
    [
        ("apache-2.0", "mistralai/Mixtral-8x7B-v0.1", "a", []),
        ("apache-2.0", "mistralai/Mixtral-8x7B-v0.1", "b", ["`m/README.md` of the folder of `acme/x` has other words than when it was locked"]),
        ("mit", "mistralai/Mixtral-8x7B-v0.1", "b", [
            "`m/README.md` of `acme/x` claims the license `mit`, and claimed `apache-2.0` when it was locked",
        ]),
        ("", "mistralai/Mixtral-8x7B-v0.1", "a", [
            "`m/README.md` of `acme/x` claims no license any more, and claimed `apache-2.0` when it was locked",
        ]),
        ("apache-2.0", "[]", "a", [
            "`m/README.md` of `acme/x` does not name the parent `mistralai/Mixtral-8x7B-v0.1` any more",
        ]),
        ("apache-2.0", "mistralai/Mixtral-8x7B-v0.1\nbase_model_relation: merge", "a", [
            "`m/README.md` of `acme/x` names `mistralai/Mixtral-8x7B-v0.1` as the parent of a merge, and it was locked as a parent of some kind",
        ]),
        ("apache-2.0", "mistralai/Mistral-7B-v0.1", "a", [
            "`m/README.md` of `acme/x` names `mistralai/Mistral-7B-v0.1` as a parent of some kind",
            "`m/README.md` of `acme/x` does not name the parent `mistralai/Mixtral-8x7B-v0.1` any more",
        ]),
    ],
)  # fmt: skip
def test_what_changed_in_a_card(folder: Path, license: str, parent: str, words: str, told: list[str]) -> None:
    (folder / "m").mkdir()
    (folder / "m" / "README.md").write_text(CARD.format("apache-2.0", "mistralai/Mixtral-8x7B-v0.1", "a"), encoding="utf-8")
    text = "version: 1\nmodels:\n  - {id: acme/x, path: m, distribution: []}\n"
    (folder / "deploy.yaml").write_text(text, encoding="utf-8")
    run("lock", folder=folder)
    (folder / "m" / "README.md").write_text(CARD.format(license, parent, words), encoding="utf-8")
    done = run("audit", "--locked", folder=folder)
    assert (done.returncode == 1) is bool(told)
    said = " ".join(done.stdout.decode().split())
    assert [each for each in told if each not in said] == []
    # what is said of the claims is not said again of the file
    assert ("has other words" in said) is any("has other words" in each for each in told)
    assert run("lock", folder=folder).stdout.decode().splitlines()[: len(told)] == told


def test_evidence_is_locked_by_its_words(folder: Path) -> None:
    text = PASSING.replace("[]}", "[weights], evidence: {license_copy: [LICENSE, gone]}}")
    (folder / "deploy.yaml").write_text(text, encoding="utf-8")
    (folder / "LICENSE").write_text("Apache License\n", encoding="utf-8")
    run("lock", folder=folder)
    (folder / "LICENSE").write_text("Apache License, and more\n", encoding="utf-8")
    (folder / "gone").write_text("here\n", encoding="utf-8")
    out = run("audit", "--locked", folder=folder).stdout.decode()
    said = " ".join(out.split())
    assert "the evidence `LICENSE` has other words than when it was locked" in said
    assert "the evidence `gone` has other words than when it was locked" in said
    run("lock", folder=folder)
    (folder / "gone").unlink()
    said = " ".join(run("audit", "--locked", folder=folder).stdout.decode().split())
    assert "the evidence `gone` could be read when it was locked" in said


def test_what_if_is_refused(folder: Path) -> None:
    run("lock", folder=folder)
    done = run("audit", "--locked", "--as-of", "2020-01-01", folder=folder)
    assert done.returncode == 2
    assert done.stderr.startswith(b"error[what-if-locked]: ")


def test_a_file_that_is_no_lock_stays(folder: Path) -> None:
    (folder / "licensecheck.lock").write_text("mine\n", encoding="utf-8")
    done = run("lock", folder=folder)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[0] == "error[not-ours]: `licensecheck.lock` is no lock, and stays as it is"
    assert (folder / "licensecheck.lock").read_text(encoding="utf-8") == "mine\n"
    (folder / "licensecheck.lock").unlink()
    run("lock", folder=folder)
    text = (folder / "licensecheck.lock").read_text(encoding="utf-8")
    (folder / "licensecheck.lock").write_text(text + "<<<<<<< ours\n", encoding="utf-8")
    assert run("audit", "--locked", folder=folder).returncode == 2
    done = run("lock", folder=folder)
    assert (done.returncode, done.stdout.decode().splitlines()[0]) == (0, "the lock that was there could not be read")
    assert (folder / "licensecheck.lock").read_text(encoding="utf-8") == text

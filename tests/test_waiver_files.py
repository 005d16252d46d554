"""Waivers in a file of their own: whose they are, what is refused, and how one more is added without touching the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from given import declared, wrong

from licensecheck.exchange.waivers import HEAD, appended, written
from licensecheck.facts.deployment import Waiver
from licensecheck.source.diagnostic import InputError, Span
from licensecheck.source.text import Text

HERE = "deployment: services/chat/deploy.yaml, "
SIGNED = "clause: p/c, model: a, reason: why, approver: Kim, on: 2026-01-01, expires: 2027-01-01, seal: abc"
DEPLOY = "version: 1\nmodels: [a]\nwaivers: ../../waivers.yaml\n"


@pytest.fixture(autouse=True)
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in (".git", "services/chat", "services/search"):
        (tmp_path / folder).mkdir(parents=True)
    for service in ("chat", "search"):
        (tmp_path / "services" / service / "deploy.yaml").write_text(DEPLOY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(waivers: str, deploy: str = DEPLOY) -> tuple[Waiver, ...]:
    Path("waivers.yaml").write_text(waivers, encoding="utf-8")
    return declared(deploy, "services/chat/deploy.yaml").waivers


def refused(waivers: str, deploy: str = DEPLOY) -> list[tuple[str, str, object, str]]:
    """What is wrong: code, message, place, help."""
    Path("waivers.yaml").write_text(waivers, encoding="utf-8")
    return [(each[0], each[1], each[2], each[4]) for each in wrong(deploy, "services/chat/deploy.yaml")]


def test_a_file_serves_many_and_each_entry_names_its_own() -> None:
    text = (
        f"version: 1\nwaivers:\n  - {{{HERE}{SIGNED}, reference: R7, while: {{verdict: fail, agreement is in_force: false}}}}\n"
        f"  - {{deployment: services/search/deploy.yaml, {SIGNED}}}\n  - {{deployment: services/old/deploy.yaml, {SIGNED}}}\n"
    )
    mine, gone = found(text)
    line = len(text.splitlines()[2]) + 1
    assert mine == Waiver(
        "p/c", "a", "why", "Kim", "2026-01-01", "2027-01-01", "abc", Span("waivers.yaml", 3, 5, 3, line), "R7",
        (("verdict", "fail"), ("agreement is in_force", "false")),
    )  # fmt: skip
    assert (gone.missing, gone.span.line) == ("services/old/deploy.yaml", 5)


def test_both_places_may_hold_waivers() -> None:
    deploy = f"version: 1\nmodels: [a]\nwaivers:\n  - {{{SIGNED}}}\n  - ../../waivers.yaml\n"
    both = found(f"waivers: [{{{HERE}{SIGNED}}}]\n", deploy)
    assert [(each.span.file, each.span.line) for each in both] == [("services/chat/deploy.yaml", 4), ("waivers.yaml", 1)]


@pytest.mark.parametrize("text", ["waivers:\n", "waivers: []\n", "version: 1\n"])
def test_a_file_without_waivers(text: str) -> None:
    assert found(text) == ()


def test_words_over_several_lines_are_one() -> None:
    (mine,) = found(
        f"waivers:\n  - {{{HERE}{SIGNED.replace('why', chr(34) + 'one' + chr(10) + chr(10) + '    two ' + chr(34))}}}\n"
    )
    assert mine.reason == "one two"


@pytest.mark.parametrize(
    ("waivers", "expected"),
    [
        (f"waivers: [{{{SIGNED}}}]\n", ("missing-key", "a waiver in a file of its own needs `deployment`",
            "the path of its deploy.yaml, from the folder of this file")),
        (f"waivers: [{{{HERE}{SIGNED.replace('p/c', 'p')}}}]\n", ("wrong-type", "`p` names no single clause",
            "write the policy and the clause, as the report has them between brackets")),
        (f"waivers: [{{{HERE}{SIGNED.replace('p/c', 'p/*')}}}]\n", ("wrong-type", "`p/*` names no single clause",
            "write the policy and the clause, as the report has them between brackets")),
        (f"waivers: [{{{HERE}{SIGNED.replace('2027-01-01', '2025-12-31')}}}]\n",
            ("wrong-dates", "the waiver expires before it starts", "")),
        (f"waivers: [{{{HERE}{SIGNED.replace('2027-01-01', '2028-01-02')}}}]\n",
            ("wrong-dates", "a waiver runs for 2 years at most",
                "sign it anew by then; what lasts is an agreement with the licensor (`organization.agreements`)")),
        (f"waivers: [{{{HERE}{SIGNED.replace('why', chr(34) + ' ' + chr(34))}, while: [a]}}]\n",
            ("wrong-type", "`while` is a mapping", "")),
        (f"waivers: [{{{HERE}{SIGNED}, while: {{verdict: [a]}}}}]\n",
            ("wrong-type", "`verdict` under `while` is a word", "")),
        (f"waivers: [{{{HERE}{SIGNED}, sael: x}}]\n", ("unknown-key", "a waiver has no key `sael`", "did you mean `seal`?")),
        ("waivers: [a]\n", ("wrong-type", "each of `waivers` is a mapping", "")),
        ("waiver: []\n", ("unknown-key", "a file of waivers has no key `waiver`", "did you mean `waivers`?")),
        ("version: 2\n", ("unknown-version", "this version of the format is not known", "write `version: 1`")),
        ("- a\n", ("not-waivers", "`../../waivers.yaml` has no list `waivers`", "start with `waivers:`")),
        ("", ("not-waivers", "`../../waivers.yaml` has no list `waivers`", "start with `waivers:`")),
    ],
)  # fmt: skip
def test_what_is_refused(waivers: str, expected: tuple[str, str, str]) -> None:
    assert [(code, message, help) for code, message, _, help in refused(waivers)] == [expected]


def test_two_years_to_the_day() -> None:
    assert len(found(f"waivers: [{{{HERE}{SIGNED.replace('2027-01-01', '2028-01-01')}}}]\n")) == 1


def test_a_file_stays_in_the_tree(team: Path) -> None:
    outside = team.parent / "waivers.yaml"
    outside.write_text("waivers: []\n", encoding="utf-8")
    (team / "link.yaml").symlink_to(outside)
    for path in ("../../../waivers.yaml", "../../link.yaml"):
        assert [each[0] for each in refused("", f"version: 1\nmodels: [a]\nwaivers: {path}\n")] == ["outside-the-tree"]
    assert refused("", "version: 1\nmodels: [a]\nwaivers: nowhere.yaml\n") == [
        ("missing-file", "there is no file `services/chat/nowhere.yaml`", (3, 10, 3, 22), "")
    ]


@pytest.mark.parametrize("waivers", ["{a: b}", "[[a]]", "['']"])
def test_what_deploy_yaml_may_not_hold(waivers: str) -> None:
    assert [each[0] for each in refused("", f"version: 1\nmodels: [a]\nwaivers: {waivers}\n")] == ["wrong-type"]


# one more ------------------------------------------------------------------------------------------------------------
WORDS = ("plain words", "Kim: counsel", "it's", '"', "true", "2026-01-01", "#7", "- x", "{a}", "a, b", "허가", "*", "x # y", " x")


@pytest.mark.parametrize("words", WORDS)
def test_what_is_written_is_read_back(words: str) -> None:
    span = Span("waivers.yaml", 3, 5, 3, 5)
    grounds = (("verdict", "fail"), ("agreement is in_force", "false"), (f"evidence.notice contain {words}", "unknown"))
    signed = Waiver(
        "p/c:1", "acme/m:7b", words.strip(), words.strip(), "2026-01-01", "2027-01-01", "123456789012", span, words.strip(), grounds
    )
    (back,) = found(HEAD + written(signed, "services/chat/deploy.yaml"))
    assert back._replace(span=span) == signed


@pytest.mark.parametrize(
    "before",
    [
        "", "\n", HEAD, "waivers:\n",
        f"waivers:\n- {{{HERE}{SIGNED}}}", f"version: 1\nwaivers:\n    - {{{HERE}{SIGNED}}}\n# a remark\n\n",
        f"waivers:\n  - deployment: services/chat/deploy.yaml\n    {SIGNED.replace(', ', chr(10) + '    ')}\n",
    ],
)  # fmt: skip
def test_one_more_is_added_and_nothing_else_changes(before: str) -> None:
    signed = Waiver("p/d", "a", "w", "K", "2026-01-01", "2027-01-01", "ffff", Span("w", 1, 1, 1, 1))
    after = appended(Text("waivers.yaml", before), [signed, signed], "services/chat/deploy.yaml")
    assert after.startswith(before if before.strip() else HEAD)
    assert [each.clause for each in found(after)] == [*["p/c"] * before.count("p/c"), "p/d", "p/d"]


@pytest.mark.parametrize(
    "before",
    [
        "waivers: []\n",
        "waivers: ~\n",
        f"waivers: [{{{HERE}{SIGNED}}}]\n",
        "waivers:\n  - {}\nversion: 1\n",
        "a\n",
        "waivers: x\n",
        "version: 1\n",
    ],
)
def test_what_cannot_be_added_to_is_left_alone(before: str) -> None:
    signed = Waiver("p/d", "a", "w", "K", "2026-01-01", "2027-01-01", "ffff", Span("w", 1, 1, 1, 1))
    with pytest.raises(InputError) as raised:
        appended(Text("waivers.yaml", before), [signed], "deploy.yaml")
    assert [(each.code, each.message, each.help) for each in raised.value.diagnostics] == [
        ("not-appended", "`waivers.yaml` does not end with a list `waivers:` to which an entry can be added",
            "leave `--append` out, and paste what is printed")
    ]  # fmt: skip

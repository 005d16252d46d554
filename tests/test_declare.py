"""Wrong deploy.yaml files: every fault at once, in whole sentences, with its place.

Each file in `wrong_deployments` holds a deploy.yaml and, below the line, what it is told: place, code, message, (label), => help.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from given import ROOT, declared, wrong
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.source.diagnostic import InputError

FOLDER = Path(ROOT, "tests", "wrong_deployments")
LINE = "--- what it says\n"
CASES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def told(text: str) -> list[str]:
    """Every diagnostic in one line."""
    out = []
    for code, message, span, label, help in wrong(text):
        end = "" if not span or span[0] == span[2] else f"{span[2]}:"
        place = f"{span[0]}:{span[1]}-{end}{span[3]}" if span else "-"
        out.append(f"{place} {code}: {message}{f' ({label})' if label else ''}{f' => {help}' if help else ''}")
    return out


def case(name: str) -> tuple[str, list[str]]:
    text, _, expected = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").partition(LINE)
    return text, expected.splitlines()


def test_there_are_cases() -> None:
    assert len(CASES) >= 22
    assert all(case(name)[1] for name in CASES)


@pytest.mark.parametrize("name", CASES)
def test_what_a_wrong_file_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "main").mkdir()
    monkeypatch.chdir(tmp_path / "main")
    text, expected = case(name)
    assert told(text) == expected


@pytest.mark.parametrize("name", CASES)
def test_the_place_of_a_word_is_the_word(name: str) -> None:
    text, _ = case(name)
    lines = text.splitlines()
    for code, message, span, _, _ in wrong(text):
        if code in ("unknown-key", "unknown-fact", "unknown-value"):
            quoted = message.split("`")[1::2]
            assert lines[span[0] - 1][span[1] - 1 : span[3] - 1].strip("\"'") in quoted


# bounds --------------------------------------------------------------------------------------------------------------
HEAD = "version: 1\nmodels: [a]\n"
MANY = f"[{', '.join(f'm{n}' for n in range(20_001))}]"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"version: 1\nmodels: {MANY}\n", f"2:9-{9 + len(MANY)} too-large: the file declares more than 20,000 models"),
        (f"{HEAD}waivers: [{'{}, ' * 1001}]\n", "3:10-4016 too-large: `waivers` has more than 1,000 entries"),
        (f"{HEAD}organization: {{agreements: [{'{}, ' * 1001}]}}\n",
            "3:28-4034 too-large: `agreements` has more than 1,000 entries"),
        (f"version: 1\nmodels: [{{id: a, base: [{'b, ' * 101}]}}]\n", "2:24-329 too-large: a model has at most 100 parents"),
        (f"version: 1\nmodels: [{'m' * 301}]\n", "2:10-311 wrong-type: `id` is at most 300 printable characters"),
    ],
    ids=["models", "waivers", "agreements", "parents", "a name"],
)  # fmt: skip
def test_lists_are_bounded(text: str, message: str) -> None:
    assert told(text) == [message]


def test_very_many_faults_are_cut_short() -> None:
    found = told(HEAD + "deployment:\n" + "".join(f"  key{n}: 1\n" for n in range(50_000)))
    assert len(found) == 201
    assert found[-1] == "203:3-9 too-many-faults: there are 200 faults and more; the rest is not told"


# any file ------------------------------------------------------------------------------------------------------------
KEYS = (
    "version", "models", "organization", "deployment", "waivers", "extends", "id", "as", "base", "evidence", "outputs", "terms",
    "license",
    "defaults", "uses", "country", "regions", "monthly_active_users", "agreements", "readings", "with", "covers", "trains",
    "display", "name",
)  # fmt: skip
values = st.recursive(
    st.sampled_from(["1", "x", "~", "''", "KR", "yes", "[]", "{}", "2024-06-30", "legal/advice", '"\\0"', '"\\e[2J"', "../x"]),
    lambda below: st.lists(below, max_size=3).map(lambda items: f"[{', '.join(items)}]")
    | st.dictionaries(st.sampled_from(KEYS), below,
        max_size=4).map(lambda items: "{" + ", ".join(f"{k}: {v}" for k, v in items.items()) + "}"),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=6))
def test_any_file_is_taken_or_told(parts: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in {"version": "1", "models": "[a]", **parts}.items())
    try:
        deployment, faults = declared(text), ()
    except InputError as error:
        deployment, faults = None, error.diagnostics
    assert bool(faults) is (deployment is None)
    assert all(each.message.isprintable() and each.code for each in faults)
    assert deployment is None or all(model.id.isprintable() for model in deployment.models)

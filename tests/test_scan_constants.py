"""Constants of the packages of providers stand for the ids that they spell."""

from __future__ import annotations

from pathlib import Path

import pytest
from scanned import rules

from licensecheck.catalog.corpus import load_corpus
from licensecheck.scan.constants import Constants
from licensecheck.scan.survey import Scanner

CATALOG = load_corpus().catalog


@pytest.fixture(scope="module")
def constants() -> Constants:
    return Constants(rules(), CATALOG)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("  .model(ChatModel.GPT_4O)", ("gpt-4o", 10, "ChatModel.GPT_4O", "value")),
        (".model(ChatModel.GPT_4O_MINI.asString())", ("gpt-4o-mini", 8, "ChatModel.GPT_4O_MINI", "value")),
        ("Model: openai.GPT4oMini,", ("gpt-4o-mini", 8, "openai.GPT4oMini", "value")),
        ("Model: openai.ChatModelGPT4o,", ("gpt-4o", 8, "openai.ChatModelGPT4o", "value")),
        ("m = openai.GPT3Dot5Turbo", ("gpt-3.5-turbo", 5, "openai.GPT3Dot5Turbo", "value")),
        ("x = sdk::Model::GPT_4O;", ("gpt-4o", 5, "sdk::Model::GPT_4O", "value")),
        ("prices := map[string]int{openai.GPT4o: 3}", ("gpt-4o", 26, "openai.GPT4o", "choice")),
        ("// ChatModel.GPT_4O is the default", ("gpt-4o", 4, "ChatModel.GPT_4O", "comment")),
        (" * {@link ChatModel.GPT_4O}", ("gpt-4o", 11, "ChatModel.GPT_4O", "comment")),
    ],
)
def test_a_constant(line: str, found: tuple[str, int, str, str], constants: Constants) -> None:
    assert constants.there(line.lower().encode(), "braces", False)
    (piece,) = constants.pieces(f"first\n{line}\n")
    assert (piece.text, piece.column, piece.key, piece.role, piece.line) == (*found, 2)
    assert line[piece.column - 1 :].startswith(piece.key)


@pytest.mark.parametrize(
    "line",
    [
        "case ChatModel.GPT_4O:",
        "if (model == ChatModel.GPT_4O) {",
        'GPT_4O("gpt-4o"),',
        "ChatModel.GPT_4O(1)",
        "ChatModel.GPT_NOBODY_KNOWS",
        "GeminiChatModel.GeminiChatModelBuilder builder",
        '"openai.GPT4o"',
        "pkg/openai.GPT4o",
    ],
)
def test_what_is_no_use_of_a_constant(line: str, constants: Constants) -> None:
    assert list(constants.pieces(line)) == []


def test_a_file_of_many_is_a_list(constants: Constants) -> None:
    names = ("GPT_4O", "GPT_4O_MINI", "GPT_4", "GPT_3_5_TURBO")
    assert {piece.role for piece in constants.pieces("\n".join(f"add(ChatModel.{name})" for name in names))} == {"choice"}
    assert {piece.role for piece in constants.pieces("\n".join(f"add(ChatModel.{name})" for name in names[:3]))} == {"value"}


@pytest.mark.parametrize("plainly", [False, True])
def test_a_file_with_nothing_but_a_constant_is_scanned(plainly: bool, tmp_path: Path) -> None:
    (tmp_path / "Chat.java").write_text("class Chat { Object m = ChatModel.GPT_4O; }\n", encoding="utf-8")
    found = Scanner(rules(), CATALOG, plainly=plainly).scan(str(tmp_path))
    assert [(each.file, each.line, each.column, each.id, each.kind, each.how) for each in found.references] == [
        ("Chat.java", 1, 25, "gpt-4o", "live", "the value of `ChatModel.GPT_4O`; the id itself")
    ]

"""Statements cut out of Python files give what the whole file gives."""

from __future__ import annotations

import ast
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scanned import LABELLED, ROOT, rules, scan_tree, scanner

from licensecheck.scan.logical import Logical
from licensecheck.scan.python import python
from licensecheck.scan.statements import Statements

EVERYTHING = '''"""Doc: gpt-4o."""
import os
from x import (
    a,
    b,
)
@app.command(model="gpt-4o")
@other
def f(
    model="gpt-4.1",
    *,
    other: Literal["gpt-4o", "gpt-4"] = "gpt-4o",
):
    """Uses gpt-4o (and [more."""
    if model == "x":  # model: gpt-4
        name = "gpt-4o"
    elif g(model="gpt-4o"):
        name = "gpt-4"
    else:
        name = """
gpt-4
 """ + f(model="gpt-4o")
    match h(model="gpt-4o"):
        case "gpt-4o":
            llm = "gpt-4o"
        case _:
            pass
    try:
        llm = \\
            "gpt-4o"
    except g("gpt-4"):
        llm = "gpt-4"
    finally:
        llm = "gpt-3.5-turbo"
    with open("gpt-4o") as x, Chat(model="gpt-4o") as y:
        pass
    async def inner():
        async with Chat(model="gpt-4o"):
            await run(model="gpt-4o")
        return "gpt-4o"
    for model in ["gpt-4o", "gpt-4", "gpt-3.5-turbo", "gpt-4.1"]: g(model)
    while run(model="gpt-4o"): pass
    return (
        "gpt-4o"
    )
class A(
    Base,
    str,
):
    """Doc gpt-4o."""
    model: str = "gpt-4o"
    if True:
        other_model = "gpt-4"
    class Inner(enum.Enum):
        ONE = "gpt-4o"
        def default_model(self):
            x = (self
.y)
            return "gpt-4o"
class Name(StrEnum):
    ONE = "gpt-4o"
MODELS = {
    "a": ["gpt-4o"],  # "(
    'b"': 'gpt-4',
}; LAST = "gpt-4o"
x = y if z else "gpt-4o"
'a string' "gpt-4o"
def one(): return "gpt-4o"
def last(model="gpt-4o"): pass
'''


def pieces(text: str, interest: frozenset[int] | None) -> set[tuple[object, ...]]:
    """The pieces without their groups, which are only names for what belongs together."""
    parsed = python(text, rules(), interest=interest)
    assert parsed is not None
    return {tuple(piece._replace(group="")) for piece in parsed.pieces}


def test_every_line_alone_gives_what_the_whole_gives_there() -> None:
    whole = pieces(EVERYTHING, None)
    lines = EVERYTHING.count("\n") + 1
    found: set[tuple[object, ...]] = set()
    for number in range(1, lines + 1):
        part = pieces(EVERYTHING, frozenset((number,)))
        assert part <= whole, number
        found |= part
    assert found == whole
    assert pieces(EVERYTHING, frozenset(range(1, lines + 1))) == whole


def test_docstrings_are_the_same() -> None:
    lines = frozenset(range(1, EVERYTHING.count("\n") + 2))
    whole, parts = python(EVERYTHING, rules()), python(EVERYTHING, rules(), interest=lines)
    assert whole is not None
    assert parts is not None
    # a string of several parts is no line of its own when it is cut
    assert {doc for doc in whole.docs if doc[0] < 70} == {doc for doc in parts.docs if doc[0] < 70}


FILES = sorted(path for folder in ("licensecheck", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))


def test_statements_begin_and_end_where_the_parser_says() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        try:
            tree = ast.parse(text)
        except SyntaxError:
            continue
        logical = Logical(text)
        simple = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr | ast.Return)]
        for node in simple[::3]:
            before = text.split("\n")[node.lineno - 1][: node.col_offset]
            if not before.strip():
                assert logical.statement(node.lineno)[0] == node.lineno, (path, node.lineno)
                assert logical.statement(node.end_lineno or 0)[1] >= (node.end_lineno or 0), (path, node.lineno)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, EVERYTHING.count("\n")), max_size=6, unique=True))
def test_lines_in_any_order_give_what_they_give_together(lines: list[int]) -> None:
    """What is known of one statement does not change what is cut out of another."""
    statements = Statements(EVERYTHING)
    one_by_one: set[int] = set()
    for number in lines:
        cut = statements.cut((number,))
        assert cut is not None
        ast.parse("\n".join(cut.lines))
        one_by_one.update(cut.numbers)
    together = Statements(EVERYTHING).cut(lines)
    assert together is not None
    assert one_by_one == set(together.numbers)


@pytest.mark.parametrize(
    "text",
    [
        "x = (\n" * 3_000,
        '"""\n' * 5_001,
        "\\\n" * 20_000,
        "".join(f"{' ' * (5 + n % 2)}x = 'gpt-4o'\n" for n in range(20_000)),
        "if a:\n  x = 'gpt-4o'\n" * 5_000,
        "# gpt-4o\n" * 20_000 + "x = 'gpt-4o'\n",
        "def f(): # gpt-4o\n\n" * 5_000,
    ],
    ids=["open", "quotes", "continued", "indents", "heads", "comments", "headless"],
)
def test_hostile_texts_are_cut_in_time(text: str) -> None:
    start = time.process_time()
    statements = Statements(text)
    statements.cut(range(1, text.count("\n") + 2))
    assert time.process_time() - start < 4


def test_the_fast_way_agrees_with_the_plain_one_on_this_repository(tmp_path: Path) -> None:
    """Python of every style that the labelled repository has, with what makes cutting hard around it."""
    for number, path in enumerate(sorted(LABELLED.rglob("*.py"))):
        text = path.read_text(encoding="utf-8", errors="replace")
        (tmp_path / f"a{number}.py").write_text(EVERYTHING + text, encoding="utf-8")
    fast, plain = scanner().scan(os.fspath(tmp_path)), scanner(plainly=True).scan(os.fspath(tmp_path))
    assert len(plain.references) > 100
    assert set(fast.references) == set(plain.references)


def test_a_constant_that_another_file_uses_as_a_model(tmp_path: Path) -> None:
    found = scan_tree(
        tmp_path,
        pkg__config_dot_py='MODEL = "gpt-4o"\nREADER = "acme/reader-7b"\nSITE = "acme/site-1"\nTWICE = "acme/two-7b"\n',
        pkg__other_dot_py='TWICE = "acme/three-7b"\nmodel = g("gpt-4o")\n',
        main_dot_py="from pkg.config import READER, TWICE\nm = AutoModel.from_pretrained(READER)\nn = f(model=TWICE)\n",
    )
    assert [(each.file, each.line, each.id, each.how) for each in found.references] == [
        ("pkg/config.py", 1, "gpt-4o", "the value of `MODEL`; the id itself"),
        ("pkg/config.py", 2, "acme/reader-7b", "an argument of the call `AutoModel.from_pretrained`"),
        ("pkg/other.py", 2, "gpt-4o", "a text of its own; the id itself"),
    ]

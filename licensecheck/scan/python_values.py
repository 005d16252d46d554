"""The expressions of a Python tree: each string with the key, variable, parameter or call that holds it."""

from __future__ import annotations

import ast

from licensecheck.scan.flags import Word
from licensecheck.scan.inner import inner
from licensecheck.scan.python_calls import arguments_held, dotted, environment, target_of
from licensecheck.scan.python_reading import Held, Reading
from licensecheck.scan.rules import bare
from licensecheck.scan.shell import arguments, is_command, is_sentence, split
from licensecheck.scan.strength import offers, runs

DEEPEST = 150
LONGEST = 220
LONGEST_COMMAND = 8_000
MANY = 4
"""Strings in one list from which on it is a list to choose from."""


def read_value(node: ast.expr, held: Held, reading: Reading, depth: int = 0) -> None:
    """Read an expression and all in it; `held` is what holds it."""
    if not reading.another() or depth > DEEPEST:
        return
    match node:
        case ast.Constant(value=str(text)):
            _text(text, node, held, reading)
        case ast.Call():
            _call(node, held, reading, depth)
        case ast.Dict():
            _dict(node, held, reading, depth)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            _list(parts, held, reading, depth)
        case ast.IfExp(body=body, orelse=orelse):
            read_value(body, held, reading, depth + 1)
            read_value(orelse, held, reading, depth + 1)
        case ast.BoolOp(op=ast.Or(), values=[first, *others]):
            read_value(first, held, reading, depth + 1)
            for each in others:
                read_value(each, held._replace(role="default"), reading, depth + 1)
        case ast.Compare(left=left, comparators=comparators):
            for each in (left, *comparators):
                if isinstance(each, ast.Call):
                    read_value(each, Held(), reading, depth + 1)
        case ast.JoinedStr(values=parts):
            text = "".join(part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "{}" for part in parts)
            if "/" in text or ":" in text or " " in text:
                _text(text, node, held, reading)
        case ast.Subscript():
            _subscript(node, held, reading, depth)
        case ast.Name(id=name):
            if held.key or held.call:
                reading.use(name, node, held)
        case ast.Attribute(attr=name, value=inner):
            if (held.key or held.call) and isinstance(inner, ast.Name):
                reading.use(name, node, held)
            elif not isinstance(inner, ast.Name):
                read_value(inner, Held(), reading, depth + 1)
        case ast.NamedExpr(target=target, value=value):
            read_value(value, Held(target_of(target)), reading, depth + 1)
        case ast.Starred(value=value) | ast.Await(value=value):
            read_value(value, held, reading, depth + 1)
        case (
            ast.BinOp(op=ast.BitOr(), left=left, right=right)
            | ast.BinOp(op=ast.Add(), left=ast.List() | ast.Tuple() as left, right=right)
            | ast.BinOp(op=ast.Add(), left=left, right=ast.List() | ast.Tuple() as right)
        ):
            read_value(left, held, reading, depth + 1)
            read_value(right, held, reading, depth + 1)
        case _:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    read_value(child, Held(), reading, depth + 1)
                elif isinstance(child, ast.comprehension) and not _only_asks(node):
                    read_value(child.iter, Held(target_of(child.target)), reading, depth + 1)


def _text(text: str, node: ast.Constant | ast.JoinedStr, held: Held, reading: Reading) -> None:
    if not 2 <= len(text) <= LONGEST_COMMAND:
        return
    if ":" in text and ("odel" in text or "llm" in text):
        line, column = reading.at(node)
        last = node.end_lineno or node.lineno
        for piece in inner(text, line, column):
            reading.found.append(piece._replace(line=reading.place(min(node.lineno + piece.line - line, last))))
    if (" " in text or "\n" in text) and is_command(text, reading.rules):
        _commands(text, node, held, reading)
    elif len(text) <= LONGEST and "\n" not in text:
        reading.text(text, node, held)


def _commands(text: str, node: ast.Constant | ast.JoinedStr, held: Held, reading: Reading) -> None:
    """A command, or a text with several: these are run where the name that holds it says so, else they are prose."""
    if node.lineno == node.end_lineno:
        named = arguments(split(text, *reading.at(node)), reading.rules)
        reading.found += [piece._replace(role="prose") for piece in named] if is_sentence(text) else named
        return
    holder = f"{held.key} {held.call}".lower()
    executed = any(word in holder for word in ("run", "cmd", "command", "script", "bash", "exec", "setup"))
    for offset, each in enumerate(text.split("\n")):
        # line ends that are written out make more lines than there are
        line = reading.place(min(node.lineno + offset, node.end_lineno or node.lineno))
        for piece in arguments(split(each, line, 1), reading.rules):
            reading.found.append(piece if executed else piece._replace(role="prose", quoted=True))


def _list(parts: list[ast.expr], held: Held, reading: Reading, depth: int) -> None:
    texts = [part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "" for part in parts]
    if any(text.startswith("-") for text in texts) or (
        len(texts) > 2 and " " not in texts[0] and is_command(" ".join(texts[:4]), reading.rules)
    ):
        words = []
        for part, text in zip(parts, texts, strict=True):
            # what is no text stands for a word that nobody knows
            words.append(Word(text if isinstance(part, ast.Constant) else "\0", *reading.at(part)))
            if not isinstance(part, ast.Constant):
                read_value(part, Held(), reading, depth + 1)
        reading.found += arguments(words, reading.rules)
        return
    several = sum(bool(text) for text in texts)
    if held.role == "each" or runs(held.key, reading.rules.keys):
        held = held._replace(role="value" if held.role == "each" else held.role)
    elif several >= MANY or (several > 1 and offers(held.key, reading.rules.keys)):
        held = held._replace(role="choice")
    for part in parts:
        read_value(part, held, reading, depth + 1)


def _dict(node: ast.Dict, held: Held, reading: Reading, depth: int) -> None:
    group = held.entry or f"{node.lineno}:{node.col_offset}"
    around = (*held.parents, held.key)[-6:]
    names = [key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else "" for key in node.keys]
    role = held.role if held.role in ("choice", "default") else "value"
    if bare(held.key).startswith(reading.rules.keys.default):
        role = "default"
    elif sum(bool(name) for name in names) >= MANY and bare(held.key).endswith(reading.rules.keys.catalog_endings):
        role = "choice"
    for key, name, value in zip(node.keys, names, node.values, strict=True):
        if key is None:
            read_value(value, Held(), reading, depth + 1)
            continue
        if name and len(name) <= 200:
            reading.text(name, key, Held("", around, "", "choice", f"{node.lineno}:{node.col_offset}"))
        read_value(value, Held(name or held.key, around, "", role, group), reading, depth + 1)


def _call(node: ast.Call, held: Held, reading: Reading, depth: int) -> None:
    if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name | ast.Attribute):
        read_value(node.func.value, Held(), reading, depth + 1)
    setting = environment(node, held)
    if setting is None:
        for part, its in arguments_held(node, held, reading.rules):
            read_value(part, its, reading, depth + 1)
    elif setting.default is not None:
        read_value(setting.default, Held(setting.key, role="default"), reading, depth + 1)
    elif held.key or held.call:
        reading.run_time(setting.name, node, held)


def _subscript(node: ast.Subscript, held: Held, reading: Reading, depth: int) -> None:
    match node:
        case ast.Subscript(value=ast.Name(id="Literal") | ast.Attribute(attr="Literal"), slice=inner):
            for each in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
                read_value(each, held._replace(role="choice"), reading, depth + 1)
        case ast.Subscript(value=ast.Attribute() as inner, slice=ast.Constant(value=name)) if (
            held.key and dotted(inner) == "os.environ"
        ):
            reading.run_time(str(name), node, held)
        case ast.Subscript(value=ast.Name(id=table), slice=ast.Constant(value=str()) | ast.BoolOp() | ast.Call()) if offers(
            table, reading.rules.keys
        ):
            # the entry of a table of models that is taken
            read_value(node.slice, held if held.key else Held(table), reading, depth + 1)
        case ast.Subscript(value=inner, slice=index):
            read_value(inner, Held(), reading, depth + 1)
            if isinstance(inner, ast.Name | ast.Attribute) and isinstance(index, ast.Tuple | ast.Subscript):
                read_value(index, held, reading, depth + 1)


def _only_asks(node: ast.expr) -> bool:
    """Whether a comprehension only asks what a name begins with or is."""
    match node:
        case ast.GeneratorExp(elt=inner) | ast.ListComp(elt=inner) | ast.SetComp(elt=inner):
            return isinstance(inner, ast.Compare) or (
                isinstance(inner, ast.Call) and dotted(inner.func).endswith(("startswith", "endswith"))
            )
        case _:
            return False

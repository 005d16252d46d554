"""The statements of a Python tree: which expression is held by which variable, parameter or field."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from licensecheck.scan.python_calls import target_of
from licensecheck.scan.python_reading import Held, Reading
from licensecheck.scan.python_values import read_value
from licensecheck.scan.statements import around_of


def read_statements(body: list[ast.stmt], around: str, reading: Reading) -> None:
    """Read statements and all below them. `around`: the function or class they stand in, as `around_of` tells it."""
    pending: list[tuple[ast.stmt, str]] = [(each, around) for each in reversed(body)]
    while pending:
        node, around = pending.pop()
        for expression, held in _expressions(node, around):
            read_value(expression, held, reading)
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                # a docstring, or a comment in the form of one
                reading.doc(node)
                continue
            case ast.FunctionDef(body=inner) | ast.AsyncFunctionDef(body=inner) | ast.ClassDef(body=inner):
                around = around_of(node)
            case _:
                inner = _below(node)
        pending += [(each, around) for each in reversed(inner)]


def _expressions(node: ast.stmt, around: str) -> Iterator[tuple[ast.expr, Held]]:
    """The expressions of one statement, each with what holds it."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _parameters(node.args)
            yield from ((each, Held()) for each in node.decorator_list)
        case ast.ClassDef():
            yield from ((each, Held()) for each in (*node.decorator_list, *(keyword.value for keyword in node.keywords)))
        case ast.Assign(targets=[target, *_], value=value) | ast.AugAssign(target=target, value=value):
            yield from _assigned(target, value, around)
        case ast.AnnAssign(target=target, value=value):
            if isinstance(node.annotation, ast.Subscript):
                yield node.annotation, Held(target_of(target))
            if value is not None:
                yield from _assigned(target, value, around)
        case ast.Return(value=value) if value is not None:
            name = around[4:] if around.startswith("def ") else ""
            yield value, Held(name if "model" in name.lower() else "")
        case ast.For() | ast.AsyncFor():
            yield node.iter, Held(target_of(node.target), role="each")
        case ast.Match():
            yield node.subject, Held()
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.Raise() | ast.Global() | ast.Nonlocal():
            pass
        case ast.With() | ast.AsyncWith():
            yield from ((each.context_expr, Held()) for each in node.items)
        case _:
            yield from ((each, Held()) for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr))


def _below(node: ast.stmt) -> list[ast.stmt]:
    """The statements in a statement that is no function and no class."""
    found: list[ast.stmt] = []
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        for each in getattr(node, name, ()):
            found += each.body if isinstance(each, ast.ExceptHandler | ast.match_case) else [each]
    return found


def _parameters(args: ast.arguments) -> Iterator[tuple[ast.expr, Held]]:
    plain = [*args.posonlyargs, *args.args]
    for arg, default in (
        *zip(plain[len(plain) - len(args.defaults) :], args.defaults, strict=True),
        *zip(args.kwonlyargs, args.kw_defaults, strict=True),
    ):
        if default is not None:
            yield default, Held(arg.arg, role="default")
    for arg in (*plain, *args.kwonlyargs):
        if isinstance(arg.annotation, ast.Subscript):
            yield arg.annotation, Held(arg.arg)


def _assigned(target: ast.expr, value: ast.expr, around: str) -> Iterator[tuple[ast.expr, Held]]:
    match target, value:
        case ast.Tuple(elts=names) | ast.List(elts=names), ast.Tuple(elts=parts) | ast.List(elts=parts) if len(names) == len(parts):
            for each, part in zip(names, parts, strict=True):
                yield from _assigned(each, part, around)
            return
        case _:
            pass
    role = "value"
    if around == "enum":
        role = "choice"
    elif around.startswith("class ") and isinstance(target, ast.Name):
        role = "default"
    yield value, Held(target_of(target), role=role)

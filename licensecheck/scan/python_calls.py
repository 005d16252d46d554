"""The calls of a Python tree: settings with their defaults, options of a command line, fields, and who takes a model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.scan.python_reading import Held
from licensecheck.scan.rules import Rules

_PARTS = ("environ.get", "environ.setdefault", "environ.pop", "getenv")
_SETTINGS = ("getenv", "config", "env", "getattr", "get_env")
_OPTIONS = ("add_argument", "option", "Option", "argument", "Argument", "add_option", "DEFINE_string", "Parameter", "conf_str")
_POSITIONAL = ("Option", "Argument", "DEFINE_string", "Parameter")
_FIELDS = (
    "Field", "field", "Query", "Form", "Body", "StringField", "CharField", "mapped_column", "Column", "SettingsField", "TextInput",
    "StrInput", "DropdownInput", "text_input", "selectbox", "Dropdown", "Textbox", "ConfigurableField",
)  # fmt: skip
_CHOOSES = ("selectbox", "Dropdown", "radio", "multiselect", "Radio", "DropdownInput")
_WRAPPERS = (
    "set", "frozenset", "list", "tuple", "dict", "OrderedDict", "str", "Path", "SecretStr", "cast", "Enum", "defaultdict", "cycle",
)  # fmt: skip


class Setting(NamedTuple):
    """A variable of the environment that is asked for, what a model in it would be held by, and its default."""

    name: str
    key: str
    default: ast.expr | None


def environment(node: ast.Call, held: Held) -> Setting | None:
    """The setting that a call reads, or None when it reads none."""
    called = dotted(node.func)
    last = called.rpartition(".")[2]
    name = _string(node.args[0]) if node.args else ""
    if not name or not (called.endswith(_PARTS) or last in _SETTINGS):
        return None
    if not (name.isupper() or "environ" in called or last == "getenv"):
        return None
    default = node.args[1] if len(node.args) > 1 else next((each.value for each in node.keywords if each.arg == "default"), None)
    return Setting(name, name if "model" in name.lower() or not held.key else held.key, default)


def arguments_held(node: ast.Call, held: Held, rules: Rules) -> Iterator[tuple[ast.expr, Held]]:
    """The arguments of a call, each with what holds it; `held` holds the call."""
    called = dotted(node.func)
    last = called.rpartition(".")[2]
    rule = rules.calls.get(".".join(called.split(".")[-2:])) or rules.calls.get(last)
    if last == "get" and len(node.args) == 2 and (name := _string(node.args[0])):
        yield node.args[1], Held(name, role="default")
        yield node.func, Held()
    elif last in ("setenv", "putenv") and len(node.args) == 2 and (name := _string(node.args[0])):
        yield node.args[1], Held(name)
    elif last in _OPTIONS:
        yield from _option(node, last)
    elif rule is not None and (rule.never or _of_another_kind(node)):
        values = (*node.args, *(keyword.value for keyword in node.keywords))
        yield from ((each, Held()) for each in values if isinstance(each, ast.Call))
    else:
        at = rule.at if rule is not None and not (last == "pipeline" and isinstance(node.func, ast.Attribute)) else -1
        yield from _positional(node, held, called, at)
        yield from _keywords(node, held, called if rule is not None and rule.owner else "", called)


def _positional(node: ast.Call, held: Held, called: str, at: int) -> Iterator[tuple[ast.expr, Held]]:
    last = called.rpartition(".")[2]
    field, wrapper = last in _FIELDS, _wraps(called)
    for index, each in enumerate(node.args):
        if wrapper or (field and index == 0):
            yield each, held._replace(role="default" if field else held.role)
        elif at == index:
            yield each, Held("", (), called, held.role if held.role in ("default", "choice") else "value")
        else:
            yield each, Held(role="choice" if last in _CHOOSES and index else "value")


def _keywords(node: ast.Call, held: Held, owner: str, called: str) -> Iterator[tuple[ast.expr, Held]]:
    wrapper = _wraps(called)
    group = held.entry or f"{node.lineno}:{node.col_offset}"
    for keyword in node.keywords:
        name = keyword.arg or ""
        if (wrapper or called.rpartition(".")[2] in _FIELDS) and name in (
            "default",
            "default_factory",
            "value",
            "initial",
            "examples",
        ):
            yield keyword.value, held._replace(role="choice" if name == "examples" else "default")
        elif name in ("options", "choices"):
            yield keyword.value, Held(name, role="choice")
        elif name in ("help", "description", "title", "label"):
            yield keyword.value, Held("description")
        else:
            parents = (held.key,) if held.key else ()
            role = "default" if wrapper and held.role == "default" else "value"
            yield keyword.value, Held(name or held.key, parents, owner, role, group)


def _option(node: ast.Call, last: str) -> Iterator[tuple[ast.expr, Held]]:
    """An argument of a command line: its flag is the key of its default."""
    names = [text for each in node.args if (text := _string(each))]
    flag = next((each for each in names if each.startswith("--")), names[0] if names else "")
    key = flag.lstrip("-")
    for keyword in node.keywords:
        if keyword.arg in ("default", "envvar_default", "const"):
            yield keyword.value, Held(key, role="default")
        elif keyword.arg in ("choices", "type"):
            yield keyword.value, Held(key, role="choice")
    if last in _POSITIONAL and node.args:
        at = 1 if last == "DEFINE_string" and len(node.args) > 1 else 0
        yield node.args[at], Held(key if at else "", role="default")


def _of_another_kind(node: ast.Call) -> bool:
    """Whether a call says that the repository it names is one of data or of an application."""
    return any(keyword.arg == "repo_type" and _string(keyword.value) in ("dataset", "space") for keyword in node.keywords)


def _wraps(called: str) -> bool:
    """Whether a call only makes another form of what it is given."""
    return called.rpartition(".")[2] in _WRAPPERS or called == "os.path.expanduser"


def _string(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def target_of(node: ast.expr) -> str:
    """The name of what is assigned to."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name[:100]
        case ast.Tuple(elts=[first, *_]):
            return target_of(first)
        case _:
            return ""


def dotted(node: ast.expr) -> str:
    """The names of a call or an attribute, with dots; what is no name is left out."""
    parts: list[str] = []
    for _ in range(8):
        match node:
            case ast.Name(id=name):
                parts.append(name)
                break
            case ast.Attribute(attr=name, value=inner):
                parts.append(name)
                node = inner
            case ast.Call(func=inner) | ast.Subscript(value=inner):
                node = inner
            case _:
                break
    return ".".join(reversed(parts))

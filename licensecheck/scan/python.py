"""Python by its syntax tree: string constants with the keyword, variable, parameter or call that holds them."""

from __future__ import annotations

import ast
import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import NamedTuple

from licensecheck.scan.braces import braces
from licensecheck.scan.interest import blocks, with_uses
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.shell import Word, arguments, is_command, split

LARGEST = 1_500_000
DEEPEST_EXPRESSION = 150
MOST_NODES = 600_000
MANY = 4
_ENVIRONMENT = (
    "getenv",
    "environ.get",
    "environ.setdefault",
    "environ.pop",
    "config",
    "env",
    "env.str",
    "env.get",
    "getattr",
    "get_env",
    "decouple.config",
    "os.environ.get",
)
_OPTIONS = ("add_argument", "option", "Option", "argument", "Argument", "add_option", "DEFINE_string", "Parameter", "conf_str")
_FIELDS = (
    "Field",
    "field",
    "Query",
    "Form",
    "Body",
    "StringField",
    "CharField",
    "mapped_column",
    "Column",
    "SettingsField",
    "TextInput",
    "StrInput",
    "DropdownInput",
    "text_input",
    "selectbox",
    "Dropdown",
    "Textbox",
    "ConfigurableField",
)
_CHOOSES = ("selectbox", "Dropdown", "radio", "multiselect", "Radio", "DropdownInput")
_WRAPPERS = (
    "set",
    "frozenset",
    "list",
    "tuple",
    "dict",
    "OrderedDict",
    "str",
    "Path",
    "SecretStr",
    "cast",
    "Enum",
    "defaultdict",
    "cycle",
)


class Held(NamedTuple):
    """What holds the expression that is looked at."""

    key: str = ""
    parents: tuple[str, ...] = ()
    call: str = ""
    role: str = "value"
    group: str = ""


class Parsed(NamedTuple):
    """The pieces of a file, what its names are used for, and the lines of its docstrings."""

    pieces: tuple[Piece, ...]
    uses: dict[str, Held]
    docs: tuple[tuple[int, int], ...]


def python(
    text: str, rules: Rules, place: Callable[[int], int] | None = None, interest: frozenset[int] | None = None
) -> Parsed | None:
    """The pieces of a module, or None when it is no Python that can be parsed.

    `place` maps its lines to those of a file; statements without a line of `interest` are not looked into.
    """
    if len(text) > LARGEST:
        return None
    reader = _Reader(rules, text, place or (lambda line: line))
    stretches = [(1, len(reader.lines))]
    if interest is not None:
        wanted = with_uses(reader.lines, interest)
        reader.interest = sorted(wanted)
        stretches = blocks(reader.lines, wanted)
    # a stretch that begins inside a text at the margin does not parse alone; the whole does
    trees = [_parsed(reader.lines[first - 1 : last], first) for first, last in stretches]
    if interest is not None and not all(trees):
        trees = [_parsed(reader.lines, 1)]
    try:
        for tree in trees:
            if tree is None:
                return None
            reader.module(tree)
    except RecursionError:
        return None
    return Parsed(tuple(reader.found), reader.uses, tuple(reader.docs))


def _parsed(lines: list[str], first: int) -> ast.Module | None:
    """The tree of some lines, with the numbers that they have in the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # empty lines in front are the cheapest way to the right numbers
            return ast.parse("\n" * (first - 1) + "\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def settled(parsed: list[Parsed]) -> Iterator[Piece]:
    """The pieces of one file; a constant that is used as a model under another name holds a model."""
    uses: dict[str, Held] = {}
    for each in parsed:
        uses = each.uses | uses
    for each in parsed:
        for piece in each.pieces:
            used = uses.get(piece.key) if piece.key and not piece.call else None
            if used is not None and bare(used.key) != bare(piece.key):
                piece = piece._replace(
                    key=used.key or piece.key,
                    call=used.call if not used.key else "",
                    role=used.role if piece.role == "value" and used.role == "default" else piece.role,
                )
                if used.call and not used.key:
                    piece = piece._replace(key="")
            yield piece


def fallback(text: str, rules: Rules) -> Iterator[Piece]:
    """The pieces of what looks like Python and cannot be parsed."""
    return braces(text, "python", rules)


class _Reader:
    def __init__(self, rules: Rules, text: str, place: Callable[[int], int]) -> None:
        self.rules, self.place = rules, place
        self.lines = text.split("\n")
        self.found: list[Piece] = []
        self.uses: dict[str, Held] = {}
        self.docs: list[tuple[int, int]] = []
        self.nodes = 0
        self.interest: list[int] | None = None

    # statements ----------------------------------------------------------------------------------------------------------
    def module(self, tree: ast.Module) -> None:
        pending: list[tuple[ast.stmt, str]] = [(each, "") for each in reversed(tree.body)]
        self._doc(tree.body)
        while pending:
            node, around = pending.pop()
            if self.interest is not None and not self._matters(node):
                continue
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self._doc(node.body)
                    self._parameters(node.args)
                    for each in node.decorator_list:
                        self.value(each, Held())
                    pending += [(each, f"def {node.name}") for each in reversed(node.body)]
                case ast.ClassDef():
                    self._doc(node.body)
                    for each in (*node.decorator_list, *(keyword.value for keyword in node.keywords)):
                        self.value(each, Held())
                    enum = any(
                        "enum" in ast.unparse(base).lower() for base in node.bases[:4] if isinstance(base, ast.Name | ast.Attribute)
                    )
                    pending += [(each, "enum" if enum else f"class {node.name}") for each in reversed(node.body)]
                case ast.Assign(targets=targets, value=value):
                    for target in targets[:1]:
                        self._assign(target, value, around)
                case ast.AnnAssign(target=target, value=value):
                    if isinstance(node.annotation, ast.Subscript):
                        self.value(node.annotation, Held(_target(target)))
                    if value is not None:
                        self._assign(target, value, around, annotated=True)
                case ast.AugAssign(target=target, value=value):
                    self._assign(target, value, around)
                case ast.Expr(value=ast.Constant()):
                    pass
                case ast.Expr(value=value):
                    self.value(value, Held())
                case ast.Return(value=value) if value is not None:
                    name = around[4:] if around.startswith("def ") else ""
                    self.value(value, Held(name if "model" in name.lower() else ""))
                case ast.Match():
                    self.value(node.subject, Held())
                    pending += [(each, around) for case in reversed(node.cases) for each in reversed(case.body)]
                case ast.For() | ast.AsyncFor():
                    self.value(node.iter, Held(_target(node.target)))
                    pending += [(each, around) for each in reversed([*node.body, *node.orelse])]
                case ast.Import() | ast.ImportFrom() | ast.Raise() | ast.Global() | ast.Nonlocal() | ast.Pass():
                    pass
                case _:
                    for child in ast.iter_child_nodes(node):
                        if isinstance(child, ast.expr):
                            self.value(child, Held())
                        elif isinstance(child, ast.withitem):
                            self.value(child.context_expr, Held())
                        elif isinstance(child, ast.ExceptHandler):
                            pending += [(each, around) for each in reversed(child.body)]
                    inner = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)]
                    pending += [(each, around) for each in reversed(inner)]

    def _matters(self, node: ast.stmt) -> bool:
        """Whether a line of interest lies in a statement, or in its decorators."""
        interest = self.interest or []
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
        at = bisect_left(interest, first)
        return at < len(interest) and interest[at] <= (node.end_lineno or node.lineno)

    def _doc(self, body: list[ast.stmt]) -> None:
        if (
            body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
            and isinstance(body[0].value.value, str)
        ):
            self.docs.append((self.place(body[0].lineno), self.place(body[0].end_lineno or body[0].lineno)))

    def _parameters(self, args: ast.arguments) -> None:
        plain = [*args.posonlyargs, *args.args]
        for arg, default in (
            *zip(plain[len(plain) - len(args.defaults) :], args.defaults, strict=True),
            *zip(args.kwonlyargs, args.kw_defaults, strict=True),
        ):
            if default is not None:
                self.value(default, Held(arg.arg, role="default"))
        for arg in (*plain, *args.kwonlyargs):
            if isinstance(arg.annotation, ast.Subscript):
                self.value(arg.annotation, Held(arg.arg))

    def _assign(self, target: ast.expr, value: ast.expr, around: str, annotated: bool = False) -> None:
        if (
            isinstance(target, ast.Tuple | ast.List)
            and isinstance(value, ast.Tuple | ast.List)
            and len(target.elts) == len(value.elts)
        ):
            for each, part in zip(target.elts, value.elts, strict=True):
                self._assign(each, part, around)
            return
        key = _target(target)
        role = "value"
        if around == "enum":
            role = "choice"
        elif around.startswith("class ") and isinstance(target, ast.Name):
            role = "default"
        self.value(value, Held(key, role=role))

    # expressions ---------------------------------------------------------------------------------------------------------
    def value(self, node: ast.expr, held: Held, depth: int = 0) -> None:
        self.nodes += 1
        if depth > DEEPEST_EXPRESSION or self.nodes > MOST_NODES:
            return
        match node:
            case ast.Constant(value=str(text)):
                self._text(text, node, held)
            case ast.Call():
                self._call(node, held, depth)
            case ast.Dict():
                self._dict(node, held, depth)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                self._list(parts, held, depth)
            case ast.IfExp(body=body, orelse=orelse):
                self.value(body, held, depth + 1)
                self.value(orelse, held, depth + 1)
            case ast.BoolOp(op=ast.Or(), values=values):
                self.value(values[0], held, depth + 1)
                for each in values[1:]:
                    self.value(each, held._replace(role="default"), depth + 1)
            case ast.Compare() | ast.JoinedStr():
                if isinstance(node, ast.Compare):
                    for each in (node.left, *node.comparators):
                        if isinstance(each, ast.Call):
                            self.value(each, Held(), depth + 1)
            case ast.Subscript(value=ast.Name(id="Literal") | ast.Attribute(attr="Literal"), slice=inner):
                for each in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
                    self.value(each, held._replace(role="choice"), depth + 1)
            case ast.Subscript(value=inner, slice=index):
                text = ast.unparse(inner) if isinstance(inner, ast.Attribute) else ""
                if text == "os.environ" and isinstance(index, ast.Constant) and held.key:
                    self._run_time(str(index.value), node, held)
                    return
                self.value(inner, Held(), depth + 1)
                if isinstance(inner, ast.Name | ast.Attribute) and isinstance(index, ast.Tuple | ast.Subscript):
                    self.value(index, held, depth + 1)
            case ast.Name(id=name):
                if held.key or held.call:
                    self._use(name, held)
            case ast.Attribute(attr=name, value=inner):
                if (held.key or held.call) and isinstance(inner, ast.Name):
                    self._use(name, held)
                elif not isinstance(inner, ast.Name):
                    self.value(inner, Held(), depth + 1)
            case ast.NamedExpr(target=target, value=value):
                self.value(value, Held(_target(target)), depth + 1)
            case ast.Starred(value=value) | ast.Await(value=value):
                self.value(value, held, depth + 1)
            case ast.BinOp(op=ast.BitOr()):
                self.value(node.left, held, depth + 1)
                self.value(node.right, held, depth + 1)
            case ast.BinOp(op=ast.Add(), left=ast.List() | ast.Tuple()) | ast.BinOp(op=ast.Add(), right=ast.List() | ast.Tuple()):
                self.value(node.left, held, depth + 1)
                self.value(node.right, held, depth + 1)
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.value(child, Held(), depth + 1)
                    elif isinstance(child, ast.comprehension) and not _tests(node):
                        self.value(child.iter, Held(_target(child.target)), depth + 1)

    def _text(self, text: str, node: ast.expr, held: Held) -> None:
        if not 2 <= len(text) <= 8_000:
            return
        line, column = self._at(node)
        if (" " in text or "\n" in text) and is_command(text, self.rules):
            if node.lineno == node.end_lineno:
                self.found += arguments(split(text, line, column), self.rules)
            else:
                runs = any(
                    word in f"{held.key} {held.call}".lower()
                    for word in ("run", "cmd", "command", "script", "bash", "exec", "setup")
                )
                for offset, each in enumerate(text.split("\n")):
                    for piece in arguments(split(each, self.place(node.lineno + offset), 1), self.rules):
                        self.found.append(piece if runs else piece._replace(role="prose", quoted=True))
            return
        if len(text) <= 220 and "\n" not in text:
            self.found.append(Piece(text, line, column, held.key, held.parents, held.call, held.role, True, held.group))

    def _list(self, parts: list[ast.expr], held: Held, depth: int) -> None:
        texts = [part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "" for part in parts]
        if any(text.startswith("-") for text in texts) or (
            len(texts) > 2 and " " not in texts[0] and is_command(" ".join(texts[:4]), self.rules)
        ):
            words = []
            for part, text in zip(parts, texts, strict=True):
                if isinstance(part, ast.Constant):
                    words.append(Word(text, *self._at(part)))
                else:
                    words.append(Word("\0", *self._at(part)))
                    self.value(part, Held(), depth + 1)
            self.found += arguments(words, self.rules)
            return
        key = bare(held.key)
        keys = self.rules.keys
        several = sum(bool(text) for text in texts)
        if several >= MANY or (several > 1 and (key in keys.catalog or key.endswith(keys.catalog_endings))):
            held = held._replace(role="choice")
        for part in parts:
            self.value(part, held, depth + 1)

    def _dict(self, node: ast.Dict, held: Held, depth: int) -> None:
        names = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
        group = f"{node.lineno}:{node.col_offset}"
        nested = bare(held.key) in ("litellmparams", "modelloadingconfig")
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self.value(value, Held(), depth + 1)
                continue
            name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            if name and len(name) <= 200:
                line, column = self._at(key)
                self.found.append(Piece(name, line, column, "", (*held.parents, held.key)[-6:], "", "choice", True, group))
            role = held.role if held.role in ("choice", "default") else "value"
            if held.role != "choice" and len(names) >= MANY and bare(held.key).endswith(self.rules.keys.catalog_endings):
                role = "choice"
            self.value(
                value,
                Held(name or held.key, (*held.parents, held.key)[-6:], "", role, held.group if nested and held.group else group),
                depth + 1,
            )

    def _call(self, node: ast.Call, held: Held, depth: int) -> None:
        dotted = _dotted(node.func)
        last = dotted.rpartition(".")[2]
        if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name | ast.Attribute):
            self.value(node.func.value, Held(), depth + 1)
        first = node.args[0] if node.args else None
        first_text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
        if (
            first_text
            and (dotted.endswith(_ENVIRONMENT[:4]) or last in _ENVIRONMENT)
            and (first_text.isupper() or "environ" in dotted or last == "getenv")
        ):
            default = (
                node.args[1] if len(node.args) > 1 else next((each.value for each in node.keywords if each.arg == "default"), None)
            )
            name = first_text if "model" in first_text.lower() or not held.key else held.key
            if default is None:
                if held.key or held.call:
                    self._run_time(first_text, node, held)
            else:
                self.value(default, Held(name, role="default"), depth + 1)
            return
        if last == "get" and len(node.args) == 2 and first_text:
            self.value(node.args[1], Held(first_text, role="default"), depth + 1)
            self.value(node.func, Held(), depth + 1)
            return
        if last in _OPTIONS:
            self._option(node, last, depth)
            return
        rule = self.rules.calls.get(".".join(dotted.split(".")[-2:])) or self.rules.calls.get(last)
        if rule is not None and rule.never:
            for each in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(each, ast.Call):
                    self.value(each, Held(), depth + 1)
            return
        field = last in _FIELDS
        wrapper = last in _WRAPPERS or dotted == "os.path.expanduser"
        group = f"{node.lineno}:{node.col_offset}"
        nested = bare(held.key) in ("litellmparams", "modelloadingconfig")
        for index, each in enumerate(node.args):
            if wrapper or (field and index == 0):
                self.value(each, held._replace(role="default" if field else held.role), depth + 1)
            elif rule is not None and rule.at == index and not (last == "pipeline" and isinstance(node.func, ast.Attribute)):
                self.value(each, Held("", (), dotted, held.role if held.role in ("default", "choice") else "value"), depth + 1)
            else:
                role = "choice" if last in _CHOOSES and index else "value"
                self.value(each, Held(role=role), depth + 1)
        for keyword in node.keywords:
            name = keyword.arg or ""
            if (field or wrapper) and name in ("default", "default_factory", "value", "initial", "examples"):
                self.value(keyword.value, held._replace(role="choice" if name == "examples" else "default"), depth + 1)
                continue
            if name in ("options", "choices", "help", "description", "title", "label"):
                self.value(
                    keyword.value, Held(name, role="choice") if name in ("options", "choices") else Held("description"), depth + 1
                )
                continue
            parents = (held.key,) if held.key else ()
            role = "default" if wrapper and held.role == "default" else "value"
            call = dotted if rule is not None and rule.owner else ""
            self.value(
                keyword.value,
                Held(name or held.key, parents, call, role, held.group if nested and held.group else group),
                depth + 1,
            )

    def _option(self, node: ast.Call, last: str, depth: int) -> None:
        """An argument of a command line: its flag is the key of its default."""
        names = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        flag = next((each for each in names if each.startswith("--")), names[0] if names else "")
        key = flag.lstrip("-")
        for keyword in node.keywords:
            if keyword.arg in ("default", "envvar_default", "const"):
                self.value(keyword.value, Held(key, role="default"), depth + 1)
            elif keyword.arg in ("choices", "type"):
                self.value(keyword.value, Held(key, role="choice"), depth + 1)
        if last in ("Option", "Argument", "DEFINE_string", "Parameter") and len(node.args) > 0:
            at = 1 if last == "DEFINE_string" and len(node.args) > 1 else 0
            self.value(node.args[at], Held(key if at else "", role="default"), depth + 1)

    def _use(self, name: str, held: Held) -> None:
        """A name is used as a model, where the key or the call says so."""
        key = bare(held.key)
        keys = self.rules.keys
        says = key in keys.model or key.endswith(keys.endings) or key in keys.draft or (bool(held.call) and not held.key)
        if says and len(self.uses) < 5_000:
            self.uses.setdefault(name, held)

    def _run_time(self, name: str, node: ast.expr, held: Held) -> None:
        line, column = self._at(node)
        self.found.append(Piece(f"${name}", line, column, held.key or name, held.parents, held.call, "run_time", True, held.group))

    def _at(self, node: ast.expr) -> tuple[int, int]:
        line = self.lines[node.lineno - 1] if node.lineno <= len(self.lines) else ""
        column = node.col_offset
        if not line.isascii():
            column = len(line.encode()[:column].decode("utf-8", "replace"))
        while line[column : column + 1] and line[column] in "rRbBuUfF":
            column += 1
        return self.place(node.lineno), column + 1 + (line[column : column + 1] in ('"', "'"))


def _tests(node: ast.expr) -> bool:
    """Whether a comprehension only asks what a name begins with or is."""
    inner = getattr(node, "elt", None)
    return isinstance(inner, ast.Compare) or (
        isinstance(inner, ast.Call) and _dotted(inner.func).endswith(("startswith", "endswith"))
    )


def _target(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name[:100]
        case ast.Tuple(elts=[first, *_]):
            return _target(first)
        case _:
            return ""


def _dotted(node: ast.expr) -> str:
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

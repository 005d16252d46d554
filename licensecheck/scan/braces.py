"""Languages with braces, JSON among them: strings with the keys, calls and lists that hold them. A lexer, not a grammar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from licensecheck.scan.lines import Lines
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Keys, Rules, bare
from licensecheck.scan.shell import Word, arguments, is_command, split

DEEPEST = 200
MANY = 4
"""Strings in one list from which on it is a list to choose from."""

_STRING = r"\"(?:[^\"\\\n]|\\.){0,4000}\"|'(?:[^'\\\n]|\\.){0,4000}'|`(?:[^`\\]|\\.){0,4000}`"
_SLASHES = re.compile(
    rf"(?P<comment>//[^\n]*|/\*)|(?P<string>{_STRING})|(?P<name>[A-Za-z_$@][A-Za-z0-9_$.]*)|(?P<sign>===?|!==?|=>|:=|::|\?\?=?|\|\||&&|[{{}}\[\](),;:=?])"
)
_HASHES = re.compile(
    rf"(?P<comment>\#[^\n]*)|(?P<string>{_STRING})|(?P<name>[A-Za-z_$@][A-Za-z0-9_$.]*)|(?P<sign>==|!=|=>|:=|<-|\|\||&&|[{{}}\[\](),;:=?])"
)
_BOTH = re.compile(
    rf"(?P<comment>//[^\n]*|\#[^\n]*|/\*)|(?P<string>{_STRING})|(?P<name>[A-Za-z_$@][A-Za-z0-9_$.]*)|(?P<sign>===?|!==?|=>|:=|\?\?|\|\||&&|[{{}}\[\](),;:=?])"
)
_JSON = re.compile(r"(?P<comment>//[^\n]*|/\*)|(?P<string>\"(?:[^\"\\\n]|\\.){0,100000}\")|(?P<sign>[{}\[\],:])")
_TOKENS = {
    "javascript": _SLASHES,
    "braces": _SLASHES,
    "hashes": _HASHES,
    "terraform": _BOTH,
    "json": _JSON,
    "python": _HASHES,
    "flow": _BOTH,
}
_PLACED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_.-]{0,80})(?::-?|=)([^}$\s]{1,160})\}\Z")
_COLON = re.compile(r"\s{0,8}:")
_WRAPPERS = frozenset(
    (
        "set",
        "array",
        "freeze",
        "object.freeze",
        "new",
        "list",
        "tuple",
        "of",
        "aslist",
        "listof",
        "arrayof",
        "vec",
        "string",
        "string.from",
        "optional",
        "ref",
        "some",
        "signal",
        "usestate",
        "setof",
        "immutablelist",
        "to_string",
        "concat",
        "tolist",
        "toset",
        "nonempty",
        "describe",
    )
)
_DEFAULTS = frozenset(
    (
        "default",
        "orelse",
        "getordefault",
        "unwrap_or",
        "getenv",
        "env",
        "withdefault",
        "setdefault",
        "getenvordefault",
        "get",
        "envor",
        "getstring",
        "fetch",
        "coalesce",
        "default_value",
        "defaultvalue",
        "getenvironmentvariable",
        "optional",
        "lookup",
    )
)
_TYPES = frozenset(("string", "String", "str", "text"))
_SKIP = frozenset(
    ("case", "import", "from", "require", "package", "using", "include", "extends", "namespace", "typeof", "instanceof", "throw")
)


class _Frame:
    __slots__ = ("call", "compare", "index", "items", "key", "kind", "label", "names", "role", "sub", "values")

    def __init__(self, kind: str, label: str = "", call: str = "", sub: bool = False) -> None:
        self.kind, self.label, self.call, self.sub = kind, label, call, sub
        self.key = self.role = ""
        self.index = 0
        self.compare = False
        self.items: list[Piece] = []
        self.names: dict[str, str] = {}
        self.values: list[int] = []


def braces(
    text: str, kind: str, rules: Rules, first: int = 1, key: str = "", parents: tuple[str, ...] = (), column: int = 1
) -> Iterator[Piece]:
    """The strings of a text in a language with braces, with what holds them. `key` holds the whole text, where it has one."""
    lexer = _Lexer(text, kind, rules, first, column)
    lexer.stack[0].key = key
    lexer.outer = parents
    return iter(lexer.run())


class _Lexer:
    def __init__(self, text: str, kind: str, rules: Rules, first: int, column: int) -> None:
        self.text, self.kind, self.rules = text, kind, rules
        self.lines, self.column = Lines(text, first), column - 1
        self.stack = [_Frame("top")]
        self.outer: tuple[str, ...] = ()
        self.found: list[Piece] = []
        self.name = ""
        self.skip = False
        self.serial = 0
        self.data = kind in ("json", "flow")

    def run(self) -> list[Piece]:
        tokens, text, at = _TOKENS[self.kind], self.text, 0
        while True:
            match = tokens.search(text, at)
            if match is None:
                break
            at = match.end()
            token = match[0]
            group = match.lastgroup
            if group == "comment":
                if token == "/*":
                    end = text.find("*/", at)
                    at = end + 2 if end >= 0 else len(text)
            elif group == "name":
                self._name(token)
            elif group == "string":
                self._string(token, match.start(), at)
            else:
                self._sign(token, match.start())
        while len(self.stack) > 1:
            self._close()
        self._flush(self.stack[0])
        return self.found

    def _name(self, token: str) -> None:
        if token in _SKIP:
            self.skip = self.kind not in ("terraform", "flow", "json")
            self.name = token
            return
        frame = self.stack[-1]
        if self.name and token in _TYPES:
            return
        if self.kind == "terraform" and frame.kind == "top" and token in ("param", "var", "resource", "module", "output"):
            frame.role = "default" if token == "param" else ""
        if token == "type" and self.kind == "javascript" and frame.kind in ("top", "{") and not frame.key:
            frame.role = "choice"
        if self.kind == "flow":
            # plain scalars of YAML: a key or a value
            self.name = token
            return
        self.name = token
        if frame.kind == "(" and not frame.key and token.startswith(("process.env.", "import.meta.env.")):
            frame.key = token.rpartition(".")[2]

    def _string(self, token: str, start: int, end: int) -> None:
        frame = self.stack[-1]
        value = token[1:-1]
        if "\\" in value and self.data:
            try:
                value = json.loads(token, strict=False) if token[0] == '"' else value
            except ValueError:
                return
        if self.skip and not self.data:
            self.skip = False
            return
        if frame.kind in ("{", "top") and _COLON.match(self.text, end) and not (self.name == "?" or frame.role == "ternary"):
            if frame.kind == "{" and len(value) < 200:
                frame.items.append(self._piece(value, start, "", "choice"))
            self.name = value[:100]
            frame.key = ""
            return
        if self.skip or frame.sub or frame.compare:
            self.skip = False
            self.name = ""
            return
        placed = _PLACED.match(value)
        if placed:
            self.found.append(self._piece(placed[2], start + value.find(placed[2]), placed[1], "default"))
            return
        if frame.kind == "{" and bare(frame.key) in ("name", "key", "parameterkey") and len(value) < 100:
            frame.names["name"] = value
        key, role, call = frame.key, frame.role or "value", ""
        if frame.kind == "{" and bare(key) in ("value", "default", "parametervalue") and "name" in frame.names:
            key = frame.names["name"]
        if frame.kind == "(":
            if not key and frame.index == 0 and (_is_setting(value) or _holds_models(value, self.rules.keys)):
                frame.label = frame.label or value
                frame.key = value.lstrip("-") if " " not in value else _flag_in(value)
                frame.role = "default"
                self.name = ""
                return
            rule = self.rules.calls.get(".".join(frame.call.split(".")[-2:])) or self.rules.calls.get(frame.call.rpartition(".")[2])
            if key and frame.role == "default" and frame.label and rule is None:
                pass
            elif not key and rule is not None and (rule.never or rule.at == frame.index):
                call = frame.call
            elif not key and frame.call.rpartition(".")[2].lower() in _WRAPPERS | _DEFAULTS:
                key = frame.label
                role = "default" if frame.call.rpartition(".")[2].lower() in _DEFAULTS else role
        self.name = ""
        piece = self._piece(value, start, key, role, call)
        if " " in value and len(value) < 4_000 and is_command(value, self.rules):
            self.found += arguments(split(value, piece.line, piece.column), self.rules)
            return
        frame.items.append(piece)

    def _sign(self, token: str, start: int) -> None:
        frame = self.stack[-1]
        match token:
            case ":" | "=" | ":=" | "=>" | "<-":
                if self.name and not (token == ":" and frame.kind == "(" and self.kind == "javascript" and frame.key):
                    frame.key = self.name.rpartition(".")[2] if token != ":" or not self.data else self.name
                    if token == "=" and frame.kind == "(" and self.kind == "javascript":
                        frame.role = "default"
                self.name = ""
                frame.compare = False
            case "," | ";":
                self._plain(start)
                frame.compare, self.name, self.skip = False, "", False
                if not (frame.kind == "(" and frame.role == "default" and frame.label):
                    frame.role = ""
                    frame.key = "" if frame.kind != "[" else frame.key
                frame.index += 1
            case "==" | "===" | "!=" | "!==":
                frame.compare = True
                if frame.items and self.name == "":
                    pass
            case "?" if frame.role == "choice":
                pass
            case "&&" | "?":
                frame.compare = False
                frame.role = "ternary" if token == "?" and frame.kind != "(" else frame.role
            case "??" | "||" | "??=":
                frame.compare = False
                if not frame.key and self.name:
                    frame.key = self.name.rpartition(".")[2]
                frame.role = "default"
                self.name = ""
            case "(":
                self._open("(", frame.key, self.name)
            case "[":
                touching = start > 0 and (self.text[start - 1].isalnum() or self.text[start - 1] in "_)]") and not self.data
                self._open("[", frame.key or self.name, "", touching and self.kind not in ("terraform",))
            case "{":
                self._open("{", frame.key or self.name or frame.label, "")
            case _:
                self._plain(start)
                self._close(token)

    def _plain(self, start: int) -> None:
        """A plain scalar in a flow of YAML that ends here."""
        if self.kind != "flow":
            return
        frame = self.stack[-1]
        before = self.text[max(0, start - 200) : start]
        value = re.split(r"[\[{,]|:\s", before)[-1].strip()
        if value and value[0] not in "\"'" and " " not in value and not value.endswith(":"):
            frame.items.append(
                self._piece(value, start - len(before) + before.rfind(value), frame.key, frame.role or "value")._replace(
                    quoted=False
                )
            )

    def _open(self, kind: str, label: str, call: str, sub: bool = False) -> None:
        if len(self.stack) > DEEPEST:
            return
        parent = self.stack[-1]
        frame = _Frame(kind, label, call, sub)
        if kind == "[":
            frame.key = label
        if kind in ("(", "{") and parent.role in ("default", "choice"):
            frame.role = ""
        self.serial += 1
        frame.values.append(self.serial)
        self.stack.append(frame)
        self.name = ""
        self.skip = False

    def _close(self, token: str = "") -> None:
        if len(self.stack) == 1:
            return
        frame = self.stack.pop()
        self._flush(frame)
        if token == "}" and self.stack[-1].kind in ("{", "top") and not self.data:
            self.stack[-1].key = ""
            self.stack[-1].role = ""
        self.stack[-1].compare = False
        self.name = ""

    def _flush(self, frame: _Frame) -> None:
        """The strings that a list, a call or an object held, now that it is known what else it holds."""
        if frame.kind == "[":
            texts = [piece.text for piece in frame.items]
            if any(text.startswith("-") for text in texts) or _commands(texts, self.rules):
                self.found += arguments([Word(piece.text, piece.line, piece.column) for piece in frame.items], self.rules)
                return
            key = bare(frame.key)
            keys = self.rules.keys
            several = len(texts) >= MANY or (len(texts) > 1 and (key in keys.catalog or key.endswith(keys.catalog_endings)))
            if several and self.kind != "flow":
                frame.items = [piece._replace(role="choice") for piece in frame.items]
        self.found += frame.items

    def _piece(self, value: str, start: int, key: str, role: str, call: str = "") -> Piece:
        line, column = self.lines.at(start)
        if line == self.lines.first:
            column += self.column
        parents = (*self.outer, *(frame.label for frame in self.stack[-6:] if frame.label and frame.kind != "("))
        if (
            self.kind != "json"
            and any(frame.kind == "[" and bare(frame.label) in self.rules.keys.catalog for frame in self.stack[-4:-1])
            and bare(key) in ("id", "value", "name", "key", "model", "slug")
        ):
            role = "choice" if role == "value" else role
        group = next((f"b{frame.values[0]}" for frame in reversed(self.stack) if frame.values and frame.kind == "{"), "")
        if (
            len(self.stack) > 2
            and self.stack[-1].kind == "{"
            and bare(self.stack[-1].label) in ("litellmparams", "modelloadingconfig", "sku", "model")
        ):
            group = next(
                (f"b{frame.values[0]}" for frame in reversed(self.stack[:-1]) if frame.values and frame.kind == "{"), group
            )
        quoted = True
        return Piece(
            value,
            line,
            column + (self.text[start : start + 1] in ('"', "'", "`")),
            key,
            parents,
            call,
            "value" if role == "ternary" else role,
            quoted,
            group,
        )


def _is_setting(value: str) -> bool:
    """Whether a string is the name of an environment variable that may hold a model."""
    return (
        value.isupper()
        and value.replace("_", "").isalnum()
        and len(value) > 2
        and not any(letter.isdigit() for letter in value[:2])
    )


def _holds_models(value: str, keys: Keys) -> bool:
    """Whether a string is the name of a flag or an option that holds a model."""
    name = _flag_in(value)
    key = bare(name)
    return (
        bool(name)
        and "/" not in value
        and (key in keys.model or key.endswith(keys.endings))
        and not any(letter.isdigit() for letter in value)
    )


def _flag_in(value: str) -> str:
    if " " not in value:
        return value.lstrip("-").rpartition(".")[2]
    found = re.search(r"--([a-z][a-z0-9-]{1,40})", value)
    return found[1] if found else ""


def _commands(texts: list[str], rules: Rules) -> bool:
    return any(tuple(texts[: len(command.words)]) == command.words for command in rules.commands)

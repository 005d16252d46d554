"""Languages with braces, JSON among them: strings with the keys, calls and lists that hold them. A lexer, not a grammar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from licensecheck.scan.brace_calls import held_by_call, names_a_setting, offers_one, runs_words
from licensecheck.scan.brace_frame import Frame, closed, group_of, is_choice
from licensecheck.scan.brace_tokens import TAKES_NO_MODEL, TOKENS, TYPES, within
from licensecheck.scan.inner import inner
from licensecheck.scan.lines import Lines
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.shell import arguments, is_command, is_sentence, split_lines
from licensecheck.scan.wanted import ALL, Wanted

DEEPEST = 200
_PLACED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_.-]{0,80})(?::-?|=)([^}$\s]{1,160})\}\Z")
_OFFERED = re.compile(r"<(?:[A-Z][A-Za-z.]{0,30}(?:Item|Option|Radio)|option|Option|Radio)\b[^<>]{0,160}\Z")
_ASSIGNED = re.compile(r"([A-Z_][A-Z0-9_]{1,80})=([^\s\"']{2,160})\Z")
_COLON = re.compile(r"\s{0,8}:")
_PLAIN = re.compile(r"[\[{,]|:\s")
_DECLARES = ("param", "var", "resource", "module", "output")


def braces(
    text: str,
    kind: str,
    rules: Rules,
    first: int = 1,
    key: str = "",
    parents: tuple[str, ...] = (),
    column: int = 1,
    wanted: Wanted = ALL,
) -> Iterator[Piece]:
    """The strings of a text in a language with braces, with what holds them. `key` holds the whole text, where it has one."""
    lexer = _Lexer(text, kind, rules, first, column, parents, wanted)
    lexer.stack[0].key = key
    return iter(lexer.run())


class _Lexer:
    def __init__(
        self, text: str, kind: str, rules: Rules, first: int, column: int, parents: tuple[str, ...], wanted: Wanted
    ) -> None:
        self.text, self.kind, self.rules, self.outer, self.wanted = text, kind, rules, parents, wanted
        self.lines, self.column = Lines(text, first), column - 1
        self.stack = [Frame("top", around=parents[-1] if parents else "")]
        self.found: list[Piece] = []
        self.name = ""
        self.skip = False
        self.serial = 0
        self.data = kind in ("json", "flow")

    def run(self) -> list[Piece]:
        for match in TOKENS[self.kind].finditer(self.text):
            match match.lastgroup:
                case "string":
                    self._string(match[0], *match.span())
                case "name":
                    self._name(match[0])
                case "after":
                    self._name(match["name"])
                    self._sign(match["after"], match.start("after"))
                case "sign":
                    self._sign(match[0], match.start())
        while len(self.stack) > 1:
            self._close()
        self.found += closed(self.stack[0], self.kind, self.rules)
        return self.found

    def _name(self, token: str) -> None:
        if token in TAKES_NO_MODEL:
            self.skip = self.kind not in ("terraform", "flow", "json")
            self.name = token
            return
        if self.name and token in TYPES:
            return
        self.name = token
        frame = self.stack[-1]
        if self.kind == "terraform" and frame.kind == "top" and token in _DECLARES:
            frame.role = "default" if token == "param" else ""
        elif token == "type" and self.kind == "javascript" and frame.kind in ("top", "{") and not frame.key:
            frame.role = "choice"
        elif "." in token and frame.kind == "(" and not frame.key and token.startswith(("process.env.", "import.meta.env.")):
            frame.key = token.rpartition(".")[2]

    def _string(self, token: str, start: int, end: int) -> None:
        frame = self.stack[-1]
        value = token[1:-1] if token[:3] != '"""' and token[0] != "r" else within(token)
        if "\\" in value and self.data and token[0] == '"':
            try:
                value = json.loads(token.replace("\\\n", " \n") if self.kind == "flow" else token, strict=False)
            except ValueError:
                return
        if self.skip and not self.data:
            self.skip = False
            return
        if frame.kind in ("{", "top") and _COLON.match(self.text, end) and not (self.name == "?" or frame.role == "ternary"):
            if frame.kind == "{" and len(value) < 200:
                self._add(value, start, "", "choice")
            self.name = value[:100]
            frame.key = ""
            return
        self.skip, name, self.name = False, self.name, ""
        if frame.sub or frame.compare:
            return
        placed = _PLACED.match(value) if value.startswith("${") else None
        if placed:
            self.name = name
            self.found.append(self._piece(placed[2], *self._place(start + value.find(placed[2])), placed[1], "default"))
            return
        key, role, call = frame.key, frame.role or "value", ""
        if key == "value" and self.kind == "javascript" and _OFFERED.search(self.text, max(0, start - 200), start):
            role = "choice"
        if frame.kind == "{":
            # in lists of variables the key is the name that stands beside the value
            if bare(key) in ("name", "key", "parameterkey") and len(value) < 100:
                frame.name = value
            elif bare(key) in ("value", "default", "parametervalue") and frame.name:
                key = frame.name
        elif frame.kind == "(":
            if names_a_setting(frame, value, self.rules.keys):
                return
            key, role, call = held_by_call(frame, key, role, self.rules)
        if ("odel" in value and (":" in value or "=" in value)) or "efault:" in value:
            self.found += [
                piece for piece in inner(value, *self._place(start), name) if self.wanted.wants(piece.line, piece.key, "")
            ]
        if " " in value and len(value) < 8_000 and is_command(value, self.rules):
            named = arguments(split_lines(value.replace("\\n", "  "), *self._place(start)), self.rules)
            self.found += [each._replace(role="prose") for each in named] if call or is_sentence(value) else named
        elif self.data and frame.kind == "[" and (assigned := _ASSIGNED.match(value)):
            self._add(assigned[2], start + 1 + assigned.start(2), assigned[1], role)
        else:
            self._add(value, start, key, role, call)

    def _sign(self, token: str, start: int) -> None:
        frame = self.stack[-1]
        match token:
            case _ if token[0] in "([{" and len(token) > 1:
                self._pass_by(token)
            case "," | ";":
                self._plain(start)
                frame.compare, self.name, self.skip = False, "", False
                if not (frame.kind == "(" and frame.role == "default" and frame.label):
                    frame.role = ""
                    frame.key = "" if frame.kind != "[" else frame.key
                frame.index += 1
            case "(":
                self._open("(", frame.key, self.name)
            case ":" | "=" | ":=" | "=>" | "<-":
                if self.name and not (token == ":" and frame.kind == "(" and self.kind == "javascript" and frame.key):
                    frame.key = self.name.rpartition(".")[2] if token != ":" or not self.data else self.name
                    if token == "=" and frame.kind == "(" and self.kind == "javascript":
                        frame.role = "default"
                self.name = ""
                frame.compare = False
            case "{":
                self._open("{", frame.key or self.name or frame.label)
            case "[":
                touching = start > 0 and (self.text[start - 1].isalnum() or self.text[start - 1] in "_)]") and not self.data
                label = "options" if not frame.key and offers_one(frame) else frame.key or self.name
                self._open("[", label, "", touching and self.kind != "terraform")
            case "::":
                pass
            case ")" | "]" | "}":
                self._plain(start)
                self._close(token)
            case "==" | "===" | "!=" | "!==":
                frame.compare = True
            case "?" if frame.role == "choice":
                pass
            case "&&" | "?":
                frame.compare = False
                frame.role = "ternary" if token == "?" and frame.kind != "(" else frame.role
            case _:
                frame.compare = False
                if not frame.key and self.name:
                    frame.key = self.name.rpartition(".")[2]
                frame.role = "default"
                self.name = ""

    def _plain(self, start: int) -> None:
        """A plain scalar in a flow of YAML that ends here."""
        if self.kind != "flow":
            return
        frame = self.stack[-1]
        before = self.text[max(0, start - 200) : start]
        value = _PLAIN.split(before)[-1].strip()
        if value and value[0] not in "\"'" and " " not in value and not value.endswith(":"):
            place = self._place(start - len(before) + before.rfind(value))
            frame.items.append(self._piece(value, *place, frame.key, frame.role or "value")._replace(quoted=False))

    def _open(self, kind: str, label: str, call: str = "", sub: bool = False) -> None:
        if len(self.stack) > DEEPEST:
            return
        self.serial += 1
        self.stack.append(Frame(kind, label, call, sub, self.serial, self.stack[-1].around))
        self.name = ""
        self.skip = False

    def _close(self, token: str = "") -> None:
        if len(self.stack) == 1:
            return
        self.found += closed(self.stack.pop(), self.kind, self.rules)
        self._behind(token)

    def _pass_by(self, token: str) -> None:
        """Brackets with nothing in them that could be a model."""
        self.skip = False
        self._behind(token[-1])

    def _behind(self, token: str) -> None:
        """What is known behind a bracket that closes."""
        frame = self.stack[-1]
        if token == "}" and frame.kind in ("{", "top") and not self.data:
            frame.key = frame.role = ""
        frame.compare = False
        self.name = ""

    def _place(self, start: int) -> tuple[int, int]:
        """Line and column of what a string holds that begins at an offset."""
        line, column = self.lines.at(start)
        if line == self.lines.first:
            column += self.column
        return line, column + (self.text[start : start + 1] in ('"', "'", "`"))

    def _add(self, value: str, start: int, key: str, role: str, call: str = "") -> None:
        frame = self.stack[-1]
        line, column = self._place(start)
        if call or self.wanted.wants(line, key, frame.around):
            frame.items.append(self._piece(value, line, column, key, role, call))
        elif frame.kind == "[" or runs_words(frame):
            # what a list is depends on all that it holds
            frame.items.append(Piece(value, line, column))

    def _piece(self, value: str, line: int, column: int, key: str, role: str, call: str = "") -> Piece:
        stack = self.stack
        parents = (*self.outer, *[frame.label for frame in stack[-6:] if frame.label and frame.kind != "("])
        if role == "ternary":
            role = "value"
        if role == "value" and self.kind != "json" and is_choice(stack, key, self.rules.keys):
            role = "choice"
        return Piece(value, line, column, key, parents, call, role, True, group_of(stack))

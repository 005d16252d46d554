"""Constants under which the packages of providers keep the ids of their models: `ChatModel.GPT_4O`, `openai.GPT4oMini`, `.gpt4_o`.

The id itself stands nowhere in such a file. A constant counts where its letters and digits are those of an id that the catalog has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.catalog.model import Catalog
from licensecheck.scan.lines import LONGEST_LINE, Lines, comment_in
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules, bare

KINDS = ("braces",)
"""The kinds of files that hold them; in JavaScript and Python only those of the packages that build infrastructure."""
MANY = 4
"""Different constants that make a file a list of what there is to choose from."""
_COMPARED = re.compile(r"(?:\bcase|[=!]=)\s*\Z")
_KEY = re.compile(r"\s*(?::(?!:)|=>|->)")
_IMPORT = re.compile(r"\s*(?:import|using|use|from)\s")
_HELD = r"(?i:(?<![a-z])[a-z_]{0,40}(?:model|llm|engine)(?:_?name|_?id)?)\"?\s{0,3}(?:\(|:=?|=(?!=))\s{0,3}"
"""What holds a model, before the constant."""
_USED = re.compile(_HELD + r"(?:[&*]|new )?(?:[\w.]{1,40}\()?\s{0,3}\Z")


class Constants:
    """Finds them. One for a whole scan."""

    def __init__(self, rules: Rules, catalog: Catalog) -> None:
        names = "|".join(re.escape(each) for each in rules.constants)
        dotted = r"(?:[A-Za-z_]\w{0,60}(?:\.|::)){1,4}"
        ends = r"(?![\w(\"'`/-]|\.(?![A-Za-z]+\())"
        owners, classes = (
            "|".join(re.escape(each) for each in several) for several in (rules.constant_owners, rules.constant_classes)
        )
        self._constant = re.compile(
            # `Model.GPT_4O`; what the packages of many providers call their own; and a constant alone, where it is held by a model
            rf"(?<![\w.\"'`/@-])(?:({dotted}(?i:(?:chat)?_?(?:model)?_?)((?i:{names})\w{{0,60}}))"
            rf"|((?:[A-Za-z_]\w{{0,60}}\.){{0,3}}(?i:\w{{0,40}}(?:{owners}))(?:\.|::)([A-Za-z]\w{{2,60}}))){ends}"
            rf"|{_HELD}(\.?((?i:{names})\w{{0,60}})){ends}"
            # and a class that holds one model
            rf"|(?<![\w.])(([A-Z]\w{{3,60}}?)(?:{classes}))\("
        )
        self._near = re.compile(rf"[.:](?:chat)?_?(?:model)?_?(?:{names})".encode())
        self._alone = re.compile(rf"[(:=]\s?(?:{names})".encode())
        self._owner = re.compile(rf"(?:{owners.lower()})(?:\.|::)[a-z]|(?:{classes.lower()})\(".encode())
        self._owned = re.compile(rf"(?:\w+\.){{0,3}}(\w{{0,40}}(?:{owners}))(?:\.|::)")
        self._ids: dict[str, str] = {}
        for known in (catalog.names, catalog.aliases, catalog.ids):
            self._ids |= {bare(name): name for name in known if "/" not in name}

    def there(self, low: bytes, kind: str, owned: bool) -> bool:
        """Whether the bytes of a file of a kind, in lower case, may hold one; `owned`: a class that holds nothing else is named."""
        if kind not in KINDS or owned:
            return owned and kind in (*KINDS, "javascript", "python")
        return self._near.search(low) is not None or (b"import static" in low and self._alone.search(low) is not None)

    def pieces(self, text: str) -> Iterator[Piece]:
        """The ids that the constants in a text stand for, with the constant as what holds them."""
        found = [each for at in self._lines(text) for each in self._on(text, at)]
        several = len({name for _, _, name in found}) >= MANY
        by_line: dict[int, list[tuple[int, int, str, int]]] = {}
        places = Lines(text, 1)
        for start, end, name in found:
            number, column = places.at(start)
            by_line.setdefault(number, []).append((start, end, name, column))
        lines = text.split("\n") if found else []
        for number, on_line in by_line.items():
            line = lines[number - 1]
            if len(line) > LONGEST_LINE or _IMPORT.match(line):
                continue
            comment = 0 if line.lstrip()[:1] == "*" else comment_in(line, "//")
            for start, end, name, column in on_line:
                if _COMPARED.search(line, 0, column - 1):
                    continue
                listed = (several and not _USED.search(line, 0, column - 1)) or _KEY.match(text, end) is not None
                role = "comment" if 0 <= comment < column else "choice" if listed else "value"
                constant = text[start:end]
                owner = self._owned.match(constant)
                yield Piece(name, number, column, owner[1] if owner else constant, role=role)

    def _lines(self, text: str) -> Iterator[int]:
        """The offsets of the lines that may hold a constant."""
        at = 0
        for line in text.split("\n"):
            low = line.lower().encode()
            if self._near.search(low) or self._owner.search(low) or self._alone.search(low):
                yield at
            at += len(line) + 1

    def _on(self, text: str, at: int) -> Iterator[tuple[int, int, str]]:
        """The constants on the line that begins at an offset."""
        end = text.find("\n", at)
        for match in self._constant.finditer(text, at, end if end >= 0 else len(text)):
            found = self._read(match)
            if found is not None:
                yield found

    def _read(self, match: re.Match[str]) -> tuple[int, int, str] | None:
        """Where a constant begins and ends, and the id that it stands for; None where it stands for none."""
        group = next(number for number in (1, 3, 5, 7) if match[number] is not None)
        constant = match[group + 1]
        if group == 5 and not (match[group][0] == "." or (constant.isupper() and "_" in constant)):
            return None  # a variable
        if group == 7 and not any(map(str.isdigit, constant)):
            return None
        name = self._id(constant)
        return (*match.span(group), name) if name else None

    def _id(self, constant: str) -> str:
        """The id whose letters and digits a constant spells, "" for none; in figures a point may be spelled `Dot`."""
        spelled = bare(constant)
        return self._ids.get(spelled) or self._ids.get(spelled.replace("dot", "")) or ""

"""Constants under which the packages of providers keep the ids of their models: `ChatModel.GPT_4O`, `openai.GPT4oMini`.

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
"""The kinds of files that hold such constants."""
MANY = 4
"""Different constants that make a file a list of what there is to choose from."""
_COMPARED = re.compile(r"(?:\bcase|[=!]=)\s*\Z")
_KEY = re.compile(r"\s*(?::(?!:)|=>|->)")


class Constants:
    """Finds them. One for a whole scan."""

    def __init__(self, rules: Rules, catalog: Catalog) -> None:
        names = "|".join(re.escape(each) for each in rules.constants)
        dotted = r"(?:[A-Za-z_]\w{0,60}(?:\.|::)){1,4}"
        self._constant = re.compile(
            rf"(?<![\w.\"'`/@-])({dotted}(?i:(?:chat)?_?(?:model)?_?)((?i:{names})\w{{0,60}}))(?![\w(\"'`/-]|\.(?![A-Za-z]+\())",
        )
        self._near = re.compile(rf"[.:](?:chat)?_?(?:model)?_?(?:{names})".encode())
        self._ids = {bare(name): name for name in (*catalog.aliases, *catalog.ids) if "/" not in name}

    def there(self, low: bytes) -> bool:
        """Whether the bytes of a file, in lower case, may hold one."""
        return self._near.search(low) is not None

    def pieces(self, text: str) -> Iterator[Piece]:
        """The ids that the constants in a text stand for, with the constant as what holds them."""
        found = [(match, name) for match in self._constant.finditer(text) if (name := self._id(match[2]))]
        several = len({name for _, name in found}) >= MANY
        by_line: dict[int, list[tuple[re.Match[str], str, int]]] = {}
        places = Lines(text, 1)
        for match, name in found:
            number, column = places.at(match.start())
            by_line.setdefault(number, []).append((match, name, column))
        lines = text.split("\n") if found else []
        for number, on_line in by_line.items():
            line = lines[number - 1]
            if len(line) > LONGEST_LINE:
                continue
            comment = 0 if line.lstrip()[:1] == "*" else comment_in(line, "//")
            for match, name, column in on_line:
                if _COMPARED.search(line, 0, column - 1):
                    continue
                listed = several or _KEY.match(text, match.end()) is not None
                role = "comment" if 0 <= comment < column else "choice" if listed else "value"
                yield Piece(name, number, column, match[1], role=role)

    def _id(self, constant: str) -> str:
        """The id whose letters and digits a constant spells, "" for none; in figures a point may be spelled `Dot`."""
        spelled = bare(constant)
        return self._ids.get(spelled) or self._ids.get(spelled.replace("dot", "")) or ""

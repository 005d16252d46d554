"""Where a line of YAML stands: the keys and the items of lists above it."""

from __future__ import annotations

from licensecheck.scan.flags import Word


class Level:
    """One key, or one list, that is open; `index` is -1 for a key. `items` are the texts of a list so far.

    `entry` is the group of what surrounds a list, once the list is closed.
    """

    __slots__ = ("entry", "indent", "index", "items", "key", "name")

    def __init__(self, indent: int, key: str, index: int = -1) -> None:
        self.indent, self.key, self.index = indent, key, index
        self.items: list[Word] = []
        self.name = self.entry = ""

    def reaches(self, indent: int, dash: bool) -> bool:
        """Whether a line with that indentation is below; a dash may stand below its key at the same one."""
        return self.indent < indent or (dash and self.indent == indent and (self.index >= 0 or bool(self.key)))


class Levels:
    """The levels that are open, the innermost last."""

    def __init__(self) -> None:
        self.stack: list[Level] = []
        self.document = 0

    def closed(self, indent: int, dash: bool = False) -> list[Level]:
        """Close what does not reach a line, and give it."""
        found = []
        while self.stack and not self.stack[-1].reaches(indent, dash):
            level = self.stack.pop()
            if level.items:
                level.entry = self.group
            found.append(level)
        return found

    def item(self, column: int) -> None:
        """A dash at a column: the next item of a list, or the first of a new one."""
        if self.stack and self.stack[-1].index >= 0 and self.stack[-1].indent == column:
            self.stack[-1].index += 1
            self.stack[-1].name = ""
        else:
            self.stack.append(Level(column, "", 0))

    @property
    def holder(self) -> Level | None:
        """What is around the innermost level."""
        return self.stack[-2] if len(self.stack) > 1 else None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(level.key for level in self.stack if level.key)

    def parents(self, key: str) -> tuple[str, ...]:
        """The keys above what `key` holds."""
        parents = tuple([level.key for level in self.stack[:-1] if level.key][-6:])
        if self.stack and self.stack[-1].key and self.stack[-1].key != key:
            return (*parents, self.stack[-1].key)
        return parents

    def around(self, key: str) -> str:
        """The nearest of the parents."""
        for level in reversed(self.stack):
            if level.key and (level.key != key or level is not self.stack[-1]):
                return level.key
        return ""

    @property
    def group(self) -> str:
        """The nearest list item, or the keys above, with the number of the document."""
        last = max((index for index, level in enumerate(self.stack) if level.index >= 0), default=-1)
        levels = self.stack[: last + 1] if last >= 0 else self.stack[:-1]
        return "/".join([f"{self.document}", *(level.key or f"[{level.index}]" for level in levels)])

    @property
    def list_key(self) -> str:
        """The key of the list that an item stands in."""
        return next((level.key for level in reversed(self.stack) if level.key), "")

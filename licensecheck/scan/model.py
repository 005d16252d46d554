"""What a scan finds. Values only."""

from typing import NamedTuple

CLASSES = ("live", "default", "train", "draft", "catalog", "example", "test", "comment", "doc")
IN_FORCE = ("live", "default", "train", "draft")
"""The classes of evidence, the strongest first, and those that say that a model is in force."""


class Piece(NamedTuple):
    """A text that a parser found in a file, with what surrounds it; whether it names a model is decided elsewhere.

    `key` is the key, parameter, variable or flag that holds it, `parents` are the keys around that, the nearest last;
    `call` the dotted call whose argument it is. `role`: value, default, choice, command, run_time, comment, prose.
    """

    text: str
    line: int
    column: int
    key: str = ""
    parents: tuple[str, ...] = ()
    call: str = ""
    role: str = "value"
    quoted: bool = True
    group: str = ""


class Reference(NamedTuple):
    """One place where a model is named. `kind` is the class of evidence; `known`: a line of the catalog fits."""

    file: str
    line: int
    column: int
    text: str
    id: str
    namespace: str
    kind: str
    how: str
    known: bool


class Alias(NamedTuple):
    """A name that the team gave a model; `id` is the model, or "" where the file does not say. `called_like`: nothing but the
    name itself tells which model it is, as with many deployments of Azure; `in_force`: not in a test, an example or a comment.
    """

    file: str
    line: int
    column: int
    text: str
    id: str
    how: str
    called_like: bool
    in_force: bool


class RunTime(NamedTuple):
    """A place where a model is chosen that only a running program knows."""

    file: str
    line: int
    column: int
    text: str
    key: str


class Component(NamedTuple):
    """One model with all its occurrences, under whatever spellings. `kind` is the strongest of their classes."""

    id: str
    namespace: str
    kind: str
    known: bool
    references: tuple[Reference, ...]

    @property
    def in_force(self) -> bool:
        return self.kind in IN_FORCE


class Scan(NamedTuple):
    """What was found below `root`, in the order of the files; `skipped` are files that could not be read, and why."""

    root: str
    components: tuple[Component, ...]
    aliases: tuple[Alias, ...]
    run_time: tuple[RunTime, ...]
    files: int
    parsed: int
    size: int
    skipped: tuple[tuple[str, str], ...]

    @property
    def references(self) -> tuple[Reference, ...]:
        found = (reference for component in self.components for reference in component.references)
        return tuple(sorted(found, key=lambda each: (each.file, each.line, each.column)))

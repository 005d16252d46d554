"""What a model folder says. Values only; each with the place where it stands."""

from typing import NamedTuple

from licensecheck.source.diagnostic import Span


class Claim(NamedTuple):
    """Something that a file says of the model. `source` is the kind of file: card, adapter, config, gguf, safetensors."""

    value: str
    span: Span
    source: str


class Parent(NamedTuple):
    """A parent that a file of a folder names; `relation` is empty where the file does not say how the model came from it."""

    id: str
    relation: str
    span: Span
    source: str


class Trouble(NamedTuple):
    """A file that could not be read, or says what no such file can say."""

    message: str
    span: Span


class Words(NamedTuple):
    """A license or notice file with its words; `policies` and `state` say what license text it was found to be."""

    name: str
    file: str
    text: str
    policies: tuple[str, ...] = ()
    state: str = ""


class Folder(NamedTuple):
    """Everything that was read. `downloaded`: it lies in a download cache, so somebody else made it."""

    path: str
    id: str
    downloaded: bool
    licenses: tuple[Claim, ...] = ()
    parents: tuple[Parent, ...] = ()
    datasets: tuple[Claim, ...] = ()
    names: tuple[Claim, ...] = ()
    files: tuple[Words, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    read: tuple[tuple[str, str], ...] = ()


class Found(NamedTuple):
    """A folder by the name that a child's file calls it; the model's own has neither child nor name."""

    child: str
    name: str
    folder: Folder


class Said(NamedTuple):
    """What one file says."""

    licenses: tuple[Claim, ...] = ()
    parents: tuple[Parent, ...] = ()
    datasets: tuple[Claim, ...] = ()
    names: tuple[Claim, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def at(file: str, line: int = 1, column: int = 1, length: int = 1) -> Span:
    """A place of a file of a folder."""
    return Span(file, line, column, line, column + max(1, length))

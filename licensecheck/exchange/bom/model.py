"""What a bill of materials says of models. Values only; each with the place where it stands."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.facts.deployment import Base
from licensecheck.source.diagnostic import Span

OURS = "licensecheck:"
"""What the names of our own properties begin with."""


class Statement(NamedTuple):
    """A license that a document gives a model: a name or an SPDX expression. `kind` is declared or concluded."""

    text: str
    kind: str
    span: Span


class Part(NamedTuple):
    """One model as its document states it.

    `ref` names it within the document; `id` is what deploy.yaml would write. `name` and `channel` are there where we wrote the
    document ourselves. `used`: it is in use, and not only there as what another model was made from.
    """

    ref: str
    id: str
    span: Span
    revision: str = ""
    licenses: tuple[Statement, ...] = ()
    parents: tuple[Base, ...] = ()
    name: str = ""
    channel: str = ""
    used: bool = True


class Bill(NamedTuple):
    """One document. `form` is its format with version; `left` counts what it lists besides models, by kind."""

    file: str
    form: str
    parts: tuple[Part, ...]
    left: tuple[tuple[str, int], ...]
    lines: tuple[str, ...]

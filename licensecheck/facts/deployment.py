"""What a team says: the organization, the deployment and its models, with positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licensecheck.facts.values import Fact
from licensecheck.source.diagnostic import Span
from licensecheck.source.nodes import Mapping
from licensecheck.source.record import NamedTuple

if TYPE_CHECKING:
    from licensecheck.folder.model import Found

RELATIONS = ("fine_tune", "adapter", "quantized", "merge", "conversion", "outputs")
"""How a model can come from a parent."""


class Base(NamedTuple):
    """A parent of a model, as declared or as the catalog knows it."""

    id: str
    relation: str
    span: Span | None = None


class ModelUse(NamedTuple):
    """One model as one deployment uses it. `facts` are its own, by their full names, overrides of the deployment included.

    `folders` are what the files at `path` say, and those of the folders that they name as parents. `claims` are further
    licenses that bills of materials give the model; each holds beside the label.
    """

    id: str
    name: str
    span: Span
    facts: dict[str, Fact]
    bases: tuple[Base, ...] | None = None
    path: str = ""
    license: Fact | None = None
    terms: tuple[tuple[str, Mapping], ...] = ()
    revision: str = ""
    license_choice: str = ""
    folders: tuple[Found, ...] = ()
    claims: tuple[Fact, ...] = ()


class Agreement(NamedTuple):
    """A separate agreement with a licensor. `covers` empty: what it covers is not stated."""

    party: str
    covers: tuple[str, ...]
    lifts: tuple[str, ...]
    replaces: bool
    granted: bool
    starts: str
    expires: str
    reference: str
    span: Span
    by: str = ""


class RecordedReading(NamedTuple):
    """An answer of the organization's counsel to an open question of a policy's text."""

    policy: str
    reading: str
    answer: str
    by: str
    on: str
    reference: str
    text: str
    span: Span


class PackName(NamedTuple):
    """A pack that is in force: the name of a shipped one, or a path; `declared_in` is the file that names it, from which the path
    counts, "" where the command line does."""

    text: str
    declared_in: str = ""
    span: Span | None = None

    @property
    def named(self) -> bool:
        """Whether it is a name; what has a slash or the ending of a file is a path."""
        return not ("/" in self.text or "\\" in self.text or self.text.endswith((".yaml", ".yml")))


class Waiver(NamedTuple):
    """A signed, dated acceptance of one finding; `seal` binds it to the facts as they were.

    `grounds` are what it says it was granted on, by name. `missing`: the deployment that it names, which is not there.
    """

    clause: str
    model: str
    reason: str
    approver: str
    on: str
    expires: str
    seal: str
    span: Span
    reference: str = ""
    grounds: tuple[tuple[str, str], ...] = ()
    missing: str = ""


class Accepted(NamedTuple):
    """A signed, dated acceptance of a model that is in use at some places and not declared: a tutorial's, a fixture's.

    `places` are files and folders, relative to the folder of deploy.yaml; anywhere else the model is still to be declared.
    """

    model: str
    places: tuple[str, ...]
    reason: str
    approver: str
    on: str
    expires: str
    span: Span


class Deployment(NamedTuple):
    """Everything that one deploy.yaml says.

    `defaults` are the model facts that hold for all models; `known` are models that are not in use: ancestors of some that are.
    """

    file: str
    name: str
    organization: str
    facts: dict[str, Fact]
    models: tuple[ModelUse, ...]
    agreements: tuple[Agreement, ...]
    readings: tuple[RecordedReading, ...]
    waivers: tuple[Waiver, ...]
    lines: dict[str, tuple[str, ...]]
    accepted: tuple[Accepted, ...] = ()
    defaults: dict[str, Fact] = {}
    known: tuple[ModelUse, ...] = ()
    packs: tuple[PackName, ...] = ()

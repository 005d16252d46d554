"""What the engine gets: a model, a policy that governs it, the work that the policy licenses, and how that came about."""

from __future__ import annotations

from licensecheck.catalog.model import Entry
from licensecheck.facts.deployment import Agreement, ModelUse
from licensecheck.facts.values import Fact
from licensecheck.policy.model import Policy
from licensecheck.source.diagnostic import Span
from licensecheck.source.record import NamedTuple


class Step(NamedTuple):
    """One step of a lineage: the parent and how the child came from it."""

    id: str
    relation: str


class Work(NamedTuple):
    """What a policy licenses: the model itself or an ancestor, with the steps from the model to it."""

    id: str
    entry: Entry | None
    steps: tuple[Step, ...]


class Issue(NamedTuple):
    """Something about the model itself that no policy speaks of: it is in no catalog, its terms were not read."""

    code: str
    kind: str
    verdict: str
    title: str
    says: str
    remedy: tuple[str, ...]
    asks: tuple[str, ...] = ()
    span: Span | None = None
    standing: bool = False
    ways: tuple[str, ...] = ()


class Binding(NamedTuple):
    """One policy over one model. Several `editions`: which one governs is not known.

    `facts` are the derived ones; `path` the lineage from the model to the licensed work, empty for the model itself.
    `agreements` are those in force that cover it. `ways`: it governs only where one of these alternatives of the label is taken;
    empty, it governs in any case.
    """

    editions: tuple[Policy, ...]
    work: str
    path: tuple[Step, ...]
    why: str
    facts: dict[str, Fact]
    terms: dict[str, Fact]
    lifted: frozenset[str] = frozenset()
    replaced: bool = False
    outputs_only: bool = False
    developer: str = ""
    ways: tuple[str, ...] = ()
    agreements: tuple[Agreement, ...] = ()


class BoundModel(NamedTuple):
    """One model of the deployment with everything that governs it; `read` are the files of its folder, with their words.

    `ways` are the alternatives that the label leaves to choose, each by its licenses joined with AND; empty where there is none.
    """

    use: ModelUse
    id: str
    how: str
    channel: str
    entry: Entry | None
    bindings: tuple[Binding, ...]
    issues: tuple[Issue, ...]
    read: tuple[tuple[str, str], ...] = ()
    ways: tuple[str, ...] = ()

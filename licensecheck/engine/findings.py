"""What an audit says: findings, models, questions, and the report that holds them."""

from __future__ import annotations

from licensecheck.catalog.binding import Issue, Step
from licensecheck.engine.judge import Ask, Judgement, Verdict
from licensecheck.facts.deployment import Accepted, Waiver
from licensecheck.policy.model import Clause, PinnedText
from licensecheck.source.diagnostic import Span
from licensecheck.source.record import NamedTuple


class Finding(NamedTuple):
    """One clause over one model, or an issue about the model itself.

    `moot`: another clause already denies the model every right. `waived`: a signed record accepts it.
    `edition_open`: the editions that may govern differ here, and it is not known which one does. `known`: the day of the
    baseline that has it already.
    """

    policy: str
    clause: Clause
    verdict: Verdict
    judgement: Judgement
    asks: tuple[Ask, ...] = ()
    why: str = ""
    work: str = ""
    path: tuple[Step, ...] = ()
    text: PinnedText | None = None
    edition_open: bool = False
    moot: bool = False
    waived: Waiver | None = None
    issue: Issue | None = None
    known: str = ""

    @property
    def presumed(self) -> tuple[str, ...]:
        """The facts that were presumed from silence."""
        return self.judgement.presumed

    @property
    def red(self) -> bool:
        """Whether it counts against the model."""
        return self.verdict > Verdict.PASS and self.waived is None and not self.clause.standing

    @property
    def denies(self) -> bool:
        """Whether a right is denied by it."""
        return self.verdict is Verdict.FAIL and self.clause.kind == "right" and self.red


class ModelReport(NamedTuple):
    """One model with its verdict and every finding, passes and inapplicable ones included; `path` is its folder, if it has one."""

    id: str
    name: str
    span: Span
    resolved: str
    how: str
    channel: str
    policies: tuple[str, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]
    path: str = ""


class Question(NamedTuple):
    """One question, asked once, with the findings that it can decide. `first`: it leads for some clause."""

    fact: str
    question: str
    periods: tuple[str, ...]
    decides: tuple[tuple[str, str], ...]
    first: bool = True


class Note(NamedTuple):
    """Something about the file as a whole: a waiver that waives nothing, a page that has aged."""

    code: str
    message: str
    span: Span | None = None


class Signed(NamedTuple):
    """A waiver and how it stands on the day judged: in force, ending, future, expired, lapsed or unused, and what to say of it."""

    waiver: Waiver
    state: str
    says: str


class Baselined(NamedTuple):
    """How a report stands to its baseline: findings that are known, that are new, and those of the baseline that are gone."""

    name: str
    as_of: str
    known: int
    new: int
    gone: int


class Report(NamedTuple):
    """One deploy.yaml judged on one day. Renderers show it; nothing after it decides anything."""

    file: str
    as_of: str
    verdict: Verdict
    models: tuple[ModelReport, ...]
    questions: tuple[Question, ...]
    presumed: tuple[str, ...]
    notes: tuple[Note, ...]
    lines: dict[str, tuple[str, ...]]
    corpus: str
    strict: bool = False
    what_if: bool = False
    accepted: tuple[Accepted, ...] = ()
    waivers: tuple[Signed, ...] = ()
    baseline: Baselined | None = None

    @property
    def gates(self) -> Verdict:
        """The worst verdict that is not known to the baseline; without one, the verdict."""
        if self.baseline is None:
            return self.verdict
        found = (finding for model in self.models for finding in model.findings)
        return max((each.verdict for each in found if each.red and not each.moot and not each.known), default=Verdict.PASS)

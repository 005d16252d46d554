"""What a bill of materials of a judged deployment holds: the models, what they were made from, their licenses and verdicts.

The writers put this into their formats and add nothing. The same deployment judged on the same day gives the same contents.
"""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.catalog.binding import BoundModel
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.lineage import Ancestor, lineage
from licensecheck.catalog.model import Entry
from licensecheck.catalog.resolve import resolve
from licensecheck.engine.context import Context
from licensecheck.engine.findings import ModelReport, Report
from licensecheck.engine.judge import Verdict
from licensecheck.exchange.bom.licenses import NOASSERTION, Terms
from licensecheck.exchange.bom.naming import purl_of
from licensecheck.exchange.bom.remarks import remarks
from licensecheck.facts.values import Fact


class Link(NamedTuple):
    """An edge of the lineage: the item that another one was made from, and how."""

    item: int
    relation: str


class Item(NamedTuple):
    """One model. `used` is false where it is only there as an ancestor; then it has no verdict.

    `declared` and `concluded` are SPDX expressions or NOASSERTION; `remarks` the limits and use restrictions in our own words.
    """

    id: str
    name: str
    purl: str
    revision: str
    supplier: str
    released: str
    channel: str
    hosted: bool
    declared: str
    concluded: str
    parents: tuple[Link, ...]
    verdict: str
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    place: tuple[str, int]
    used: bool


class Contents(NamedTuple):
    """Everything that is written. `terms` are the licenses that items name; `created` is a time in UTC (ISO 8601)."""

    name: str
    organization: str
    created: str
    as_of: str
    version: str
    corpus: str
    items: tuple[Item, ...]
    terms: Terms


def contents(
    models: tuple[BoundModel, ...], context: Context, report: Report, corpus: Corpus, created: str, version: str
) -> Contents:
    """The bill of a judged deployment; `created` is the time to write into it, `version` that of the tool."""
    made = _Maker(context, corpus)
    for model, judged in zip(models, report.models, strict=True):
        made.model(model, judged)
    for model in models:
        made.ancestors(model)
    deployment = context.deployment
    name = deployment.name or "deployment"
    return Contents(
        name, deployment.organization, created, context.as_of, version, report.corpus[:12], tuple(made.items), made.terms
    )


class _Maker:
    def __init__(self, context: Context, corpus: Corpus) -> None:
        self.context, self.corpus = context, corpus
        self.terms = Terms(corpus)
        self.items: list[Item] = []
        self.models: dict[str, int] = {}  # models in use by name
        self.works: dict[str, int] = {}  # the first item of a work

    def model(self, model: BoundModel, judged: ModelReport) -> None:
        use, entry = model.use, model.entry
        # of somebody else's conversion the catalog knows the parent, and not who made it, when, and under which label
        own = None if resolve(use.id, self.corpus.catalog, suggest=False).relation else entry
        hosted = model.channel != "self-hosted"
        closed = entry is not None and entry.weights == "closed"
        bound = [each for each in model.bindings if not each.outputs_only and not each.replaced]
        if not closed:
            # the terms of a channel are about the service; only where nobody hands out weights are they all there is
            bound = [each for each in bound if each.path or each.editions[-1].id not in self._of_channel(model)]
        settled = not any(issue.verdict == "unknown" or issue.code == "unread-terms" for issue in model.issues)
        labels = [fact for fact in (use.license, *use.claims) if fact]
        declared = self.terms.stated([str(fact.value) for fact in labels] or _card(own))
        concluded = self.terms.governing(bound) if settled else NOASSERTION
        self.models[use.name] = len(self.items)
        self.works.setdefault(self._work(use.id), len(self.items))
        reasons = [
            f"{finding.policy}/{finding.clause.id}: {finding.verdict.word}"
            for finding in judged.findings
            if finding.red and not finding.moot and finding.verdict > Verdict.PASS
        ]
        self.items.append(
            Item(
                use.id,
                use.name,
                "" if closed else self._purl(model.id if entry else use.id, use.revision, entry),
                use.revision,
                own.developer if own else "",
                own.released if own else "",
                self._channel(model),
                hosted,
                declared,
                concluded,
                (),
                judged.verdict.word,
                tuple(reasons),
                tuple(dict.fromkeys(text for each in model.bindings for text in remarks(each, self.context.vocabulary))),
                (judged.span.file, judged.span.line),
                True,
            )
        )

    def _of_channel(self, model: BoundModel) -> set[str]:
        """The policies that the channel of a model brings, editions included."""
        channel = self.corpus.catalog.channels.get(model.channel)
        if channel is None:
            return set()
        names = (*channel.policies, *(name for several in channel.by_licensor.values() for name in several))
        return {policy.id for name in names for policy in self.corpus.editions(name)}

    def ancestors(self, model: BoundModel) -> None:
        """The works that a model was made from, each once in the document, and the edges to them."""
        resolution = resolve(model.use.id, self.corpus.catalog, self._channel(model))
        mine = self.models[model.use.name]
        places: dict[tuple[str, ...], int] = {(): mine}
        for ancestor in lineage(model.use, resolution, self.context.deployment, self.corpus, []):
            steps = tuple(step.id for step in ancestor.steps)
            if not steps:
                continue
            at = self._item(ancestor)
            places[steps] = at
            child = places.get(steps[:-1], mine)
            links = self.items[child].parents
            if at != child and all(link.item != at for link in links):
                link = Link(at, ancestor.steps[-1].relation)
                self.items[child] = self.items[child]._replace(parents=(*links, link))

    def _item(self, ancestor: Ancestor) -> int:
        """The item of an ancestor: that of the same work, or a new one."""
        resolution, entry = ancestor.resolution, ancestor.resolution.entry
        work = self._work(resolution.id)
        if work in self.works:
            return self.works[work]
        self.works[work] = len(self.items)
        declared = self.terms.stated([str(ancestor.license.value)] if ancestor.license else _card(entry))
        known = entry is not None and not entry.unread and bool(entry.policies)
        concluded = self.terms.of_policies(entry.policies) if entry and known else NOASSERTION
        closed = entry is not None and entry.weights == "closed"
        self.items.append(
            Item(
                resolution.id,
                resolution.id,
                "" if closed else self._purl(resolution.id, "", entry),
                "",
                entry.developer if entry else "",
                entry.released if entry else "",
                "",
                closed,
                declared,
                concluded,
                (),
                "",
                (),
                (),
                (entry.file, entry.line) if entry else ("", 0),
                False,
            )
        )
        return self.works[work]

    def _channel(self, model: BoundModel) -> str:
        """The channel that was declared; what is presumed from silence is not written as if somebody had said it."""
        said: Fact | None = model.use.facts.get("model.channel") or self.context.deployment.facts.get("model.channel")
        return str(said.value) if said and isinstance(said.value, str) else ""

    def _work(self, id: str) -> str:
        found = resolve(id, self.corpus.catalog, suggest=False)
        return id.casefold() if found.entry is None or found.relation else found.id.casefold()

    def _purl(self, id: str, revision: str, entry: Entry | None) -> str:
        """Weights of the catalog lie on Hugging Face under their id; where other weights lie, nobody said."""
        if id.count("/") > 1 or ":" in id or "\\" in id or id.startswith((".", "/", "~")):
            return ""
        on_hub = entry is not None and id.count("/") == 1
        return purl_of(id, revision, "huggingface" if on_hub else "generic")


def _card(entry: Entry | None) -> list[str]:
    """The label on the card of a listed model; `other` is the tag of cards whose license has none."""
    return [entry.card_license] if entry and entry.card_license not in ("", "other") else []

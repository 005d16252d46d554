"""Which policies govern a model: through its line in the catalog, its channel and its lineage."""

from licensecheck.catalog.agreements import covering
from licensecheck.catalog.binding import Binding, BoundModel, Issue, Step, Work
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.derive import derived_facts, governing
from licensecheck.catalog.issues import closed, label_issues, refused, unknown_channel, unlisted, unread
from licensecheck.catalog.lineage import BOUNDS, Ancestor, Bounds, lineage
from licensecheck.catalog.model import Channel, Entry
from licensecheck.catalog.records import hashes, terms_of, terms_refused
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.facts.deployment import Deployment, ModelUse
from licensecheck.facts.values import DERIVED, UNKNOWN, Fact
from licensecheck.policy.model import Policy
from licensecheck.source.diagnostic import Faults

SELF_HOSTED = Channel("self-hosted", "self", "", (), False, {}, (), "weights", "free")
NOT_KNOWN = Channel("unknown", "", "", (), False, {}, (), "", "free")
"""What a channel that is declared as unknown brings: nothing, and whether weights are run is not known either."""


def bind(
    model: ModelUse, deployment: Deployment, corpus: Corpus, as_of: str, faults: Faults, bounds: Bounds = BOUNDS
) -> BoundModel:
    """Everything that governs one model of a deployment on a day; its lineage is followed within bounds."""
    catalog = corpus.catalog
    declared = model.facts.get("model.channel") or deployment.facts.get("model.channel")
    wanted = declared.value if declared and isinstance(declared.value, str) else ""
    resolution = resolve(model.id, catalog, wanted)
    channel, why = channel_of(wanted, resolution, corpus)
    issues: list[Issue] = []
    not_read: list[tuple[str, str]] = []
    if model.folders:
        from licensecheck.catalog.folders import with_claims

        model = with_claims(model, resolution, deployment, corpus, issues)
    issues += label_issues(model, resolution, corpus)
    if model.license and resolution.entry is None:
        from licensecheck.catalog.drift import with_downstream_license

        model = with_downstream_license(model, deployment, corpus)
    if declared and declared.value is UNKNOWN:
        channel = NOT_KNOWN
        issues.append(unknown_channel(model, declared))
    ancestors = tuple(lineage(model, resolution, deployment, corpus, issues, bounds))
    bindings: list[Binding] = []

    def derived(chosen: tuple[Policy, ...], work: Work) -> tuple[dict[str, Fact], frozenset[str], bool]:
        facts, lifted, replaced = derived_facts(chosen, work, model, deployment, channel, corpus, as_of)
        if channel is NOT_KNOWN:
            open_fact = Fact(UNKNOWN, span=declared and declared.span)
            facts |= dict.fromkeys(("model.access", "model.own_api", "availability"), open_fact)
        if not declared:
            facts["model.channel"] = Fact(channel.id, DERIVED, said_by=why)
        return facts, lifted, replaced

    def missing(name: str, what: str, way: str = "") -> None:
        not_read.append((name, way))
        issue = unread(name, what, model, deployment)
        issues.append(issue._replace(ways=(way,) if way else ()))

    def add(names: tuple[str, ...], work: Work, reason: str, outputs_only: bool = False, way: str = "") -> None:
        for name in names:
            editions = corpus.editions(name)
            if not editions:
                missing(name, f"the terms `{name}`")
                continue
            same = (at for at, each in enumerate(bindings) if each.work == work.id and each.editions[0] in editions)
            known = next(same, None)
            if known is not None:
                before = bindings[known]
                bindings[known] = before._replace(ways=(*before.ways, way) if way and before.ways else ())
                continue
            chosen, by = governing(editions, model, deployment, as_of), reason
            if len(chosen) > 1 and chosen[-1].governs == "by_copy":
                from licensecheck.catalog.texts import in_hand

                held = in_hand(chosen, model)
                if held:
                    chosen, by = (held[0],), f"{reason}, in the edition {held[0].edition} of `{held[1]}`"
            facts, lifted, replaced = derived(chosen, work)
            for policy in chosen:
                # in place of the terms stands an agreement, whose text nobody here knows
                no = terms_refused(policy.id, deployment, frozenset() if replaced else hashes(policy))
                if no:
                    issues.append(refused(policy.id, f"the terms `{policy.id}`", no)._replace(ways=(way,) if way else ()))
            copy = model.facts.get("evidence.license_copy")
            if copy and isinstance(copy.value, tuple) and any(item.copies is not None for item in copy.value):
                from licensecheck.catalog.texts import checked_copies

                facts["evidence.license_copy"] = checked_copies(copy, chosen)
            terms = terms_of(chosen, model, corpus, faults)
            maker = work.entry.developer if work.entry else ""
            ways, signed = (way,) if way else (), covering(chosen, work, deployment, as_of)
            bindings.append(
                Binding(chosen, work.id, work.steps, by, facts, terms, lifted, replaced, outputs_only, maker, ways, signed)
            )

    for ancestor in ancestors:
        entry = ancestor.resolution.entry
        if entry is None:
            continue
        work = Work(ancestor.resolution.id, entry, ancestor.steps)
        if entry.unread:
            name = entry.license_name or "its license"
            missing(name, f"the license of `{work.id}`")
        if _weights_bind(entry, channel, ancestor.steps, corpus):
            outputs_only = any(step.relation == "outputs" for step in ancestor.steps)
            reason = _reason(ancestor)
            add(entry.policies, work, reason, outputs_only)
            if entry.weights == "closed" and ancestor.steps:
                add(terms_of_origin(entry, corpus), work, reason, True)
    for ancestor in ancestors:
        # what a parent that no catalog has claims for itself; its own parents bring their licenses themselves
        if ancestor.license and ancestor.steps:
            from licensecheck.catalog.labels import names_of_label

            steps = ancestor.steps
            names = names_of_label(str(ancestor.license.value), corpus)
            brought = {policy.id for each in bindings if each.path[: len(steps)] == steps for policy in each.editions}
            new = tuple(name for name in names if not brought & {policy.id for policy in corpus.editions(name)})
            add(
                new, Work(ancestor.resolution.id, None, steps), _reason(ancestor), any(step.relation == "outputs" for step in steps)
            )
    own = Work(resolution.id, resolution.entry, ())
    made_by = model.facts.get("model.made_by") or deployment.facts.get("model.made_by")
    ours = resolution.entry is None and made_by is not None and made_by.value == "us"
    known = any(ancestor.resolution.entry for ancestor in ancestors)
    # the label of somebody else's model is their license to us; on a derivative that we made it is ours to others
    left: tuple[str, ...] = ()
    if (model.license or model.claims) and resolution.entry is None and not (known and ours):
        from licensecheck.catalog.labels import labelled

        brought = {name for each in bindings for policy in each.editions for name in (policy.id, policy.edition_of) if name}
        label = labelled(model, frozenset(brought), corpus)
        left = label.ways
        for each in label.licenses:
            if each.policy:
                add((each.policy,), own, each.reason, way=each.way)
            else:
                missing(each.name, f"the license `{each.name}`", each.way)
    licenses = len(bindings), len(not_read)
    licensor = resolution.entry.licensor if resolution.entry else ""
    reason = f"the channel `{channel.id}`"
    if channel.unread and _of_its_maker(resolution.entry, channel):
        # many makers have no channel of their own: who has read the terms of one has not read those of another
        missing(f"{licensor}-on-{channel.id}", f"the terms of `{licensor}` on `{channel.id}`")
    elif channel.unread:
        missing(channel.id, f"the terms of the provider behind `{channel.id}`")
    add((*channel.policies, *channel.by_licensor.get(licensor, ())), own, reason)
    if _sold_by_others(resolution.entry, channel):
        # a marketplace: the maker's terms bind its customers, and nobody here has read them
        name = f"{licensor}-on-{channel.id}"
        missing(name, f"the terms of `{licensor}` on `{channel.id}`")
    if channel.access == "api":
        add(("hosted-availability",), own, reason)
    elif channel.id == SELF_HOSTED.id and resolution.entry and resolution.entry.weights == "closed":
        issues.append(closed(model, resolution))
    # the terms of a channel say nothing of the model that is behind it
    unheard = resolution.entry is None and not known and not (model.license or model.claims) and not model.bases
    if unheard or not (bindings or issues):
        issues.append(unlisted(model, resolution))
    if model.license and resolution.entry is None:
        from licensecheck.catalog.drift import license_drift

        drift = license_drift(model, tuple(bindings), deployment, corpus)
        issues = [*drift, *(issue for issue in issues if not drift or issue.code != "label-differs")]
    if corpus.packs:
        from licensecheck.catalog.governed import Governing, weights

        of_model, of_terms = licenses
        ruling = Governing(bindings[:of_model], bindings[of_model:], not_read[:of_terms], not_read[of_terms:], issues)
        tuned = tuple(each.resolution.entry for each in ancestors if each.steps and each.steps[-1].relation != "outputs")
        offered = {"model.weights": weights(resolution.entry, tuned, declared, channel.access == "weights")}
        for pack in corpus.packs:
            # an agreement is made with a licensor: it lifts no rule of the organization's own
            facts = {name: fact for name, fact in derived((pack,), own)[0].items() if name != "agreement"} | offered
            bare = Binding((pack,), own.id, (), f"the pack `{pack.id}`", facts, terms_of((pack,), model, corpus, faults))
            # of a label that leaves a choice, each alternative is held against the pack by itself
            bindings += [bare._replace(facts=facts | ruling.under(way), ways=(way,) if way else ()) for way in left or ("",)]
    shown = resolution.id if resolution.entry and not resolution.relation else model.id
    read = tuple(dict.fromkeys(each for link in model.folders for each in link.folder.read))
    return BoundModel(model, shown, resolution.how, channel.id, resolution.entry, tuple(bindings), tuple(issues), read, left)


def channel_of(wanted: str, resolution: Resolution, corpus: Corpus) -> tuple[Channel, str]:
    """The channel that is declared, that the spelling names, or that the model is usually reached through."""
    channels = corpus.catalog.channels
    entry = resolution.entry
    if wanted:
        return channels.get(wanted, SELF_HOSTED), ""
    if resolution.channel:
        return channels[resolution.channel], "from the spelling of the id"
    if entry is None or entry.weights == "open":
        return channels.get("self-hosted", SELF_HOSTED), "presumed for open weights"
    own = [name for name, channel in channels.items() if channel.owner == entry.licensor]
    served = [hosted.channel for hosted in entry.hosted if hosted.channel in channels]
    # of two own channels (Vertex AI, the Gemini API) the one that the model's line names first is the maker's own API
    first = next((name for name in served or own if name in own), served[0] if served else "")
    if first:
        return channels[first], "the maker's own API"
    return channels.get("other-api", SELF_HOSTED), "presumed for closed weights"


def _weights_bind(entry: Entry, channel: Channel, steps: tuple[Step, ...], corpus: Corpus) -> bool:
    """A maker's own API brings its terms in place of the weights license, where the channel says so."""
    if channel is NOT_KNOWN:
        return all(_weights_bind(entry, each, steps, corpus) for each in corpus.catalog.channels.values())
    return bool(steps) or channel.owner != entry.licensor or channel.owner_weights == "bind"


def _of_its_maker(entry: Entry | None, channel: Channel) -> bool:
    """Whether a model is closed and reached through no channel that has a name: then its maker is who serves it."""
    return entry is not None and entry.weights == "closed" and channel.provider == "other"


def _sold_by_others(entry: Entry | None, channel: Channel) -> bool:
    """Whether a channel sells a closed model of somebody else whose terms it brings along, and they are not in the corpus."""
    if entry is None or entry.weights == "open" or channel.access != "api" or channel.unread:
        return False
    return channel.owner != entry.licensor and entry.licensor not in channel.by_licensor


def terms_of_origin(entry: Entry, corpus: Corpus) -> tuple[str, ...]:
    """The terms of the maker's own API, for a model that learned from the outputs of a closed one."""
    channels = corpus.catalog.channels
    for name in (*(hosted.channel for hosted in entry.hosted if hosted.channel in channels), *channels):
        if channels[name].owner == entry.licensor and not channels[name].unread:
            return channels[name].policies
    return ()


def _reason(ancestor: Ancestor) -> str:
    if not ancestor.steps:
        return ancestor.resolution.how
    return " -> ".join(f"{step.relation.replace('_', '-')} of {step.id}" for step in ancestor.steps)

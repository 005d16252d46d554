"""Separate agreements with licensors: what they cover and lift for one policy over one work, and what in them names nothing."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.catalog.binding import Work
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.model import Entry
from licensecheck.catalog.records import bare
from licensecheck.catalog.resolve import resolve
from licensecheck.facts.deployment import Agreement, Deployment
from licensecheck.facts.values import DECLARED, UNCLAIMED, UNKNOWN, Fact
from licensecheck.policy.model import Policy
from licensecheck.source.diagnostic import Faults
from licensecheck.source.near import did_you_mean


def agreements(
    editions: tuple[Policy, ...], work: str, entry: Entry | None, deployment: Deployment, as_of: str
) -> tuple[Fact, frozenset[str], bool]:
    """Whether an agreement over a policy is in force, which clauses agreements lift, and whether one replaces the terms."""
    granted = Fact("none", UNCLAIMED)
    lifted: set[str] = set()
    replaced = False
    for agreement in deployment.agreements:
        covers = _covers(agreement, editions, work, entry)
        if covers is False or not _in_force(agreement, as_of):
            if covers is not False and granted.basis == UNCLAIMED:
                granted = Fact("none", DECLARED, agreement.span)
            continue
        if covers is UNKNOWN:
            if granted.value != "in_force":
                granted = Fact(UNKNOWN, DECLARED, agreement.span)
        elif agreement.replaces:
            replaced = True
        elif agreement.lifts:
            lifted |= set(agreement.lifts)
        else:
            said = (f"with {agreement.party}", agreement.reference, agreement.by, agreement.starts and f"from {agreement.starts}")
            granted = Fact("in_force", DECLARED, agreement.span, ", ".join(word for word in said if word))
    return granted, frozenset(lifted), replaced


def covering(editions: tuple[Policy, ...], work: Work, deployment: Deployment, as_of: str) -> tuple[Agreement, ...]:
    """The agreements in force that are known to cover a policy over a work."""
    return tuple(
        each for each in deployment.agreements if _in_force(each, as_of) and _covers(each, editions, work.id, work.entry) is True
    )


def _in_force(agreement: Agreement, as_of: str) -> bool:
    return agreement.granted and agreement.starts <= as_of and (not agreement.expires or as_of <= agreement.expires)


def _covers(agreement: Agreement, editions: tuple[Policy, ...], work: str, entry: Entry | None) -> object:
    """Whether an agreement covers a policy; unknown when its party fits and it does not say what it covers."""
    names = {bare(name) for policy in editions for name in (policy.id, policy.name, policy.edition_of) if name}
    names |= {bare(work), bare(entry.family) if entry and entry.family else bare(work)}
    if agreement.covers:
        return any(bare(covered) in names for covered in agreement.covers)
    parties = {bare(policy.licensor) for policy in editions}
    if entry:
        parties |= {bare(entry.licensor), bare(entry.developer)}
    party = bare(agreement.party)
    return UNKNOWN if any(name and (name in party or party in name) for name in parties) else False


def check_agreements(deployment: Deployment, corpus: Corpus, faults: Faults) -> None:
    """Fault what an agreement covers that no policy, family or model is named, and what it lifts that is no clause."""
    for agreement in deployment.agreements:
        covered: dict[str, Policy] = {}
        whole = not agreement.covers
        for name in agreement.covers:
            policies = corpus.editions(name)
            covered |= {policy.id: policy for policy in policies}
            if not policies:
                whole = True
                if not _names_something(name, deployment, corpus):
                    families = {entry.family for entry in corpus.catalog.entries if entry.family}
                    help = (
                        did_you_mean(name, (*corpus.ids, *sorted(families)))
                        or "write the id of a policy, such as `llama-3.1-community`"
                    )
                    faults.add("unknown-policy", f"no policy, family or model is named `{name}`", agreement.span, help=help)
        clauses = {clause for policy in covered.values() for clause in _clauses(policy)}
        if whole and not clauses >= set(agreement.lifts):
            clauses |= set(_all_clauses(corpus))
        for name in agreement.lifts:
            if name not in clauses:
                where = "no policy" if whole else f"none of {', '.join(f'`{policy}`' for policy in covered)}"
                help = did_you_mean(name, sorted(clauses))
                faults.add("unknown-clause", f"{where} has a clause `{name}`", agreement.span, help=help)


def _names_something(name: str, deployment: Deployment, corpus: Corpus) -> bool:
    """Whether a name that is no id of a policy means something else that an agreement can cover."""
    low, catalog = bare(name), corpus.catalog
    if resolve(name, catalog, suggest=False).entry or name in catalog.channels:
        return True
    named = (
        word for entry in catalog.entries for word in (entry.family, entry.license_name, entry.developer, entry.licensor) if word
    )
    declared = (word for model in deployment.models for word in (model.id, model.name))
    names = (policy.name for each in corpus.ids if (policy := corpus.policy(each)))
    packs = (pack.id for pack in corpus.packs)
    return any(bare(word) == low for words in (named, declared, packs, names) for word in words)


def _clauses(policy: Policy) -> Iterator[str]:
    for clause in policy.clauses:
        yield clause.id
        yield f"{policy.id}/{clause.id}"


def _all_clauses(corpus: Corpus) -> Iterator[str]:
    for policy in (*map(corpus.policy, corpus.ids), *corpus.packs):
        if policy:
            yield from _clauses(policy)

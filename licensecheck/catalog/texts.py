"""Which license text a file holds: by its fingerprints, and only where the version is certain."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from licensecheck.facts.deployment import ModelUse
from licensecheck.facts.values import Copy, Fact, Item
from licensecheck.folder.model import Words
from licensecheck.policy.model import Policy

if TYPE_CHECKING:
    from licensecheck.identify.index import Index

LONGEST, SHORTEST = 500_000, 100
"""Letters of a file that is compared with known texts, and words of the shortest text that would have to be one of them."""

NOTICE_MARK = "written by `licensecheck notice`"
"""What stands in the first line of every file that `licensecheck notice` writes, and in no other: none of them is a copy."""

WHOLE = ("exact", "unmodified")


def copies_in(words: str) -> tuple[Copy, ...]:
    """The license texts that a file holds, each with its state; one whose version is not certain is called doubtful."""
    from licensecheck.identify.identify import identify

    found = identify(words[:LONGEST], _index())
    return tuple(
        Copy(match.reference.policy, match.reference.name, match.state if match.certain else "doubtful")
        for match in found.matches
        if match.reference.policy
    )


def known_texts(files: tuple[Words, ...]) -> tuple[Words, ...]:
    """License files with the policies that their words were found to be."""
    named = []
    for file in files:
        copies = () if file.name.casefold().startswith("notice") else copies_in(file.text)
        certain = tuple(dict.fromkeys(copy.policy for copy in copies if copy.state != "doubtful"))
        state = "modified" if any(copy.state == "modified" for copy in copies) else copies[0].state if copies else ""
        named.append(file._replace(policies=certain, state=state))
    return tuple(named)


def in_hand(editions: tuple[Policy, ...], model: ModelUse) -> tuple[Policy, str] | None:
    """The edition whose whole text lies with the model, and the file; None where none does, or more than one.

    Files of the model's folders speak first, then what deploy.yaml declares as the license copy.
    """
    files = [
        (policy, file.file)
        for link in model.folders
        for file in link.folder.files
        if file.state in WHOLE
        for policy in file.policies
    ]
    fact = model.facts.get("evidence.license_copy")
    items = fact.value if fact and isinstance(fact.value, tuple) else ()
    declared = [(copy.policy, item.target) for item in items for copy in item.copies or () if copy.state in WHOLE]
    for places in (files, declared):
        found = {policy.id: (policy, place) for policy in editions for name, place in reversed(places) if name == policy.id}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def checked_copies(fact: Fact, editions: tuple[Policy, ...]) -> Fact:
    """Copies of the license, as one policy sees them: a whole copy of its own text is one, that of another license is none."""
    items = fact.value if isinstance(fact.value, tuple) else ()
    return fact._replace(value=tuple(_checked(item, editions) if item.copies is not None else item for item in items))


def _checked(item: Item, editions: tuple[Policy, ...]) -> Item:
    names = {name for policy in editions for name in (policy.id, policy.edition_of) if name}
    copies = item.copies or ()
    mine = [copy for copy in copies if copy.policy in names]
    if any(copy.state in WHOLE for copy in mine):
        return item
    wanted = editions[-1].name
    if mine:
        what = "a changed copy of it" if mine[0].state == "modified" else "a text that may be another version of it"
        return item._replace(words=None, trouble=f"expected the {wanted}; `{item.target}` holds {what}")
    certain = [copy.name for copy in copies if copy.state != "doubtful"]
    if certain:
        held = " and ".join(f"the {name}" for name in dict.fromkeys(certain[:3]))
        return item._replace(wrong=True, trouble=f"expected the {wanted}; `{item.target}` holds {held}")
    words = item.words or ""
    # a few words beside a title are an excerpt or a stand-in, and are judged by what they say
    if NOTICE_MARK in words.partition("\n")[0] or (len(words.split()) >= SHORTEST and names & _licenses()):
        return item._replace(words=None, trouble=f"expected the {wanted}; `{item.target}` does not hold its text")
    return item


@functools.cache
def _licenses() -> frozenset[str]:
    """The policies whose license text is known."""
    return frozenset(reference.policy for reference in _index().references if reference.kind == "license")


@functools.cache
def _index() -> Index:
    from licensecheck.identify.index import load

    return load()

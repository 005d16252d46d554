"""Which license text a file is: by its fingerprints, and only where the version is certain."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from licensecheck.folder.model import Words

if TYPE_CHECKING:
    from licensecheck.identify.index import Index

LONGEST = 500_000
"""Letters of a file that is compared with known texts."""


class TextState(NamedTuple):
    """What a text was found to be. `policies` are those whose license it holds for certain, whole, in that state."""

    state: str
    policies: tuple[str, ...]
    names: tuple[str, ...]
    changed: tuple[str, ...] = ()
    nearest: str = ""


def text_state(words: str) -> TextState:
    """The state of a text: exact, unmodified, modified or unknown."""
    from licensecheck.identify.identify import identify

    found = identify(words[:LONGEST], _index())
    certain = [match for match in found.matches if match.certain]
    changed = tuple(dict.fromkeys(section for match in found.matches for section in (*match.changed, *match.missing)))
    nearest = found.nearest[0].name if found.nearest else ""
    return TextState(
        found.state,
        tuple(dict.fromkeys(match.reference.policy for match in certain if match.reference.policy)),
        tuple(dict.fromkeys(match.reference.name for match in found.matches)),
        changed,
        nearest,
    )


def known_texts(files: tuple[Words, ...]) -> tuple[Words, ...]:
    """License files with the policies that their words were found to be."""
    named = []
    for file in files:
        if file.name.casefold().startswith("notice"):
            named.append(file)
            continue
        found = text_state(file.text)
        named.append(file._replace(policies=found.policies, state=found.state))
    return tuple(named)


@functools.cache
def _index() -> Index:
    from licensecheck.identify.index import load

    return load()

"""The corpus: vocabulary, policies and catalog, authored in YAML and compiled for fast loading.

In a checkout the compiled form is made anew when a YAML file changed; an installed package carries it.
"""

from __future__ import annotations

import marshal
import os
import zlib
from typing import Any as Anything

from licensecheck.catalog.model import Catalog, Channel, Entry, Hosted, Spellings
from licensecheck.catalog.resolve import resolve
from licensecheck.facts.deployment import Base, PackName
from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy import model
from licensecheck.policy.model import Policy
from licensecheck.source.diagnostic import Diagnostic, InputError, Span
from licensecheck.source.store import Packed, Store

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMPILED = os.path.join(PACKAGE, "_corpus", "corpus.bin")
FORMAT, HEAD = 2, 8
"""The version of the compiled form, and the bytes before it: its length and its checksum."""

STORE = Store(
    (
        Definition, Vocabulary, Places, Span, Base, Hosted, Entry, Channel, Spellings, Catalog, model.Leaf, model.Not, model.All,
        model.Any, model.Excuse, model.Clause, model.PinnedText, model.Reading, model.Section, model.Policy,
    ),
    (model.Leaf,),
)  # fmt: skip


class Corpus:
    """Everything that the shipped data says. Policies are read one by one, when a model needs them."""

    def __init__(self, head: dict[str, Anything], blobs: bytes, extra: tuple[Policy, ...] = (), digest: str = "") -> None:
        self.digest: str = digest or head["digest"]
        self._own_digest = self.digest
        self.vocabulary: Vocabulary = STORE.unpack(head["vocabulary"])
        self.places: Places = STORE.unpack(head["places"])
        self._head, self._blobs = head, blobs
        self._policies: dict[str, Policy] = {policy.id: policy for policy in extra}
        self._catalog: Catalog | None = None
        self._lines: dict[str, Entry | None] = {}
        self._editions: dict[str, tuple[str, ...]] = dict(head["editions"])
        for policy in extra:
            if policy.edition_of:
                known = self._editions.get(policy.edition_of, ())
                self._editions[policy.edition_of] = (*known, policy.id)
        self.extra = tuple(policy.id for policy in extra)
        self.packs: tuple[Policy, ...] = ()
        """The organization's own rules in force; they bind every model."""

    def having(self, packs: tuple[Policy, ...]) -> Corpus:
        """This corpus with these packs in force; its digest speaks of their texts too."""
        import copy

        from licensecheck.catalog.packs import digest_with

        found = copy.copy(self)
        found.packs = packs
        found.digest = digest_with(self._own_digest, (text.sha256 for pack in packs for text in pack.texts))
        return found

    @property
    def catalog(self) -> Catalog:
        if self._catalog is None:
            indexes: Catalog = STORE.unpack(self._head["catalog"])
            self._catalog = indexes._replace(entries=Packed(self._head["entries"], STORE))
        return self._catalog

    @property
    def opinions(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Opinions about models by subject: patterns of ids with what was said. No verdict reads them."""
        found: dict[str, tuple[tuple[str, str], ...]] = self._head["opinions"]
        return found

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all policies that can govern something, sorted."""
        return tuple(sorted({*self._head["policies"], *self.extra}))

    @property
    def families(self) -> tuple[str, ...]:
        """The names that stand for all dated editions of the same terms."""
        return tuple(self._editions)

    def policy(self, name: str) -> Policy | None:
        """The policy of that id, or None."""
        if name not in self._policies:
            place = self._head["policies"].get(name)
            if place is None:
                return None
            start, length = place
            try:
                self._policies[name] = STORE.unpack(zlib.decompress(self._blobs[start : start + length]))
            except zlib.error:
                raise damaged() from None
        return self._policies[name]

    def editions(self, name: str) -> tuple[Policy, ...]:
        """The policy of that id, or all dated editions of the terms of that name, the newest last."""
        found = self.policy(name)
        if found:
            return (found,)
        several = (self.policy(each) for each in self._editions.get(name, ()))
        return tuple(sorted((policy for policy in several if policy), key=lambda policy: (policy.starts, policy.edition)))

    def line(self, id: str) -> Entry | None:
        """The line of the catalog that an id means."""
        if id not in self._lines:
            self._lines[id] = resolve(id, self.catalog, suggest=False).entry
        return self._lines[id]

    def named_license(self, tag: str) -> tuple[Policy, ...]:
        """The policies that a license tag or an SPDX id names; nothing when it names none.

        A `LicenseRef-` that is no id of a policy may carry the tag or the name of a text without an SPDX id.
        """
        low = tag.strip().casefold()
        found = self._spelled(low)
        if found or not low.startswith("licenseref-"):
            return found
        return tuple(each for each in self._spelled(low.removeprefix("licenseref-")) if each.spdx.startswith("LicenseRef-"))

    def _spelled(self, low: str) -> tuple[Policy, ...]:
        return self.editions(self.catalog.spellings.licenses.get(low) or self._head["spdx"].get(low) or low)


def source_folders() -> tuple[str, str]:
    """Where the YAML of policies and rules lies: beside the package in a checkout, inside it when installed."""
    above = os.path.dirname(PACKAGE)
    if os.path.isdir(os.path.join(above, "rules", "catalog")) and os.path.isfile(os.path.join(above, "pyproject.toml")):
        return os.path.join(above, "policies"), os.path.join(above, "rules")
    return os.path.join(PACKAGE, "_data", "policies"), os.path.join(PACKAGE, "_data", "rules")


def is_whole(data: bytes) -> bool:
    """Whether the head of a compiled corpus is as it was written; each policy behind it has a checksum of its own."""
    head = data[HEAD : HEAD + int.from_bytes(data[:4], "big")]
    return (
        len(data) >= HEAD
        and HEAD + int.from_bytes(data[:4], "big") <= len(data)
        and zlib.crc32(head) == int.from_bytes(data[4:8], "big")
    )


def damaged() -> InputError:
    """What is said of a compiled corpus that is not the one that was written: nothing is judged by it."""
    help = "install the package again"
    return InputError((Diagnostic("damaged-corpus", "the compiled policies of this installation are damaged", help=help),))


def load_corpus(extra: str = "", packs: tuple[str, ...] = ()) -> Corpus:
    """The shipped corpus; `extra` is a folder with a team's own policies, `packs` are the organization's own rules in force.

    Raises InputError when a policy of that folder, a pack, or in a checkout any file of the corpus, is wrong.
    """
    corpus = _load(extra)
    if not packs:
        return corpus
    from licensecheck.catalog.packs import with_packs

    return with_packs(corpus, tuple(PackName(name) for name in packs))


def _load(extra: str) -> Corpus:
    policies, rules = source_folders()
    if policies.startswith(os.path.join(PACKAGE, "")):
        try:
            with open(COMPILED, "rb") as file:
                data = file.read()
        except OSError:
            raise damaged() from None
    else:
        from licensecheck.catalog.compile import fresh

        data = fresh(COMPILED, policies, rules)
    if not is_whole(data):
        raise damaged()
    start = HEAD + int.from_bytes(data[:4], "big")
    head = marshal.loads(data[HEAD:start])
    corpus = Corpus(head, data[start:])
    if not extra:
        return corpus
    from licensecheck.catalog.compile import own_policies, texts_below
    from licensecheck.catalog.packs import digest_with

    own = own_policies(extra, policies, corpus.vocabulary, corpus.places)
    return Corpus(head, data[start:], own, digest_with(corpus.digest, texts_below(extra)))

"""Packs of an organization, found by name or path and read; a corpus with packs binds them to every model."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable

from licensecheck.catalog.corpus import Corpus, source_folders
from licensecheck.facts.deployment import PackName
from licensecheck.policy.model import Policy
from licensecheck.policy.packs import check_names, is_pack, read_pack
from licensecheck.source.diagnostic import Faults, InputError
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, parse
from licensecheck.source.text import Text, read, read_below, tree_of

ENDINGS = (".yaml", ".yml")
OF_ISSUES = "catalog"
"""The policy under which findings about the model itself are told."""


def shipped_packs() -> tuple[str, ...]:
    """The names of the packs that the product carries."""
    folder = os.path.join(source_folders()[1], "packs")
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return tuple(sorted(os.path.splitext(name)[0] for name in names if name.endswith(ENDINGS)))


def with_packs(corpus: Corpus, names: Iterable[PackName]) -> Corpus:
    """The corpus with further packs in force. One that is in force already is not read twice.

    Raises InputError with every fault of every pack, and for a pack that is not there.
    """
    faults, lines = Faults(), dict[str, tuple[str, ...]]()
    packs = {pack.id: pack for pack in corpus.packs}
    for name in dict.fromkeys(names):
        try:
            text = _text(name)
        except InputError as error:
            faults.found += [each._replace(span=each.span or name.span) for each in error.diagnostics]
            continue
        lines[text.name] = text.lines
        pack = _read(text, corpus, faults)
        if pack is None:
            continue
        if corpus.editions(pack.id) or pack.id == OF_ISSUES:
            help = "give the pack an id of its own"
            faults.add("duplicate-policy", f"the pack `{pack.id}` has the name of a policy", pack.span, help=help)
        other = packs.setdefault(pack.id, pack)
        if other.texts != pack.texts and other.texts[0].sha256 != pack.texts[0].sha256:
            message = f"two packs are named `{pack.id}`"
            faults.add("duplicate-policy", message, pack.span, help=f"the other one is `{other.texts[0].url}`")
    faults.stop(lines)
    return corpus.having(tuple(packs.values())) if len(packs) > len(corpus.packs) else corpus


def names_of_policies(corpus: Corpus) -> frozenset[str]:
    """Every name under which a license or terms can govern a model: policies, dated terms, and what the catalog has not read."""
    unread = {entry.license_name for entry in corpus.catalog.entries if entry.unread}
    channels = {name for name, channel in corpus.catalog.channels.items() if channel.unread}
    closed = {entry.licensor for entry in corpus.catalog.entries if entry.weights == "closed"}
    makers = {f"{licensor}-on-{channel}" for licensor in closed for channel in corpus.catalog.channels}
    return frozenset({*corpus.ids, *corpus.families, *channels, *makers, *unread} - {""})


def _text(name: PackName) -> Text:
    """The file of a pack: a shipped one by its name, any other by its path."""
    if name.named:
        shipped = shipped_packs()
        if name.text in shipped:
            path = os.path.join(source_folders()[1], "packs", f"{name.text}.yaml")
            return read(path, f"rules/packs/{name.text}.yaml")
        names = f"shipped are {', '.join(shipped)}; for a file write its path, such as `./{name.text}.yaml`"
        help = did_you_mean(name.text, shipped) or names
        faults = Faults()
        faults.add("unknown-pack", f"no pack is named `{name.text}`", name.span, help=help)
        faults.stop()
    if name.declared_in:
        path = os.path.join(os.path.dirname(name.declared_in), name.text)
        return read_below(tree_of(name.declared_in), path)
    return read(name.text)


def _read(text: Text, corpus: Corpus, faults: Faults) -> Policy | None:
    """One pack; nothing where it has a fault."""
    before = len(faults.found)
    try:
        root = parse(text)
    except InputError as error:
        faults.found += error.diagnostics
        return None
    if not isinstance(root, Mapping) or not is_pack(root):
        what = "is a policy, and no pack" if isinstance(root, Mapping) and root.get("policy") else "is no pack: it has no `pack:`"
        help = "`--policies` takes a folder with policies of your own" if "policy" in what else ""
        place = root.entries[0][0].span if isinstance(root, Mapping) and root.entries else root.span if root else None
        faults.add("not-a-pack", f"`{text.name}` {what}", place, help=help)
        return None
    pack = read_pack(text, root, corpus.vocabulary, corpus.places, faults)
    check_names(root, lambda: names_of_policies(corpus), faults)
    return pack if len(faults.found) == before else None


def digest_with(digest: str, texts: Iterable[str]) -> str:
    """The digest of a corpus to which texts were added."""
    parts = "\n".join(sorted(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts))
    return hashlib.sha256(f"{digest}\n{parts}".encode()).hexdigest()

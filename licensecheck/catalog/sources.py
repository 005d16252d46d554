"""The YAML of policies as written, with its spans and examples, for the proofs; the compiled corpus has neither."""

from __future__ import annotations

import hashlib
import os
from typing import Any, NamedTuple

from licensecheck.catalog.corpus import load_corpus, source_folders
from licensecheck.catalog.load import load_catalog
from licensecheck.catalog.packs import names_of_policies
from licensecheck.facts.places import Places, read_places
from licensecheck.facts.vocabulary import Vocabulary, read_vocabulary
from licensecheck.policy.load import policy_files, read_policies
from licensecheck.policy.model import Policy
from licensecheck.policy.packs import check_names, is_pack, read_pack
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError
from licensecheck.source.nodes import Mapping, Node, Scalar, parse
from licensecheck.source.text import read


class Sources(NamedTuple):
    """The policies of one folder that could be read, and the faults of the others. `whole`: they are the shipped corpus."""

    policies: tuple[Policy, ...]
    faults: tuple[Diagnostic, ...]
    vocabulary: Vocabulary
    places: Places
    whole: bool
    works: dict[str, frozenset[tuple[tuple[str, Any], ...]]]


def read_sources(folder: str = "") -> Sources:
    """The policies and packs below a folder, those of one file, or the shipped ones.

    Shipped policies serve as bases of a team's own. A folder that holds `policies/` is a corpus: its `rules/`, where it has them,
    go with it.

    Raises InputError when there is no such folder, or the vocabulary is wrong.
    """
    shipped, rules = source_folders()
    whole = not folder or os.path.realpath(folder) == os.path.realpath(shipped)
    folder = folder or shipped
    faults = Faults()
    if not os.path.exists(folder):
        faults.add("missing-file", f"there is no folder `{folder}`")
        faults.stop()
    if os.path.isdir(os.path.join(folder, "policies")):
        if os.path.isfile(os.path.join(folder, "rules", "facts.yaml")):
            rules = os.path.join(folder, "rules")
        folder = shipped = os.path.join(folder, "policies")
        whole = True
    vocabulary = read_vocabulary(parse(read(os.path.join(rules, "facts.yaml"))), faults)
    places = read_places(parse(read(os.path.join(rules, "places.yaml"))))
    faults.stop()
    bases = {} if whole else _roots(shipped)
    files = policy_files(folder) if os.path.isdir(folder) else [folder]
    packs = [file for file in files if is_pack(_root(file))]
    found, wrong, _ = read_policies([file for file in files if file not in packs], vocabulary, places, bases)
    packs += policy_files(os.path.join(rules, "packs")) if whole else []
    read_in, wrong_packs = _packs(packs, found, vocabulary, places)
    found, wrong = (*found, *read_in), (*wrong, *wrong_packs)
    ordered = tuple(sorted(dict.fromkeys(wrong), key=lambda each: each.span or ("", 0, 0, 0, 0)))
    return Sources(found, ordered, vocabulary, places, whole, _works(rules))


def _packs(
    files: list[str], policies: tuple[Policy, ...], vocabulary: Vocabulary, places: Places
) -> tuple[tuple[Policy, ...], tuple[Diagnostic, ...]]:
    """The packs of some files, and their faults; they may name the policies beside them and the shipped ones."""
    if not files:
        return (), ()
    faults, found = Faults(), []
    known = names_of_policies(load_corpus()) | {name for policy in policies for name in (policy.id, policy.edition_of) if name}
    for file in files:
        text = read(file)
        root = parse(text)
        if isinstance(root, Mapping):
            before = len(faults.found)
            pack = read_pack(text, root, vocabulary, places, faults)
            check_names(root, lambda: known, faults)
            found += [pack] if len(faults.found) == before else []
    return tuple(found), tuple(faults.found)


def _root(file: str) -> Node | None:
    """The root of a file, where it can be read at all."""
    try:
        return parse(read(file))
    except InputError:
        return None  # told where its kind is known to be a policy


def _works(rules: str) -> dict[str, frozenset[tuple[tuple[str, Any], ...]]]:
    """What the catalog says of the works under each policy, as facts; its own faults are found where it is loaded."""
    found: dict[str, set[tuple[tuple[str, Any], ...]]] = {}
    for entry in load_catalog(rules, Faults()).entries:
        facts: list[tuple[str, Any]] = [("work.stage", entry.stage)] if entry.stage else []
        if entry.family:
            facts.append(("work.family", entry.family))
        if entry.multimodal:
            facts.append(("work.multimodal", entry.multimodal == "yes"))
        if entry.modality:
            facts.append(("work.modality", entry.modality))
        for policy in entry.policies:
            found.setdefault(policy, set()).add(tuple(facts))
    return {policy: frozenset(works) for policy, works in found.items()}


def _roots(folder: str) -> dict[str, Mapping]:
    roots = {}
    for file in policy_files(folder):
        root = _root(file)  # a fault of a shipped file is no fault of a team's own
        if isinstance(root, Mapping) and isinstance(root.get("policy"), Scalar):
            roots[root.get("policy").text] = root
    return roots


def read_texts(folder: str) -> dict[str, str]:
    """The texts below a folder, by their sha256.

    Raises InputError when there is no such folder.
    """
    faults = Faults()
    if not os.path.isdir(folder):
        faults.add("missing-file", f"there is no folder `{folder}`")
        faults.stop()
    texts = {}
    for top, _, files in os.walk(folder, followlinks=False):
        for name in sorted(files):
            try:
                text = read(os.path.join(top, name)).text
            except InputError:
                continue
            texts[hashlib.sha256(text.encode()).hexdigest()] = text
    return texts

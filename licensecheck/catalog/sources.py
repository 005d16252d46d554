"""The YAML of policies as written, with its spans and examples, for the proofs; the compiled corpus has neither."""

from __future__ import annotations

import hashlib
import os
from typing import Any, NamedTuple

from licensecheck.catalog.corpus import source_folders
from licensecheck.catalog.load import load_catalog
from licensecheck.facts.places import Places, read_places
from licensecheck.facts.vocabulary import Vocabulary, read_vocabulary
from licensecheck.policy.load import policy_files, read_policies
from licensecheck.policy.model import Policy
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError
from licensecheck.source.nodes import Mapping, Scalar, parse
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
    """The policies below a folder, or the shipped ones. Shipped policies serve as bases of a team's own.

    A folder that holds `policies/` is a corpus: its `rules/`, where it has them, go with it.
    Raises InputError when there is no such folder, or the vocabulary is wrong.
    """
    shipped, rules = source_folders()
    whole = not folder or os.path.realpath(folder) == os.path.realpath(shipped)
    folder = folder or shipped
    faults = Faults()
    if not os.path.isdir(folder):
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
    found, wrong, _ = read_policies(policy_files(folder), vocabulary, places, bases)
    ordered = tuple(sorted(dict.fromkeys(wrong), key=lambda each: each.span or ("", 0, 0, 0, 0)))
    return Sources(found, ordered, vocabulary, places, whole, _works(rules))


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
        try:
            root = parse(read(file))
        except InputError:
            continue  # a fault of a shipped file is no fault of a team's own
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

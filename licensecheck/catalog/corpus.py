"""The corpus: vocabulary, policies and catalog, authored in YAML and compiled for fast loading.

In a checkout the compiled form is made anew when a YAML file changed; an installed package carries it.
"""

from __future__ import annotations

import marshal
import os
import zlib
from typing import Any as Anything

from licensecheck.catalog.load import load_catalog
from licensecheck.catalog.model import Catalog, Channel, Entry, Hosted, Spellings
from licensecheck.facts.deployment import Base
from licensecheck.facts.places import Places, read_places
from licensecheck.facts.vocabulary import Definition, Vocabulary, read_vocabulary
from licensecheck.policy import model
from licensecheck.policy.load import load_policies, policy_files
from licensecheck.policy.model import Policy
from licensecheck.source.diagnostic import Faults, Span
from licensecheck.source.nodes import parse
from licensecheck.source.store import Store
from licensecheck.source.text import read

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMPILED = os.path.join(PACKAGE, "_corpus", "corpus.bin")
FORMAT = 1

STORE = Store(
    (
        Definition, Vocabulary, Places, Span, Base, Hosted, Entry, Channel, Spellings, Catalog, model.Leaf, model.Not, model.All,
        model.Any, model.Excuse, model.Clause, model.PinnedText, model.Reading, model.Section, model.Policy,
    )
)  # fmt: skip


class Corpus:
    """Everything that the shipped data says. Policies are read one by one, when a model needs them."""

    def __init__(self, head: dict[str, Anything], blobs: bytes, extra: tuple[Policy, ...] = ()) -> None:
        self.digest: str = head["digest"]
        self.vocabulary: Vocabulary = STORE.unpack(head["vocabulary"])
        self.places: Places = STORE.unpack(head["places"])
        self._head, self._blobs = head, blobs
        self._policies: dict[str, Policy] = {policy.id: policy for policy in extra}
        self._catalog: Catalog | None = None
        self._editions: dict[str, tuple[str, ...]] = dict(head["editions"])
        for policy in extra:
            if policy.edition_of:
                known = self._editions.get(policy.edition_of, ())
                self._editions[policy.edition_of] = (*known, policy.id)
        self.extra = tuple(policy.id for policy in extra)

    @property
    def catalog(self) -> Catalog:
        if self._catalog is None:
            self._catalog = STORE.unpack(self._head["catalog"])
        return self._catalog

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all policies that can govern something, sorted."""
        return tuple(sorted({*self._head["policies"], *self.extra}))

    def policy(self, name: str) -> Policy | None:
        """The policy of that id, or None."""
        if name not in self._policies:
            place = self._head["policies"].get(name)
            if place is None:
                return None
            start, length = place
            self._policies[name] = STORE.unpack(zlib.decompress(self._blobs[start : start + length]))
        return self._policies[name]

    def editions(self, name: str) -> tuple[Policy, ...]:
        """The policy of that id, or all dated editions of the terms of that name, the newest last."""
        found = self.policy(name)
        if found:
            return (found,)
        several = (self.policy(each) for each in self._editions.get(name, ()))
        return tuple(sorted((policy for policy in several if policy), key=lambda policy: (policy.starts, policy.edition)))

    def named_license(self, tag: str) -> tuple[Policy, ...]:
        """The policies that a license tag or an SPDX id names; nothing when it names none."""
        low = tag.strip().casefold()
        name = self.catalog.spellings.licenses.get(low) or self._head["spdx"].get(low) or low
        return self.editions(name)


def source_folders() -> tuple[str, str]:
    """Where the YAML of policies and rules lies: beside the package in a checkout, inside it when installed."""
    above = os.path.dirname(PACKAGE)
    if os.path.isdir(os.path.join(above, "rules", "catalog")) and os.path.isfile(os.path.join(above, "pyproject.toml")):
        return os.path.join(above, "policies"), os.path.join(above, "rules")
    return os.path.join(PACKAGE, "_data", "policies"), os.path.join(PACKAGE, "_data", "rules")


def load_corpus(extra: str = "") -> Corpus:
    """The shipped corpus; `extra` is a folder with a team's own policies.

    Raises InputError when a policy of that folder, or in a checkout any file of the corpus, is wrong.
    """
    policies, rules = source_folders()
    data = _compiled(policies, rules)
    head_length = int.from_bytes(data[:4], "big")
    head = marshal.loads(data[4 : 4 + head_length])
    corpus = Corpus(head, data[4 + head_length :])
    if not extra:
        return corpus
    bases = {}
    for file in policy_files(policies):
        root = parse(read(file))
        if isinstance(root, model.Mapping) and root.get("policy") is not None:
            bases[root.get("policy").text] = root
    found = load_policies(policy_files(extra), corpus.vocabulary, corpus.places, bases)
    return Corpus(head, data[4 + head_length :], found)


def _compiled(policies: str, rules: str) -> bytes:
    installed = policies.startswith(os.path.join(PACKAGE, ""))
    try:
        with open(COMPILED, "rb") as file:
            data = file.read()
        if installed or data[-32:] == _stamp(policies, rules):
            return data[:-32]
    except OSError:
        if installed:
            raise
    data = compile_corpus(policies, rules)
    _write(COMPILED, data + _stamp(policies, rules))
    return data


def compile_corpus(policies: str, rules: str) -> bytes:
    """The compiled form of the YAML in two folders. The same files give the same bytes.

    Raises InputError with every fault of every file.
    """
    import hashlib

    faults = Faults()
    vocabulary = read_vocabulary(parse(read(os.path.join(rules, "facts.yaml"))), faults)
    places = read_places(parse(read(os.path.join(rules, "places.yaml"))))
    faults.stop()
    loaded = load_policies(policy_files(policies), vocabulary, places)
    catalog = load_catalog(rules, faults)
    faults.stop()
    blobs, table, editions, spdx = bytearray(), {}, {}, {}
    for policy in sorted(loaded, key=lambda each: each.id):
        bare = policy._replace(
            clauses=tuple(clause._replace(examples=(), span=None) for clause in policy.clauses),
            file=os.path.relpath(policy.file, os.path.dirname(policies)),
            span=None,
        )
        data = zlib.compress(STORE.pack(bare), 6)
        table[policy.id] = (len(blobs), len(data))
        blobs += data
        if policy.edition_of:
            editions[policy.edition_of] = (*editions.get(policy.edition_of, ()), policy.id)
        if policy.spdx:
            spdx.setdefault(policy.spdx.casefold(), policy.edition_of or policy.id)
    shown = tuple(
        entry._replace(file=os.path.relpath(entry.file, os.path.dirname(rules))) for entry in catalog.entries
    )
    head = {
        "format": FORMAT,
        "vocabulary": STORE.pack(vocabulary),
        "places": STORE.pack(places),
        "catalog": STORE.pack(catalog._replace(entries=shown)),
        "policies": table,
        "editions": editions,
        "spdx": spdx,
        "digest": "",
    }
    packed = marshal.dumps(head, 4)
    head["digest"] = hashlib.sha256(packed + bytes(blobs)).hexdigest()
    packed = marshal.dumps(head, 4)
    return len(packed).to_bytes(4, "big") + packed + bytes(blobs)


def _stamp(policies: str, rules: str) -> bytes:
    """A mark of the names, sizes and times of all YAML files and of the code that compiles them, 32 bytes."""
    import hashlib

    code = [os.path.join(PACKAGE, name) for name in ("policy/load.py", "policy/conditions.py", "policy/model.py", "catalog/load.py", "catalog/model.py", "catalog/corpus.py", "facts/vocabulary.py", "policy/prohibited.py", "policy/families.py")]  # fmt: skip
    marks = []
    for file in (*policy_files(policies), *policy_files(rules), *code):
        status = os.stat(file)
        marks.append(f"{file}\0{status.st_size}\0{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(marks).encode()).digest()


def _write(path: str, data: bytes) -> None:
    """Write the compiled form in one step; a checkout that cannot be written to works without it."""
    import contextlib
    import tempfile

    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path))
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)

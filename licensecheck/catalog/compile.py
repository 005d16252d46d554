"""The corpus compiled: YAML in, the bytes that an installed package carries out. Not imported by an audit."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import tempfile
import zlib

from licensecheck.catalog.corpus import FORMAT, PACKAGE, STORE, is_whole
from licensecheck.catalog.load import load_catalog
from licensecheck.facts.places import Places, read_places
from licensecheck.facts.vocabulary import Vocabulary, read_vocabulary
from licensecheck.policy.bases import Bases
from licensecheck.policy.load import load_policies, policy_files, read_policies
from licensecheck.policy.model import Policy
from licensecheck.source.diagnostic import Faults
from licensecheck.source.nodes import parse, plain
from licensecheck.source.text import read

STAMP = 32
COMPILING = (
    "policy/load.py", "policy/clauses.py", "policy/conditions.py", "policy/model.py", "policy/prohibited.py", "policy/families.py",
    "catalog/load.py", "catalog/model.py", "catalog/corpus.py", "facts/vocabulary.py", "facts/places.py", "source/store.py",
)  # fmt: skip
"""The code whose change makes a compiled corpus stale."""


def fresh(compiled: str, policies: str, rules: str) -> bytes:
    """The compiled form of a checkout: as it lies there, or made anew when a file has changed."""
    stamp = _stamp(policies, rules)
    with contextlib.suppress(OSError), open(compiled, "rb") as file:
        data = file.read()
        if data[-STAMP:] == stamp and is_whole(data):
            return data[:-STAMP]
    data = compile_corpus(policies, rules)
    _write(compiled, data + stamp)
    return data


def own_policies(folder: str, policies: str, vocabulary: Vocabulary, places: Places) -> tuple[Policy, ...]:
    """A team's own policies; they may extend the shipped ones, and never take their place.

    Raises InputError with every fault.
    """
    faults = Faults()
    if not os.path.isdir(folder):
        faults.add("missing-file", f"there is no folder `{folder}`")
        faults.stop()
    bases = Bases(policies)
    own, wrong, lines = read_policies(policy_files(folder), vocabulary, places, bases)
    faults.found += wrong
    for policy in own:
        for name in {policy.id, policy.edition_of} & bases.names:
            help = "give yours an id of its own"
            faults.add("duplicate-policy", f"the policy `{name}` is a shipped one", policy.span, help=help)
    faults.stop(lines)
    return own


def texts_below(folder: str) -> tuple[str, ...]:
    """The text of every policy file of a folder."""
    return tuple(read(file).text for file in policy_files(folder))


def compile_corpus(policies: str, rules: str) -> bytes:
    """The compiled form of the YAML in two folders. The same files give the same bytes.

    Raises InputError with every fault of every file.
    """
    faults = Faults()
    vocabulary = read_vocabulary(parse(read(os.path.join(rules, "facts.yaml"))), faults)
    places = read_places(parse(read(os.path.join(rules, "places.yaml"))))
    faults.stop()
    loaded = load_policies(policy_files(policies), vocabulary, places)
    catalog = load_catalog(rules, faults)
    faults.stop()
    blobs = bytearray()
    table: dict[str, tuple[int, int]] = {}
    editions: dict[str, tuple[str, ...]] = {}
    spdx: dict[str, str] = {}
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
    shown = tuple(entry._replace(file=os.path.relpath(entry.file, os.path.dirname(rules))) for entry in catalog.entries)
    head = {
        "format": FORMAT,
        "vocabulary": STORE.pack(vocabulary),
        "places": STORE.pack(places),
        "catalog": STORE.pack(catalog._replace(entries=())),
        "entries": tuple(STORE.pack(entry) for entry in shown),
        "opinions": _opinions(rules),
        "policies": table,
        "editions": editions,
        "spdx": spdx,
        "digest": "",
    }
    packed = marshal.dumps(head, 2)
    head["digest"] = hashlib.sha256(packed + bytes(blobs)).hexdigest()
    packed = marshal.dumps(head, 2)
    return len(packed).to_bytes(4, "big") + zlib.crc32(packed).to_bytes(4, "big") + packed + bytes(blobs)


def _stamp(policies: str, rules: str) -> bytes:
    """A mark of the names, sizes and times of all YAML files and of the code that compiles them, 32 bytes."""
    code = [os.path.join(PACKAGE, name) for name in COMPILING]
    marks = []
    for file in (*policy_files(policies), *policy_files(rules), *code):
        status = os.stat(file)
        marks.append(f"{file}\0{status.st_size}\0{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(marks).encode()).digest()


def _write(path: str, data: bytes) -> None:
    """Write the compiled form in one step; a checkout that cannot be written to works without it."""
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path))
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)


def _opinions(rules: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Opinions by subject: patterns of ids, and what was said of them with the year."""
    path = os.path.join(rules, "opinions.yaml")
    if not os.path.exists(path):
        return {}
    root = plain(parse(read(path))) or {}
    return {
        subject: tuple((line["match"], f"{line['says']} ({said['year']})") for line in said["models"])
        for subject, said in root.items()
    }

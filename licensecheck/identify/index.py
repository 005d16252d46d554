"""The index: what is known of the reference texts, as numbers. Read from one file, and written as that file's bytes."""

from __future__ import annotations

import os
import sys
import zlib
from array import array
from functools import cached_property
from typing import NamedTuple

from licensecheck.source.diagnostic import Diagnostic, InputError

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAGIC = b"licensecheck fingerprints 2\n"
CHECK = 4
"""Bytes of the checksum at the end."""
OWN = 31
"""The bit of a place that tells a text from everything else: its title, its dates and its figures."""


class Reference(NamedTuple):
    """A known text: the policy that was written from it, which edition and kind of text it is, and what it is made of."""

    policy: str
    edition: str
    kind: str
    name: str
    words: int
    digest: str
    prints: int
    """Fingerprints of this text in the index."""
    neighbours: tuple[int, ...]
    """Numbers of the texts that are so near that single words decide; the n-th one has the n-th bit in a place's mask."""
    optional: frozenset[str]
    """Sections that copies leave out or fill in without changing the license."""


class Section(NamedTuple):
    """A section of a reference text: its words from `start` up to `stop`, its label and the digest of its words."""

    start: int
    stop: int
    label: str
    digest: bytes


class Place(NamedTuple):
    """Words of a reference text that a neighbour does not have there: hashes of them and of the words around them.

    `left` or `right` is 0 where the text begins or ends. No length means that the neighbour has words more.
    """

    start: int
    length: int
    left: int
    words: int
    right: int
    mask: int


class Tables(NamedTuple):
    """The columns of the index; what stands in which follows from the counts in the head."""

    hashes: array[int]
    counts: array[int]
    owners: array[int]
    positions: array[int]
    starts: array[int]
    labels: array[int]
    digests: bytes
    at: array[int]
    lengths: array[int]
    left: array[int]
    words: array[int]
    right: array[int]
    masks: array[int]


CODES = ("I", "B", "B", "H", "H", "H", "8s", "H", "B", "I", "I", "I", "I")


class Index:
    """Known texts and their fingerprints."""

    def __init__(
        self, references: tuple[Reference, ...], names: tuple[str, ...], spans: tuple[tuple[int, int], ...], tables: Tables
    ) -> None:
        self.references, self.tables = references, tables
        self._names, self._spans = names, spans
        self._sections: dict[int, tuple[Section, ...]] = {}
        self._places: dict[int, tuple[Place, ...]] = {}
        self.exact = {reference.digest: number for number, reference in enumerate(references)}

    @cached_property
    def postings(self) -> dict[int, tuple[int, int]]:
        """For each fingerprint the stretch of `owners` and `positions` that tells where it stands."""
        found: dict[int, tuple[int, int]] = {}
        place = 0
        for key, count in zip(self.tables.hashes, self.tables.counts, strict=True):
            found[key] = (place, place + count)
            place += count
        return found

    def sections(self, number: int) -> tuple[Section, ...]:
        """The sections of a reference in the order of its text."""
        if number not in self._sections:
            first = sum(count for count, _ in self._spans[:number])
            stop = first + self._spans[number][0]
            starts = [*self.tables.starts[first:stop], self.references[number].words]
            labels = [self._names[label] for label in self.tables.labels[first:stop]]
            proofs = [self.tables.digests[8 * at : 8 * at + 8] for at in range(first, stop)]
            rows = zip(starts, starts[1:], labels, proofs, strict=False)
            self._sections[number] = tuple(Section(*row) for row in rows)
        return self._sections[number]

    def places(self, number: int) -> tuple[Place, ...]:
        """The decisive places of a reference in the order of its text."""
        if number not in self._places:
            first = sum(count for _, count in self._spans[:number])
            tables = self.tables
            columns = (tables.at, tables.lengths, tables.left, tables.words, tables.right, tables.masks)
            rows = zip(*(column[first : first + self._spans[number][1]] for column in columns), strict=True)
            self._places[number] = tuple(Place(*row) for row in rows)
        return self._places[number]


def shipped() -> str:
    """The path of the index that comes with the package: beside it in a checkout, inside it when installed."""
    above = os.path.dirname(PACKAGE)
    folder = above if os.path.isfile(os.path.join(above, "pyproject.toml")) else os.path.join(PACKAGE, "_data")
    return os.path.join(folder, "rules", "fingerprints.bin")


def load(path: str = "") -> Index:
    """The index in a file, by default the shipped one. Raises InputError when it is not there, or not whole."""
    try:
        with open(path or shipped(), "rb") as file:
            return unpacked(file.read())
    except (OSError, ValueError):
        help = "install the package again"
        raise InputError((Diagnostic("damaged-index", "the fingerprints of this installation are damaged", help=help),)) from None


def unpacked(data: bytes) -> Index:
    """The index of some bytes. ValueError when they are not an index, or not as it was written."""
    if not data.startswith(MAGIC):
        raise ValueError("this is no index of fingerprints")
    if zlib.crc32(data[:-CHECK]) != int.from_bytes(data[-CHECK:], "little"):
        raise ValueError("the index of fingerprints is damaged")
    start = len(MAGIC) + 4
    stop = start + int.from_bytes(data[len(MAGIC) : start], "little")
    names, *rows = data[start:stop].decode().split("\n")
    references, spans = [], []
    for row in rows:
        policy, edition, kind, name, words, digest, prints, near, optional, sections, places = row.split("\t")
        neighbours = tuple(int(each) for each in near.split())
        labels = frozenset(optional.split("|")) if optional else frozenset()
        references.append(Reference(policy, edition, kind, name, int(words), digest, int(prints), neighbours, labels))
        spans.append((int(sections), int(places)))
    columns: list[array[int] | bytes] = []
    for code in CODES:
        size = int.from_bytes(data[stop : stop + 4], "little")
        piece = data[stop + 4 : stop + 4 + size]
        stop += 4 + size
        columns.append(piece if code == "8s" else _column(code, piece))
    return Index(tuple(references), tuple(names.split("\t")), tuple(spans), Tables(*columns))  # type: ignore[arg-type]


def packed(index: Index) -> bytes:
    """The bytes of an index; the same index gives the same bytes on every machine."""
    rows = ["\t".join(index._names)]
    for reference, (sections, places) in zip(index.references, index._spans, strict=True):
        near, optional = " ".join(map(str, reference.neighbours)), "|".join(sorted(reference.optional))
        rows.append("\t".join(map(str, (*reference[:7], near, optional, sections, places))))
    head = "\n".join(rows).encode()
    data = [MAGIC, len(head).to_bytes(4, "little"), head]
    for column in index.tables:
        piece = column if isinstance(column, bytes) else _swapped(column).tobytes()
        data += [len(piece).to_bytes(4, "little"), piece]
    whole = b"".join(data)
    return whole + zlib.crc32(whole).to_bytes(CHECK, "little")


def _column(code: str, data: bytes) -> array[int]:
    return _swapped(array(code, data))


def _swapped(column: array[int]) -> array[int]:
    """The column with its bytes the other way round on machines that write the high byte first."""
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column

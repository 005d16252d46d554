"""The whole way: walk, find, parse, judge, resolve, and the occurrences of one model together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from licensecheck.catalog.model import Catalog
from licensecheck.scan.components import components
from licensecheck.scan.constants import Constants
from licensecheck.scan.find import Finder, Hits
from licensecheck.scan.gguf import HEAD as GGUF_HEAD
from licensecheck.scan.gguf import gguf
from licensecheck.scan.imported import resolved
from licensecheck.scan.interest import Interest, numbers_of
from licensecheck.scan.model import Alias, RunTime, Scan
from licensecheck.scan.outcome import Outcome, Resolver
from licensecheck.scan.parse import pieces
from licensecheck.scan.rules import Rules
from licensecheck.scan.safetensors import HEAD as SAFETENSORS_HEAD
from licensecheck.scan.safetensors import safetensors
from licensecheck.scan.walk import Found, below_skipped, kind_of, walk
from licensecheck.scan.wanted import ALL, Wanted
from licensecheck.source.tree import content, head

LARGEST = {"notebook": 30_000_000, "json": 6_000_000}
LARGEST_TEXT = 3_000_000
PACKED = 400
"""Bytes a line on average from which on a script is no source."""

_CODE = ("python", "javascript", "braces", "hashes", "notebook")
_WORDS = (
    b"model", b"llm", b"embed", b"rerank", b"checkpoint", b"ckpt", b"pretrained", b"repo", b"name_or_path", b"tokenizer",
    b"storageuri", b"image", b"uri",
)  # fmt: skip

Changed = Mapping[str, frozenset[int]]
"""Lines of files, by their paths from the root; None stands for a whole tree."""

Progress = Callable[[int], None]
_Placed = TypeVar("_Placed", Alias, RunTime)


class Scanner:
    """Scans files. `fast` chooses how literals are found; `plainly` parses every file and tries every pattern everywhere."""

    def __init__(self, rules: Rules, catalog: Catalog, fast: bool | None = None, plainly: bool = False) -> None:
        self.rules, self.plainly = rules, plainly
        self.finder = Finder(rules, fast, catalog.ids)
        self.interest = Interest(rules)
        self.constants = Constants(rules, catalog)
        self.resolver = Resolver(rules, catalog)

    def scan(
        self, root: str, changed: Changed | None = None, progress: Progress | None = None, exclude: Iterable[str] = ()
    ) -> Scan:
        """What a tree uses, or one file, or only the lines that changed. `exclude` are paths that are not looked at."""
        outcome = Outcome(self.resolver)
        skipped: list[tuple[str, str]] = []
        files = parsed = size = 0
        left_out = {os.path.realpath(path) for path in exclude}
        folder, found = self._files(root, changed)
        for file in found:
            files += 1
            if progress is not None and files % 64 == 0:
                progress(files)
            path = os.path.join(folder, file.path)
            if left_out and os.path.realpath(path) in left_out:
                continue
            if file.kind in ("gguf", "safetensors"):
                data = head(path, GGUF_HEAD if file.kind == "gguf" else SAFETENSORS_HEAD)
                if data is None:
                    skipped.append((file.path, "unreadable"))
                    continue
                parsed += 1
                outcome.add(gguf(data) if file.kind == "gguf" else safetensors(data), file, "", None, None)
                continue
            data = content(path, LARGEST.get(file.kind, LARGEST_TEXT))
            if data is None:
                skipped.append((file.path, "too large, or unreadable"))
                continue
            size += len(data)
            parsed += self._scanned(data, file, outcome, changed.get(file.path) if changed is not None else None)
        if changed is None:
            self._import(outcome, folder)
        return Scan(
            root,
            components(outcome.models),
            _sorted(outcome.aliases),
            _sorted(outcome.run_time),
            files,
            parsed,
            size,
            tuple(skipped),
        )

    def _files(self, root: str, changed: Changed | None) -> tuple[str, Iterator[Found]]:
        if changed is not None:
            kinds = (
                (path, kind_of(path.rpartition("/")[2], self.rules.kinds))
                for path in sorted(changed)
                if not below_skipped(path, self.rules.kinds)
            )
            return root, (Found(path, kind) for path, kind in kinds if kind)
        if not os.path.isdir(root):
            name = os.path.basename(root)
            return os.path.dirname(root), iter((Found(name, kind_of(name, self.rules.kinds) or "shell"),))
        return root, walk(root, self.rules.kinds)

    def _import(self, outcome: Outcome, folder: str) -> None:
        """Add the constants that other files use as models; files are read again only where there are such constants."""
        read = (content(os.path.join(folder, path), LARGEST_TEXT) for path in outcome.keyed)
        texts = (data.decode("utf-8-sig", "replace").replace("\r\n", "\n") for data in read if data is not None)
        for constant in resolved(outcome.constants, texts, self.rules):
            outcome.add((constant.piece,), constant.file, "", None, None)

    def _scanned(self, data: bytes, file: Found, outcome: Outcome, changed: frozenset[int] | None) -> bool:
        """Scan one file; False when nothing in it made it worth parsing."""
        if b"\0" in data[:8_000]:
            return False
        low = data.lower()
        beginning = low[:400]
        if any(mark in beginning for mark in self.rules.kinds.generated) or (file.kind == "javascript" and _is_packed(data)):
            return False
        if self.plainly:
            hits = self.finder.find_plainly(low)
        else:
            hits = self.finder.find(low)
        if hits.keyed and file.kind == "python":
            outcome.keyed[file.path] = None
        has_constants = self.constants.there(low, file.kind, hits.owned)
        if has_constants:
            text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
            outcome.add(self.constants.pieces(text), file, text, changed, None)
        if not self.plainly and not _worth(hits, file.kind, low):
            return has_constants
        interest = self.interest.lines(low, hits) if file.kind in _CODE and not self.plainly else None
        if interest is not None and not interest:
            return has_constants
        text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
        if file.path.rpartition("/")[2] in ("deploy.yaml", "deploy.yml") and _declares(text):
            return False
        lines = frozenset(numbers_of(low, hits.offsets))
        wanted = ALL if self.plainly else Wanted(lines, self.rules.keys)
        found = pieces(text, file.kind, lines, self.rules, interest, wanted)
        outcome.add(found, file, text, changed, None if self.plainly else lines)
        return True


def _worth(hits: Hits, kind: str, low: bytes) -> bool:
    """Whether a file may name a model at all."""
    if hits.offsets or hits.keyed or kind == "modelfile":
        return True
    return kind not in (*_CODE, "prose") and any(word in low for word in _WORDS)


def _sorted(found: list[_Placed]) -> tuple[_Placed, ...]:
    return tuple(sorted(dict.fromkeys(found)))


def _is_packed(data: bytes) -> bool:
    """Whether a script was made by a tool that leaves out line ends."""
    return len(data) > 5_000 and len(data) > PACKED * data.count(b"\n")


def _declares(text: str) -> bool:
    """Whether a deploy.yaml is one of this tool, not of something else that deploys."""
    tops = {line.partition(":")[0] for line in text.split("\n") if line[:1].isalpha()}
    return "models" in tops and bool(tops & {"organization", "deployment"})

"""The whole way: walk, find, parse, judge, resolve, and the occurrences of one model together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from licensecheck.catalog.model import Catalog
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.scan.accept import Judge, Named
from licensecheck.scan.evidence import file_of
from licensecheck.scan.find import Finder, Hits
from licensecheck.scan.gguf import HEAD as GGUF_HEAD
from licensecheck.scan.gguf import gguf
from licensecheck.scan.interest import Interest
from licensecheck.scan.link import link
from licensecheck.scan.look import Looker
from licensecheck.scan.model import CLASSES, Alias, Component, Piece, Reference, RunTime, Scan
from licensecheck.scan.parse import pieces
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.safetensors import HEAD as SAFETENSORS_HEAD
from licensecheck.scan.safetensors import safetensors
from licensecheck.scan.walk import Found, below_skipped, kind_of, walk
from licensecheck.source.tree import content, head

LARGEST = {"notebook": 30_000_000, "json": 6_000_000}
LARGEST_TEXT = 3_000_000
_CODE = ("python", "javascript", "braces", "hashes", "notebook")
_ENVIRONMENT = (b"environ", b"getenv", b"process.env")
_WORDS = (
    b"model",
    b"llm",
    b"embed",
    b"rerank",
    b"checkpoint",
    b"ckpt",
    b"pretrained",
    b"repo",
    b"name_or_path",
    b"tokenizer",
    b"storageuri",
    b"image",
    b"uri",
)
_CHANNELS = {
    "openai": "openai-api",
    "anthropic": "anthropic-api",
    "mistral": "mistral-api",
    "google": "gemini-api",
    "cohere": "cohere-api",
    "groq": "groq-api",
}

Changed = Mapping[str, frozenset[int]]
"""Lines of files, by their paths from the root; None stands for a whole tree."""

Progress = Callable[[int], None]
_Placed = TypeVar("_Placed", Alias, RunTime)


class _Outcome(NamedTuple):
    references: list[Reference]
    aliases: list[Alias]
    run_time: list[RunTime]
    keys: set[str]


class Scanner:
    """Scans files. `fast` chooses how literals are found; `plainly` parses every file and tries every pattern everywhere."""

    def __init__(self, rules: Rules, catalog: Catalog, fast: bool | None = None, plainly: bool = False) -> None:
        self.rules, self.catalog, self.plainly = rules, catalog, plainly
        self.finder = Finder(rules, fast)
        self.interest = Interest(rules)
        self.judge = Judge(rules, Looker(rules, catalog))
        self._resolved: dict[tuple[str, str], Resolution] = {}

    def scan(
        self, root: str, changed: Changed | None = None, progress: Progress | None = None, exclude: Iterable[str] = ()
    ) -> Scan:
        """What a tree uses, or one file, or only the lines that changed. `exclude` are paths that are not looked at."""
        outcome = _Outcome([], [], [], set())
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
                read = gguf(data) if file.kind == "gguf" else safetensors(data)
                self._judged(read, file, "", outcome, None)
                continue
            data = content(path, LARGEST.get(file.kind, LARGEST_TEXT))
            if data is None:
                skipped.append((file.path, "too large, or unreadable"))
                continue
            size += len(data)
            lines = changed.get(file.path) if changed is not None else None
            parsed += self._scanned(data, file, outcome, lines)
        return Scan(
            root,
            _components(outcome.references),
            _sorted(outcome.aliases),
            _sorted(_unknown(outcome)),
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

    def _scanned(self, data: bytes, file: Found, outcome: _Outcome, changed: frozenset[int] | None) -> bool:
        """Scan one file; False when nothing in it made it worth parsing."""
        if b"\0" in data[:8_000]:
            return False
        low = data.lower()
        if any(mark in low[:400] for mark in self.rules.kinds.generated):
            return False
        if self.plainly:
            hits = self.finder.find_plainly(low)
        else:
            hits = self.finder.find(low)
            if not self._worth(hits, file.kind, low):
                return False
        text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
        if file.path.rpartition("/")[2] in ("deploy.yaml", "deploy.yml") and _declares(text):
            return False
        lines = _lines_of(low, hits)
        interest = self.interest.lines(low, lines) if file.kind in _CODE and not self.plainly else None
        found = pieces(text, file.kind, lines, self.rules, interest)
        self._judged(found, file, text, outcome, changed)
        return True

    def _worth(self, hits: Hits, kind: str, low: bytes) -> bool:
        if hits.offsets or hits.sure or kind == "modelfile":
            return True
        if kind in _CODE:
            return hits.keyed and (self.finder.plausible.search(low) is not None or any(word in low for word in _ENVIRONMENT))
        return hits.keyed or (kind != "prose" and any(word in low for word in _WORDS))

    def _judged(self, found: Iterable[Piece], file: Found, text: str, outcome: _Outcome, changed: frozenset[int] | None) -> None:
        here = file_of(file.path, file.kind, text, self.rules)
        named: dict[tuple[int, int], Named] = {}
        for piece in found:
            judged = self.judge.judge(piece, here)
            if judged is None:
                continue
            place = (piece.line, piece.column)
            if place not in named or _better(judged, named[place]):
                named[place] = judged
        models, aliases = link(named.values())
        seen: set[tuple[int, str]] = set()
        for each in models:
            piece = each.piece
            if changed is not None and piece.line not in changed:
                continue
            if each.kind == "run_time":
                outcome.run_time.append(RunTime(file.path, piece.line, piece.column, each.look.id, piece.key))
                continue
            reference = self._reference(each, file.path)
            outcome.keys.add(bare(piece.key))
            if (piece.line, reference.id.casefold()) not in seen:
                seen.add((piece.line, reference.id.casefold()))
                outcome.references.append(reference)
        for each, meant in aliases:
            piece = each.piece
            if changed is None or piece.line in changed:
                name = self._reference(meant, file.path).id if meant else ""
                how = f"the name of `{name}` in the same entry" if name else "what it stands for is not in the file"
                if not name and each.look.sort == "hosted":
                    resolved = self._resolution(each.look.id, each.look.namespace)
                    if resolved.entry is not None:
                        name, how = resolved.id, "it has the name of a model"
                outcome.aliases.append(Alias(file.path, piece.line, piece.column, piece.text, name, how))

    def _reference(self, named: Named, path: str) -> Reference:
        piece, look = named.piece, named.look
        resolution = self._resolution(look.id, look.namespace)
        known = resolution.entry is not None
        name = resolution.id if known else _canonical(look.id, look.namespace)
        namespace = look.namespace or resolution.channel or ("huggingface" if "/" in name else "")
        how = f"{_held(piece, named.strength)}; {resolution.how}" if known else _held(piece, named.strength)
        return Reference(path, piece.line, piece.column, piece.text, name, namespace, named.kind, how, known)

    def _resolution(self, text: str, namespace: str) -> Resolution:
        key = (text, namespace)
        if key not in self._resolved:
            channel = namespace if namespace in self.catalog.channels else _CHANNELS.get(namespace, namespace)
            self._resolved[key] = resolve(text, self.catalog, channel, suggest=False)
        return self._resolved[key]


def _unknown(outcome: _Outcome) -> list[RunTime]:
    """What is known at run time only: where some file gives the variable a model, that model is reported."""
    return [each for each in outcome.run_time if bare(each.text) not in outcome.keys]


def _better(new: Named, old: Named) -> bool:
    """Whether a second reading of the same place says more than the first."""
    return bool(new.strength) > bool(old.strength)


def _held(piece: Piece, strength: str) -> str:
    match piece.role:
        case "comment":
            return "in a comment"
        case "prose":
            return "in prose"
        case "command":
            return "the argument of a command"
        case "card":
            return "a parent on a model card"
    where = f"`{piece.key[:60]}`" if piece.key else f"the call `{piece.call[-60:]}`" if piece.call else "a text of its own"
    said = {"default": "the default of ", "choice": "one of several under "}.get(
        piece.role, "the value of " if piece.key else "an argument of " if piece.call else ""
    )
    return said + where


def _canonical(text: str, namespace: str) -> str:
    """The id of a model that the catalog does not know: without a tag of its quantization."""
    if "/" in text and namespace in ("huggingface", "docker", ""):
        return text.partition(":")[0].partition("@")[0]
    return text


def _components(references: list[Reference]) -> tuple[Component, ...]:
    by_id: dict[str, list[Reference]] = {}
    for reference in references:
        by_id.setdefault(reference.id.casefold(), []).append(reference)
    found = []
    for several in by_id.values():
        ordered = tuple(sorted(several, key=lambda each: (CLASSES.index(each.kind), each.file, each.line)))
        first = ordered[0]
        found.append(Component(first.id, first.namespace, first.kind, first.known, ordered))
    return tuple(sorted(found, key=lambda each: (CLASSES.index(each.kind), each.id.casefold())))


def _sorted(found: list[_Placed]) -> tuple[_Placed, ...]:
    return tuple(sorted(dict.fromkeys(found)))


def _lines_of(low: bytes, hits: Hits) -> frozenset[int]:
    lines: set[int] = set()
    line, at = 1, 0
    for offset in hits.offsets:
        line += low.count(b"\n", at, offset)
        at = offset
        lines.add(line)
    return frozenset(lines)


def _declares(text: str) -> bool:
    """Whether a deploy.yaml is one of this tool, not of something else that deploys."""
    tops = {line.partition(":")[0] for line in text.split("\n") if line[:1].isalpha()}
    return "models" in tops and bool(tops & {"organization", "deployment"})

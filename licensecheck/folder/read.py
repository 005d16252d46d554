"""A model folder, an entry of a download cache, or one file of weights, read within bounds. Nothing is loaded."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

from licensecheck.folder.card import read_card
from licensecheck.folder.config import read_adapter, read_config
from licensecheck.folder.gguf import read_gguf
from licensecheck.folder.model import Folder, Said, Trouble, Words, at
from licensecheck.folder.safetensors import read_safetensors
from licensecheck.source.below import Head, head_below, inside, is_folder, links
from licensecheck.source.diagnostic import InputError
from licensecheck.source.tree import listed

CARD, CONFIG, GGUF, SAFETENSORS, LICENSE = 1_000_000, 2_000_000, 2_000_000, 8_000_008, 500_000
"""Bytes of each kind of file that are read."""
MOST_WEIGHTS, MOST_TEXTS, MOST_NAMES = 4, 12, 20_000
"""Files of weights and of licenses that are read, and names of a folder that are looked at."""

_TEXTS = re.compile(r"(?:licen[sc]e|copying|notice|use_policy|usage_policy|model[_-]licen[sc]e)[\w.-]*\Z", re.IGNORECASE)
_CACHED = re.compile(r"models--([^/]+)--([^/]+)\Z")


def read_folder(path: str, tree: str) -> Folder:
    """What the files at a path say; `tree` is the folder that nothing may leave.

    An entry of a download cache may lie anywhere. Links may lead within the tree, or the entry, and nowhere else.

    Raises InputError when nothing is there, or when it lies outside the tree.
    """
    entry = cache_entry(path)
    root = entry or tree
    real = inside(root, path)
    folder, name = (path, _id_of(path, entry)) if is_folder(real) else os.path.split(path)
    if not is_folder(real):
        return _collected(Folder(path, os.path.splitext(name)[0], bool(entry)), [_one(folder, name, root)])
    snapshot = _snapshot(path, entry, root)
    real = inside(root, snapshot)
    names = listed(real, MOST_NAMES)
    files = sorted({*(names.files if names else ()), *links(real, MOST_NAMES)})
    downloaded = bool(entry) or bool(names and ".cache" in names.folders and is_folder(os.path.join(real, ".cache", "huggingface")))
    said = [_one(snapshot, each, root) for each in _wanted(files)]
    texts = tuple(_texts(snapshot, files, root))
    folder_said = _collected(Folder(path, name, downloaded), said)
    read = (*folder_said.read, *((text.file, text.text) for text in texts))
    return folder_said._replace(files=texts, read=read)


def cache_entry(path: str) -> str:
    """The folder `models--owner--name` of a download cache that a path lies in, or ""."""
    above = os.path.abspath(path)
    for _ in range(3):
        if _CACHED.match(os.path.basename(above)):
            return above
        above = os.path.dirname(above)
    return ""


def _id_of(path: str, entry: str) -> str:
    found = _CACHED.match(os.path.basename(entry)) if entry else None
    return f"{found[1]}/{found[2]}" if found else os.path.basename(os.path.normpath(path))


def _snapshot(path: str, entry: str, root: str) -> str:
    """The files of a cache entry: those of the snapshot that `main` is, or of the only one."""
    if not entry or os.path.realpath(path) != os.path.realpath(entry):
        return path
    head = head_below(root, os.path.join(path, "refs", "main"), 200)
    revision = head.data.decode("utf-8", "replace").strip() if head else ""
    if re.fullmatch(r"[0-9a-f]{7,64}", revision) and is_folder(os.path.join(path, "snapshots", revision)):
        return os.path.join(path, "snapshots", revision)
    found = listed(os.path.join(path, "snapshots"))
    return os.path.join(path, "snapshots", found.folders[0]) if found and found.folders else path


def _wanted(files: list[str]) -> list[str]:
    """The files that speak of the model: card and configuration, and the first few of its weights."""
    first: list[str] = [name for name in PARSERS if name in files]
    for ending in (".gguf", ".safetensors"):
        first += [name for name in files if name.lower().endswith(ending)][:MOST_WEIGHTS]
    return first


Parser = Callable[[str, str], Said]
PARSERS: dict[str, tuple[int, Parser]] = {
    "README.md": (CARD, read_card), "adapter_config.json": (CONFIG, read_adapter), "config.json": (CONFIG, read_config),
}  # fmt: skip


def _one(folder: str, name: str, root: str) -> tuple[str, Said, str]:
    """One file: its path, what it says, and its words where it is a text."""
    file = os.path.normpath(os.path.join(folder, name)).replace(os.sep, "/")
    weights = GGUF if name.lower().endswith(".gguf") else SAFETENSORS
    most, parser = PARSERS.get(name, (weights, None))
    try:
        head = head_below(root, os.path.join(folder, name), most)
    except InputError as error:
        return file, Said(troubles=(Trouble(error.diagnostics[0].message, at(file)),)), ""
    if head is None:
        return file, Said(), ""
    if parser is None:
        return file, _weights(file, name, head), ""
    words = head.data.decode("utf-8-sig", "replace")
    if not head.whole and parser is not read_card:
        return file, Said(troubles=(Trouble(f"it is larger than {most:,} bytes, and was not read", at(file)),)), ""
    return file, parser(file, words), words


def _weights(file: str, name: str, head: Head) -> Said:
    low = name.lower()
    return (
        read_gguf(file, head) if low.endswith(".gguf") else read_safetensors(file, head) if low.endswith(".safetensors") else Said()
    )


def _texts(folder: str, files: list[str], root: str) -> Iterator[Words]:
    """License and notice files with their words; what cannot be read is left out, and so is what is too long to be one."""
    for name in [name for name in files if _TEXTS.match(name)][:MOST_TEXTS]:
        try:
            head = head_below(root, os.path.join(folder, name), LICENSE)
        except InputError:
            continue
        if head and head.whole:
            file = os.path.normpath(os.path.join(folder, name)).replace(os.sep, "/")
            yield Words(name, file, head.data.decode("utf-8-sig", "replace"))


def _collected(folder: Folder, said: list[tuple[str, Said, str]]) -> Folder:
    return folder._replace(
        licenses=tuple(each for _, one, _ in said for each in one.licenses),
        parents=tuple(each for _, one, _ in said for each in one.parents),
        datasets=tuple(each for _, one, _ in said for each in one.datasets),
        names=tuple(each for _, one, _ in said for each in one.names),
        troubles=tuple(each for _, one, _ in said for each in one.troubles),
        read=tuple((file, words) for file, _, words in said if words),
    )

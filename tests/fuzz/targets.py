"""What reads strangers' bytes, each as a function of bytes, with seeds to start from.

A target returns when its input was taken, or refused with diagnostics that are whole: one sentence, a span inside the text.
Whatever else it raises is a finding.
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, os.fspath(Path(__file__).parents[1]))

from given import AS_OF, PLACES, ROOT, VOCABULARY

from licensecheck.api import audit_text
from licensecheck.catalog.corpus import Corpus, load_corpus, source_folders
from licensecheck.catalog.packs import names_of_policies
from licensecheck.engine.judge import Verdict
from licensecheck.exchange.baseline import read_baseline
from licensecheck.exchange.bom.read import bill_of
from licensecheck.exchange.lock import read_lock, written
from licensecheck.folder.card import read_card
from licensecheck.folder.config import read_adapter, read_config
from licensecheck.folder.gguf import read_gguf
from licensecheck.folder.model import Said
from licensecheck.folder.safetensors import read_safetensors
from licensecheck.identify.identify import identify
from licensecheck.identify.index import Index, load, shipped
from licensecheck.policy.load import read_policies
from licensecheck.policy.packs import check_names, is_pack, read_pack
from licensecheck.report.json import render as render_json
from licensecheck.report.paint import shown
from licensecheck.report.text import render
from licensecheck.scan.gguf import gguf as scanned_gguf
from licensecheck.scan.ignore import is_ignored, read_ignore
from licensecheck.scan.load import load_rules
from licensecheck.scan.parse import pieces
from licensecheck.scan.rules import Rules
from licensecheck.scan.safetensors import safetensors as scanned_safetensors
from licensecheck.source.below import Head
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError
from licensecheck.source.nodes import Mapping, parse, plain
from licensecheck.source.text import Text, read

try:
    import polars

    from licensecheck.fleet.table import collected, lazy_table
except ImportError:  # the extra `fleet`
    polars = None  # type: ignore[assignment]

CORPUS: Corpus = load_corpus()
RULES: Rules = load_rules(source_folders()[1])
SCRATCH = tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
EXAMPLES = Path(ROOT, "examples")
REPOSITORY = Path(ROOT, "tests", "scan", "repository")


class Target(NamedTuple):
    """A reader, what its input looks like, and words that such inputs hold."""

    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...] = ()


def one_sentence(fault: Diagnostic) -> None:
    assert fault.code, fault
    assert fault.message, fault
    assert "\n" not in fault.message, fault


def refused(error: InputError, name: str, text: str) -> None:
    """A refusal is whole: told in one line each, at places that the text has."""
    assert error.diagnostics
    lines = text.splitlines() or [""]
    for each in error.diagnostics:
        one_sentence(each)
        assert each.span is None or each.span.file != name or 1 <= each.span.line <= len(lines) + 1, each
        assert each.span is None or (each.span.column >= 1 and each.span.end_line >= each.span.line), each


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def nodes(data: bytes) -> None:
    text = text_of(data)
    try:
        plain(parse(Text("f.yaml", text)))
    except InputError as error:
        refused(error, "f.yaml", text)


def deployment(data: bytes) -> None:
    text = text_of(data)
    os.chdir(SCRATCH)
    try:
        report = audit_text(Text("deploy.yaml", text), CORPUS, AS_OF)
    except InputError as error:
        refused(error, "deploy.yaml", text)
        return
    assert isinstance(report.verdict, Verdict)
    assert report.verdict == max(model.verdict for model in report.models)
    told = render(report, CORPUS.vocabulary)
    assert not any(letter != "\n" and not letter.isprintable() for letter in told)


def policy(data: bytes) -> None:
    path = os.path.join(SCRATCH, "p.yaml")
    Path(path).write_bytes(data)
    try:
        _, faults, _ = read_policies([path], VOCABULARY, PLACES)
    except InputError as error:
        faults = error.diagnostics
    for each in faults:
        one_sentence(each)


def file(data: bytes) -> None:
    path = os.path.join(SCRATCH, "f.txt")
    Path(path).write_bytes(data)
    try:
        assert read(path).text.encode() in (data, data[3:])
    except InputError as error:
        refused(error, path, data.decode("utf-8-sig", "replace"))


def lock(data: bytes) -> None:
    text = text_of(data)
    try:
        locked, places = read_lock(Text("licensecheck.lock", text))
    except InputError as error:
        refused(error, "licensecheck.lock", text)
        return
    assert places.keys() <= locked.keys()
    # what was read is written, and read again, as it is
    assert read_lock(Text("licensecheck.lock", written(locked)))[0] == locked


def bill(data: bytes) -> None:
    text = text_of(data)
    try:
        found = bill_of(Text("bom.json", text), CORPUS)
    except InputError as error:
        refused(error, "bom.json", text)
        return
    assert all(part.id for part in found.parts)


def baseline(data: bytes) -> None:
    text = text_of(data)
    try:
        read_baseline(Text("report.json", text))
    except InputError as error:
        refused(error, "report.json", text)


def pack(data: bytes) -> None:
    text = text_of(data)
    faults = Faults()
    try:
        root = parse(Text("pack.yaml", text), faults)
        if isinstance(root, Mapping) and is_pack(root):
            read_pack(Text("pack.yaml", text), root, VOCABULARY, PLACES, faults)
            check_names(root, lambda: names_of_policies(CORPUS), faults)
        faults.stop()
    except InputError as error:
        refused(error, "pack.yaml", text)


def said(found: Said, words: str) -> None:
    lines = len(words.splitlines()) + 1
    for claim in (*found.licenses, *found.datasets, *found.names):
        assert claim.value, claim
        assert 1 <= claim.span.line <= lines, claim
    assert all(parent.id and 1 <= parent.span.line <= lines for parent in found.parents)


def card(data: bytes) -> None:
    words = text_of(data)
    said(read_card("README.md", words), words)


def config(data: bytes) -> None:
    words = text_of(data)
    said(read_config("config.json", words), words)
    said(read_adapter("adapter_config.json", words), words)


def heads(data: bytes) -> None:
    for size in (len(data), len(data) + 1_000_000):
        read_gguf("m.gguf", Head(data, size))
        read_safetensors("m.safetensors", Head(data, size))
    list(scanned_gguf(data))
    list(scanned_safetensors(data))


def ignore(data: bytes) -> None:
    text, _, path = text_of(data).partition("\0")
    is_ignored(path[:200] or "a/b.py", False, (read_ignore(text, ""),))


def scanned(kind: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        text = text_of(data)
        count = len(text.split("\n")) + 1
        for piece in pieces(text, kind, frozenset(range(1, count)), RULES):
            assert 1 <= piece.line <= count, piece
            assert piece.column >= 1, piece

    return run


@lru_cache(maxsize=1)
def index() -> Index:
    return load(shipped())


def license_text(data: bytes) -> None:
    identify(text_of(data), index())


def printed(data: bytes) -> None:
    told = shown(text_of(data))
    assert all(letter.isprintable() for letter in told)


def table(data: bytes) -> None:
    for ending in ("parquet", "csv", "jsonl"):
        path = os.path.join(SCRATCH, f"t.{ending}")
        Path(path).write_bytes(data)
        try:
            collected(path, lazy_table(path))
        except InputError as error:
            for each in error.diagnostics:
                one_sentence(each)


def tables() -> tuple[bytes, ...]:
    """One small table in each of its forms."""
    frame = polars.DataFrame({"id": ["a/b", "c/d"], "license": ["mit", None], "relation": ["merge", "adapter"]})
    parquet = io.BytesIO()
    frame.write_parquet(parquet)
    return (parquet.getvalue(), frame.write_csv().encode(), frame.write_ndjson().encode())


def audit_json() -> bytes:
    """A small report."""
    report = audit_text(Text("deploy.yaml", "version: 1\nmodels: [acme/x]\n"), CORPUS, AS_OF)
    return render_json(report, CORPUS.vocabulary).encode()


def files(*patterns: str) -> tuple[bytes, ...]:
    """The bytes of files of the labelled repository."""
    return tuple(path.read_bytes() for each in patterns for path in sorted(REPOSITORY.rglob(each)) if path.is_file())[:12]


GGUF = (
    b"GGUF\x03\0\0\0"
    + b"\0" * 8
    + b"\x01"
    + b"\0" * 7
    + b"\x0f"
    + b"\0" * 7
    + b"general.license\x08\0\0\0\x03"
    + b"\0" * 7
    + b"mit"
)
SAFETENSORS = b"\x2a\0\0\0\0\0\0\0" + b'{"__metadata__":{"license":"mit"},"a":{}} '
TAGS = b"SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: d\nDocumentNamespace: https://x.example/d\nCreator: Tool: t\nCreated: 2026-01-01T00:00:00Z\nPackageName: m\nSPDXID: SPDXRef-m\nPackageDownloadLocation: NOASSERTION\nPackageLicenseDeclared: MIT\n"
XML = b"<?xml version='1.0'?><Document><spdxVersion>SPDX-2.3</spdxVersion><SPDXID>SPDXRef-DOCUMENT</SPDXID><packages><name>m</name></packages></Document>"
RDF = b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:spdx='http://spdx.org/rdf/terms#'><spdx:SpdxDocument rdf:about='https://x.example/d#SPDXRef-DOCUMENT'/></rdf:RDF>"
BASELINE = audit_json()
MODEL_IDS = (b"meta-llama/Llama-3.1-8B", b"gpt-4o", b"llama3.1:8b")
YAML = (
    b"- ",
    b": ",
    b"{",
    b"}",
    b"[",
    b"]",
    b"&a",
    b"*a",
    b"!!",
    b"|\n",
    b"? ",
    b"\xef\xbb\xbf",
    b"\x00",
    b"---\n",
    b"\r",
    b"\xc2\x85",
)
FACTS = tuple(name.rpartition(".")[2].encode() + b": " for name in list(VOCABULARY.facts))

TARGETS: dict[str, Target] = {
    "nodes": Target(nodes, tuple(path.read_bytes() for path in sorted(EXAMPLES.glob("*.yaml"))), YAML),
    "deployment": Target(
        deployment,
        tuple(path.read_bytes() for path in sorted(EXAMPLES.glob("*.yaml"))),
        (*YAML, *MODEL_IDS, *FACTS, b"waivers:\n", b"unknown", b"999999999999", b"2024-06", b"path: ", b"base: ", b"distribution: [weights]"),
    ),
    "policy": Target(
        policy,
        tuple(Path(ROOT, "policies", *parts).read_bytes() for parts in (("meta", "llama-3.1-community.yaml"), ("permissive", "apache-2.0.yaml"))),
        (*YAML, b"applies_when: ", b"requires: ", b"extends: ", b"for_each: ", b"is: ", b"{version}", b"examples: "),
    ),
    "file": Target(file, (b"a: 1\n", b"\xef\xbb\xbfa", b"\xff\xfe", b"caf\xc3\xa9")),
    "lock": Target(
        lock,
        (b'# x\nlock 1\ncorpus abc\nmodel m m self-hosted\nclause m p/c m pass 0123456789ab\nverdict m pass\n',),
        (b"lock 1\n", b'"', b"<<<<<<<", b"\\u0000", b"text "),
    ),
    "bill": Target(
        bill,
        (*(path.read_bytes()[:4000] for path in sorted(Path(ROOT, "tests", "data", "bom").glob("*"))), TAGS, RDF, XML),
        (b'"purl": "pkg:huggingface/a/b@1"', b'"licenses": [{"expression": "MIT OR (Apache-2.0 WITH x)"}]', b"PackageName: ", b"<", b"&x;", b'"@graph"'),
    ),
    "baseline": Target(baseline, (BASELINE,), (b'"findings": ', b'"models": ', b"null", b"[" * 50, b"1e999")),
    "pack": Target(
        pack,
        tuple(path.read_bytes() for path in sorted(Path(ROOT, "rules", "packs").glob("*.yaml"))),
        (*YAML, b"applies_when: ", b"requires: ", b"for_each: ", b"model.licenses: ", b"kind: right", b"examples: "),
    ),
    "card": Target(card, (b"---\nlicense: mit\nbase_model: [a/b, c/d]\ndatasets: [x/y]\n---\n# Card\n",), (*YAML, b"---\n", b"license: ", b"base_model: ")),
    "config": Target(config, (b'{"base_model_name_or_path": "a/b", "license": "mit", "_name_or_path": "../x"}',), (b'"', b"{", b"[", b"null", b"1e999", b"NaN")),
    "heads": Target(heads, (GGUF, SAFETENSORS), (b"GGUF", b"\xff" * 8, b"general.base_model.0.repo_url", b"__metadata__", b"\x09\0\0\0")),
    "ignore": Target(ignore, (b"*.py\n!a\n/b/\n**/c\n[a-z]?\0a/b.py",), (b"**", b"[!", b"]", b"\\", b"/", b"*" * 30)),
    "license_text": Target(license_text, (b"MIT License\n\nPermission is hereby granted",), (b"Copyright", b"Version 2.0", b"LLAMA", b"(c)")),
    "printed": Target(printed, ("a\u202eb\x1b[31m\ud7ff".encode(),), (b"\x1b]0;", b"\xe2\x80\xae", b"\x7f", b"\xc2\x9b")),
    "python": Target(scanned("python"), files("*.py"), (*MODEL_IDS, b'os.getenv("', b"def ", b'"""', b"lambda ", b"(" * 40, b"async ")),
    "notebook": Target(scanned("notebook"), files("*.ipynb"), (*MODEL_IDS, b'{"cells": [', b'"source": ', b'"cell_type": "code"')),
    "braces": Target(scanned("braces"), files("*.ts", "*.js", "*.go", "*.java"), (*MODEL_IDS, b"`${", b"/*", b"//", b"{", b"(" * 40, b"'")),
    "json": Target(scanned("json"), files("*.json"), (*MODEL_IDS, b'{"model": "', b"//", b"\\u")),
    "terraform": Target(scanned("terraform"), files("*.tf", "*.bicep"), (*MODEL_IDS, b"resource ", b"<<EOT\n", b"{")),
    "yaml": Target(scanned("yaml"), files("*.yaml", "*.yml"), (*MODEL_IDS, *YAML, b"{{ .Values.x }}", b"args: [")),
    "shell": Target(scanned("shell"), files("*.sh", "Makefile"), (*MODEL_IDS, b"${A:-", b"<<EOF\n", b"\\\n", b"$(", b"'")),
    "dockerfile": Target(scanned("dockerfile"), files("*Dockerfile*"), (*MODEL_IDS, b"FROM ", b"ENV ", b"\\\n", b"<<EOF")),
    "modelfile": Target(scanned("modelfile"), files("*Modelfile*") or (b"FROM llama3.1:8b\n",), (*MODEL_IDS, b"FROM ", b'"""')),
    "settings": Target(scanned("settings"), files("*.toml", "*.properties", ".env", "*.ini"), (*MODEL_IDS, b"[a.b]\n", b"= ", b'"""')),
    "prose": Target(scanned("prose"), files("*.md", "*.rst"), (*MODEL_IDS, b"```sh\n", b"`", b"[a](http://")),
}  # fmt: skip
if polars is not None:
    TARGETS["table"] = Target(table, tables(), (b"PAR1", b"\xff" * 4, b"id,license", b'{"id":'))


def mutants(target: Target, seed: int, count: int) -> list[bytes]:
    """Inputs of a target, the same for the same seed: seeds cut, joined, repeated, with bits flipped and words put in."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        data = bytearray(chance.choice(target.seeds or (b"",))[:4000])
        for _ in range(chance.choice((1, 1, 2, 4, 16))):
            place = chance.randint(0, len(data))
            match chance.randrange(7):
                case 0:
                    data[place:place] = chance.choice((*target.words, b"\n", b" "))
                case 1:
                    del data[place : place + chance.choice((1, 4, 40, 400))]
                case 2 if data:
                    data[place % len(data)] ^= 1 << chance.randrange(8)
                case 3:
                    data[place:place] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 2, 8))))
                case 4:
                    other = chance.choice(target.seeds or (b"",))[:4000]
                    data[place:] = other[chance.randint(0, len(other)) :]
                case 5:
                    data[place:place] = data[place : place + 20] * chance.choice((2, 8, 40))
                case _:
                    data[place : place + 8] = chance.choice((b"-1", b"0", b"9" * 20, b"\xff" * 8, b"1e308", b"\0" * 8))
        made.append(bytes(data))
    return made

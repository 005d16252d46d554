"""YAML as nodes with spans: YAML 1.2 core scalars, no duplicate keys, bounds on depth, aliases and size.

libyaml's own `compose` recurses and crashes on a hundred thousand brackets; its events do not, so the tree is built
here from events, without recursion.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from licensecheck.source.diagnostic import Diagnostic, Faults, InputError, Span
from licensecheck.source.record import NamedTuple
from licensecheck.source.scalars import scalar_value
from licensecheck.source.text import Text

DEEPEST = 40
MOST_NODES = 1_000_000
MOST_ALIASED = 100_000
MOST_TAGS = 100
"""Bounds: levels of nesting, nodes of one file, nodes that aliases may repeat in all, and tags that a file may declare."""


class Scalar(NamedTuple):
    """One value as written. `value` is None, a bool, an int, a float or a str, by the core schema of YAML 1.2."""

    value: bool | int | float | str | None
    text: str
    span: Span
    quoted: bool = False


class Sequence(NamedTuple):
    items: tuple[Any, ...]
    span: Span


class Mapping(NamedTuple):
    """Keys in the order of the file; each is a Scalar, and no two have the same text."""

    entries: tuple[tuple[Scalar, Any], ...]
    span: Span

    def get(self, key: str) -> Any:
        """The node under a key, or None."""
        for name, node in self.entries:
            if name.text == key:
                return node
        return None


Node = Scalar | Sequence | Mapping

_FORBIDDEN = "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def parse(source: Text, faults: Faults | None = None) -> Node | None:
    """The root node of a YAML text, or None when it holds nothing.

    Raises InputError for broken YAML, several documents, and anything beyond the bounds; for duplicate keys, keys that are
    no scalars and tags too, unless these are to be collected in `faults` beside what else the file has wrong.
    """
    composer = _Composer(source)
    root = composer.compose()
    if faults is None:
        composer.faults.stop()
    else:
        faults.found += composer.faults.found
    return root


def parse_value(text: str, name: str) -> Node | None:
    """The node of one value that was given outside a file, such as on the command line."""
    return parse(Text(name, text))


def plain(node: Node | None) -> Any:
    """The node as ordinary Python values, without positions."""
    match node:
        case None:
            return None
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {key.text: plain(value) for key, value in entries}


class _Open(NamedTuple):
    """A collection that is still being read."""

    mapping: bool
    items: list[Any]
    start: Any
    anchor: str | None


class _Composer:
    def __init__(self, source: Text) -> None:
        self.source = source
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.nodes = 0
        self.aliased = 0
        self.faults = Faults()

    def compose(self) -> Node | None:
        root: Node | None = None
        documents = 0
        stack: list[_Open] = []
        counts: list[int] = []
        heights = [0]  # of what lies in each open collection; the first is the document itself
        if self.source.text.count("%TAG") > MOST_TAGS:  # libyaml compares each with all the others
            raise InputError((Diagnostic("tag", f"`{self.source.name}` declares more than {MOST_TAGS} tags"),))
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        event: Any
        try:
            for event in yaml.parse(self.source.text, Loader=loader):
                kind = type(event)
                node: Node
                height = 0
                if kind is yaml.ScalarEvent:
                    self._count(event)
                    node = self._scalar(event)
                    if event.anchor:
                        self.anchors[event.anchor] = (node, 1, 0)
                elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                    self._count(event)
                    self._no_tag(event)
                    if len(stack) >= DEEPEST:
                        self._fail("too-deep", f"this is nested more than {DEEPEST} levels deep", event)
                    stack.append(_Open(kind is yaml.MappingStartEvent, [], event.start_mark, event.anchor))
                    counts.append(self.nodes)
                    heights.append(0)
                    continue
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    opened = stack.pop()
                    span = self._span(opened.start, event.end_mark)
                    node = self._mapping(opened.items, span) if opened.mapping else Sequence(tuple(opened.items), span)
                    size = self.nodes - counts.pop() + 1
                    height = heights.pop() + 1
                    if opened.anchor:
                        self.anchors[opened.anchor] = (node, size, height)
                elif kind is yaml.AliasEvent:
                    if event.anchor not in self.anchors:
                        self._fail("unknown-alias", f"no anchor is named `{event.anchor}`", event)
                    node, size, height = self.anchors[event.anchor]
                    if len(stack) + height > DEEPEST:
                        self._fail("too-deep", f"this is nested more than {DEEPEST} levels deep", event)
                    self.aliased += size
                    self.nodes += size
                    if self.aliased > MOST_ALIASED:
                        self._fail("too-many-aliases", f"aliases repeat more than {MOST_ALIASED:,} nodes", event)
                elif kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        self._fail("several-documents", "the file holds more than one YAML document", event)
                    continue
                else:
                    continue
                heights[-1] = max(heights[-1], height)
                if stack:
                    stack[-1].items.append(node)
                else:
                    root = node
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._error("not-yaml", f"this is not YAML: {_problem(error)}", mark, mark) from None
        except (yaml.reader.ReaderError, ValueError):  # ValueError: libyaml refuses lone surrogates
            raise InputError((self._forbidden(),)) from None
        if isinstance(root, Scalar) and root.value is None:
            return None
        return root

    def _count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._fail("too-large", f"the file holds more than {MOST_NODES:,} nodes", event)

    def _scalar(self, event: Any) -> Scalar:
        self._no_tag(event)
        text = event.value
        start, end = event.start_mark, event.end_mark
        span = Span(self.source.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if not event.style:  # libyaml says '', the Python parser None
            return Scalar(scalar_value(text), text, span)
        return Scalar(text, text, span, True)

    def _mapping(self, items: list[Node], span: Span) -> Mapping:
        seen: dict[str, Scalar] = {}
        entries: list[tuple[Scalar, Node]] = []
        for index in range(0, len(items), 2):
            key, value = items[index], items[index + 1]
            if not isinstance(key, Scalar):
                self.faults.add("bad-key", "a key must be a word", key.span, "this is a list or a mapping")
            elif key.text in seen:
                first = seen[key.text].span.line
                self.faults.add("duplicate-key", f"the key `{key.text}` is written twice", key.span, f"first on line {first}")
            else:
                seen[key.text] = key
                entries.append((key, value))
        return Mapping(tuple(entries), span)

    def _no_tag(self, event: Any) -> None:
        if event.tag is not None:
            span = self._span(event.start_mark, event.end_mark)
            self.faults.add("tag", f"the tag `{event.tag}` is not allowed", span)

    def _span(self, start: Any, end: Any) -> Span:
        return Span(self.source.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _fail(self, code: str, message: str, event: Any) -> None:
        raise self._error(code, message, event.start_mark, event.end_mark)

    def _forbidden(self) -> Diagnostic:
        """The first character that YAML does not allow in a text."""
        text = self.source.text
        found = re.search(_FORBIDDEN, text.removeprefix("\ufeff"))
        if found is None:
            return Diagnostic("not-yaml", f"`{self.source.name}` holds characters that YAML forbids")
        lines = (found.string[: found.start()] + "?").splitlines()
        line, column = len(lines), len(lines[-1])
        span = Span(self.source.name, line, column, line, column + 1)
        message = f"`{self.source.name}` holds the character U+{ord(found[0]):04X}, which YAML forbids"
        return Diagnostic("not-yaml", message, span)

    def _error(self, code: str, message: str, start: Any, end: Any) -> InputError:
        span = self._span(start, end) if start else None
        return InputError((*self.faults.found, Diagnostic(code, message, span)))


def _problem(error: yaml.MarkedYAMLError) -> str:
    words = " ".join(str(part) for part in (error.context, error.problem) if part)
    return words.replace("\n", " ").rstrip(".") or "it cannot be read"

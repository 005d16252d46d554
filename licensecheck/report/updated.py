"""A deploy.yaml with models, answers and open questions added; every line that a person wrote stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from licensecheck.engine.findings import Question
from licensecheck.evidence.propose import Proposal
from licensecheck.report.first import PARTS, defaults, entry, facts, flow_entry, is_written
from licensecheck.source.additions import Insertion, Page, inserted, proven
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError
from licensecheck.source.nodes import Mapping, Node, Sequence, parse
from licensecheck.source.text import Text


def updated_file(text: Text, proposals: Iterable[Proposal], answers: dict[str, str], open_questions: Iterable[Question]) -> str:
    """The text with the models at the end of `models`, answers and questions at the end of their parts.

    A question whose key stands in the file, be it in a comment, is not written again.

    Raises InputError where something is answered already, and where the file is written so that nothing can be added to it.
    """
    root = parse(text)
    if not isinstance(root, Mapping):
        raise InputError((Diagnostic("not-a-deployment", f"`{text.name}` is no mapping"),))
    return _Update(text, root).whole(tuple(proposals), answers, tuple(open_questions))


def written(root: Node | None, fact: str) -> Node | None:
    """What the file says of a fact that is asked for: in its part, or among the defaults of the models."""
    part, _, key = fact.partition(".")
    for name in ("deployment", "defaults") if part == "model" else (part,):
        root = root.get(name) if isinstance(root, Mapping) else None
    return root.get(key) if isinstance(root, Mapping) else None


class _Update:
    def __init__(self, text: Text, root: Mapping) -> None:
        self.text, self.root, self.page = text, root, Page(text.text)
        self.comments = [line.lstrip(" #") for line in text.lines if line.lstrip().startswith("#")]

    def whole(self, proposals: tuple[Proposal, ...], answers: dict[str, str], asked: tuple[Question, ...]) -> str:
        faults = Faults()
        for fact in answers:
            node = written(self.root, fact)
            if node:
                faults.add("answered-already", f"`{fact}` is answered already", node.span, help="change the answer in the file")
        faults.stop({self.text.name: self.text.lines})
        new = [
            each for each in asked if each.fact.partition(".")[0] in PARTS and each.fact not in answers and not self._stands(each)
        ]
        # where a new part follows the end of another one, that one is ended first
        parts = sorted(("organization", "deployment"), key=lambda name: not self._has(name))
        insertions = [each for name in parts for each in self._part(name, answers, new)]
        if proposals:
            insertions.append(self._models(proposals))
        return proven(self.text, inserted(self.text.text, insertions)) if insertions else self.text.text

    def _stands(self, question: Question) -> bool:
        """Whether the file has the key already, or has it as a comment."""
        key = question.fact.partition(".")[2]
        return bool(written(self.root, question.fact)) or any(line.startswith(f"{key}:") for line in self.comments)

    # the models ----------------------------------------------------------------------------------------------------------
    def _models(self, proposals: tuple[Proposal, ...]) -> Insertion:
        node = self.root.get("models")
        if not isinstance(node, Sequence):
            lines = [line for each in proposals for line in entry(each, "  ")]
            key = next((key for key, _ in self.root.entries if key.text == "models"), None)
            return self.page.below(key.span.line, lines) if key else self.page.below(self._end(), ["models:", *lines])
        if self.page.is_flow(node):
            return self.page.before_close(node, ", ".join(map(flow_entry, proposals)))
        indent = " " * (node.span.column - 1)
        return self.page.below(self.page.last_line(node), [line for each in proposals for line in entry(each, indent)])

    # the parts -----------------------------------------------------------------------------------------------------------
    def _part(self, name: str, answers: dict[str, str], asked: list[Question]) -> list[Insertion]:
        own = facts(name, answers, asked, "  ")
        shared = defaults(answers, asked) if name == "deployment" else []
        if not own and not shared:
            return []
        if not self._has(name):
            return [self._new_part(name, own + shared)]
        node = self.root.get(name)
        inner = node.get("defaults") if shared else None
        if isinstance(inner, Mapping) and inner.entries:
            return [*self._into(inner, facts("model", answers, asked, "")), *self._into(node, [line[2:] for line in own])]
        return self._into(node, [line[2:] for line in own + shared])

    def _has(self, name: str) -> bool:
        node = self.root.get(name)
        return isinstance(node, Mapping) and bool(node.entries)

    def _into(self, node: Mapping, lines: list[str]) -> list[Insertion]:
        """Lines at the end of a mapping; in brackets there is room for keys alone."""
        if not lines:
            return []
        if self.page.is_flow(node):
            keys = ", ".join(line for line in lines if is_written([line]))
            return [self.page.before_close(node, keys)] if keys else []
        indent = " " * (node.span.column - 1)
        return [self.page.below(self.page.last_line(node), [indent + line for line in lines])]

    def _new_part(self, name: str, lines: list[str]) -> Insertion:
        """A part that the file does not have: below its head in a comment, or before the models."""
        key = next((key for key, _ in self.root.entries if key.text == name), None)
        if key:
            return self.page.below(key.span.line, lines)
        head = next((number for number, line in enumerate(self._lines(), 1) if re.fullmatch(rf"# ?{name}:\s*", line)), 0)
        if head and not is_written(lines):
            while head < len(self.page.starts) and re.match(r"\s+#", self.page.line(head + 1)):
                head += 1
            return self.page.below(head, lines)
        models = next((key.span.line for key, _ in self.root.entries if key.text == "models"), self._end() + 1)
        while models > 1 and self.page.line(models - 1).startswith("#"):
            models -= 1
        return self.page.below(models - 1, [f"{name}:" if is_written(lines) else f"# {name}:", *lines])

    def _lines(self) -> list[str]:
        return [self.page.line(number) for number in range(1, len(self.page.starts) + 1)]

    def _end(self) -> int:
        """The last line of the top of the file."""
        return self.page.last_line(self.root)

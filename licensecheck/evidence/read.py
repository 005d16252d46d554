"""The words of the files that a model's evidence points at: bounded, inside the tree, each file once."""

from __future__ import annotations

import os

from licensecheck.facts.deployment import ModelUse
from licensecheck.facts.values import Copy, Fact, Item
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import read_below, tree_of

LICENSE_COPY = "evidence.license_copy"
UPSTREAM_NOTICE = "evidence.upstream_notice"
MOST_FILES = 500
LARGEST = 2_000_000
MOST_LETTERS = 20_000_000
"""Bounds on the evidence of one audit: files, bytes of one file, and letters of all files."""


class EvidenceReader:
    """Reads evidence for the models of one deploy.yaml."""

    def __init__(self, deploy_file: str, vocabulary: Vocabulary) -> None:
        self.folder = os.path.dirname(deploy_file)
        self.deploy_file, self.vocabulary = deploy_file, vocabulary
        self.root = ""
        self.seen: dict[str, tuple[str | None, str]] = {}
        self.letters = 0
        self.copies: dict[str, tuple[Copy, ...]] = {}

    def read(self, model: ModelUse) -> ModelUse:
        """The model with the words of its evidence read in."""
        changed: dict[str, Fact] = {}
        for name, fact in model.facts.items():
            if name.startswith("evidence.") and isinstance(fact.value, tuple) and any(item.kind == "path" for item in fact.value):
                stated = self.vocabulary.facts[name].stated
                if name == UPSTREAM_NOTICE:
                    items = tuple(self._carried(item, model) for item in fact.value)
                else:
                    items = tuple(self._item(item, stated) for item in fact.value)
                changed[name] = fact._replace(value=self._identified(items) if name == LICENSE_COPY else items)
        return model._replace(facts={**model.facts, **changed}) if changed else model

    def _item(self, item: Item, stated: bool) -> Item:
        if item.kind != "path":
            return item
        if stated:
            return item._replace(trouble="a file cannot show this; attest it with `attested: true`, `by` and `on`")
        words, trouble = self._words(item.target)
        return item._replace(words=words, trouble=trouble, place=item.place or _place_of(item.target))

    def _carried(self, item: Item, model: ModelUse) -> Item:
        """A file beside the NOTICE files that it is to carry on; without those it shows nothing."""
        from licensecheck.evidence.upstream import missing, notices_of

        notices = notices_of(model)
        read = self._item(item, stated=not notices)
        if item.kind != "path" or read.words is None:
            return read
        lacking = missing(read.words, notices)
        return read._replace(wrong=True, trouble=f"{item.target}: {lacking}") if lacking else read

    def _identified(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Copies of licenses with the license texts that are in them."""
        from licensecheck.catalog.texts import copies_in

        found = []
        for item in items:
            if item.kind == "path" and item.words is not None:
                if item.target not in self.copies:
                    self.copies[item.target] = copies_in(item.words)
                item = item._replace(copies=self.copies[item.target])
            found.append(item)
        return tuple(found)

    def _words(self, target: str) -> tuple[str | None, str]:
        if target not in self.seen:
            if len(self.seen) >= MOST_FILES:
                return None, f"more than {MOST_FILES} files of evidence"
            if self.letters > MOST_LETTERS:
                return None, f"more than {MOST_LETTERS:,} letters of evidence"
            self.root = self.root or tree_of(self.deploy_file)
            try:
                text = read_below(self.root, os.path.join(self.folder, target), LARGEST)
                self.letters += len(text.text)
                self.seen[target] = (text.text, "")
            except InputError as error:
                self.seen[target] = (None, error.diagnostics[0].message)
        return self.seen[target]


def _place_of(path: str) -> str:
    """Where a file's words stand, for the few names that leave no doubt."""
    path = os.path.normpath(path)
    name = os.path.basename(path).casefold()
    if name.startswith("readme") or path.replace(os.sep, "/").startswith(("docs/", "doc/")):
        return "docs"
    if name in ("model_card.md", "modelcard.md", "model-card.md"):
        return "card"
    if name.startswith(("license", "licence", "notice", "copying")):
        return "with_copy"
    return ""

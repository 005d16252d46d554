"""deploy.yaml, parsed into a Deployment. Every fault of the file is collected and raised at once."""

from __future__ import annotations

import os

from licensecheck.facts.deployment import RELATIONS, Agreement, Base, Deployment, ModelUse, RecordedReading, Waiver
from licensecheck.facts.parse import YES_NO, Reader, read_day
from licensecheck.facts.places import Places
from licensecheck.facts.values import Fact
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.source.diagnostic import Faults, InputError, Span
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence, parse
from licensecheck.source.text import Text, read_below, tree_of

TOP_KEYS = ("version", "extends", "organization", "deployment", "models", "waivers")
ORGANIZATION_KEYS = ("name", "agreements", "readings")
DEPLOYMENT_KEYS = ("name", "defaults")
MODEL_KEYS = ("id", "as", "revision", "path", "license", "license_choice", "base", "evidence", "outputs", "terms")
AGREEMENT_KEYS = ("with", "covers", "lifts", "replaces_terms", "status", "reference", "starts", "expires", "by", "on")
READING_KEYS = ("policy", "reading", "as", "by", "on", "reference", "text")
WAIVER_KEYS = ("clause", "model", "reason", "approver", "on", "expires", "seal")
LONGEST_NAME, MOST_MODELS, MOST_ENTRIES, MOST_BASES = 300, 20_000, 1_000, 100
"""Bounds: letters of a model's id, models of one file, entries of any other list, and parents of one model."""


def read_deployment(text: Text, vocabulary: Vocabulary, places: Places) -> Deployment:
    """The deployment that a text declares.

    Raises InputError with every fault of the file: broken YAML, unknown keys, wrong types, unknown values.
    """
    lines = {text.name: text.lines}
    faults = Faults()
    try:
        root = parse(text)
        declared = _Declaration(Reader(vocabulary, places, faults), text.name, lines).read(root)
        faults.stop(lines)
    except InputError as error:
        raise InputError(error.diagnostics, {**lines, **error.lines}) from None
    return declared


class _Declaration:
    def __init__(self, reader: Reader, file: str, lines: dict[str, tuple[str, ...]]) -> None:
        self.reader, self.file, self.lines = reader, file, lines
        self.faults, self.vocabulary = reader.faults, reader.vocabulary
        self.agreements: list[Agreement] = []
        self.readings: list[RecordedReading] = []

    def read(self, root: Node | None) -> Deployment:
        if not isinstance(root, Mapping):
            what = "is empty" if root is None else "is not a mapping"
            help = "start with `version: 1` and `models:`"
            self.faults.add("not-a-deployment", f"`{self.file}` {what}", root.span if root else None, help=help)
            return Deployment(self.file, "", "", {}, (), (), (), (), self.lines)
        self._known_keys(root, TOP_KEYS, "deploy.yaml")
        self._version(root)
        facts: dict[str, Fact] = {}
        organization = self._organization(self._shared(root), facts)
        organization = self._organization(root.get("organization"), facts) or organization
        deployment = self._mapping(root.get("deployment"), "deployment")
        defaults: dict[str, Fact] = {}
        if deployment:
            self._facts(deployment, ("deployment",), DEPLOYMENT_KEYS, facts, "deployment")
            shared = self._mapping(deployment.get("defaults"), "defaults")
            if shared:
                self._model_facts(shared, defaults, ("evidence", "outputs"))
        return Deployment(
            self.file,
            self._text(deployment, "name"),
            organization,
            facts,
            self._models(root, defaults),
            tuple(self.agreements),
            tuple(self.readings),
            self._waivers(root.get("waivers")),
            self.lines,
        )

    # the parts -------------------------------------------------------------------------------------------------------
    def _version(self, root: Mapping) -> None:
        version = root.get("version")
        if version is None:
            self.faults.add("missing-key", "the file has no `version`", _start(root), help="add `version: 1`")
        elif not isinstance(version, Scalar) or version.text != "1":
            self.faults.add("unknown-version", "this version of the format is not known", version.span, help="write `version: 1`")

    def _shared(self, root: Mapping) -> Node | None:
        """Organization facts from another file of the same tree."""
        node = root.get("extends")
        if node is None:
            return None
        if not isinstance(node, Scalar) or not node.text:
            self.faults.add("wrong-type", "`extends` is the path of a file", node.span)
            return None
        path = os.path.join(os.path.dirname(self.file), node.text)
        try:
            text = read_below(tree_of(self.file), path)
            self.lines[text.name] = text.lines
            shared = parse(text)
        except InputError as error:
            for found in error.diagnostics:
                self.faults.found.append(found._replace(span=found.span or node.span))
            return None
        if not isinstance(shared, Mapping):
            self.faults.add("not-a-deployment", f"`{node.text}` is not a mapping", node.span)
            return None
        self._known_keys(shared, ("version", "organization"), "a shared file")
        organization: Node | None = shared.get("organization")
        return organization

    def _organization(self, node: Node | None, facts: dict[str, Fact]) -> str:
        organization = self._mapping(node, "organization")
        if not organization:
            return ""
        self._facts(organization, ("organization",), ORGANIZATION_KEYS, facts, "organization")
        for entry in self._list(organization.get("agreements"), "agreements"):
            self._known_keys(entry, AGREEMENT_KEYS, "an agreement")
            status = self._text(entry, "status")
            if status not in ("", "granted", "requested", "refused", "ended"):
                help = "one of granted, requested, refused, ended"
                self.faults.add("unknown-value", f"`{status}` is no status of an agreement", entry.get("status").span, help=help)
            replaces = self._text(entry, "replaces_terms")
            if replaces and replaces not in YES_NO:
                self.faults.add("wrong-type", "`replaces_terms` is yes or no", entry.get("replaces_terms").span)
            self.agreements.append(
                Agreement(
                    self._required(entry, "with", "an agreement"),
                    self._texts(entry, "covers"),
                    self._texts(entry, "lifts"),
                    YES_NO.get(replaces, False),
                    status in ("", "granted"),
                    self._day(entry, "starts") or self._day(entry, "on"),
                    self._day(entry, "expires"),
                    self._text(entry, "reference"),
                    entry.span,
                )
            )
        for entry in self._list(organization.get("readings"), "readings"):
            self._known_keys(entry, READING_KEYS, "a reading")
            policy, reading, answer, by = (self._required(entry, key, "a reading") for key in ("policy", "reading", "as", "by"))
            answer = {True: "yes", False: "no"}[YES_NO[answer]] if answer in YES_NO else answer
            day = self._day(entry, "on", "a reading")
            reference, text = self._text(entry, "reference"), self._text(entry, "text")
            self.readings.append(RecordedReading(policy, reading, answer, by, day, reference, text, entry.span))
        return self._text(organization, "name")

    def _models(self, root: Mapping, defaults: dict[str, Fact]) -> tuple[ModelUse, ...]:
        node = root.get("models")
        if node is None:
            help = "add `models:` with at least one `- id: ...`"
            self.faults.add("missing-key", "the file declares no `models`", _start(root), help=help)
            return ()
        if not isinstance(node, Sequence) or not node.items:
            self.faults.add("wrong-type", "`models` is a list with at least one model", node.span)
            return ()
        if len(node.items) > MOST_MODELS:
            self.faults.add("too-large", f"the file declares more than {MOST_MODELS:,} models", node.span)
            return ()
        models: list[ModelUse] = []
        taken: dict[str, int] = {}
        for item in node.items:
            model = self._model(item, defaults)
            if model is None:
                continue
            if model.name in taken:
                help = "give one of them another name with `as:`"
                message = f"the model `{model.name}` is declared twice"
                self.faults.add("duplicate-model", message, model.span, f"first on line {taken[model.name]}", help)
            taken.setdefault(model.name, model.span.line)
            models.append(model)
        return tuple(models)

    def _model(self, node: Node, defaults: dict[str, Fact]) -> ModelUse | None:
        if isinstance(node, Scalar) and node.value is not None and node.text:
            self._name(node, "id")
            return ModelUse(node.text, node.text, node.span, dict(defaults))
        if not isinstance(node, Mapping):
            self.faults.add("wrong-type", "a model is a mapping with an `id`", node.span)
            return None
        identity = node.get("id")
        if not isinstance(identity, Scalar) or not identity.text or identity.value is None:
            place = identity or node
            self.faults.add("missing-key", "a model needs an `id`", place.span, help="write `id: meta-llama/Llama-3.1-8B-Instruct`")
            return None
        self._name(identity, "id")
        self._name(node.get("as"), "as")
        facts = dict(defaults)
        self._model_facts(node, facts, MODEL_KEYS)
        license = node.get("license")
        if license is not None and not isinstance(license, Scalar):
            self.faults.add("wrong-type", "`license` is the SPDX id of one license", license.span)
        return ModelUse(
            identity.text,
            self._text(node, "as") or identity.text,
            identity.span,
            facts,
            self._bases(node.get("base")),
            self._text(node, "path"),
            Fact(license.text, span=license.span) if isinstance(license, Scalar) and license.value and license.text else None,
            tuple(self._terms(node.get("terms"))),
            self._text(node, "revision"),
            self._text(node, "license_choice"),
        )

    def _model_facts(self, node: Mapping, facts: dict[str, Fact], keys: tuple[str, ...]) -> None:
        """The facts of a model, of its evidence and its outputs, and the deployment facts that it overrides."""
        self._facts(node, ("model", "deployment"), keys, facts, "a model")
        evidence = self._mapping(node.get("evidence"), "evidence")
        if evidence:
            self._facts(evidence, ("evidence",), (), facts, "evidence")
        outputs = self._mapping(node.get("outputs"), "outputs")
        if outputs:
            self._facts(outputs, ("outputs",), (), facts, "outputs")

    def _bases(self, node: Node | None) -> tuple[Base, ...] | None:
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return None
        found: list[Base] = []
        items = node.items if isinstance(node, Sequence) else (node,)
        if len(items) > MOST_BASES:
            self.faults.add("too-large", f"a model has at most {MOST_BASES} parents", node.span)
            return None
        for item in items:
            if isinstance(item, Scalar) and item.value is not None and item.text:
                self._name(item, "base")
                found.append(Base(item.text, "fine_tune", item.span))
                continue
            if not isinstance(item, Mapping):
                self.faults.add("wrong-type", "a base is a model id, or a mapping with `id` and `relation`", item.span)
                continue
            self._known_keys(item, ("id", "relation"), "a base")
            relation = self._text(item, "relation") or "fine_tune"
            folded = relation.replace("-", "_")
            folded = {
                "finetune": "fine_tune",
                "quantised": "quantized",
                "trained_on_outputs": "outputs",
                "distilled": "outputs",
                "lora": "adapter",
                "merged": "merge",
                "finetuned": "fine_tune",
            }.get(folded, folded)
            if folded not in RELATIONS:
                help = did_you_mean(relation, RELATIONS) or "one of " + ", ".join(RELATIONS)
                self.faults.add("unknown-value", f"`{relation}` is no relation to a base", item.get("relation").span, help=help)
            found.append(Base(self._required(item, "id", "a base"), folded, item.span))
        return tuple(found)

    def _terms(self, node: Node | None) -> list[tuple[str, Mapping]]:
        terms = self._mapping(node, "terms")
        found = []
        for key, part in terms.entries if terms else ():
            answers = self._mapping(part, key.text)
            if answers:
                found.append((key.text, answers))
        return found

    def _waivers(self, node: Node | None) -> tuple[Waiver, ...]:
        found = []
        for entry in self._list(node, "waivers"):
            self._known_keys(entry, WAIVER_KEYS, "a waiver")
            clause, model = (self._required(entry, key, "a waiver") for key in ("clause", "model"))
            reason, approver = (self._required(entry, key, "a waiver") for key in ("reason", "approver"))
            on, expires = (self._day(entry, key, "a waiver") for key in ("on", "expires"))
            seal = self._required(entry, "seal", "a waiver", "copy the seal that the report prints with the finding")
            found.append(Waiver(clause, model, reason, approver, on, expires, seal, entry.span))
        return tuple(found)

    # small things ----------------------------------------------------------------------------------------------------
    def _facts(self, node: Mapping, parts: tuple[str, ...], keys: tuple[str, ...], facts: dict[str, Fact], place: str) -> None:
        for key, value in node.entries:
            if key.text in keys:
                continue
            names = [f"{part}.{key.text}" for part in parts]
            name = next((name for name in names if name in self.vocabulary.facts), None)
            definition = self.vocabulary.facts.get(name or "")
            # what only the catalog or the clock can say is not declared
            if name is None or definition is None or not definition.written:
                choices = [short for part in parts for short, found in self.vocabulary.below(part) if found.written]
                help = did_you_mean(key.text, (*choices, *keys)) or self._elsewhere(key.text)
                self.faults.add("unknown-fact", f"no fact of {place} is named `{key.text}`", key.span, help=help)
                continue
            facts[name] = self.reader.fact(definition, value)

    def _elsewhere(self, word: str) -> str:
        """A fact of that name that belongs to another part of the file."""
        for part in ("organization", "deployment", "model", "evidence", "outputs"):
            found = self.vocabulary.facts.get(f"{part}.{word}")
            if found and found.written:
                place = {"model": "a model", "evidence": "`evidence` of a model", "outputs": "`outputs` of a model"}
                return f"`{word}` belongs to {place.get(part, f'`{part}`')}"
        return ""

    def _known_keys(self, node: Mapping, keys: tuple[str, ...], place: str) -> None:
        for key, _ in node.entries:
            if key.text not in keys:
                help = did_you_mean(key.text, keys) or self._elsewhere(key.text)
                self.faults.add("unknown-key", f"{place} has no key `{key.text}`", key.span, help=help)

    def _mapping(self, node: Node | None, name: str) -> Mapping | None:
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return None
        if not isinstance(node, Mapping):
            self.faults.add("wrong-type", f"`{name}` is a mapping", node.span)
            return None
        return node

    def _list(self, node: Node | None, name: str) -> list[Mapping]:
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return []
        if not isinstance(node, Sequence):
            self.faults.add("wrong-type", f"`{name}` is a list", node.span)
            return []
        if len(node.items) > MOST_ENTRIES:
            self.faults.add("too-large", f"`{name}` has more than {MOST_ENTRIES:,} entries", node.span)
            return []
        for item in node.items:
            if not isinstance(item, Mapping):
                self.faults.add("wrong-type", f"each of `{name}` is a mapping", item.span)
        return [item for item in node.items if isinstance(item, Mapping)]

    def _text(self, node: Mapping | None, key: str) -> str:
        part = node.get(key) if node else None
        if part is None:
            return ""
        if not isinstance(part, Scalar):
            self.faults.add("wrong-type", f"`{key}` is text", part.span)
            return ""
        return part.text

    def _texts(self, node: Mapping, key: str) -> tuple[str, ...]:
        part = node.get(key)
        if part is None:
            return ()
        items = part.items if isinstance(part, Sequence) else (part,)
        for item in items:
            if not isinstance(item, Scalar) or item.value is None or not item.text:
                self.faults.add("wrong-type", f"`{key}` is a list of words", item.span)
        return tuple(item.text for item in items if isinstance(item, Scalar))

    def _name(self, node: Node | None, key: str) -> None:
        """A name stands in every report: it is one line, and not a long one."""
        if isinstance(node, Scalar) and (len(node.text) > LONGEST_NAME or not node.text.isprintable()):
            self.faults.add("wrong-type", f"`{key}` is at most {LONGEST_NAME} printable characters", node.span)

    def _required(self, node: Mapping, key: str, place: str, help: str = "") -> str:
        text = self._text(node, key)
        if not text:
            self.faults.add("missing-key", f"{place} needs `{key}`", node.span, help=help)
        return text

    def _day(self, node: Mapping, key: str, place: str = "") -> str:
        part = node.get(key)
        if part is None:
            if place:
                self.faults.add("missing-key", f"{place} needs `{key}`", node.span, help="write a day such as `2026-11-30`")
            return ""
        day = read_day(part)
        if not day:
            self.faults.add("wrong-type", f"`{key}` is a day", part.span, help="write a day such as `2026-11-30`")
        return day


def _start(root: Mapping) -> Span:
    """Where to say that a key of the file is missing: its first key, or all of an empty mapping."""
    return root.entries[0][0].span if root.entries else root.span

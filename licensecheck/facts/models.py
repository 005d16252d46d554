"""The models of deploy.yaml, each with its facts, its parents and its answers to single policies."""

from __future__ import annotations

from licensecheck.facts.deployment import RELATIONS, Base, ModelUse
from licensecheck.facts.entries import Entries
from licensecheck.facts.values import Fact
from licensecheck.source.diagnostic import Span
from licensecheck.source.near import did_you_mean
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence

MODEL_KEYS = ("id", "as", "revision", "path", "license", "license_choice", "base", "evidence", "outputs", "terms")
RELATION_SPELLINGS = {
    "finetune": "fine_tune", "finetuned": "fine_tune", "quantised": "quantized", "merged": "merge", "lora": "adapter",
    "trained_on_outputs": "outputs", "distilled": "outputs",
}  # fmt: skip
MOST_MODELS = 20_000
MOST_BASES = 100
"""Bounds: models of one file, and parents of one model."""


class ModelReader:
    """Reads the models of one deploy.yaml."""

    def __init__(self, entries: Entries, elsewhere: bool = False) -> None:
        self.entries, self.elsewhere = entries, elsewhere

    def models(self, root: Mapping, defaults: dict[str, Fact]) -> tuple[ModelUse, ...]:
        """All models of the file; two of one name are a fault."""
        node = root.get("models")
        if node is None and self.elsewhere:
            return ()
        if node is None:
            help = "add `models:` with at least one `- id: ...`"
            self.entries.faults.add("missing-key", "the file declares no `models`", start(root), help=help)
            return ()
        if not isinstance(node, Sequence) or not node.items:
            self.entries.faults.add("wrong-type", "`models` is a list with at least one model", node.span)
            return ()
        if len(node.items) > MOST_MODELS:
            self.entries.faults.add("too-large", f"the file declares more than {MOST_MODELS:,} models", node.span)
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
                self.entries.faults.add("duplicate-model", message, model.span, f"first on line {taken[model.name]}", help)
            taken.setdefault(model.name, model.span.line)
            models.append(model)
        return tuple(models)

    def _model(self, node: Node, defaults: dict[str, Fact]) -> ModelUse | None:
        if isinstance(node, Scalar) and node.value is not None and node.text:
            self.entries.name(node, "id")
            return ModelUse(node.text, node.text, node.span, dict(defaults))
        if not isinstance(node, Mapping):
            self.entries.faults.add("wrong-type", "a model is a mapping with an `id`", node.span)
            return None
        identity = node.get("id")
        if not isinstance(identity, Scalar) or not identity.text or identity.value is None:
            place = identity or node
            self.entries.faults.add(
                "missing-key", "a model needs an `id`", place.span, help="write `id: meta-llama/Llama-3.1-8B-Instruct`"
            )
            return None
        self.entries.name(identity, "id")
        self.entries.name(node.get("as"), "as")
        facts = dict(defaults)
        self.facts(node, facts, MODEL_KEYS)
        license = node.get("license")
        if license is not None and not isinstance(license, Scalar):
            self.entries.faults.add("wrong-type", "`license` is the SPDX id of one license", license.span)
        return ModelUse(
            identity.text,
            self.entries.text(node, "as") or identity.text,
            identity.span,
            facts,
            self._bases(node.get("base")),
            self.entries.text(node, "path"),
            Fact(license.text, span=license.span) if isinstance(license, Scalar) and license.value and license.text else None,
            tuple(self._terms(node.get("terms"))),
            self.entries.text(node, "revision"),
            self.entries.text(node, "license_choice"),
        )

    def facts(self, node: Mapping, facts: dict[str, Fact], keys: tuple[str, ...]) -> None:
        """The facts of a model, of its evidence and its outputs, and the deployment facts that it overrides."""
        self.entries.facts(node, ("model", "deployment"), keys, facts, "a model")
        evidence = self.entries.mapping(node.get("evidence"), "evidence")
        if evidence:
            self.entries.facts(evidence, ("evidence",), (), facts, "evidence")
        outputs = self.entries.mapping(node.get("outputs"), "outputs")
        if outputs:
            self.entries.facts(outputs, ("outputs",), (), facts, "outputs")

    def _bases(self, node: Node | None) -> tuple[Base, ...] | None:
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return None
        found: list[Base] = []
        items = node.items if isinstance(node, Sequence) else (node,)
        if len(items) > MOST_BASES:
            self.entries.faults.add("too-large", f"a model has at most {MOST_BASES} parents", node.span)
            return None
        for item in items:
            if isinstance(item, Scalar) and item.value is not None and item.text:
                self.entries.name(item, "base")
                found.append(Base(item.text, "fine_tune", item.span))
                continue
            if not isinstance(item, Mapping):
                self.entries.faults.add("wrong-type", "a base is a model id, or a mapping with `id` and `relation`", item.span)
                continue
            self.entries.known_keys(item, ("id", "relation"), "a base")
            relation = self.entries.text(item, "relation") or "fine_tune"
            folded = RELATION_SPELLINGS.get(relation.replace("-", "_"), relation.replace("-", "_"))
            if folded not in RELATIONS:
                help = did_you_mean(relation, RELATIONS) or "one of " + ", ".join(RELATIONS)
                self.entries.faults.add(
                    "unknown-value", f"`{relation}` is no relation to a base", item.get("relation").span, help=help
                )
            found.append(Base(self.entries.required(item, "id", "a base"), folded, item.span))
        return tuple(found)

    def _terms(self, node: Node | None) -> list[tuple[str, Mapping]]:
        terms = self.entries.mapping(node, "terms")
        found = []
        for key, part in terms.entries if terms else ():
            answers = self.entries.mapping(part, key.text)
            if answers:
                found.append((key.text, answers))
        return found


def start(root: Mapping) -> Span:
    """Where to say that a key of the file is missing: its first key, or all of an empty mapping."""
    return root.entries[0][0].span if root.entries else root.span

"""The JSON Schema of deploy.yaml, made from the vocabulary and from every policy's own facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from licensecheck.facts.deployment import RELATIONS
from licensecheck.facts.evidence import EVIDENCE_PLACES
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy.model import Policy
from licensecheck.report import keys
from licensecheck.report.words import question

Schema = dict[str, Any]
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
TEXT: Schema = {"type": "string", "minLength": 1}
# `1_200_000` reaches a YAML 1.2 validator as text
NUMBER: Schema = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9]+(_[0-9]+)*$"}]}
YES_NO: Schema = {"enum": [True, False, "yes", "no"]}


def deploy_schema(vocabulary: Vocabulary, policies: Iterable[Policy]) -> Schema:
    """The schema, as plain values; draft-07, which every editor reads. It names every value by its first spelling."""
    deployment = _facts(vocabulary, "deployment")
    model = {
        **deployment,
        **_facts(vocabulary, "model"),
        **_told(keys.MODEL, {name: _object(_facts(vocabulary, name)) for name in ("evidence", "outputs")}),
    }
    base = {"anyOf": [TEXT, _object(_told(keys.BASE, {"id": TEXT, "relation": {"enum": list(RELATIONS)}}), ["id"])]}
    own = _told(keys.MODEL, {
        "id": TEXT, "as": TEXT, "revision": TEXT, "path": TEXT, "license": TEXT, "license_choice": TEXT,
        "base": {"anyOf": [base, _list(base)]},
        "terms": _object({policy.id: _terms(policy) for policy in policies if policy.facts}),
    })  # fmt: skip
    records = {"agreements": _list(_agreement()), "readings": _list(_reading()), "packs": _list(TEXT)}
    about = _told(keys.ORGANIZATION, {"name": TEXT, **records})
    organization = {**_facts(vocabulary, "organization"), **about}
    deployed = _told(keys.DEPLOYMENT, {"name": TEXT, "defaults": _object(model)})
    file = {
        "version": {"const": 1},
        "extends": TEXT,
        "organization": _object(organization),
        "deployment": _object({**deployment, **deployed}),
        "models": {"type": "array", "minItems": 1, "items": {"anyOf": [TEXT, _object({**model, **own}, ["id"])]}},
        "accepted": _list(_accepted()),
        "waivers": {"anyOf": [TEXT, _list({"anyOf": [TEXT, _waiver()]})]},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "deploy.yaml of licensecheck",
        "description": "The models of a deployment and the facts by which their licenses are judged.",
        **_object(_told(keys.FILE, file), ["version", "models"]),
        "definitions": {
            "figure": _figure(),
            "evidence": _evidence(),
            **{of: _element(of, vocabulary) for of in ("use", "trained", "claim")},
            "use_facts": _object(_use_facts(vocabulary)),
            **{name: _fact(found) for name, found in vocabulary.facts.items() if found.written},
        },
    }


def _facts(vocabulary: Vocabulary, part: str) -> Schema:
    return {short: _ref(found.name) for short, found in vocabulary.below(part) if found.written}


def _terms(policy: Policy) -> Schema:
    """The facts that one policy alone asks for."""
    own = {definition.name.partition(".")[2]: _fact(definition) for definition in policy.facts}
    return {"description": policy.name, "examples": [{}], **_object(own)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _fact(definition: Definition) -> Schema:
    value = _value(definition)
    example = _example(definition)
    words = keys.SAID | {"value": (question(definition), example)}
    said = _object(_told(words, {"value": value, "by": TEXT, "on": TEXT, "source": TEXT}), ["value"])
    return {"description": question(definition), "examples": [example], "anyOf": [value, {"const": "unknown"}, said]}


def _example(definition: Definition) -> Any:
    """A value that a fact may have."""
    match definition.type:
        case "yes_no":
            return True
        case "choice":
            return definition.values[0]
        case "choices":
            return [definition.values[0]]
        case "place":
            return "KR"
        case "places":
            return ["KR", "US"]
        case "date":
            return "2024-07-23"
        case "number":
            return 18
        case "figure":
            return 1_200_000
        case "name":
            return "Acme"
        case "names":
            return ["Acme"]
        case "elements":
            return []
        case _:
            return [{"path": "NOTICE", "place": "with_copy"}]


def _value(definition: Definition) -> Schema:
    match definition.type:
        case "yes_no":
            return YES_NO
        case "choice":
            return {"enum": list(definition.values)}
        case "choices":
            return _one_or_many({"enum": list(definition.values)})
        case "place" | "name":
            return TEXT
        case "places" | "names":
            return _one_or_many(TEXT)
        case "date":
            return DAY
        case "number":
            return NUMBER
        case "figure":
            return _ref("figure")
        case "elements":
            return _list(_ref(definition.of))
        case _:
            return _ref("evidence")


def _figure() -> Schema:
    two = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
    bound = {"anyOf": [NUMBER, _object(_told(keys.BOUND, {"at_most": NUMBER, "at_least": NUMBER, "between": two}))]}
    by_entity = {"anyOf": [bound, _object(_told(keys.ENTITIES, dict.fromkeys(keys.ENTITIES, bound)))]}
    by_period = {
        "type": "object",
        "patternProperties": {"^([0-9]{4}(-[0-9]{2})?|any_12_months)$": by_entity},
        "additionalProperties": False,
    }
    return {"anyOf": [by_entity, by_period]}


def _element(of: str, vocabulary: Vocabulary) -> Schema:
    """One activity, trained model or suit: a word, or a mapping; an activity may be the key of its own facts."""
    if of != "use":
        return {"anyOf": [TEXT, _object(_facts(vocabulary, of))]}
    tags = {"enum": list(vocabulary.facts["use.kind"].values)}
    tagged = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": tags,
        "additionalProperties": {"anyOf": [{"type": "null"}, _ref("use_facts")]},
    }
    return {"anyOf": [tags, tagged, _object({"kind": _ref("use.kind"), **_use_facts(vocabulary)}, ["kind"])]}


def _use_facts(vocabulary: Vocabulary) -> Schema:
    """The facts of an activity: its own, and those of the deployment that it may say otherwise."""
    inherited = {
        short: _ref(found.name)
        for short, found in vocabulary.below("deployment")
        if found.written and found.type not in ("figure", "elements")
    }
    return {**inherited, **{short: schema for short, schema in _facts(vocabulary, "use").items() if short != "kind"}}


def _evidence() -> Schema:
    attested, place = {"type": ["string", "boolean"]}, {"enum": list(EVIDENCE_PLACES)}
    known = {"path": TEXT, "url": TEXT, "attested": attested, "place": place, "by": TEXT, "on": TEXT}
    item = _object(_told(keys.EVIDENCE, known))
    return {"anyOf": [YES_NO, TEXT, item, _list({"anyOf": [TEXT, YES_NO, item]})]}


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def _told(told: keys.Told, properties: Schema) -> Schema:
    """Properties with what they mean and an example. Draft-07 overlooks what stands beside a reference, so that goes inside."""
    apart = {name: {"allOf": [schema]} if "$ref" in schema else schema for name, schema in properties.items()}
    return {name: {"description": told[name][0], "examples": [told[name][1]], **schema} for name, schema in apart.items()}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_or_many(items: Schema) -> Schema:
    return {"anyOf": [items, _list(items)]}


def _agreement() -> Schema:
    return _object(
        _told(keys.AGREEMENT, {
            "with": TEXT, "covers": _list(TEXT), "lifts": _list(TEXT), "replaces_terms": YES_NO,
            "status": {"enum": ["granted", "requested", "refused", "ended"]}, "reference": TEXT, "starts": DAY, "expires": DAY,
            "by": TEXT, "on": DAY,
        }),
        ["with"],
    )  # fmt: skip


def _reading() -> Schema:
    answer = {"type": ["string", "boolean"]}
    known = {"policy": TEXT, "reading": TEXT, "as": answer, "by": TEXT, "on": DAY, "reference": TEXT, "text": TEXT}
    return _object(_told(keys.READING, known), ["policy", "reading", "as", "by", "on"])


def _waiver() -> Schema:
    names = ("clause", "model", "reason", "approver", "seal")
    truths = {"type": "object", "additionalProperties": {"type": ["string", "boolean"]}}
    known = {**dict.fromkeys(names, TEXT), "reference": TEXT, "on": DAY, "expires": DAY, "while": truths}
    return _object(_told(keys.WAIVER, known), [*names, "on", "expires"])


def _accepted() -> Schema:
    names = ("model", "reason", "approver")
    known = {**dict.fromkeys(names, TEXT), "in": _one_or_many(TEXT), "on": DAY, "expires": DAY}
    return _object(_told(keys.ACCEPTED, known), [*names, "in", "on", "expires"])

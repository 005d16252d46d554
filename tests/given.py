"""What tests are given: the shipped vocabulary and places, and short ways to write nodes, worlds and clauses."""

from __future__ import annotations

import os
from typing import Any

from licensecheck.engine.world import World
from licensecheck.facts.declare import read_deployment
from licensecheck.facts.deployment import Deployment
from licensecheck.facts.parse import Reader
from licensecheck.facts.places import read_places
from licensecheck.facts.values import Element, Fact
from licensecheck.facts.vocabulary import Definition, read_vocabulary
from licensecheck.policy.conditions import ConditionReader
from licensecheck.policy.model import ALWAYS, Clause, Condition, Excuse
from licensecheck.source.diagnostic import Diagnostic, Faults, InputError, Span
from licensecheck.source.nodes import Node, parse
from licensecheck.source.text import Text, read

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGE = os.path.join(ROOT, "licensecheck")
_FAULTS = Faults()
VOCABULARY = read_vocabulary(parse(read(os.path.join(ROOT, "rules", "facts.yaml"))), _FAULTS)
PLACES = read_places(parse(read(os.path.join(ROOT, "rules", "places.yaml"))))
_FAULTS.stop()

AS_OF = "2026-11-22"
RELEASED = "2024-07-23"


def node(text: str) -> Node:
    """The root node of a text that is not empty."""
    root = parse(Text("deploy.yaml", text))
    assert root is not None
    return root


def shown(found: tuple[Diagnostic, ...] | list[Diagnostic]) -> list[tuple[str, str, Any, str, str]]:
    """Diagnostics in full: code, message, span as four numbers, label, help."""
    return [(each.code, each.message, each.span and tuple(each.span[1:]), each.label, each.help) for each in found]


def refused(text: str) -> list[tuple[str, str, Any, str, str]]:
    """Every diagnostic of a YAML text that does not parse."""
    try:
        parse(Text("deploy.yaml", text))
    except InputError as error:
        return shown(error.diagnostics)
    raise AssertionError("the text was taken")


def declared(text: str, file: str = "deploy.yaml") -> Deployment:
    """The deployment of a text."""
    return read_deployment(Text(file, text), VOCABULARY, PLACES)


def wrong(text: str, file: str = "deploy.yaml") -> list[tuple[str, str, Any, str, str]]:
    """Every diagnostic of a deploy.yaml that is refused."""
    try:
        declared(text, file)
    except InputError as error:
        return shown(error.diagnostics)
    raise AssertionError("the declaration was taken")


def fact(name: str, text: str) -> Fact:
    """A fact as deploy.yaml would write it."""
    faults = Faults()
    found = Reader(VOCABULARY, PLACES, faults).fact(VOCABULARY.facts[name], node(text))
    faults.stop()
    return found


def world(
    facts: dict[str, str] | None = None,
    *,
    presume: bool = True,
    as_of: str = AS_OF,
    released: str = RELEASED,
    element: Element | None = None,
    definitions: dict[str, Definition] | None = None,
) -> World:
    """A world in which these facts are declared and no others."""
    near = {name: fact(name, text) for name, text in (facts or {}).items()}
    return World(VOCABULARY, PLACES, definitions or {}, near, {}, {}, as_of, released, presume, set(), {}, element)


def condition(text: str) -> Condition:
    """A condition as a policy would write it."""
    faults = Faults()
    found = ConditionReader(VOCABULARY, PLACES, {}, {}, {}, faults).condition(node(text))
    faults.stop()
    return found


def clause(
    applies: str = "",
    requires: str | None = None,
    *,
    kind: str = "use",
    unless: tuple[str, ...] = (),
    basis: str = "text",
    standing: bool = False,
    for_each: str = "",
) -> Clause:
    """A clause of a small policy."""
    excuses = tuple(Excuse("9", condition(each)) for each in unless)
    needs = condition(requires) if requires is not None else None
    when = condition(applies) if applies else ALWAYS
    return Clause("c", kind, "1", "A clause", when, excuses, needs, "It says so.", (), basis, standing, for_each, "", "license")


def spot(text: str, part: str) -> Span:
    """Where a part stands that a text holds once."""
    assert text.count(part) == 1
    start = text.index(part)
    line, column = text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1
    return Span("deploy.yaml", line, column, line, column + len(part))

"""A small corpus that no licensor can change: made-up licenses and models over the shipped vocabulary."""

from __future__ import annotations

import functools
import marshal
import os
import shutil
import tempfile
from typing import Any

from given import AS_OF, ROOT, shown

from licensecheck.api import audit_text
from licensecheck.catalog.bind import bind
from licensecheck.catalog.binding import Binding, BoundModel
from licensecheck.catalog.compile import compile_corpus
from licensecheck.catalog.corpus import HEAD, Corpus
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.engine.findings import Finding, Report
from licensecheck.facts.declare import read_deployment
from licensecheck.source.diagnostic import Faults, InputError
from licensecheck.source.text import Text

FOLDER = os.path.join(ROOT, "tests", "corpus")


@functools.cache
def small() -> Corpus:
    """The corpus of tests/corpus, with the shipped facts and places."""
    with tempfile.TemporaryDirectory() as folder:
        top = os.path.join(folder, "corpus")
        shutil.copytree(FOLDER, top)
        for name in ("facts.yaml", "places.yaml"):
            shutil.copy(os.path.join(ROOT, "rules", name), os.path.join(top, "rules"))
        shutil.copy(os.path.join(ROOT, "policies", "licensecheck", "hosted-availability.yaml"), os.path.join(top, "policies"))
        data = compile_corpus(os.path.join(top, "policies"), os.path.join(top, "rules"))
    return corpus_from(data)


def corpus_from(data: bytes) -> Corpus:
    """The corpus of compiled bytes."""
    start = HEAD + int.from_bytes(data[:4], "big")
    return Corpus(marshal.loads(data[HEAD:start]), data[start:])


def resolved(text: str, channel: str = "") -> Resolution:
    """What an id means in the small corpus."""
    return resolve(text, small().catalog, channel)


def meaning(text: str, channel: str = "") -> tuple[str, str, str, str]:
    """What an id means, without the entry: id, how, channel, relation."""
    found = resolved(text, channel)
    return found.id, found.how, found.channel, found.relation


def written(models: str, organization: str = "", deployment: str = "", waivers: str = "") -> str:
    """A deploy.yaml with these parts in flow style; `models` is one line a model."""
    lines = ["version: 1"]
    for key, value in (("organization", organization), ("deployment", deployment), ("waivers", waivers)):
        lines += [f"{key}: {value}"] if value else []
    return "\n".join([*lines, "models:", *(f"  - {line}" for line in models.splitlines())]) + "\n"


def bound(text: str, as_of: str = AS_OF) -> tuple[BoundModel, ...]:
    """The models of a deploy.yaml, with what governs them."""
    corpus, faults = small(), Faults()
    deployment = read_deployment(Text("deploy.yaml", text), corpus.vocabulary, corpus.places)
    models = tuple(bind(model, deployment, corpus, as_of, faults) for model in deployment.models)
    faults.stop()
    return models


def governed(model: BoundModel) -> list[tuple[str, str, str]]:
    """What governs a model, in short: policies, licensed work, why."""
    return [("|".join(policy.id for policy in each.editions), each.work, each.why) for each in model.bindings]


def binding(model: BoundModel, policy: str) -> Binding:
    """The binding of a policy, named by one of its editions."""
    return next(each for each in model.bindings if policy in [edition.id for edition in each.editions])


def audited(text: str, as_of: str = AS_OF, strict: bool = False) -> Report:
    """The report on a deploy.yaml under the small corpus."""
    return audit_text(Text("deploy.yaml", text), small(), as_of, strict)


def faulty(text: str) -> list[object]:
    """Every diagnostic of a deploy.yaml that cannot be judged."""
    try:
        audited(text)
    except InputError as error:
        return list(shown(error.diagnostics))
    raise AssertionError("the deployment was judged")


def finding(report: Report, name: str, model: int = 0) -> Finding:
    """The finding `policy/clause` of a model."""
    return next(each for each in report.models[model].findings if f"{each.policy}/{each.clause.id}" == name)


def verdicts(report: Report, model: int = 0) -> dict[str, str]:
    """Each finding of a model that is not simply inapplicable: its verdict, with `moot` and `waived` where it is."""
    said = {}
    for each in report.models[model].findings:
        word = each.verdict.word + (" (moot)" if each.moot else "") + (" (waived)" if each.waived else "")
        if word != "not_applicable":
            said[f"{each.policy}/{each.clause.id}"] = word
    return said


CRANE = "crane/Crane-1-8B"
"""A model of that corpus with open weights."""


def model(line: str, organization: str = "", deployment: str = "", as_of: str = AS_OF) -> BoundModel:
    """One model, bound."""
    return bound(written(line, organization, deployment), as_of)[0]


def issues(line: str, organization: str = "") -> list[tuple[str, str, str, tuple[str, ...]]]:
    """What is wrong with a model: code, verdict, title, asked facts."""
    return [(each.code, each.verdict, each.title, each.asks) for each in model(line, organization).issues]


def derived(line: str, policy: str, name: str, as_of: str = AS_OF, **parts: str) -> tuple[Any, str, str]:
    """A derived fact of a binding: value, basis, who says so."""
    found = binding(model(line, as_of=as_of, **parts), policy).facts[name]
    return found.value, found.basis, found.said_by

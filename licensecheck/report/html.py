"""The report as one HTML page that asks nothing of the network: findings to read, and what-if by the same conditions.

The page's scripts evaluate the conditions that are embedded as data; what they come to is compared with the findings of the
engine before anything is shown, and what-if stays closed where the two differ.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable
from typing import Any

from licensecheck.catalog.binding import BoundModel
from licensecheck.catalog.corpus import Corpus
from licensecheck.engine.context import Context
from licensecheck.engine.findings import Report
from licensecheck.report.message import Messages
from licensecheck.report.page.models import of_report
from licensecheck.report.page.rules import Rules
from licensecheck.report.story import told, worst_first
from licensecheck.source.packaged import packaged

EVALUATOR = ("logic", "figures", "compare", "world", "derive", "judge", "settle", "audit")
"""The scripts that evaluate, in the order in which they build on each other; they touch no document."""
VIEW = (
    "words", "dom", "state", "summary", "matrix", "findings", "trace", "records", "moves", "controls", "elements", "scales",
    "dates", "explore", "whatif", "command", "main",
)  # fmt: skip
"""The scripts that draw."""
STYLES = ("base", "parts", "whatif", "print")
MOST_STATIC = 300
"""Findings that are told where scripts are switched off."""


Cases = Iterable[tuple[tuple[BoundModel, ...], Context]]
"""The bound models and the context behind each report."""


def render(reports: tuple[Report, ...], cases: Cases, corpus: Corpus, version: str) -> str:
    """The page of one report or several."""
    found = data(reports, cases, corpus, version)
    style = "\n".join(packaged("report", "page", f"{name}.css") for name in STYLES)
    script = f'(() => {{\n"use strict";\n{scripts((*EVALUATOR, *VIEW))}\n}})();'
    title = f"{found['reports'][0]['verdict']}: {', '.join(dict.fromkeys(each.file for each in reports))}"
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{_escaped(title)}</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n"
        f'<div id="page"></div>\n<noscript>\n{_static(reports)}</noscript>\n'
        f'<script type="application/json" id="data">{_embedded(found)}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def data(reports: tuple[Report, ...], cases: Cases, corpus: Corpus, version: str) -> dict[str, Any]:
    """Everything that the page's scripts read."""
    rules = Rules(corpus.vocabulary, corpus.places)
    shown = [of_report(each, models, context, corpus, rules) for each, (models, context) in zip(reports, cases, strict=True)]
    return {
        "tool": {"name": "model-licensecheck", "version": version, "policies": corpus.digest},
        "places": {"groups": {key: sorted(codes) for key, codes in corpus.places.groups.items()}, "names": corpus.places.names},
        "definitions": rules.definitions(),
        "leaves": rules.leaves,
        "policies": rules.policies,
        "reports": shown,
    }


def scripts(names: Iterable[str]) -> str:
    """Some of the page's scripts, one after the other."""
    return "\n".join(packaged("report", "page", f"{name}.js") for name in names)


def _static(reports: tuple[Report, ...]) -> str:
    """What is told without scripts: verdicts, and every finding that is not settled."""
    messages = Messages(reports)
    parts = []
    for report in reports:
        parts.append(f"<h1>{_escaped(report.verdict.word)}: {_escaped(report.file)} as of {_escaped(report.as_of)}</h1>")
        parts.append("<p>This page draws itself with a script, and scripts are switched off here. The findings in plain text:</p>")
        found = worst_first(told((report,)))
        for each in found[:MOST_STATIC]:
            lines = messages.lines(each)
            rest = "".join(f"<p>{_escaped(line)}</p>" for line in lines[1:])
            parts.append(f"<section><h2>{_escaped(lines[0])}</h2>{rest}</section>")
        if len(found) > MOST_STATIC:
            parts.append(f"<p>{len(found) - MOST_STATIC} more are not told here.</p>")
    return "\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    return html.escape(text.encode("utf-8", "replace").decode())


def _embedded(value: Any) -> str:
    """JSON that no name can break out of."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

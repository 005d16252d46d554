"""SARIF 2.1.0 (OASIS standard with errata 01) in the shape that GitHub code scanning takes.

Kind and level. Section 3.27.10 lets a result carry a level only when its kind is `fail`; GitHub reads the level and ignores the
kind. So an unknown is `open` without a level: to the standard it has none, and a consumer that ignores the kind takes the level
of the rule, a warning. Passes stay out unless asked for, because GitHub would show each as an alert. A waived finding carries its
suppression, which GitHub ignores too, and so the level `note`. There is no `security-severity`: a license is no vulnerability.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from typing import Any
from urllib.parse import quote

from licensecheck.engine.findings import Note, Report
from licensecheck.policy.model import Clause
from licensecheck.report import story
from licensecheck.report.markdown import link, prose
from licensecheck.report.message import Messages
from licensecheck.report.paint import shown
from licensecheck.report.story import HERE, Base, Told, clipped
from licensecheck.source.diagnostic import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://github.com/model-licensecheck/licensecheck"
KEY = "licensecheck/v1"
ROOT = "SRCROOT"

# what GitHub takes (docs.github.com, "SARIF support for code scanning"): of 25,000 results it keeps the worst 5,000
MOST_RESULTS, MOST_BYTES = 5_000, 10_000_000
LONGEST_NAME, LONGEST, LONGEST_MESSAGE, LONGEST_HELP = 255, 1_024, 4_000, 8_000

KINDS = {
    "fail": ("fail", "error"), "due": ("fail", "note"), "waived": ("fail", "note"), "unknown": ("open", ""),
    "pass": ("pass", "none"), "standing": ("informational", "none"),
    "moot": ("notApplicable", "none"), "not_applicable": ("notApplicable", "none"),
}  # fmt: skip
PRECISION = {"text": "very-high", "quotation": "high", "secondary": "medium"}
WEB = ("https://", "http://")

# in ASCII, so that it passes every pipe
encoded = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
quoted = json.encoder.encode_basestring_ascii


def render(reports: tuple[Report, ...], version: str = "", verbose: bool = False, base: Base = HERE) -> str:
    """One run with the findings of all reports; `verbose` adds what passes, is moot or does not apply."""
    found = story.worst_first(story.told(reports, story.ORDER if verbose else story.LOUD))
    most = min(len(found), MOST_RESULTS)
    while True:
        run = _Run(reports, found[:most], base).document(version, len(found) - most)
        text = f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{run}]}}\n'
        # what is below the limit is below it compressed too
        if len(text) <= MOST_BYTES or not most or len(gzip.compress(text.encode(), 6, mtime=0)) <= MOST_BYTES:
            return text
        most //= 2


def _text(text: str, most: int = LONGEST) -> str:
    """A text on one line. Never empty, which GitHub takes for missing; `](` would make a link (section 3.11.6)."""
    return clipped(shown(text.replace("\n", " ")).replace("](", "] ("), most) or "-"


def _message(text: str) -> str:
    """The message of a result, in which a single brace would begin a placeholder (section 3.11.5)."""
    safe = _text(text, LONGEST_MESSAGE).replace("{", "{{").replace("}", "}}")
    return safe if len(safe) <= LONGEST_MESSAGE else safe[: LONGEST_MESSAGE - 1].rstrip("{}") + "…"


def _rule(each: Told) -> dict[str, Any]:
    """One clause. Its default level is what consumers that ignore `kind` show for an unknown."""
    clause, text = each.finding.clause, each.finding.text
    if each.finding.issue:
        # what is said of one model is not the rule
        title = clause.id.replace("-", " ").capitalize()
        clause = clause._replace(title=title, says="Something about the model itself, of which no license speaks.", remedy=())
    return {
        "id": each.name,
        "name": clipped("".join(word.capitalize() for word in re.split(r"\W+", clause.id)), LONGEST_NAME),
        "shortDescription": {"text": _text(clause.title)},
        "fullDescription": {"text": _text(clause.says or clause.title)},
        "help": _help(clause, text.url if text else ""),
        "helpUri": quote(text.url, safe="%/:=&?~#+!$,;'@()*") if text and text.url.startswith(WEB) else HOME,
        "defaultConfiguration": {"level": "warning"},
        "properties": {
            "kind": clause.kind, "section": clause.section, "basis": clause.basis,
            "precision": PRECISION.get(clause.basis, "medium"), "tags": ["license", clause.kind],
        },
    }  # fmt: skip


def _help(clause: Clause, url: str) -> dict[str, str]:
    section = f"Section {clause.section}: " if clause.section else ""
    plain = [f"{section}{clause.says}", *(f"Remedy: {remedy}" for remedy in clause.remedy), *([f"Text: {url}"] if url else [])]
    remedies = "\n".join(f"- {prose(remedy)}" for remedy in clause.remedy)
    styled = [prose(section + clause.says), remedies, link("Text of the terms", url)]
    markdown = "\n\n".join(part for part in styled if part)
    return {"text": _text(" ".join(plain), LONGEST_HELP), "markdown": clipped(markdown, LONGEST_HELP) or "-"}


class _Run:
    """One run over several reports: where its files are, what its rules are called, where findings crowd."""

    def __init__(self, reports: tuple[Report, ...], found: list[Told], base: Base) -> None:
        self.reports, self.found, self.base = reports, found, base
        self.indexes = {file: index for index, file in enumerate(dict.fromkeys(report.file for report in reports))}
        self.artifacts: dict[str, dict[str, Any]] = {}
        self.physicals: dict[tuple[Span, int], str] = {}
        self.messages = Messages(reports)
        self.firsts = {each.name: each for each in reversed(found)}
        self.rules = {name: index for index, name in enumerate(dict.fromkeys(each.name for each in found))}
        # GitHub tells alerts apart by rule and line: findings of one clause that rest on one line stand at their models instead
        self.places = [each.places for each in found]
        self.crowd = Counter((each.name, at[0].file, at[0].line) for each, at in zip(found, self.places, strict=True))

    def document(self, version: str, left_out: int) -> str:
        notes = [self.notification(note) for report in self.reports for note in report.notes]
        said = [story.WHAT_IF] if any(report.what_if for report in self.reports) else []
        said += [f"{left_out:,} findings are left out; the worst {len(self.found):,} are here"] if left_out else []
        notes = [{"level": "warning", "message": {"text": text}} for text in said] + notes
        driver = {
            "name": "licensecheck", "fullName": f"model-licensecheck {version}".strip(), "version": version or "0",
            "informationUri": HOME, "rules": [_rule(self.firsts[name]) for name in self.rules],
        }  # fmt: skip
        head = {
            "tool": {"driver": driver},
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
            "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository"}}},
            "artifacts": [{"location": self.artifact(file), "mimeType": "application/yaml"} for file in self.indexes],
            "columnKind": "unicodeCodePoints",
        }
        results = ",".join([self.result(each, at) for each, at in zip(self.found, self.places, strict=True)])
        properties = encoded({"reports": [self.summary(report) for report in self.reports]})
        return f'{encoded(head)[:-1]},"results":[{results}],"properties":{properties}}}'

    def summary(self, report: Report) -> dict[str, Any]:
        return {
            "file": shown(self.base.path(report.file)), "verdict": report.verdict.word, "asOf": report.as_of,
            "strict": report.strict, "whatIf": report.what_if, "policies": report.corpus,
        }  # fmt: skip

    def result(self, each: Told, places: tuple[Span, ...]) -> str:
        if self.crowd[each.name, places[0].file, places[0].line] > 1:
            places = (places[-1], *places[:-1])
        kind, level = KINDS[each.state]
        sentences = [line.rstrip(".") for line in self.messages.lines(each)]
        message = _message(". ".join(sentences) + ".")
        said = f'"ruleId":{quoted(each.name)},"ruleIndex":{self.rules[each.name]},"kind":"{kind}",'
        said += f'"level":"{level}",' if level else ""
        said += (
            f'"message":{{"text":{quoted(message)}}},"locations":[{{"physicalLocation":{self.physical(places[0], each.report)}}}],'
        )
        if len(places) > 1:
            related = [self.related(number, span, each) for number, span in enumerate(places[1:], 1)]
            said += f'"relatedLocations":[{",".join(related)}],'
        said += f'"partialFingerprints":{{"{KEY}":"{story.fingerprint(each, self.base)}"}},'
        if each.report.baseline:
            said += f'"baselineState":"{"unchanged" if each.finding.known else "new"}",'
        if each.state == "waived":
            justification = _text(story.waiver_words(each.finding))
            said += f'"suppressions":[{{"kind":"external","status":"accepted","justification":{quoted(justification)}}}],'
        model = clipped(shown(each.model.name), LONGEST)
        verdict = each.finding.verdict.word
        return f'{{{said}"properties":{{"verdict":"{verdict}","state":"{each.state}","model":{quoted(model)}}}}}'

    def related(self, number: int, span: Span, each: Told) -> str:
        words = _message(f"the model {each.model.name}") if span == each.model.span else "a fact that decides"
        place = self.physical(span, each.report)
        return f'{{"id":{number},"physicalLocation":{place},"message":{{"text":{quoted(words)}}}}}'

    def physical(self, span: Span, report: Report) -> str:
        found = self.physicals.get((span, id(report)))
        if found is None:
            start, stop, snippet = story.line_of(span, report)
            line = max(1, span.line)
            region: dict[str, Any] = {"startLine": line, "startColumn": start, "endLine": line, "endColumn": stop}
            if snippet:
                region["snippet"] = {"text": snippet}
            found = encoded({"artifactLocation": self.artifact(span.file), "region": region})
            self.physicals[span, id(report)] = found
        return found

    def artifact(self, file: str) -> dict[str, Any]:
        """A relative path counts from the top of the repository; a file outside of it has its full address."""
        found = self.artifacts.get(file)
        if found is None:
            path = self.base.path(file)
            uri = quote(path.encode(errors="surrogateescape"), safe="/~")
            found = self.artifacts[file] = {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": ROOT}
            if file in self.indexes:
                found["index"] = self.indexes[file]
        return found

    def notification(self, note: Note) -> dict[str, Any]:
        found: dict[str, Any] = {"descriptor": {"id": note.code}, "level": "note", "message": {"text": _message(note.message)}}
        if note.span:
            region = {"startLine": max(1, note.span.line), "startColumn": max(1, note.span.column)}
            found["locations"] = [{"physicalLocation": {"artifactLocation": self.artifact(note.span.file), "region": region}}]
        return found

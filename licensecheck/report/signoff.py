"""The sign-off: a page to print, sign and file. It needs no script, no network and no colour."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Iterator

from licensecheck.catalog.binding import BoundModel
from licensecheck.engine.context import Context
from licensecheck.engine.findings import Report
from licensecheck.engine.judge import Verdict
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import DEPLOYMENT
from licensecheck.report.filed import adopted, presumed, records, stated_facts, texts
from licensecheck.report.message import Messages
from licensecheck.report.paint import shown
from licensecheck.report.story import WHAT_IF, Told, tally, told, waiver_words, worst_first
from licensecheck.report.words import number
from licensecheck.source.packaged import packaged

Case = tuple[tuple[BoundModel, ...], Context]
Cell = str | tuple[str, str]
"""The words of a cell, and what is printed small below them."""
Row = tuple[Cell, ...]
SAYS = {
    "pass": "On the stated facts every clause passes or does not apply.",
    "due": "On the stated facts nothing is breached; what is listed below is still to be done.",
    "unknown": "Not decided: facts that decide are missing.",
    "fail": "On the stated facts at least one clause is breached, or a right is not granted.",
}
PARTS = (
    ("fail", "Breached"), ("due", "Open duties"), ("unknown", "Not decided"), ("waived", "Breached, and accepted for a time"),
    ("standing", "Standing duties"),
)  # fmt: skip
MODELS = (("Model", 30), ("Channel", 15), ("Governed by", 40), ("Verdict", 15))
FACTS = (("Fact", 40), ("Stated", 30), ("Who says so", 30))
TEXTS = (("Policy", 30), ("Text", 40), ("Read on", 15), ("Governs", 15))
NO_ADVICE = "A reading of license texts in the tool's own words, judged on the facts stated above. It is not legal advice."
MOST = 400
"""Findings of one kind that are printed; the rest is counted."""


def render(reports: tuple[Report, ...], cases: Iterable[Case], vocabulary: Vocabulary, version: str) -> str:
    """One document for one deployment or several; each is signed by itself."""
    parts = [_Part(report, case, vocabulary, version) for report, case in zip(reports, cases, strict=True)]
    style = packaged("report", "page", "signoff.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = f"Sign-off: {', '.join(dict.fromkeys(part.name for part in parts))}"
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n',
            f"<title>{_safe(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n",
            _cover(parts) if len(parts) > 1 else "",
            *(part.document() for part in parts),
            "</body>\n</html>\n",
        )
    )


def _cover(parts: list[_Part]) -> str:
    rows = ((part.name, part.report.verdict.word, part.report.file, number(len(part.report.models))) for part in parts)
    table = _table((("Deployment", 40), ("Verdict", 15), ("File", 30), ("Models", 15)), rows)
    return f'<header class="cover"><p class="kind">Sign-off of licenses</p><h1>{len(parts)} deployments</h1>{table}</header>\n'


class _Part:
    """One deployment of the document."""

    def __init__(self, report: Report, case: Case, vocabulary: Vocabulary, version: str) -> None:
        self.report, (self.models, self.context), self.vocabulary, self.version = report, case, vocabulary, version
        self.deployment = self.context.deployment
        self.name = self.deployment.name or report.file
        self.messages = Messages((report,))

    def document(self) -> str:
        return f'<article data-state="{self.report.verdict.word}">\n' + "\n".join(self.sections()) + "\n</article>\n"

    def sections(self) -> Iterator[str]:
        yield self.head()
        yield _section("Models", _table(MODELS, self.model_rows()))
        yield from self.findings()
        filed = ((heading, _list(each)) for heading, each in self.record_items())
        yield _section(
            "Records that somebody signed", "".join(f"<h3>{_safe(heading)}</h3>{body}" for heading, body in filed if body)
        )
        yield _section("Facts, and who says so", "".join(self.fact_tables()))
        yield _section("Presumed from silence", "".join(self.silent()))
        found = adopted(self.report, self.models)
        points = [f"{_safe(question)} <b>{_safe(answer)}</b> <span>{_safe(where)}</span>" for where, question, answer in found]
        yield _section("Open in the texts, and read conservatively", _list(points))
        yield _section("Policies, and the texts they were written from", self.text_table())
        yield _section("Notes", _list(_sentence(note.message) for note in self.report.notes))
        yield self.approval()

    def head(self) -> str:
        report = self.report
        warning = f'<p class="what-if">{_sentence(WHAT_IF)}. Not for signature.</p>' if report.what_if else ""
        packs = ", ".join(pack.id for pack in self.context.packs)
        rows = (
            ("Organization", self.deployment.organization),
            ("Declared in", report.file),
            ("Judged as of", report.as_of),
            ("Presumptions", "left out where that is worse (strict)" if report.strict else ""),
            ("Rules of the organization", packs),
            ("Tool", f"model-licensecheck {self.version}"),
            ("Corpus of policies, sha256", report.corpus),
        )
        listed = "".join(f"<div><dt>{word}</dt><dd>{_safe(text)}</dd></div>" for word, text in rows if text)
        counted = tally(told((report,), ("fail", "unknown", "due", "waived", "pass")))
        return (
            f'<header><p class="kind">Sign-off of licenses</p>{warning}<h1>{_safe(self.name)}</h1>'
            f'<p class="verdict"><b>{report.verdict.word}</b> {SAYS[report.verdict.word]} <span>{counted}</span></p>'
            f"<dl>{listed}</dl></header>"
        )

    def model_rows(self) -> Iterator[Row]:
        for model in self.report.models:
            resolved = model.resolved if model.resolved != model.name else ""
            yield (model.name, resolved), model.channel, ", ".join(model.policies), model.verdict.word

    def findings(self) -> Iterator[str]:
        for state, heading in PARTS:
            found = worst_first(told((self.report,), (state,)))
            if state == "standing":
                titles = dict.fromkeys(f"{_safe(each.finding.clause.title)} <span>{_safe(each.name)}</span>" for each in found)
                yield _section(heading, _list(titles))
                continue
            body = "".join(self.finding(each) for each in found[:MOST])
            rest = f"<p>{number(len(found) - MOST)} more are in the report.</p>" if len(found) > MOST else ""
            yield _section(heading, body + rest)

    def finding(self, each: Told) -> str:
        clause, finding = each.finding.clause, each.finding
        where = f"{finding.policy}{f', section {clause.section}' if clause.section else ''}, of {each.model.name}"
        lines = [("", clause.says)]
        lines += [("Accepted", waiver_words(finding))] if each.state == "waived" else []
        lines += [("Asked", question) for question in self.messages.asked(each)]
        facts = self.messages.facts(finding.judgement.traces) if each.state in ("fail", "due", "waived") else []
        lines += [("Facts", "; ".join(facts))] if facts else []
        if each.state in ("fail", "due"):
            lines += [("To do", remedy) for remedy in clause.remedy[:1]]
        body = "".join(f"<p>{f'<b>{word}</b> ' if word else ''}{_marked(text)}</p>" for word, text in lines)
        head = f'<h3>{_safe(clause.title)}</h3><p class="where">{_safe(where)}</p>'
        return f'<div class="finding" data-state="{each.state}">{head}{body}</div>'

    def record_items(self) -> Iterator[tuple[str, list[str]]]:
        for heading, found in records(self.report, self.deployment).items():
            yield (
                heading,
                [f"{_sentence(each.words)} <i>{_sentence(each.comes_to)}</i> <span>{_safe(each.place)}</span>" for each in found],
            )

    def fact_tables(self) -> Iterator[str]:
        for heading, found in stated_facts(self.deployment, self.models, self.vocabulary):
            if found:
                rows = (((each.phrase, each.name), each.value, each.said) for each in found)
                yield f"<h3>{_safe(heading)}</h3>" + _table(FACTS, rows)

    def silent(self) -> Iterator[str]:
        for heading, found in presumed(self.report, self.models, self.vocabulary):
            if found:
                listed = _list((f"{_sentence(words)} <span>{_safe(name)}</span>" for name, words in found), "two")
                yield f"<h3>{heading}</h3>{listed}"

    def subject(self) -> str:
        """What is signed, for a signature that stands on a page of its own."""
        report = self.report
        said = f"{report.file} judged as of {report.as_of} with the corpus {report.corpus[:16]}: {report.verdict.word}"
        return f'<p class="where">{_safe(said)}</p>'

    def text_table(self) -> str:
        rows: list[Row] = []
        for each in texts(self.models):
            ours = each.policy.governs == DEPLOYMENT
            day = (each.read, "issued" if ours else "frozen" if each.changes == "frozen" else "may change")
            rows.append(((each.policy.name, each.policy.id), (each.url, f"sha256 {each.sha256}"), day, ", ".join(each.models)))
        return _table(TEXTS, rows)

    def approval(self) -> str:
        if self.report.what_if:
            return ""
        owed = any(finding.verdict is Verdict.DUE and finding.red for model in self.report.models for finding in model.findings)
        choices = ("Approved", *(("Approved once the open duties are done",) if owed else ()), "Not approved")
        boxes = "".join(f"<li>{words}</li>" for words in choices)
        lines = "".join(f"<div><dt>{word}</dt><dd></dd></div>" for word in ("Name", "Date", "Signature", "Remarks"))
        return (
            f'<section class="approval"><h2>Approval of {_safe(self.name)}</h2>{self.subject()}<ul>{boxes}</ul><dl>{lines}</dl>'
            f"<p>{NO_ADVICE}</p></section>"
        )


def _section(heading: str, body: str) -> str:
    return f"<section><h2>{heading}</h2>{body}</section>" if body else ""


def _list(items: Iterable[str], style: str = "") -> str:
    body = "".join(f"<li>{each}</li>" for each in items)
    return f"<ul{f' class={style}' if style else ''}>{body}</ul>" if body else ""


def _table(heads: tuple[tuple[str, int], ...], rows: Iterable[Row]) -> str:
    """A table; each head with its share of the width in percent."""
    widths = "".join(f'<col class="w{width}">' for _, width in heads)
    head = "".join(f"<th>{word}</th>" for word, _ in heads)
    body = "".join("<tr>" + "".join(f"<td>{_cell(each)}</td>" for each in row) + "</tr>" for row in rows)
    return f"<table><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if body else ""


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _safe(cell)
    return _safe(cell[0]) + (f" <small>{_safe(cell[1])}</small>" if cell[1] else "")


def _sentence(text: str) -> str:
    """A message as a sentence."""
    return _marked(text[:1].upper() + text[1:])


def _marked(text: str) -> str:
    """A text in which backticks mark names."""
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(_safe(text).split("`")))


def _safe(text: str) -> str:
    """A text of a stranger: no markup, and nothing that reorders or hides."""
    return html.escape(shown(text.encode("utf-8", "replace").decode()))

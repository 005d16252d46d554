"""Markdown for a comment on a pull request (GitHub, GitLab, Gitea): one short table, the details folded.

What others wrote stands in code or is escaped (CommonMark 0.31, GitHub Flavored Markdown 0.29): names, facts and texts make no
markup, no link, no mention and no reference to an issue.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import quote

from licensecheck.engine.findings import ModelReport, Report
from licensecheck.report import story
from licensecheck.report.message import Messages
from licensecheck.report.paint import shown
from licensecheck.report.story import HERE, Base, Told, clipped

MOST_CHARACTERS = 65_536
"""Of one comment on GitHub; GitLab takes more."""
MOST_MODELS, MOST_FACTS, MOST_QUESTIONS = 20, 8, 30
LONGEST_NAME, LONGEST = 200, 2_000
MARK = "<!-- licensecheck -->"
"""The first line, by which a workflow finds its earlier comment and replaces it."""

_HIDDEN = "\u200b"  # a space without width: what it stands in is no mention, no link and no reference
_MAGIC = re.compile(r"([@#](?=\w)|:(?=//)|www(?=\.)|GH(?=-\d))", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_\[\]~$])")
_BLOCK = re.compile(r"^(?=[#+\-=])|^(\d+)(?=[.)])")


def render(reports: tuple[Report, ...], version: str = "", verbose: bool = False, base: Base = HERE) -> str:
    """The comment; `verbose` also lists what is moot, and what always holds and never gates."""
    return document(reports, base, MOST_CHARACTERS, len, verbose)


def document(reports: tuple[Report, ...], base: Base, most: int, size: Callable[[str], int], verbose: bool = False) -> str:
    """The Markdown of all reports, of at most this size; findings that do not fit are counted."""
    messages = Messages(reports)
    states = ("fail", "unknown", "due", "waived", *(("moot", "standing") if verbose else ()))
    found = story.worst_first(story.told(reports, states))
    worst = max((report.verdict for report in reports), default=None)
    head = f"### Model licenses: {worst.word if worst is not None else 'nothing judged'}"
    blocks = [MARK, head, *map(_line, reports), _table(reports, base)]
    last = [*_asked(reports), *_notes(reports, base)]
    room = most - sum(size(block) + 2 for block in (*blocks, *last)) - 200
    kept = 0
    for each in found:
        block = _details(each, messages, base)
        room -= size(block) + 2
        if room < 0:
            break
        blocks.append(block)
        kept += 1
    if kept < len(found):
        blocks.append(f"{len(found) - kept:,} more findings do not fit here; the CSV and the JSON report have them all.")
    return "\n\n".join([*blocks, *last]) + "\n"


def _line(report: Report) -> str:
    counts = story.tally(story.told((report,)))
    strict = ", strict" if report.strict else ""
    what_if = f" ({story.WHAT_IF})" if report.what_if else ""
    counts = "; ".join(filter(None, (counts, story.baseline_words(report))))
    return f"{code(report.file)} is **{report.verdict.word}** as of {report.as_of}{strict}: {counts}{what_if}"


def _table(reports: tuple[Report, ...], base: Base) -> str:
    """One line a model, the worst first."""
    models = sorted(((report, model) for report in reports for model in report.models), key=lambda each: -each[1].verdict)
    rows = ["| Verdict | Model | Against it | Place |", "|:--|:--|:--|:--|"]
    for _, model in models[:MOST_MODELS]:
        place = f"{base.path(model.span.file)}:{model.span.line}"
        cells = (model.verdict.word, code(model.name), _against(model), code(place))
        rows.append(f"| {' | '.join(cell(each) for each in cells)} |")
    left_out = len(models) - MOST_MODELS
    return "\n".join(rows) + (f"\n\n... and {left_out:,} more models" if left_out > 0 else "")


def _against(model: ModelReport) -> str:
    counts = Counter(story.state(finding) for finding in model.findings)
    return ", ".join(f"{counts[word]} {word}" for word in ("fail", "unknown", "due", "waived", "moot") if counts[word])


def _details(each: Told, messages: Messages, base: Base) -> str:
    """One finding, folded under its names."""
    clause, text, place = each.finding.clause, each.finding.text, each.places[0]
    head = f"<b>{each.state}</b> <code>{_html(each.name)}</code> for <code>{_html(each.model.name)}</code>"
    head += f" (in the baseline of {each.finding.known})" if each.finding.known else ""
    section = f"Section {clause.section}: " if clause.section else ""
    lines = [prose(clause.title), "", prose(section + clause.says), ""]
    lines += [f"- at {code(f'{base.path(place.file)}:{place.line}')}"]
    if each.finding.path:
        lines.append("- via " + ", ".join(f"{step.relation.replace('_', '-')} of {code(step.id)}" for step in each.finding.path))
    lines += [f"- fact {code(fact)}" for fact in messages.facts(each.finding.judgement.traces)[:MOST_FACTS]]
    lines += [f"- asked: {prose(question)}" for question in messages.asked(each)]
    lines += [f"- remedy: {prose(remedy)}" for remedy in clause.remedy]
    lines += [f"- waived: {prose(story.waiver_words(each.finding))}"] if each.finding.waived else []
    source = link("text of the terms", text.url if text else "")
    lines += [f"- {source}"] if source else []
    return f"<details>\n<summary>{head}</summary>\n\n" + "\n".join(lines) + "\n\n</details>"


def _asked(reports: tuple[Report, ...]) -> list[str]:
    lines = list(dict.fromkeys(f"- {code(q.fact)}: {prose(q.question)}" for report in reports for q in report.questions if q.first))
    if not lines:
        return []
    more = [f"- ... and {len(lines) - MOST_QUESTIONS} more"] if len(lines) > MOST_QUESTIONS else []
    listed = "\n".join([*lines[:MOST_QUESTIONS], *more])
    return [f"<details>\n<summary>Questions still open ({len(lines)})</summary>\n\n{listed}\n\n</details>"]


def _notes(reports: tuple[Report, ...], base: Base) -> list[str]:
    lines = [
        f"- note: {prose(note.message)}" + (f" ({code(f'{base.path(note.span.file)}:{note.span.line}')})" if note.span else "")
        for report in reports
        for note in report.notes[:MOST_QUESTIONS]
    ]
    return ["\n".join(lines[:MOST_QUESTIONS])] if lines else []


# escaping ------------------------------------------------------------------------------------------------------------
def code(text: str) -> str:
    """A text as a code span, in which nothing has a meaning; its fence is longer than any run of backticks in it."""
    safe = clipped(shown(text), LONGEST_NAME)
    if not safe.strip():
        return "`-`"
    fence = "`" * (max((len(run) for run in re.findall("`+", safe)), default=0) + 1)
    pad = " " if "`" in safe or safe != safe.strip() else ""
    return f"{fence}{pad}{safe}{pad}{fence}"


def prose(text: str) -> str:
    """A sentence without markup of its own, but for what stands between single backticks."""
    words = clipped(shown(" ".join(text.split())), LONGEST)
    parts = re.split(r"(`[^`]+`)", words)
    out = "".join(code(part[1:-1]) if number % 2 else _escaped(part) for number, part in enumerate(parts))
    return _BLOCK.sub(lambda found: f"{found[1]}\\" if found[1] else "\\", out)


def _escaped(text: str) -> str:
    return _MAGIC.sub(rf"\1{_HIDDEN}", _MARKS.sub(r"\\\1", html.escape(text, quote=False)))


def cell(markdown: str) -> str:
    """Markdown as a cell: a bar would end it, also one in code and one after a backslash."""
    return re.sub(r"(\\*)\|", lambda found: found[1] + (_HIDDEN if len(found[1]) % 2 else "") + r"\|", markdown)


def link(words: str, url: str) -> str:
    """A link to a page of the web; nothing for any other address."""
    return f"[{words}]({quote(url, safe='%/:=&?~#+!$,;@')})" if url.startswith(("https://", "http://")) else ""


def _html(text: str) -> str:
    return html.escape(clipped(shown(text), LONGEST_NAME))

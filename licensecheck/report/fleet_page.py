"""A fleet as one HTML page: verdicts now and over time, users against thresholds, what fails and what is asked, and its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from licensecheck.catalog.days import shifted
from licensecheck.engine.judge import Verdict
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.fleet.many.days import AHEAD, Moment
from licensecheck.fleet.many.fleet import Fleet
from licensecheck.fleet.many.scales import Scale, Threshold
from licensecheck.fleet.many.tell import Counted, place_words
from licensecheck.report.charts import ORDER, bar, histogram, steps
from licensecheck.report.document import badge, document, safe, section, table
from licensecheck.report.words import number

MOST_ROWS = 1_000
"""Rows of the fleet that the page tells, the worst first; the others are counted."""
MOST_LINES = 60
"""Lines of every other table."""
MOST_REASONS = 3


class FleetPage(NamedTuple):
    """What the page of a fleet shows. `conditions` says under which facts it was judged, "" where under the declared ones."""

    fleet: Fleet
    counted: Counted
    moments: tuple[Moment, ...]
    scales: tuple[Scale, ...]
    as_of: str
    conditions: str
    vocabulary: Vocabulary
    version: str
    corpus: str


def render(page: FleetPage) -> str:
    """The page of a fleet."""
    counted = page.counted
    title = f"Fleet: {counted.models:,} models, {counted.verdicts[Verdict.FAIL]:,} fail"
    parts = (
        ("time", "Over time", _over_time(page)),
        ("teams", "By team", _counts("Team", counted.teams)),
        ("policies", "By policy", _counts("Policy", counted.policies)),
        ("figures", "Users and revenue against thresholds", "".join(_scale(each, page) for each in page.scales)),
        ("clauses", "Clauses that fail most", _listed("Clause", counted.failing, {})),
        ("questions", "Questions that would decide most", _listed("Fact", counted.questions, _questions(page))),
        ("rows", "Models in deployments", _rows(page)),
    )
    words = {"time": "Time", "teams": "Teams", "policies": "Policies", "figures": "Thresholds", "clauses": "Clauses"}
    links = [(id, words.get(id, id.capitalize())) for id, _, inner in parts if inner]
    foot = f"<p>Made by model-licensecheck {safe(page.version)}, policies {safe(page.corpus[:12])}.</p>"
    body = _summary(page) + "".join(section(id, heading, inner) for id, heading, inner in parts)
    return document(title, links, body, foot)


def _summary(page: FleetPage) -> str:
    counted = page.counted
    tiles = "".join(
        f'<li class="tile" data-state="{verdict.word}">{badge(verdict.word, True)}<strong>{counted.verdicts[verdict]:,}</strong>'
        f'<span class="share">{counted.verdicts[verdict] / max(counted.models, 1):.1%}</span></li>'
        for verdict in ORDER
    )
    under = f"<span>under {safe(page.conditions)}</span>" if page.conditions else ""
    what_if = f'<p class="warning" role="note">What if: judged under {safe(page.conditions)}.</p>' if page.conditions else ""
    faults = len(page.fleet.faults)
    missing = f'<p class="warning" role="note">{faults:,} faults: some deployments were not judged.</p>' if faults else ""
    return (
        f'<section class="summary" aria-labelledby="fleet">{what_if}{missing}'
        f'<h1 id="fleet">{counted.models:,} models in {counted.deployments:,} deployments</h1>'
        f'<p class="about"><span>Judged as of <time datetime="{page.as_of}">{page.as_of}</time></span>{under}</p>'
        f'<ul class="tiles">{tiles}</ul></section>\n'
    )


def _over_time(page: FleetPage) -> str:
    last = shifted(page.as_of, AHEAD)
    if not sum(page.moments[0].verdicts.values()):
        return ""
    if len(page.moments) == 1:
        return f'<p class="lead">No verdict changes until {last}, as far as dated facts tell.</p>'
    lead = (
        f"From {page.as_of} to {last}, if nothing but the date changes: retirements, editions, terms that were read too long ago, "
        "agreements and waivers that end."
    )
    rows = []
    for place, each in enumerate(page.moments):
        day, moved = (f"{place}. {safe(each.day)}", f"{each.moved:,}") if place else (safe(each.day), "")
        rows.append((day, *_cells(each.verdicts), moved, _what(each)))
    heads = ("Day", *(verdict.word for verdict in ORDER), "come out otherwise", "what happens")
    chart = steps(page.moments, last, "Verdicts over time")
    days = table(heads, rows[:MOST_LINES], "Verdicts on each day on which some change", "days")
    return f'<p class="lead">{lead}</p>{chart}{days}{_more(len(rows), "days")}'


def _what(moment: Moment) -> str:
    told = "; ".join(safe(each) for each in moment.what[:4])
    return f"{told}; and {len(moment.what) - 4} more" if len(moment.what) > 4 else told


def _cells(counts: Counter[Verdict]) -> Iterator[str]:
    return (f"{counts[verdict]:,}" for verdict in ORDER)


def _counts(head: str, rows: tuple[tuple[str, Counter[Verdict]], ...]) -> str:
    if not any(name for name, _ in rows):
        return ""
    heads = (head, *(verdict.word for verdict in ORDER), "")
    lines = [(safe(name) or "(none)", *_cells(counts), bar(counts)) for name, counts in rows[:MOST_LINES]]
    return table(heads, lines, f"Verdicts by {head.lower()}", "counts") + _more(len(rows), "lines")


def _scale(scale: Scale, page: FleetPage) -> str:
    definition = page.vocabulary.facts[scale.fact]
    title = definition.phrase[:1].upper() + definition.phrase[1:]
    silent = f"{scale.silent:,} say nothing of it" + (f", {scale.zero:,} say zero" if scale.zero else "")
    lead = (
        f"The largest figure that the deployment of each model states; {silent}. Near is from four fifths of a threshold on. "
        "Whether a clause fails where a figure is over its threshold, its other conditions say too."
    )
    heads = ("Threshold", "clause", "governs", "over it", "near it", "such as")
    rows = [_threshold(each) for each in scale.thresholds[:MOST_LINES]]
    unit = definition.unit or scale.fact.rpartition(".")[2].replace("_", " ")
    chart = histogram(scale, unit, title)
    head = f'<h3 class="chart-title">{safe(title)}</h3><p class="lead">{lead}</p>'
    return head + chart + table(heads, rows, title) + _more(len(scale.thresholds), "thresholds")


def _threshold(each: Threshold) -> tuple[str, ...]:
    over = f'<span class="over">✕ {each.over:,}</span>' if each.over else "0"
    near = f'<span class="near">! {each.near:,}</span>' if each.near else "0"
    words = f'<span class="exactly">{"from" if each.reaches else "above"} {number(each.number)}</span>'
    clause = f'<code>{safe(each.policy)}/{safe(each.clause)}</code><br><span class="reasons">{safe(each.title)}</span>'
    return words, clause, f"{each.rows:,}", over, near, "<br>".join(safe(name) for name in each.examples)


def _questions(page: FleetPage) -> dict[str, str]:
    found = ((name, page.vocabulary.find(name)) for name, _ in page.counted.questions)
    return {name: definition.phrase for name, definition in found if definition}


def _listed(head: str, rows: tuple[tuple[str, int], ...], words: dict[str, str]) -> str:
    lines = []
    for name, count in rows[:MOST_LINES]:
        phrase = f'<br><span class="reasons">{safe(words[name])}</span>' if name in words else ""
        lines.append((f"<code>{safe(name)}</code>{phrase}", f"{count:,}"))
    return table((head, "models"), lines, head, "listed") + _more(len(rows), "lines")


def _more(count: int, what: str) -> str:
    return f'<p class="count">and {count - MOST_LINES:,} more {what}</p>' if count > MOST_LINES else ""


def _rows(page: FleetPage) -> str:
    """The worst rows, each with what counts most against it."""
    fleet, verdicts = page.fleet, page.fleet.verdicts
    there = np.flatnonzero(verdicts)
    told = there[np.argsort(-verdicts[there].astype(np.int64), kind="stable")][:MOST_ROWS]
    if not len(told):
        return ""
    lines = fleet.lines.filter(pl.col("row").is_in(told.astype(np.int32)) & ~pl.col("moot"))
    worst = lines.sort("row", -pl.col("verdict").cast(pl.Int16), "order").group_by("row", maintain_order=True)
    found = worst.agg(pl.col("clause").head(MOST_REASONS), pl.len())
    reasons = {row: (clauses, count) for row, clauses, count in found.iter_rows()}
    names = [f"<code>{safe(policy)}/{safe(clause)}</code>" for policy, clause, _ in fleet.names.clauses]

    def line(row: int) -> tuple[str, ...]:
        clauses, count = reasons.get(row, ((), 0))
        more = f" and {count - len(clauses)} more" if count > len(clauses) else ""
        why = f'<span class="reasons">{" ".join(names[clause] for clause in clauses)}{more}</span>'
        places = dict.fromkeys((fleet.who.deployment[row], place_words(fleet, row)))
        where = f'<br><span class="reasons">{safe(", ".join(places))}</span>'
        return safe(fleet.who.model[row]) + where, badge(Verdict(int(verdicts[row])).word), safe(fleet.who.team[row]), why

    others = f" {len(there) - len(told):,} more are counted above and not told here." if len(there) > len(told) else ""
    lead = f'<p class="lead">The worst first.{others} <code>licensecheck fleet ... --why ROW</code> tells all of one.</p>'
    label = 'aria-label="Search the rows" placeholder="Search model, team, file, clause"'
    box = f'<input type="search" class="search" {label} hidden><p class="count found" role="status"></p>'
    rows = (line(int(row)) for row in told)
    return lead + box + table(("Model", "verdict", "team", "because of"), rows, "Models in deployments", "rows-table")

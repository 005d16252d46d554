"""The lineage of one model as an HTML page: a graph to look at, and the same as a list to read."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.engine.findings import Report
from licensecheck.engine.judge import Verdict
from licensecheck.fleet.hub.family import Bond, Family, Kin
from licensecheck.report.document import SIGNS, badge, document, safe, section

MOST_DRAWN, MOST_TOLD = 60, 400
"""Works in the graph and in the list; the others are counted."""
MOST_CLAUSES = 5
WIDE, HIGH, ACROSS, DOWN, EDGE, BEND = 232, 70, 22, 62, 16, 60
LONGEST = 28


class FamilyPage(NamedTuple):
    """What the page of a lineage shows."""

    family: Family
    report: Report
    version: str


def render(page: FamilyPage) -> str:
    """The page of one lineage."""
    (model,) = page.report.models
    works = len(page.family.works)
    title = f"{model.verdict.word}: the lineage of {model.name}"
    more = "" if page.family.whole else " and more, which were not followed"
    count = f"{works:,} works{more}" if works > 1 else "no parent is known"
    head = (
        '<section class="summary" aria-labelledby="model">'
        f'<h1 id="model">{safe(model.name)}</h1><p class="about">{badge(model.verdict.word)}<span>{count}</span>'
        f'<span>Judged as of <time datetime="{page.report.as_of}">{page.report.as_of}</time></span></p></section>\n'
    )
    words = (
        "From the model at the top down to what it was made from. At each work: its license, and what the terms of that work "
        "come to for the model."
    )
    graph = section("graph", "What it was made from", f'<p class="lead">{words}</p>', _graph(page.family))
    parts = graph + section("list", "Work by work", _list(page.family))
    foot = f"<p>Made by model-licensecheck {safe(page.version)}, policies {safe(page.report.corpus[:12])}.</p>"
    return document(title, (("graph", "Graph"), ("list", "List")), head + parts, foot)


def _graph(family: Family) -> str:
    drawn = family.works[:MOST_DRAWN]
    rows: dict[int, list[int]] = {}
    for place, work in enumerate(drawn):
        rows.setdefault(work.generation, []).append(place)
    widest = max(len(row) for row in rows.values())
    wide = 2 * EDGE + widest * WIDE + (widest - 1) * ACROSS
    corners: dict[int, tuple[float, float]] = {}
    for number, row in enumerate(rows.values()):
        left = (wide - len(row) * WIDE - (len(row) - 1) * ACROSS) / 2
        for at, place in enumerate(row):
            corners[place] = left + at * (WIDE + ACROSS), EDGE + number * (HIGH + DOWN)
    high = 2 * EDGE + len(rows) * HIGH + (len(rows) - 1) * DOWN
    bonds = [bond for bond in family.bonds if bond.child in corners and bond.parent in corners]
    if any(bond.back for bond in bonds):
        wide, high = wide + BEND, high + EDGE
    inner = "".join(_line(bond, corners) for bond in bonds) + "".join(_box(work, *corners[at]) for at, work in enumerate(drawn))
    inner += "".join(_label(bond, corners) for bond in bonds)
    left = len(family.works) - len(drawn)
    cut = f'<p class="count">and {left:,} more works that are not drawn</p>' if left else ""
    told = 'role="img" aria-label="The lineage as a graph; the list below says the same"'
    graph = f'<svg viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" {told}>{inner}</svg>'
    return f'<div class="scroll graph" tabindex="0" role="region" aria-label="Graph of the lineage">{graph}</div>{cut}'


def _ends(bond: Bond, corners: dict[int, tuple[float, float]]) -> tuple[float, float, float, float]:
    (x1, y1), (x2, y2) = corners[bond.child], corners[bond.parent]
    return x1 + WIDE / 2, y1 + HIGH, x2 + WIDE / 2, y2


def _line(bond: Bond, corners: dict[int, tuple[float, float]]) -> str:
    x1, y1, x2, y2 = _ends(bond, corners)
    if y2 < y1:  # to the side, or back up: around the boxes
        x1, y1, x2, y2 = x1 + WIDE / 2 - 14, y1 - HIGH / 2, x2 + WIDE / 2 - 14, y2 + HIGH / 2
        bend = max(x1, x2) + BEND
        path = f"M{x1:.0f},{y1:.0f} C{bend:.0f},{y1:.0f} {bend:.0f},{y2:.0f} {x2:.0f},{y2:.0f}"
    else:
        path = f"M{x1:.0f},{y1:.0f} C{x1:.0f},{(y1 + y2) / 2:.0f} {x2:.0f},{(y1 + y2) / 2:.0f} {x2:.0f},{y2:.0f}"
    return f'<path class="edge{" back" if bond.back else ""}" d="{path}"/>'


def _label(bond: Bond, corners: dict[int, tuple[float, float]]) -> str:
    x1, y1, x2, y2 = _ends(bond, corners)
    words = _relation(bond.relation) + (" (in a circle)" if bond.back else "")
    x, y = (x1 + x2) / 2, (y1 + y2) / 2 + 4
    wide = 6.2 * len(words) + 12
    if y2 < y1:
        x, y = x1 + WIDE / 2 - wide / 2 - 4, y1 + 14
    plate = f'<rect class="plate" x="{x - wide / 2:.0f}" y="{y - 13:.0f}" width="{wide:.0f}" height="18" rx="9"/>'
    return f'{plate}<text class="relation" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{safe(words)}</text>'


def _box(work: Kin, x: float, y: float) -> str:
    state = work.verdict.word if work.verdict is not Verdict.NOT_APPLICABLE else "not_applicable"
    verdict = f"{SIGNS[state]} {state}" if state in SIGNS else "no terms of its own"
    license = work.license or ("nobody knows it" if not work.known else "no license is claimed")
    first = "" if work.generation else " first"
    return (
        f'<g class="{"" if work.known else "missing"}" data-state="{state}">'
        f"<title>{safe(work.id)}: {safe(license)}, {verdict}</title>"
        f'<rect class="box{first}" x="{x:.0f}" y="{y:.0f}" width="{WIDE}" height="{HIGH}" rx="8"/>'
        f'<rect class="strip" x="{x:.0f}" y="{y + 8:.0f}" width="4" height="{HIGH - 16}"/>'
        f'<text class="name" x="{x + 14:.0f}" y="{y + 21:.0f}">{safe(_short(work.id))}</text>'
        f'<text x="{x + 14:.0f}" y="{y + 40:.0f}">{safe(_short(license, 34))}</text>'
        f'<text class="verdict" x="{x + 14:.0f}" y="{y + 59:.0f}">{verdict}</text></g>'
    )


def _list(family: Family) -> str:
    lines = [_item(place, work, family) for place, work in enumerate(family.works[:MOST_TOLD])]
    more = len(family.works) - len(lines)
    return f'<ol class="works">{"".join(lines)}</ol>' + (f'<p class="count">and {more:,} more works</p>' if more > 0 else "")


def _item(place: int, work: Kin, family: Family) -> str:
    silent = work.verdict is Verdict.NOT_APPLICABLE
    told = '<span class="basis">no terms of its own</span>' if silent else badge(work.verdict.word)
    where = {"hub": "in the hub", "catalog": "in the catalog"}.get(work.known, "neither in the hub nor in the catalog")
    lines = [f"{where}, " + (f"license <code>{safe(work.license)}</code>" if work.license else "no license is claimed")]
    for bond in [bond for bond in family.bonds if bond.child == place][:MOST_TOLD]:
        circle = ", which leads in a circle" if bond.back else ""
        lines.append(f"{safe(_relation(bond.relation))} <code>{safe(family.works[bond.parent].id)}</code>{circle}")
    if work.clauses:
        more = f" and {len(work.clauses) - MOST_CLAUSES} more" if len(work.clauses) > MOST_CLAUSES else ""
        lines.append("counts: " + ", ".join(f"<code>{safe(each)}</code>" for each in work.clauses[:MOST_CLAUSES]) + more)
    return f"<li><h3>{safe(work.id)} {told}</h3><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul></li>"


def _relation(word: str) -> str:
    words = {"fine_tune": "fine-tune of", "outputs": "learned from outputs of"}
    return words.get(word, f"{word.replace('_', ' ')} of")


def _short(text: str, most: int = LONGEST) -> str:
    """The end of a long name, which tells models apart better than its beginning."""
    return text if len(text) <= most else "…" + text[-(most - 1) :]

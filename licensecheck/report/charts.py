"""Charts of a fleet as SVG that scales, prints and needs no script; each stands beside a table that says the same."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Sequence

from licensecheck.engine.judge import Verdict
from licensecheck.fleet.many.days import Moment
from licensecheck.fleet.many.scales import BINS, Scale
from licensecheck.report.document import SIGNS, safe

ORDER = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.DUE, Verdict.PASS)
WIDE, LEFT, RIGHT, TOP, BOTTOM = 860, 14, 156, 26, 30
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def bar(counts: Counter[Verdict]) -> str:
    """The verdicts of some rows as one bar."""
    total = sum(counts[verdict] for verdict in ORDER) or 1
    left, parts = 0.0, []
    for verdict in ORDER:
        width = 100 * counts[verdict] / total
        if width:
            parts.append(f'<rect class="{verdict.word}" x="{left:.2f}" width="{width:.2f}" height="8"/>')
        left += width
    return f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'


def steps(moments: Sequence[Moment], last: str, title: str) -> str:
    """The verdicts over time, stacked: a step on each day on which some change; failing ones lie at the bottom."""
    high = 240
    first, end = _number(moments[0].day), _number(last)
    total = sum(moments[0].verdicts.values()) or 1

    def x(day: int) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * (day - first) / max(end - first, 1)

    def y(count: float) -> float:
        return TOP + high * (1 - count / total)

    days = [_number(moment.day) for moment in moments]
    below = [0] * len(moments)
    parts = [f'<line class="axis" x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{y(0):.1f}" y2="{y(0):.1f}"/>']
    labels: list[tuple[float, Verdict, int]] = []
    for verdict in ORDER:
        tops = [under + moment.verdicts[verdict] for under, moment in zip(below, moments, strict=True)]
        if any(moment.verdicts[verdict] for moment in moments):
            parts.append(f'<path class="{verdict.word}" d="{_area(days, below, tops, end, x, y)}"/>')
            if moments[-1].verdicts[verdict]:
                labels.append((y((below[-1] + tops[-1]) / 2), verdict, moments[-1].verdicts[verdict]))
        below = tops
    for number, day in enumerate(days[1:], 1):
        parts.append(f'<line class="mark" x1="{x(day):.1f}" x2="{x(day):.1f}" y1="{TOP - 4}" y2="{y(0):.1f}"/>')
        if number == 1 or x(day) - x(days[number - 1]) > 14:
            parts.append(f'<text class="number" x="{x(day):.1f}" y="{TOP - 9}" text-anchor="middle">{number}</text>')
    for at, verdict, count in _apart(labels):
        words = f"{SIGNS[verdict.word]} {count:,} {verdict.word}"
        parts.append(f'<text class="label {verdict.word}" x="{WIDE - RIGHT + 8}" y="{at + 4:.1f}">{words}</text>')
    for day in _quarters(first, end):
        date = datetime.date.fromordinal(day)
        words = f"{MONTHS[date.month - 1]} {date.year}"
        parts.append(f'<line class="tick" x1="{x(day):.1f}" x2="{x(day):.1f}" y1="{y(0):.1f}" y2="{y(0) + 5:.1f}"/>')
        parts.append(f'<text class="tick" x="{x(day):.1f}" y="{y(0) + 19:.1f}" text-anchor="middle">{words}</text>')
    return _svg("".join(parts), TOP + high + BOTTOM, title)


def histogram(scale: Scale, unit: str, title: str) -> str:
    """How many rows have which figure, on a logarithmic scale, with the thresholds as lines."""
    high = 150
    ends = [low for low, _ in scale.bins] + [each.number for each in scale.thresholds if each.number > 0]
    first, last = math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends)) + 1 / BINS)
    most = max((count for _, count in scale.bins), default=1)
    right = WIDE - 30
    top = TOP + 22

    def x(number: float) -> float:
        return LEFT + (right - LEFT) * (math.log10(number) - first) / max(last - first, 1)

    floor = top + high
    parts = []
    for low, count in scale.bins:
        tall = max(high * count / most, 1.5)
        wide = x(low * 10 ** (1 / BINS)) - x(low) - 1
        parts.append(f'<rect class="bin" x="{x(low):.1f}" y="{floor - tall:.1f}" width="{max(wide, 1):.1f}" height="{tall:.1f}"/>')
    parts.append(f'<line class="axis" x1="{LEFT}" x2="{right}" y1="{floor}" y2="{floor}"/>')
    for power in range(first, last + 1):
        parts.append(f'<line class="tick" x1="{x(10**power):.1f}" x2="{x(10**power):.1f}" y1="{floor}" y2="{floor + 5}"/>')
        parts.append(f'<text class="tick" x="{x(10**power):.1f}" y="{floor + 19}" text-anchor="middle">{_short(10**power)}</text>')
    before = -math.inf
    for number in sorted({each.number for each in scale.thresholds if each.number > 0}):
        at = x(number)
        lift = 14 if at - before < 64 else 0
        before = at if not lift else -math.inf
        parts.append(f'<line class="threshold" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP + 8 - lift + 8}" y2="{floor}"/>')
        parts.append(f'<text class="label" x="{at:.1f}" y="{TOP + 8 - lift}" text-anchor="middle">{_short(number)}</text>')
    parts.append(f'<text class="tick" x="{right}" y="{TOP - 8}" text-anchor="end">{safe(unit)}</text>')
    return _svg("".join(parts), floor + BOTTOM, title)


def _svg(inner: str, high: int, title: str) -> str:
    told = f'role="img" aria-label="{safe(title)}; the table below says the same"'
    chart = f'<svg viewBox="0 0 {WIDE} {high}" {told}>{inner}</svg>'
    return f'<div class="scroll chart" tabindex="0" role="region" aria-label="{safe(title)}">{chart}</div>'


def _area(days: Sequence[int], below: Sequence[int], tops: Sequence[int], end: int, x: object, y: object) -> str:
    assert callable(x)
    assert callable(y)
    ends = [*days[1:], end]
    there = [f"{x(day):.1f},{y(top):.1f} {x(until):.1f},{y(top):.1f}" for day, until, top in zip(days, ends, tops, strict=True)]
    back = [f"{x(until):.1f},{y(low):.1f} {x(day):.1f},{y(low):.1f}" for day, until, low in zip(days, ends, below, strict=True)]
    return f"M{' '.join(there)} {' '.join(reversed(back))}Z"


def _apart(labels: list[tuple[float, Verdict, int]]) -> list[tuple[float, Verdict, int]]:
    """Labels from bottom to top, moved so far that none covers another."""
    found: list[tuple[float, Verdict, int]] = []
    for at, verdict, count in labels:
        at = min(at, found[-1][0] - 16) if found else at
        found.append((at, verdict, count))
    return found


def _quarters(first: int, last: int) -> list[int]:
    """The first days of the quarters of a year between two days."""
    found = []
    year, month = datetime.date.fromordinal(first).year, 1
    while (day := datetime.date(year, month, 1).toordinal()) <= last:
        if day >= first:
            found.append(day)
        year, month = (year, month + 3) if month < 10 else (year + 1, 1)
    return found


def _number(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal()


def _short(number: float) -> str:
    """A number as short as a chart needs it: 700 M."""
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if number >= size:
            return f"{number / size:g}\u00a0{letter}"
    return f"{number:g}"

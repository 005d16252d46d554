"""What stands below the reports on several deployments: one line each, and one verdict over all of them."""

from __future__ import annotations

from collections import Counter

from licensecheck.engine.findings import Report
from licensecheck.report.paint import Paint, plain, shown, width_of
from licensecheck.report.story import LOUD, baseline_words, state

ORDER = ("fail", "unknown", "due", "pass")


def render(reports: tuple[Report, ...], paint: Paint = plain, quiet: bool = False) -> str:
    """The deployments, the worst first, and how many of each; `quiet` is the last line alone."""
    worst = max(report.verdict for report in reports)
    verdicts = Counter(report.verdict.word for report in reports)
    counted = ", ".join(f"{verdicts[word]} {word}" for word in ORDER if verdicts[word])
    last = f"{len(reports)} deployments: {paint(worst.word, worst.word)} as of {reports[0].as_of} ({counted})\n"
    if quiet:
        return last
    longest = max(width_of(shown(report.file)) for report in reports)
    lines = (_line(report, longest, paint) for report in sorted(reports, key=lambda report: -report.verdict))
    return "".join(f"{line}\n" for line in lines) + last


def _line(report: Report, longest: int, paint: Paint) -> str:
    counts = Counter(state(finding) for model in report.models for finding in model.findings)
    said = ", ".join(f"{counts[word]} {word}" for word in LOUD if counts[word])
    known = baseline_words(report)
    name = shown(report.file)
    padding = " " * (longest - width_of(name))
    word = paint(f"{report.verdict.word:8}", report.verdict.word)
    return f"{word} {name}{padding}  {'; '.join(filter(None, (said, known)))}".rstrip()

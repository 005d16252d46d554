"""A whole hub in figures: verdicts, clauses that fail most, what nobody answers for."""

from __future__ import annotations

from licensecheck.engine.judge import Verdict
from licensecheck.fleet.hub.tell import HubSummary
from licensecheck.report.paint import Paint, plain, shown

ISSUES = {
    "license-drift": "the label offers what a parent's license does not allow",
    "unread-terms": "a license that nobody has read binds",
    "unknown-parent": "a parent is in no catalog, claims no license and names no parent",
    "unlisted-model": "neither a license nor a parent is known",
    "lineage-circle": "the lineage leads back to itself",
    "lineage-too-deep": "the lineage has more generations than were followed",
    "closed-weights": "the weights are not published",
}


def render(summary: HubSummary, as_of: str, most: int = 12, paint: Paint = plain) -> str:
    """The summary as text."""
    total = max(summary.models, 1)
    out = [paint(f"{summary.models:,} models and {summary.edges:,} parents named, judged as of {as_of}", "bold")]
    out.append(
        f"{summary.listed:,} are in the catalog, {summary.with_lineage:,} have a lineage, the largest {summary.longest:,} works."
    )
    out.append("")
    for verdict in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.DUE, Verdict.PASS):
        count = summary.verdicts[verdict]
        out.append(f"  {paint(f'{verdict.word:8}', verdict.word)} {count:>11,} {count / total:7.1%}")
    out += _table("Clauses that fail", summary.failing, most, paint)
    out += _table("Labels and lineages", summary.issues, most, paint)
    if summary.carried:
        out += ["", paint("Licenses that come by lineage, by works", "bold")]
        out += [f"  {models:>11,}  {shown(policy)}" for policy, models in summary.carried[:most]]
    return "\n".join(out) + "\n"


def _table(head: str, rows: tuple[tuple[str, int, str], ...], most: int, paint: Paint) -> list[str]:
    if not rows:
        return []
    out = ["", paint(head, "bold")]
    for name, models, example in rows[:most]:
        issue = name.removeprefix("catalog/")
        words = f"{issue}: {ISSUES.get(issue, '')}".rstrip(": ") if issue != name else name
        out.append(f"  {models:>11,}  {shown(words)}")
        out.append(f"               such as {shown(example)}")
    if len(rows) > most:
        out.append(f"               and {len(rows) - most} more")
    return out

"""A fleet on one screen: verdicts by team and policy, what fails most, what would decide most, what changes."""

from __future__ import annotations

from collections import Counter

from licensecheck.engine.judge import Verdict
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.fleet.many.tell import Change, Counted
from licensecheck.report.paint import Paint, plain, shown

ORDER = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.DUE, Verdict.PASS)


def render(
    found: Counted,
    as_of: str,
    vocabulary: Vocabulary,
    changed: tuple[Change, ...] | None,
    then: str,
    most: int,
    paint: Paint = plain,
) -> str:
    """The summary as text; `changed` is None where nobody asked, `then` says under what things change."""
    head = f"{found.models:,} models in {found.deployments:,} deployments, judged as of {as_of}"
    out = [paint(head, "bold"), ""]
    out += [f"  {paint(f'{verdict.word:8}', verdict.word)} {found.verdicts[verdict]:>9,}" for verdict in ORDER]
    out += _table("team", found.teams, most, paint) + _table("policy", found.policies, most, paint)
    out += _list("Clauses that fail most", [(shown(name), count) for name, count in found.failing], most, paint)
    asked = [(f"{shown(name)}: {_question(name, vocabulary)}".rstrip(": "), count) for name, count in found.questions]
    out += _list("Questions that would decide most", asked, most, paint)
    if changed is not None:
        total = sum(each.rows for each in changed)
        out += ["", paint(f"{total:,} of them come out otherwise {then}", "bold")]
        for each in changed[:most]:
            move = f"{each.before.word} -> {each.after.word}"
            where = shown(each.where) + (f" and {each.rows - 1:,} like it" if each.rows > 1 else "")
            out += [f"  {move:18} {shown(each.model)} in {where}", f"  {'':18} {shown(', '.join(each.clauses[:3]))}"]
        if len(changed) > most:
            out.append(f"  and {len(changed) - most:,} more")
    return "\n".join(out) + "\n"


def _question(name: str, vocabulary: Vocabulary) -> str:
    definition = vocabulary.find(name)
    return definition.phrase if definition else ""


def _table(head: str, rows: tuple[tuple[str, Counter[Verdict]], ...], most: int, paint: Paint) -> list[str]:
    if not any(name for name, _ in rows):
        return []
    out = ["", paint("".join(f"{verdict.word:>9}" for verdict in ORDER) + f"  {head}", "bold")]
    out += ["".join(f"{counts[verdict]:>9,}" for verdict in ORDER) + f"  {shown(name) or '(none)'}" for name, counts in rows[:most]]
    return [*out, f"{'':36}  and {len(rows) - most:,} more"] if len(rows) > most else out


def _list(head: str, rows: list[tuple[str, int]], most: int, paint: Paint) -> list[str]:
    if not rows:
        return []
    out = ["", paint(head, "bold"), *(f"{count:>9,}  {words}" for words, count in rows[:most])]
    return [*out, f"{'':9}  and {len(rows) - most:,} more"] if len(rows) > most else out

"""Candidates side by side: which would pass, with the duties each brings, and why the others would not."""

from collections import Counter
from collections.abc import Iterable

from licensecheck.engine.advise import Candidate
from licensecheck.engine.judge import Verdict
from licensecheck.report.paint import Paint, plain, shown, wrapped

HEADS = {
    Verdict.PASS: "Would pass",
    Verdict.DUE: "Would pass once these duties are met",
    Verdict.UNKNOWN: "Not known yet",
}


def render(
    instead_of: str, opinions: dict[str, str], found: tuple[Candidate, ...], most: int = 15, paint: Paint = plain, width: int = 80
) -> str:
    """The best candidates of each verdict; members of one family that come out alike are one line."""
    subject = f"Instead of {shown(instead_of)}" if instead_of else "Models of the catalog"
    out = [paint(f"{subject}, under the declared facts:", "bold")]
    for verdict, head in HEADS.items():
        families = _families(each for each in found if each.verdict is verdict)
        if not families:
            continue
        out += ["", paint(f"{head} ({len(families)})", verdict.word)]
        for several in families[:most]:
            first = several[0]
            more = f" and {len(several) - 1} more of {first.family}" if len(several) > 1 else ""
            opinion = f", {opinions[first.id]}" if first.id in opinions else ""
            unknown = f", {first.open} clause{'' if first.open == 1 else 's'} open" if verdict is Verdict.UNKNOWN else ""
            text = f"{shown(first.id)}{more}: {first.developer}, {first.weights} weights, {first.channel}{unknown}{opinion}"
            out += wrapped(text, width, "  ", "    ")
            out += [line for duty in first.duties for line in wrapped(duty, width, "      duty: ", "            ")]
        if len(families) > most:
            out.append(f"  ... and {len(families) - most} more")
    failing = Counter(reason for each in found if each.verdict is Verdict.FAIL for reason in each.against[:1])
    if failing:
        out += ["", paint("Would fail, by reason", "fail")]
        for reason, count in failing.most_common(most):
            out += wrapped(f"{count} model{'s' if count > 1 else ''}: {shown(reason)}", width, "  ", "    ")
    return "\n".join(out) + "\n"


def _families(found: Iterable[Candidate]) -> list[list[Candidate]]:
    """Candidates by family, channel and duties, in order."""
    grouped: dict[tuple[object, ...], list[Candidate]] = {}
    for each in found:
        key = (each.family or each.id, each.channel, each.duties, each.open)
        grouped.setdefault(key, []).append(each)
    return list(grouped.values())

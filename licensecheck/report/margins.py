"""Margins as lines of text: how far each clause stands from its edge."""

from licensecheck.catalog.derive import days_between
from licensecheck.engine.margins import DAY, Margin
from licensecheck.engine.questions import period_words
from licensecheck.report.paint import Paint, plain, shown, wrapped
from licensecheck.report.words import listed, number, tag, value_words

MOST = 40


def render(margins: tuple[Margin, ...], paint: Paint = plain, width: int = 80) -> str:
    """The nearest margins, one a line, the announced ends of hosted models among them."""
    out = [paint("How far from the edge:", "bold")]
    joined: dict[tuple[str, ...], list[Margin]] = {}
    for margin in margins:
        measured = isinstance(margin.then, int | float) and not isinstance(margin.then, bool)
        key = (margin.model, margin.policy, margin.clause, margin.fact, margin.verdict.word, str(margin.then) if measured else "")
        joined.setdefault(key, []).append(margin)
    for several in list(joined.values())[:MOST]:
        margin = several[0]
        text = f"{shown(margin.model)}: {_change(several)} ({margin.policy}/{margin.clause}: {shown(margin.title)})"
        out += wrapped(text, width, "  ", "    ")
    if len(joined) > MOST:
        out.append(f"  ... and {len(joined) - MOST} more")
    return "\n".join(out if len(out) > 1 else [*out, "  no clause has a declared fact near its edge"]) + "\n"


def _change(several: list[Margin]) -> str:
    margin = several[0]
    if margin.fact == DAY:
        days = days_between(margin.now, margin.then)
        retires = "retires" if margin.verdict.word == "fail" else "may retire"
        return f"{retires} in {days} day{'' if days == 1 else 's'}, on {margin.then}"
    return f"{'fails' if margin.verdict.word == 'fail' else 'has a duty due'} {_move(several)}"


def _move(several: list[Margin]) -> str:
    margin = several[0]
    then = listed([tag(str(each.then)) for each in several])
    if isinstance(margin.then, bool):
        return f"if `{margin.fact}` becomes {'yes' if margin.then else 'no'}"
    if isinstance(margin.then, int | float):
        period = f" in {period_words(margin.period)}" if margin.period not in ("", "total") else ""
        return f"at {number(margin.then)}{period} of `{margin.fact}` (now {value_words(margin.now)})"
    if isinstance(margin.now, tuple):
        return f"if {then} is added to `{margin.fact}`"
    return f"if `{margin.fact}` becomes {then}"

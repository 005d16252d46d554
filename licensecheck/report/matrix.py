"""Models by policies in the terminal: what each policy comes to for each model, the worst models and policies first.

The names of the policies stand in steps over their columns, so that a dozen fit. It is drawn by rich, which an audit as text never
imports, and in ASCII, so that no terminal turns a sign into another one.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from licensecheck.engine.findings import ModelReport, Report
from licensecheck.report.paint import shown
from licensecheck.report.story import ORDER, WHAT_IF, clipped, state

MOST_MODELS, MOST_POLICIES = 40, 24
"""What is shown without `-v`, and ten times as much with it: a table of thousands is for a spreadsheet."""
LONGEST_NAME = 120
"""Characters of the name of a model or a policy."""
GAP, VERDICT = 2, len("unknown")
"""Columns between two others, and of a verdict."""
STYLES = {
    "fail": "bold red", "unknown": "bold yellow", "due": "bold cyan", "pass": "green", "waived": "blue", "moot": "dim",
    "not_applicable": "dim", "": "dim",
}  # fmt: skip
SIGNS = {"not_applicable": "-", "": "."}
LEGEND = {"not_applicable": "- no clause of it applies", "": ". it does not govern the model"}

Row = tuple[ModelReport, dict[str, str]]
"""A model, and the state that each policy comes to for it."""


def render(report: Report, coloured: bool = False, width: int = 80, verbose: bool = False) -> str:
    """The table of one report; several below each other where its policies need more than the width."""
    most = 10 if verbose else 1
    models = sorted(report.models, key=lambda model: -model.verdict)
    rows = [(model, by_policy(model)) for model in models[: MOST_MODELS * most]]
    policies = _worst_first(rows)
    told = policies[: MOST_POLICIES * most]
    grid = _Grid(rows, told, width)
    out = io.StringIO()
    console = Console(
        file=out, width=width, color_system="standard" if coloured else None, force_terminal=coloured, no_color=not coloured,
        legacy_windows=False, highlight=False, _environ={},
    )  # fmt: skip
    if report.what_if:
        console.print(Text(WHAT_IF, "bold blue"), "")
    for some in grid.blocks():
        for line in grid.steps(some):
            console.print(Text(line, "bold"))
        console.print(grid.table(some), "")
    for line in filter(None, (*_left_out(models[len(rows) :], len(policies) - len(told)), grid.legend())):
        console.print(Text(line, "dim"))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def by_policy(model: ModelReport) -> dict[str, str]:
    """What each policy comes to for a model: the worst state among its findings; a standing duty is as good as a pass."""
    found: dict[str, str] = {}
    for finding in model.findings:
        word = state(finding)
        word = "pass" if word == "standing" else word
        found[finding.policy] = min(found.get(finding.policy, word), word, key=ORDER.index)
    return found


def _worst_first(rows: list[Row]) -> list[str]:
    """The policies of some models by the worst that they come to; then as they first appear."""
    worst: dict[str, int] = {}
    for _, cells in rows:
        for policy, word in cells.items():
            worst[policy] = min(worst.get(policy, len(ORDER)), ORDER.index(word))
    return sorted(worst, key=lambda policy: worst[policy])


class _Grid:
    """Rows and columns in a width: verdicts in words where all columns then fit, else by their first letters."""

    def __init__(self, rows: list[Row], policies: list[str], width: int) -> None:
        self.rows, self.policies = rows, policies
        # the first heading ends over the first column, and needs as much room before it
        heading = max((len(_name(policy)) for policy in policies[:1]), default=0) - VERDICT
        longest = max((cell_len(_name(model.name)) for model, _ in rows), default=0)
        self.names = min(max(longest, heading), width // 2)
        self.start = self.names + GAP + VERDICT + GAP
        self.cell = VERDICT if self.start + len(policies) * (VERDICT + GAP) <= width else 1
        self.columns = max(1, (width - self.start) // (self.cell + GAP))

    def blocks(self) -> Iterator[list[str]]:
        """The policies that stand side by side."""
        for first in range(0, len(self.policies), self.columns):
            yield self.policies[first : first + self.columns]

    def steps(self, policies: list[str]) -> Iterator[str]:
        """A line for each heading, the one of the last column on top; each ends over its column, and a bar leads down to it."""
        step = self.cell + GAP
        for place in reversed(range(len(policies))):
            bars = "".join("|".rjust(step) for _ in policies[place + 1 :])
            room = self.start + place * step - len(" -")
            name = _name(policies[place])
            name = name if len(name) <= room else f"...{name[3 - room :]}"
            yield f"{name.rjust(room)} -+{bars}"

    def table(self, policies: list[str]) -> Table:
        """The models for which these policies have something to say; every model where these are all the policies."""
        table = Table.grid(padding=(0, GAP, 0, 0))
        for width in (self.names, VERDICT, *(self.cell for _ in policies)):
            table.add_column(overflow="fold", width=width)
        for model, cells in self.rows:
            if len(policies) == len(self.policies) or any(policy in cells for policy in policies):
                words = [self._word(cells.get(policy, "")) for policy in policies]
                table.add_row(Text(_name(model.name)), Text(model.verdict.word, STYLES[model.verdict.word]), *words)
        return table

    def _word(self, word: str) -> Text:
        return Text(SIGNS.get(word, word if self.cell > 1 else word[:1].upper()), STYLES[word])

    def legend(self) -> str:
        """What the letters and signs mean; "" where there are only words."""
        used = {cells.get(policy, "") for _, cells in self.rows for policy in self.policies}
        letters = [f"{word[0].upper()} {word}" for word in STYLES if word in used and word not in SIGNS and self.cell == 1]
        return "   ".join([*letters, *(words for word, words in LEGEND.items() if word in used)])


def _name(name: str) -> str:
    return clipped(shown(name), LONGEST_NAME)


def _left_out(models: list[ModelReport], policies: int) -> Iterator[str]:
    if models:
        verdicts = Counter(model.verdict.word for model in models)
        counted = ", ".join(f"{verdicts[word]:,} {word}" for word in ORDER if verdicts[word])
        yield f"... and {len(models):,} more models: {counted} (-v has more, --format csv all)"
    if policies:
        yield f"... and {policies:,} more policies, none worse than those shown (-v has more)"

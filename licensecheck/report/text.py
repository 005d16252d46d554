"""The report for a terminal: calm, in the manner of rustc, readable without colour; a pass says little."""

from __future__ import annotations

from collections import Counter

from licensecheck.engine.findings import Finding, ModelReport, Question, Report
from licensecheck.engine.judge import NOT_APPLICABLE, PASS, Verdict
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.report.block import Blocks
from licensecheck.report.paint import Paint, plain, shown, width_of, wrapped

LOUD = ("fail", "unknown", "due", "waived", "moot")
CALM = ("pass", "standing", "not_applicable")
MOST_BLOCKS, MOST_MODELS, MOST_QUESTIONS, MOST_NOTES = 100, 40, 10, 20
"""What is shown without `-v`: nobody reads further down. What is left out is counted by its verdict."""

Told = tuple[ModelReport, Finding]


def render(
    report: Report, vocabulary: Vocabulary, paint: Paint = plain, width: int = 80, verbose: bool = False, quiet: bool = False
) -> str:
    """The report as text. `verbose` shows every clause with its trace; `quiet` only the last line."""
    return _Text(report, vocabulary, paint, max(60, width), verbose).render(quiet)


class _Text:
    def __init__(self, report: Report, vocabulary: Vocabulary, paint: Paint, width: int, verbose: bool) -> None:
        self.report, self.vocabulary, self.paint = report, vocabulary, paint
        self.width, self.verbose = width, verbose

    def render(self, quiet: bool) -> str:
        report = self.report
        if quiet:
            return self._last_line(alone=True) + "\n"
        out: list[str] = []
        if report.what_if:
            out += [self.paint("what if: these are not the declared facts on the day of today", "note"), ""]
        out += self._findings()
        table = len(report.models) > 1 or report.verdict is not PASS
        if table:
            out += [*self._models(), ""]
        if report.questions:
            out += [*self._questions(report.questions), ""]
        out += self._notes()
        if report.presumed:
            words = ", ".join(self._presumed(report.presumed))
            out += wrapped(f"presumed from silence: {words}", self.width, "", "  ")
        return "\n".join([*out, self._last_line(alone=not table)]) + "\n"

    def _presumed(self, names: tuple[str, ...]) -> list[str]:
        """What was presumed; the facts that one policy alone asks for are only counted."""
        parts: dict[str, list[str]] = {}
        for name in names:
            part, _, rest = name.partition(".")
            parts.setdefault(part, []).append(rest)
        own = [] if self.verbose else parts.pop("terms", [])
        shared = [f"{part}.{{{', '.join(rest)}}}" if len(rest) > 1 else f"{part}.{rest[0]}" for part, rest in parts.items()]
        return [*shared, f"{len(own)} of single policies (-v)"] if own else shared

    def _findings(self) -> list[str]:
        """A block for each finding worth showing, in the order of the file; of very many the worst, and the count of the rest."""
        found = [(model, finding) for model in self.report.models for finding in model.findings if self._worth_showing(finding)]
        if not self.verbose and len(found) > MOST_BLOCKS:
            found = _worst_first(found)
        most = len(found) if self.verbose else MOST_BLOCKS
        rest = found[most:]
        blocks = Blocks(self.report.lines, self.vocabulary.find, self.paint, self.width, self.verbose)
        out: list[str] = []
        for model, finding in found[:most]:
            out += [*blocks.lines(model, finding), ""]
        if rest:
            counts = Counter(_word(finding) for _, finding in rest)
            more = f"{len(rest):,} more findings are not shown here: {_counted(counts, LOUD)}"
            out += [*wrapped(f"... {more} (-v, or --format csv or json, has them all)", self.width, "", "    "), ""]
        return out

    def _worth_showing(self, finding: Finding) -> bool:
        if self.verbose:
            return True
        if finding.moot or finding.clause.standing:
            return False
        if finding.waived:
            return True
        # what a question below can decide needs no block of its own
        asked = finding.verdict is Verdict.UNKNOWN and not finding.issue
        return finding.verdict > PASS and not asked

    def _models(self) -> list[str]:
        """One line a model: its verdict, what it is, and what stands against it; of very many the worst."""
        models = self.report.models
        if not self.verbose and len(models) > MOST_MODELS:
            models = tuple(sorted(models, key=lambda model: -model.verdict))
        listed = models if self.verbose else models[:MOST_MODELS]
        longest = min(max(width_of(shown(model.name)) for model in listed), self.width - 40)
        out = []
        for model in listed:
            counts = Counter(finding.verdict.word for finding in model.findings if finding.red and not finding.moot)
            moot = sum(finding.moot for finding in model.findings)
            words = [f"{counts[word]} {word}" for word in ("fail", "unknown", "due") if counts[word]]
            words += [f"{moot} moot"] if moot else []
            name = shown(model.name)
            padding = " " * max(0, longest - width_of(name))
            line = f"{self.paint(f'{model.verdict.word:8}', model.verdict.word)} {name}{padding}  {model.channel}"
            out.append(f"{line}  {', '.join(words)}".rstrip())
        rest = models[len(listed) :]
        if rest:
            verdicts = Counter(model.verdict.word for model in rest)
            out.append(f"... and {len(rest):,} more models: {_counted(verdicts, (*LOUD, *CALM))} (-v lists them)")
        return out

    def _questions(self, questions: tuple[Question, ...]) -> list[str]:
        # counsel is asked once the facts are in
        asked = [each for each in questions if self.verbose or each.first or not each.fact.startswith("reading.")]
        leading = asked if self.verbose else sorted(asked, key=lambda each: not each.first)[:MOST_QUESTIONS]
        rest = len(questions) - len(leading)
        more = f" ({rest} more may follow, see -v)" if rest else ""
        out = [self.paint(f"Answer in the file, most decisive first{more}:", "bold")]
        for question in leading:
            out += wrapped(shown(f"{question.fact}: {question.question}"), self.width, "  ", "    ")
        return out

    def _notes(self) -> list[str]:
        """What is said of the file, and what holds without gating and should be known now: a day to come, the catalog's words."""
        found = [
            (f"{shown(note.span.file)}:{note.span.line}: " if note.span else "") + shown(note.message) for note in self.report.notes
        ]
        found += [] if self.verbose else self._standing()
        most = len(found) if self.verbose else MOST_NOTES
        out: list[str] = []
        for note in found[:most]:
            out += wrapped(note, self.width, self.paint("note", "note") + ": ", "      ")
        return [*out, f"... and {len(found) - most:,} more notes (-v lists them)"] if len(found) > most else out

    def _standing(self) -> list[str]:
        """Each standing duty of the catalog and of hosted models once."""
        titles: dict[tuple[str, str], str] = {}
        for model in self.report.models:
            for finding in model.findings:
                if not _is_listed(finding) or finding.policy not in ("catalog", "hosted-availability"):
                    continue
                facts = [
                    trace.outcome.fact.said_by for trace in finding.judgement.traces if trace.outcome and trace.outcome.fact.said_by
                ]
                detail = f" ({facts[0]})" if facts and finding.policy == "hosted-availability" else ""
                # what the catalog says of each model is another thing each time
                own = finding.clause.title if finding.policy == "catalog" else ""
                titles.setdefault((f"{finding.policy}/{finding.clause.id}", own), f"{finding.clause.title}{detail}")
        return [f"{name}: {shown(title)}" for (name, _), title in titles.items()]

    def _last_line(self, alone: bool) -> str:
        """The verdict with its counts; `alone` where no table of models stands above it."""
        report = self.report
        counts = Counter(_word(finding) for model in report.models for finding in model.findings)
        total = sum(counts.values())
        calm = self.verbose or not any(counts[word] for word in LOUD)
        verdict = self.paint(report.verdict.word, report.verdict.word)
        models = f"{len(report.models)} model{'s' if len(report.models) > 1 else ''}, " if alone else ""
        strict = ", strict" if report.strict else ""
        said = f"{models}{total:,} clause{'s' if total != 1 else ''}: {_counted(counts, (*LOUD, *CALM) if calm else LOUD)}"
        known = ""
        if report.baseline and report.baseline.known:
            from licensecheck.report.story import baseline_words

            known = f"; {baseline_words(report)}"
        return f"{shown(report.file)}: {verdict} as of {report.as_of}{strict} ({said}){known}"


def _word(finding: Finding) -> str:
    """The word under which a finding is counted."""
    if finding.waived or finding.moot:
        return "waived" if finding.waived else "moot"
    return "standing" if _is_listed(finding) else finding.verdict.word


def _counted(counts: Counter[str], words: tuple[str, ...]) -> str:
    """How many of each: `1 fail, 2 not applicable`."""
    return ", ".join(f"{counts[word]:,} {word.replace('_', ' ')}" for word in words if counts[word])


def _is_listed(finding: Finding) -> bool:
    return finding.clause.standing and finding.verdict is not NOT_APPLICABLE


def _worst_first(found: list[Told]) -> list[Told]:
    """Every clause once, the worst first and what is waived last; then those that come again, likewise."""
    seen: Counter[tuple[str, str]] = Counter()
    ranked = []
    for model, finding in found:
        clause = (finding.policy, finding.clause.id)
        seen[clause] += 1
        ranked.append((seen[clause] > 1, bool(finding.waived), -finding.verdict, seen[clause], (model, finding)))
    return [told for *_, told in sorted(ranked, key=lambda each: each[:4])]

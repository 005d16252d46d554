"""The report for a terminal: calm, in the manner of rustc, readable without colour; a pass says little."""

from __future__ import annotations

from collections import Counter

from licensecheck.engine.evaluate import Trace
from licensecheck.engine.findings import Finding, ModelReport, Question, Report
from licensecheck.engine.judge import NOT_APPLICABLE, PASS, Verdict
from licensecheck.engine.truth import TRUE, UNSURE
from licensecheck.facts.values import ADOPTED, DERIVED, PRESUMED, UNKNOWN, Item
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy.model import Leaf
from licensecheck.report.frame import Mark, frame
from licensecheck.report.paint import Paint, plain, shown, width_of, wrapped
from licensecheck.report.words import leaf_words, value_words

MOST_QUESTIONS = 10


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
        for model in report.models:
            for finding in model.findings:
                if self._worth_showing(finding):
                    out += [*self._finding(model, finding), ""]
        table = len(report.models) > 1 or report.verdict is not PASS
        if table:
            out += [*self._models(), ""]
        if report.questions:
            out += [*self._questions(report.questions), ""]
        for note in report.notes:
            place = f"{shown(note.span.file)}:{note.span.line}: " if note.span else ""
            out += wrapped(f"{place}{shown(note.message)}", self.width, self.paint("note", "note") + ": ", "      ")
        listed = [(model, finding) for model in report.models for finding in model.findings if _is_listed(finding)]
        if listed and not self.verbose:
            out += self._standing(listed)
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

    # findings --------------------------------------------------------------------------------------------------------
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

    def _finding(self, model: ModelReport, finding: Finding) -> list[str]:
        word = "waived" if finding.waived else "moot" if finding.moot else finding.verdict.word.replace("_", " ")
        style = "note" if finding.waived or finding.moot else finding.verdict.word
        head = f"{word}[{finding.policy}/{finding.clause.id}]"
        title = wrapped(shown(finding.clause.title), self.width, f"{head}: ", "  ")
        out = [self.paint(head, style) + self.paint(title[0][len(head) :], "bold"), *title[1:]]
        out += frame(self._marks(model, finding), self.report.lines, style, self.paint)
        gutter = " " * len(str(max(mark.span.line for mark in self._marks(model, finding))))
        if finding.clause.section:
            name = f"section {finding.clause.section}: " if finding.clause.text else ""
            out += self._entry(gutter, "says", name + finding.clause.says)
        else:
            out += self._entry(gutter, "says", finding.clause.says)
        if finding.path:
            steps = " -> ".join(f"{step.relation.replace('_', '-')} of {step.id}" for step in finding.path)
            section = f" {finding.clause.section}" if finding.clause.section else ""
            out += self._entry(gutter, "via", f"{model.name} -> {steps} -> {finding.policy}{section}")
        out += self._why(gutter, finding)
        if finding.verdict > PASS and not finding.waived:
            out += self._missing_words(gutter, finding)
            for remedy in finding.clause.remedy:
                out += self._entry(gutter, "help", remedy)
        if finding.waived:
            waiver = finding.waived
            said = f"{waiver.reason} ({waiver.approver}, {waiver.on}, until {waiver.expires})"
            out += self._entry(gutter, "waived", said)
        if self.verbose and finding.verdict > PASS and not finding.issue:
            from licensecheck.engine.waive import seal

            out += self._entry(gutter, "seal", seal(finding))
        return out

    def _marks(self, model: ModelReport, finding: Finding) -> list[Mark]:
        """The deciding facts first, then the model with the policy that governs it."""
        marks: list[Mark] = []
        for trace in finding.judgement.traces:
            fact = trace.outcome.fact if trace.outcome else None
            if fact and fact.span and trace.truth is not UNSURE and not any(mark.span == fact.span for mark in marks):
                marks.append(Mark(fact.span, self._mark_words(trace)))
        issue = finding.issue
        place = issue.span if issue and issue.span else model.span
        label = "" if issue else f"{finding.policy}, by {finding.why}"
        marks = [mark for mark in marks if mark.span.file == place.file][:3]
        if not any(mark.span == place for mark in marks):
            marks.append(Mark(place, label))
        return marks

    def _mark_words(self, trace: Trace) -> str:
        leaf = trace.condition
        assert isinstance(leaf, Leaf)
        outcome = trace.outcome
        presumed = outcome is not None and outcome.fact.basis == PRESUMED and bool(outcome.period)
        definition = self._find(leaf.fact)
        if definition and definition.type == "figure":
            words = leaf_words(leaf, self._find, holds=trace.truth is TRUE)
            short = words[len(definition.phrase) :].strip()
            return f"{short} (undated, so presumed for that period)" if presumed else short
        return ""

    def _why(self, gutter: str, finding: Finding) -> list[str]:
        """The leaves of the trace; all of them when verbose, else those that no mark shows."""
        evaluation = finding.judgement.evaluation
        if evaluation is None:
            return []
        out: list[str] = []
        for role, traces in (("binds", (evaluation.applies,)), ("unless", evaluation.excuses), ("needs", (evaluation.requires,))):
            for trace in traces:
                for leaf in _leaves(trace):
                    fact = leaf.outcome.fact if leaf.outcome else None
                    unmarked = fact is None or fact.basis == ADOPTED or (fact.basis == DERIVED and fact.said_by)
                    if self.verbose or unmarked:
                        out += self._entry(gutter, "why", f"{role}: {self._leaf_line(leaf)}")
        return out

    def _leaf_line(self, trace: Trace) -> str:
        leaf = trace.condition
        assert isinstance(leaf, Leaf)
        fact = trace.outcome.fact if trace.outcome else None
        basis = ""
        if fact is not None:
            value = "" if fact.value is UNKNOWN or fact.value == leaf.constant else f"{value_words(fact.value)}, "
            source = f" from {fact.said_by}" if fact.basis == DERIVED and fact.said_by else ""
            basis = f" ({value}{fact.basis}{source})"
        return f"{leaf_words(leaf, self._find)} is {trace.truth.value}{basis}"

    def _missing_words(self, gutter: str, finding: Finding) -> list[str]:
        """What a duty expects and what was found."""
        out: list[str] = []
        evaluation = finding.judgement.evaluation
        for trace in _leaves(evaluation.requires) if evaluation else ():
            leaf = trace.condition
            assert isinstance(leaf, Leaf)
            if trace.truth is TRUE or not leaf.fact.startswith("evidence."):
                continue
            where = f" in {', '.join(leaf.places)}" if leaf.places else ""
            if isinstance(leaf.constant, str):
                out += self._entry(gutter, "expected", f"`{leaf.fact}`{where} with the words: {leaf.constant}")
            else:
                out += self._entry(gutter, "expected", f"`{leaf.fact}`{where}")
            items = trace.outcome.fact.value if trace.outcome else ()
            for item in items if isinstance(items, tuple) else ():
                if isinstance(item, Item):
                    out += self._entry(gutter, "found", item.trouble or f"{item.target or item.words}" or "nothing")
        return out

    def _entry(self, gutter: str, word: str, text: str) -> list[str]:
        first = f"{gutter} = {word}: "
        return wrapped(shown(text), self.width, first, " " * len(first))

    # the rest --------------------------------------------------------------------------------------------------------
    def _models(self) -> list[str]:
        """One line a model: its verdict, what it is, and what stands against it."""
        out = []
        longest = min(max(width_of(shown(model.name)) for model in self.report.models), self.width - 40)
        models = self.report.models if self.verbose or len(self.report.models) <= 40 else _worst_first(self.report.models)[:40]
        for model in models:
            counts = Counter(finding.verdict.word for finding in model.findings if finding.red and not finding.moot)
            moot = sum(finding.moot for finding in model.findings)
            words = [f"{counts[word]} {word}" for word in ("fail", "unknown", "due") if counts[word]]
            words += [f"{moot} moot"] if moot else []
            name = shown(model.name)
            padding = " " * max(0, longest - width_of(name))
            line = f"{self.paint(f'{model.verdict.word:8}', model.verdict.word)} {name}{padding}  {model.channel}"
            out.append(f"{line}  {', '.join(words)}".rstrip())
        if len(models) < len(self.report.models):
            out.append(f"... and {len(self.report.models) - len(models)} more")
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

    def _standing(self, listed: list[tuple[ModelReport, Finding]]) -> list[str]:
        """What holds without gating and should be known now: a day to come, what the catalog says."""
        titles: dict[tuple[str, str], str] = {}
        for _, finding in listed:
            facts = [
                trace.outcome.fact.said_by for trace in finding.judgement.traces if trace.outcome and trace.outcome.fact.said_by
            ]
            detail = f" ({facts[0]})" if facts and finding.policy == "hosted-availability" else ""
            # what the catalog says of each model is another thing each time
            own = finding.clause.title if finding.policy == "catalog" else ""
            titles.setdefault((f"{finding.policy}/{finding.clause.id}", own), f"{finding.clause.title}{detail}")
        out = []
        for (name, _), title in titles.items():
            if name.startswith(("catalog/", "hosted-availability/")):
                out += wrapped(f"{name}: {shown(title)}", self.width, self.paint("note", "note") + ": ", "      ")
        return out

    def _last_line(self, alone: bool) -> str:
        """The verdict with its counts; `alone` where no table of models stands above it."""
        report = self.report
        counts = Counter(_counted(finding) for model in report.models for finding in model.findings)
        total = sum(counts.values())
        loud = ("fail", "unknown", "due", "waived", "moot")
        calm = () if any(counts[word] for word in loud) and not self.verbose else ("pass", "standing", "not_applicable")
        words = [f"{counts[word]} {word.replace('_', ' ')}" for word in (*loud, *calm) if counts[word]]
        verdict = self.paint(report.verdict.word, report.verdict.word)
        models = f"{len(report.models)} model{'s' if len(report.models) > 1 else ''}, " if alone else ""
        strict = ", strict" if report.strict else ""
        said = f"{models}{total} clause{'s' if total != 1 else ''}: {', '.join(words)}"
        return f"{shown(report.file)}: {verdict} as of {report.as_of}{strict} ({said})"

    def _find(self, name: str) -> Definition | None:
        return self.vocabulary.find(name)


def _leaves(trace: Trace | None) -> tuple[Trace, ...]:
    from licensecheck.engine.evaluate import leaf_traces

    return leaf_traces(trace)


def _counted(finding: Finding) -> str:
    """The word under which the last line counts a finding."""
    if finding.waived or finding.moot:
        return "waived" if finding.waived else "moot"
    return "standing" if _is_listed(finding) else finding.verdict.word


def _is_listed(finding: Finding) -> bool:
    return finding.clause.standing and finding.verdict is not NOT_APPLICABLE


def _worst_first(models: tuple[ModelReport, ...]) -> list[ModelReport]:
    return sorted(models, key=lambda model: -model.verdict)

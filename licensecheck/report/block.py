"""One finding as a block of text: the marked lines of the file, what the clause says, why, and what to do."""

from __future__ import annotations

from licensecheck.engine.evaluate import Trace, leaf_traces
from licensecheck.engine.findings import Finding, ModelReport
from licensecheck.engine.judge import PASS
from licensecheck.engine.truth import TRUE, UNSURE
from licensecheck.facts.values import ADOPTED, DERIVED, PRESUMED, UNKNOWN, Item
from licensecheck.policy.model import Leaf
from licensecheck.report.frame import Mark, frame
from licensecheck.report.paint import Paint, shown, wrapped
from licensecheck.report.words import Find, leaf_words, value_words


class Blocks:
    """Draws findings alike. `sources` are the lines of the files by name; `verbose` shows every leaf."""

    def __init__(self, sources: dict[str, tuple[str, ...]], find: Find, paint: Paint, width: int, verbose: bool) -> None:
        self.sources, self.find, self.paint = sources, find, paint
        self.width, self.verbose = width, verbose

    def lines(self, model: ModelReport, finding: Finding) -> list[str]:
        """The block of one finding."""
        word = "waived" if finding.waived else "moot" if finding.moot else finding.verdict.word.replace("_", " ")
        style = "note" if finding.waived or finding.moot else finding.verdict.word
        head = f"{word}[{finding.policy}/{finding.clause.id}]"
        if finding.known and not self.verbose:
            return self._known(model, finding, head, style)
        title = wrapped(shown(finding.clause.title), self.width, f"{head}: ", "  ")
        out = [self.paint(head, style) + self.paint(title[0][len(head) :], "bold"), *title[1:]]
        marks = self._marks(model, finding)
        out += frame(marks, self.sources, style, self.paint)
        gutter = " " * len(str(max(mark.span.line for mark in marks)))
        named = finding.clause.section and finding.clause.text
        section = f"section {finding.clause.section}: " if named else ""
        out += self._entry(gutter, "says", section + finding.clause.says)
        if finding.path:
            steps = " -> ".join(f"{step.relation.replace('_', '-')} of {step.id}" for step in finding.path)
            section = f" {finding.clause.section}" if finding.clause.section else ""
            out += self._entry(gutter, "via", f"{model.name} -> {steps} -> {finding.policy}{section}")
        out += self._why(gutter, finding, marks[0].span.file)
        if finding.verdict > PASS and not finding.waived:
            out += self._missing_words(gutter, finding)
            for remedy in finding.clause.remedy:
                out += self._entry(gutter, "help", remedy)
        if finding.waived:
            from licensecheck.report.story import waiver_words

            place = f"{finding.waived.span.file}:{finding.waived.span.line}"
            out += self._entry(gutter, "waived", f"{finding.verdict.word}, accepted: {waiver_words(finding)} at {place}")
        return out

    def _known(self, model: ModelReport, finding: Finding, head: str, style: str) -> list[str]:
        """The short block of what a baseline has already: the report that it came from has the long one."""
        title = wrapped(f"{shown(finding.clause.title)} ({shown(model.name)})", self.width, f"{head}: ", "  ")
        span = self._marks(model, finding)[0].span
        out = [self.paint(head, style) + title[0][len(head) :], *title[1:]]
        place = f"{shown(span.file)}:{span.line}:{span.column}"
        return [*out, f" --> {place}, in the baseline of {finding.known}, so it does not gate"]

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
        definition = self.find(leaf.fact)
        if definition and definition.type == "figure":
            words = leaf_words(leaf, self.find, holds=trace.truth is TRUE)
            short = words[len(definition.phrase) :].strip()
            return f"{short} (undated, so presumed for that period)" if presumed else short
        return ""

    def _why(self, gutter: str, finding: Finding, file: str) -> list[str]:
        """The leaves of the trace; all of them when verbose, else those that no mark shows: of other files, or written nowhere."""
        evaluation = finding.judgement.evaluation
        if evaluation is None:
            return []
        out: list[str] = []
        for role, traces in (("binds", (evaluation.applies,)), ("unless", evaluation.excuses), ("needs", (evaluation.requires,))):
            for trace in traces:
                for leaf in leaf_traces(trace):
                    fact = leaf.outcome.fact if leaf.outcome else None
                    unmarked = fact is None or fact.basis == ADOPTED or (fact.basis == DERIVED and fact.said_by)
                    span = fact.span if fact else None
                    place = f" at {span.file}:{span.line}" if span and span.file != file else ""
                    if self.verbose or unmarked or (place and leaf.truth is not UNSURE):
                        out += self._entry(gutter, "why", f"{role}: {self._leaf_line(leaf)}{place}")
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
        return f"{leaf_words(leaf, self.find)} is {trace.truth.word}{basis}"

    def _missing_words(self, gutter: str, finding: Finding) -> list[str]:
        """What a duty expects and what was found."""
        out: list[str] = []
        evaluation = finding.judgement.evaluation
        for trace in leaf_traces(evaluation.requires) if evaluation else ():
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

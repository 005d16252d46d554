"""Waivers: signed, dated records that accept a finding while its facts stay as they were.

A waiver accepts what is known: a fail, or a duty that is due. An unknown is answered, by a fact, a reading or an agreement: to
accept it would be to pass what nobody has looked at.
"""

from __future__ import annotations

from collections.abc import Iterable

from licensecheck.catalog.derive import days_between
from licensecheck.engine.findings import Finding, Note, Signed
from licensecheck.engine.judge import Judgement, Verdict
from licensecheck.facts.deployment import Waiver
from licensecheck.policy.model import Leaf

ENDS_SOON = 30
"""Days before its end from which a waiver is told of."""
IN_FORCE, ENDING, FUTURE, EXPIRED, LAPSED, UNUSED = "in force", "ending", "future", "expired", "lapsed", "unused"
MOST_CHANGES = 4
LONGEST_GROUND = 200

Grounds = tuple[tuple[str, str], ...]
"""What a waiver is bound to, each with its name: the verdict, the text, the work, and every condition with its truth."""


def waivable(finding: Finding) -> bool:
    """Whether a waiver may accept a finding: it is found, and it counts."""
    return finding.verdict in (Verdict.FAIL, Verdict.DUE) and not finding.clause.standing


def grounds(finding: Finding) -> Grounds:
    """What a waiver of a finding is bound to: no figure, but on which side of each threshold it lies."""
    found = {"verdict": finding.verdict.word}
    if finding.work:
        found["work"] = finding.work
    if finding.issue:
        found["finding"] = finding.issue.title
    if finding.text:
        found["text"] = finding.text.sha256[:12] or f"as read on {finding.text.read}"
    judged = finding.judgement
    # another activity, or another model trained, is another finding
    red = sorted((_element_words(each), _truths(each)) for each in judged.each if each.verdict > Verdict.PASS)
    counts: dict[str, int] = {}
    for name, truths in red if judged.each else (("", _truths(judged)),):
        counts[name] = counts.get(name, 0) + 1
        of = f"{name} {counts[name]}: " if counts[name] > 1 else f"{name}: " if name else ""
        found |= {_clipped(of + condition): truth for condition, truth in truths}
    return tuple(found.items())


def _element_words(judged: Judgement) -> str:
    """An element of a list by what it is, and by its name where it has one: `llm Llama-Acme-8B`."""
    element = judged.element
    if element is None:
        return ""
    named = element.facts.get("name")
    return f"{element.name} {named.value}" if named and isinstance(named.value, str) else element.name


def _truths(judged: Judgement) -> Grounds:
    """Every condition with its truth, in the order of the alphabet: the order of a file binds nobody."""
    found: dict[str, set[str]] = {}
    for trace in judged.traces:
        if isinstance(trace.condition, Leaf):
            found.setdefault(condition_words(trace.condition), set()).add(trace.truth.word)
    return tuple((name, ", ".join(sorted(found[name]))) for name in sorted(found))


def constant_words(leaf: Leaf) -> str:
    """What a condition compares with, in one spelling whatever the order of a list. Not cached: 1 and 1.0 are equal, not alike."""
    constant = leaf.constant
    if isinstance(constant, bool):
        return "yes" if constant else "no"
    if isinstance(constant, tuple | frozenset):
        return ", ".join(sorted(map(str, constant)))
    return f"{constant:_}" if isinstance(constant, int | float) else str(constant)


def condition_words(leaf: Leaf) -> str:
    """A condition by its fact, its word and its constant; the period is the one that the clause names, not the one of today."""
    of = ", ".join(word for word in (leaf.entity, leaf.period) if word)
    places = f" in {', '.join(leaf.places)}" if leaf.places else ""
    return f"{leaf.fact} {leaf.operator} {constant_words(leaf)}{places}{f' ({of})' if of else ''}"


def _clipped(words: str) -> str:
    if len(words) <= LONGEST_GROUND:
        return words
    return f"{words[:LONGEST_GROUND]}… {_digest(words)}"


def seal(finding: Finding) -> str:
    """Twelve hex digits that change when the truth of any leaf changes, or the text of the terms; not when a count moves."""
    said = "\n".join(f"{name}\t{value}" for name, value in grounds(finding))
    return _digest(f"{finding.policy}/{finding.clause.id}\n{said}")


def _digest(words: str) -> str:
    import hashlib

    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def fits(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver names a finding, and that finding is what it was when the waiver was signed."""
    if waiver.clause != f"{finding.policy}/{finding.clause.id}" or waiver.missing or not waivable(finding):
        return False
    # what a reviewer read in the waiver must be so as well
    return waiver.seal == seal(finding) and (not waiver.grounds or waiver.grounds == grounds(finding))


def apply_waivers(
    model: str, findings: tuple[Finding, ...], waivers: Iterable[Waiver], as_of: str
) -> tuple[tuple[Finding, ...], list[Signed]]:
    """The findings of a model, waived where a waiver in force fits, and how each waiver that names the model stands."""
    mine = [waiver for waiver in waivers if waiver.model == model and not waiver.missing]
    if not mine:
        return findings, []
    # where two fit, the one that lasts longer: a waiver is signed anew before it ends
    in_force = sorted((each for each in mine if each.on <= as_of <= each.expires), key=lambda each: each.expires, reverse=True)
    result = []
    for finding in findings:
        waiver = next((each for each in in_force if fits(each, finding)), None)
        result.append(finding._replace(waived=waiver) if waiver else finding)
    applied = [finding.waived for finding in result if finding.waived]
    return tuple(result), [_standing(waiver, findings, applied, as_of) for waiver in mine]


def _standing(waiver: Waiver, findings: tuple[Finding, ...], applied: list[Waiver], as_of: str) -> Signed:
    """How a waiver stands, with what a reviewer needs to know."""
    named = [finding for finding in findings if waiver.clause == f"{finding.policy}/{finding.clause.id}"]
    open_ones = [finding for finding in named if finding.verdict > Verdict.PASS and not finding.clause.standing]
    fitting = [finding for finding in open_ones if fits(waiver, finding)]
    if not named:
        return _signed(waiver, UNUSED, "waives nothing: no such clause governs the model")
    if not open_ones:
        word = "does not apply" if named[0].verdict is Verdict.NOT_APPLICABLE else "passes"
        return _signed(waiver, UNUSED, f"waives nothing: the clause {word}; take the waiver out")
    stands = f"the finding stands as {(fitting or open_ones)[0].verdict.word}"
    if waiver.expires < as_of:
        if any(each.clause == waiver.clause for each in applied):
            return _signed(waiver, EXPIRED, f"expired on {waiver.expires}, and another one is in force; take this one out")
        return _signed(waiver, EXPIRED, f"expired on {waiver.expires}: {stands}")
    if not fitting:
        return _signed(waiver, LAPSED, f"lapsed: {_changes(waiver, open_ones)}; {stands}")
    if waiver.on > as_of:
        return _signed(waiver, FUTURE, f"starts on {waiver.on}: until then {stands}")
    days = days_between(as_of, waiver.expires)
    if waiver in applied and days <= ENDS_SOON:
        last = "today is its last day" if days == 0 else f"ends in {days} day{'s' if days > 1 else ''}, on {waiver.expires}"
        return _signed(waiver, ENDING, f"{last}: then {stands}")
    return Signed(waiver, IN_FORCE, "")


def _changes(waiver: Waiver, found: list[Finding]) -> str:
    """What differs from what the waiver was signed on, as far as it says so itself."""
    if not waiver.grounds:
        if all(finding.verdict is Verdict.UNKNOWN for finding in found):
            return "the finding is unknown, and a waiver accepts only what is known"
        return "the facts or the terms have changed since it was signed"
    was = dict(waiver.grounds)
    now = min((dict(grounds(finding)) for finding in found), key=lambda now: len(set(was.items()) ^ set(now.items())))
    changed = [_change(name, was.get(name, ""), now.get(name, "")) for name in {**now, **was}]
    told = [words for words in changed if words]
    if not told:
        return "its seal is not the one of what stands under `while`"
    more = f", and {len(told) - MOST_CHANGES} more" if len(told) > MOST_CHANGES else ""
    return "since it was signed " + ", ".join(told[:MOST_CHANGES]) + more


def _change(name: str, was: str, now: str) -> str:
    if was == now:
        return ""
    if not was:
        return f"`{name}` came in ({now})"
    return f"`{name}` went from {was} to {now}" if now else f"`{name}` fell away ({was})"


def _signed(waiver: Waiver, state: str, says: str) -> Signed:
    return Signed(waiver, state, f"the waiver of `{waiver.clause}` for `{waiver.model}` ({waiver.approver}) {says}")


def without_model(waivers: Iterable[Waiver], models: Iterable[str]) -> list[Signed]:
    """The waivers that name a model, or a deployment, that is not there."""
    names = set(models)
    return [
        _signed(waiver, UNUSED, f"waives nothing: there is no deployment `{waiver.missing}`")
        if waiver.missing
        else _signed(waiver, UNUSED, "waives nothing: the file declares no model of that name")
        for waiver in waivers
        if waiver.missing or waiver.model not in names
    ]


def notes(signed: Iterable[Signed]) -> list[Note]:
    """What is to be said of waivers, each at its line; one in force says nothing."""
    return [Note(f"{each.state}-waiver", each.says, each.waiver.span) for each in signed if each.says]

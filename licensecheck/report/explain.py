"""A policy or a clause in plain English, from the same data that decides: what a lawyer reviews."""

from __future__ import annotations

from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Definition, Vocabulary
from licensecheck.policy.model import ALWAYS, All, Clause, Condition, Leaf, Policy, clause_leaves, leaves, reading_definition
from licensecheck.report.paint import Paint, plain, shown, wrapped
from licensecheck.report.words import condition_words, leaf_words, number

KINDS = {"right": "use is not licensed", "use": "the use is not allowed", "duty": "a duty is breached"}
EACH = {
    "deployment.uses": "For each declared activity:",
    "outputs.trains": "For each model that is trained or improved with it:",
    "organization.infringement_claims": "For each suit that the organization filed:",
}
MARGIN = 22


class _Explainer:
    def __init__(self, policy: Policy, vocabulary: Vocabulary, places: Places, paint: Paint, width: int) -> None:
        self.policy, self.vocabulary, self.places = policy, vocabulary, places
        self.paint, self.width = paint, max(60, width)
        own = {definition.name: definition for definition in policy.facts}
        self.own = own | {f"reading.{reading.id}": reading_definition(reading) for reading in policy.readings}

    def find(self, name: str) -> Definition | None:
        return self.own.get(name) or self.vocabulary.find(name)

    def entry(self, word: str, text: str) -> list[str]:
        return wrapped(shown(text), self.width, f"  {word:<{MARGIN - 2}}", " " * MARGIN)

    def condition(self, word: str, condition: Condition) -> list[str]:
        """A condition; the parts of an `all` each on a line of their own."""
        parts = condition.parts if isinstance(condition, All) and len(condition.parts) > 1 else (condition,)
        out = []
        for index, part in enumerate(parts):
            words = condition_words(part, self.find, self.places)
            out += self.entry(word if index == 0 else "", words if index == 0 else f"and {words}")
        return out

    def clause(self, clause: Clause) -> list[str]:
        section = f", section {clause.section}" if clause.section else ""
        out = [self.paint(f"{self.policy.id}/{clause.id}", "bold"), shown(f"{self.policy.name}{section}"), shown(clause.title), ""]
        out += self.entry("It says", clause.says)
        if clause.for_each:
            out += self.entry("Looked at", EACH[clause.for_each])
        out += (
            self.entry("It binds", "always")
            if clause.applies_when == ALWAYS
            else self.condition("It binds when", clause.applies_when)
        )
        for excuse in clause.unless:
            words = condition_words(excuse.when, self.find, self.places)
            out += self.entry("unless", f"{words}{f'  (section {excuse.section})' if excuse.section else ''}")
        if clause.requires is not None:
            out += self.condition("Then it needs", clause.requires)
        if clause.standing:
            out += self.entry("Weight", "listed for information; it never gates")
        else:
            out += (
                self.entry("If not", KINDS[clause.kind]) if clause.requires is not None else self.entry("Then", KINDS[clause.kind])
            )
        for remedy in clause.remedy:
            out += self.entry("Remedy" if remedy == clause.remedy[0] else "", remedy)
        out += self.readings(clause)
        for line in self.scales(clause):
            out.append(line)
        out += self.basis(clause)
        return out

    def readings(self, clause: Clause) -> list[str]:
        out = []
        named = {leaf.fact[8:] for leaf in clause_leaves(clause) if leaf.fact.startswith("reading.")}
        for reading in self.policy.readings:
            if reading.id in named:
                settled = f"adopted: {reading.adopted}" if reading.adopted else "open: unknown until counsel answers"
                out += self.entry("Open in the text", f"{reading.question} ({settled}; `{reading.id}`, section {reading.section})")
        return out

    def basis(self, clause: Clause) -> list[str]:
        words = {
            "text": "the text, read",
            "quotation": "a verbatim quotation by others",
            "secondary": "second-hand reports; nothing passes before the terms are read",
        }
        out = self.entry("Rests on", words[clause.basis])
        text = self.policy.text(clause.text)
        if text:
            out += self.entry("Text", f"{text.url} (read {text.read}, sha256 {text.sha256[:16]})")
        return out

    def scales(self, clause: Clause) -> list[str]:
        """Each threshold of the clause on a line of numbers."""
        out: list[str] = []
        binding = {*leaves(clause.applies_when)}
        for leaf in clause_leaves(clause):
            definition = self.find(leaf.fact)
            if definition and definition.type in ("figure", "number"):
                out += ["", *self.scale(leaf, definition, leaf in binding)]
        return [*out, ""] if out else []

    def scale(self, leaf: Leaf, definition: Definition, binds: bool) -> list[str]:
        above = leaf.operator in ("greater_than", "at_least")
        included = leaf.operator in ("at_least", "less_than")
        step = 0.01 if definition.unit == "usd" and not float(leaf.constant).is_integer() else 1
        low, high = (leaf.constant - step, leaf.constant) if included else (leaf.constant, leaf.constant + step)
        left, right = number(low), number(high)
        words = ("it binds", "free") if binds else ("met", "not met")
        left_word, right_word = (words[1], words[0]) if above else (words[0], words[1])
        phrase = leaf_words(leaf, self.find, self.places)
        line = f"{'-' * 3} {left_word} {'-' * max(1, len(left) - 3)}|{'-' * 3} {right_word} {'-' * 8}>"
        before = line.index("|") - len(left) - 1
        return [*self.entry("", phrase), f"{' ' * (MARGIN + max(0, before))}{left} | {right}", f"{' ' * MARGIN}{line}"]

    def head(self) -> list[str]:
        policy = self.policy
        out = [self.paint(policy.id, "bold"), shown(policy.name), ""]
        out += self.entry("Licensor", policy.licensor)
        if policy.spdx:
            out += self.entry("SPDX", policy.spdx)
        if policy.released:
            out += self.entry("Released", policy.released)
        if policy.starts or policy.ends:
            out += self.entry(
                "In force", f"from {policy.starts or 'the beginning'} {f'until {policy.ends}' if policy.ends else 'on'}"
            )
        governs = {"by_copy": "the copy in hand", "by_date": "the day judged", "by_contract": "the day of the contract"}
        out += self.entry("Governs by", governs[policy.governs])
        for text in policy.texts:
            changes = "frozen" if text.changes == "frozen" else "may change"
            out += self.entry(f"Text {text.name}", f"{text.url} (read {text.read}, {changes}, sha256 {text.sha256[:16]})")
        return out


def explain_clause(
    policy: Policy, clause: Clause, vocabulary: Vocabulary, places: Places, paint: Paint = plain, width: int = 80
) -> str:
    """One clause: when it binds, unless, what is then needed, the thresholds on a line, section and link."""
    return "\n".join(_Explainer(policy, vocabulary, places, paint, width).clause(clause)) + "\n"


def explain_policy(policy: Policy, vocabulary: Vocabulary, places: Places, paint: Paint = plain, width: int = 80) -> str:
    """A whole policy: its texts, each clause in two lines, and the sections without one."""
    explainer = _Explainer(policy, vocabulary, places, paint, width)
    out = explainer.head()
    for kind, title in (("right", "Rights"), ("use", "Uses"), ("duty", "Duties")):
        clauses = [clause for clause in policy.clauses if clause.kind == kind and not clause.standing]
        if clauses:
            out += ["", paint(title, "bold")]
        for clause in clauses:
            out += wrapped(shown(f"{clause.title}  [{clause.section}]"), explainer.width, "  ", "    ")
            words = condition_words(clause.applies_when, explainer.find, places)
            out += wrapped(shown(f"binds: {words}"), explainer.width, "      ", "      ")
            if clause.requires is not None:
                out += wrapped(
                    shown(f"needs: {condition_words(clause.requires, explainer.find, places)}"), explainer.width, "      ", "      "
                )
            out.append(paint(f"      {policy.id}/{clause.id}", "dim"))
    standing = [clause for clause in policy.clauses if clause.standing]
    if standing:
        out += ["", paint("Listed, never gating", "bold")]
        for clause in standing:
            out += wrapped(shown(f"{clause.title}  [{clause.section}]"), explainer.width, "  ", "    ")
    if policy.sections:
        out += ["", paint("Sections without a check", "bold")]
        for section in policy.sections:
            out += wrapped(shown(f"{section.section}: {section.reason}"), explainer.width, "  ", "    ")
    return "\n".join(out) + "\n"

"""One page a policy: what it says, when it binds, its limits drawn, duties, uses, readings, examples, sections, texts."""

from __future__ import annotations

from html import escape

from clause_cards import cards, examples
from page import Page, anchor, marked, pairs, slug, table

from licensecheck.catalog.corpus import Corpus
from licensecheck.facts.places import Places
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import DEPLOYMENT, Clause, Policy, Reading, clause_leaves
from licensecheck.report.explain import in_force
from licensecheck.report.explained import GOVERNS, Explained, explained, finder
from licensecheck.report.words import question

MANY = 12
"""More models than this are folded."""


def policy_page(policy: Policy, corpus: Corpus, vocabulary: Vocabulary, places: Places, models: tuple[str, ...]) -> Page:
    """The page of a policy; `models` are the ids that the catalog puts under it."""
    told = [explained(policy, clause, vocabulary, places) for clause in policy.clauses]
    rights = [each for each in told if each.clause.kind == "right" and not each.clause.standing]
    duties = [each for each in told if each.clause.kind == "duty" and not each.clause.standing]
    uses = [each for each in told if each.clause.kind == "use" and not each.clause.standing]
    standing = [each for each in told if each.clause.standing]
    parts = [
        f"<h1>{escape(policy.name)}</h1>",
        _head(policy, corpus),
        _short(rights, duties, uses),
        _models(policy, models),
        _facts(policy, vocabulary),
        cards("Rights", "When there is no license at all unless something more holds.", rights),
        cards("Duties", "What to give, show, name or tell. Without evidence a duty that binds is due.", duties),
        _uses(uses),
        cards("Listed, never gating", "Worth knowing; no verdict rests on it.", standing),
        _readings(policy),
        _sections(policy),
        _texts(policy),
    ]
    about = f"{policy.licensor}: {len(rights)} rights, {len(duties)} duties, {len(uses)} uses"
    return Page(
        f"policies/{policy.id}.html", policy.name, "\n".join(filter(None, parts)), "policy", about, f"{policy.id} {policy.spdx}"
    )


def clause_pages(policy: Policy) -> list[Page]:
    """What a search finds inside a policy: its clauses; derived uses are found by the policy."""
    return [
        Page(f"policies/{policy.id}.html#{clause.id}", clause.title, "", "clause", f"{policy.id} {clause.section}", clause.id)
        for clause in policy.clauses
        if not clause.derived
    ]


def _head(policy: Policy, corpus: Corpus) -> str:
    rows = [
        ("Id", f"<code>{escape(policy.id)}</code>"),
        ("Owner" if policy.governs == DEPLOYMENT else "Licensor", _licensor(policy)),
    ]
    if policy.spdx:
        rows.append(("SPDX", f"<code>{escape(policy.spdx)}</code>"))
    if policy.released:
        rows.append(("Released", policy.released))
    if policy.starts or policy.ends:
        rows.append(("In force", in_force(policy)))
    rows.append(("Governs by", GOVERNS[policy.governs]))
    others = [each.id for each in corpus.editions(policy.edition_of) if each.id != policy.id] if policy.edition_of else []
    if others:
        rows.append(("Other editions", ", ".join(f'<a href="{each}.html">{escape(each)}</a>' for each in others)))
    rows.append(("Read", ", ".join(sorted({text.read for text in policy.texts})) or "not read"))
    rows.append(("In a terminal", f"<code>licensecheck explain {escape(policy.id)}</code>"))
    return pairs(rows)


def _short(rights: list[Explained], duties: list[Explained], uses: list[Explained]) -> str:
    """What decides, on one screen."""
    named = [each for each in uses if not each.clause.derived]
    out = ["<h2 id='in-short'>In short</h2>"]
    for title, found in (
        ("No license, unless more holds, for", rights),
        ("To do, where it applies", duties),
        ("Not allowed, or only under conditions", named),
    ):
        if found:
            out.append(f"<h3>{title}</h3><ul>{''.join(map(_line, found))}</ul>")
    if len(uses) > len(named):
        out.append(f'<p>And <a href="#prohibited-uses">{len(uses) - len(named)} prohibited uses</a>.</p>')
    return "\n".join(out)


def _licensor(policy: Policy) -> str:
    place = "packs" if policy.governs == DEPLOYMENT else slug(policy.licensor)
    return f'<a href="../policies.html#{place}">{escape(policy.licensor)}</a>'


def _line(told: Explained) -> str:
    return f'<li><a href="#{told.clause.id}">{marked(told.clause.title)}</a>: {marked(told.clause.says)}</li>'


def _models(policy: Policy, models: tuple[str, ...]) -> str:
    if policy.governs == DEPLOYMENT:
        return ""
    if not models:
        return "<h2 id='models'>Models</h2><p>The catalog has no model of its own under it.</p>"
    items = "".join(f'<li><a href="../models.html#{anchor(each)}"><code>{escape(each)}</code></a></li>' for each in models)
    said = f'<ul class="models">{items}</ul>'
    return "<h2 id='models'>Models</h2>" + (
        said if len(models) <= MANY else f"<details><summary>{len(models)} models of the catalog</summary>{said}</details>"
    )


def _facts(policy: Policy, vocabulary: Vocabulary) -> str:
    """What deploy.yaml is asked for."""
    find = finder(policy, vocabulary)
    names: dict[str, str] = {}
    for clause in policy.clauses:
        if clause.kind == "use" or clause.standing:
            continue
        for leaf in clause_leaves(clause):
            definition = find(leaf.fact)
            asked = (*definition.asks, *definition.copies) if definition and not definition.written else (leaf.fact,)
            for name in asked:
                found = find(name)
                if found and found.written and found.silence == "ask":
                    names.setdefault(name, question(found))
    rows = [(f"<code>{escape(name)}</code>", marked(asks)) for name, asks in names.items() if not name.startswith("reading.")]
    return "<h2 id='facts'>What it asks of a deployment</h2>" + table(("fact", "question"), rows) if rows else ""


def _uses(uses: list[Explained]) -> str:
    if not uses:
        return ""
    listed = [each for each in uses if each.clause.derived]
    out = [
        cards(
            "Uses",
            "Activities that are not allowed, or allowed under conditions.",
            [each for each in uses if not each.clause.derived],
        )
    ]
    if not out[0]:
        out = ['<h2 id="uses">Uses</h2>']
    if listed:
        rows = [
            (f'<span id="{each.clause.id}">{escape(each.clause.section)}</span>', escape(each.clause.title), _conditions(each))
            for each in listed
        ]
        out.append('<h3 id="prohibited-uses">Prohibited uses</h3>' + table(("section", "activity", "condition"), rows))
    return "\n".join(out)


def _conditions(told: Explained) -> str:
    parts = (
        [f"unless {words}" for words, _ in told.unless]
        + [f"needs: {each}" for each in told.needs]
        + [f"where {each}" for each in told.when[1:]]
    )
    return "<br>".join(map(marked, parts)) + examples(told.clause.examples)


def _readings(policy: Policy) -> str:
    if not policy.readings:
        return ""
    rows = [
        (escape(each.section), marked(each.question), _answer(each),
         f"<code>{escape(each.id)}</code>")
        for each in policy.readings
    ]  # fmt: skip
    about = '<p class="soft">Where the text is open. An answer of your counsel goes into <code>organization.readings</code>.</p>'
    return f"<h2 id='readings'>Readings</h2>{about}" + table(("section", "question", "answer", "name"), rows)


def _answer(reading: Reading) -> str:
    return f"{escape(reading.adopted)}, adopted" if reading.adopted else "open: your counsel's answer decides"


def _sections(policy: Policy) -> str:
    """Every section of the text: the clauses that rest on it, or why there is none."""
    found: dict[str, list[str]] = {}
    for clause in policy.clauses:
        if clause.section:
            found.setdefault(clause.section, []).append(f'<a href="#{clause.id}">{escape(clause.title)}</a>')
    for section in policy.sections:
        found.setdefault(section.section, []).append(marked(section.reason))
    rows = [(escape(name), "<br>".join(what)) for name, what in sorted(found.items(), key=lambda pair: _natural(pair[0]))]
    return (
        f"<h2 id='sections'>Sections</h2><details><summary>{len(rows)} sections accounted for</summary>"
        + table(("section", "what rests on it"), rows)
        + "</details>"
    )


def _natural(section: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part) if part.isdigit() else -1, part) for part in section.replace(":", ".").split("."))


def _texts(policy: Policy) -> str:
    if not policy.texts:
        return ""
    rows = [
        (escape(text.name), _address(text.url), text.read,
         "frozen" if text.changes == "frozen" else "may change", f"<code>{escape(text.sha256)}</code>")
        for text in policy.texts
    ]  # fmt: skip
    return "<h2 id='texts'>Texts</h2>" + table(("text", "where", "read on", "changes", "sha256"), rows)


def _address(url: str) -> str:
    """A link to a text of the web; a pack is its own text, a file."""
    return f'<a href="{escape(url)}" rel="noopener">{escape(url)}</a>' if "://" in url else f"<code>{escape(url)}</code>"


def clause_count(clauses: tuple[Clause, ...]) -> str:
    return f"{len(clauses)} clause{'' if len(clauses) == 1 else 's'}"

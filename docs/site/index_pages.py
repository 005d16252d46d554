"""Indexes: policies by licensor, models by developer, guides."""

from __future__ import annotations

from html import escape

from page import Page, anchor, slug, table
from policy_pages import clause_count

from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.model import Entry
from licensecheck.policy.model import Policy


def models_under(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """The ids that each policy governs, by policy; a name of editions counts for all of them."""
    found: dict[str, list[str]] = {}
    for name, index in corpus.catalog.ids.values():
        for policy in corpus.catalog.entries[index].policies:
            for each in corpus.editions(policy):
                found.setdefault(each.id, []).append(name)
    return {policy: tuple(sorted(names, key=str.casefold)) for policy, names in found.items()}


def policies_page(policies: list[Policy], packs: list[Policy], under: dict[str, tuple[str, ...]]) -> Page:
    """All policies by licensor."""
    by_licensor: dict[str, list[Policy]] = {}
    for policy in policies:
        by_licensor.setdefault(policy.licensor, []).append(policy)
    out = [f"<h1>Policies</h1><p>{len(policies)} licenses and terms of {len(by_licensor)} licensors, "
           f"{sum(len(policy.clauses) for policy in policies):,} clauses.</p>", _jump(list(by_licensor))]  # fmt: skip
    for licensor, found in sorted(by_licensor.items()):
        rows = [
            (_named(each), each.starts or each.released or "",
             clause_count(each.clauses), str(len(under.get(each.id, ()))))
            for each in sorted(found, key=lambda policy: policy.id)
        ]  # fmt: skip
        out.append(f'<h2 id="{slug(licensor)}">{escape(licensor)}</h2>' + table(("policy", "effective", "clauses", "models"), rows))
    names = [(_named(each), clause_count(each.clauses)) for each in packs]
    about = "<p>Rules of an organization; <code>licensecheck audit --pack NAME</code> puts one in force.</p>"
    out.append('<h2 id="packs">Packs</h2>' + about + table(("pack", "clauses"), names))
    return Page("policies.html", "Policies by licensor", "\n".join(out), "page", "Every license and every edition of terms")


def _named(policy: Policy) -> str:
    return f'<a href="policies/{policy.id}.html">{escape(policy.name)}</a><br><code>{escape(policy.id)}</code>'


def models_page(corpus: Corpus) -> tuple[Page, list[Page]]:
    """All models by developer, and what a search finds of each."""
    entries = [(name, corpus.catalog.entries[index]) for name, index in corpus.catalog.ids.values()]
    by_developer: dict[str, list[tuple[str, Entry]]] = {}
    for name, entry in entries:
        by_developer.setdefault(entry.developer, []).append((name, entry))
    count = f"{len(entries):,} models of {len(by_developer)} developers"
    others = (
        "judged by its parents, by the license in its folder, or by what <code>license:</code> says of it; else it stays unknown"
    )
    out = [f"<h1>Models</h1><p>{count}. A model that is not here is {others}.</p>", _jump(list(by_developer))]
    for developer, found in sorted(by_developer.items(), key=lambda pair: pair[0].casefold()):
        rows = [
            (
                f'<code id="{anchor(name)}">{escape(name)}</code>',
                _policies(entry, corpus),
                escape(entry.weights),
                escape(entry.released),
            )
            for name, entry in found
        ]
        out.append(f'<h2 id="{slug(developer)}">{escape(developer)}</h2>' + table(("model", "policy", "weights", "released"), rows))
    page = Page("models.html", "Models by developer", "\n".join(out), "page", "Which policy governs which model")
    spelled: dict[str, list[str]] = {}
    for alias, places in corpus.catalog.aliases.items():
        for _, name in places:
            spelled.setdefault(name, []).append(alias)
    return page, [
        Page(
            f"models.html#{anchor(name)}",
            name,
            "",
            "model",
            ", ".join(entry.policies) or "license not read",
            _also(entry, spelled.get(name)),
        )
        for name, entry in entries
    ]


def _also(entry: Entry, spelled: list[str] | None) -> str:
    return " ".join([entry.developer, *(spelled or ())])


def _policies(entry: Entry, corpus: Corpus) -> str:
    links = [
        f'<a href="policies/{corpus.editions(name)[-1].id}.html">{escape(name)}</a>'
        for name in entry.policies
        if corpus.editions(name)
    ]
    bases = [f"on {escape(base.id)}" for base in entry.base]
    return "<br>".join([*links, *bases]) or ("license not read" if entry.unread else "by its channel")


def guides_page(pages: list[Page]) -> Page:
    """The pages that were written by hand."""
    items = "".join(
        f'<li><a href="{page.path}">{escape(page.title)}</a><br><span class="soft">{escape(page.about)}</span></li>'
        for page in pages
    )
    return Page(
        "guides.html", "Guides", f'<h1>Guides</h1><ul class="guides">{items}</ul>', "page", "Everything that was written by hand"
    )


def _jump(names: list[str]) -> str:
    return (
        '<p class="jump">'
        + " ".join(f'<a href="#{slug(name)}">{escape(name)}</a>' for name in sorted(names, key=str.casefold))
        + "</p>"
    )

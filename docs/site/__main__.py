"""Builds the documentation as a site that needs no server and no network, and holds its links: `python docs/site FOLDER`.

Policies, models and commands come from the data and the code that decide; the guides from the Markdown of the repository.
Exits with 1 when a link, an anchor or an option leads nowhere.
"""

from __future__ import annotations

import json
import os
import shutil
import sys

from command_pages import command_pages
from index_pages import guides_page, models_page, models_under, policies_page
from links import faults as link_faults
from options import faults as option_faults
from page import Page, document
from policy_pages import clause_pages, policy_page
from written_pages import written_pages

from licensecheck.catalog.corpus import load_corpus
from licensecheck.catalog.packs import shipped_packs
from licensecheck.catalog.sources import read_sources

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def build(folder: str, root: str = ROOT) -> tuple[list[str], str]:
    """Write the site into a folder. The faults, and a line about what was made."""
    corpus, sources = load_corpus(), read_sources()
    under = models_under(corpus)
    policies = list(sources.policies)
    packs = list(load_corpus("", shipped_packs()).packs)
    clauses = {policy.id: {clause.id for clause in policy.clauses} for policy in policies}

    def named(text: str) -> str:
        name, slash, clause = text.partition("/")
        found = corpus.editions(name)[-1:] if text else ()
        if not found or (slash and clause not in clauses[found[0].id]):
            return ""
        return f"policies/{found[0].id}.html" + (f"#{clause}" if clause else "")

    written = written_pages(root, named)
    guides = [page for page in written.pages if page.path != "index.html"]
    models, each_model = models_page(corpus)
    pages = [
        *written.pages,
        *(
            policy_page(policy, corpus, sources.vocabulary, sources.places, under.get(policy.id, ()))
            for policy in (*policies, *packs)
        ),
        *command_pages({page.path[:-5] for page in guides}),
        policies_page(policies, packs, under),
        models,
        guides_page(guides),
    ]
    for page in pages:
        _write(os.path.join(folder, page.path), document(page))
    for file in written.files:
        os.makedirs(os.path.dirname(os.path.join(folder, "files", file)), exist_ok=True)
        shutil.copyfile(os.path.join(root, file), os.path.join(folder, "files", file))
    for name in ("site.css", "site.js"):
        shutil.copyfile(os.path.join(HERE, name), os.path.join(folder, name))
    found = [*pages, *each_model, *(clause for policy in (*policies, *packs) for clause in clause_pages(policy))]
    _write(
        os.path.join(folder, "search.js"), "SEARCH = " + json.dumps([_entry(page) for page in found], ensure_ascii=False) + ";\n"
    )
    broken, count = link_faults(folder)
    return [*written.faults, *broken, *option_faults(root)], f"{len(pages)} pages, {count:,} links"


def _entry(page: Page) -> tuple[str, str, str, str, str]:
    return page.title, page.path, page.kind, page.about, page.words


def _write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python docs/site FOLDER", file=sys.stderr)
        return 2
    found, made = build(sys.argv[1])
    for each in found:
        print(each, file=sys.stderr)
    print(f"{made}: {f'{len(found)} faults' if found else 'every one holds'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

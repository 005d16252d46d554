"""The files that a deployment owes others: the Notice, the credits, the licenses to ship, the paragraph for its terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from licensecheck.catalog.texts import NOTICE_MARK
from licensecheck.engine.needed import Need, Needed
from licensecheck.policy.model import Clause, leaves
from licensecheck.report.paint import shown, wrapped
from licensecheck.report.words import listed, tag

MARK = NOTICE_MARK

WRITTEN = ("notice", "display", "attribution", "license_link", "license_copy", "restrictions_in_terms", "users_told")
PLACES = {"ui": "the user interface", "website": "a website", "docs": "the documentation", "about": "an about page",
          "blog": "a blog post", "terms": "the terms", "card": "the model card", "with_copy": "the copy itself"}  # fmt: skip


class Document(NamedTuple):
    """One file. `needed` is false where the deployment owes nothing that would stand in it."""

    name: str
    text: str
    needed: bool


def documents(found: Needed) -> tuple[Document, ...]:
    """All files, in a fixed order; the same facts give the same bytes."""
    return (
        _document("NOTICE", "", _notice(found.needs)),
        _document("ATTRIBUTION.md", "# Models in use\n\n", _attribution(found.needs)),
        _document("LICENSES.md", "# Licenses to ship\n\n", _licenses(found.needs)),
        _document("TERMS-SNIPPET.md", "# Use restrictions of the models in use\n\n", _terms(found.needs)),
    )


def _document(name: str, title: str, body: str) -> Document:
    first = f"This file is {MARK} from deploy.yaml; what is changed by hand is lost."
    first = f"<!-- {first} -->" if name.endswith(".md") else first
    return Document(name, f"{first}\n\n{title}{body or 'Nothing is needed.'}\n", bool(body))


# the four files ------------------------------------------------------------------------------------------------------
def _notice(needs: Iterable[Need]) -> str:
    blocks = _grouped(needs, lambda need: need.words if _exact(need, "notice") else "")
    return "\n\n".join(f"{_works(several)}\n{words}" for words, several in blocks.items())


def _attribution(needs: Iterable[Need]) -> str:
    out = []
    for words, several in _grouped(needs, lambda need: need.words if _exact(need, "display", "attribution") else "").items():
        places = set.intersection(*({*need.places} or {*PLACES} for need in several))
        where = listed([PLACES[place] for place in PLACES if place in places])
        anywhere = places == {*PLACES} or not places
        out.append(f"{words}\n\n<!-- for {_works(several)}{'' if anywhere else f'; it has to stand in {where}'} -->")
    credits = {
        f"- {shown(need.work)}{f' by {need.developer}' if need.developer else ''}, {need.policy.name}{_address(need)}": None
        for need in needs
        if need.evidence in ("display", "attribution", "license_link", "citation") and need.named
    }
    return "\n\n".join([*out, *(["\n".join(credits)] if credits else [])])


def _licenses(needs: Iterable[Need]) -> str:
    copies = _grouped(needs, lambda need: need.policy.id if need.evidence == "license_copy" else "")
    out = [
        "A full copy of each of these texts goes with what is handed over. This list is no copy of them. Take the license file of\n"
        "the release in hand, with its copyright line; the address and the hash are those of the text that was judged by."
    ]
    for several in copies.values():
        policy = several[0].policy
        lines = [f"## {policy.name}", "", f"For {_works(several)}."]
        if any(need.finding.edition_open for need in several):
            lines.append("Which edition came with the copy in hand is not declared; ship that one.")
        lines += [""]
        for text in policy.texts:
            digest = f" (SHA-256 {text.sha256})" if text.sha256 else ""
            lines.append(f"- {tag(text.name)}: {text.url}{digest}")
        out.append("\n".join(lines))
    return "\n\n".join(out) if copies else ""


def _terms(needs: Iterable[Need]) -> str:
    bound = _grouped(needs, lambda need: need.policy.id if need.evidence in ("restrictions_in_terms", "users_told") else "")
    out = []
    for several in bound.values():
        policy = several[0].policy
        sections = sorted({need.finding.clause.section for need in several if need.finding.clause.section})
        pages = listed([text.url for text in policy.texts], "and")
        makers = sorted({need.developer for need in several if need.developer})
        maker = f" by {listed(makers, 'and')}" if makers else ""
        said = (
            f"What you receive or use under these terms contains or runs on {_works(several)}{maker}, under the {policy.name} "
            f"({pages}). The use restrictions of that license are part of these terms: you accept them, you keep to them, and "
            "whoever you pass the model, a derivative of it or access to it on to has to be bound by them in the same way and to "
            "be told so."
        )
        out += ["\n".join(wrapped(said, 110))]
        titles = dict.fromkeys(_title(clause) for clause in policy.clauses if _is_restriction(clause))
        if titles:
            said = "In short, and without replacing that text, they concern:"
            out += ["\n".join([said, "", *(f"- {title}" for title in titles)])]
        out += [f"<!-- section {listed(sections, 'and')} of {policy.id} asks for this -->"] if sections else []
    return "\n\n".join(out)


# what is left to people ----------------------------------------------------------------------------------------------
def by_hand(found: Needed, width: int = 80) -> str:
    """What no file can settle: duties whose words nobody gives, and duties that may bind."""
    out: list[str] = []
    left = {
        f"{need.model}: {need.policy.id}/{need.finding.clause.id}": need
        for need in found.needs
        if not need.passes and (need.evidence not in WRITTEN or not need.named or (need.evidence == "notice" and not need.words))
    }
    if left:
        out.append("To be done by hand:")
    for name, need in left.items():
        remedy = "Declare the public name under `name`." if not need.named else " ".join(need.finding.clause.remedy[:1])
        out += wrapped(shown(f"{name}: {need.finding.clause.title}. {remedy}"), width, "  ", "    ")
    if found.open:
        out.append("Not decided yet, so not written (`licensecheck audit` asks what decides):")
    for model, finding in found.open:
        out += wrapped(shown(f"{model.name}: {finding.policy}/{finding.clause.id}: {finding.clause.title}"), width, "  ", "    ")
    return "".join(f"{line}\n" for line in out)


def declarations(found: Needed, folder: str) -> str:
    """The lines for deploy.yaml that name what was written."""
    evidence: dict[str, dict[str, str]] = {}
    for need in found.needs:
        if _exact(need, "notice"):
            evidence.setdefault(need.model, {})["notice"] = f"[{folder}NOTICE]"
        elif need.evidence in ("display", "attribution", "license_link") and need.named:
            places = [place for place in ("docs", *PLACES) if place in need.places]
            place = f"{{path: {folder}ATTRIBUTION.md, place: {places[0]}}}" if places else f"{folder}ATTRIBUTION.md"
            evidence.setdefault(need.model, {})[need.evidence] = f"[{place}]"
        elif need.evidence in ("restrictions_in_terms", "users_told"):
            evidence.setdefault(need.model, {})[need.evidence] = "[{attested: true, by: NAME, on: DATE}]  # once the terms say so"
        elif need.evidence == "license_copy":
            evidence.setdefault(need.model, {})[need.evidence] = f"[PATH]  # the copy; {folder}LICENSES.md says from where"
    if not evidence:
        return ""
    out = ["Ship and show them, then declare them in deploy.yaml:"]
    for model, named in evidence.items():
        out += [f"  {shown(model)}:", "    evidence:", *(f"      {name}: {value}" for name, value in named.items())]
    return "\n".join(out) + "\n"


def _exact(need: Need, *evidence: str) -> bool:
    return need.evidence in evidence and bool(need.words) and need.named


def _grouped(needs: Iterable[Need], key: Callable[[Need], str]) -> dict[str, list[Need]]:
    """Needs by a key that is not empty, sorted by it."""
    found: dict[str, list[Need]] = {}
    for need in needs:
        if key(need):
            found.setdefault(key(need), []).append(need)
    return dict(sorted(found.items()))


def _works(needs: list[Need]) -> str:
    """The works that needs speak of, each with the models that were made from it."""
    made: dict[str, list[str]] = {}
    for need in needs:
        made.setdefault(need.work, []).extend([need.model] if need.model != need.work else [])
    return ", ".join(
        shown(work) + (f" (in {', '.join(shown(each) for each in dict.fromkeys(models))})" if models else "")
        for work, models in sorted(made.items())
    )


def _address(need: Need) -> str:
    return f", {need.policy.texts[0].url}" if need.policy.texts else ""


def _is_restriction(clause: Clause) -> bool:
    return clause.kind == "use" and clause.for_each == "deployment.uses" and clause.requires is None


def _title(clause: Clause) -> str:
    """The title of a use restriction; one that only names kinds of use has them by what they have in common."""
    named = next((leaf.constant for leaf in leaves(clause.applies_when) if leaf.fact == "use.kind"), ())
    kinds = named if isinstance(named, tuple) else (str(named),)
    if clause.title.casefold() != ", ".join(tag(kind) for kind in kinds).casefold():
        return clause.title[:1].lower() + clause.title[1:]
    grouped: dict[str, list[str]] = {}
    for kind in kinds:
        top, _, rest = kind.partition("/")
        grouped.setdefault(tag(top), []).extend([tag(rest)] if rest else [])
    return ", ".join(f"{top} ({', '.join(rest)})" if rest else top for top, rest in grouped.items())

"""Licenses as SPDX expressions: an id of the SPDX list, or a `LicenseRef-` that points at the text and does not repeat it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from licensecheck.catalog.binding import Binding
from licensecheck.catalog.corpus import Corpus
from licensecheck.catalog.expression import LONGEST, is_exception, listed_ids
from licensecheck.policy.model import DEPLOYMENT, Policy

NOASSERTION, NO_LICENSE = "NOASSERTION", ("", "NOASSERTION", "NONE")
NOT_A_LICENSE = ("hosted-availability",)
"""Policies about whether a model is served; no license says that."""

_TOKEN = re.compile(r"[A-Za-z0-9.+:_\-]+")
_WORDS = ("AND", "OR", "WITH")


class Reference(NamedTuple):
    """A license outside the SPDX list. `texts` are the addresses of its texts with their hashes and the days they were read."""

    id: str
    name: str
    texts: tuple[tuple[str, str, str], ...]

    @property
    def pointer(self) -> str:
        """Where the text is, in place of the text."""
        if not self.texts:
            return f"The text of `{self.name}` is not known; it was named so."
        places = "; ".join(
            f"{url}{f' (SHA-256 {sha256})' if sha256 else ''}{f', read {read}' if read else ''}" for url, sha256, read in self.texts
        )
        return f"The text of the {self.name} is not repeated here: {places}"


class Terms:
    """The licenses that a document names, collected while its expressions are written."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._references: dict[str, Reference] = {}

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(self._references[id] for id in sorted(self._references))

    def within(self, expression: str) -> tuple[Reference, ...]:
        """The references that an expression names."""
        names = set(_TOKEN.findall(expression))
        return tuple(each for each in self.references if each.id in names)

    def stated(self, labels: list[str]) -> str:
        """Labels that hold together, in SPDX ids."""
        said = [text for label in labels if (text := self._label(label))]
        unique = list(dict.fromkeys(said))
        if len(unique) < 2:
            return unique[0] if unique else NOASSERTION
        return " AND ".join(f"({text})" if " OR " in text else text for text in unique)

    def governing(self, bindings: Iterable[Binding]) -> str:
        """What was concluded: all terms that govern together."""
        return self._joined(self._id(each.editions) for each in bindings if _licenses(each.editions[0]))

    def of_policies(self, names: Iterable[str]) -> str:
        """All of some policies, each by the name of the policy or of its family; NOASSERTION where one of them was not read."""
        editions = [self.corpus.editions(name) for name in names]
        return self._joined(self._id(each) for each in editions) if all(editions) else NOASSERTION

    def _joined(self, ids: Iterable[str]) -> str:
        return " AND ".join(dict.fromkeys(ids)) or NOASSERTION

    def _label(self, label: str) -> str:
        """A label with each of its names as an SPDX id; "" for one that names nothing."""
        text = label.strip()
        if text.upper() in NO_LICENSE:
            return ""
        if self.corpus.named_license(text):
            return self._name(text)
        parts = _parts(text)
        out = [part.upper() if part.upper() in _WORDS else part for part in parts]
        for at, part in enumerate(parts):
            if out[at] not in (*_WORDS, "(", ")") and (at == 0 or out[at - 1] != "WITH"):
                out[at] = self._name(part)
        return " ".join(out).replace("( ", "(").replace(" )", ")") if parts else self._name(text)

    def _name(self, name: str) -> str:
        found = self.corpus.named_license(name)
        if found:
            return self._id(found)
        listed = listed_ids().get(name.casefold())
        if listed:
            return listed
        if name.casefold().startswith("licenseref-"):
            id = "LicenseRef-" + _safe(name[len("LicenseRef-") :])
        else:
            id = f"LicenseRef-x-{_safe(name)}"
        self._references.setdefault(id, Reference(id, name, ()))
        return id

    def _id(self, editions: tuple[Policy, ...]) -> str:
        """The id of a policy; that of the family where it is not known which edition governs."""
        newest = editions[-1]
        ids = {policy.spdx for policy in editions}
        id = newest.spdx if len(ids) == 1 and newest.spdx else f"LicenseRef-{_safe(newest.edition_of or newest.id)}"
        if id.startswith("LicenseRef-"):
            id = "LicenseRef-" + _safe(id[len("LicenseRef-") :])
            texts = tuple((text.url, text.sha256, text.read) for policy in editions for text in policy.texts)
            self._references.setdefault(id, Reference(id, newest.name, tuple(dict.fromkeys(texts))))
        return id


def _safe(name: str) -> str:
    """A name in the letters that SPDX allows after `LicenseRef-`."""
    return re.sub(r"[^A-Za-z0-9.\-]+", "-", name).strip("-") or "license"


def _parts(text: str) -> list[str]:
    """The names, operators and parentheses of an expression; none for a text that SPDX would not take for one."""
    import license_expression

    parts = re.findall(r"[()]|[^\s()]+", text)
    names = [part for part in parts if part.upper() not in _WORDS and part not in "()"]
    operators = [part.upper() for part in parts if part.upper() in _WORDS]
    additions = [parts[at + 1] for at, part in enumerate(parts[:-1]) if part.upper() == "WITH"]
    if not operators or len(names) != len(operators) + 1 or len(text) > LONGEST or not all(map(is_exception, additions)):
        return []
    try:
        license_expression.Licensing().parse(text)
    except (license_expression.ExpressionError, license_expression.ExpressionParseError, ValueError, TypeError, RecursionError):
        return []
    return parts


def _licenses(policy: Policy) -> bool:
    """Whether a policy licenses anything: an organization's own rules do not, nor does what we say of retired models."""
    return policy.governs != DEPLOYMENT and policy.id not in NOT_A_LICENSE

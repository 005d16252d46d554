"""The names of models as clauses read them: two names that begin with the same of the words asked for are one to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from licensecheck.catalog.corpus import Corpus
from licensecheck.engine.compare import compare, folded, joined
from licensecheck.engine.truth import FALSE, TRUE
from licensecheck.fleet.numbered import numbered
from licensecheck.policy.model import Leaf, clause_leaves

if TYPE_CHECKING:
    import polars
    from numpy.typing import NDArray

    from licensecheck.facts.places import Places

READ = ("model.name", "trained.name")
SKIPPED = "[ _-]*"


class Names:
    """The words that the clauses of some policies look for at the beginning of names; `policies` are those that look for any, and
    `teaching` those that ask for trained models.
    """

    def __init__(self, corpus: Corpus, policies: set[str]) -> None:
        self.places: Places = corpus.places
        words: dict[str, None] = {}
        self.policies: set[str] = set()
        self.teaching: set[str] = set()
        for name in sorted(policies):
            for policy in corpus.editions(name):
                leaves = [leaf for clause in policy.clauses for leaf in clause_leaves(clause)]
                looked_for = [leaf.constant for leaf in leaves if leaf.fact in READ and leaf.operator == "starts_with"]
                words |= dict.fromkeys(looked_for)
                if any(clause.for_each == "outputs.trains" for clause in policy.clauses):
                    self.teaching.add(name)
                if looked_for:
                    self.policies.add(name)
        self.words = tuple(words)

    def classes(self, ids: polars.Series) -> NDArray[np.int32]:
        """A number for each name; equal ones begin with the same words, and no name that begins with none is above 0."""

        found = np.zeros(len(ids), np.int32)
        if not self.words:
            return found
        begins = "|".join(SKIPPED.join(map(re.escape, folded(word)[:3])) for word in self.words)
        some = np.flatnonzero(ids.str.contains(f"(?i)(?:^|/){SKIPPED}(?:{begins})|[^\\x00-\\x7f]").to_numpy())
        tails = ids.gather(some).str.extract(r"([^/]*)$", 1)
        plain = tails.str.replace_all("[ _-]", "")
        low = plain.str.to_lowercase()
        # false, unknown, true as 0, 1, 2; the first column is a name that begins with none
        truths = np.zeros((len(self.words), len(some) + 1), np.uint8)
        for place, word in enumerate(self.words):
            truths[place, 1:] = plain.str.starts_with(joined(word)).to_numpy()
            truths[place, 1:] += low.str.starts_with(folded(word)).to_numpy()
        odd = np.flatnonzero(tails.str.contains(r"[^\x00-\x7f]").to_numpy())
        for at, name in zip(odd.tolist(), tails.gather(odd).to_list(), strict=True):
            compared = [compare("name", name, Leaf("", "starts_with", word), self.places) for word in self.words]
            truths[:, at + 1] = [2 if truth is TRUE else 0 if truth is FALSE else 1 for truth in compared]
        found[some] = numbered(*truths)[1][1:]
        return found

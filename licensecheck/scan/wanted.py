"""Which texts of a file are worth a piece."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.scan.rules import Keys
from licensecheck.scan.strength import may_hold


class Wanted(NamedTuple):
    """`lines` are those on which a literal was found; without `keys` every text is wanted."""

    lines: frozenset[int]
    keys: Keys | None

    def wants(self, line: int, key: str, around: str) -> bool:
        """Whether a text may be a model: it stands on such a line, or its key says so or is a constant; `around` is above."""
        if self.keys is None or line in self.lines or key.isupper():
            return True
        return may_hold(key, (around,), self.keys)


ALL = Wanted(frozenset(), None)

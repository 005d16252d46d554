"""Which license a text in a document is: a document may call it what it likes."""

from __future__ import annotations

SHORTEST, LONGEST = 400, 200_000
"""Characters of a text that is looked at: less is a note, more is no license."""


def known_text(content: str) -> str:
    """The policy that a license text is a whole copy of, or "" where it is none or nobody can say which."""
    if not SHORTEST <= len(content) <= LONGEST:
        return ""
    from licensecheck.catalog.texts import WHOLE, copies_in

    copies = copies_in(content)
    return copies[0].policy if len(copies) == 1 and copies[0].state in WHOLE else ""

"""Nothing is encoded twice: no text in two policies, no clause in two files."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.policy.model import Clause, Policy

QUOTATIONS = "quotations"
"""The name of a text that quotes several licenses; policies may share it."""


def texts_twice(policies: tuple[Policy, ...]) -> Iterator[tuple[Policy, str]]:
    """Policies whose first text another policy has as its first text too."""
    seen: dict[str, Policy] = {}
    for policy in policies:
        if not policy.texts or not policy.texts[0].sha256 or policy.texts[0].name == QUOTATIONS:
            continue
        other = seen.setdefault(policy.texts[0].sha256, policy)
        if other is not policy:
            yield policy, f"the text `{policy.texts[0].name}` is also that of `{other.id}`"


def clauses_twice(policies: tuple[Policy, ...]) -> Iterator[tuple[Policy, Clause, str]]:
    """Clauses that are written alike in two files. A line of a table has no words of its own and may recur."""
    seen: dict[object, tuple[Policy, Clause]] = {}
    for policy in policies:
        for clause in policy.clauses:
            if clause.derived or clause.span is None:
                continue
            written = (
                clause.kind, clause.title, clause.says, clause.for_each, clause.applies_when, clause.unless, clause.requires,
            )  # fmt: skip
            first, same = seen.setdefault(written, (policy, clause))
            if same.span is not None and same.span.file != clause.span.file:
                where = f"`{first.id}/{same.id}`"
                yield policy, clause, f"it is written word for word in {where} as well; put it into an abstract base"

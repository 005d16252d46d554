"""Terms age: a page that may change proves less the longer ago it was read. Frozen licenses do not age."""

from collections.abc import Iterator

from licensecheck.catalog.derive import AGES_AFTER, STALE_AFTER, days_between
from licensecheck.engine.findings import Note
from licensecheck.policy.model import Policy


def aged(policy: Policy, as_of: str) -> Iterator[Note]:
    """A note for each text that was read more than half a year before the day judged."""
    for text in policy.texts:
        if text.changes == "may_change" and text.read <= as_of:
            days = days_between(text.read, as_of)
            if days > AGES_AFTER:
                what = "passes are unknown" if days > STALE_AFTER else "passes hold as read on that day"
                yield Note(
                    "aged-terms", f"the {text.name} text of `{policy.id}` may have changed since it was read on {text.read}: {what}"
                )


def stale(policy: Policy, as_of: str) -> frozenset[str]:
    """The texts that were read too long ago to prove a pass."""
    return frozenset(
        text.name
        for text in policy.texts
        if text.changes == "may_change" and text.read <= as_of and days_between(text.read, as_of) > STALE_AFTER
    )

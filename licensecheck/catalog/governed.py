"""What governs a model, as facts: an organization's own rules speak of licenses, where a license never speaks of others."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.catalog.binding import Binding, Issue
from licensecheck.catalog.model import Entry
from licensecheck.facts.values import DERIVED, UNKNOWN, Fact
from licensecheck.policy.model import Policy, clause_leaves

OURS = "hosted-availability"
"""The policy by which retired models are found; nobody licenses anything in it."""
COMMERCIAL: dict[object, object] = {"no": True, False: True, "limited": False, "yes": False, True: False}
"""What a policy says of commercial use, as whether it refuses it: `limited` allows it to some, or under conditions."""
OF_TRADE = ("deployment.commercial", "deployment.purpose", "deployment.environment")
"""Facts by which a license can refuse commercial use."""


class Governing(NamedTuple):
    """What governs a model: bindings of licenses (its own and those of the works it was made from), and of a provider's terms.

    `unread` and `unread_terms` are names of licenses and of terms that are not in the corpus, each with the alternative of the
    label to which it belongs, "" where it belongs to all.
    """

    licenses: list[Binding]
    terms: list[Binding]
    unread: list[tuple[str, str]]
    unread_terms: list[tuple[str, str]]
    issues: list[Issue]

    def under(self, way: str) -> dict[str, Fact]:
        """The facts when one alternative of the label is taken. As long as an issue leaves open what else may govern, the lists are
        unknown. What a separate agreement replaces does not govern."""
        mine = [each for each in self.issues if not each.ways or way in each.ways]
        gaps = [each.code for each in mine if each.kind == "right" and each.verdict == "unknown" and each.code != "unread-terms"]
        gap = f"open: {', '.join(dict.fromkeys(gaps))}" if gaps else ""
        licensed = _in_force(self.licenses, way)
        unread = [name for name, of in self.unread if of in ("", way)]
        terms = [each for each in _in_force(self.terms, way) if each.editions[-1].id != OURS]
        return {
            "model.licenses": _names(licensed, unread, gap),
            "model.policies": _names(
                [*licensed, *terms], [*unread, *(name for name, of in self.unread_terms if of in ("", way))], gap
            ),
            "model.noncommercial": _noncommercial(licensed, unread, gap),
        }


def _in_force(bindings: list[Binding], way: str) -> list[Binding]:
    return [each for each in bindings if not each.replaced and (not each.ways or way in each.ways)]


def weights(entry: Entry | None, parents: tuple[Entry | None, ...], channel: Fact | None, run: bool) -> Fact:
    """Whether the maker hands out the weights. Of a model in no catalog: closed where a work that it was tuned from is closed,
    open where all those works are open, or where the organization says that it runs the weights (`run`, by the declared `channel`).
    """
    if entry:
        return Fact(entry.weights, DERIVED, said_by=f"{entry.file}:{entry.line}")
    closed = next((each for each in parents if each and each.weights == "closed"), None)
    if closed:
        return Fact("closed", DERIVED, said_by=f"{closed.file}:{closed.line}")
    if channel is not None and run:
        return Fact("open", DERIVED, channel.span)
    if parents and all(parents):
        return Fact("open", DERIVED, said_by="its parents")
    return Fact(UNKNOWN, DERIVED)


def _names(bindings: list[Binding], unread: list[str], gap: str) -> Fact:
    if gap:
        return Fact(UNKNOWN, DERIVED, said_by=gap)
    reasons: dict[str, str] = {}
    for each in bindings:
        policy = each.editions[-1]
        reasons.setdefault(policy.edition_of or policy.id, each.why)
    reasons |= dict.fromkeys(unread, "not read")
    return Fact(tuple(reasons), DERIVED, said_by="; ".join(f"{name} by {why}" for name, why in reasons.items()))


def _noncommercial(licenses: list[Binding], unread: list[str], gap: str) -> Fact:
    refusing = [each for each in licenses if all(_refuses(policy) is True for policy in each.editions)]
    if refusing:
        return Fact(True, DERIVED, said_by="; ".join(f"{each.editions[-1].id} by {each.why}" for each in refusing))
    unsure = [each.editions[-1].id for each in licenses if any(_refuses(policy) is not False for policy in each.editions)]
    if unsure or unread or gap:
        return Fact(UNKNOWN, DERIVED, said_by=gap or f"not settled by {', '.join((*unsure, *unread))}")
    return Fact(False, DERIVED, said_by=", ".join(dict.fromkeys(each.editions[-1].id for each in licenses)))


def _refuses(policy: Policy) -> object:
    """Whether a license refuses commercial use as such: as its policy says under `commercial` among its values.

    A policy that does not say it refuses none, unless a right of it turns on the trade.
    """
    said = policy.values.get("commercial")
    if said is not None:
        return COMMERCIAL.get(said, UNKNOWN)
    rights = (clause for clause in policy.clauses if clause.kind == "right" and not clause.standing)
    return UNKNOWN if any(leaf.fact in OF_TRADE for clause in rights for leaf in clause_leaves(clause)) else False

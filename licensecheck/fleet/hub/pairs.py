"""Pairs of a model and a work that it was made from, as arrays: what the walks up a graph find."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.fleet.hub.graph import OUTPUTS, Bits, Flags, Numbers
from licensecheck.fleet.table import trouble

MOST_PAIRS = 100_000_000
"""Works in the lineages of all models together: more would not fit into memory."""


class Pairs(NamedTuple):
    """Models (by their places among those that are judged) with works they were made from, nearest first, each work once.

    `relations` has a bit for each relation on the way, `way` is the first relation of weights on it (0: none), `next` tells
    whether the work is the very next one. `before` is the pair through which the work was reached, -1 for the first generation
    and where `forked` is false: such a model has one way only. `circles` are models whose lineage leads back to itself, `deep`
    those with more generations.
    """

    model: Numbers
    node: Numbers
    relations: Bits
    way: Bits
    next: Flags
    before: Numbers
    forked: Flags
    circles: Numbers
    deep: Numbers

    def at(self, places: NDArray[np.int64]) -> Pairs:
        """Some of the pairs; what is before them loses its meaning and is left out."""
        none = np.empty(0, np.int32)
        return Pairs(
            self.model[places],
            self.node[places],
            self.relations[places],
            self.way[places],
            self.next[places],
            none,
            none.astype(np.bool_),
            self.circles,
            self.deep,
        )

    def and_then(self, other: Pairs) -> Pairs:
        """These pairs and others behind them."""
        before = np.where(other.before >= 0, other.before + len(self.model), -1).astype(np.int32)
        return Pairs(
            np.concatenate((self.model, other.model)),
            np.concatenate((self.node, other.node)),
            np.concatenate((self.relations, other.relations)),
            np.concatenate((self.way, other.way)),
            np.concatenate((self.next, other.next)),
            np.concatenate((self.before, before)),
            np.concatenate((self.forked, other.forked)),
            np.concatenate((self.circles, other.circles)),
            np.concatenate((self.deep, other.deep)),
        )


class Generation(NamedTuple):
    """The pairs that one step up the graph adds; the fields are those of Pairs."""

    model: Numbers
    node: Numbers
    relations: Bits
    way: Bits
    next: Flags
    before: Numbers


def pairs_of(generations: list[Generation], forked: bool, circles: list[Numbers], deep: list[Numbers]) -> Pairs:
    """All generations one behind the other."""
    none = np.empty(0, np.int32)
    empty = Generation(none, none, none.astype(np.uint8), none.astype(np.uint8), none.astype(np.bool_), none)
    model, node, relations, way, next, before = (np.concatenate(each) for each in zip(*generations or [empty], strict=True))
    round, far = (np.unique(np.concatenate(each)) if each else none for each in (circles, deep))
    return Pairs(model, node, relations, way, next, before, np.full(len(model), forked), round, far)


def checked(total: int) -> int:
    """A number of pairs. Raises InputError where there are too many."""
    if total > MOST_PAIRS:
        raise trouble("too-large", f"the lineages of these models have more than {MOST_PAIRS:,} works together")
    return total


def weights_way(way: Bits, relation: Bits) -> Bits:
    """The first relation of weights on a way that goes on by a relation."""
    found: Bits = np.where((way == 0) & (relation != OUTPUTS), relation + 1, way).astype(np.uint8)
    return found


def bit(relation: Bits) -> Bits:
    """Relations as bits."""
    found: Bits = np.left_shift(np.uint8(1), relation)
    return found

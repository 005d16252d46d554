"""The examples of a clause as worlds, one for each element that the clause goes through."""

from __future__ import annotations

from licensecheck.engine.judge import Verdict
from licensecheck.engine.prove.cells import verdict_masks
from licensecheck.engine.prove.worlds import empty_world, example_world
from licensecheck.engine.truth import FALSE, TRUE
from licensecheck.engine.world import World
from licensecheck.facts.places import Places
from licensecheck.facts.values import UNKNOWN, Fact
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.policy.model import Clause, Leaf, Policy, clause_leaves


class Cases:
    """The worlds of the examples of one clause; the truth of a leaf in all of them is worked out once."""

    def __init__(self, worlds: list[tuple[int, World]]) -> None:
        self.worlds = worlds
        self.whole = (1 << len(worlds)) - 1
        self._known: dict[Leaf, tuple[int, int]] = {}

    def truths(self, leaf: Leaf) -> tuple[int, int]:
        """The worlds in which a leaf is true, and those in which it is false; world n is bit n."""
        found = self._known.get(leaf)
        if found is None:
            outcomes = [world.outcome(leaf).truth for _, world in self.worlds]
            true = sum(1 << place for place, truth in enumerate(outcomes) if truth is TRUE)
            false = sum(1 << place for place, truth in enumerate(outcomes) if truth is FALSE)
            found = self._known[leaf] = (true, false)
        return found

    def verdicts(self, clause: Clause) -> dict[int, Verdict]:
        """The verdict of each example; of several elements the worst counts."""
        result: dict[int, Verdict] = {}
        for verdict, mask in verdict_masks(clause, self.truths, self.whole).items():
            for place, (example, _) in enumerate(self.worlds):
                if mask >> place & 1:
                    result[example] = max(result.get(example, verdict), verdict)
        return result


def cases_of(policy: Policy, clause: Clause, vocabulary: Vocabulary, places: Places) -> Cases:
    """The worlds of the examples that are written, or of those that follow from the tags of a table."""
    worlds: list[tuple[int, World]] = []
    if clause.derived and not clause.examples:
        worlds = list(enumerate(_of_table(policy, clause, vocabulary, places)))
    for number, example in enumerate(clause.examples):
        world, faults = example_world(policy, example, vocabulary, places)
        if faults:
            continue
        if not clause.for_each:
            worlds.append((number, world))
            continue
        listed = world.fact(clause.for_each).value
        worlds += [(number, world._replace(element=element)) for element in (() if listed is UNKNOWN else listed)]
    return Cases(worlds)


def _of_table(policy: Policy, clause: Clause, vocabulary: Vocabulary, places: Places) -> list[World]:
    """Each activity that a line of the table names, and one that it does not name."""
    tags = [tag for leaf in clause_leaves(clause) for tag in leaf.constant] if not _conditional(clause) else []
    world = empty_world(policy, vocabulary, places)
    kinds = vocabulary.facts["use.kind"].values
    other = next((kind for kind in kinds if not any(_related(kind, tag) for tag in tags)), "")
    return [world.having({"use.kind": Fact(tag)}) for tag in (*tags, other) if tags]


def _conditional(clause: Clause) -> bool:
    return bool(clause.unless) or not isinstance(clause.applies_when, Leaf)


def _related(one: str, other: str) -> bool:
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")


def written(clause: Clause) -> bool:
    """Whether a clause has examples, or needs none because they follow from its table."""
    return bool(clause.examples) or (clause.derived and not _conditional(clause))

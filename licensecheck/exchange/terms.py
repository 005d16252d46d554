"""A clause in a few canonical words, so that a lock can tell what a new text of its policy changed in it."""

from __future__ import annotations

from licensecheck.engine.waive import constant_words
from licensecheck.policy.model import All, Any, Clause, Condition, Leaf, Not


def terms_of(clause: Clause) -> tuple[str, ...]:
    """What a clause says, part by part: its section, kind and text, when it binds, what excuses, what it requires; sorted.

    Two clauses with the same parts come out the same on all facts. Words for people (title, remedy) are left out.
    """
    said = [f"section {clause.section or 'none'}", f"kind {clause.kind}{' (standing)' if clause.standing else ''}"]
    said += [f"text {clause.text}"] if clause.text else []
    said += [f"basis {clause.basis}"] if clause.basis != "text" else []
    said += [f"for each of {clause.for_each}"] if clause.for_each else []
    said += [f"binds when {_words(part)}" for part in _parts(clause.applies_when)]
    said += [f"excused when {_words(excuse.when)}" for excuse in clause.unless]
    said += [f"requires {_words(part)}" for part in _parts(clause.requires)]
    return tuple(sorted(said))


def difference(old: tuple[str, ...], now: tuple[str, ...]) -> str:
    """What the parts of one lack that the other has, in a sentence without a head."""
    gone, came = ([part for part in one if part not in other] for one, other in ((old, now), (now, old)))
    said = [f"no longer `{part}`" for part in gone] + [f"now `{part}`" for part in came]
    return ", ".join(said)


def _parts(condition: Condition | None) -> tuple[Condition, ...]:
    """The parts that must all hold."""
    match condition:
        case None:
            return ()
        case All(parts):
            return parts
        case _:
            return (condition,)


def _words(condition: Condition) -> str:
    match condition:
        case Leaf():
            return _leaf(condition)
        case Not(part):
            return f"not ({_words(part)})"
        case All(parts):
            return "(" + " and ".join(map(_words, parts)) + ")"
        case Any(parts):
            return "(" + " or ".join(map(_words, parts)) + ")"


def _leaf(leaf: Leaf) -> str:
    of = ", ".join(word for word in (leaf.entity, leaf.period, *leaf.places) if word)
    return f"{leaf.fact} {leaf.operator.replace('_', ' ')} {constant_words(leaf)}{f' ({of})' if of else ''}"

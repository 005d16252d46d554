"""Names that a team gave its models, linked to the model that the same entry of a file names."""

from __future__ import annotations

from collections.abc import Iterable

from licensecheck.scan.accept import Named
from licensecheck.scan.rules import bare

_IDENTIFIES = frozenset(
    (
        "modelsource",
        "model",
        "modelid",
        "modeluri",
        "modelurl",
        "storageuri",
        "modelnameorpath",
        "modelpath",
        "modelrepo",
        "modeldir",
        "name",
        "basemodel",
    )
)
_YIELDS = {
    "modelid": frozenset(("modelsource",)),
    "modelname": frozenset(("modelid", "modelsource", "storageuri", "modeldir", "modelpath")),
    "name": frozenset(("id", "modelid", "modelurl", "modeluri", "modelsource", "storageuri", "modelpath", "modelnameorpath")),
}
"""A key whose value is only a name when the same entry has one of the others too."""


def link(found: Iterable[Named]) -> tuple[list[Named], list[tuple[Named, Named | None]]]:
    """The models of a file, and its aliases, each with the model that it stands for where the file says so."""
    everything = list(found)
    keys: dict[str, set[str]] = {}
    for each in everything:
        if each.piece.group:
            keys.setdefault(each.piece.group, set()).add(bare(each.piece.key))
    models: list[Named] = []
    names: list[Named] = []
    for each in everything:
        key = bare(each.piece.key)
        beside = keys.get(each.piece.group, set()) if each.piece.group else set()
        if each.kind == "candidate" and not (key in _YIELDS and beside & _YIELDS[key]):
            continue
        if (
            each.kind == "alias"
            or (key in _YIELDS and beside & _YIELDS[key] and "/" not in each.look.id)
            or (key == "modelid" and "modelsource" in beside)
        ):
            names.append(each)
        else:
            models.append(each)
    return models, [(each, _meant(each, models)) for each in names]


def _meant(alias: Named, models: list[Named]) -> Named | None:
    """The model of the same entry; for a name without one, nothing is guessed."""
    group = alias.piece.group
    if not group:
        return None
    beside = [
        each
        for each in models
        if each.kind != "run_time" and (each.piece.group == group or each.piece.group.startswith(f"{group}/"))
    ]
    sure = [each for each in beside if bare(each.piece.key) in _IDENTIFIES]
    found = sure or beside
    return found[0] if found and len({each.look.id.lower() for each in found}) == 1 else None

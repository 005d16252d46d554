"""What was found in a hub: counts for a summary, and a table with a row for each model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.engine.judge import Verdict
from licensecheck.fleet.hub.bound import CIRCLE, DRIFT, TOO_DEEP
from licensecheck.fleet.hub.run import Judged
from licensecheck.fleet.judge import Red

if TYPE_CHECKING:
    import polars


class HubSummary(NamedTuple):
    """A hub in figures. Each clause or issue stands with the models that it fails, and with an example of them."""

    models: int
    edges: int
    listed: int
    with_lineage: int
    longest: int
    verdicts: dict[Verdict, int]
    failing: tuple[tuple[str, int, str], ...]
    issues: tuple[tuple[str, int, str], ...]
    carried: tuple[tuple[str, int], ...]


def told(red: Red) -> bool:
    """Whether a finding is told of each model: what fails, and what nobody can answer for because of its lineage or label."""
    return red.verdict is Verdict.FAIL or red.policy == "catalog"


class Findings(NamedTuple):
    """What is told of the sorts of models: pairs of a sort and the number of its finding, in order of both. Finding `n` is
    `names[n]`: `policy/clause` or `catalog/issue`, in the order of the alphabet.
    """

    sort: NDArray[np.int64]
    finding: NDArray[np.int64]
    names: tuple[str, ...]


def findings(judged: Judged) -> Findings:
    """Everything that is told of the models of a hub."""
    audited = judged.audited
    every = sorted({
        f"{red.policy}/{red.clause}"
        for red in (CIRCLE, DRIFT, TOO_DEEP, *(each for reds in (*audited.own_reds, *audited.kind_reds) for each in reds))
        if told(red)
    })  # fmt: skip
    numbers = {name: number for number, name in enumerate(every)}
    keys: list[NDArray[np.int64]] = []

    def add(sorts: NDArray[Any], red: Red) -> None:
        keys.append(sorts.astype(np.int64) * len(every) + numbers[f"{red.policy}/{red.clause}"])

    def add_sets(of: NDArray[Any], sorts: NDArray[Any], sets: tuple[tuple[Red, ...], ...]) -> None:
        for number, places in _by_set(of, sets):
            for red in filter(told, sets[number]):
                add(sorts[places], red)

    models = np.arange(len(audited.own))
    add_sets(audited.own, models, audited.own_reds)
    add_sets(audited.by, np.repeat(models, np.diff(audited.first)), audited.kind_reds)
    for flags, red in ((audited.drift, DRIFT), (audited.circles, CIRCLE), (audited.deep, TOO_DEEP)):
        add(np.flatnonzero(flags), red)
    sort, finding = np.divmod(np.unique(np.concatenate(keys)), len(every))
    return Findings(sort, finding, tuple(every))


def _by_set(of: NDArray[Any], sets: tuple[tuple[Red, ...], ...]) -> Iterable[tuple[int, NDArray[np.int64]]]:
    """The number of each set of findings that tells something, with the places where it stands."""
    telling = np.array([any(map(told, reds)) for reds in sets] or [False])
    some = np.flatnonzero(telling[of]) if len(of) else np.empty(0, np.int64)
    order = some[np.argsort(of[some], kind="stable")]
    numbers, starts = np.unique(of[order], return_index=True)
    return zip(numbers.tolist(), np.split(order, starts[1:]), strict=False)


def by_model(judged: Judged, found: Findings) -> polars.DataFrame:
    """A row for each model: its id, its verdict, and what is told of it (nothing: null)."""
    import polars as pl

    audited = judged.audited
    words = [verdict.word for verdict in Verdict]
    counts = np.bincount(found.sort, minlength=len(audited.verdicts))
    named = pl.Series("finding", found.names, pl.Enum(found.names)).gather(found.finding)
    told = pl.DataFrame({"sort": found.sort, "finding": named}).group_by("sort", maintain_order=True).agg("finding")["finding"]
    place = np.where(counts > 0, np.cumsum(counts > 0) - 1, 0)
    sorts = pl.DataFrame({
        "verdict": pl.Series(words, dtype=pl.Enum(words)).gather(audited.verdicts),
        "findings": told.gather(pl.Series(place).set(pl.Series(counts == 0), None)) if len(told) else [None] * len(place),
    })  # fmt: skip
    return pl.DataFrame({"id": judged.hub.ids, **sorts[audited.of].to_dict()})


def summary(judged: Judged, found: Findings) -> HubSummary:
    """A hub in figures."""
    hub, works, models, pairs, audited = judged
    counts = models.counts
    each = sorted(_counted(judged, found, counts), key=lambda one: (-one[1], one[0]))
    verdicts = np.bincount(audited.verdicts, counts, len(Verdict))
    most = np.bincount(pairs.model, minlength=len(counts))
    sets = np.bincount(audited.by, np.repeat(counts, np.diff(audited.first)), len(audited.kind_policies))
    carried: dict[str, int] = {}
    for policies, bound in zip(audited.kind_policies, sets.tolist(), strict=True):
        for policy in policies:
            carried[policy] = carried.get(policy, 0) + int(bound)
    return HubSummary(
        works.rows,
        len(hub.child),
        int((works.own >= 0).sum()),
        int(counts[most > 0].sum()),
        int(most.max(initial=0)),
        {verdict: int(verdicts[verdict]) for verdict in Verdict if verdict is not Verdict.NOT_APPLICABLE},
        tuple(one for one in each if not one[0].startswith("catalog/")),
        tuple(one for one in each if one[0].startswith("catalog/")),
        tuple(sorted(carried.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _counted(judged: Judged, found: Findings, counts: NDArray[np.int64]) -> Iterator[tuple[str, int, str]]:
    """Each finding with the number of models that it is told of, and the first of them."""
    rows = judged.models.rows[found.sort]
    order = np.argsort(found.finding, kind="stable")
    numbers, starts = np.unique(found.finding[order], return_index=True)
    if len(numbers):
        first = np.minimum.reduceat(rows[order], starts)
        models = np.add.reduceat(counts[found.sort][order], starts)
        for number, row, several in zip(numbers.tolist(), first.tolist(), models.tolist(), strict=True):
            yield found.names[number], several, judged.hub.ids[row]

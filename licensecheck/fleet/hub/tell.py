"""What was found in a hub: counts for a summary, and a table with a row for each model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from licensecheck.engine.judge import Verdict
from licensecheck.fleet.hub.audit import CIRCLE, DRIFT, TOO_DEEP
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


def findings(judged: Judged) -> polars.DataFrame:
    """A row for each model and each thing that is told of it: `row`, and `finding` as `policy/clause` or `catalog/issue`."""
    import polars as pl

    audited = judged.audited
    every: dict[str, int] = {}
    rows, codes = [], []

    def add(places: NDArray[Any], reds: tuple[Red, ...]) -> None:
        for red in reds:
            if told(red):
                rows.append(places.astype(np.uint32))
                codes.append(np.full(len(places), every.setdefault(f"{red.policy}/{red.clause}", len(every)), np.uint16))

    _by_set(audited.own, np.arange(len(audited.own)), audited.own_reds, add)
    owners = np.repeat(np.arange(len(audited.first) - 1), np.diff(audited.first))
    _by_set(audited.of, owners, audited.kind_reds, add)
    for flags, red in ((audited.drift, DRIFT), (audited.circles, CIRCLE), (audited.deep, TOO_DEEP)):
        add(np.flatnonzero(flags), (red,))
    frame = pl.DataFrame({
        "row": np.concatenate(rows) if rows else np.empty(0, np.uint32),
        "code": np.concatenate(codes) if codes else np.empty(0, np.uint16),
    })  # fmt: skip
    names = sorted(every)
    numbers = {name: number for number, name in enumerate(names)}
    of_code = np.array([numbers[name] for name in every] or [0], np.uint32)
    finding = pl.Series("finding", names, pl.Enum(names)).gather(of_code[frame["code"].to_numpy()])
    return frame.select("row", finding).unique()


def _by_set(
    of: NDArray[Any], owners: NDArray[Any], sets: tuple[tuple[Red, ...], ...], add: Callable[[NDArray[Any], tuple[Red, ...]], None]
) -> None:
    """Add the owners of each set of findings that tells something."""
    telling = np.array([any(map(told, reds)) for reds in sets] or [False])
    some = np.flatnonzero(telling[of]) if len(of) else np.empty(0, np.int64)
    if not len(some):
        return
    order = np.argsort(of[some], kind="stable")
    numbers, starts = np.unique(of[some][order], return_index=True)
    for number, places in zip(numbers.tolist(), np.split(owners[some][order], starts[1:]), strict=True):
        add(places, sets[number])


def by_model(judged: Judged, found: polars.DataFrame) -> polars.DataFrame:
    """A row for each model: its id, its verdict, and what is told of it."""
    import polars as pl

    words = [verdict.word for verdict in Verdict]
    listed = found.sort("row", "finding").group_by("row").agg(pl.col("finding").alias("findings"))
    verdict = pl.Series("verdict", words, pl.Enum(words)).gather(judged.audited.verdicts)
    frame = pl.DataFrame({"id": judged.hub.ids, "verdict": verdict}).with_row_index("row")
    return frame.join(listed, "row", "left", maintain_order="left").select("id", "verdict", "findings")


def summary(judged: Judged, found: polars.DataFrame) -> HubSummary:
    """A hub in figures."""
    import polars as pl

    hub, works, pairs, audited = judged
    counts = (
        found.group_by("finding")
        .agg(pl.len().alias("models"), pl.col("row").min())
        .sort("models", pl.col("finding").cast(pl.String), descending=[True, False])
    )
    each = tuple((name, models, hub.ids[row]) for name, models, row in counts.iter_rows())
    verdicts = np.bincount(audited.verdicts, minlength=len(Verdict))
    sets = np.bincount(audited.of, minlength=len(audited.kind_policies)) if len(audited.of) else np.empty(0, np.int64)
    carried: dict[str, int] = {}
    for policies, models in zip(audited.kind_policies, sets.tolist(), strict=False):
        for policy in policies:
            carried[policy] = carried.get(policy, 0) + models
    most = np.bincount(pairs.row, minlength=1) if len(pairs.row) else np.zeros(1, np.int64)
    return HubSummary(
        works.rows,
        len(hub.child),
        int((works.own >= 0).sum()),
        int((most > 0).sum()),
        int(most.max()),
        {verdict: int(verdicts[verdict]) for verdict in Verdict if verdict is not Verdict.NOT_APPLICABLE},
        tuple(one for one in each if not one[0].startswith("catalog/")),
        tuple(one for one in each if one[0].startswith("catalog/")),
        tuple(sorted(carried.items(), key=lambda pair: (-pair[1], pair[0]))),
    )

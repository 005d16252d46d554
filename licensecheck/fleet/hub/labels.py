"""What models claim, and how edges are named, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import polars

    from licensecheck.fleet.hub.graph import Numbers


class Labels(NamedTuple):
    """The label of each row (or edge) by number, 0 for none; number `n` is `texts[n - 1]`."""

    codes: Numbers
    texts: tuple[str, ...]


def labels_of(categories: polars.Series) -> Labels:
    """Number what stands in a column of categories, in the order of the alphabet."""
    import polars as pl

    codes = categories.to_physical().cast(pl.Int32).fill_null(-1).to_numpy()
    place = np.full(int(codes.max(initial=-1)) + 1, -1, np.int32)
    place[codes[codes >= 0]] = np.flatnonzero(codes >= 0)
    there = np.flatnonzero(place >= 0)
    texts = categories.gather(place[there]).cast(pl.String).to_list()
    by_name = sorted(range(len(texts)), key=texts.__getitem__)
    number = np.zeros(len(place) + 1, np.int32)  # the last one, which -1 finds, is for no label
    number[there[by_name]] = np.arange(1, len(texts) + 1)
    return Labels(number[codes], tuple(texts[each] for each in by_name))

"""The licenses that models claim, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars

    from licensecheck.fleet.hub.graph import Numbers


class Labels(NamedTuple):
    """The label of each row by number, 0 for none; number `n` is `texts[n - 1]`."""

    codes: Numbers
    texts: tuple[str, ...]


def labels_of(licenses: polars.Series) -> Labels:
    """Number the claimed licenses of a hub."""
    import polars as pl

    texts = licenses.drop_nulls().unique().sort().to_list()
    numbered = pl.Enum(texts) if texts else pl.String()
    codes = licenses.cast(numbered).to_physical() if texts else pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(licenses))
    return Labels(codes.cast(pl.Int32).fill_null(-1).to_numpy() + 1, tuple(texts))

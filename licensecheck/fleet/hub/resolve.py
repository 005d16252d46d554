"""Ids of a hub resolved through the catalog: whatever could match is found in bulk, and only that is resolved one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from licensecheck.catalog.model import Catalog
from licensecheck.catalog.resolve import Resolution, resolve

if TYPE_CHECKING:
    import numpy
    import polars

ODD = r"[@:]|^[^/]*$|[^\x00-\x7f]|/.*/|\s"
"""Ids that may be addresses, or names without an owner, or are no ids at all."""
ROUNDS = 6
"""Endings that are taken off one name, as often as `catalog.resolve` does."""


class Resolver:
    """Resolves many ids. `found` are the resolutions that have a line of the catalog, by number."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.found: list[Resolution] = []
        self._numbers: dict[tuple[str, int, str], int] = {}
        spellings = catalog.spellings
        parents = (base.id.casefold() for entry in catalog.entries for base in entry.base)
        self._exact = list(dict.fromkeys((*catalog.ids, *catalog.aliases, *parents)))
        self._sure = ODD + "|" + _special(catalog)
        # behind at least one letter; the longest ending counts, since the leftmost match does
        self._ending = f"(?:{_any_of(spellings.conversions)})$"
        self._requantizer = f"^(?:{_any_of(sorted(spellings.requantizers))})/"
        stems = {pattern.rpartition("/")[2].rstrip("*") for pattern, _ in catalog.patterns}
        self._stem = f"^(?:{_any_of(sorted(each for each in stems if each and '*' not in each))})"

    def maybe(self, low: polars.Expr) -> polars.Expr:
        """Whether some line of the catalog may match an id (in lower case), or names it as a parent: true of few others."""
        return low.is_in(self._exact) | low.str.contains("|".join((self._sure, self._ending, self._requantizer)))

    def resolve(self, low: polars.Series) -> numpy.ndarray:
        """The number of the resolution of each id (in lower case), -1 where no line of the catalog matches."""
        import numpy as np
        import polars as pl

        numbers = np.full(len(low), -1, np.int32)
        sure, carrying = self._candidates(low)
        for row, text in zip(sure.to_list(), low.gather(sure).to_list(), strict=True):
            numbers[row] = self.one(text)
        # of the conversions that strangers offer only the name decides, and whether they are known for converting
        some = (
            low.gather(carrying)
            .to_frame("id")
            .select(
                pl.col("id"),
                pl.concat_str(pl.col("id").str.contains(self._requantizer), pl.col("id").str.extract(r"([^/]*)$", 1)).alias("key"),
            )
        )
        first = some.group_by("key").agg(pl.col("id").first())
        by_key = {key: self.one(text) for key, text in first.iter_rows()}
        if by_key:
            numbers[carrying.to_numpy()] = some["key"].replace_strict(by_key, return_dtype=pl.Int32).to_numpy()
        return numbers

    def one(self, text: str) -> int:
        """The number of the resolution of one id."""
        resolution = resolve(text, self.catalog, suggest=False)
        return -1 if resolution.entry is None else self.number(resolution)

    def number(self, resolution: Resolution) -> int:
        """The number of a resolution; equal ones share it."""
        assert resolution.entry is not None
        key = (resolution.id.casefold(), resolution.entry.line, resolution.relation + resolution.channel)
        if key not in self._numbers:
            self._numbers[key] = len(self.found)
            self.found.append(resolution)
        return self._numbers[key]

    def _candidates(self, low: polars.Series) -> tuple[polars.Series, polars.Series]:
        """The places of all ids that some line may match, and of few others: those of whose whole spelling it depends, and
        those that may be conversions of something.
        """
        import polars as pl

        text = pl.col("id")
        some = (
            low.to_frame("id")
            .with_row_index("row")
            .lazy()
            .with_columns(
                sure=text.is_in(self._exact) | text.str.contains(self._sure),
                ending=text.str.contains(self._ending),
                requantizer=text.str.contains(self._requantizer),
            )
            .filter(pl.any_horizontal("sure", "ending", "requantizer"))
            .collect(engine="streaming")
        )
        maybe = some.filter((pl.col("ending") | pl.col("requantizer")) & ~pl.col("sure"))
        return some.filter("sure")["row"], self._carries(maybe)["row"]

    def _carries(self, maybe: polars.DataFrame) -> polars.DataFrame:
        """The rows whose name, or what is left of it without the endings of conversions, is one that the catalog has."""
        import polars as pl

        names, name = list(self.catalog.names), pl.col("name")
        left = maybe.select("row", "requantizer", name=pl.col("id").str.extract(r"([^/]*)$", 1))
        behind = name.str.extract(r"^[^_]*_(.*)$", 1).fill_null("")
        begins = pl.col("requantizer") & name.str.contains(self._stem)
        found = [left.clear()]
        for _ in range(ROUNDS + 1):
            shorter = name.str.replace(self._ending, "")
            left = left.with_columns(carries=name.is_in(names) | behind.is_in(names) | begins, shorter=shorter)
            found.append(left.filter("carries").select("row", "requantizer", "name"))
            left = left.filter(~pl.col("carries") & (pl.col("shorter") != name)).select("row", "requantizer", name="shorter")
        return pl.concat(found).sort("row")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(each.casefold()) for each in words)


def _special(catalog: Catalog) -> str:
    """What begins like an address or a channel, and what a pattern of the catalog may match."""
    begins = {*catalog.spellings.prefixes, *catalog.spellings.bedrock_regions, "arn:"}
    begins |= {prefix for channel in catalog.channels.values() for prefix in channel.prefixes}
    anywhere = set()
    for pattern, _ in catalog.patterns:
        start = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
        if start:
            begins.add(start)
        else:
            anywhere.add(max(re.split(r"[*?]|\[[^\]]*\]", pattern), key=len))
    return f"^(?:{_any_of(sorted(begins))})" + (f"|^.*(?:{_any_of(sorted(anywhere))})" if anywhere else "")

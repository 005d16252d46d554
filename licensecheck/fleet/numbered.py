"""Distinct rows of arrays, numbered."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST_TABLE = 1 << 25


def numbered(*columns: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the distinct rows of some columns: a place of each, and the number of each place."""
    of = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        of = _dense(of * (int(column.max(initial=0)) + 1) + column)
    places = np.zeros(int(of.max(initial=-1)) + 1, np.int64)
    places[of] = np.arange(len(of))
    return places, of


def _dense(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same numbers without gaps: by a table where it is small enough, else sorted."""
    most = int(key.max(initial=0))
    if most > LARGEST_TABLE:
        found: NDArray[np.int64] = np.unique(key, return_inverse=True)[1]
        return found
    used = np.zeros(most + 1, np.bool_)
    used[key] = True
    return (np.cumsum(used, dtype=np.int64) - 1)[key]

"""Distinct rows of arrays, numbered."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST_TABLE = 1 << 24
"""Keys below it are counted in a table; larger ones are sorted."""


def numbered(*columns: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Number the distinct rows of some columns: a place of each, and the number of each place."""
    of = np.zeros(len(columns[0]), np.int32)
    distinct = 1
    for column in columns:
        if distinct == 1:
            of = _dense(column.view(np.uint8) if column.dtype == np.bool_ else column)
        else:
            of = _dense(of * np.int64(int(column.max(initial=0)) + 1) + column)
        distinct = int(of.max(initial=0)) + 1
    places = np.zeros(int(of.max(initial=-1)) + 1, np.int64)
    places[of] = np.arange(len(of))
    return places, of


def _dense(key: NDArray[Any]) -> NDArray[np.int32]:
    """The same numbers without gaps: by a table where it is small enough, else sorted."""
    most = int(key.max(initial=0))
    if most > LARGEST_TABLE:
        return np.unique(key, return_inverse=True)[1].astype(np.int32)
    used = np.zeros(most + 1, np.bool_)
    used[key] = True
    numbers: NDArray[np.int32] = np.cumsum(used, dtype=np.int32) - 1
    return np.asarray(numbers[key])

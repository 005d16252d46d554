"""Distinct rows of arrays, numbered."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


def numbered(*columns: NDArray[Any]) -> tuple[Places, NDArray[np.int32]]:
    """Number the distinct rows of some columns of whole numbers from 0 on, in their order: a place of each, and the number of
    each place.
    """
    keys = np.zeros(len(columns[0]), np.int64)
    largest = (1 << 63 - _bits(len(keys))) - 1
    distinct = 1
    for column in columns:
        several = int(column.max(initial=0)) + 1
        if distinct * several > largest:
            keys = _dense(keys)[1].astype(np.int64)
            distinct = int(keys.max(initial=0)) + 1
        keys = keys * several + column
        distinct *= several
    return _dense(keys)


def _bits(count: int) -> int:
    """The bits that a place among so many takes."""
    return max(1, (count - 1).bit_length())


def _dense(keys: Places) -> tuple[Places, NDArray[np.int32]]:
    """A place of each key, and the same keys without gaps: by a table where it is no longer than they are, else sorted."""
    most = int(keys.max(initial=0))
    if most < len(keys):
        used = np.zeros(most + 1, np.bool_)
        used[keys] = True
        of = (np.cumsum(used, dtype=np.int32) - 1)[keys]
        places = np.empty(int(of.max(initial=-1)) + 1, np.int64)
        places[of] = np.arange(len(of))
        return places, of
    # values are sorted much faster than places: each takes its place along in its low bits
    bits = _bits(len(keys))
    packed = keys << bits | np.arange(len(keys))
    packed.sort()
    order = packed & (1 << bits) - 1
    packed >>= bits
    new = np.ones(len(keys), np.bool_)
    np.not_equal(packed[1:], packed[:-1], out=new[1:])
    of = np.empty(len(keys), np.int32)
    of[order] = np.cumsum(new, dtype=np.int32) - 1
    return order[new], of

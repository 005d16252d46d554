"""Records as bytes and back: the compiled form of the corpus. Data only; nothing in it is executed.

A record becomes a list whose first item numbers its class; whatever holds no record stays what it is, and costs nothing to unpack.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from typing import Any


class Packed(Sequence[Any]):
    """Packed values that are unpacked one by one, each when it is asked for."""

    def __init__(self, blobs: tuple[bytes, ...], store: Store) -> None:
        self.blobs, self.store = blobs, store
        self.known: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self.blobs)

    def __getitem__(self, index: Any) -> Any:
        if index not in self.known:
            self.known[index] = self.store.unpack(self.blobs[index])
        return self.known[index]


class Store:
    """Packs and unpacks values made of the given NamedTuple classes; equal records of `shared` classes become one object."""

    def __init__(self, classes: tuple[type, ...], shared: tuple[type, ...] = ()) -> None:
        self.shared: dict[int, dict[Any, Any]] = {classes.index(each): {} for each in shared}
        self.numbers = {each: number for number, each in enumerate(classes)}
        self.makers: tuple[Callable[[Any], Any], ...] = tuple(each._make for each in classes)  # type: ignore[attr-defined]

    def pack(self, value: Any) -> bytes:
        """The bytes of a value; TypeError for anything that is no plain data.

        The second version of the format has no back references, which would depend on what else holds an object.
        """
        return marshal.dumps(self._flat(value), 2)

    def unpack(self, data: bytes) -> Any:
        return self._built(marshal.loads(data))

    def _flat(self, value: Any) -> Any:
        """The value with lists in place of records, and of tuples and dicts that hold some; what is plain stays as it is."""
        if value is None or isinstance(value, str | int | float | bool | bytes):
            return value
        if isinstance(value, frozenset):
            return [SET, *sorted(value)]  # in order, so that the same value gives the same bytes
        if type(value) in self.numbers:
            return [self.numbers[type(value)], *(self._flat(each) for each in value)]
        if isinstance(value, tuple | list):
            items = tuple(self._flat(each) for each in value)
            return [TUPLE, *items] if any(map(_holds_records, items)) else items
        if isinstance(value, dict):
            entries = {key: self._flat(each) for key, each in value.items()}
            return [DICT, entries] if any(map(_holds_records, entries.values())) else entries
        raise TypeError(f"a {type(value).__name__} is no plain data")

    def _built(self, value: Any) -> Any:
        if type(value) is not list:
            return value
        number = value[0]
        if number == TUPLE:
            return tuple([self._built(each) for each in value[1:]])
        if number == SET:
            return frozenset(value[1:])
        if number == DICT:
            return {key: self._built(each) for key, each in value[1].items()}
        record = self.makers[number]([self._built(each) if type(each) is list else each for each in value[1:]])
        known = self.shared.get(number)
        return record if known is None else known.setdefault(record, record)


TUPLE, DICT, SET = -1, -2, -3
"""What numbers a list that stands for a tuple or a dict with records in it, or for a set."""


def _holds_records(flat: Any) -> bool:
    return type(flat) is list

"""Records as bytes and back: the compiled form of the corpus. Data only; nothing in it is executed.

A record becomes a list whose first item numbers its class; tuples, texts and numbers stay what they are.
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
        """The bytes of a value; TypeError for anything that is no plain data."""
        return marshal.dumps(self._flat(value), 4)

    def unpack(self, data: bytes) -> Any:
        return self._built(marshal.loads(data))

    def _flat(self, value: Any) -> Any:
        if value is None or isinstance(value, str | int | float | bool | bytes):
            return value
        if type(value) in self.numbers:
            return [self.numbers[type(value)], *(self._flat(each) for each in value)]
        if isinstance(value, tuple):
            return tuple(self._flat(each) for each in value)
        if isinstance(value, frozenset):
            return frozenset(value)
        if isinstance(value, dict):
            return {key: self._flat(each) for key, each in value.items()}
        if isinstance(value, list):
            return tuple(self._flat(each) for each in value)
        raise TypeError(f"a {type(value).__name__} is no plain data")

    def _built(self, value: Any) -> Any:
        kind = type(value)
        if kind is list:
            record = self.makers[value[0]]([self._built(each) for each in value[1:]])
            known = self.shared.get(value[0])
            return record if known is None else known.setdefault(record, record)
        if kind is tuple:
            return tuple([self._built(each) for each in value])
        if kind is dict:
            return {key: self._built(each) for key, each in value.items()}
        return value

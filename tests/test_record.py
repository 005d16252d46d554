"""Records behave as those of `typing.NamedTuple`, which they stand for."""

from __future__ import annotations

import pickle
import typing

from licensecheck.source.record import NamedTuple


class Ours(NamedTuple):
    """Words."""

    name: str
    count: int = 3

    @property
    def twice(self) -> int:
        return self.count * 2

    def named(self, name: str) -> Ours:
        return self._replace(name=name)


class Theirs(typing.NamedTuple):
    """Words."""

    name: str
    count: int = 3


def test_a_record_is_a_named_tuple() -> None:
    one = Ours("a")
    assert (one, one.twice, one.named("b"), repr(one)) == (("a", 3), 6, Ours("b", 3), "Ours(name='a', count=3)")
    assert (Ours._fields, Ours._field_defaults, Ours._make(["a", 1])) == (Theirs._fields, Theirs._field_defaults, Ours("a", 1))
    assert (Ours.__doc__, Ours.__module__, list(Ours.__annotations__)) == (
        Theirs.__doc__,
        Theirs.__module__,
        list(Theirs.__annotations__),
    )
    assert pickle.loads(pickle.dumps(one)) == one
    assert Ours.__bases__ == (tuple,)

"""Diagnostics: in the order of the file, each once, and the same from run to run."""

from __future__ import annotations

import pytest

from licensecheck.source.diagnostic import Diagnostic, Faults, InputError, Span


def at(line: int, column: int, file: str = "deploy.yaml") -> Span:
    return Span(file, line, column, line, column + 1)


def test_in_the_order_of_the_file() -> None:
    faults = Faults()
    faults.add("c", "third", at(10, 1))
    faults.add("b", "second", at(2, 9))
    faults.add("a", "first", at(2, 4))
    faults.add("o", "of another file", at(1, 1, "org.yaml"))
    faults.add("n", "nowhere")
    with pytest.raises(InputError) as raised:
        faults.stop({"deploy.yaml": ("x",)})
    assert [each.message for each in raised.value.diagnostics] == ["nowhere", "first", "second", "third", "of another file"]
    assert raised.value.lines == {"deploy.yaml": ("x",)}
    assert str(raised.value) == "nowhere; first; second; third; of another file"


def test_each_once_and_ties_as_they_were_found() -> None:
    same = Diagnostic("a", "the same", at(1, 1))
    others = tuple(same._replace(help=f"{number}") for number in range(50))
    assert InputError((same, *others, same)).diagnostics == (same, *others)


def test_no_fault_stops_nothing() -> None:
    faults = Faults()
    faults.stop()
    assert faults.found == []


def test_every_part_is_tamed() -> None:
    (found,) = InputError((Diagnostic("a", "\x1b[2J", at(1, 1), "\x07", "\n"),)).diagnostics
    assert found == Diagnostic("a", "\ufffd[2J", at(1, 1), "\ufffd", "\ufffd")


def test_two_hundred_faults_are_enough() -> None:
    faults = Faults()
    for number in range(199):
        faults.add("a", f"fault {number:03}", at(number + 1, 1))
    with pytest.raises(InputError) as raised:
        faults.add("a", "fault 199", at(200, 1))
    assert [each.message for each in raised.value.diagnostics[-2:]] == [
        "fault 199", "there are 200 faults and more; the rest is not told"
    ]  # fmt: skip
    assert len(raised.value.diagnostics) == 201

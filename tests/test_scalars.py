"""Plain scalars: the core schema of YAML 1.2, with digits that may be grouped."""

from __future__ import annotations

import pytest
from given import node
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.source.nodes import Scalar
from licensecheck.source.scalars import scalar_value

VALUES = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None, "nULL": "nULL", "None": "None",
    "true": True, "True": True, "TRUE": True, "tRUE": "tRUE", "false": False, "False": False, "FALSE": False,
    "yes": "yes", "Yes": "Yes", "no": "no", "NO": "NO", "on": "on", "off": "off", "y": "y", "n": "n",
    "0": 0, "7": 7, "-7": -7, "+7": 7, "0700": 700, "007": 7, "-0": 0,
    "1_200_000": 1200000, "1__2": "1__2", "_1": "_1", "1_": "1_", "1_000.5": 1000.5, "1_000e3": 1000000.0,
    "3.10": 3.1, "8e8": 800000000.0, "8E+8": 800000000.0, "1.5e-3": 0.0015, ".5": 0.5, "5.": 5.0, "-.5": -0.5, "+1.0": 1.0,
    "1.2.3": "1.2.3", "2024-06": "2024-06", "2024-06-30": "2024-06-30", "12:30": "12:30", "1,000": "1,000",
    # the core schema's octal and hexadecimal numbers and its infinities stay words: no fact is any of these
    "0o14": "0o14", "0x1F": "0x1F", ".inf": ".inf", "-.INF": "-.INF", ".nan": ".nan",
    "-": "-", "+": "+", ".": ".", "e5": "e5", "1e": "1e", "1e+": "1e+",
    "1e299": 1e299, "1e300": "1e300", "1e400": "1e400", "-1e400": "-1e400",
    "9" * 39: int("9" * 39), "9" * 40: "9" * 40, "٣": "٣", "１": "１",
}  # fmt: skip


@pytest.mark.parametrize("text", VALUES)
def test_what_a_plain_scalar_means(text: str) -> None:
    value = scalar_value(text)
    assert (value, type(value)) == (VALUES[text], type(VALUES[text]))


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("text", ["", "~", "null", "true", "3.10", "1_200_000", "NO"])
def test_a_quoted_scalar_is_text(text: str, quote: str) -> None:
    scalar = node(f"{quote}{text}{quote}")
    assert isinstance(scalar, Scalar)
    assert (scalar.value, scalar.text, scalar.quoted) == (text, text, True)


def test_block_scalars_are_text() -> None:
    literal, folded = node("- |\n  12\n  13\n- >\n  12\n  13\n").items
    assert (literal.value, literal.quoted) == ("12\n13\n", True)
    assert (folded.value, folded.quoted) == ("12 13\n", True)


@given(st.text(alphabet="0123456789+-._eExo~", max_size=12))
def test_any_spelling_means_a_number_or_itself(text: str) -> None:
    value = scalar_value(text)
    if isinstance(value, int | float):
        assert float(text.replace("_", "")) == float(value)
    else:
        assert value is None or value == text


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e200, max_value=1e200))
def test_numbers_as_python_writes_them(number: int | float) -> None:
    assert len(repr(number)) >= 40 or scalar_value(repr(number)) == number

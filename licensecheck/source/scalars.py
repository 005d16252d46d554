"""What a plain scalar means: the core schema of YAML 1.2, with digits that may be grouped."""

import re

_INT = r"[-+]?[0-9]+(?:_[0-9]+)*\Z"
_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:_[0-9]+)*(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_DIGITS = frozenset("0123456789+-.")


def scalar_value(text: str) -> bool | int | float | str | None:
    """What a plain scalar means in the core schema of YAML 1.2; digits may be grouped by `_`."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _DIGITS:
        return text
    if re.match(_INT, text) and len(text) < 40:
        return int(text)
    if re.match(_FLOAT, text) and len(text) < 40:
        number = float(text)
        return number if abs(number) < 1e300 else text
    return text

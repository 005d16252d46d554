"""SPDX license expressions as model and dataset cards write them: `Apache-2.0 AND MIT`, `A OR B`, `GPL-3.0-only WITH ...`.

Grammar: SPDX specification 2.3, annex D.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

MOST = 64
LONGEST = 1_000
"""Bounds: alternatives that an expression may have, and its length."""

OPERATORS = (" and ", " or ", " with ", "(")
OR_LATER = ("-or-later", "+")
GNU = ("GPL-", "AGPL-", "LGPL-", "GFDL-")

Ways = tuple[tuple[str, ...], ...]
"""The ways to satisfy an expression, each the licenses that then apply together."""


def alternatives(text: str) -> Ways:
    """The ways to satisfy an expression, in the order in which it names them.

    A single name, whatever it is, is one way with one license. An exception of the SPDX list after WITH only gives
    permissions, so the license before it stands for both; any other addition is a text of its own that applies too.
    Text that is no expression is taken as one name.
    """
    low = text.casefold()
    if len(text) > LONGEST or not any(operator in low for operator in OPERATORS):
        return ((_named(text.strip()),),)
    import license_expression

    try:
        ways = _ways(license_expression.Licensing().parse(text))
    except (license_expression.ExpressionError, license_expression.ExpressionParseError, ValueError, TypeError, RecursionError):
        return ((text.strip(),),)
    return _shortest(ways) if 0 < len(ways) <= MOST else ((text.strip(),),)


def combined(texts: Iterable[str]) -> Ways:
    """The ways to satisfy several expressions that hold together. Beyond the bound all their names apply together."""
    ways: Ways = ((),)
    names: tuple[str, ...] = ()
    for text in texts:
        more = alternatives(text)
        names = (*names, *(name for way in more for name in way))
        ways = _joined(ways, more)
    return _shortest(ways) if len(ways) <= MOST else (tuple(dict.fromkeys(names)),)


def _ways(node: Any) -> Ways:
    import license_expression

    licensing = license_expression.Licensing()
    if isinstance(node, licensing.OR):
        return tuple(dict.fromkeys(way for part in node.args for way in _ways(part)))
    if isinstance(node, licensing.AND):
        ways: Ways = ((),)
        for part in node.args:
            ways = _joined(ways, _ways(part))
        return ways
    if isinstance(node, license_expression.LicenseWithExceptionSymbol):
        license, addition = _named(str(node.license_symbol.key)), str(node.exception_symbol.key)
        return ((license,),) if is_exception(addition) else ((license, addition),)
    return ((_named(str(node.key)),),)


def _joined(ways: Ways, more: Ways) -> Ways:
    return tuple(tuple(dict.fromkeys((*one, *other))) for one in ways for other in more)[: MOST + 1]


def _shortest(ways: Ways) -> Ways:
    """The ways without those that ask for all that another one asks for, and more: `A` or `A and B` is `A`."""
    sets = [{name.casefold() for name in way} for way in ways]
    kept = [
        way
        for index, way in enumerate(ways)
        if not any(other < sets[index] or (other == sets[index] and at < index) for at, other in enumerate(sets) if at != index)
    ]
    return tuple(kept)


def _named(name: str) -> str:
    """The version that `GPL-2.0-or-later` and `GPL-2.0+` name: it may be chosen, and later ones need not be."""
    ending = next((each for each in OR_LATER if name.casefold().endswith(each)), "")
    return f"{name[: -len(ending)]}-only" if ending and name.upper().startswith(GNU) else name


def is_exception(name: str) -> bool:
    """Whether a name after WITH is an exception of the SPDX list."""
    return name.casefold() in _exceptions()


@functools.cache
def _exceptions() -> frozenset[str]:
    """The exceptions of the SPDX list, in lower case."""
    import license_expression

    listed = (each for each in license_expression.get_license_index() if each.get("is_exception"))
    keys = (str(each.get("spdx_license_key") or "").casefold() for each in listed)
    return frozenset(key for key in keys if key and not key.startswith("licenseref-"))


@functools.cache
def listed_ids() -> dict[str, str]:
    """The ids of the SPDX list, by their spelling in lower case."""
    import license_expression

    licenses = (each for each in license_expression.get_license_index() if not each.get("is_exception"))
    keys = [str(each.get("spdx_license_key") or "") for each in licenses]
    return {key.casefold(): key for key in keys if key and not key.casefold().startswith("licenseref-")}

"""SPDX license expressions as model and dataset cards write them: `Apache-2.0 AND MIT`, `A OR B`, `GPL-3.0-only WITH ...`.

Grammar: SPDX specification 2.3, annex D.
"""

from __future__ import annotations

from typing import Any

MOST = 64
LONGEST = 1_000
"""Bounds: alternatives that an expression may have, and its length."""

OPERATORS = (" and ", " or ", " with ", "(")


def alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    """The ways to satisfy an expression, each the licenses that then apply together.

    A single name, whatever it is, is one way with one license. An exception after WITH only gives permissions, so the
    license before it stands for both. Text that is no expression is taken as one name.
    """
    low = text.casefold()
    if len(text) > LONGEST or not any(operator in low for operator in OPERATORS):
        return ((text.strip(),),)
    import license_expression

    try:
        parsed = license_expression.Licensing().parse(text)
    except (license_expression.ExpressionError, license_expression.ExpressionParseError, ValueError, TypeError):
        return ((text.strip(),),)
    ways = _ways(parsed)
    return ways if 0 < len(ways) <= MOST else ((text.strip(),),)


def _ways(node: Any) -> tuple[tuple[str, ...], ...]:
    import license_expression

    licensing = license_expression.Licensing()
    if isinstance(node, licensing.OR):
        return tuple(dict.fromkeys(way for part in node.args for way in _ways(part)))
    if isinstance(node, licensing.AND):
        ways: tuple[tuple[str, ...], ...] = ((),)
        for part in node.args:
            ways = tuple(tuple(dict.fromkeys((*one, *other))) for one in ways for other in _ways(part))[: MOST + 1]
        return ways
    if isinstance(node, license_expression.LicenseWithExceptionSymbol):
        return ((str(node.license_symbol.key),),)
    return ((str(node.key),),)

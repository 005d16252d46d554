"""Words that stand for a yes, a no or a day, in deploy.yaml and in policies."""

import re

from licensecheck.source.nodes import Node, Scalar

YES_NO = {"yes": True, "no": False, "true": True, "false": False, "Yes": True, "No": False}
_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\Z"


def read_day(node: Node | None) -> str:
    """A calendar day in ISO 8601, or nothing."""
    if not isinstance(node, Scalar) or not re.match(_DAY, node.text):
        return ""
    import datetime

    try:
        datetime.date.fromisoformat(node.text)
    except ValueError:
        return ""
    return node.text

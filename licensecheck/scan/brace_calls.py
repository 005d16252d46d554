"""What the calls of a language with braces say of their strings: settings with defaults, wrappers, who takes a model."""

from __future__ import annotations

import re

from licensecheck.scan.brace_frame import Frame
from licensecheck.scan.rules import Keys, Rules, bare

_WRAPPERS = frozenset(
    (
        "set", "array", "freeze", "object.freeze", "new", "list", "tuple", "of", "aslist", "listof", "arrayof", "vec", "string",
        "string.from", "optional", "ref", "some", "signal", "usestate", "setof", "immutablelist", "to_string", "concat", "tolist",
        "toset", "nonempty", "describe",
    )
)  # fmt: skip
_RUNS = ("command", "Command", "CommandContext", "ProcessBuilder", "execFile", "system")
_OFFERS = frozenset(("enum", "oneof", "allowed", "isin", "picklist", "union", "literals", "isoneof"))
_DEFAULTS = frozenset(
    (
        "default", "orelse", "getordefault", "unwrap_or", "getenv", "env", "withdefault", "setdefault", "getenvordefault", "get",
        "envor", "getstring", "fetch", "coalesce", "default_value", "defaultvalue", "getenvironmentvariable", "optional", "lookup",
    )
)  # fmt: skip
_ASKS = frozenset(("get", "getordefault", "getenv", "env", "getenvordefault", "getstring", "lookup", "getenvironmentvariable"))
"""Of these, the ones whose first string is the name that is asked for."""

_FLAG = re.compile(r"--([a-z][a-z0-9-]{1,40})")


def names_a_setting(frame: Frame, value: str, keys: Keys) -> bool:
    """Whether the first string of a call only names what the next one is the default of; the frame then says so."""
    late = frame.index == 1 and frame.call.endswith(("StringVar", "StringVarP"))
    if frame.key or (frame.index and not late) or not (_is_variable(value) or _is_option(value, keys)):
        return False
    frame.label = frame.label or value
    frame.key = value.lstrip("-") if " " not in value else _flag_in(value)
    frame.role = "default"
    return True


def held_by_call(frame: Frame, key: str, role: str, rules: Rules) -> tuple[str, str, str]:
    """The key, the role and the call of a string in a call."""
    last = frame.call.rpartition(".")[2]
    rule = rules.calls.get(".".join(frame.call.split(".")[-2:])) or rules.calls.get(last)
    if key and frame.role == "default" and frame.label and rule is None:
        return key, role, ""
    if not key and rule is not None and (rule.never or rule.at == frame.index or (rule.family and frame.index == 1)):
        return key, role, frame.call
    if not key and last.lower() in _WRAPPERS | _DEFAULTS and (frame.index or last.lower() not in _ASKS):
        return frame.label, "default" if last.lower() in _DEFAULTS else role, ""
    return key, role, ""


def runs_words(frame: Frame) -> bool:
    """Whether the strings of a call are the words of a command."""
    return frame.kind == "(" and frame.call.endswith(_RUNS)


def offers_one(frame: Frame) -> bool:
    """Whether a list that is an argument of a call holds what one may be chosen from."""
    return frame.kind == "(" and frame.call.rpartition(".")[2].lstrip("@").lower() in _OFFERS


def _is_variable(value: str) -> bool:
    """Whether a string is the name of an environment variable that may hold a model."""
    return (
        value.isupper()
        and value.replace("_", "").isalnum()
        and len(value) > 2
        and not any(letter.isdigit() for letter in value[:2])
    )


def _is_option(value: str, keys: Keys) -> bool:
    """Whether a string is the name of a flag or an option that holds a model."""
    name = _flag_in(value)
    key = bare(name)
    says = key in keys.model or key.endswith(keys.endings)
    return bool(name) and "/" not in value and says and not any(letter.isdigit() for letter in value)


def _flag_in(value: str) -> str:
    if " " not in value:
        return value.lstrip("-").rpartition(".")[2]
    found = _FLAG.search(value)
    return found[1] if found else ""

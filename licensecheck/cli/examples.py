"""The end of a command's help: examples. A test runs each of them."""

from __future__ import annotations

LONGEST = 42
"""A longer command has its words on the next line."""


def examples(*lines: tuple[str, str]) -> str:
    """Commands with what they do, as the epilog of a click command; `\\b` keeps its lines as they are."""
    column = max((len(command) for command, _ in lines if len(command) <= LONGEST), default=LONGEST) + 2
    told = ["\b", "Examples:"]
    for command, words in lines:
        if not words:
            told.append(f"  {command}")
        elif len(command) < column:
            told.append(f"  {command:{column}}# {words}")
        else:
            told += [f"  {command}", f"  {'':{column}}# {words}"]
    return "\n".join(told)

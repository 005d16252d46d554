"""The end of a command's help: examples. A test runs each of them."""

from __future__ import annotations

LONGEST = 42
"""A longer command does not push the words of the others to the right."""
WIDTH = 78
"""What does not fit has its words on the next line; click puts two spaces before all of them."""


def examples(*lines: tuple[str, str]) -> str:
    """Commands with what they do, as the epilog of a click command; `\\b` keeps its lines as they are."""
    column = max((len(command) for command, _ in lines if len(command) <= LONGEST), default=LONGEST) + 2
    told = ["\b", "Examples:"]
    for command, words in lines:
        command = command.replace(" \\ ", " \\\n      ")  # a long one goes on below
        line = f"  {command:{column}}# {words}" if words else f"  {command}"
        told += [line] if len(line) <= WIDTH or not words else [f"  {command}", f"      # {words}"]
    return "\n".join(told)

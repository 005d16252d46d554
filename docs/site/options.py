"""Holds the command lines of the written pages against the commands: an option that does not exist is a fault."""

from __future__ import annotations

import os
import re

from command_pages import commands, options

LINE = re.compile(r"(?<![\w/.-])licensecheck ((?:[a-z]+ ?){1,2})([^\n`|]*)")
FOREIGN = ("--model", "--tree", "--set", "--same", "--build-arg")
"""Options of other programs that the pages name."""
EVERYWHERE = {"--help", "--color", "--policies", "--format", "--pack", "--as-of"}
"""Options that mean the same at each command; a guide need not tell them."""
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+)")


def faults(root: str) -> list[str]:
    """Each option that is written behind a command that lacks it, or that no command has; each option that the guide of its
    command leaves out; each command that README leaves out."""
    known = {name: set(options(command, context)) for name, command, context in commands()}
    everywhere = {"--version", *FOREIGN}.union(*known.values())
    found = []
    for name in ("README.md", *(f"docs/{each}" for each in sorted(os.listdir(os.path.join(root, "docs"))) if each.endswith(".md"))):
        with open(os.path.join(root, name), encoding="utf-8") as file:
            text = file.read()
        for words, rest in LINE.findall(text):
            first, second = (*words.split(), "")[:2]
            command = f"{first} {second}" if f"{first} {second}" in known else first
            if command in known:
                found += [
                    f"{name}: `licensecheck {command}` has no option `{each}`"
                    for each in OPTION.findall(rest)
                    if each not in known[command] | {"--help"}
                ]
        spans = re.findall(r"`(--[a-z][a-z-]+)[^`]*`", text)
        found += [
            f"{name}: no command has an option `{each}`"
            for each in spans
            if each not in everywhere and f"licensecheck {each}" not in text
        ]
    for command, its in known.items():
        guide = f"docs/{command.replace(' ', '-')}.md"
        if os.path.isfile(os.path.join(root, guide)):
            with open(os.path.join(root, guide), encoding="utf-8") as file:
                text = file.read()
            long = sorted(each for each in its - EVERYWHERE if each.startswith("--"))
            found += [f"{guide}: `{each}` is not told" for each in long if each not in text]
    with open(os.path.join(root, "README.md"), encoding="utf-8") as file:
        readme = file.read()
    found += [
        f"README.md: `licensecheck {name}` is not told"
        for name in known
        if " " not in name and f"licensecheck {name}" not in readme
    ]
    return list(dict.fromkeys(found))

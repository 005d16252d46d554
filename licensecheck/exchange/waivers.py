"""Waivers, written: an entry as a reviewer reads it, and a file of waivers with one more entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from licensecheck.facts.deployment import Waiver
from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.nodes import Mapping, Node, Sequence, parse, plain
from licensecheck.source.text import Text

HEAD = "version: 1\nwaivers:\n"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./()+]*(?:[ -]+[A-Za-z0-9_./()+]+)*\Z")
_WORDS = ("true", "false", "yes", "no", "null", "on", "off", "y", "n")


def written(waiver: Waiver, deployment: str = "", indent: str = "  ") -> str:
    """One waiver as an entry of `waivers`; `deployment` is named in a file that may serve several."""
    parts = {"deployment": deployment} if deployment else {}
    parts |= {"clause": waiver.clause, "model": waiver.model, "reason": waiver.reason, "approver": waiver.approver}
    parts |= {"reference": waiver.reference} if waiver.reference else {}
    lines = [f"{key}: {_scalar(value)}" for key, value in parts.items()]
    lines += [f"on: {waiver.on}", f"expires: {waiver.expires}", f'seal: "{waiver.seal}"', "while:"]
    lines += [f"  {_scalar(name)}: {value if value in _WORDS else _scalar(value)}" for name, value in waiver.grounds]
    return f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"


def appended(text: Text, waivers: Iterable[Waiver], deployment: str) -> str:
    """A file of waivers with more of them; an empty one gets its head.

    Raises InputError for a file that does not end with a list of waivers in block style: nothing is guessed.
    """
    now = text._replace(text=text.text if text.text.strip() else HEAD)
    for waiver in waivers:
        listed = _listed(parse(now))
        first = now.lines[listed[0].span.line - 1] if listed else "  "
        ended = now.text if now.text.endswith("\n") else f"{now.text}\n"
        now = now._replace(text=ended + written(waiver, deployment, first[: len(first) - len(first.lstrip())]))
        try:
            after = _listed(parse(now)) or ()
        except InputError:
            after = ()
        kept = [plain(entry) for entry in after[:-1]] == [plain(entry) for entry in listed or ()]
        if listed is None or not after or not kept or plain(after[-1]).get("seal") != waiver.seal:
            what = f"`{text.name}` does not end with a list `waivers:` to which an entry can be added"
            help = "leave `--append` out, and paste what is printed"
            raise InputError((Diagnostic("not-appended", what, help=help),))
    return now.text


def _listed(root: Node | None) -> tuple[Mapping, ...] | None:
    """The entries of a file of waivers, or None where it has no such list."""
    node = root.get("waivers") if isinstance(root, Mapping) else None
    if isinstance(node, Sequence) and all(isinstance(item, Mapping) for item in node.items):
        return node.items
    return () if isinstance(root, Mapping) and node is not None and not isinstance(node, Sequence | Mapping) else None


def _scalar(text: str) -> str:
    """A text as a scalar of YAML: plain where nobody can read it as anything else, else in quotes, which JSON and YAML share."""
    if _PLAIN.match(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())

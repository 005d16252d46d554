"""Waivers as they are written: in deploy.yaml itself, or in a file of their own that it names and that its owners review."""

from __future__ import annotations

import os

from licensecheck.facts.deployment import Waiver
from licensecheck.facts.entries import MOST_ENTRIES, Entries
from licensecheck.source.diagnostic import InputError
from licensecheck.source.nodes import Mapping, Node, Scalar, Sequence, parse
from licensecheck.source.text import Text, is_file, read_below, same_file, tree_of

WAIVER_KEYS = ("clause", "model", "reason", "approver", "reference", "on", "expires", "seal", "while")
LONGEST_YEARS = 2
"""How long a waiver may run. What is to last longer is an agreement with the licensor."""


class WaiverReader:
    """Reads the waivers of one deploy.yaml; `lines` takes up the lines of every file that is opened."""

    def __init__(self, entries: Entries, deploy: str, lines: dict[str, tuple[str, ...]]) -> None:
        self.entries, self.faults, self.deploy, self.lines = entries, entries.faults, deploy, lines

    def read(self, node: Node | None) -> tuple[Waiver, ...]:
        """A list of waivers and of files with waivers, or the path of one such file."""
        if isinstance(node, Scalar) and node.value is not None:
            return self._file(node)
        if not isinstance(node, Sequence):
            return tuple(self._waiver(entry) for entry in self.entries.listed(node, "waivers"))
        if len(node.items) > MOST_ENTRIES:
            self.faults.add("too-large", f"`waivers` has more than {MOST_ENTRIES:,} entries", node.span)
            return ()
        found: list[Waiver] = []
        for item in node.items:
            match item:
                case Mapping():
                    found.append(self._waiver(item))
                case Scalar() if item.text:
                    found += self._file(item)
                case _:
                    self.faults.add("wrong-type", "each of `waivers` is a mapping, or the path of a file", item.span)
        return tuple(found)

    def _file(self, path: Scalar) -> tuple[Waiver, ...]:
        """The waivers of a file that are for this deployment, and those for one that does not exist any more."""
        try:
            text = read_below(tree_of(self.deploy), os.path.normpath(os.path.join(os.path.dirname(self.deploy), path.text)))
            self.lines[text.name] = text.lines
            root = parse(text)
        except InputError as error:
            for each in error.diagnostics:
                self.faults.found.append(each._replace(span=each.span or path.span))
            return ()
        if not isinstance(root, Mapping):
            self.faults.add("not-waivers", f"`{path.text}` has no list `waivers`", path.span, help="start with `waivers:`")
            return ()
        self.entries.known_keys(root, ("version", "waivers"), "a file of waivers")
        version = root.get("version")
        if version is not None and (not isinstance(version, Scalar) or version.text != "1"):
            self.faults.add("unknown-version", "this version of the format is not known", version.span, help="write `version: 1`")
        listed = self.entries.listed(root.get("waivers"), "waivers")
        return tuple(waiver for entry in listed for waiver in self._named(entry, text))

    def _named(self, entry: Mapping, text: Text) -> tuple[Waiver, ...]:
        """The waiver, if it is for this deployment. A file of waivers may serve many, so each entry names its own."""
        help = "the path of its deploy.yaml, from the folder of this file"
        name = self.entries.required(entry, "deployment", "a waiver in a file of its own", help)
        waiver = self._waiver(entry, ("deployment",))
        path = os.path.join(os.path.dirname(text.name), name)
        if name and same_file(path, self.deploy):
            return (waiver,)
        return () if is_file(path) else (waiver._replace(missing=name),)

    def _waiver(self, entry: Mapping, more: tuple[str, ...] = ()) -> Waiver:
        entries = self.entries
        entries.known_keys(entry, (*WAIVER_KEYS, *more), "a waiver")
        clause, model = (entries.required(entry, key, "a waiver") for key in ("clause", "model"))
        if clause and (clause.count("/") == 0 or "*" in clause):
            help = "write the policy and the clause, as the report has them between brackets"
            self.faults.add("wrong-type", f"`{clause}` names no single clause", entry.get("clause").span, help=help)
        # a folded text is a line
        reason, approver = (" ".join(entries.required(entry, key, "a waiver").split()) for key in ("reason", "approver"))
        on, expires = (entries.day(entry, key, "a waiver") for key in ("on", "expires"))
        if on and expires:
            self._days(entry, on, expires)
        seal = entries.required(entry, "seal", "a waiver", "`licensecheck waive` writes a waiver with its seal")
        reference = " ".join(entries.text(entry, "reference").split())
        return Waiver(clause, model, reason, approver, on, expires, seal, entry.span, reference, self._grounds(entry))

    def _days(self, entry: Mapping, on: str, expires: str) -> None:
        if expires < on:
            self.faults.add("wrong-dates", "the waiver expires before it starts", entry.get("expires").span)
        elif expires > f"{int(on[:4]) + LONGEST_YEARS:04}{on[4:]}":
            help = "sign it anew by then; what lasts is an agreement with the licensor (`organization.agreements`)"
            self.faults.add("wrong-dates", f"a waiver runs for {LONGEST_YEARS} years at most", entry.get("expires").span, help=help)

    def _grounds(self, entry: Mapping) -> tuple[tuple[str, str], ...]:
        """What the waiver says it was granted on: conditions with their truth, the text, the work."""
        written = self.entries.mapping(entry.get("while"), "while")
        found = written.entries if written else ()
        for key, value in found:
            if not isinstance(value, Scalar):
                self.faults.add("wrong-type", f"`{key.text}` under `while` is a word", value.span)
        return tuple((key.text, value.text) for key, value in found if isinstance(value, Scalar))

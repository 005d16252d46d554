"""deploy.yaml, parsed into a Deployment. Every fault of the file is collected and raised at once."""

from __future__ import annotations

import os

from licensecheck.facts.deployment import Accepted, Agreement, Deployment, PackName, RecordedReading, Waiver
from licensecheck.facts.entries import Entries
from licensecheck.facts.models import ModelReader, start
from licensecheck.facts.parse import Reader
from licensecheck.facts.places import Places
from licensecheck.facts.signed import read_agreements, read_readings
from licensecheck.facts.values import Fact
from licensecheck.facts.vocabulary import Vocabulary
from licensecheck.source.diagnostic import Faults, InputError
from licensecheck.source.fields import items
from licensecheck.source.nodes import Mapping, Node, Scalar, parse
from licensecheck.source.text import Text, read_below, tree_of

TOP_KEYS = ("version", "extends", "organization", "deployment", "models", "waivers", "accepted")
ORGANIZATION_KEYS = ("name", "agreements", "readings", "packs")
DEPLOYMENT_KEYS = ("name", "defaults")


def read_deployment(text: Text, vocabulary: Vocabulary, places: Places, elsewhere: bool = False) -> Deployment:
    """The deployment that a text declares. `elsewhere`: its models may stand in other documents alone.

    Raises InputError with every fault of the file: broken YAML, unknown keys, wrong types, unknown values.
    """
    lines = {text.name: text.lines}
    faults = Faults()
    try:
        root = parse(text, faults)
        declared = _Declaration(Reader(vocabulary, places, faults), text.name, lines, elsewhere).read(root)
        faults.stop(lines)
    except InputError as error:
        raise InputError(error.diagnostics, {**lines, **error.lines}) from None
    return declared


class _Declaration:
    def __init__(self, reader: Reader, file: str, lines: dict[str, tuple[str, ...]], elsewhere: bool) -> None:
        self.entries, self.faults, self.file, self.lines = Entries(reader), reader.faults, file, lines
        self.models = ModelReader(self.entries, elsewhere)
        self.agreements: list[Agreement] = []
        self.readings: list[RecordedReading] = []
        self.packs: list[PackName] = []

    def read(self, root: Node | None) -> Deployment:
        if not isinstance(root, Mapping):
            what = "is empty" if root is None else "is not a mapping"
            help = "start with `version: 1` and `models:`"
            self.faults.add("not-a-deployment", f"`{self.file}` {what}", root.span if root else None, help=help)
            return Deployment(self.file, "", "", {}, (), (), (), (), self.lines)
        self.entries.known_keys(root, TOP_KEYS, "deploy.yaml")
        self._version(root)
        facts: dict[str, Fact] = {}
        organization = self._organization(self._shared(root), facts)
        organization = self._organization(root.get("organization"), facts) or organization
        deployment = self.entries.mapping(root.get("deployment"), "deployment")
        defaults: dict[str, Fact] = {}
        if deployment:
            self.entries.facts(deployment, ("deployment",), DEPLOYMENT_KEYS, facts, "deployment")
            shared = self.entries.mapping(deployment.get("defaults"), "defaults")
            if shared:
                self.models.facts(shared, defaults, ("evidence", "outputs"))
        return Deployment(
            self.file,
            self.entries.text(deployment, "name"),
            organization,
            facts,
            self.models.models(root, defaults),
            tuple(self.agreements),
            tuple(self.readings),
            self._waivers(root.get("waivers")),
            self.lines,
            self._accepted(root.get("accepted")),
            defaults,
            packs=tuple(dict.fromkeys(self.packs)),
        )

    def _accepted(self, node: Node | None) -> tuple[Accepted, ...]:
        if node is None:
            return ()
        from licensecheck.facts.accepted import read_accepted

        return read_accepted(node, self.entries)

    # the parts -------------------------------------------------------------------------------------------------------
    def _version(self, root: Mapping) -> None:
        version = root.get("version")
        if version is None:
            self.faults.add("missing-key", "the file has no `version`", start(root), help="add `version: 1`")
        elif not isinstance(version, Scalar) or version.text != "1":
            self.faults.add("unknown-version", "this version of the format is not known", version.span, help="write `version: 1`")

    def _shared(self, root: Mapping) -> Node | None:
        """Organization facts from another file of the same tree."""
        node = root.get("extends")
        if node is None:
            return None
        if not isinstance(node, Scalar) or not node.text:
            self.faults.add("wrong-type", "`extends` is the path of a file", node.span)
            return None
        path = os.path.normpath(os.path.join(os.path.dirname(self.file), node.text))
        try:
            text = read_below(tree_of(self.file), path)
            self.lines[text.name] = text.lines
            shared = parse(text)
        except InputError as error:
            for found in error.diagnostics:
                self.faults.found.append(found._replace(span=found.span or node.span))
            return None
        if not isinstance(shared, Mapping):
            self.faults.add("not-a-deployment", f"`{node.text}` is not a mapping", node.span)
            return None
        self.entries.known_keys(shared, ("version", "organization"), "a shared file")
        organization: Node | None = shared.get("organization")
        return organization

    def _waivers(self, node: Node | None) -> tuple[Waiver, ...]:
        if node is None:
            return ()
        from licensecheck.facts.waivers import WaiverReader

        return WaiverReader(self.entries, self.file, self.lines).read(node)

    def _organization(self, node: Node | None, facts: dict[str, Fact]) -> str:
        organization = self.entries.mapping(node, "organization")
        if not organization:
            return ""
        self.entries.facts(organization, ("organization",), ORGANIZATION_KEYS, facts, "organization")
        self.agreements += read_agreements(organization.get("agreements"), self.entries)
        self.readings += read_readings(organization.get("readings"), self.entries)
        names = self.entries.texts(organization, "packs")
        nodes = items(organization.get("packs"))
        self.packs += [PackName(name, node.span.file, node.span) for name, node in zip(names, nodes, strict=False)]
        return self.entries.text(organization, "name")

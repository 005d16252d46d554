"""The shipped policies that a team's own may extend: known by their ids, and parsed when one is extended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from licensecheck.policy.load import policy_files
from licensecheck.source import nodes
from licensecheck.source.nodes import parse
from licensecheck.source.text import Text, read

_NAMES = re.compile(r"^(policy|edition_of): *([^\s#]+)", re.MULTILINE)


class Bases(Mapping[str, nodes.Mapping]):
    """Policies by id. `names` are all ids and the names of terms with editions, which no other policy may take."""

    def __init__(self, folder: str) -> None:
        self.names: set[str] = set()
        self._texts: dict[str, Text] = {}
        for file in policy_files(folder):
            text = read(file)
            said = dict(_NAMES.findall(text.text))
            self.names |= set(said.values())
            self._texts[said["policy"]] = text

    def __getitem__(self, name: str) -> nodes.Mapping:
        root = parse(self._texts[name])
        assert isinstance(root, nodes.Mapping)
        return root

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
